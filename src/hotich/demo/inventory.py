"""The inventory: some 900 books with their custody, the pages of those that have images, and who keys what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pgtrigger
from psycopg.types.range import Range

from hotich.books.identity import edition_of, office_key, volume_key
from hotich.books.images import synthetic_source
from hotich.books.models import (
    Assignment,
    Book,
    BookCount,
    BookStatus,
    CopyRole,
    FormConfirmation,
    Handover,
    Minutes,
    Page,
    Way,
)
from hotich.core.registers.catalogue import kinds
from hotich.demo.officers import Staff
from hotich.demo.plan import Plan, at
from hotich.demo.territory import Holder, Territory
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.copy import copy_rows
from hotich.support.ids import uuid7
from hotich.synthetic.books import BookSpec, Inventory, keyable_entries
from hotich.synthetic.pages import entries_on

SEED = 1
_ROLES = {
    "bản lưu xã": CopyRole.COMMUNE,
    "bản lưu huyện": CopyRole.DISTRICT,
    "duy nhất": CopyRole.ONLY,
}
_AGES = ["father.age", "mother.age"]
_BIRTH_DATES = ["father.birth_date", "mother.birth_date"]
_NEXT_IN_LINE = 3
_BEGUN = (BookStatus.KEYING, BookStatus.COMPLETE, BookStatus.RETURNED)
_FOR_THE_SECOND = {
    "25432@2025": ("25432", "25433", "25447"),
    "25441@2025": ("25441", "25444"),
    "25450@2025": ("25450", "25435", "25453"),
    "25351@2025": ("25439",),
}
_SECOND_BOOKS = 4
FROM_FILE = "25441"
"""A ward that keeps its first untouched book of births: it is the one that came as a workbook."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands where: specs by holder, books by the spec's key."""

    specs: tuple[tuple[Holder, BookSpec], ...]
    books: dict[str, Book]


def choose(inventory: Inventory, territory: Territory) -> list[tuple[Holder, BookSpec]]:
    """Every volume with who holds it; some untouched ones of old communes are with their successors."""
    moved: dict[str, str] = {}
    for successor, wards in _FOR_THE_SECOND.items():
        free = [
            book.key
            for book in inventory.of_state("untouched")
            if book.holder in wards and book.kind == "KS" and book.entered and book.key in inventory.volumes
        ]
        if FROM_FILE in wards:
            free = free[1:]
        moved |= dict.fromkeys(free[-_SECOND_BOOKS:], successor)
    chosen = []
    for spec in inventory.books:
        code = moved.get(spec.key, spec.holder)
        if spec.key in moved or spec.twin in moved:
            spec = replace(spec, twin=None)
        chosen.append((territory.holder(code), spec))
    return chosen


def shelve(specs: list[tuple[Holder, BookSpec]], inventory: Inventory, staff: Staff, plan: Plan) -> Shelf:
    """Writes books, counts, custody, pages and assignments; the books' own history is `history.write_history`'s."""
    status = _statuses(specs, inventory)
    books = {spec.key: _book(holder, spec, inventory, status[spec.key], plan) for holder, spec in specs}
    with pgtrigger.ignore("books.Book:insert_insert", "books.Book:update_update"):
        Book.objects.bulk_create(books.values())
        Book.plain.bulk_update(_twins(specs, books), ["twin"])
    copy_rows(BookCount, (_count(holder, books[spec.key], staff) for holder, spec in specs))
    copy_rows(FormConfirmation, _confirmations(specs, books, staff))
    custody = list(_custody(specs, books, staff, plan))
    Minutes.objects.bulk_create(minutes for minutes, _ in custody)
    Handover.objects.bulk_create(handover for _, handovers in custody for handover in handovers)
    copy_rows(Page, _pages(inventory, books))
    Assignment.objects.bulk_create(_assignments(specs, books, staff, plan))
    return Shelf(tuple(specs), books)


def _statuses(specs: list[tuple[Holder, BookSpec]], inventory: Inventory) -> dict[str, str]:
    found: dict[str, str] = {}
    done: dict[str, list[str]] = {}
    waiting: dict[str, list[str]] = {}
    for holder, spec in specs:
        found[spec.key] = BookStatus.INVENTORIED
        if holder.is_second or spec.state in ("keyable", "partial"):
            found[spec.key] = BookStatus.KEYING
        elif spec.state == "finished":
            done.setdefault(holder.code, []).append(spec.key)
        elif spec.entered and spec.key in inventory.volumes:
            waiting.setdefault(holder.code, []).append(spec.key)
    for keys in done.values():
        # What was keyed first has gone back.
        order = sorted(keys, key=lambda key: inventory.volumes[key][0].first_day)
        back = len(order) // 3
        found |= dict.fromkeys(order[:back], BookStatus.RETURNED)
        found |= dict.fromkeys(order[back:], BookStatus.COMPLETE)
    for keys in waiting.values():
        found |= dict.fromkeys(keys[:_NEXT_IN_LINE], BookStatus.HANDED_OVER)
    return found | dict.fromkeys(_begun_today(specs), BookStatus.KEYING)


