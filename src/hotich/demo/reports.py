"""The reports of the past days: frozen by the one computation, sent in time, late, or not at all."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from hotich.audit.digests import digest_of
from hotich.audit.models import AuditEvent
from hotich.campaign.models import Campaign
from hotich.core.quotas import VIETNAM
from hotich.demo.officers import Staff
from hotich.demo.plan import at
from hotich.demo.territory import Territory
from hotich.reports.files import json_of
from hotich.reports.heads import head_of
from hotich.reports.models import DailyReport, Receiver, Sending
from hotich.reports.operations import SETTLING, count_period, count_until, keep_file, snapshot
from hotich.reports.papers import form_as_sent
from hotich.reports.periods import period_for
from hotich.reports.queries import deadline_of
from hotich.reports.workbook import workbook
from hotich.staff.models import Officer
from hotich.synthetic.books import JUSTICE_OFFICE

_WITH_FILES = timedelta(days=3)
"""How far back the files of what was sent are made: three hundred workbooks are not worth their seconds."""
_SHIFTS = (time(22), time(6))
"""Where shifts change between two cut-offs: the past is counted by shift."""
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
    for hour in _SHIFTS:
        count_until(campaign, day, hour)
    count_period(campaign, day)
    reports = DailyReport.objects.bulk_create(snapshot(campaign, day, now=_frozen_at(campaign, day)))
    sent = Sending.objects.bulk_create(_sent(rng, reports, _senders(staff, territory, campaign), day, now))
    AuditEvent.objects.bulk_create(_noted(sending) for sending in sent)
    if now - _frozen_at(campaign, day) < _WITH_FILES:
        for sending in sent:
            form = form_as_sent(sending)
            keep_file(sending=sending, kind="json", content=json_of(form), now=sending.sent_at)
            keep_file(sending=sending, kind="xlsx", content=workbook(form), now=sending.sent_at)


def _frozen_at(campaign: Campaign, day: date) -> datetime:
    return period_for(campaign, day).end + SETTLING + timedelta(seconds=1)


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
) -> Iterator[Sending]:
    for report in reports:
        is_unit = report.level == DailyReport.Level.UNIT
        chance = rng.random()
        if is_unit and chance < 0.03:
            continue  # silent
        if not is_unit:
            yield from _of_the_town(rng, report, senders[None], day, now)
            continue
        if chance < 0.12:
            moment = at(day, 14) + timedelta(minutes=1 + rng.random() * 35)
        else:
            moment = at(day, 13, 33) + timedelta(minutes=rng.random() * 25)
        obstacles = _OBSTACLES[int(rng.random() * len(_OBSTACLES))] if rng.random() < 0.08 else ""
        if moment > now:
            continue
        first = _sending(report, Receiver.TOWN, moment, senders[report.unit_id], obstacles=obstacles)
        yield first
        again = moment + timedelta(minutes=20 + rng.random() * 60)
        if rng.random() < 0.04 and again <= now:
            yield _sending(
                report, Receiver.TOWN, again, senders[report.unit_id], number=2,
                obstacles=first.obstacles or "Máy số 1 tạm dừng 30 phút để kiểm tra an ninh.",
                reason="Ghi bổ sung khó khăn, vướng mắc.",
            )  # fmt: skip


def _of_the_town(
    rng: Random, report: DailyReport, officer: Officer, day: date, now: datetime
) -> Iterator[Sending]:
    for receiver, hour, minute in ((Receiver.INSPECTION, 14, 12), (Receiver.PROVINCE, 14, 40)):
        moment = at(day, hour, minute) + timedelta(minutes=rng.random() * 15)
        if moment <= now:
            yield _sending(report, receiver, moment, officer)


def _sending(
    report: DailyReport, receiver: Receiver, moment: datetime, officer: Officer, *, number: int = 1,
    obstacles: str = "", reason: str = "",
) -> Sending:  # fmt: skip
    return Sending(
        report=report, unit_id=report.unit_id, receiver=receiver, number=number, obstacles=obstacles, reason=reason,
        head=head_of(report.reporting_unit, report.unit, on=report.date), sent_at=moment, sent_by=officer,
        late=moment >= deadline_of(report.campaign, report.date, receiver),
    )  # fmt: skip


def _noted(sending: Sending) -> AuditEvent:
    position = sending.sent_by.scope.positions[0]
    event = AuditEvent(
        at=sending.sent_at.astimezone(VIETNAM),
        kind="report.sent",
        officer_id=sending.sent_by_id,
        agency_code=position.agency.code,
        unit_id=sending.unit_id,
        subject=f"report:{sending.report_id}",
        detail={"receiver": str(sending.receiver), "version": sending.number, "late": sending.late},
    )
    event.digest = digest_of(event)
    return event
