"""Trích xuất dân cư đã nhập: xem, lập lại chỉ mục, xóa."""
