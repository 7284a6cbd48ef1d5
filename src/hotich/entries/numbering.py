"""The numbers of a book: its sequences year by year, beside the inventory and the volumes before and after it.

Everything is read from the book's entries at once, so nothing here is stored, and an entry keyed later closes its gap.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Count, Max, Min, Q
from django.db.models.functions import Cast, Coalesce, Substr

from hotich.books.models import Book, NumberMark
from hotich.core.findings import Finding
from hotich.core.forms.numbers import read_number
from hotich.core.forms.sequence_findings import sequence_findings
from hotich.core.forms.sequences import (
    Bounds,
    Gap,
    Mark,
    MarkKind,
    Numbered,
    Stretch,
    YearSequence,
    explained,
    sequences,
)
from hotich.entries.derivation import year_of_number
from hotich.entries.models import FINISHED, Entry
from hotich.support.scope import HasScope

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another volume that has numbers of the same year: what it ends or begins with."""

    book: Book
    number: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Numbers nobody has, and what an officer stated of them."""

    numbers: Stretch
    where: str
    mark: NumberMark | None


@dataclass(frozen=True, slots=True)
class YearOfNumbers:
    """One year of the book's numbers with what surrounds it."""

    sequence: YearSequence
    missing: tuple[Missing, ...]
    before: Neighbour | None
    after: Neighbour | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BookNumbers:
    """A book's numbers; `unread` are entries whose number says nothing of order, `void_unnumbered` void ones without any."""

    years: tuple[YearOfNumbers, ...] = ()
    unread: tuple[Numbered, ...] = ()
    marks: tuple[NumberMark, ...] = ()
    void_unnumbered: int = 0

    def marked(self, kind: MarkKind) -> int:
        """How many numbers that are still absent were stated to be so."""
        seen = {year.sequence.year for year in self.years}
        inside = (one for year in self.years for one in year.missing if one.mark and one.mark.kind == kind)
        elsewhere = (mark for mark in self.marks if mark.year not in seen and mark.kind == kind)
        return sum(len(one.numbers) for one in inside) + sum(mark.last - mark.first + 1 for mark in elsewhere)


@dataclass(frozen=True, slots=True)
class Closing:
    """What the inventory counted, and what became of it (rules.md §10). Shown, never enforced."""

    inventory: int | None
    keyed: int
    void: int
    unreadable: int
    missing: int
    out_of_scope: int

    @property
    def accounted(self) -> int:
        return self.keyed + self.void + self.unreadable + self.missing + self.out_of_scope

    @property
    def remaining(self) -> int | None:
        """What is still to be keyed or explained; below zero where the book holds more than was counted."""
        return None if self.inventory is None else self.inventory - self.accounted

    @property
    def more(self) -> int:
        """How many the book holds beyond what was counted."""
        return max(0, -(self.remaining or 0))


def numbers_of(officer: HasScope, book: Book) -> BookNumbers:
    """The sequences of a book the officer may see. Numbers are no personal data; neighbours are those he may see."""
    found = Entry.objects.unscoped("numbers of a book the officer may see; no personal data").filter(
        book=book
    )
    columns = (
        "pk",
        "number",
        "number_year",
        "registered_on",
        "page",
        "position",
        "void",
        "status",
        "from_file",
    )
    rows = list(found.order_by("position", "pk").values_list(*columns))
    numbered = [
        # A row of a file that names no page has its place in the file only.
        Numbered(
            str(pk),
            text,
            year_of_number(written, registered),
            0 if from_file and not page else position,
            void,
        )
        for pk, text, written, registered, page, position, void, status, from_file in rows
        if text or (status in FINISHED and not void)
    ]
    marks = tuple(
        book.number_marks.filter(withdrawn_at__isnull=True)
        .select_related("marked_by")
        .order_by("year", "numbers")
    )
    beside = _Volumes(officer, book)
    known = {each.year for each in numbered if each.year is not None}
    own = [number.year for each in numbered if (number := read_number(each.text)) and number.year]
    years = sorted(known | set(own))
    bounds: Mapping[int | None, Bounds] = {year: _bounds(book, year, years, beside) for year in years}
    made, unread = sequences(numbered, bounds)
    return BookNumbers(
        tuple(_year(one, marks, beside) for one in made),
        unread,
        marks,
        sum(void and not text for _, text, _, _, _, _, void, _, _ in rows),
    )


def _year(sequence: YearSequence, marks: Iterable[NumberMark], beside: "_Volumes") -> YearOfNumbers:
    own = [mark for mark in marks if mark.year == sequence.year]
    said = [
        Mark(mark.first, mark.last, "void" if mark.kind == NumberMark.Is.VOID else "missing") for mark in own
    ]
    before, after = beside.around(sequence.year)
    if after is not None and not _continues(after, sequence.bounds.first):
        after = None
    return YearOfNumbers(
        sequence=sequence,
        missing=tuple(piece for gap in sequence.gaps for piece in _pieces(gap, own, said)),
        before=before,
        after=after,
        findings=sequence_findings(sequence, marks=said, continues_from=before.number if before else None),
    )


