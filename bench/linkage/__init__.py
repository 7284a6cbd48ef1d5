"""The linkage model measured: a synthetic country, noise as books have it, sets with fixed seeds, the table."""
