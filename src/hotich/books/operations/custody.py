"""Custody: books pass from one agency to another, with minutes; the receiver says what he found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from hotich.books.models import Assignment, Book, BookStatus, Handover, Minutes, NoteOpening, Purpose, Way
from hotich.books.operations._locking import locked_book, locked_books
from hotich.books.policies import (
    BookRefused,
    is_unkeyed,
    may_do,
    require_action,
    require_custody,
    require_no_open_handover,
    require_nobody_keys,
)
from hotich.books.queries import lent_among
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Agency

LONGEST_REASON: Final = 300
_TO_KEY: Final = frozenset({Way.HAND_OVER, Way.IN_PLACE})
_GIVING: Final = {
    Way.HAND_OVER: "hand_over", Way.IN_PLACE: "hand_over", Way.LEND_BACK: "lend", Way.BRING_BACK: "bring_back",
    Way.RETURN: "return_book",
}  # fmt: skip
_USUALLY: Final = (Way.BRING_BACK, Way.RETURN, Way.HAND_OVER, Way.IN_PLACE, Way.LEND_BACK)
_TAKING: Final = {
    Way.HAND_OVER: "receive_to_key", Way.IN_PLACE: "receive_to_key", Way.LEND_BACK: "receive_lent",
    Way.BRING_BACK: "receive_back", Way.RETURN: "receive_returned",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """One book as its giver hands it over; what he does not say is as the inventory has it."""

    book: Book
    condition: str = ""
    pages: int | None = None
    entries: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One book as its receiver found it; what he does not say is as it was given. `difference` says what is not."""

    absent: bool = False
    condition: str = ""
    pages: int | None = None
    entries: int | None = None
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The entry for whose margin note a book is lent, by its id and its number in the book."""

    entry_id: UUID
    number: str = ""


@transaction.atomic
def draw_up(
    *,
    actor: Officer,
    now: datetime,
    given: Sequence[Given],
    to_agency: Agency,
    way: str,
    number: str = "",
    due_on: date | None = None,
    purpose: str = "",
    reason: str = "",
    openings: Sequence[Opening] = (),
    checked: bool = False,
) -> Minutes:
    """Minutes by which the officer's agency gives books to another; each changes custody when that agency receives it.

    `checked` is said by `checking`, which has seen that no check of a book that goes back is open. Raises NotAllowed, NotFound,
    BookRefused.
    """
    require(actor, "handover")
    if way not in Way.values:
        raise BookRefused(f"Không có cách giao “{way}”.", code="book.way")
    if not given:
        raise BookRefused("Chọn ít nhất một quyển để lập biên bản.", code="minutes.no_books")
    books = locked_books([one.book for one in given], actor=actor)
    holders = {book.custodian_id for book in books.values() if book.custodian_id is not None}
    for book in books.values():
        require_no_open_handover(book)
        require_custody(actor, book)
        if book.custodian_id == to_agency.pk:
            raise BookRefused("Bên giao và bên nhận phải là hai cơ quan khác nhau.", code="book.same_agency")
        if to_agency.unit_id != book.unit_id and to_agency.unit_id not in actor.scope.unit_ids:
            raise NotFound
        _check_way(actor, book, Way(way), reason=reason, checked=checked)
    if len(holders) > 1:
        raise BookRefused(
            "Các quyển đang do nhiều cơ quan giữ: lập biên bản riêng cho từng cơ quan.",
            code="minutes.several_holders",
        )
    _check_terms(Way(way), purpose=purpose, due_on=due_on, openings=openings, today=local(now).date())
    minutes = Minutes.objects.create(
        way=way, purpose=purpose if way == Way.LEND_BACK else "", from_agency_id=holders.pop(), to_agency=to_agency,
        number=number.strip()[:60], reason=reason.strip()[:LONGEST_REASON], due_on=due_on, handed_by=actor, handed_at=now,
    )  # fmt: skip
    Handover.objects.bulk_create(
        Handover(
            minutes=minutes, book=book, order=order, condition=(one.condition.strip() or book.condition)[:200],
            pages_count=book.pages_count if one.pages is None else one.pages,
            entries_count=book.entries_count if one.entries is None else one.entries,
        )
        for order, one in enumerate(given, start=1)
        for book in (books[one.book.pk],)
    )  # fmt: skip
    NoteOpening.objects.bulk_create(
        NoteOpening(minutes=minutes, book_id=given[0].book.pk, entry_id=one.entry_id, number=one.number[:60])
        for one in openings
    )
    return minutes


def _check_way(actor: Officer, book: Book, way: Way, *, reason: str, checked: bool) -> None:
    if way == Way.RETURN and is_unkeyed(book):
        require_action(actor, book, "return_unkeyed")
        require_nobody_keys(book)
        if not reason.strip():
            raise BookRefused(f"{book.title} chưa nhập: ghi lý do trả lại.", code="minutes.reason")
        return
    require_action(actor, book, _GIVING[way])
    if way == Way.RETURN and not checked:
        raise BookRefused(
            f"{book.title} chưa rà lượt kiểm tra đang mở: trả sổ ở trang của quyển.", code="book.not_checked"
        )
    if way in _TO_KEY and book.status == BookStatus.RETURNED and not reason.strip():
        raise BookRefused(f"{book.title} đã trả: ghi lý do bàn giao để nhập tiếp.", code="minutes.reason")
    if way == Way.BRING_BACK and not is_lent(book):
        raise BookRefused(f"{book.title} không phải sổ đang mượn lại.", code="book.not_lent")


def _check_terms(
    way: Way, *, purpose: str, due_on: date | None, openings: Sequence[Opening], today: date
) -> None:
    if due_on is not None and due_on < today:
        raise BookRefused("Hạn trả đã qua: chọn ngày từ hôm nay trở đi.", code="minutes.due")
    if way == Way.LEND_BACK:
        if purpose not in Purpose.values:
            raise BookRefused(
                "Chọn mượn lại để làm gì: trích lục, hoặc ghi chú bên lề.", code="minutes.purpose"
            )
        if due_on is None:
            raise BookRefused("Sổ cho mượn lại phải có hạn trả.", code="minutes.due")
    if openings and purpose != Purpose.MARGIN_NOTE:
        raise BookRefused("Chỉ mượn để ghi chú bên lề mới mở trường hợp.", code="minutes.purpose")


def hand_over(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    to_agency: Agency,
    way: str,
    minutes_number: str = "",
    condition: str = "",
    due_on: date | None = None,
    purpose: str = "",
    reason: str = "",
) -> Handover:
    """Minutes with one book. Raises as `draw_up`."""
    minutes = draw_up(
        actor=actor, now=now, given=[Given(book, condition)], to_agency=to_agency, way=way, number=minutes_number,
        due_on=due_on, purpose=purpose, reason=reason,
    )  # fmt: skip
    return minutes.handovers.get()


@transaction.atomic
def receive_minutes(
    *,
    actor: Officer,
    now: datetime,
    minutes: Minutes,
    found: Mapping[UUID, Found] | None = None,
    place: str = "",
) -> Minutes:
    """The receiving agency says what came, book by book (`found` by the handover's id; one that is not named came as it was
    given). Custody passes of every book that was there; one that was not stays with the giver. `place` is where the books
    stand now.

    Received once more it answers as it is. Raises NotAllowed, NotFound, BookRefused.
    """
    require(actor, "handover")
    locked = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    handovers = list(locked.handovers.select_related("book"))
    books = locked_books([each.book for each in handovers], actor=actor)
    _check_receiver(actor, locked)
    open_ones = [each for each in handovers if each.received_at is None]
    said = found or {}
    if set(said) - {each.pk for each in handovers}:
        raise NotFound
    for each in open_ones:
        _take(
            each, books[each.book_id], locked, said.get(each.pk, Found()), actor=actor, now=now, place=place
        )
    return locked


def _check_receiver(actor: Officer, minutes: Minutes) -> None:
    if minutes.to_agency_id not in actor.scope.agency_ids:
        raise BookRefused(f"Bên nhận là {minutes.to_agency}.", code="book.not_the_receiver")
    if minutes.cancelled_at is not None:
        raise BookRefused("Biên bản này đã hủy: bên giao lập biên bản khác.", code="minutes.cancelled")


def receive(*, actor: Officer, now: datetime, handover: Handover) -> Handover:
    """The receiving agency confirms one book, as it was given. Raises as `receive_minutes`."""
    with transaction.atomic():
        require(actor, "handover")
        minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=handover.minutes_id)
        handover = minutes.handovers.get(pk=handover.pk)
        book = locked_book(handover.book, actor=actor)
        _check_receiver(actor, minutes)
        if handover.received_at is None:
            _take(handover, book, minutes, Found(), actor=actor, now=now, place="")
    return handover


def _take(
    handover: Handover,
    book: Book,
    minutes: Minutes,
    found: Found,
    *,
    actor: Officer,
    now: datetime,
    place: str,
) -> None:
    unkeyed = minutes.way == Way.RETURN and is_unkeyed(book)
    if unkeyed and not found.absent:
        require_nobody_keys(book)
    row = require_action(actor, book, "receive_unkeyed" if unkeyed else _TAKING[Way(minutes.way)])
    handover.received_by, handover.received_at = actor, now
    handover.absent = found.absent
    handover.found_condition = (found.condition.strip() or handover.condition)[:200]
    handover.found_pages = handover.pages_count if found.pages is None else found.pages
    handover.found_entries = handover.entries_count if found.entries is None else found.entries
    handover.difference = _difference(handover, found, book)
    handover.save()
    if found.absent:
        return
    book.custodian = minutes.to_agency
    book.status = row.target(book.status)
    book.condition = handover.found_condition[:120]
    book.due_back_on = _due_after(book, minutes)
    if place.strip() and minutes.way != Way.IN_PLACE:
        book.place = place.strip()[:120]
    book.save(update_fields=["custodian", "status", "condition", "due_back_on", "place"])


def _difference(handover: Handover, found: Found, book: Book) -> str:
    said = found.difference.strip()[:300]
    counted = (handover.found_pages, handover.found_entries) != (handover.pages_count, handover.entries_count)
    if (found.absent or counted) and not said:
        raise BookRefused(
            f"{book.title} khác với biên bản: ghi rõ sai khác trước khi xác nhận.", code="minutes.difference"
        )
    return said


def _due_after(book: Book, minutes: Minutes) -> date | None:
    """Until when the new custodian may keep it; a book brought back has the day of the handover that goes on."""
    if minutes.way == Way.RETURN:
        return None
    if minutes.way != Way.BRING_BACK:
        return minutes.due_on
    before = (
        Handover.objects.filter(book=book, received_at__isnull=False, absent=False, minutes__way__in=_TO_KEY)
        .select_related("minutes")
        .order_by("-received_at")
        .first()
    )
    return before.minutes.due_on if before else None


def is_lent(book: Book) -> bool:
    """Whether the book went back for an extract or a margin note and has not been brought again."""
    return book.pk in lent_among([book.pk])


def _unkeyed_among(actor: Officer, books: Sequence[Book]) -> frozenset[UUID]:
    """Those that may go back unkeyed: nothing was keyed from them, and they are nobody's to key."""
    handed = {book.pk for book in books if book.status == BookStatus.HANDED_OVER}
    idle = Book.objects.visible_to(actor).filter(
        ~Exists(Assignment.objects.filter(book=OuterRef("pk"), ended_at__isnull=True)),
        pk__in=[book.pk for book in books if book.status == BookStatus.KEYING], entries__isnull=True,
    )  # fmt: skip
    return frozenset(handed.union(idle.values_list("pk", flat=True)))


