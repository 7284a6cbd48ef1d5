"""Machines at work now: which are on shift, which were heard, which stand, and which sit without a security check.

What the campaign's room and its flags ask of machines. Every read names its units and costs what runs now or in the time asked for, never
what lies before.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, F, QuerySet

from hotich.staff.models import Officer
from hotich.stations.models import Duty, Outage, SecurityCheck, Station
from hotich.stations.queries import last_heard, last_sign, ordinary_pattern, patterns_of, running_duties
from hotich.support.time import local, start_of


class State(StrEnum):
    """What a machine on shift is doing."""

    WORKING = "working"
    IDLE = "idle"
    OUT = "out"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A machine that is on shift now: its line on the roster, when it was last heard, the last sign of life of this shift, and what follows
    from that.
    """

    duty: Duty
    heard: datetime | None
    last: datetime | None
    outage: Outage | None
    state: State


def on_duty(officer: Officer, now: datetime) -> list[OnDuty]:
    """The machines of an officer's units that are on shift now."""
    return on_duty_in(officer.scope.unit_ids, now)


def on_duty_in(unit_ids: Collection[int], now: datetime) -> list[OnDuty]:
    """The machines of some units that are on shift now, unit by unit; one whose officer has handed over is not. Four queries.

    *Idle* is one that has been silent longer than its team allows while no outage runs: somebody is to ask why.
    """
    named = _duties(unit_ids, now).select_related("station", "officer", "team", "unit")
    duties = list(named.order_by("unit__sort_key", "station__code"))
    heard = last_heard({duty.station_id for duty in duties}, now)
    return _seen(duties, heard, outages_running(unit_ids), now)


def _duties(unit_ids: Collection[int], now: datetime) -> QuerySet[Duty]:
    return running_duties(now).filter(unit_id__any_of=unit_ids)


def _seen(
    duties: Sequence[Duty], heard: Mapping[int, datetime], stood: Iterable[Outage], now: datetime
) -> list[OnDuty]:
    running = {outage.station_id: outage for outage in stood}
    patterns = patterns_of({duty.team_id for duty in duties}, on=local(now).date())
    return [
        OnDuty(
            duty, heard.get(duty.station_id), last_sign(duty, heard.get(duty.station_id)), running.get(duty.station_id),
            _state(
                duty, last_sign(duty, heard.get(duty.station_id)), duty.station_id in running,
                timedelta(minutes=patterns[duty.team_id].silent_minutes), now,
            ),
        )
        for duty in duties
    ]  # fmt: skip


def _state(duty: Duty, last: datetime | None, out: bool, silence: timedelta, now: datetime) -> State:
    if out:
        return State.OUT
    if last is None:
        return State.NOT_TAKEN if now - duty.starts_at > silence else State.WORKING
    return State.IDLE if now - last > silence else State.WORKING


def outages_running(unit_ids: Collection[int]) -> list[Outage]:
    """The outages that run now in some units, the oldest first, with machine, unit and carrier."""
    return list(
        Outage.objects.unscoped("what stands in the caller's own units")
        .filter(unit_id__any_of=unit_ids, ended_at__isnull=True)
        .select_related("station", "unit", "carrier")
        .order_by("started_at", "id")
    )


@dataclass(frozen=True, slots=True)
class MachinesNow:
    """A unit's machines at one moment, as counts.

    `machines` it has, `may_key` whose security check holds; `at_work` were heard within their team's minutes of silence, on a roster or
    not; of those `on_shift` now: `silent` without anybody knowing why, `out` in an outage, `not_taken` over by anybody.
    """

    machines: int = 0
    may_key: int = 0
    at_work: int = 0
    on_shift: int = 0
    silent: int = 0
    out: int = 0
    not_taken: int = 0


