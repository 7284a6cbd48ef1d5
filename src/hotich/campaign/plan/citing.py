"""How a document is named in the grounds of another: kind, number, day, issuer, then what it is about (Nghị định 30/2020, phụ lục I)."""

from typing import Final

from hotich.campaign.models import Basis
from hotich.support.documents import long_day

_LAWS: Final = ("Bộ luật", "Luật", "Pháp lệnh", "Hiến pháp")
"""Named by their day alone: a decree asks for no number and no issuer of a law."""
_KINDS: Final = (
    "Nghị quyết", "Nghị định", "Thông tư liên tịch", "Thông tư", "Quyết định", "Kế hoạch", "Chỉ thị", "Công văn",
    "Hướng dẫn", "Thông báo", "Chương trình", "Văn bản",
)  # fmt: skip
_VERBS: Final = (
    "về ",
    "quy định",
    "hướng dẫn",
    "phê duyệt",
    "ban hành",
    "sửa đổi",
    "thi hành",
    "triển khai",
    "của ",
)


def cited(basis: Basis) -> str:
    """`Kế hoạch số 138/KH-UBND ngày 27 tháng 4 năm 2023 của UBND tỉnh Bình Phước về cao điểm …`; laws by their day only."""
    title, when = basis.title, f" {long_day(basis.day)}" if basis.day else ""
    if title.startswith(_LAWS):
        return f"{title}{when}"
    kind = next((word for word in _KINDS if title.startswith(word)), "")
    said = (
        (f" số {basis.number}" if basis.number else "")
        + when
        + (f" của {basis.issuer}" if basis.issuer else "")
    )
    about = title.removeprefix(kind).strip()
    if not kind:
        return f"{title}{said}"
    if about and not f"{about} ".startswith(_VERBS):
        about = f"về {about}"
    return f"{kind}{said} {about}".rstrip()
