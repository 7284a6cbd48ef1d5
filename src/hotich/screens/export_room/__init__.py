"""Kết xuất: what leaves the product, checked before it is sent."""
