"""Reads of machines, of their rosters and their lines."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from hotich.core.parameters.reading import parameter
from hotich.core.quotas.beats import MINUTE, hour_of, last_beat
from hotich.core.quotas.shifts import ordinary_starts
from hotich.staff.models import Officer, Team
from hotich.stations.models import Duty, Heartbeat, Outage, ShiftPattern, Station
from hotich.support.time import today
from hotich.units.models import Agency, Level, Unit

EARLY = timedelta(minutes=30)
"""How long before his shift begins an officer may take it over."""
MOST_IN_A_ROW = 2
"""Shifts on end after which an officer is to rest; the plan allows overtime, so that more is said and not refused."""
_AROUND = timedelta(days=2)
_LONGEST = timedelta(days=2)
"""No shift is as long: where a day has one alone it lasts to the same hour of the next."""
_HEARD_WITHIN = timedelta(hours=48)
"""How far back the last heartbeat is looked for: a machine that was silent longer was not at work."""


def stations_of(officer: Officer) -> list[Station]:
    """Machines of his teams that may key today; who checks belongs to no team and sits at a machine of his unit."""
    teams = list(officer.teams.select_related("agency"))
    his = Q(team__in=teams) | Q(team__isnull=True, unit_id__in=[team.agency.unit_id for team in teams])
    if officer.may("check"):
        his |= Q(unit_id__in=officer.scope.own_unit_ids)
    stations = Station.objects.unscoped("machines of the officer's own teams and unit").filter(his)
    return [station for station in stations.order_by("code") if station.may_key(today())]


def machines_seen(officer: Officer) -> QuerySet[Station]:
    """The machines of the officer's units; who keeps the accounts of the installation sees all of its machines."""
    if officer.may("accounts"):
        every: QuerySet[Station] = Station.objects.unscoped(
            "machines of the installation, for its administrator"
        ).all()
        return every
    his: QuerySet[Station] = Station.objects.visible_to(officer)
    return his


def units_with_machines(officer: Officer) -> QuerySet[Unit]:
    """Where the officer may put a machine: his wards and communes that have an agency, a team or none yet, and any unit with a data-entry
    team of its own; also one that was merged, while its books are keyed.
    """
    has_team = Exists(Team.objects.filter(agency__unit=OuterRef("pk"), kind=Team.Kind.DATA_ENTRY))
    is_served = Exists(Agency.objects.filter(unit=OuterRef("pk")))
    units = Unit.objects.filter(has_team | Q(is_served, level=Level.COMMUNE))
    if not officer.may("accounts"):
        units = units.filter(pk__in=officer.scope.unit_ids)
    return units.order_by("sort_key")


def teams_with_machines(unit_ids: Collection[int]) -> QuerySet[Team]:
    """The teams of units the caller has judged that can be given a machine."""
    found = Team.objects.filter(kind=Team.Kind.DATA_ENTRY, agency__unit_id__any_of=unit_ids)
    return found.select_related("agency").order_by("name", "id")


def next_codes(units: Collection[Unit]) -> dict[int, str]:
    """By unit the code of its next machine, as its last one is coded; retired machines keep their numbers."""
    coded: dict[int, list[str]] = defaultdict(list)
    taken: dict[str, int] = defaultdict(int)
    every = Station.objects.unscoped("codes of machines, to give each number once")
    for unit_id, code in every.order_by("pk").values_list("unit_id", "code"):
        prefix, _, number = code.rpartition("-M")
        if prefix and number.isdigit():
            coded[unit_id].append(prefix)
            taken[prefix] = max(taken[prefix], int(number))
    codes = {}
    for unit in units:
        own = [prefix for prefix in coded[unit.pk] if prefix.replace("-", ".").partition(".")[0] == unit.code]
        prefix = own[-1] if own else unit.code
        codes[unit.pk] = f"{prefix}-M{taken[prefix] + 1}"
    return codes


@dataclass(frozen=True, slots=True)
class Pattern:
    """The hours at which a day's shifts begin, and after how long a silence an outage opens."""

    starts: tuple[time, ...]
    silent_minutes: int


def ordinary_pattern(on: date) -> Pattern:
    """Where a team has not set its own."""
    return Pattern(ordinary_starts(on), int(parameter("silent_minutes", on).value))


def patterns_of(team_ids: Collection[int], *, on: date) -> dict[int, Pattern]:
    """By team how its shifts run on a day."""
    newest = (
        ShiftPattern.objects.unscoped("a rule of the roster, no figures")
        .filter(team_id__any_of=team_ids, since__lte=on)
        .order_by("team_id", "-since")
        .distinct("team_id")
    )
    own = {row.team_id: Pattern(tuple(row.starts), row.silent_minutes) for row in newest}
    return dict.fromkeys(team_ids, ordinary_pattern(on)) | own


