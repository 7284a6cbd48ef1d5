"""What of entries and of cases changed between two moments: read from the lines received between them and from the logs of the entries
they belong to. Cost follows the work done between the two, whatever lies before it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from hotich.books.models import BookMove
from hotich.campaign.spans import Span
from hotich.reports.counting.standing import COUNTING, FINISHING, LogLine, Standing, read

_TOUCHED = """
    SELECT DISTINCT action.entry_id AS id FROM entries_entryaction action
    WHERE action.type = ANY(%(types)s) AND action.received_at >= %(since)s AND action.received_at < %(until)s
    UNION
    SELECT entry.id FROM entries_entry entry WHERE entry.book_id = ANY(%(moved)s)
"""
# The units' own entries that were done before, by the index on them: what all units have received since is not gone through.
_TOUCHED_AFTER = """
    SELECT entry.id FROM entries_entry entry
    WHERE (entry.unit_id = ANY(%(units)s) OR entry.book_id = ANY(%(ever_moved)s))
        AND entry.first_completed_at < %(done_before)s AND entry.last_action_at >= %(since)s
        AND EXISTS (
            SELECT 1 FROM entries_entryaction action WHERE action.entry_id = entry.id
                AND action.type = ANY(%(types)s) AND action.received_at >= %(since)s AND action.received_at < %(until)s
        )
    UNION
    SELECT entry.id FROM entries_entry entry WHERE entry.book_id = ANY(%(moved)s)
"""
_ALL = """
    SELECT entry.id FROM entries_entry entry
    WHERE (entry.unit_id = ANY(%(units)s) OR entry.book_id = ANY(%(ever_moved)s)) AND entry.opened_at < %(until)s
"""

_LINES = """
    WITH touched AS MATERIALIZED ({touched})
    SELECT entry.id, entry.book_id, entry.unit_id, entry.kind,
        action.seq, action.type, action.pass_number, action.received_at, action.station_id, action.author_id,
        action.payload->'flags', action.payload->'principal', action.payload->>'role', action.payload->>'outcome',
        action.payload->'source'->>'keyed_on',
        action.type = 'arbitrated' AND COALESCE(action.payload->'fields', '{{}}') <> '{{}}'
    FROM touched
    JOIN entries_entry entry ON entry.id = touched.id
        AND (entry.unit_id = ANY(%(units)s) OR entry.book_id = ANY(%(ever_moved)s))
        AND (%(done_before)s::timestamptz IS NULL OR entry.first_completed_at < %(done_before)s)
    JOIN entries_entryaction action ON action.entry_id = entry.id
    WHERE action.received_at < %(until)s AND (action.seq = 1 OR action.type = ANY(%(types)s))
    ORDER BY entry.id, action.seq
