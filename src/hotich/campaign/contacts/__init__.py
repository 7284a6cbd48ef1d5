"""Đầu mối: whom to ask."""
