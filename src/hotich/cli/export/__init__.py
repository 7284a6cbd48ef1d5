"""Kết xuất dữ liệu ra tệp theo mẫu của Bộ Tư pháp, Công an, hoặc đủ mọi cột; kiểm tra trước khi gửi; hồ sơ theo quyển."""
