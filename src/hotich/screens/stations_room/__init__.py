"""Machines, their security checks, and their lines."""
