"""Comparing a book with the population register: what differs, and what follows from it for the outcome."""
