"""Machine-hours lost: what is known of outages, held against the hours in which somebody was to sit at the machines."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from hotich.core.quotas import Period
from hotich.core.quotas.beats import HOUR
from hotich.stations.models import Outage

_ENDED_WITHIN = timedelta(days=7)
"""How long after its end an outage may be known to have ended: where the watch stood meanwhile, or nobody said so."""


@dataclass(frozen=True, slots=True)
class LostHours:
    """Machine-hours lost by cause, in hours; `unexplained` are those of which nobody knows yet, and are in no sum."""

    line: float = 0.0
    power: float = 0.0
    machine: float = 0.0
    server: float = 0.0
    unexplained: float = 0.0

    @property
    def total(self) -> float:
        """What the report calls hours lost."""
        return round(self.line + self.power + self.machine + self.server, 2)


@dataclass(frozen=True, slots=True)
class LostStretch:
    """An unbroken time in which a machine lost hours: of which outage, and the cause that was known of it."""

    outage: int
    station: int
    cause: Outage.Cause
    starts_at: datetime
    ends_at: datetime

    @property
    def hours(self) -> float:
        """How long it is, in hours."""
        return (self.ends_at - self.starts_at) / HOUR

    @property
    def is_counted(self) -> bool:
        """Whether it is in the sum: what nobody has explained yet is not."""
        return self.cause in Outage.LOST


def lost_hours(
    unit_ids: Collection[int], period: Period, *, as_of: datetime | None = None
) -> dict[int, LostHours]:
    """By unit the machine-hours lost in a period; every unit asked for is in the answer.

    A machine that has a roster in the period loses only hours in which somebody was to sit at it; one without loses what its desk
    measured or somebody said, for its silence alone says nothing. The answer is what was known at `as_of` (by default the end of the period), so it is the same whenever it is asked
    for: a cause that was found later counts where the caller asks for a later knowledge. It costs what happened in the period.
    """
    hours: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for unit, cause, seconds in _asked(
        "SELECT unit_id, cause, sum(extract(epoch FROM upper(part) - lower(part))) FROM lost GROUP BY 1, 2",
        unit_ids, period, as_of,
    ):  # fmt: skip
        name = "unexplained" if cause == Outage.Cause.UNKNOWN else cause
        hours[unit][name] += float(seconds) / HOUR.total_seconds()
    return {
        unit: LostHours(**{name: round(lost, 2) for name, lost in hours[unit].items()}) for unit in unit_ids
    }


def lost_stretches(unit_id: int, period: Period, *, as_of: datetime | None = None) -> list[LostStretch]:
    """The times behind the lost hours of one unit, those without an explanation among them, in the order in which they began."""
    return [
        LostStretch(outage, station, Outage.Cause(cause), starts_at, ends_at)
        for outage, station, cause, starts_at, ends_at in _asked(
            "SELECT outage_id, station_id, cause, lower(part), upper(part) FROM lost ORDER BY 4, 2", [unit_id], period, as_of
        )
    ]  # fmt: skip


# The history tells what was known of an outage and where it lay by that: its end may be said long after.
_LOST = """
    WITH known AS (
        SELECT outage.id AS outage_id, outage.unit_id, outage.station_id, said.cause, said.source,
               tstzrange(greatest(said.started_at, %(start)s), least(coalesce(said.ended_at, %(end)s), %(end)s)) AS span
        FROM stations_outage outage
        JOIN LATERAL (
            SELECT cause, source, started_at, ended_at FROM stations_outageevent
            WHERE pgh_obj_id = outage.id AND pgh_created_at < %(known)s ORDER BY pgh_id DESC LIMIT 1
        ) said ON said.started_at < %(end)s AND (said.ended_at IS NULL OR said.ended_at > %(start)s)
        WHERE outage.unit_id = ANY(%(units)s) AND outage.started_at < %(end)s
          AND (outage.ended_at IS NULL OR outage.ended_at > %(ended)s)
          AND said.cause = ANY(%(lost)s)
    ), lost AS (
        SELECT known.outage_id, known.unit_id, known.station_id, known.cause, part
        FROM known
        LEFT JOIN LATERAL (
            SELECT range_agg(tstzrange(starts_at, ends_at)) AS manned FROM stations_duty
            WHERE station_id = known.station_id AND starts_at < %(end)s AND ends_at > %(start)s
              AND set_at < %(known)s AND (withdrawn_at IS NULL OR withdrawn_at >= %(known)s)
        ) duty ON true
        CROSS JOIN LATERAL unnest(tstzmultirange(known.span) * coalesce(
            duty.manned, CASE WHEN known.source = 'silence' THEN tstzmultirange() ELSE tstzmultirange(known.span) END
        )) part
    )
"""


def _asked(
    question: str, units: Collection[int], period: Period, as_of: datetime | None
) -> list[tuple[Any, ...]]:
    known = as_of or period.end
    with connection.cursor() as cursor:
        cursor.execute(
            _LOST + question,
            {
                "units": list(units), "start": period.start, "end": min(period.end, known), "known": known,
                "ended": period.start - _ENDED_WITHIN, "lost": [cause.value for cause in (*Outage.LOST, Outage.Cause.UNKNOWN)],
            },
        )  # fmt: skip
        return cursor.fetchall()
