"""Who has reported, how long cases have been open, which lines are down: of now, in counts."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Case as Choice
from django.db.models import Count, Q, Value, When

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import counts_until
from hotich.campaign.spans import cases_within, spans_of
from hotich.cases.models import Case
from hotich.cases.queries import ENDED
from hotich.reports.figures import UnitFigures
from hotich.reports.models import DailyReport, Declaration, Receiver, Sending
from hotich.reports.periods import day_at, first_to_come, period_running
from hotich.reports.queries import deadline_of, figures_at, status_of
from hotich.reports.room.kept import MINUTE, kept, key_of, minute_of
from hotich.stations.at_work import MachinesNow, machines_now, outages_running
from hotich.stations.lost_hours import LostHours
from hotich.stations.models import Outage
from hotich.support.time import local

AGES: Final = (("0–3", 3), ("4–7", 7), ("8–14", 14), ("15–30", 30), ("trên 30", None))
"""Days that a case has been open: label, and the last day of the bucket."""


@dataclass(frozen=True, slots=True)
class UnitReport:
    """How the report of one unit for the day stands; `status` as `reports.queries.status_of` says it, or `declared`."""

    unit: ReportingUnit
    status: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportStanding:
    """Of the last day whose figures are frozen. `next_cut_off` is when the next day closes; of a closed campaign none does any more:
    `last_day` is the day of its last report, which ends with it and is sent as any other.
    """

    day: date | None
    units: tuple[UnitReport, ...]
    deadline: datetime | None
    next_cut_off: datetime
    now: datetime
    closed_at: datetime | None
    last_day: date | None

    @property
    def is_last(self) -> bool:
        """Whether it is the campaign's last report; it has none before the moments of its end are frozen."""
        return self.day is not None and self.day == self.last_day

    @property
    def missing(self) -> list[UnitReport]:
        return [one for one in self.units if one.status in ("silent", "draft")]

    @property
    def late(self) -> list[UnitReport]:
        return [one for one in self.units if one.status == "late"]

    @property
    def sent(self) -> int:
        return len(self.units) - len(self.missing)

    @property
    def is_over(self) -> bool:
        """Whether the hour by which units send has passed."""
        return self.deadline is not None and self.now >= self.deadline

    @property
    def minutes_left(self) -> int | None:
        """Until that hour, whole minutes; None after it."""
        if self.deadline is None or self.is_over:
            return None
        return int((self.deadline - self.now).total_seconds() // 60)


def reports_of(campaign: Campaign, units: Sequence[ReportingUnit], *, moment: datetime) -> ReportStanding:
    """Who has sent the report of the last frozen day, in time, late or not yet; also after the campaign was closed, for the last one."""
    until = counts_until(campaign, moment)
    closed_at = until if until < moment else None
    frozen = DailyReport.objects.unscoped("which day was frozen last").filter(
        campaign=campaign, level=DailyReport.Level.TOWN, period_to__lte=moment
    )
    day = frozen.order_by("-date").values_list("date", flat=True).first()
    last_day = day_at(campaign, moment) if closed_at is not None else None
    next_cut_off = (first_to_come(campaign, moment) or period_running(campaign, moment)[0]).end
    if day is None:
        return ReportStanding(None, (), None, next_cut_off, moment, closed_at, last_day)
    sent = _first_words(campaign, [unit.pk for unit in units], day, moment)
    return ReportStanding(
        day,
        tuple(_report(campaign, unit, day, sent.get(unit.pk), moment) for unit in units),
        deadline_of(campaign, day, Receiver.TOWN), next_cut_off, moment, closed_at, last_day,
    )  # fmt: skip


_FirstWord = tuple[datetime, bool | None]
"""When a report came first, and whether it was sent late; None where it came as a file."""


def _report(
    campaign: Campaign, unit: ReportingUnit, day: date, said: _FirstWord | None, moment: datetime
) -> UnitReport:
    if said is None:
        return UnitReport(unit, status_of(campaign, day, None, now=moment), None)
    at, late = said
    status = "declared" if late is None else status_of(campaign, day, at, now=moment, late=late)
    return UnitReport(unit, status, at)


def _first_words(
    campaign: Campaign, unit_ids: Collection[int], day: date, moment: datetime
) -> dict[int, _FirstWord]:
    """By unit the first word of the day."""
    declared = Declaration.objects.unscoped("reports of the units asked for").filter(
        reporting_unit_id__any_of=unit_ids,
        reporting_unit__campaign=campaign,
        date=day,
        number=1,
        received_at__lte=moment,
    )
    found: dict[int, _FirstWord] = {
        unit: (at, None) for unit, at in declared.values_list("reporting_unit_id", "received_at")
    }
    sent = Sending.objects.unscoped("reports of the units asked for").filter(
        report__campaign=campaign, report__date=day, report__reporting_unit_id__any_of=unit_ids, receiver=Receiver.TOWN,
        number=1, sent_at__lte=moment,
    )  # fmt: skip
    return found | {
        unit: (at, late)
        for unit, at, late in sent.values_list("report__reporting_unit_id", "sent_at", "late")
    }


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Open cases of the units by how long they have been open, and how many are past their term."""

    ages: tuple[int, ...]
    overdue: int
    escalated: int

    @property
    def open(self) -> int:
        return sum(self.ages)

    @property
    def by_age(self) -> list[tuple[str, int]]:
        return [(label, count) for (label, _), count in zip(AGES, self.ages, strict=True)]


def cases_of(campaign: Campaign, unit_ids: Collection[int], *, moment: datetime) -> CaseStanding:
    """The open cases of what some units keyed in the campaign, counted once a minute."""
    minute = minute_of(moment)
    key = key_of("cases", campaign.pk, minute, units=unit_ids)
    return kept(key, MINUTE, lambda: _cases(campaign, unit_ids, minute))


def _cases(campaign: Campaign, unit_ids: Collection[int], moment: datetime) -> CaseStanding:
    living = Case.objects.unscoped("counts of the units asked for").filter(unit_id__any_of=unit_ids)
    young = [
        When(opened_at__gt=moment - timedelta(days=last + 1), then=Value(at))
        for at, (_, last) in enumerate(AGES)
        if last is not None
    ]
    rows = (
        cases_within(living.exclude(state__in=ENDED), spans_of(campaign))
        .order_by()
        .annotate(age=Choice(*young, default=Value(len(AGES) - 1)))
        .values_list("age")
        .annotate(
            count=Count("*"),
            late=Count("due_on", filter=Q(due_on__lt=local(moment).date())),
            told_above=Count("level", filter=Q(level__gte=2)),
        )
    )
    ages, overdue, escalated = [0] * len(AGES), 0, 0
    for at, count, late, told_above in rows:
        ages[at] = count
        overdue, escalated = overdue + late, escalated + told_above
    return CaseStanding(tuple(ages), overdue, escalated)


@dataclass(frozen=True, slots=True)
class LineStanding:
    """Outages that run now, the machine-hours lost in the period, and what machines do now; of a closed campaign all of it as it was at
    its end.
    """

    running: tuple[Outage, ...]
    lost: LostHours
    lost_by_unit: tuple[tuple[str, float], ...]
    machines: MachinesNow
    now: datetime

    def minutes(self) -> list[tuple[Outage, int, bool]]:
        """Each outage with its minutes, and whether the carrier's promise has run out."""
        return [
            (
                one,
                int((self.now - one.started_at).total_seconds() // 60),
                one.due_at is not None and one.due_at < self.now,
            )
            for one in self.running
        ]


def lines_of(
    campaign: Campaign, units: Sequence[ReportingUnit], *, moment: datetime, figures: Sequence[UnitFigures] | None = None
) -> LineStanding:  # fmt: skip
    """Lines of some units: what is down, and what it has cost in the period that runs (`figures`: of the moment, where they are known).
    After the campaign was closed, what stood when it was."""
    ids = [unit.unit_id for unit in units]
    until = counts_until(campaign, moment)
    stood = outages_running(ids) if until == moment else _outages_at(ids, until)
    running = [one for one in stood if one.cause != Outage.Cause.IDLE]
    minute = counts_until(campaign, minute_of(moment))
    names = {unit.code: unit.name for unit in units}
    lines = [line for line in figures or figures_at(campaign, moment) if line.code in names]
    whole = LostHours(
        **{
            one.name: round(sum(getattr(line.lost, one.name) for line in lines), 2)
            for one in fields(LostHours)
        }
    )
    lost = sorted(
        ((names[line.code], line.lost.total) for line in lines if line.lost.total), key=lambda row: -row[1]
    )
    machines = kept(
        key_of("machines-now", minute, units=ids), MINUTE, lambda: machines_now(ids, until, stood=stood)
    )
    return LineStanding(tuple(running), whole, tuple(lost), _sum(machines.values()), until)


def _outages_at(unit_ids: Collection[int], moment: datetime) -> list[Outage]:
    found = Outage.objects.unscoped(
        "what stood in the units asked for when their campaign was closed"
    ).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=moment), unit_id__any_of=unit_ids, started_at__lte=moment
    )
    return list(found.select_related("station", "unit", "carrier").order_by("started_at", "id"))


def _sum(machines: Iterable[MachinesNow]) -> MachinesNow:
    listed = list(machines)
    return MachinesNow(
        **{one.name: sum(getattr(unit, one.name) for unit in listed) for one in fields(MachinesNow)}
    )
