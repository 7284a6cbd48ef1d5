"""The reports of the past days: frozen by the one computation, sent in time, late, or not at all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from hotich.audit.digests import digest_of
from hotich.audit.models import AuditEvent
from hotich.campaign.models import Campaign
from hotich.core.quotas import VIETNAM
from hotich.core.quotas.periods import cut_off_at
from hotich.demo.officers import Staff
from hotich.demo.plan import at
from hotich.demo.territory import Territory
from hotich.reports.models import DailyReport
from hotich.reports.operations import freeze
from hotich.staff.models import Officer
from hotich.synthetic.books import JUSTICE_OFFICE

_FROZEN_AFTER = timedelta(seconds=16)
_OBSTACLES = (
    "Đường truyền gián đoạn từ 9h00 đến 10h15, đã báo nhà mạng.",
    "Nhiều trang sổ giai đoạn 1977–1985 bị mờ, nhập chậm.",
    "Đề nghị hỗ trợ thêm 01 máy tính trong tuần tới.",
    "Một số trường hợp trùng số trong quyển, đã ghi chú để rà soát.",
)


def freeze_past(campaign: Campaign, *, staff: Staff, territory: Territory, now: datetime) -> int:
    """Every closed day of a campaign, the oldest first; returns how many."""
    rng = Random(f"hotich-demo-reports-{campaign.code}")
    senders = _senders(staff, territory, campaign)
    days = 0
    day = campaign.keying_starts_on
    while (closed := cut_off_at(day, campaign.cut_off) + _FROZEN_AFTER) <= now:
        made = freeze(campaign=campaign, day=day, now=closed)
        sent = list(_sent(rng, made, senders, day, now))
        DailyReport.plain.bulk_update(sent, ["sent_at", "sent_by", "obstacles"])
        AuditEvent.objects.bulk_create(_noted(report) for report in sent)
        day += timedelta(days=1)
        days += 1
    return days


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
