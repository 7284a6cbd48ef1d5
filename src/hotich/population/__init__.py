"""Extracts of the population register. Knows nothing of entries."""
