"""What was keyed at which machine: the pace of shifts, work beyond a security check, one account at two machines. Counts and times only.

Each read costs the actions or entries of the time asked for, from one index; what lies before costs nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from hotich.core.parameters.reading import parameter
from hotich.core.quotas.shifts import Shift, shifts_of
from hotich.staff.models import Team
from hotich.stations.at_work import checked_spans
from hotich.stations.models import Station
from hotich.stations.queries import patterns_between
from hotich.support.time import local

_KEYED = ["entry_opened", "completed"]
"""Of every entry its opening and its completion: enough to tell where somebody keyed, from the index by type."""


@dataclass(frozen=True, slots=True)
class ShiftDone:
    """What a team first completed in one of its shifts, void numbers and rows of files left out, and at how many machines."""

    team_id: int
    unit_id: int
    shift: Shift
    entries: int
    stations: int


def keying_teams(unit_ids: Collection[int]) -> dict[int, int]:
    """The teams of some units that key and have machines, each with its unit."""
    teams = Team.objects.filter(
        kind=Team.Kind.DATA_ENTRY, agency__unit_id__any_of=unit_ids, stations__isnull=False
    )
    return dict(teams.values_list("pk", "agency__unit_id"))


def done_by_shift(
    teams: Mapping[int, int], unit_ids: Collection[int], since: datetime, until: datetime
) -> list[ShiftDone]:
    """By team (`keying_teams`) and shift what counts toward the quota of some units between two moments; a shift in which nothing was
    completed says so. Of a shift that only partly lies between them, that part. A machine's work is its team's. Two queries.
    """
    if not teams:
        return []
    first, last = local(since).date() - timedelta(days=1), local(until).date()
    shifts = [
        (team, shift)
        for team, days in patterns_between(teams, first, last).items()
        for day, pattern in days
        for shift in shifts_of(day, pattern.starts)
        if shift.starts_at < until and shift.ends_at > since
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _DONE,
            {
                "teams": [team for team, _ in shifts], "starts": [shift.starts_at for _, shift in shifts],
                "ends": [shift.ends_at for _, shift in shifts], "since": since, "until": until,
                "units": list(unit_ids),
            },
        )  # fmt: skip
        done = {number - 1: (entries, stations) for number, entries, stations in cursor.fetchall()}
    return [
        ShiftDone(team, teams[team], shift, *done.get(number, (0, 0)))
        for number, (team, shift) in enumerate(shifts)
    ]


_DONE = """
    WITH done AS MATERIALIZED (
        SELECT entry.first_completed_at AS at, entry.completed_station_id AS station_id, station.team_id
        FROM entries_entry entry JOIN stations_station station ON station.id = entry.completed_station_id
        WHERE entry.first_completed_at >= %(since)s AND entry.first_completed_at < %(until)s
          AND entry.unit_id = ANY(%(units)s) AND NOT entry.void AND NOT entry.from_file AND NOT entry.out_of_scope
    )
    SELECT shift.number, count(*), count(DISTINCT done.station_id)
    FROM unnest(%(teams)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY
         AS shift(team_id, starts_at, ends_at, number)
    JOIN done ON done.team_id = shift.team_id AND done.at >= shift.starts_at AND done.at < shift.ends_at
    GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class KeyedUnchecked:
    """What the server took from a machine while its security check did not hold. It is kept; somebody is to look at it.

    `entries` were opened or completed; of them `said_before` by the desk's own clock while the check still held: sent late, keyed in time.
    """

    station_id: int
    unit_id: int
    entries: int
    said_before: int
    first_at: datetime
    last_at: datetime


def keyed_unchecked(unit_ids: Collection[int], since: datetime, until: datetime) -> list[KeyedUnchecked]:
    """By machine of some units what was keyed there between two moments without a security check in force. Four queries."""
    machines = Station.objects.unscoped("machines of the caller's own units").filter(unit_id__any_of=unit_ids)
    return keyed_unchecked_at(machines, since, until)


def keyed_unchecked_at(machines: Iterable[Station], since: datetime, until: datetime) -> list[KeyedUnchecked]:
    """The same of machines the caller has found for his officer."""
    units = {machine.pk: machine.unit_id for machine in machines}
    spans = [(station, start, end) for station, found in checked_spans(units).items() for start, end in found]
    with connection.cursor() as cursor:
        cursor.execute(
            _UNCHECKED,
            {
                "spanned": [station for station, _, _ in spans], "starts": [start for _, start, _ in spans],
                "ends": [end for _, _, end in spans], "stations": list(units), "since": since, "until": until,
                "types": _KEYED,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    return [
        KeyedUnchecked(station, units[station], entries, said_before, first, last)
        for station, entries, said_before, first, last in rows
    ]


_UNCHECKED = """
    WITH checked AS (
        SELECT station_id, range_agg(tstzrange(starts_at, ends_at)) AS held
        FROM unnest(%(spanned)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
             AS span(station_id, starts_at, ends_at)
        WHERE ends_at IS NULL OR ends_at > starts_at
        GROUP BY 1
    )
    SELECT action.station_id, count(DISTINCT action.entry_id),
           count(DISTINCT action.entry_id) FILTER (WHERE checked.held @> action.device_time),
           min(action.received_at), max(action.received_at)
    FROM entries_entryaction action LEFT JOIN checked USING (station_id)
    WHERE action.type = ANY(%(types)s) AND action.received_at >= %(since)s AND action.received_at < %(until)s
      AND action.station_id = ANY(%(stations)s)
      AND NOT coalesce(checked.held @> action.received_at, false)
    GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class SharedAccount:
    """An account that keyed at several machines to and fro, as one person cannot: how often it changed, at which, between which times."""

    officer_id: int
    station_ids: tuple[int, ...]
    changes: int
    first_at: datetime
    last_at: datetime


def shared_accounts(unit_ids: Collection[int], since: datetime, until: datetime) -> list[SharedAccount]:
    """Accounts that changed machines at least `shared_account_changes` times between two moments, each time within
    `shared_account_minutes` of what was keyed at the machine before; one of the machines is of these units. Two queries.

    Whoever moves to another machine changes once, and an outbox that arrives late is left out: what somebody else's browser brought, or came
    after its lease, says nothing of where its author sat.
    """
    units = list(
        Station.objects.unscoped("machines of the caller's own units")
        .filter(unit_id__any_of=unit_ids)
        .values_list("pk", flat=True)
    )
    day = local(until).date()
    with connection.cursor() as cursor:
        cursor.execute(
            _SHARED,
            {
                "stations": units, "since": since, "until": until, "types": _KEYED,
                "minutes": int(parameter("shared_account_minutes", day).value),
                "most": int(parameter("shared_account_changes", day).value),
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    return [
        SharedAccount(officer, tuple(stations), changes, first, last)
        for officer, stations, changes, first, last in rows
    ]


_SHARED = """
    WITH seat AS (
        SELECT author_id, station_id, received_at, lag(station_id) OVER own AS before, lag(received_at) OVER own AS earlier
        FROM entries_entryaction
        WHERE type = ANY(%(types)s) AND received_at >= %(since)s AND received_at < %(until)s
          AND station_id IS NOT NULL AND author_id IS NOT NULL AND NOT late
        WINDOW own AS (PARTITION BY author_id ORDER BY received_at, entry_id, seq)
    ), change AS (
        SELECT * FROM seat WHERE before <> station_id AND received_at - earlier <= make_interval(mins => %(minutes)s)
    )
    SELECT author_id, array_agg(DISTINCT station_id ORDER BY station_id), count(*), min(earlier), max(received_at)
    FROM change GROUP BY author_id
    HAVING count(*) >= %(most)s AND bool_or(station_id = ANY(%(stations)s) OR before = ANY(%(stations)s))
    ORDER BY author_id
"""
