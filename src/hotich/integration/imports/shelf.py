"""The books of a kind, found by what a row of a file says of its book."""

import re
import uuid
from dataclasses import dataclass, field

from hotich.books.identity import office_key, volume_key
from hotich.books.models import Book
from hotich.integration.imports.units import Custody
from hotich.integration.interchange import ImportedRow
from hotich.units.models import Unit

_YEAR = re.compile(r"[/\-.\s]*(1[89]\d\d|20\d\d)$")


@dataclass(eq=False)
class BookPlan:
    """A book that rows belong to: one of the inventory, or one to be made from what the file says of it."""

    kind: str
    office: str
    unit: Unit | None
    year: int | None
    volume: str
    book: Book | None = None
    first_row: int = 0
    messages_done: bool = False


@dataclass
class Shelf:
    """Finds the book of each row; the same words in a file always mean the same book.

    `unit` is the one the command line names: it settles namesakes and stands in where a row does not name its office.
    """

    kind: str
    custody: Custody
    unit: Unit | None = None
    _books: dict[str, list[Book]] = field(default_factory=dict)
    _by_book: dict[uuid.UUID, BookPlan] = field(default_factory=dict)
    _known: dict[tuple[str, str, int | None, str], BookPlan] = field(default_factory=dict)
    _new: dict[tuple[str, str, int | None], BookPlan] = field(default_factory=dict)
    _offices: dict[tuple[str, int | None], Unit | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        books = Book.objects.unscoped("a file's rows are matched to books before scope is judged")
        for book in books.filter(kind=self.kind).select_related("unit").order_by("created_at", "id"):
            self._books.setdefault(volume_number(book.volume), []).append(book)

    def book_of(self, row: ImportedRow) -> BookPlan:
        """The book that a row names."""
        year = row.book.year
        registered = row.book.registered.year if row.book.registered else None
        asked = (row.book.place, row.book.volume, year, str(row.number_year or registered))
        plan = self._known.get(asked)
        if plan is None:
            plan = self._find(row, year, row.number_year or registered)
            self._known[asked] = plan
        return plan

    def _find(self, row: ImportedRow, year: int | None, entry_year: int | None) -> BookPlan:
        unit = self._unit_of(row)
        fits = [
            book
            for book in self._books.get(volume_number(row.book.volume), ())
            if self._same_office(book, row.book.place, unit) and _same_year(book, year, entry_year)
        ]
        if fits:
            book = min(fits, key=lambda book: (not book.marked_for_entry, book.from_file))
            if book.pk not in self._by_book:
                self._by_book[book.pk] = BookPlan(
                    self.kind, book.office, book.unit, book.year_opened, book.volume, book
                )
            return self._by_book[book.pk]
        office = row.book.place or (f"UBND {unit}" if unit else "")
        opened = year or entry_year
        identity = (f"unit {unit.pk}" if unit else office_key(office), volume_number(row.book.volume), opened)
        if identity not in self._new:
            self._new[identity] = BookPlan(
                self.kind, office, unit, opened, row.book.volume, first_row=row.row
            )
        return self._new[identity]

    def _unit_of(self, row: ImportedRow) -> Unit | None:
        registered = row.book.registered.earliest() if row.book.registered else None
        asked = (row.book.place, registered.year if registered else None)
        if asked not in self._offices:
            self._offices[asked] = self.custody.of_office(row.book.place, registered, near=self.unit)
        return self._offices[asked] or (self.unit if not row.book.place else None)

    def _same_office(self, book: Book, place: str, unit: Unit | None) -> bool:
        if place and office_key(place) == book.office_key:
            return True
        return unit is not None and book.unit_id == unit.pk


def volume_number(volume: str) -> str:
    """The volume without its year and leading zeros: `01/2006`, `1/2006` and `01` are volume 1."""
    return volume_key(_YEAR.sub("", volume)) or volume_key(volume)


def _same_year(book: Book, year: int | None, entry_year: int | None) -> bool:
    """A book can run over years: without a year behind the volume the entry's own must lie in the book."""
    if year is not None:
        return book.year_opened in (None, year)
    if entry_year is None:
        return True
    first = book.year_from or book.year_opened
    last = book.year_to or book.year_opened
    return (first is None or first <= entry_year) and (last is None or entry_year <= last)
