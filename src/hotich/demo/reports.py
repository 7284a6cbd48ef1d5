"""The reports of the past days: frozen by the one computation, sent in time, late, or not at all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from hotich.audit.digests import digest_of
from hotich.audit.models import AuditEvent
from hotich.campaign.models import Campaign
from hotich.core.quotas import VIETNAM
from hotich.core.quotas.periods import cut_off_at
from hotich.demo.officers import Staff
from hotich.demo.plan import at
from hotich.demo.territory import Territory
from hotich.reports.models import DailyReport
from hotich.reports.operations import SETTLING, count_period, snapshot
from hotich.staff.models import Officer
from hotich.synthetic.books import JUSTICE_OFFICE

_OBSTACLES = (
    "Đường truyền gián đoạn từ 9h00 đến 10h15, đã báo nhà mạng.",
    "Nhiều trang sổ giai đoạn 1977–1985 bị mờ, nhập chậm.",
    "Đề nghị hỗ trợ thêm 01 máy tính trong tuần tới.",
    "Một số trường hợp trùng số trong quyển, đã ghi chú để rà soát.",
)


def closed_days(campaign: Campaign, now: datetime) -> list[date]:
    """The days whose figures were frozen by now."""
    days = []
    day = campaign.keying_starts_on
    while _frozen_at(campaign, day) <= now:
        days.append(day)
        day += timedelta(days=1)
    return days


def freeze_days(campaign: Campaign, *, staff: Staff, territory: Territory, now: datetime) -> None:
    """Every closed day of a campaign, the oldest first: each is counted on top of the one before."""
    for day in closed_days(campaign, now):
        freeze_day(campaign, day, staff=staff, territory=territory, now=now)


@transaction.atomic
def freeze_day(campaign: Campaign, day: date, *, staff: Staff, territory: Territory, now: datetime) -> None:
    """One closed day: the snapshot that freezing takes, sent by most, each sending in the audit."""
    rng = Random(f"hotich-demo-report-{campaign.code}-{(day - campaign.keying_starts_on).days}")
    count_period(campaign, day)
    reports = snapshot(campaign, day, now=_frozen_at(campaign, day))
    sent = list(_sent(rng, reports, _senders(staff, territory, campaign), day, now))
    DailyReport.objects.bulk_create(reports)
    AuditEvent.objects.bulk_create(_noted(report) for report in sent)


def _frozen_at(campaign: Campaign, day: date) -> datetime:
    return cut_off_at(day, campaign.cut_off) + SETTLING + timedelta(seconds=1)


def _senders(staff: Staff, territory: Territory, campaign: Campaign) -> dict[int | None, Officer]:
    """Who sends: the head of each unit, and who consolidates the town's (the province's)."""
    holders = territory.first if campaign.lead_agency.code == "697-UB" else territory.second
    found: dict[int | None, Officer] = {
        holder.unit.pk: staff.officers["truongphong.tuphap"]
        if holder.code == JUSTICE_OFFICE
        else staff.of(holder, "lanhdao")
        for holder in holders
    }
    found[None] = staff.officers["chuyenvien.tuphap" if holders == territory.first else "chuyenvien.dongnai"]
    return found


def _sent(
    rng: Random, reports: list[DailyReport], senders: dict[int | None, Officer], day: date, now: datetime
) -> Iterator[DailyReport]:
    for report in reports:
        is_unit = report.level == DailyReport.Level.UNIT
        chance = rng.random()
        if is_unit and chance < 0.03:
            continue  # silent
        if not is_unit:
            moment = at(day, 14, 12) + timedelta(minutes=rng.random() * 15)
        elif chance < 0.12:
            moment = at(day, 14) + timedelta(minutes=1 + rng.random() * 35)
        else:
            moment = at(day, 13, 33) + timedelta(minutes=rng.random() * 25)
        if moment > now:
            continue
        report.sent_at = moment
        report.sent_by = senders[report.unit_id if is_unit else None]
        if is_unit and rng.random() < 0.08:
            report.obstacles = _OBSTACLES[int(rng.random() * len(_OBSTACLES))]
        yield report


def _noted(report: DailyReport) -> AuditEvent:
    officer = report.sent_by
    assert officer is not None and report.sent_at is not None
    position = officer.scope.positions[0]
    event = AuditEvent(
        at=report.sent_at.astimezone(VIETNAM),
        kind="report.sent",
        officer_id=officer.pk,
        agency_code=position.agency.code,
        unit_id=report.unit_id,
        subject=f"report:{report.pk}",
        detail={},
    )
    event.digest = digest_of(event)
    return event
