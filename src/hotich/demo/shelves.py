"""What goes on around the shelves: finished books with their certificates, a pile that waits to be counted, one that was short, a book
lent for a margin note, one overdue, one that nobody finds; acts that stand in two copies."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import CharField, Count, Max, Min, Q
from django.db.models.functions import Cast, Coalesce, Substr

from hotich.books.models import Book, BookStatus, Handover, Minutes, Way
from hotich.books.operations import Found, Given, draw_up, receive_minutes, report_lost
from hotich.cases.models import Case
from hotich.cases.queries import OPEN
from hotich.checking.duplicates.operations.finding import begin_from_here, check_entries
from hotich.checking.duplicates.operations.judging import judge_pair
from hotich.checking.models import Completion, Decision, DuplicatePair
from hotich.demo.inventory import Shelf
from hotich.demo.officers import Staff
from hotich.demo.territory import Holder, Territory
from hotich.entries.models import Entry
from hotich.entries.operations import lend_for_note, record_import
from hotich.entries.queries import transcription_of
from hotich.staff.models import Officer
from hotich.support.copy import copy_rows
from hotich.support.ids import uuid7
from hotich.support.time import local

BUSY = "25441"
"""The ward whose shelves have something of everything."""
SHORT, LATE, LOSES = "25435", "25444", "25433"
PILE = 5
IN_BOTH_COPIES = 4
_FINISHED = (BookStatus.COMPLETE, BookStatus.RETURNED)


def certify(shelf: Shelf, staff: Staff, worked: Mapping[str, tuple[datetime, datetime]]) -> None:
    """A certificate for every book whose work is done, with the figures its entries have."""
    done = {
        shelf.books[spec.key].pk: (holder, shelf.books[spec.key], worked[spec.key][1])
        for holder, spec in shelf.specs
        if shelf.books[spec.key].status in _FINISHED and spec.key in worked
    }
    copy_rows(Completion, list(_certificates(done, staff)))


def _certificates(
    done: Mapping[UUID, tuple[Holder, Book, datetime]], staff: Staff
) -> Iterator[dict[str, Any]]:
    figures = _figures(done)
    for pk, (holder, book, finished) in done.items():
        said = figures.get(pk)
        if said is None:
            continue
        differs = book.entries_count is not None and book.entries_count != said["accounted"]
        yield {
            "id": uuid7(), "book_id": pk, "order": 1, "note_pages": book.pages_count, "note_entries": said["accounted"],
            "note_closed_on": book.closed_on, "no_note": "",
            "explanation": f"đếm lại khi hoàn thành: {said['accounted']} trường hợp" if differs else "",
            "figures": said | {"inventory": book.entries_count, "pages_counted": book.pages_count},
            "completed_by_id": staff.of(holder, "totruong").pk, "completed_at": finished + timedelta(hours=1),
            "reopen_reason": "",
        }  # fmt: skip


def _figures(book_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The sum and the sequences of many books at once."""
    entries = Entry.objects.unscoped("the demo's own books").filter(book__in=list(book_ids))
    finished = Q(first_completed_at__isnull=False, void=False)
    counted = entries.values("book_id").annotate(
        n_keyed=Count("pk", filter=finished & Q(unreadable=False, out_of_scope=False)),
        n_void=Count("pk", filter=Q(void=True)),
        n_unreadable=Count("pk", filter=finished & Q(unreadable=True, out_of_scope=False)),
        n_out_of_scope=Count("pk", filter=finished & Q(out_of_scope=True)),
        n_pages=Count("page", distinct=True),
    )
    found = {row["book_id"]: _figures_of(row) for row in counted}
    cases = Case.objects.unscoped("the demo's own books").filter(entry__book__in=found, state__in=OPEN)
    for case in cases.select_related("entry").order_by("number"):
        said = found[case.entry.book_id]
        said["open_cases"] += 1
        said["cases"].append(
            {"number": case.number, "entry": case.entry.number, "state": case.get_state_display()}
        )
    for row in (
        entries.filter(number_value__isnull=False)
        .annotate(of_year=Coalesce(Cast("number_year", CharField()), Substr("registered_on", 1, 4)))
        .values("book_id", "of_year")
        .annotate(first=Min("number_value"), last=Max("number_value"))
        .order_by("book_id", "of_year")
    ):
        year = int(row["of_year"]) if row["of_year"].isdigit() else None
        found[row["book_id"]]["years"].append(
            {"year": year, "first": row["first"], "last": row["last"], "missing": []}
        )
    return found