def ways_open(actor: Officer, books: Sequence[Book]) -> list[Way]:
    """The ways in which the officer may give all these books as they stand, the usual one first."""
    lent, unkeyed = lent_among([book.pk for book in books]), _unkeyed_among(actor, books)

    def goes(book: Book, way: Way) -> bool:
        if way == Way.BRING_BACK and book.pk not in lent:
            return False
        if way == Way.RETURN and book.pk in unkeyed and may_do(actor, book, "return_unkeyed"):
            return True
        return may_do(actor, book, _GIVING[way])

    return [way for way in _USUALLY if all(goes(book, way) for book in books)]


@transaction.atomic
def cancel_minutes(*, actor: Officer, now: datetime, minutes: Minutes, reason: str) -> Minutes:
    """The giver takes minutes back that nobody has received a book of. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "handover")
    locked = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    handovers = list(locked.handovers.select_related("book"))
    books = locked_books([each.book for each in handovers], actor=actor)
    if locked.from_agency_id not in actor.scope.agency_ids:
        raise BookRefused(
            f"Bên giao là {locked.from_agency}: bên giao mới hủy được.", code="minutes.not_the_giver"
        )
    if locked.cancelled_at is not None:
        return locked
    if any(each.received_at is not None for each in handovers):
        raise BookRefused(
            "Bên nhận đã xác nhận: không hủy được nữa, lập biên bản trả.", code="minutes.received"
        )
    if not reason.strip():
        raise BookRefused("Ghi lý do hủy biên bản.", code="minutes.reason")
    for book in books.values():
        require_action(actor, book, "cancel")
    locked.cancelled_by, locked.cancelled_at = actor, now
    locked.reason = f"{locked.reason} · hủy: {reason.strip()}".strip(" ·")[:LONGEST_REASON]
    locked.save(update_fields=["cancelled_by", "cancelled_at", "reason"])
    return locked


@transaction.atomic
def number_minutes(*, actor: Officer, minutes: Minutes, number: str) -> Minutes:
    """Writes down the number that the clerk gave the minutes. Raises NotAllowed, NotFound, BookRefused."""
    require(actor, "handover")
    locked = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    locked_books([each.book for each in locked.handovers.select_related("book")], actor=actor)
    if not {locked.from_agency_id, locked.to_agency_id} & actor.scope.agency_ids:
        raise NotFound
    if not number.strip():
        raise BookRefused("Ghi số biên bản do văn thư cấp.", code="minutes.number")
    locked.number = number.strip()[:60]
    locked.save(update_fields=["number"])
    return locked
