"""What the rules of steering look at, gathered for every unit of a campaign as of a moment: frozen days, sendings, terms of cases, checks,
machines and accounts of the period.

Cost: the last days' frozen reports, the open cases that are overdue, the checks of some weeks, and the log of one period.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Min

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.spans import cases_within, spans_of
from hotich.cases.models import Case
from hotich.cases.queries import ENDED
from hotich.checking.queries import rates_in
from hotich.core.calendar.working_days import is_working_day, working_days_between
from hotich.core.quotas import Period
from hotich.core.rates import Rate
from hotich.core.steering import DayFacts, Report, Unchecked, UnitFacts
from hotich.entries.at_machines import keyed_unchecked, shared_accounts
from hotich.reports.models import DailyReport, Declaration, Receiver, Sending
from hotich.reports.queries import deadline_of
from hotich.stations.models import Station
from hotich.support.time import local

CHECKED_DAYS: Final = 28
"""Over which checks an error rate is taken: four weeks, so that a unit that has mended its ways is not held to its beginnings."""


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
    _cases(campaign, ids, found, on=local(moment).date())
    found.rates = {
        int(unit): rate
        for unit, rate in rates_in(ids, by="unit", since=moment - timedelta(days=CHECKED_DAYS)).items()
    }
    if last is not None:
        _machines(ids, found, last)
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
        campaign=campaign, level=DailyReport.Level.UNIT, reporting_unit_id__any_of=[unit.pk for unit in units],
        date__gte=since, period_to__lte=moment,
    )  # fmt: skip
    # Four figures of the form, not the form: the rest of it stays in the database.
    shown = rows.order_by("date").values_list(
        "id", "reporting_unit_id", "date", "period_from", "period_to", "figures__toward_quota", "figures__quota",
        "figures__required", "figures__cumulative__total",
    )  # fmt: skip
    first, again = _first_words(campaign, since, moment)
    period = None
    for pk, unit, day, start, end, keyed, quota, required, done in shown:
        deadline = deadline_of(campaign, day, Receiver.TOWN)
        found.days[unit][day] = DayFacts(
            day, int(keyed or 0), int(quota or 0), is_working_day(day),
            _came(first.get((unit, day)), deadline, moment), again.get(pk, 0),
        )  # fmt: skip
        if required:
            found.remaining[unit] = int(required) - int(done or 0)
        period = Period(start, end)
    return period


def _came(word: tuple[datetime, bool | None] | None, deadline: datetime, moment: datetime) -> Report:
    if word is not None:
        at, late = word
        return Report.LATE if (at >= deadline if late is None else late) else Report.IN_TIME
    return Report.SILENT if moment >= deadline else Report.NOT_DUE


def _first_words(
    campaign: Campaign, since: date, moment: datetime
) -> tuple[dict[tuple[int, date], tuple[datetime, bool | None]], dict[object, int]]:
    """When the first word of each unit and day came, by whichever way, and of a sending whether it was late by the hour that held then;
    and how often a report went out again.
    """
    first: dict[tuple[int, date], tuple[datetime, bool | None]] = {}
    again: dict[object, int] = {}
    sendings = Sending.objects.unscoped("the rules look at every unit").filter(
        report__campaign=campaign, report__date__gte=since, receiver=Receiver.TOWN, sent_at__lte=moment
    )
    for pk, unit, day, number, sent_at, late in sendings.order_by("number").values_list(
        "report_id", "report__reporting_unit_id", "report__date", "number", "sent_at", "late"
    ):
        first.setdefault((unit, day), (sent_at, late))
        again[pk] = number - 1
    declared = Declaration.objects.unscoped("the rules look at every unit").filter(
        reporting_unit__campaign=campaign, date__gte=since, received_at__lte=moment
    )
    for unit, day, received in declared.order_by("received_at").values_list(
        "reporting_unit_id", "date", "received_at"
    ):
        first.setdefault((unit, day), (received, None))
    return first, again


def _cases(campaign: Campaign, ids: list[int], found: _Gathered, *, on: date) -> None:
    late = Case.objects.unscoped("the rules look at every unit").filter(due_on__lt=on, unit_id__any_of=ids)
    rows = cases_within(late.exclude(state__in=ENDED), spans_of(campaign)).order_by()
    counted = rows.values_list("unit_id").annotate(count=Count("*"), oldest=Min("due_on"))
    found.overdue = {unit: (count, oldest) for unit, count, oldest in counted}


def _machines(ids: list[int], found: _Gathered, period: Period) -> None:
    """Machines that keyed while their check did not hold; what their desk kept from before and sent late is no fault."""
    unchecked = [
        one for one in keyed_unchecked(ids, period.start, period.end) if one.entries > one.said_before
    ]
    codes = _codes(one.station_id for one in unchecked)
    for one in unchecked:
        found.unchecked[one.unit_id].append(
            Unchecked(codes[one.station_id][0], one.entries - one.said_before)
        )


def _accounts(ids: list[int], found: _Gathered, period: Period) -> None:
    """Accounts that keyed to and fro at several machines; it is told to each unit one of whose machines it was."""
    shared = shared_accounts(ids, period.start, period.end)
    machines = _codes(station for one in shared for station in one.station_ids)
    for one in shared:
        for unit in {machines[station][1] for station in one.station_ids}:
            times, accounts = found.shared.get(unit, (0, 0))
            found.shared[unit] = (times + one.changes, accounts + 1)


def _codes(station_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Code and unit of machines."""
    stations = Station.objects.unscoped("the rules look at every unit").filter(pk__any_of=set(station_ids))
    return {pk: (code, unit) for pk, code, unit in stations.values_list("pk", "code", "unit_id")}


def without_reports(facts: UnitFacts) -> UnitFacts:
    """Of a unit without access: its report comes as a file through others, so its lateness is not its own; and what it keys is not in
    our log, so no day of it can be held against a quota.
    """
    return replace(
        facts, days=tuple(replace(day, quota=0, report=Report.NOT_DUE, amended=0) for day in facts.days)
    )