def _figures_of(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: row[f"n_{name}"] for name in ("keyed", "void", "unreadable", "out_of_scope")}
    return {
        **parts, "missing": 0, "accounted": sum(parts.values()), "pages_keyed": row["n_pages"], "open_cases": 0,
        "open_checks": 0, "open_pairs": 0, "questions": 0, "years": [], "cases": [],
    }  # fmt: skip


def move_books(shelf: Shelf, territory: Territory, staff: Staff, *, now: datetime) -> None:
    """Today's custody, by the operations that officers use."""
    by_holder: dict[str, list[Book]] = {}
    for holder, spec in shelf.specs:
        by_holder.setdefault(holder.code, []).append(shelf.books[spec.key])
    busy = territory.holder(BUSY)
    _pile(by_holder[BUSY], busy, staff, now=now)
    _lend(by_holder[BUSY], busy, staff, now=now)
    _short(by_holder[SHORT], territory.holder(SHORT), staff, now=now)
    _late(by_holder[LATE], now=now)
    _lose(by_holder[LOSES], territory.holder(LOSES), staff, now=now)


def _of(books: Iterable[Book], status: str, number: int) -> list[Book]:
    """The first books of a state that are to be keyed, as they stand now."""
    ids = [book.pk for book in books if book.status == status and book.marked_for_entry][:number]
    found = (
        Book.objects.unscoped("the demo's own books").select_related("custodian", "unit").filter(pk__in=ids)
    )
    return list(found.order_by("kind", "year_opened", "volume"))


def _give(books: list[Book], holder: Holder, giver: Officer, number: str, *, now: datetime) -> Minutes:
    return draw_up(
        actor=giver, now=now, given=[Given(book) for book in books], to_agency=holder.police, way=Way.HAND_OVER,
        number=number, due_on=local(now).date() + timedelta(days=30),
    )  # fmt: skip


def _pile(books: list[Book], holder: Holder, staff: Staff, *, now: datetime) -> None:
    """Given this morning; the team leader has still to count it."""
    chosen = _of(books, BookStatus.INVENTORIED, PILE)
    if chosen:
        _give(chosen, holder, staff.of(holder, "hotich"), f"31/BB-{holder.unit.code}", now=now)


def _lend(books: list[Book], holder: Holder, staff: Staff, *, now: datetime) -> None:
    """A finished book is with its registrar for a margin note; its entry may be annotated once."""
    for book in _of(books, BookStatus.COMPLETE, 3):
        once = (
            Entry.objects.unscoped("the demo's own books")
            .filter(
                book=book,
                void=False,
                first_completed_at__isnull=False,
                number_value__isnull=False,
                number_suffix="",
            )
            .values("number_value")
            .annotate(times=Count("pk"), sensitive=Count("pk", filter=Q(sensitive=True)))
            .filter(times=1, sensitive=0)
            .order_by("number_value")
            .first()
        )
        if once is None:
            continue
        minutes = lend_for_note(
            actor=staff.of(holder, "totruong"), now=now, given=Given(book), to_agency=holder.keeper,
            numbers=[str(once["number_value"])], due_on=local(now).date() + timedelta(days=3), minutes_number=f"04/BBM-{holder.unit.code}",
            reason="ghi cải chính theo quyết định mới",
        )  # fmt: skip
        receive_minutes(actor=staff.of(holder, "hotich"), now=now, minutes=minutes)
        return


