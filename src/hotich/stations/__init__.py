"""Machines that may key entries, and their security checks."""