"""


_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """An entry touched between two moments: how it counted at the first and how at the second. `begun_in`: where it was first completed
    since the first moment, the unit it was completed in.
    """

    entry: UUID
    before: Standing | None
    after: Standing | None
    begun_in: int | None = None


def changes(
    unit_ids: list[int], since: datetime | None, until: datetime, *, moves: Moves | None = None,
    done_before: datetime | None = None,
) -> Iterator[Change]:  # fmt: skip
    """The entries of the units that may count otherwise at `until` than at `since`; where `since` is None, every entry completed
    by then. What was received at `until` itself belongs to what comes after. `done_before` leaves out what was completed from then on.
    """
    units = set(unit_ids)
    moves = moves or Moves.read()
    asked: dict[str, Any] = {
        "units": unit_ids,
        "types": list(COUNTING),
        "since": since,
        "until": until,
        "done_before": done_before,
        "moved": moves.between(since, until) if since else [],
        "ever_moved": list(moves.of_book),
    }
    # A named cursor keeps a whole history out of memory; for a day's work the plan without it is the better one.
    with connection.cursor() if since else connection.chunked_cursor() as cursor:
        touched = _ALL if since is None else _TOUCHED if done_before is None else _TOUCHED_AFTER
        cursor.execute(_LINES.format(touched=touched), asked)
        for entry, rows in groupby(cursor.fetchall() if since else cursor, key=itemgetter(0)):
            change = _change(entry, list(rows), since, until, moves)
            sides = {side.unit for side in (change.before, change.after) if side is not None}
            if (sides | {change.begun_in}) & units:
                yield change


def _change(
    entry: UUID, rows: list[tuple[Any, ...]], since: datetime | None, until: datetime, moves: Moves
) -> Change:
    _, book, unit, kind = rows[0][:4]
    before, after = read(
        (_line(*row[4:]) for row in rows),
        since,
        kind=kind,
        unit_before=moves.unit_of(book, since, unit) if since else None,
        unit=moves.unit_of(book, until, unit),
    )
    begun_in = moves.home_of(book, after.done_at, until, unit) if after is not None else None
    if (
        before is not None
        and since is not None
        and moves.home_of(book, before.done_at, since, unit) is not None
    ):
        begun_in = None
    return Change(entry, before, after, begun_in)


def _line(*row: Any) -> LogLine:
    said = list(row)
    said[6:8] = map(_parsed, row[6:8])  # flags and principal roles
    return LogLine(*said)


@lru_cache(maxsize=1024)
def _parsed(said: str | None) -> Any:
    """JSON of a log line, which Django leaves as text: the same few flags and roles a hundred thousand times."""
    return None if said is None else json.loads(said)


def standing_at(entry_ids: Iterable[UUID], unit_id: int, moment: datetime) -> dict[UUID, Standing]:
    """How some entries of a unit's figures counted at a moment; those that were not completed by then are not in it."""
    moves = Moves.read()
    asked: dict[str, Any] = {
        "entries": list(entry_ids), "units": [unit_id], "ever_moved": list(moves.of_book), "types": list(COUNTING), "until": moment,
        "done_before": None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(touched="SELECT unnest(%(entries)s::uuid[]) AS id"), asked)
        found = {
            entry: _change(entry, list(rows), None, moment, moves).after
            for entry, rows in groupby(cursor, key=itemgetter(0))
        }
    return {entry: standing for entry, standing in found.items() if standing is not None}


class Moves:
    """Books whose unit became known, or another, after entries were keyed in them: they take along what is in them."""

    # Of each the unit it had at first, and from when on which other.
    def __init__(self, of_book: dict[UUID, list[tuple[datetime, int | None]]]) -> None:
        self.of_book = of_book

    @classmethod
    def read(cls) -> Moves:
        """From the moves alone, which the database notes as they happen: books that stay where they are cost nothing."""
        of_book: dict[UUID, list[tuple[datetime, int | None]]] = {}
        moves = BookMove.objects.unscoped("where books were counted").order_by("pk")
        for book, at, left, came in moves.values_list("book_id", "at", "left_id", "unit_id"):
            of_book.setdefault(book, [(_EVER, left)]).append((at, came))
        return cls(of_book)

    def between(self, since: datetime, until: datetime) -> list[UUID]:
        """The books that came to another unit between the two moments."""
        return [
            book for book, known in self.of_book.items() if any(since <= at < until for at, _ in known[1:])
        ]

    def unit_of(self, book: UUID, moment: datetime, now: int | None) -> int | None:
        """The unit a book belonged to just before a moment."""
        known = self.of_book.get(book)
        if known is None:
            return now
        return next((unit for at, unit in reversed(known) if at < moment), known[0][1])

    def home_of(self, book: UUID, done_at: datetime, until: datetime, now: int | None) -> int | None:
        """The unit in which an entry of the book was completed; where the book's was not known then, the first that was known by `until`."""
        home = self.unit_of(book, done_at, now)
        if home is not None or book not in self.of_book:
            return home
        later = (unit for at, unit in self.of_book[book][1:] if done_at <= at < until)
        return next((unit for unit in later if unit is not None), None)


