"""Completing a book: what it must account for, and the verbs."""
