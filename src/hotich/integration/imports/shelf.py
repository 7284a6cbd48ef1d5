"""The books of a kind, found by what a row of a file says of its book."""

import datetime
import re
import uuid
from dataclasses import dataclass, field

from hotich.books.identity import office_key, volume_key
from hotich.books.models import Book
from hotich.core.places import Gazetteer
from hotich.core.places.units import Unit as Row
from hotich.core.places.units import name_key
from hotich.integration.imports.units import Custody
from hotich.integration.interchange import ImportedRow
from hotich.units.models import Unit

_YEAR = re.compile(r"[/\-.\s]*(1[89]\d\d|20\d\d)$")


@dataclass(eq=False)
class BookPlan:
    """A book that rows belong to: one of the inventory, or one to be made from what the file says of it.

    `unit` keeps the book, `then` is the unit whose office opened it.
    """

    kind: str
    office: str
    unit: Unit | None
    year: int | None
    volume: str
    then: Row | None = None
    book: Book | None = None
    first_row: int = 0
    messages_done: bool = False


@dataclass(frozen=True, slots=True)
class _Office:
    """How a row names its office, the unit it was then, and the unit that keeps its books; not `named`: the command's."""

    words: str
    then: Row | None
    unit: Unit | None
    named: bool


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
    _new: dict[tuple[str, int | None], list[BookPlan]] = field(default_factory=dict)
    _offices: dict[tuple[str, int | None], _Office] = field(default_factory=dict)
    _opened_by: dict[uuid.UUID, Row | None] = field(default_factory=dict)

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
        office = self._office_of(row)
        volume = volume_number(row.book.volume)
        fits = [
            (nearness, not book.marked_for_entry, book.from_file, place, book)
            for place, book in enumerate(self._books.get(volume, ()))
            if (nearness := self._nearness(book, office)) is not None and _same_year(book, year, entry_year)
        ]
        if fits:
            book = min(fits)[-1]
            if book.pk not in self._by_book:
                self._by_book[book.pk] = BookPlan(
                    self.kind, book.office, book.unit, book.year_opened, book.volume, book=book
                )
            return self._by_book[book.pk]
        opened = year or entry_year
        plans = self._new.setdefault((volume, opened), [])
        for plan in plans:
            if _same_words(plan.office, office.words) or _one_office(plan.then, office.then):
                return plan
        plans.append(
            BookPlan(
                self.kind, office.words, office.unit, opened, row.book.volume, office.then, first_row=row.row
            )
        )
        return plans[-1]

    def _office_of(self, row: ImportedRow) -> _Office:
        place = row.book.place
        registered = row.book.registered.earliest() if row.book.registered else None
        asked = (place, registered.year if registered else None)
        if asked not in self._offices:
            then = self.custody.then(place, registered, near=self.unit)
            unit = self.custody.keeper(then, near=self.unit) if then is not None else None
            if not place:
                unit = self.unit
            self._offices[asked] = _Office(place or (f"UBND {unit}" if unit else ""), then, unit, bool(place))
        return self._offices[asked]

    def _nearness(self, book: Book, office: _Office) -> int | None:
        """0 for the same office: the same words, or units of which one became the other; None for another one.

        1 where only the keeping unit speaks for it, because nothing is known of the book's office or the row names none:
        a unit keeps the books of all that it has taken in, so the same volume number can stand there more than once.
        """
        if _same_words(book.office, office.words):
            return 0
        then = self._opener_of(book) if office.named else None
        if then is not None and office.then is not None:
            return 0 if _one_office(then, office.then) else None
        return 1 if office.unit is not None and book.unit_id == office.unit.pk else None

    def _opener_of(self, book: Book) -> Row | None:
        if book.pk not in self._opened_by:
            year = book.year_opened or book.year_from
            opened = book.opened_on or (datetime.date(year, 12, 31) if year else None)
            self._opened_by[book.pk] = self.custody.then(book.office, opened, near=book.unit)
        return self._opened_by[book.pk]


def _same_words(one: str, other: str) -> bool:
    return office_key(one) == office_key(other)


def _one_office(one: Row | None, other: Row | None) -> bool:
    """Whether one unit's office became the other's: under its own name, or another where that name went out of use.

    A unit that was only split off has an office and books of its own.
    """
    gazetteer = Gazetteer.load()
    if one is None or other is None or not gazetteer.related(one, other):
        return False
    if name_key(one.name) == name_key(other.name):
        return True
    old = one if other.id in gazetteer.later(one) else other
    lasting = (gazetteer[key].name for key in gazetteer.later(old) if key != old.id)
    return name_key(old.name) not in {name_key(name) for name in lasting}


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