def case_changes(
    spans: Mapping[int, Span], since: datetime | None, until: datetime, *, moves: Moves
) -> dict[tuple[int, str], int]:
    """By unit and state, how many cases more, or fewer, stand in it at `until` than at `since`, of those whose entries lie in the unit's
    span. A case goes where its entry's book goes.
    """
    bounds = sorted({bound for span in spans.values() for bound in (span.after, span.before) if bound})
    asked = {
        "units": list(spans), "since": since, "until": until, "moved": moves.between(since, until) if since else [],
        "ever_moved": list(moves.of_book), "finishing": list(FINISHING), "bounds": bounds,
    }  # fmt: skip
    touched = _CASES_ALL if since is None else _CASES_TOUCHED + (_CASES_COMPLETED if bounds else "")
    # Between two bounds nobody's span begins or ends: one moment stands for all.
    moment_of = [_EVER, *bounds]
    counted: dict[tuple[int, str], int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(_CASES.format(touched=touched), asked)
        for book, now, before, worked_before, after, worked, count in cursor.fetchall():
            for sign, state, moment, at in (
                (-1, before, since, worked_before),
                (1, after, until, worked),
            ):
                if state is None or moment is None:
                    continue
                unit = now if book is None else moves.unit_of(book, moment, now)
                if unit is not None and unit in spans and moment_of[at] in spans[unit]:
                    counted[unit, state] += sign * count
    return {key: count for key, count in counted.items() if count}


_CASES_TOUCHED = """
    SELECT DISTINCT case_id AS id FROM cases_caseevent WHERE received_at >= %(since)s AND received_at < %(until)s
    UNION
    SELECT found.id FROM cases_case found JOIN entries_entry entry ON entry.id = found.entry_id
    WHERE entry.book_id = ANY(%(moved)s)
"""
# A case that was opened over an entry still being keyed becomes the work of the campaign in which that is completed.
_CASES_COMPLETED = """
    UNION
    SELECT found.id FROM entries_entryaction action JOIN cases_case found ON found.entry_id = action.entry_id
    WHERE action.type = ANY(%(finishing)s) AND action.received_at >= %(since)s AND action.received_at < %(until)s
"""
_CASES_ALL = """
    SELECT id FROM cases_case WHERE unit_id = ANY(%(units)s)
    UNION
    SELECT found.id FROM cases_case found JOIN entries_entry entry ON entry.id = found.entry_id
    WHERE entry.book_id = ANY(%(ever_moved)s)
"""
_LAST_STATE = """
    SELECT payload->>'state' AS state FROM cases_caseevent
    WHERE case_id = found.id AND received_at < {moment} ORDER BY received_at DESC, id DESC LIMIT 1
"""
# As `campaign.spans.cases_within` has it of now: when its entry was completed, as far as it was by then.
_WORK_OF = """
    COALESCE(CASE WHEN entry.first_completed_at < {moment} THEN entry.first_completed_at END, found.opened_at)
"""
_BETWEEN = f"width_bucket({_WORK_OF}, %(bounds)s::timestamptz[])"
_CASES = f"""
    WITH touched AS MATERIALIZED ({{touched}})
    SELECT CASE WHEN entry.book_id = ANY(%(ever_moved)s) THEN entry.book_id END AS book, found.unit_id,
        before.state, {_BETWEEN.format(moment="%(since)s::timestamptz")},
        after.state, {_BETWEEN.format(moment="%(until)s")}, count(*)
    FROM touched
    JOIN cases_case found ON found.id = touched.id
    JOIN entries_entry entry ON entry.id = found.entry_id
        AND (found.unit_id = ANY(%(units)s) OR entry.book_id = ANY(%(ever_moved)s))
    LEFT JOIN LATERAL ({_LAST_STATE.format(moment="%(since)s::timestamptz")}) before ON true
    LEFT JOIN LATERAL ({_LAST_STATE.format(moment="%(until)s")}) after ON true
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_CASES_IN = f"""
    SELECT found.entry_id, entry.book_id, found.unit_id
    FROM ({_CASES_ALL}) candidate
    JOIN cases_case found ON found.id = candidate.id
    JOIN entries_entry entry ON entry.id = found.entry_id
    CROSS JOIN LATERAL ({_LAST_STATE.format(moment="%(until)s")}) last
    WHERE last.state = ANY(%(states)s)
        AND {_WORK_OF.format(moment="%(until)s")} >= COALESCE(%(after)s::timestamptz, '-infinity')
        AND {_WORK_OF.format(moment="%(until)s")} < COALESCE(%(before)s::timestamptz, 'infinity')
"""


def cases_in(unit_id: int, states: Iterable[str], until: datetime, span: Span) -> list[UUID]:
    """The entries of a span whose cases stand in one of the states at a moment, in a book that was the unit's then: each as often as it
    has such.
    """
    moves = Moves.read()
    asked: dict[str, Any] = {
        "units": [unit_id], "ever_moved": list(moves.of_book), "states": list(states), "until": until, "after": span.after,
        "before": span.before,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CASES_IN, asked)
        return [entry for entry, book, now in cursor.fetchall() if moves.unit_of(book, until, now) == unit_id]
