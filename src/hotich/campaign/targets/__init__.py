"""Chỉ tiêu: drawn up from the inventory, decided, approved."""
