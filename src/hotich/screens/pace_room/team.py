"""Nhịp của tổ: what teams and machines have done of the period's quota, hour by hour. Officers by name, never by rank."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.campaign.models import Campaign
from hotich.campaign.queries import campaigns_of, reporting_units_for
from hotich.core.quotas import Period
from hotich.core.text.ordering import sort_key
from hotich.entries.pace import Done, Pace, done_by_hour, paces_of_officers
from hotich.reports.periods import period_at, period_for
from hotich.screens.charts import Chart, Series, said
from hotich.screens.common import needs
from hotich.staff.models import Officer, Team
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.support.errors import NotFound
from hotich.support.time import local, now, today

_HOUR = timedelta(hours=1)
_LONGEST_AGO = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Line:
    """A team or a machine: what it did, and what would still have to be done every hour until the cut-off."""

    name: str
    place: str
    machines: int
    done: int
    quota: int
    hours: int
    rest: str


@dataclass(frozen=True, slots=True)
class Person:
    """An officer in the list, by name: what he did and how long he keyed, so that shifts can be planned."""

    officer: Officer
    team: str
    done: int
    hours: str
    per_hour: str


@require_safe
@needs("pace.view")
def team(request: OfficerRequest) -> HttpResponse:
    """The pace of the officer's units in one period, today's unless another day is asked for."""
    officer, moment = request.user, now()
    campaign, unit_ids = campaign_of(officer)
    day = _day(request, campaign, moment)
    period = period_for(campaign, day)
    teams = list(
        Team.objects.filter(agency__unit_id__in=unit_ids)
        .select_related("agency__unit")
        .prefetch_related("members")
        .order_by("agency__unit__sort_key", "name", "id")
    )
    stations = [
        station
        for station in Station.objects.visible_to(officer).select_related("unit", "team").order_by("unit__sort_key", "code")
        if station.unit_id in unit_ids and station.may_key(day)
    ]  # fmt: skip
    done = done_by_hour(period.start, period.end, unit_ids=unit_ids)
    quota = campaign.quota_per_station
    total = sum(one.entries for one in done)
    left = max((period.end - max(moment, period.start)) / _HOUR, 0.0)
    return render(
        request,
        "pace_room/team.html",
        {
            "campaign": campaign,
            "day": day,
            "day_before": day - timedelta(days=1),
            "day_after": day + timedelta(days=1) if moment >= period.end else None,
            "period": period,
            "teams": _teams(teams, stations, done, quota, left),
            "machines": [
                _line(station.name, str(station.unit), [station], done, quota, left) for station in stations
            ],
            "people": _people(teams, done, paces_of_officers(period.start, period.end, unit_ids=unit_ids)),
            "charts": _charts(done, period, moment, quota * len(stations)),
            "total": total,
            "quota": quota * len(stations),
            "running": period.start <= moment < period.end,
        },
    )


def campaign_of(officer: Officer) -> tuple[Campaign, set[int]]:
    """The campaign that works in his units, and those of his units that report in it. Raises NotFound."""
    campaign = campaigns_of(officer).filter(keying_starts_on__lte=today()).first()
    if campaign is None:
        raise NotFound("Chưa có đợt cao điểm nào của đơn vị đồng chí đang nhập dữ liệu.")
    return campaign, {reporting.unit_id for reporting in reporting_units_for(officer, campaign)}


def _day(request: OfficerRequest, campaign: Campaign, moment: datetime) -> date:
    _, current = period_at(campaign, moment)
    try:
        asked = date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return current
    return asked if timedelta(0) <= current - asked < _LONGEST_AGO else current


def _teams(
    teams: Iterable[Team], stations: Sequence[Station], done: Sequence[Done], quota: int, left: float
) -> list[Line]:
    return [
        _line(one.name, str(one.agency.unit), [station for station in stations if station.team_id == one.pk], done, quota, left)
        for one in teams
    ]  # fmt: skip


def _line(
    name: str, place: str, stations: Sequence[Station], done: Sequence[Done], quota: int, left: float
) -> Line:
    ids = {station.pk for station in stations}
    own = [one for one in done if one.station in ids]
    count, wanted = sum(one.entries for one in own), quota * len(stations)
    missing = max(wanted - count, 0)
    return Line(
        name=name,
        place=place,
        machines=len(stations),
        done=count,
        quota=wanted,
        hours=len({(one.station, one.hour) for one in own}),
        rest="đủ" if not missing else said(missing / left) if left else "–",
    )


def _people(teams: Iterable[Team], done: Sequence[Done], paces: dict[int, Pace]) -> list[Person]:
    counts: Counter[int | None] = Counter()
    for one in done:
        counts[one.officer] += one.entries
    found = []
    for each in teams:
        for officer in each.members.all():
            pace = paces.get(officer.pk, Pace())
            found.append(
                Person(officer, each.name, counts[officer.pk], said(pace.hours, 1) if pace.entries else "–", said(pace.per_hour))
            )  # fmt: skip
    return sorted(found, key=lambda person: by_given_name(str(person.officer)))


def by_given_name(name: str) -> tuple[str, str]:
    """The order of a list of people: by the given name, which stands last."""
    return sort_key(name.split()[-1] if name.split() else ""), sort_key(name)


def _charts(done: Sequence[Done], period: Period, moment: datetime, quota: int) -> list[Chart]:
    by_hour: Counter[datetime] = Counter()
    for one in done:
        by_hour[one.hour] += one.entries
    first = local(period.start).replace(minute=0, second=0, microsecond=0)
    last = min(moment, period.end - timedelta(microseconds=1))
    hours = []
    while first <= last:
        hours.append(first)
        first += _HOUR
    places = [f"{hour:%H}h" for hour in hours]
    sums, total = [], 0
    for hour in hours:
        total += by_hour[hour]
        sums.append(float(total))
    return [
        Chart("theo-gio", "Hoàn thành trong từng giờ", "trường hợp", places, [Series("Trường hợp", [float(by_hour[hour]) for hour in hours])], "Giờ", kind="bars"),
        Chart("luy-ke", "Lũy kế trong kỳ báo cáo", "trường hợp", places, [Series("Lũy kế", sums)], "Đến hết giờ", reference=("chỉ tiêu của kỳ", float(quota)) if quota else None),
    ]  # fmt: skip
