"""Freezing a day's figures and sending them."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from hotich.audit import operations as audit
from hotich.audit.sealing import horizon
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import campaigns_reporting_on
from hotich.reports.models import DailyReport
from hotich.reports.queries import daily_form, period_for
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local

SETTLING = timedelta(seconds=15)
"""From the cut-off to the freezing: longer than a transaction may last."""
PATIENCE = 12.0
"""Seconds that a freezing waits for transactions older than itself."""


class ReportRefused(Refusal):
    """The report cannot be sent as it stands."""

    code = "report.refused"
    status = 409


@transaction.atomic
def freeze(*, campaign: Campaign, day: date, now: datetime) -> list[DailyReport]:
    """Keeps the day's figures of every unit and of the town; a day already frozen stays as it is.

    Who calls it has waited until nothing earlier than the cut-off can be written any more, as `freeze_due` does. Raises
    ReportRefused before the cut-off and for some seconds after it.
    """
    campaign = Campaign.objects.select_for_update().select_related("lead_agency").get(pk=campaign.pk)
    period = period_for(campaign, day)
    if now < period.end + SETTLING:
        raise ReportRefused("Chưa đến giờ chốt số liệu.", code="report.before_cut_off")
    if (
        DailyReport.objects.unscoped("freezing is the campaign's")
        .filter(campaign=campaign, date=day)
        .exists()
    ):
        return []
    return DailyReport.objects.bulk_create(snapshot(campaign, day, now=now))


def snapshot(campaign: Campaign, day: date, *, now: datetime) -> list[DailyReport]:
    """The reports of a closed day as they would be frozen: of every unit and of the town, not written yet."""
    period = period_for(campaign, day)
    form = daily_form(campaign, day, now=now)
    units = {
        unit.code: unit
        for unit in ReportingUnit.objects.unscoped("freezing is the campaign's").filter(campaign=campaign)
    }
    common = {
        "campaign": campaign, "date": day, "period_from": period.start, "period_to": period.end, "frozen_at": now,
    }  # fmt: skip
    frozen = [
        DailyReport(
            **common,
            level=DailyReport.Level.UNIT,
            reporting_unit=units[line["code"]],
            unit_id=units[line["code"]].unit_id,
            figures=line,
        )
        for line in form["units"]
    ]
    frozen.append(
        DailyReport(
            **common,
            level=DailyReport.Level.TOWN,
            unit_id=campaign.lead_agency.unit_id,
            figures=form["total"],
        )
    )
    return frozen


def freeze_due(*, now: datetime) -> list[tuple[str, date]]:
    """Freezes every day that has closed and is not frozen yet, of every campaign at work, the oldest first.

    A campaign's first day is the one its keying began on. A day is frozen when every transaction that could still bear an
    earlier `received_at` has ended: nobody who saves waits for it, and where one takes longer than `PATIENCE` seconds the
    next run does it. Idempotent: run every minute, outside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("freeze_due waits for other transactions to end: run it outside one")
    due = [
        campaign
        for campaign in campaigns_reporting_on(local(now).date())
        if _closed(campaign, _next_day(campaign), now)
    ]
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


def _next_day(campaign: Campaign) -> date:
    frozen = DailyReport.objects.unscoped("freezing is the campaign's").filter(campaign=campaign)
    last = frozen.order_by("-date").values_list("date", flat=True).first()
    return last + timedelta(days=1) if last else campaign.keying_starts_on


def _closed(campaign: Campaign, day: date, now: datetime) -> bool:
    return period_for(campaign, day).end + SETTLING <= now


@transaction.atomic
def send_unit_report(*, actor: Officer, now: datetime, report: DailyReport, obstacles: str) -> DailyReport:
    """The unit's officer confirms the frozen figures, with obstacles and proposals, and sends them.

    A unit speaks for itself: who merely sees its figures from above does not send them. Raises NotAllowed, NotFound,
    ReportRefused where it was sent already.
    """
    require(actor, "report.send")
    found = (
        DailyReport.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(pk=report.pk, level=DailyReport.Level.UNIT, unit_id__in=actor.scope.own_unit_ids)
        .first()
    )
    if found is None:
        raise NotFound
    if found.sent_at is not None:
        raise ReportRefused("Báo cáo này đã gửi rồi.", code="report.sent")
    found.obstacles = obstacles.strip()
    found.sent_at = now
    found.sent_by = actor
    found.save(update_fields=["obstacles", "sent_at", "sent_by"])
    audit.record(
        kind="report.sent", officer=actor, subject=f"report:{found.pk}", unit_id=found.unit_id, now=now
    )
    return found
