"""Danh sách theo dõi riêng."""