def _pieces(gap: Gap, marks: list[NumberMark], said: list[Mark]) -> Iterable[Missing]:
    for numbers, kind in explained(gap, said):
        mark = next((one for one in marks if kind and one.first <= numbers.first <= one.last), None)
        yield Missing(numbers, gap.where, mark)


def _bounds(book: Book, year: int, years: list[int], beside: "_Volumes") -> Bounds:
    first, last = _inventoried(book, year)
    before, after = beside.around(year)
    if first is None and before is not None:
        first = before.number + 1
    elif first is None and (
        year > years[0] or (year == book.year_opened and not beside.is_opened_before(year))
    ):
        first = 1
    if last is None and after is not None and _continues(after, first):
        last = after.number - 1
    return Bounds(first, last)


def _continues(after: Neighbour, first: int | None) -> bool:
    """Whether the next volume goes on with the numbers of this one; a volume kept beside it begins anew."""
    return after.number > (first or 1)


def _inventoried(book: Book, year: int) -> tuple[int | None, int | None]:
    """The first and last number that the inventory gives the book in that year."""
    first, last = read_number(book.first_number), read_number(book.last_number)
    begins = first.value if first and (first.year or book.year_from) == year else None
    ends = last.value if last and (last.year or book.year_to) == year else None
    return begins, ends


class _Volumes:
    """The volumes of one office and kind in their order, and the numbers each has of every year."""

    def __init__(self, officer: HasScope, book: Book) -> None:
        others = Book.objects.visible_to(officer).filter(kind=book.kind, office_key=book.office_key)
        # Of a volume's two copies the one that is keyed stands in the row; the book itself always does.
        others = others.filter(marked_for_entry=True).exclude(pk=book.twin_id)
        self._books = sorted({book, *others}, key=_order)
        self._at = next(at for at, one in enumerate(self._books) if one.pk == book.pk)
        self._keyed = _keyed_ranges(one.pk for one in self._books if one.pk != book.pk)

    def is_opened_before(self, year: int) -> bool:
        """Whether a volume that was opened in the same year stands before the book."""
        return any(one.year_opened == year for one in self._books[: self._at])

    def around(self, year: int | None) -> tuple[Neighbour | None, Neighbour | None]:
        """The nearest volume before that has numbers of the year with its last, the nearest after with its first."""
        if year is None:
            return None, None
        before = next(
            (
                Neighbour(one, span[1])
                for one in reversed(self._books[: self._at])
                if (span := self._span(one, year)) is not None
            ),
            None,
        )
        after = next(
            (
                Neighbour(one, span[0])
                for one in self._books[self._at + 1 :]
                if (span := self._span(one, year)) is not None
            ),
            None,
        )
        return before, after

    def _span(self, book: Book, year: int) -> Range | None:
        first, last = _inventoried(book, year)
        keyed = self._keyed.get((book.pk, year))
        begins = first if first is not None else keyed[0] if keyed else None
        ends = last if last is not None else keyed[1] if keyed else None
        if begins is None and ends is None:
            return None
        return (1 if begins is None else begins), (begins or 1) if ends is None else ends


def _order(book: Book) -> tuple[int, int, str, str]:
    volume = re.match(r"\d+", book.volume_key)
    return (book.year_opened or 0, int(volume[0]) if volume else 0, book.volume_key, str(book.pk))


def _keyed_ranges(book_ids: Iterable[UUID]) -> dict[tuple[UUID, int], Range]:
    year = Coalesce(Cast("number_year", CharField()), Substr("registered_on", 1, 4))
    rows = (
        Entry.objects.unscoped("numbers of a book the officer may see; no personal data")
        .filter(book_id__in=list(book_ids), number_value__isnull=False)
        .annotate(of_year=year)
        .values("book_id", "of_year")
        .annotate(first=Min("number_value"), last=Max("number_value"))
        .order_by("book_id", "of_year")
    )
    return {
        (row["book_id"], int(row["of_year"])): (row["first"], row["last"])
        for row in rows
        if row["of_year"].isdigit()
    }


def closing_for(officer: HasScope, book: Book) -> Closing:
    """The sum of a book the officer may see; its numbers are read only where somebody explained an absent one."""
    is_marked = book.number_marks.filter(withdrawn_at__isnull=True).exists()
    return closing_of(book, numbers_of(officer, book) if is_marked else BookNumbers())


def closing_of(book: Book, numbers: BookNumbers) -> Closing:
    """The sum of a book: each of its entries in one place, absent numbers as officers marked them."""
    counted = Entry.objects.unscoped("counts only").filter(book=book)
    done = Q(first_completed_at__isnull=False, void=False)
    row = counted.aggregate(
        keyed=Count("pk", filter=done & Q(unreadable=False, out_of_scope=False)),
        unreadable=Count("pk", filter=done & Q(unreadable=True, out_of_scope=False)),
        out_of_scope=Count("pk", filter=done & Q(out_of_scope=True)),
        void=Count("pk", filter=Q(void=True)),
    )
    return Closing(
        inventory=book.entries_count,
        keyed=row["keyed"],
        void=row["void"] + numbers.marked("void"),
        unreadable=row["unreadable"],
        missing=numbers.marked("missing"),
        out_of_scope=row["out_of_scope"],
    )
