"""What the rules of steering look at, gathered for every unit of a campaign as of a moment: frozen days, sendings, terms of cases, checks,
machines and accounts of the period.

Cost: the last days' frozen reports, the open cases that are overdue, the checks of some weeks, and the log of one period.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.checking.queries import rates_in
from hotich.core.calendar.working_days import is_working_day, working_days_between
from hotich.core.quotas import Period
from hotich.core.rates import Rate
from hotich.core.steering import DayFacts, Report, Unchecked, UnitFacts
from hotich.reports.models import DailyReport, Declaration, Receiver, Sending
from hotich.reports.queries import deadline_of, work_between
from hotich.stations.models import Station
from hotich.support.time import local

CHECKED_DAYS: Final = 28
"""Over which checks an error rate is taken: four weeks, so that a unit that has mended its ways is not held to its beginnings."""
SHARED_MINUTES: Final = 10


@dataclass(slots=True)
class _Gathered:
    """By unit what was found."""

    days: dict[int, dict[date, DayFacts]] = field(default_factory=lambda: defaultdict(dict))
    remaining: dict[int, int] = field(default_factory=dict)
    overdue: dict[int, tuple[int, date]] = field(default_factory=dict)
    rates: dict[int, Rate] = field(default_factory=dict)
    unchecked: dict[int, list[Unchecked]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[int, tuple[int, int]] = field(default_factory=dict)


def facts_of(
    campaign: Campaign, units: Iterable[ReportingUnit], *, moment: datetime, days: int
) -> dict[int, UnitFacts]:
    """By reporting unit its facts, with so many of its last closed days."""
    listed = list(units)
    ids = [unit.unit_id for unit in listed]
    found = _Gathered()
    last = _days(campaign, listed, found, moment=moment, days=days)
    _cases(ids, found, on=local(moment).date())
    found.rates = {
        int(unit): rate
        for unit, rate in rates_in(ids, by="unit", since=moment - timedelta(days=CHECKED_DAYS)).items()
    }
    if last is not None:
        _machines(campaign, ids, found, last)
        _accounts(ids, found, last)
    return {unit.pk: _facts(unit, found, on=local(moment).date()) for unit in listed}


def _facts(unit: ReportingUnit, found: _Gathered, *, on: date) -> UnitFacts:
    cases, oldest = found.overdue.get(unit.unit_id, (0, on))
    rate = found.rates.get(unit.unit_id, Rate(0, 0))
    times, accounts = found.shared.get(unit.unit_id, (0, 0))
    return UnitFacts(
        days=tuple(day for _, day in sorted(found.days[unit.pk].items())),
        remaining=found.remaining.get(unit.pk),
        overdue_cases=cases,
        oldest_overdue_days=working_days_between(oldest, on),
        fields_checked=rate.whole,
        fields_wrong=rate.part,
        unchecked=tuple(found.unchecked.get(unit.unit_id, ())),
        shared_times=times,
        shared_accounts=accounts,
    )


def _days(
    campaign: Campaign, units: list[ReportingUnit], found: _Gathered, *, moment: datetime, days: int
) -> Period | None:
    """The closed days and how their reports came; gives the period of the last one."""
    since = local(moment).date() - timedelta(days=days)
    rows = DailyReport.objects.unscoped("the rules look at every unit").filter(
        campaign=campaign, level=DailyReport.Level.UNIT, reporting_unit__in=[unit.pk for unit in units],
        date__gte=since, period_to__lte=moment,
    )  # fmt: skip
    # Four figures of the form, not the form: the rest of it stays in the database.
    shown = rows.order_by("date").values_list(
        "id", "reporting_unit_id", "date", "period_from", "period_to", "figures__toward_quota", "figures__quota",
        "figures__required", "figures__cumulative__total",
    )  # fmt: skip
    sent, again = _sent(campaign, since, moment)
    period = None
    for pk, unit, day, start, end, keyed, quota, required, done in shown:
        deadline = deadline_of(campaign, day, Receiver.TOWN)
        found.days[unit][day] = DayFacts(
            day, int(keyed or 0), int(quota or 0), is_working_day(day),
            _came(sent.get((unit, day)), deadline, moment), again.get(pk, 0),
        )  # fmt: skip
        if required:
            found.remaining[unit] = int(required) - int(done or 0)
        period = Period(start, end)
    return period


def _came(sent_at: datetime | None, deadline: datetime, moment: datetime) -> Report:
    if sent_at is not None:
        return Report.IN_TIME if sent_at < deadline else Report.LATE
    return Report.SILENT if moment >= deadline else Report.NOT_DUE


def _sent(
    campaign: Campaign, since: date, moment: datetime
) -> tuple[dict[tuple[int, date], datetime], dict[object, int]]:
    """When the first word of each unit and day came, by whichever way, and how often a report went out again."""
    first: dict[tuple[int, date], datetime] = {}
    again: dict[object, int] = {}
    sendings = Sending.objects.unscoped("the rules look at every unit").filter(
        report__campaign=campaign, report__date__gte=since, receiver=Receiver.TOWN, sent_at__lte=moment
    )
    for pk, unit, day, number, sent_at in sendings.order_by("number").values_list(
        "report_id", "report__reporting_unit_id", "report__date", "number", "sent_at"
    ):
        first.setdefault((unit, day), sent_at)
        again[pk] = number - 1
    declared = Declaration.objects.unscoped("the rules look at every unit").filter(
        reporting_unit__campaign=campaign, date__gte=since, received_at__lte=moment
    )
    for unit, day, received in declared.order_by("received_at").values_list(
        "reporting_unit_id", "date", "received_at"
    ):
        first.setdefault((unit, day), received)
    return first, again


def _cases(ids: list[int], found: _Gathered, *, on: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, count(*), min(due_on) FROM cases_case"
            " WHERE due_on < %s AND state NOT IN ('closed', 'withdrawn') AND unit_id = ANY(%s) GROUP BY 1",
            [on, ids],
        )
        found.overdue = {unit: (count, oldest) for unit, count, oldest in cursor.fetchall()}


def _machines(campaign: Campaign, ids: list[int], found: _Gathered, period: Period) -> None:
    """Machines that keyed on a day on which their check did not hold."""
    stations = {
        station.pk: station
        for station in Station.objects.unscoped("the rules look at every unit").filter(unit_id__in=ids)
    }
    entries: dict[tuple[int, int], int] = defaultdict(int)
    for work in work_between(campaign, period.start, period.end):
        station = stations.get(work.station_id or 0)
        if station is not None and not station.may_key(local(work.start).date()):
            entries[work.unit_id, station.pk] += work.entries
    for (unit, pk), count in sorted(entries.items()):
        found.unchecked[unit].append(Unchecked(stations[pk].code, count))


def _accounts(ids: list[int], found: _Gathered, period: Period) -> None:
    """Accounts whose actions came from two machines within ten minutes. What a desk sends late for another is no sign: sender and author
    must be one."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SHARED, {"start": period.start, "end": period.end, "units": ids, "minutes": SHARED_MINUTES}
        )
        found.shared = {unit: (times, accounts) for unit, times, accounts in cursor.fetchall()}


_SHARED = """
    SELECT unit_id, count(*), count(DISTINCT author_id)
    FROM (
        SELECT entry.unit_id, action.author_id,
               date_bin(make_interval(mins => %(minutes)s), action.received_at, %(start)s) AS stretch
        FROM entries_entryaction action
        JOIN entries_entry entry ON entry.id = action.entry_id
        WHERE action.received_at >= %(start)s AND action.received_at < %(end)s
          AND action.station_id IS NOT NULL AND action.sender_id = action.author_id AND entry.unit_id = ANY(%(units)s)
        GROUP BY 1, 2, 3
        HAVING count(DISTINCT action.station_id) > 1
    ) both_at_once
    GROUP BY 1
"""


def without_reports(facts: UnitFacts) -> UnitFacts:
    """Of a unit without access: its report comes as a file through others, so its lateness is not its own."""
    return replace(facts, days=tuple(replace(day, report=Report.NOT_DUE, amended=0) for day in facts.days))
