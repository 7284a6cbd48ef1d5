"""Words that people type, as they are kept: whole, within their length, and without a citizen's number where others read them.

What does not fit is refused and never cut: who types does not see that the end of his sentence is gone.
"""

from hotich.core.identifiers import numbers_in
from hotich.core.text import grouped
from hotich.support.errors import Refusal


def fitting(text: str, *, field: str, most: int, refusal: type[Refusal]) -> str:
    """The text without the spaces around it; raises the refusal, naming the field and its limit, where it is longer."""
    words = text.strip()
    if len(words) > most:
        raise refusal(
            f"{field} dài {grouped(len(words))} ký tự, nhiều nhất {grouped(most)} ký tự: viết ngắn lại."
        )
    return words


def impersonal(text: str, *, field: str, most: int, refusal: type[Refusal]) -> str:
    """The same for words that the room, reports and rosters show: with a citizen's number in it they are refused too."""
    words = fitting(text, field=field, most=most, refusal=refusal)
    check_impersonal(words, field=field, refusal=refusal)
    return words


def check_impersonal(text: str, *, field: str, refusal: type[Refusal]) -> None:
    """Raises the refusal, pointing at the part that looks like the number of a citizen, where there is one."""
    found = numbers_in(text)
    if not found:
        return
    digits = [one for one in found[0] if one.isdigit()]
    like = "số định danh cá nhân" if len(digits) == 12 else "số chứng minh nhân dân"
    # Only its ends: the refusal itself is shown and may be noted down, and who typed it finds it by them.
    part = f"{''.join(digits[:3])}…{''.join(digits[-3:])}"
    raise refusal(
        f"{field} có “{part}” giống {like} ({len(digits)} chữ số). Phòng điều hành, báo cáo, lịch trực không giữ dữ liệu cá nhân: bỏ số này, "
        "nêu trường hợp bằng tên quyển và số thứ tự. Nếu là số tiền thì ghi kèm chữ đồng."
    )
