"""Keyed work as money counts it: entries, and their filled fields by length, of each officer and unit over a stretch of days.

An entry counts for who completed it first, in the unit of its book, on that day; void numbers, entries outside the scope and
those from a file do not. A field counts where an officer wrote, picked, carried or confirmed a value in the first keying; a
constant of the book, a field without a value and a later note or correction do not. Length is that of the value as written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db import connection

from hotich.campaign.models import Campaign, Rate
from hotich.core.quotas import VIETNAM
from hotich.staff.models import Officer

SHORT, MEDIUM = 15, 50
"""Characters up to which a field is short, or of medium length."""

_COUNTED = """
WITH done AS (
    SELECT entry.id, entry.unit_id, entry.completed_by_id
    FROM entries_entry entry
    WHERE entry.unit_id = ANY(%(units)s) AND entry.first_completed_at >= %(start)s
        AND entry.first_completed_at < %(end)s AND NOT entry.void AND NOT entry.out_of_scope AND NOT entry.from_file
        AND entry.completed_by_id IS NOT NULL
),
lengths AS (
    SELECT done.id, count(*) FILTER (WHERE field.length <= %(short)s) AS short,
        count(*) FILTER (WHERE field.length > %(short)s AND field.length <= %(medium)s) AS medium,
        count(*) FILTER (WHERE field.length > %(medium)s) AS long
    FROM done
    JOIN entries_transcription said ON said.entry_id = done.id AND said.pass_number = 0
    CROSS JOIN LATERAL (
        SELECT char_length(value->>'v') AS length FROM jsonb_each(said.fields) AS one(name, value)
        WHERE value->>'v' <> '' AND COALESCE(value->>'o', 'typed') <> ALL(%(not_keyed)s)
    ) field
    GROUP BY done.id
)
SELECT done.unit_id, done.completed_by_id, count(*), COALESCE(sum(short), 0), COALESCE(sum(medium), 0),
    COALESCE(sum(long), 0)
FROM done LEFT JOIN lengths ON lengths.id = done.id
GROUP BY 1, 2
"""
_NOT_KEYED = ["constant", "imported", "annotation"]


@dataclass(frozen=True, slots=True)
class Volume:
    """What an officer keyed in a unit, and đồng by the rates of the days on which he did."""

    unit_id: int
    officer_id: int
    entries: int = 0
    short: int = 0
    medium: int = 0
    long: int = 0
    money: int = 0

    @property
    def fields(self) -> int:
        return self.short + self.medium + self.long

    def plus(self, other: "Volume") -> "Volume":
        """The sum, under this one's unit and officer."""
        return replace(
            self, entries=self.entries + other.entries, short=self.short + other.short, medium=self.medium + other.medium,
            long=self.long + other.long, money=self.money + other.money,
        )  # fmt: skip

    def worth(self, rate: Rate | None) -> int:
        """Đồng at one rate; nothing where there was none yet."""
        if rate is None:
            return 0
        return (
            self.entries * rate.per_entry + self.short * rate.per_short + self.medium * rate.per_medium
            + self.long * rate.per_long
        )  # fmt: skip


def volumes_of(campaign: Campaign, unit_ids: Iterable[int], *, first: date, last: date) -> list[Volume]:
    """The work of each officer in each unit from the first day to the last, both included.

    It reads the entries of those days and no others, once for every rate that held among them.
    """
    units, rates = list(unit_ids), list(campaign.rates.order_by("since"))
    found: dict[tuple[int, int], Volume] = {}
    for start, end in _stretches(rates, first, last):
        rate = next((one for one in reversed(rates) if one.since <= start), None)
        for one in _counted(units, start, end):
            valued = replace(one, money=one.worth(rate))
            key = (one.unit_id, one.officer_id)
            found[key] = found[key].plus(valued) if key in found else valued
    return sorted(found.values(), key=lambda one: (one.unit_id, -one.entries, one.officer_id))


def total_of(volumes: Iterable[Volume], unit_id: int = 0) -> Volume:
    """The sum of lines."""
    total = Volume(unit_id, 0)
    for one in volumes:
        total = total.plus(one)
    return total


def names_of(volumes: Iterable[Volume]) -> dict[int, str]:
    """The officers of the lines by their ids."""
    ids = {one.officer_id for one in volumes}
    return {officer.pk: str(officer) for officer in Officer.objects.filter(pk__in=ids)}


def _stretches(rates: Sequence[Rate], first: date, last: date) -> list[tuple[date, date]]:
    """The days in pieces over each of which one rate held: from a day up to another, which is not in it."""
    after = last + timedelta(days=1)
    days = [first, *(one.since for one in rates if first < one.since < after), after]
    return [(start, end) for start, end in pairwise(days) if start < end]


def _counted(units: list[int], start: date, end: date) -> list[Volume]:
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTED,
            {
                "units": units, "start": _midnight(start), "end": _midnight(end), "short": SHORT, "medium": MEDIUM,
                "not_keyed": _NOT_KEYED,
            },
        )  # fmt: skip
        return [Volume(*map(int, row)) for row in cursor.fetchall()]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM)