def with_own_hours(team_ids: Collection[int], until: date) -> set[int]:
    """The teams that have set hours of their own by a day."""
    found = ShiftPattern.objects.unscoped("a rule of the roster, no figures").filter(
        team_id__any_of=team_ids, since__lte=until
    )
    return set(found.order_by().values_list("team_id", flat=True).distinct())


def patterns_between(
    team_ids: Collection[int], first: date, last: date
) -> dict[int, list[tuple[date, Pattern]]]:
    """By team how its shifts run on each of some days. One query."""
    rows: dict[int, list[tuple[date, Pattern]]] = defaultdict(list)
    for row in (
        ShiftPattern.objects.unscoped("a rule of the roster, no figures")
        .filter(team_id__any_of=team_ids, since__lte=last)
        .order_by("team_id", "since")
    ):
        rows[row.team_id].append((row.since, Pattern(tuple(row.starts), row.silent_minutes)))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    ordinary = {day: ordinary_pattern(day) for day in days}
    return {
        team: [
            (day, next((own for since, own in reversed(rows[team]) if since <= day), ordinary[day]))
            for day in days
        ]
        for team in team_ids
    }


def pattern_of(team: Team, *, on: date) -> Pattern:
    """How a team's shifts run on a day."""
    return patterns_of([team.pk], on=on)[team.pk]


def teams_for(officer: Officer) -> QuerySet[Team]:
    """The data-entry teams whose rosters an officer may see."""
    return (
        Team.objects.filter(kind=Team.Kind.DATA_ENTRY, agency__unit_id__in=officer.scope.unit_ids)
        .select_related("agency__unit")
        .order_by("agency__unit__sort_key", "id")
    )


def last_heard(station_ids: Collection[int], now: datetime) -> dict[int, datetime]:
    """By machine the last minute in which the server heard from it, where that was within two days."""
    rows = (
        Heartbeat.objects.unscoped("when machines the caller has judged were heard")
        .filter(station_id__any_of=station_ids, hour__gte=hour_of(now - _HEARD_WITHIN), hour__lte=now)
        .order_by("station_id", "-hour")
        .distinct("station_id")
        .values_list("station_id", "hour", "minutes")
    )
    return {station: beat for station, hour, bits in rows if (beat := last_beat([(hour, bits)])) is not None}


def hours_heard(station_id: int, since: datetime, until: datetime) -> list[tuple[datetime, int]]:
    """The heartbeats of a machine, hour by hour, over a stretch of time."""
    rows = Heartbeat.objects.unscoped("when a machine the caller has judged was heard").filter(
        station_id=station_id, hour__gte=hour_of(since), hour__lte=until
    )
    return list(rows.order_by("hour").values_list("hour", "minutes"))


def duties_of_day(officer: Officer, team: Team, day: date) -> list[Duty]:
    """The roster of a team for one day, without those who were taken off it."""
    return list(
        Duty.objects.visible_to(officer)
        .filter(team=team, day=day, withdrawn_at__isnull=True)
        .select_related("officer", "station")
        .order_by("number", "station__code", "starts_at")
    )


@dataclass(frozen=True, slots=True)
class InARow:
    """Shifts of an officer that follow each other without a rest between them."""

    officer: Officer
    shifts: int
    starts_at: datetime
    ends_at: datetime


def without_rest(officer_ids: Collection[int], day: date) -> list[InARow]:
    """Of these officers those who stand in more than `MOST_IN_A_ROW` shifts on end, at whichever machine, on a day or into it. One query."""
    duties = (
        Duty.objects.unscoped("how long officers of the caller's team stand on end")
        .filter(
            officer_id__in=officer_ids, withdrawn_at__isnull=True,
            day__gte=day - _AROUND, day__lte=day + _AROUND,
        )
        .select_related("officer")
        .order_by("officer_id", "starts_at")
    )  # fmt: skip
    rows: list[list[Duty]] = []
    for duty in duties:
        goes_on = (
            rows and rows[-1][-1].officer_id == duty.officer_id and rows[-1][-1].ends_at == duty.starts_at
        )
        if goes_on:
            rows[-1].append(duty)
        else:
            rows.append([duty])
    return [
        InARow(row[0].officer, shifts, row[0].starts_at, row[-1].ends_at)
        for row in rows
        if (shifts := len({(duty.day, duty.number) for duty in row})) > MOST_IN_A_ROW
        and any(duty.day == day for duty in row)
    ]


