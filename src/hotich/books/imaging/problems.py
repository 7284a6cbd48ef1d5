"""Why a file, or a page in it, gives no image: a code, and the sentence for who scanned it."""

from typing import Final

MAX_PIXELS: Final = 200_000_000
"""Of one image: A3 at 1000 dots an inch, the largest telephone; more is a slip or an attack."""
MAX_IMAGES: Final = 2_000
"""In one file."""

MESSAGES: Final[dict[str, str]] = {
    "broken": "Tệp hỏng hoặc tải lên chưa đủ: mở thử trên máy, quét hoặc chép lại rồi tải lên lần nữa.",
    "encrypted": "Tệp PDF có mật khẩu: lưu lại không đặt mật khẩu rồi tải lên lần nữa.",
    "too_large": f"Ảnh quá lớn (trên {MAX_PIXELS // 1_000_000} triệu điểm ảnh): quét ở 300 dpi là đủ đọc.",
    "too_many": f"Tệp có trên {MAX_IMAGES:n} trang: tách thành nhiều tệp.",
    "empty": "Tệp không có trang nào.",
    "too_hard": "Máy chủ không xử lý được ảnh này (quá nặng hoặc hỏng): quét lại ở 300 dpi, lưu JPEG hoặc PDF.",
    "gone": "Không còn tệp gốc trên máy chủ: tải lên lần nữa.",
}


class Unreadable(Exception):
    """A file that gives no image; `code` is one of MESSAGES."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
