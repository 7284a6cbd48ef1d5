"""Kết xuất dữ liệu ra tệp theo mẫu của Bộ Tư pháp hoặc Công an."""
