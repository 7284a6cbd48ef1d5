"""The numbers of one book as sequences, one a year: what is missing, repeated, between two numbers, out of order.

Numbers begin again at 01 every January, even inside one book, and a volume goes on where the one before it ended
(NĐ 158/2005 Đ.68). Nothing here is refused and nothing corrected: old books skip and repeat, and what they say is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hotich.core.forms.numbers import RegistrationNumber, read_number

Where = Literal["before", "inside", "after"]
MarkKind = Literal["void", "missing"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """One entry as its number says it. ``year`` is that of the number; ``position`` 0 where the place is not known."""

    key: str
    text: str
    year: int | None = None
    position: int = 0
    void: bool = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last number a year should have in this book, by the inventory or the neighbouring volumes."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers from ``first`` to ``last``, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Gap(Stretch):
    """Numbers nobody has: ``inside`` between two that are there, ``before`` the first, ``after`` the last of them."""

    where: Where = "inside"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A number that stands more than once."""

    value: int
    suffix: str
    entries: tuple[Numbered, ...]

    def __str__(self) -> str:
        return f"{self.value}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an officer stated of numbers that nobody has: left empty in the book, or on a page that is gone."""

    first: int
    last: int
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class YearSequence:
    """The numbers of one year in one book; ``year`` None for entries whose year nobody can tell."""

    year: int | None
    bounds: Bounds
    entries: int
    present: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]
    repeats: tuple[Repeat, ...]
    suffixed: tuple[Numbered, ...]
    out_of_order: tuple[Numbered, ...]
    void: tuple[Numbered, ...]
    beyond: tuple[Numbered, ...]

    @property
    def first(self) -> int:
        return self.present[0].first

    @property
    def last(self) -> int:
        return self.present[-1].last

    @property
    def is_whole(self) -> bool:
        """Whether nothing about it needs a look."""
        return not (self.gaps or self.repeats or self.out_of_order or self.beyond)


def sequences(
    numbers: Iterable[Numbered], bounds: Mapping[int | None, Bounds] | None = None
) -> tuple[tuple[YearSequence, ...], tuple[Numbered, ...]]:
    """The sequences of a book by year, and the entries whose number cannot be read as one."""
    by_year: dict[int | None, list[tuple[RegistrationNumber, Numbered]]] = defaultdict(list)
    unread: list[Numbered] = []
    for each in numbers:
        number = read_number(each.text)
        if number is None:
            unread.append(each)
        else:
            by_year[number.year if number.year is not None else each.year].append((number, each))
    known = sorted(year for year in by_year if year is not None)
    order: list[int | None] = [*known, *([None] if None in by_year else [])]
    found = (_sequence(year, by_year[year], (bounds or {}).get(year, Bounds())) for year in order)
    return tuple(found), tuple(unread)


def _sequence(
    year: int | None, numbered: list[tuple[RegistrationNumber, Numbered]], bounds: Bounds
) -> YearSequence:
    present = tuple(stretches(number.value for number, _ in numbered))
    held: dict[tuple[int, str], list[Numbered]] = defaultdict(list)
    for number, each in numbered:
        held[number.value, number.suffix].append(each)
    return YearSequence(
        year=year,
        bounds=bounds,
        entries=len(numbered),
        present=present,
        gaps=tuple(_gaps(present, bounds)),
        repeats=tuple(
            Repeat(value, suffix, tuple(each))
            for (value, suffix), each in sorted(held.items())
            if len(each) > 1
        ),
        suffixed=tuple(each for number, each in numbered if number.suffix),
        out_of_order=tuple(out_of_order(numbered)),
        void=tuple(each for _, each in numbered if each.void),
        beyond=tuple(
            each
            for number, each in numbered
            if (bounds.first is not None and number.value < bounds.first)
            or (bounds.last is not None and number.value > bounds.last)
        ),
    )


def stretches(values: Iterable[int]) -> Iterator[Stretch]:
    """Whole numbers as stretches without a hole, in order."""
    begun: int | None = None
    last = 0
    for value in sorted(set(values)):
        if begun is not None and value == last + 1:
            last = value
            continue
        if begun is not None:
            yield Stretch(begun, last)
        begun = last = value
    if begun is not None:
        yield Stretch(begun, last)


def _gaps(present: tuple[Stretch, ...], bounds: Bounds) -> Iterator[Gap]:
    """Only what the bounds expect is missing: around a number that lies beyond them nothing is."""
    first = present[0].first if bounds.first is None else bounds.first
    last = present[-1].last if bounds.last is None else bounds.last
    at = first
    for part in present:
        end = min(part.first - 1, last)
        if end >= at:
            yield Gap(at, end, "before" if part is present[0] else "inside")
        at = max(at, part.last + 1)
    if at <= last:
        yield Gap(at, last, "after")


def out_of_order(numbered: Iterable[tuple[RegistrationNumber, Numbered]]) -> list[Numbered]:
    """The fewest entries without which the rest stands in order of its numbers, in the order of the book.

    An entry without a place (a row of a file) stands nowhere and is never among them.
    """
    placed = sorted(
        ((number, each) for number, each in numbered if each.position),
        key=lambda pair: pair[1].position,
    )
    tails: list[tuple[int, str]] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (number, _) in enumerate(placed):
        key = (number.value, number.suffix)
        length = bisect_right(tails, key)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [key]
        ends[length : length + 1] = [at]
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [each for at, (_, each) in enumerate(placed) if at not in kept]


def explained(gap: Stretch, marks: Iterable[Mark]) -> list[tuple[Stretch, MarkKind | None]]:
    """A gap cut where marks begin and end, each piece with what was stated of it; None where nobody has yet.

    A mark reaches no further than the gap: a number that has been keyed since needs no explanation.
    """
    pieces: list[tuple[Stretch, MarkKind | None]] = []
    at = gap.first
    for mark in sorted(marks, key=lambda each: each.first):
        first, last = max(mark.first, at), min(mark.last, gap.last)
        if first > last:
            continue
        if first > at:
            pieces.append((Stretch(at, first - 1), None))
        pieces.append((Stretch(first, last), mark.kind))
        at = last + 1
    if at <= gap.last:
        pieces.append((Stretch(at, gap.last), None))
    return pieces