def running_duties(now: datetime) -> QuerySet[Duty]:
    """The lines of all rosters whose shift runs and whose officer has not handed over: what a machine's silence is held against. Rosters
    of past days are not gone through.
    """
    found: QuerySet[Duty] = Duty.objects.unscoped(
        "which machines are on shift, for whom the caller names"
    ).filter(
        withdrawn_at__isnull=True, left_at__isnull=True, starts_at__gt=now - _LONGEST, starts_at__lte=now, ends_at__gt=now
    )  # fmt: skip
    return found


def last_sign(duty: Duty, heard: datetime | None) -> datetime | None:
    """The last sign of life of a shift: its takeover, or a heartbeat within it; None while nobody has sat down at it. Of what was heard
    before the shift began nothing follows for it.
    """
    signs = [duty.taken_at, heard + MINUTE if heard is not None and heard >= duty.starts_at else None]
    last = max((sign for sign in signs if sign is not None), default=None)
    return None if last is None else max(last, duty.starts_at)


def shifts_ahead(team: Team, officer_ids: Collection[int], now: datetime) -> int:
    """How many shifts of a team these officers still stand in for."""
    coming = Duty.objects.unscoped("shifts of a team the caller has judged").filter(
        team=team,
        officer_id__in=officer_ids,
        withdrawn_at__isnull=True,
        left_at__isnull=True,
        ends_at__gt=now,
    )
    return int(coming.count())


def own_duties(officer: Officer, now: datetime) -> list[Duty]:
    """The officer's own shifts: those that run or are to come, and the last one that has passed."""
    own = Duty.objects.unscoped("the officer's own shifts").filter(officer=officer, withdrawn_at__isnull=True)
    own = own.select_related("station", "team")
    last = own.filter(ends_at__lte=now).order_by("-ends_at").first()
    coming = list(own.filter(ends_at__gt=now).order_by("starts_at")[:21])
    return ([last] if last is not None else []) + coming


def duty_at_hand(officer: Officer, now: datetime) -> Duty | None:
    """The officer's shift that runs, or that he may take over already; the later one where he has left the other."""
    return (  # type: ignore[no-any-return]  # what a scoped query answers is untyped
        Duty.objects.unscoped("the officer's own shift")
        .filter(officer=officer, withdrawn_at__isnull=True, left_at__isnull=True)
        .filter(starts_at__lte=now + EARLY, ends_at__gt=now)
        .select_related("station")
        .order_by("starts_at")
        .first()
    )


def left_before(duties: Iterable[Duty]) -> dict[int, Duty]:
    """By duty the one before it at its machine whose officer has left a note."""
    listed = list(duties)
    noted = (
        Duty.objects.unscoped("what the shift before left to the officer's own")
        .filter(
            station_id__in={duty.station_id for duty in listed},
            left_at__isnull=False,
            withdrawn_at__isnull=True,
        )
        .select_related("officer")
        .order_by("-starts_at")[:200]
    )
    before = list(noted)
    found = {}
    for duty in listed:
        for one in before:
            if one.station_id == duty.station_id and one.starts_at < duty.starts_at:
                found[duty.pk] = one
                break
    return found


def outages_for(officer: Officer) -> QuerySet[Outage]:
    """The outages of the officer's units, the latest first."""
    found: QuerySet[Outage] = (
        Outage.objects.visible_to(officer)
        .select_related("station", "unit", "carrier", "noted_by")
        .order_by("-started_at", "-id")
    )
    return found


def open_outages(officer: Officer) -> QuerySet[Outage]:
    """Those of them that run now."""
    return outages_for(officer).filter(ended_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Said:
    """What was known of an outage from a moment on, and who said it; nobody where it was measured."""

    at: datetime
    outage: Any
    officer: Officer | None


def history_of(outage: Outage) -> list[Said]:
    """How what is known of an outage came about, from its opening on: it is corrected by saying it anew, nothing is lost."""
    events = list(
        apps.get_model("stations", "OutageEvent").objects.filter(pgh_obj_id=outage.pk).order_by("pgh_id")
    )
    officers = Officer.objects.in_bulk({event.noted_by_id for event in events if event.noted_by_id})
    noted, found = None, []
    for event in events:
        is_new = event.noted_at is not None and event.noted_at != noted
        found.append(Said(event.pgh_created_at, event, officers.get(event.noted_by_id) if is_new else None))
        noted = event.noted_at
    return found
