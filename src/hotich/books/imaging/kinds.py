"""What a file is, by its first bytes: a name or a browser's word proves nothing."""

from typing import Final, Literal

Kind = Literal["pdf", "tiff", "jpeg", "png"]

HEAD: Final = 1024
"""Bytes that are enough to tell."""
_BEGINNINGS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
)
_PHONE: Final = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins with `head`; None for one we do not read."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    # Some scanners put a few bytes of their own before the mark.
    return "pdf" if b"%PDF-" in head[:HEAD] else None


def is_phone_format(head: bytes) -> bool:
    """Whether it is the format that some telephones save instead of JPEG."""
    return head[4:12] in _PHONE


MOST_OF_A_PAPER: Final = 20 * 1024 * 1024
"""Bytes of one paper that is attached: a letter of some pages at 300 dpi has a fifth of it."""


def against_paper(first: bytes, size: int) -> str:
    """Why a file cannot be kept as a paper, in a sentence that says what to do; empty where it can (PDF, JPEG, PNG, TIFF by its content)."""
    if not first:
        return "Chọn tệp cần đính kèm: tệp này rỗng."
    if size > MOST_OF_A_PAPER:
        return f"Tệp lớn quá {MOST_OF_A_PAPER // 1024**2} MB: quét lại ở 300 dpi hoặc tách nhỏ."
    if is_phone_format(first):
        return "Ảnh HEIC của điện thoại: chụp hoặc xuất sang JPEG rồi đính kèm."
    if kind_of(first[:HEAD]) is None:
        return "Chỉ đính kèm được tệp PDF, JPEG, PNG hoặc TIFF."
    return ""