def _begun_today(specs: list[tuple[Holder, BookSpec]]) -> Iterator[str]:
    """A book of births for each unit none of whose books has pages to show: its keyers have work, too."""
    shown = {holder.code for holder, spec in specs if spec.state == "keyable"}
    for holder, spec in specs:
        is_next = spec.state == "untouched" and spec.kind == "KS" and spec.entered
        if is_next and holder.code not in shown and not holder.is_second:
            shown.add(holder.code)
            yield spec.key


def _book(holder: Holder, spec: BookSpec, inventory: Inventory, status: str, plan: Plan) -> Book:
    with_police = status in (BookStatus.HANDED_OVER, BookStatus.KEYING, BookStatus.COMPLETE)
    counted = (
        at(plan.second_starts_on - timedelta(days=1), 9) if holder.is_second else _counted_at(spec, plan)
    )
    return Book(
        id=uuid7(),
        kind=spec.kind,
        office=spec.office_text,
        office_key=office_key(spec.office_text),
        unit=holder.unit,
        year_opened=spec.year_opened,
        volume=spec.book_number,
        volume_key=volume_key(spec.book_number),
        form_mark=spec.form_mark,
        edition=edition_of(spec.kind, spec.year_opened, spec.form_mark),
        variant=_variant(spec, inventory),
        form_confirmed_at=counted
        if spec.kind in kinds() and status in _BEGUN and not holder.is_second
        else None,
        first_number=spec.first_number,
        last_number=spec.last_number,
        year_from=spec.years[0],
        year_to=spec.years[1],
        opened_on=spec.opened_on,
        closed_on=spec.closed_on,
        pages_count=spec.pages,
        entries_count=spec.entries,
        count_basis=spec.entries_basis,
        copy_role=_ROLES[spec.copy_role],
        marked_for_entry=spec.entered,
        custodian=holder.police if with_police else holder.keeper,
        due_back_on=plan.due_on if with_police else None,
        place="Phòng làm việc của Tổ nhập dữ liệu" if with_police else "Kho lưu trữ sổ hộ tịch",
        condition=spec.condition,
        notes=spec.notes,
        status=status,
        has_images=spec.has_images,
        created_at=counted,
    )


def _counted_at(spec: BookSpec, plan: Plan) -> datetime:
    """During the week before the first handover, kind after kind."""
    day = plan.starts_on + timedelta(days=1 + len(spec.office_text) % 6)
    return at(day, 8 + spec.year_opened % 8, spec.entries % 60)


def _variant(spec: BookSpec, inventory: Inventory) -> dict[str, list[str]]:
    """Parents' age or their birth: a volume of 1976 has one of the two columns."""
    if spec.edition != "KS/1976" or spec.key not in inventory.volumes:
        return {}
    return {"off": _BIRTH_DATES if inventory.volumes[spec.key][0].ages else _AGES}


def _twins(specs: list[tuple[Holder, BookSpec]], books: dict[str, Book]) -> Iterator[Book]:
    for _, spec in specs:
        if spec.twin and spec.entered and spec.twin in books:
            book, other = books[spec.key], books[spec.twin]
            book.twin, other.twin = other, book
            yield from (book, other)


def _count(holder: Holder, book: Book, staff: Staff) -> dict[str, object]:
    return {
        "book_id": book.pk,
        "entries_count": book.entries_count,
        "pages_count": book.pages_count,
        "count_basis": book.count_basis,
        "reason": "kiểm kê",
        "counted_by_id": staff.of(holder, "hotich").pk,
        "counted_at": book.created_at,
    }


def _confirmations(
    specs: list[tuple[Holder, BookSpec]], books: dict[str, Book], staff: Staff
) -> Iterator[dict[str, object]]:
    """Who keeps a book stated its printed columns before it was handed over; the next in line, and those
    of a campaign that has only begun, wait for that."""
    for holder, spec in specs:
        book = books[spec.key]
        if book.form_confirmed_at is not None:
            yield {
                "book_id": book.pk,
                "edition": book.edition,
                "variant": book.variant,
                "form_changes": book.form_changes,
                "proposed": book.edition,
                "reason": "",
                "confirmed_by_id": staff.of(holder, "hotich").pk,
                "confirmed_at": book.form_confirmed_at,
            }


_ON_ONE_PAGE = 14
"""Books that the demo's minutes list at most: one pile, one signature."""


