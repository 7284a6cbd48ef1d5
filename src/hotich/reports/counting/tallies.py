"""Counts by unit, kind, machine, officer and outcome: of an opening, of closed slices, of what was touched since; they add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from hotich.campaign.models import Campaign
from hotich.campaign.spans import Span, spans_of
from hotich.reports.counting.changes import Change, Moves, case_changes, changes
from hotich.reports.counting.standing import Standing


class Key(NamedTuple):
    """What an entry is counted under. `fresh`: first completed in the period itself. `shift`: when the shift of the period began in which it
    was (`Standing.shift_at`).
    """

    unit: int
    kind: str
    station: int | None
    shift: datetime | None
    officer: int | None
    fresh: bool
    from_file: bool
    outcome: str


AtMachine = tuple[int, int, datetime | None]
"""Unit, machine, and when the shift began (`Key.shift`)."""


@dataclass(slots=True)
class Cell:
    """How many entries more, or fewer, stand under a key."""

    standing: int = 0
    outside: int = 0
    quota: int = 0
    first_at: datetime | None = None
    """The first completion among them, whatever became of the entry."""

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.standing + other.standing,
            self.outside + other.outside,
            self.quota + other.quota,
            earlier(self.first_at, other.first_at),
        )

    def __bool__(self) -> bool:
        return bool(self.standing or self.outside or self.quota or self.first_at)


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two moments that may be unknown."""
    return min((moment for moment in (one, other) if moment is not None), default=None)


@dataclass(slots=True)
class Counts:
    """Entries by key and cases by unit and state."""

    entries: dict[Key, Cell] = field(default_factory=lambda: defaultdict(Cell))
    cases: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))

    def copy(self) -> Counts:
        """The same, to be added to."""
        return Counts(defaultdict(Cell, self.entries), defaultdict(int, self.cases))

    def add(self, other: Counts) -> None:
        for key, cell in other.entries.items():
            self.entries[key] += cell
        for state, count in other.cases.items():
            self.cases[state] += count

    def cells(self) -> Iterator[tuple[Key, Cell]]:
        """What is not nothing."""
        return ((key, cell) for key, cell in self.entries.items() if cell)

    def at_machines(self) -> Iterator[tuple[AtMachine, int]]:
        """By unit, machine and shift, how many entries more, or fewer, stand of those first completed there in the period."""
        for key, cell in self.entries.items():
            if key.fresh and not key.from_file and key.station is not None and cell.standing:
                yield (key.unit, key.station, key.shift), cell.standing

    def without_hands(self) -> Counts:
        """The same, not told apart by machine, shift and officer."""
        summed = Counts()
        for key, cell in self.entries.items():
            summed.entries[key._replace(station=None, shift=None, officer=None)] += cell
        summed.cases.update(self.cases)
        return summed

    def opening(self) -> Counts:
        """The same as what another period begins with: nothing in it is fresh, and who did it at which machine is told by the slices."""
        summed = Counts()
        for key, cell in self.entries.items():
            plain = key._replace(station=None, shift=None, officer=None, fresh=False)
            summed.entries[plain] += Cell(cell.standing, cell.outside, 0, cell.first_at)
        summed.cases.update(self.cases)
        return summed


class Log:
    """What is read beside the log, once for all questions of one figure, and only where the log itself is read: the books that moved,
    and which stretch of a unit's work is the campaign's.
    """

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    @cached_property
    def moves(self) -> Moves:
        return Moves.read()

    @cached_property
    def spans(self) -> dict[int, Span]:
        return spans_of(self.campaign)


def counted(
    log: Log, unit_ids: Iterable[int], since: datetime | None, until: datetime, *, period_from: datetime, day: date,
    with_cases: bool = True,
) -> Counts:  # fmt: skip
    """What changed for the units between two moments of the period of a day; from the beginning where `since` is None."""
    units = sorted(set(unit_ids))
    counts = Counts()
    if not units:
        return counts
    spans = {unit: log.spans.get(unit, _WHOLE) for unit in units}
    for change in changes(units, since, until, moves=log.moves):
        _count(counts, change, spans, period_from, day)
    if with_cases:
        counts.cases.update(case_changes(spans, since, until, moves=log.moves))
    return counts


_WHOLE = Span()


def _count(counts: Counts, change: Change, spans: Mapping[int, Span], since: datetime, day: date) -> None:
    for sign, side in ((-1, change.before), (1, change.after)):
        if side is None or not _is_of(spans, side.unit, side.done_at):
            continue
        cell = counts.entries[_key(side, side.unit, since)]
        cell.standing += sign * side.counts
        cell.outside += sign * (side.outside and not side.void)
        cell.quota += sign * side.counts_toward_quota(since, day)
    if change.after is not None and _is_of(spans, change.begun_in, change.after.done_at):
        # The unit that began with it, wherever its book is now: however the log is cut, that is the same.
        cell = counts.entries[_key(change.after, change.begun_in, since)]
        cell.first_at = earlier(cell.first_at, change.after.done_at)


def _is_of(spans: Mapping[int, Span], unit: int | None, done_at: datetime) -> bool:
    """Whether what a unit completed then is the campaign's work."""
    return unit is not None and unit in spans and done_at in spans[unit]


def _key(side: Standing, unit: int | None, since: datetime) -> Key:
    assert unit is not None
    return Key(
        unit=unit,
        kind=side.kind,
        station=side.station,
        shift=side.shift_at(since),
        officer=side.officer,
        fresh=side.done_at >= since,
        from_file=side.from_file,
        outcome=side.outcome,
    )
