"""Chờ tra cứu: look-ups for what others keyed."""
