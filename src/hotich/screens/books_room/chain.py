"""The chain of custody of one book as sentences, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from hotich.books.models import Book, Handover, Way
from hotich.books.queries import marks_of


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that happened to the book: when, what, who said it, in which minutes."""

    at: datetime
    what: str
    who: str
    detail: str = ""
    minutes_id: UUID | None = None
    number: str = ""
    is_odd: bool = False


_GAVE = {
    Way.HAND_OVER: "giao để nhập", Way.IN_PLACE: "giao tại chỗ để nhập", Way.LEND_BACK: "cho mượn lại",
    Way.BRING_BACK: "giao lại sổ đã mượn", Way.RETURN: "trả sổ",
}  # fmt: skip


def chain_of(book: Book, handovers: Iterable[Handover]) -> list[Link]:
    """Counting, handovers, losses of a book that was read for the officer, and whether it was to be keyed."""
    links = [
        Link(count.counted_at, "Kiểm kê", str(count.counted_by or "nhập từ tệp"), count.reason)
        for count in book.counts.select_related("counted_by")
    ]
    for handover in handovers:
        links += _of(handover)
    for loss in book.losses.select_related("reported_by", "found_by", "custodian"):
        links.append(
            Link(
                loss.reported_at, f"{loss.custodian or 'Cơ quan giữ sổ'} báo thất lạc", str(loss.reported_by),
                loss.circumstances, is_odd=True,
            )
        )  # fmt: skip
        if loss.found_at:
            links.append(Link(loss.found_at, "Đã tìm thấy", str(loss.found_by), loss.found))
    for mark in marks_of(book):
        what = "Nhập từ quyển này" if mark.to_be_keyed else "Không nhập từ quyển này"
        links.append(Link(mark.at, what, str(mark.by or ""), mark.reason))
    return sorted(links, key=lambda link: link.at, reverse=True)


def _of(handover: Handover) -> Iterable[Link]:
    minutes = handover.minutes
    way, link = _GAVE[Way(minutes.way)], partial(Link, minutes_id=minutes.pk, number=minutes.number)
    told = "; ".join(text for text in (handover.condition, minutes.reason) if text)
    gave = f"{minutes.from_agency} {way} cho {minutes.to_agency}"
    yield link(minutes.handed_at, gave, str(minutes.handed_by), told)
    if minutes.cancelled_at:
        yield link(minutes.cancelled_at, "Bên giao hủy biên bản", str(minutes.cancelled_by))
    if handover.received_at:
        what = (
            f"{minutes.to_agency} không thấy sổ trong đợt giao"
            if handover.absent
            else f"{minutes.to_agency} đã nhận"
        )
        yield link(
            handover.received_at,
            what,
            str(handover.received_by),
            handover.difference,
            is_odd=handover.differs,
        )
