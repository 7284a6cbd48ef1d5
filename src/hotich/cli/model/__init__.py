"""Mô hình đối chiếu: huấn luyện, đánh giá, giữ các phiên bản và chọn phiên bản để dùng.

Ví dụ: hotich model train --out mo-hinh.json
"""