def _custody(
    specs: Iterable[tuple[Holder, BookSpec]], books: dict[str, Book], staff: Staff, plan: Plan
) -> Iterator[tuple[Minutes, list[Handover]]]:
    """Minutes of the first handovers and of what has gone back, pile by pile."""
    out: dict[str, list[Book]] = {}
    back: dict[str, list[Book]] = {}
    holders: dict[str, Holder] = {}
    for holder, spec in specs:
        book, holders[holder.code] = books[spec.key], holder
        if book.status != BookStatus.INVENTORIED:
            out.setdefault(holder.code, []).append(book)
        if book.status == BookStatus.RETURNED:
            back.setdefault(holder.code, []).append(book)
    for code, listed in out.items():
        holder = holders[code]
        day = plan.second_starts_on - timedelta(days=1) if holder.is_second else plan.handed_over_on
        registrar, leader = staff.of(holder, "hotich"), staff.of(holder, "totruong")
        for number, pile in enumerate(_piles(listed), start=1):
            minutes = Minutes(
                way=Way.HAND_OVER, from_agency=holder.keeper, to_agency=holder.police,
                number=f"{number:02}/BB-{holder.unit.code}", due_on=plan.due_on, handed_by=registrar,
                handed_at=at(day, 8 + number // 6, number % 6 * 10),
            )  # fmt: skip
            yield minutes, _passed(minutes, pile, leader)
        for number, pile in enumerate(_piles(back.get(code, [])), start=1):
            day = plan.keying_starts_on + timedelta(days=15 + number % 5)
            minutes = Minutes(
                way=Way.RETURN, from_agency=holder.police, to_agency=holder.keeper,
                number=f"{number:02}/BBTS-{holder.unit.code}", handed_by=leader, handed_at=at(day, 15, 5 * number),
            )  # fmt: skip
            yield minutes, _passed(minutes, pile, registrar)


def _piles(books: list[Book]) -> list[list[Book]]:
    return [books[at : at + _ON_ONE_PAGE] for at in range(0, len(books), _ON_ONE_PAGE)]


def _passed(minutes: Minutes, pile: Iterable[Book], took: Officer) -> list[Handover]:
    """Every book of a pile as it was given and found: the demo's officers count as the inventory did."""
    return [
        Handover(
            minutes=minutes, book=book, order=order, condition=book.condition, pages_count=book.pages_count,
            entries_count=book.entries_count, found_condition=book.condition, found_pages=book.pages_count,
            found_entries=book.entries_count, received_by=took, received_at=minutes.handed_at + timedelta(minutes=25),
        )
        for order, book in enumerate(pile, start=1)
    ]  # fmt: skip


def _pages(inventory: Inventory, books: dict[str, Book]) -> Iterator[dict[str, object]]:
    """Drawn when somebody opens them; what stands on them is known from now on."""
    for spec in inventory.of_state("keyable"):
        if spec.has_images:
            entries = list(keyable_entries(inventory, spec))
            for number in range(1, spec.pages + 1):
                source = synthetic_source(spec, entries_on(entries, number), seed=SEED)
                yield {"id": uuid7(), "book_id": books[spec.key].pk, "number": number, "source": source}


def _assignments(
    specs: Iterable[tuple[Holder, BookSpec]], books: dict[str, Book], staff: Staff, plan: Plan
) -> Iterator[Assignment]:
    """The first keyer has a book by name, of births where there is one, and the team another, or the second half; the
    book that the past days left half keyed is with the team leader."""
    by_holder: dict[str, list[tuple[Holder, BookSpec]]] = {}
    for holder, spec in specs:
        if books[spec.key].status == BookStatus.KEYING:
            by_holder.setdefault(holder.code, []).append((holder, spec))
    for listed in by_holder.values():
        listed.sort(key=lambda pair: pair[1].kind != "KS")
        holder = listed[0][0]
        station = staff.stations[holder.code][0]
        opened = [books[spec.key] for _, spec in listed if spec.state in ("keyable", "untouched")]
        begun = [books[spec.key] for _, spec in listed if spec.state == "partial"]
        first, second = staff.of(holder, "nhap1"), staff.of(holder, "nhap2")
        given: list[tuple[Book, Officer | None, tuple[int, int] | None]] = []
        if len(opened) == 1:
            half = (opened[0].pages_count or 2) // 2 + 1
            given = [(opened[0], first, (1, half)), (opened[0], None, (half, 1_000_000))]
        else:
            given = [
                (book, officer, None)
                for book, officer in zip(opened, (first, None, second, None), strict=False)
            ]
        given += [(book, staff.of(holder, "totruong"), None) for book in begun]
        for book, officer, pages in given:
            yield _assignment(book, staff, holder, officer, station, pages, plan)


def _assignment(
    book: Book, staff: Staff, holder: Holder, officer: Officer | None, station: Station,
    pages: tuple[int, int] | None, plan: Plan,
) -> Assignment:  # fmt: skip
    first, last = pages or (1, 1_000_000)
    return Assignment(
        id=uuid7(),
        book=book,
        team=staff.teams[holder.code],
        officer=officer,
        station=None if holder.machines > 1 else station,
        pages=Range(first, last),
        assigned_by=staff.of(holder, "totruong"),
        assigned_at=at(plan.today - timedelta(days=1), 16, 50),
    )
