"""Nhập dữ liệu từ tệp: danh mục sổ, trường hợp đã nhập, trích xuất dân cư."""
