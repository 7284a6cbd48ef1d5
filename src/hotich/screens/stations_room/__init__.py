"""Machines and their security checks."""
