"""The independent recount: one pass over the whole log of the units, in SQL, sharing nothing with `reports.counting`.

Which entries count, since when, and with which outcome: from the log alone, as `entries.fold` reads it.

What stands on an entry at a moment is said by the last action before it that speaks of it: `voided`, `reopened` and `flagged` of void
and scope, `marked_unreadable` and `reopened` of legibility, the opening of what an entry brought along. Another recount folds every entry (`logs.recount`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotich.core.matching.outcomes import OUTCOME_ORDER
from hotich.core.quotas import Period

_COUNTED = """
WITH of_units AS (
    SELECT entry.id, entry.unit_id, entry.kind FROM entries_entry entry WHERE entry.unit_id = ANY(%(units)s)
),
log AS (
    SELECT action.entry_id, action.seq, action.received_at, action.station_id, action.type, action.payload,
        action.received_at < %(start)s AS early,
        action.type IN ('marked_unreadable', 'imported')
            OR action.type = 'completed' AND action.pass_number = 0 AS finishes,
        CASE action.type WHEN 'voided' THEN true WHEN 'reopened' THEN false
            WHEN 'flagged' THEN (action.payload->'flags'->>'void')::boolean
            ELSE CASE WHEN action.seq = 1 THEN action.payload->'flags' ? 'void' END END AS void,
        CASE action.type WHEN 'flagged' THEN (action.payload->'flags'->>'out_of_scope')::boolean
            ELSE CASE WHEN action.seq = 1 THEN action.payload->'flags' ? 'out_of_scope' END END AS outside,
        CASE action.type WHEN 'marked_unreadable' THEN true WHEN 'reopened' THEN false
            WHEN 'flagged' THEN (action.payload->'flags'->>'unreadable')::boolean
            ELSE CASE WHEN action.seq = 1 THEN action.payload->'flags' ? 'unreadable' END END AS unreadable
    FROM entries_entryaction action JOIN of_units ON of_units.id = action.entry_id
    WHERE action.received_at < %(end)s AND (action.seq = 1 OR action.type IN
        ('completed', 'marked_unreadable', 'imported', 'voided', 'reopened', 'flagged'))
),
first_done AS (
    SELECT DISTINCT ON (entry_id) entry_id, received_at, station_id, type = 'imported' AS from_file,
        CASE WHEN type = 'imported' THEN payload->'source'->>'keyed_on' END AS keyed_on
    FROM log WHERE finishes ORDER BY entry_id, seq
),
standing AS (
    SELECT entry_id,
        COALESCE((array_agg(void ORDER BY seq DESC) FILTER (WHERE void IS NOT NULL))[1], false) AS void_end,
        COALESCE((array_agg(void ORDER BY seq DESC) FILTER (WHERE early AND void IS NOT NULL))[1], false)
            AS void_start,
        COALESCE((array_agg(outside ORDER BY seq DESC) FILTER (WHERE outside IS NOT NULL))[1], false)
            AS outside_end,
        COALESCE((array_agg(outside ORDER BY seq DESC) FILTER (WHERE early AND outside IS NOT NULL))[1], false)
            AS outside_start,
        COALESCE((array_agg(unreadable ORDER BY seq DESC) FILTER (WHERE unreadable IS NOT NULL))[1], false)
            AS unreadable
    FROM log GROUP BY entry_id
)
SELECT of_units.id, of_units.unit_id, of_units.kind, done.received_at < %(start)s, done.from_file,
    NOT void_end AND NOT outside_end, NOT void_start AND NOT outside_start, outside_end AND NOT void_end,
    unreadable, done.station_id, done.received_at, done.keyed_on
FROM first_done done
JOIN of_units ON of_units.id = done.entry_id
JOIN standing ON standing.entry_id = done.entry_id
"""

# By units and not by the entries counted: thousands of ids in the text of a query take a second to plan.
_SUBJECTS = """
WITH of_units AS (
    SELECT entry.id FROM entries_entry entry WHERE entry.unit_id = ANY(%(units)s)
),
latest AS (
    SELECT DISTINCT ON (action.entry_id, action.payload->>'role')
        action.entry_id, action.payload->>'role' AS role, action.payload->>'outcome' AS outcome
    FROM entries_entryaction action JOIN of_units ON of_units.id = action.entry_id
    WHERE action.type = 'outcome_recorded' AND action.received_at < %(end)s
    ORDER BY action.entry_id, action.payload->>'role', action.seq DESC
),
said AS (
    SELECT DISTINCT ON (action.entry_id) action.entry_id, action.payload->'principal' AS roles
    FROM entries_entryaction action JOIN of_units ON of_units.id = action.entry_id
    WHERE (action.seq = 1 OR action.type = 'completed') AND action.payload ? 'principal'
        AND action.received_at < %(end)s
    ORDER BY action.entry_id, action.seq DESC
)
SELECT said.entry_id, COALESCE(latest.outcome, 'pending')
FROM said
CROSS JOIN LATERAL jsonb_array_elements_text(said.roles) AS principal(role)
LEFT JOIN latest ON latest.entry_id = said.entry_id AND latest.role = principal.role
"""


@dataclass(slots=True)
class Counted:
    """One completed entry as the form sees it: before the period or in it, standing at its end and at its start."""

    entry: Any
    unit: int
    kind: str
    before: bool
    from_file: bool
    at_end: bool
    at_start: bool
    outside: bool
    unreadable: bool
    station: int | None
    at: datetime
    keyed_on: str | None
    """For an entry from a file, the day on which it was keyed elsewhere."""
    outcome: str = "pending"

    def counts_toward_quota(self, days: Collection[str]) -> bool:
        """Keyed in the period, or from a file that names one of its days and a machine."""
        if self.before or not self.at_end:
            return False
        return not self.from_file or (self.station is not None and self.keyed_on in days)


def counted_entries(cursor: Any, unit_ids: list[int], period: Period) -> list[Counted]:
    """Every entry of the units completed before the period's end, with its outcome at that moment."""
    cursor.execute(_COUNTED, {"units": unit_ids, "start": period.start, "end": period.end})
    rows = {row[0]: Counted(*row) for row in cursor.fetchall()}
    cursor.execute(_SUBJECTS, {"end": period.end, "units": unit_ids})
    of_entry: dict[Any, list[str]] = defaultdict(list)
    for entry, outcome in cursor.fetchall():
        of_entry[entry].append(outcome)
    for entry, row in rows.items():
        row.outcome = _outcome(of_entry[entry], unreadable=row.unreadable)
    return list(rows.values())


def _outcome(subjects: Iterable[str], *, unreadable: bool) -> str:
    """The first that applies to any principal subject; one not judged in an unreadable entry is unreadable."""
    present = {"unreadable" if unreadable and outcome == "pending" else outcome for outcome in subjects}
    return next((outcome for outcome in OUTCOME_ORDER if outcome in present), "pending")