def _short(books: list[Book], holder: Holder, staff: Staff, *, now: datetime) -> None:
    """Of a pile one book was not there and another lacked a page."""
    chosen = _of(books, BookStatus.INVENTORIED, 3)
    if len(chosen) < 3:
        return
    minutes = _give(chosen, holder, staff.of(holder, "hotich"), f"29/BB-{holder.unit.code}", now=now)
    lines: list[Handover] = list(minutes.handovers.order_by("order"))
    pages = max(1, (lines[1].pages_count or 2) - 1)
    receive_minutes(
        actor=staff.of(holder, "totruong"), now=now, minutes=minutes, place="Phòng làm việc của Tổ nhập dữ liệu",
        found={
            lines[1].pk: Found(pages=pages, condition="rời gáy", difference="thiếu một trang ở giữa sổ"),
            lines[2].pk: Found(absent=True, difference="không có trong thùng, bên giao tìm lại"),
        },
    )  # fmt: skip


def _late(books: list[Book], *, now: datetime) -> None:
    """Two books that should have gone back last week."""
    for book in _of(books, BookStatus.COMPLETE, 2):
        book.due_back_on = local(now).date() - timedelta(days=6)
        book.save(update_fields=["due_back_on"])


def _lose(books: list[Book], holder: Holder, staff: Staff, *, now: datetime) -> None:
    for book in _of(books, BookStatus.HANDED_OVER, 1):
        report_lost(
            actor=staff.of(holder, "totruong"), now=now, book=book,
            circumstances="Thấy lần cuối khi kiểm đếm hôm nhận; đã tìm ở tủ số 2 và phòng lưu trữ.",
        )  # fmt: skip


def lay_side_by_side(shelf: Shelf, staff: Staff, *, now: datetime) -> int:
    """Keys a few acts of the town's copies as well, looks for twins among all entries, and has one pair judged; how many pairs."""
    _copy_some(shelf, staff, now=now)
    ids = list(
        Entry.objects.unscoped("the demo's own books")
        .filter(first_completed_at__isnull=False)
        .values_list("pk", flat=True)
    )
    for at in range(0, len(ids), 5000):
        check_entries(entry_ids=ids[at : at + 5000], now=now)
    begin_from_here(now=now)
    justice = staff.officers["chuyenvien.tuphap"]
    pairs = DuplicatePair.objects.order_by("found_at", "id")
    judged = next(
        (pair for pair in pairs.filter(by_number=True) if pair.first_unit_id != pair.second_unit_id), None
    )
    if judged is not None:
        judge_pair(actor=justice, now=now, pair_id=judged.pk, decision=Decision.SAME_ACT)
    return pairs.count()


def _copy_some(shelf: Shelf, staff: Staff, *, now: datetime) -> None:
    """The first acts of a finished ward's book as the town's copy has them, one of them with another hand's spelling."""
    for _, spec in shelf.specs:
        book = shelf.books[spec.key]
        if not (book.twin_id and book.kind == "KS" and book.status in _FINISHED):
            continue
        twin = Book.objects.unscoped("the demo's own books").select_related("unit").get(pk=book.twin_id)
        entries = Entry.objects.unscoped("the demo's own books").filter(
            book=book, void=False, unreadable=False, sensitive=False, out_of_scope=False
        )
        chosen = list(entries.order_by("position")[:IN_BOTH_COPIES])
        for entry in chosen:
            kept = transcription_of(entry)
            if kept is None:
                continue
            fields = {
                name: {"v": value.get("v"), "m": value.get("m"), "o": "imported", "struck": None}
                for name, value in kept.fields.items()
            }
            record_import(
                actor=None, book=twin, entry_id=uuid5(NAMESPACE_OID, f"demo copy {entry.pk}"), fields=fields,
                page=entry.page, line=entry.line, position=entry.position,
                source={"file": "ban-luu-huyen.xlsx", "row": entry.position}, now=now,
            )  # fmt: skip
        if chosen:
            return
