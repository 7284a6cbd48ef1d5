"""What the numbers of a whole book say together. Needs every entry of the book, so only the server judges it."""

from __future__ import annotations

from collections.abc import Iterable

from hotich.core.findings import Finding, Grade
from hotich.core.forms.sequences import Bounds, Mark, YearSequence, explained

_SOURCE = "Nghị định 158/2005/NĐ-CP, Điều 68: số liên tục trong năm, mỗi năm bắt đầu lại từ 01"
_FIELDS = ("registration.number",)
_SHOWN = 6


def sequence_findings(
    sequence: YearSequence, *, marks: Iterable[Mark] = (), continues_from: int | None = None
) -> tuple[Finding, ...]:
    """The findings of one year of a book. `continues_from` is the last number of the volume before it in that year.

    Gaps that officers explained are no finding, nor those behind the last number: the keying has not come there yet.
    """
    stated = tuple(marks)
    year = f"Năm {sequence.year}" if sequence.year is not None else "Số không rõ năm"
    found = []
    missing = [
        piece
        for gap in sequence.gaps
        if gap.where != "after"
        for piece, kind in explained(gap, stated)
        if kind is None
    ]
    if missing:
        found.append(
            _finding(
                "book.number.missing", "soft",
                f"{year}: chưa có số {_listed(missing)}. Xem lại sổ: nhập trường hợp còn sót, hoặc đánh dấu số bỏ trống, thiếu trang.",
            )
        )  # fmt: skip
    if sequence.repeats:
        found.append(
            _finding(
                "book.number.repeated", "soft",
                f"{year}: số {_listed(sequence.repeats)} có nhiều trường hợp. Xem có nhập trùng không; sổ ghi trùng số thì giữ nguyên.",
            )
        )  # fmt: skip
    if sequence.out_of_order:
        texts = [each.text for each in sequence.out_of_order]
        found.append(
            _finding(
                "book.number.out_of_order", "soft",
                f"{year}: số {_listed(texts)} không đứng theo thứ tự trong sổ. Xem lại số và trang; sổ ghi như vậy thì giữ nguyên.",
            )
        )  # fmt: skip
    if sequence.beyond:
        texts = [each.text for each in sequence.beyond]
        found.append(
            _finding(
                "book.number.beyond_inventory", "soft",
                f"{year}: số {_listed(texts)} nằm ngoài {_range(sequence.bounds)}. Xem lại số, hoặc sửa số đầu, số cuối khi kiểm kê.",
            )
        )  # fmt: skip
    if continues_from is not None and sequence.first <= continues_from:
        found.append(
            _finding(
                "book.number.overlaps_volume", "soft",
                f"{year}: quyển trước đã đến số {continues_from} nhưng quyển này có từ số {sequence.first}. Xem lại hai quyển.",
            )
        )  # fmt: skip
    if sequence.suffixed:
        texts = [each.text for each in sequence.suffixed]
        found.append(
            _finding(
                "book.number.suffix",
                "silent",
                f"{year}: số có chữ kèm theo: {_listed(texts)}. Không cần sửa.",
            )
        )
    return tuple(found)


def _finding(code: str, grade: Grade, message: str) -> Finding:
    return Finding(code, grade, _FIELDS, message, _SOURCE)


def _listed(items: Iterable[object]) -> str:
    texts = [str(each) for each in items]
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" và {more} chỗ khác" if more > 0 else "")


def _range(bounds: Bounds) -> str:
    if bounds.first is None:
        return f"phạm vi đến số {bounds.last}"
    if bounds.last is None:
        return f"phạm vi từ số {bounds.first}"
    return f"các số {bounds.first}–{bounds.last}"
