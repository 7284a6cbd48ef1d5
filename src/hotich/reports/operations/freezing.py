"""Counting and freezing a day's figures."""

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from hotich.audit.sealing import horizon
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import campaigns_on
from hotich.reports.counting.slices import Stretch, is_counted
from hotich.reports.errors import ReportRefused
from hotich.reports.figures import figures_of, total_of
from hotich.reports.models import DailyReport
from hotich.reports.operations.slicing import close_slices, open_next
from hotich.reports.periods import SETTLING, period_for
from hotich.support.time import VIETNAM, local

PATIENCE = 12.0
"""Seconds that a freezing waits for transactions older than itself."""

SLICE = timedelta(minutes=15)
"""How long a slice of a period is: the log of so much time at most is read to tell the figures of any moment."""


@transaction.atomic
def freeze(*, campaign: Campaign, day: date, now: datetime) -> list[DailyReport]:
    """Keeps the day's figures of every unit and of the town; a day already frozen stays as it is.

    Who calls it has waited until nothing earlier than the cut-off can be written any more, as `freeze_due` does. Raises
    ReportRefused before the cut-off and for some seconds after it. The last day of a campaign that was closed ends with it.
    """
    campaign = Campaign.objects.select_for_update().select_related("lead_agency").get(pk=campaign.pk)
    period = period_for(campaign, day)
    if period.start == period.end:
        raise ReportRefused("Đợt đã kết thúc trước ngày này: không còn báo cáo.", code="report.after_closing")
    if now < period.end + SETTLING:
        raise ReportRefused("Chưa đến giờ chốt số liệu.", code="report.before_cut_off")
    if (
        DailyReport.objects.unscoped("freezing is the campaign's")
        .filter(campaign=campaign, date=day)
        .exists()
    ):
        return []
    count_period(campaign, day)
    return DailyReport.objects.bulk_create(snapshot(campaign, day, now=now))


def count_period(campaign: Campaign, day: date) -> None:
    """Closes the last slice of a day whose period is over, and writes with what the next one begins."""
    stretch = Stretch.of(period_for(campaign, day), day)
    units = _units_of(campaign)
    close_slices(campaign, units, stretch)
    open_next(campaign, units, stretch)


def count_until(campaign: Campaign, day: date, hour: time) -> None:
    """Closes a slice of a past day at an hour between its cut-offs."""
    period = period_for(campaign, day)
    moment = next(
        (
            at
            for at in (datetime.combine(on, hour, tzinfo=VIETNAM) for on in (day - timedelta(days=1), day))
            if at in period and at > period.start
        ),
        None,
    )
    if moment is not None:
        close_slices(campaign, _units_of(campaign), Stretch(period.start, moment, day))


def _units_of(campaign: Campaign) -> list[int]:
    found = ReportingUnit.objects.unscoped("counting is the campaign's").filter(campaign=campaign)
    return list(found.values_list("unit_id", flat=True))


def snapshot(campaign: Campaign, day: date, *, now: datetime) -> list[DailyReport]:
    """The reports of a closed day as they would be frozen: of every unit and of the town, not written yet."""
    period = period_for(campaign, day)
    units = list(ReportingUnit.objects.unscoped("freezing is the campaign's").filter(campaign=campaign))
    by_code = {unit.code: unit for unit in units}
    lines = [line.as_json() for line in figures_of(campaign, units, period, day=day)]
    common = {
        "campaign": campaign, "date": day, "period_from": period.start, "period_to": period.end, "frozen_at": now,
    }  # fmt: skip
    frozen = [
        DailyReport(
            **common,
            level=DailyReport.Level.UNIT,
            reporting_unit=by_code[line["code"]],
            unit_id=by_code[line["code"]].unit_id,
            figures=line,
        )
        for line in lines
    ]
    town = DailyReport(
        **common,
        level=DailyReport.Level.TOWN,
        unit_id=campaign.lead_agency.unit_id,
        figures=total_of(lines, period),
    )
    return [*frozen, town]


def freeze_due(*, now: datetime) -> list[tuple[str, date]]:
    """Freezes every day that has closed and is not frozen yet, of every campaign at work, the oldest first.

    A campaign's first day is the one its keying began on. A day is frozen when every transaction that could still bear an
    earlier `received_at` has ended: nobody who saves waits for it, and where one takes longer than `PATIENCE` seconds the
    next run does it. Idempotent: run every minute, outside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("freeze_due waits for other transactions to end: run it outside one")
    due = [campaign for campaign in _counting(now) if _closed(campaign, _next_day(campaign), now)]
    settled = horizon(PATIENCE) if due else None
    if settled is None:
        return []
    done: list[tuple[str, date]] = []
    for campaign in due:
        day = _next_day(campaign)
        while _closed(campaign, day, now) and period_for(campaign, day).end <= settled:
            if freeze(campaign=campaign, day=day, now=now):
                done.append((campaign.code, day))
            day += timedelta(days=1)
    return done


def count_due(*, now: datetime) -> int:
    """Counts the slices that have closed of every campaign at work; gives how many were made. Idempotent, run every minute outside a
    transaction: whoever asks for figures afterwards reads the log of little more than `SLICE`.
    """
    if connection.in_atomic_block:
        raise RuntimeError("count_due waits for other transactions to end: run it outside one")
    due = []
    for campaign in _counting(now):
        day = _next_day(campaign)
        period = period_for(campaign, day)
        until = min(period.start + (now - SETTLING - period.start) // SLICE * SLICE, period.end)
        if until > period.start and not is_counted(campaign, period.start, until):
            due.append((campaign, Stretch(period.start, until, day)))
    settled = horizon(PATIENCE) if due else None
    if settled is None:
        return 0
    return sum(
        close_slices(campaign, _units_of(campaign), stretch)
        for campaign, stretch in due
        if stretch.until <= settled
    )


def _counting(now: datetime) -> QuerySet[Campaign]:
    """The campaigns whose figures still grow, and those that were closed and whose last report is not frozen yet."""
    last = DailyReport.objects.unscoped("freezing is the campaign's").filter(
        campaign=OuterRef("pk"), level=DailyReport.Level.TOWN, period_to__gte=OuterRef("closing__closed_at")
    )
    return campaigns_on(local(now).date()).filter(Q(closing__isnull=True) | ~Exists(last))


def _next_day(campaign: Campaign) -> date:
    frozen = DailyReport.objects.unscoped("freezing is the campaign's").filter(campaign=campaign)
    last = frozen.order_by("-date").values_list("date", flat=True).first()
    return last + timedelta(days=1) if last else campaign.keying_starts_on


def _closed(campaign: Campaign, day: date, now: datetime) -> bool:
    period = period_for(campaign, day)
    return period.start < period.end and period.end + SETTLING <= now
