"""The day's form, frozen where it is frozen, else computed up to now."""

from datetime import date, datetime
from typing import Any

from django.core.cache import cache

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.core.quotas import VIETNAM
from hotich.reports.figures import UnitFigures, figures_of, total_of
from hotich.reports.models import DailyReport
from hotich.reports.periods import period_at, period_for
from hotich.staff.models import Officer

STATUS_LABELS = {
    "submitted": "đã gửi",
    "late": "gửi muộn",
    "silent": "chưa xác nhận",
    "draft": "số liệu tạm tính",
}


def figures_at(campaign: Campaign, moment: datetime) -> list[UnitFigures]:
    """The figures of every unit of the campaign at the full minute before a moment, past or present: the one door for rooms and
    documents. What was asked for lately is kept for a minute; nobody may change what he gets.
    """
    minute = moment.replace(second=0, microsecond=0)
    key = f"figures:{campaign.pk}:{minute.isoformat()}"
    kept: list[UnitFigures] | None = cache.get(key)
    if kept is None:
        period, day = period_at(campaign, minute)
        kept = figures_of(campaign, _all_units(campaign), period, day=day)
        cache.set(key, kept, timeout=_KEPT)
    return kept


_KEPT = 60


def _all_units(campaign: Campaign) -> list[ReportingUnit]:
    found = ReportingUnit.objects.unscoped("the whole form").filter(campaign=campaign)
    return list(found.select_related("unit").order_by("order"))


def daily_form(
    campaign: Campaign, day: date, *, now: datetime, units: list[ReportingUnit] | None = None
) -> dict[str, Any]:
    """The form of one day over the given units (all of the campaign's where none are named).

    `total` is the sum of the lines shown. Figures of a day not frozen yet are computed over what was received so far.
    """
    chosen = _all_units(campaign) if units is None else units
    period = period_for(campaign, day)
    frozen = {
        report.reporting_unit_id: report
        for report in DailyReport.objects.unscoped("lines of the units asked for").filter(
            campaign=campaign, date=day, level=DailyReport.Level.UNIT, reporting_unit__in=chosen
        )
    }
    live = [unit for unit in chosen if unit.pk not in frozen]
    computed = {line.code: line.as_json() for line in figures_of(campaign, live, period, day=day)}
    lines = []
    for unit in chosen:
        report = frozen.get(unit.pk)
        line = dict(report.figures) if report else computed[unit.code]
        line |= {
            "status": status_of(campaign, day, report, now=now),
            "source": "computed",
            "obstacles": report.obstacles if report else "",
            "sent_at": report.sent_at.astimezone(VIETNAM).isoformat() if report and report.sent_at else None,
        }
        lines.append(line)
    return {
        "campaign": campaign.name,
        "date": day.isoformat(),
        "period": {
            "from": period.start.astimezone(VIETNAM).isoformat(),
            "to": period.end.astimezone(VIETNAM).isoformat(),
        },
        "units": lines,
        "total": total_of(lines, period) | {"declared": 0},
    }


def status_of(campaign: Campaign, day: date, report: DailyReport | None, *, now: datetime) -> str:
    """`submitted` before the unit's deadline, `late` from it on, `silent` after it without a word, else `draft`."""
    deadline = datetime.combine(day, campaign.unit_deadline, tzinfo=VIETNAM)
    if report is not None and report.sent_at is not None:
        return "submitted" if report.sent_at < deadline else "late"
    return "silent" if now >= deadline else "draft"


def reports_for(officer: Officer, campaign: Campaign, day: date) -> dict[int, DailyReport]:
    """Frozen unit reports of a day that an officer may see, by reporting unit."""
    found = DailyReport.objects.visible_to(officer).filter(
        campaign=campaign, date=day, level=DailyReport.Level.UNIT
    )
    return {report.reporting_unit_id: report for report in found if report.reporting_unit_id}
