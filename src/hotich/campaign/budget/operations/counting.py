"""Counting keyed work by day, so that nobody who looks at money reads the entries of a whole campaign.

An entry counts for who completed it first, in the unit of its book, on that day; void numbers, entries outside the scope and
those from a file do not. A field counts where an officer wrote, picked, carried or confirmed a value in the first keying; a
constant of the book, a field without a value and a later note or correction do not. Length is that of the value as written.

What changed since the last count is found by the lines the log received since; each day of a unit on which something changed is counted
again as a whole. Cost follows the days that were touched, which is the day's own work; rows grow by officers times days.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from hotich.campaign.budget.counting import MEDIUM, SHORT
from hotich.campaign.models import KeyedUntil
from hotich.core.registers.catalogue import kinds

OVERLAP: Final = timedelta(minutes=10)
"""Counted twice rather than not at all: what was received before the last count may have been committed after it."""
_NOT_KEYED: Final = ["constant", "imported", "annotation"]
_LOCK: Final = 0x6B657965
_AT_ONCE: Final = 2_000
"""Days of units in one statement."""
_DAY: Final = "(entry.first_completed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"

_TOUCHED: Final = f"""
    SELECT DISTINCT entry.unit_id, {_DAY}
    FROM (SELECT DISTINCT action.entry_id FROM entries_entryaction action WHERE action.received_at >= %(since)s) acted
    JOIN entries_entry entry ON entry.id = acted.entry_id
    WHERE entry.unit_id IS NOT NULL AND entry.first_completed_at IS NOT NULL
    UNION
    SELECT side.unit_id, {_DAY} FROM books_bookmove move
    CROSS JOIN LATERAL (VALUES (move.left_id), (move.unit_id)) side(unit_id)
    JOIN entries_entry entry ON entry.book_id = move.book_id AND entry.first_completed_at IS NOT NULL
    WHERE move.at >= %(since)s AND side.unit_id IS NOT NULL
"""
_EVERY: Final = f"""
    SELECT DISTINCT entry.unit_id, {_DAY} FROM entries_entry entry
    WHERE entry.unit_id IS NOT NULL AND entry.first_completed_at IS NOT NULL
"""
_COUNT: Final = f"""
WITH asked AS (
    SELECT * FROM unnest(%(units)s::bigint[], %(days)s::date[]) AS one(unit_id, day)
),
done AS (
    SELECT entry.id, entry.unit_id, entry.completed_by_id, {_DAY} AS day
    FROM asked JOIN entries_entry entry ON entry.unit_id = asked.unit_id AND entry.kind = ANY(%(kinds)s)
        AND entry.first_completed_at >= asked.day::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND entry.first_completed_at < (asked.day + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    WHERE NOT entry.void AND NOT entry.out_of_scope AND NOT entry.from_file AND entry.completed_by_id IS NOT NULL
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
INSERT INTO campaign_keyedday (unit_id, officer_id, day, entries, short, medium, long)
SELECT done.unit_id, done.completed_by_id, done.day, count(*), COALESCE(sum(short), 0), COALESCE(sum(medium), 0),
    COALESCE(sum(long), 0)
FROM done LEFT JOIN lengths ON lengths.id = done.id
GROUP BY 1, 2, 3
"""


@transaction.atomic
def count_keyed(*, now: datetime) -> int:
    """Brings the counts of keyed days up to a moment; gives how many days of units were counted. Two who count wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = KeyedUntil.objects.first()
        if last is None:
            cursor.execute(_EVERY)
        else:
            cursor.execute(_TOUCHED, {"since": last.moment - OVERLAP})
        touched: Sequence[tuple[int, date]] = sorted(cursor.fetchall())
        for at in range(0, len(touched), _AT_ONCE):
            _count(cursor, touched[at : at + _AT_ONCE])
    KeyedUntil.objects.update_or_create(pk=1, defaults={"moment": now})
    return len(touched)


def _count(cursor: Any, days: Sequence[tuple[int, date]]) -> None:
    asked = {"units": [unit for unit, _ in days], "days": [day for _, day in days]}
    cursor.execute(
        """
        DELETE FROM campaign_keyedday kept USING unnest(%(units)s::bigint[], %(days)s::date[]) AS one(unit_id, day)
        WHERE kept.unit_id = one.unit_id AND kept.day = one.day
        """,
        asked,
    )
    # Every kind by its name: so the index by unit, kind and moment leads to the day without reading the days before it.
    limits = {"short": SHORT, "medium": MEDIUM, "not_keyed": _NOT_KEYED, "kinds": list(kinds())}
    cursor.execute(_COUNT, asked | limits)