def machines_now(
    unit_ids: Collection[int], now: datetime, *, stood: Collection[Outage] | None = None
) -> dict[int, MachinesNow]:
    """By unit what its machines do now; every unit asked for is in the answer. Six queries, however many units there are.

    Of a moment that has passed the caller says which outages `stood` then: by now they may have ended.
    """
    stood = outages_running(unit_ids) if stood is None else stood
    stations = list(
        Station.objects.unscoped("counts of the caller's own units").filter(
            unit_id__any_of=unit_ids, retired_on__isnull=True
        ).only("unit_id", "team_id", "checked_on", "keys_since", "check_expires_on", "check_failed_at", "retired_on")
    )  # fmt: skip
    duties = list(_duties(unit_ids, now).only("unit_id", "station_id", "team_id", "starts_at", "taken_at"))
    heard = last_heard({station.pk for station in stations} | {duty.station_id for duty in duties}, now)
    day = local(now).date()
    patterns = patterns_of({station.team_id for station in stations if station.team_id}, on=day)
    ordinary = ordinary_pattern(day)
    counts: dict[int, Counter[str]] = {unit: Counter() for unit in unit_ids}
    for station in stations:
        silence = timedelta(minutes=patterns.get(station.team_id or 0, ordinary).silent_minutes)
        last = heard.get(station.pk)
        counts[station.unit_id].update(
            machines=1,
            may_key=int(station.may_key_at(now)),
            at_work=int(last is not None and now - last <= silence),
        )
    named = {State.IDLE: "silent", State.OUT: "out", State.NOT_TAKEN: "not_taken"}
    for one in _seen(duties, heard, stood, now):
        counts[one.duty.unit_id]["on_shift"] += 1
        if one.state in named:
            counts[one.duty.unit_id][named[one.state]] += 1
    return {unit: MachinesNow(**counted) for unit, counted in counts.items()}


def rostered_unchecked(unit_ids: Collection[int], since: datetime, until: datetime) -> list[Duty]:
    """Lines of the rosters of some units, of shifts that begin in a stretch of time, at machines whose security check does not hold when
    they begin: it failed or ran out after the roster was set. Two queries.
    """
    duties = list(
        Duty.objects.unscoped("the rosters of the caller's own units")
        .filter(
            unit_id__any_of=unit_ids, withdrawn_at__isnull=True, starts_at__gte=since, starts_at__lt=until
        )
        .select_related("station", "officer", "unit", "team")
        .order_by("unit__sort_key", "starts_at", "station__code")
    )
    spans = checked_spans({duty.station_id for duty in duties})
    return [duty for duty in duties if not held(spans[duty.station_id], duty.starts_at)]


def held(spans: Iterable[tuple[datetime, datetime | None]], moment: datetime) -> bool:
    """Whether a moment lies in one of a machine's `checked_spans`."""
    return any(start <= moment and (end is None or moment < end) for start, end in spans)


Spans = dict[int, list[tuple[datetime, datetime | None]]]


def checked_spans(station_ids: Collection[int]) -> Spans:
    """By machine the stretches of time, half-open and perhaps overlapping, in which a security check held: from the day of a check that
    was passed to the end of its last day, or until one failed. Two queries.
    """
    spans: Spans = {station: [] for station in station_ids}
    failed: dict[int, datetime] = {}
    checks = SecurityCheck.objects.unscoped("when machines the caller has judged were checked").filter(
        station_id__any_of=station_ids
    )
    for check in checks.order_by("recorded_at", "id"):
        of_machine = spans[check.station_id]
        if not check.passed:
            at = failed[check.station_id] = check.recorded_at
            of_machine[:] = [
                (start, at if end is None else min(end, at)) for start, end in of_machine if start < at
            ]
        elif check.expires_on is not None:
            start = start_of(check.checked_on)
            after = failed.get(check.station_id, start)
            of_machine.append((max(start, after), start_of(check.expires_on + timedelta(days=1))))
    for station in Station.objects.unscoped("the machines the caller has judged").filter(pk__in=station_ids):
        since = station.keys_since or station.checked_on
        if since is not None:  # what was known before checks were kept one by one
            spans[station.pk].append((start_of(since), station.keys_until))
        if station.retired_on is not None:
            gone = start_of(station.retired_on)
            spans[station.pk] = [
                (start, gone if end is None else min(end, gone))
                for start, end in spans[station.pk]
                if start < gone
            ]
    return spans


def rostered(unit_ids: Collection[int], first: date, last: date) -> dict[date, float]:
    """By day how many machine shifts stand on the rosters of units; one that was handed over midway is one."""
    duties = Duty.objects.unscoped("counts of shifts of the units asked for").filter(
        unit_id__any_of=unit_ids, day__gte=first, day__lte=last, withdrawn_at__isnull=True
    )
    shift = F("station_id") * 100 + F("number")  # a day has fewer shifts than a hundred
    rows = duties.order_by().values_list("day").annotate(n=Count(shift, distinct=True))
    return {day: float(number) for day, number in rows}
