"""Phân công: who keys which pages on which machine."""
