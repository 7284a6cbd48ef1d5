"""Writing the plan down: what it rests on, the chain of reporting, receivers of papers, who answers for a unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from hotich.campaign.models import (
    Basis,
    Campaign,
    PaperKind,
    PaperReceiver,
    ReportingUnit,
    ReportStep,
    Responsible,
)
from hotich.campaign.policies import check_leads
from hotich.staff.models import Officer
from hotich.support.errors import NotFound, Refusal
from hotich.support.once import refused_if_there
from hotich.support.time import local, today
from hotich.support.words import fitting


class PlanRefused(Refusal):
    """The plan cannot say this; the message says why and what to do."""

    code = "campaign.plan"
    status = 422


@transaction.atomic
def add_basis(
    *,
    actor: Officer,
    campaign_id: int | None,
    sort: str,
    title: str,
    number: str = "",
    day: date | None = None,
    issuer: str = "",
) -> Basis:
    """A document that the plan rests on, carries out, or hands its results to. Raises NotAllowed, NotFound, PlanRefused."""
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    if sort not in Basis.Sort.values:
        raise PlanRefused("Chọn loại văn bản có trong danh sách.")
    number = fitting(number, field="Số văn bản", most=60, refusal=PlanRefused)
    issuer = fitting(issuer, field="Cơ quan ban hành", most=200, refusal=PlanRefused)
    title = fitting(title, field="Tên, trích yếu", most=400, refusal=PlanRefused)
    if not title:
        raise PlanRefused("Ghi tên, trích yếu của văn bản.")
    if day is not None and day > max(today(), campaign.starts_on):
        raise PlanRefused(f"Ngày của văn bản, {day:%d/%m/%Y}, chưa đến: sửa lại ngày.")
    last = campaign.bases.order_by("-order").values_list("order", flat=True).first() or 0
    there = PlanRefused("Đợt đã có kế hoạch của chính nó: ghi thôi áp dụng văn bản cũ trước.")
    with refused_if_there(there):
        return Basis.objects.create(
            campaign=campaign, sort=sort, order=last + 1, number=number, day=day, issuer=issuer,
            title=title,
        )  # fmt: skip


@transaction.atomic
def withdraw_basis(*, actor: Officer, basis_id: int, now: datetime) -> Basis:
    """The document applies no longer, from today on; it stays on record. Raises NotAllowed, NotFound."""
    found = Basis.objects.filter(pk=basis_id, withdrawn_on__isnull=True)
    check_leads(actor, found.values_list("campaign_id", flat=True).first(), "campaign.plan")
    basis = found.select_for_update().first()
    if basis is None:
        raise NotFound
    basis.withdrawn_on = local(now).date()
    basis.save(update_fields=["withdrawn_on"])
    return basis


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the chain; `deadline` is which of the campaign's hours it has."""

    sender: str
    receiver: str
    through: str
    deadline: str


@transaction.atomic
def set_chain(*, actor: Officer, campaign_id: int | None, steps: Sequence[Step]) -> list[ReportStep]:
    """The chain of reporting as it is from now on, from the unit up. Raises NotAllowed, NotFound, PlanRefused."""
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    steps = [
        replace(
            step,
            sender=fitting(step.sender, field="Nơi gửi", most=200, refusal=PlanRefused),
            receiver=fitting(step.receiver, field="Nơi nhận", most=200, refusal=PlanRefused),
            through=fitting(step.through, field="Gửi qua", most=200, refusal=PlanRefused),
        )
        for step in steps
    ]
    for step in steps:
        if not step.sender or not step.receiver:
            raise PlanRefused("Mỗi bước báo cáo phải có nơi gửi và nơi nhận.")
        if step.deadline not in ReportStep.Deadline.values:
            raise PlanRefused("Chọn hạn gửi của mỗi bước.")
    campaign.steps.filter(order__gt=len(steps)).delete()
    return [
        ReportStep.objects.update_or_create(
            campaign=campaign, order=order,
            defaults={
                "sender": step.sender, "receiver": step.receiver, "through": step.through, "deadline": step.deadline,
            },
        )[0]
        for order, step in enumerate(steps, start=1)
    ]  # fmt: skip


@transaction.atomic
def set_receivers(
    *, actor: Officer, campaign_id: int | None, names: Sequence[str], paper: str = ""
) -> list[PaperReceiver]:
    """*Nơi nhận* of a kind of paper, or of every kind, as it is from now on; a kind without names has that of every kind. Raises NotAllowed,
    NotFound, PlanRefused.
    """
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    if paper and paper not in PaperKind.values:
        raise PlanRefused("Chọn loại văn bản có trong danh sách.")
    listed = _names(names, "Nơi nhận", 200)
    campaign.receivers.filter(paper=paper).exclude(name__in=listed).delete()
    return [
        PaperReceiver.objects.update_or_create(
            campaign=campaign, paper=paper, name=name, defaults={"order": order}
        )[0]
        for order, name in enumerate(listed, start=1)
    ]


def _names(names: Sequence[str], field: str, most: int) -> list[str]:
    """Each once, in their order, without empty lines."""
    listed = [fitting(name, field=field, most=most, refusal=PlanRefused) for name in names]
    return list(dict.fromkeys(filter(None, listed)))


@transaction.atomic
def set_programmes(*, actor: Officer, campaign_id: int | None, names: Sequence[str]) -> Campaign:
    """The programmes that the campaign is part of. Raises NotAllowed, NotFound."""
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    campaign.programmes = _names(names, "Tên chương trình", 60)
    campaign.save(update_fields=["programmes"])
    return campaign


@transaction.atomic
def name_responsible(
    *,
    actor: Officer,
    reporting_unit_id: int | None,
    role: str,
    name: str,
    title: str,
    now: datetime,
    phone: str = "",
    officer: Officer | None = None,
    since: date | None = None,
) -> Responsible:
    """Who answers for a unit, or helps it, from a day on (today); whoever did so before ends the day before, and whoever was named for a
    day that has not come is written over: nothing went under that name. Raises NotAllowed, NotFound, PlanRefused.
    """
    unit: ReportingUnit | None = (
        ReportingUnit.objects.visible_to(actor)
        .filter(pk=reporting_unit_id)
        .select_related("campaign")
        .first()
    )
    campaign = check_leads(actor, unit.campaign_id if unit else None, "campaign.plan")
    assert unit is not None  # check_leads raises NotFound without a campaign
    if role not in Responsible.Role.values:
        raise PlanRefused("Chọn người đứng đầu hoặc người hỗ trợ.")
    name = fitting(name, field="Họ và tên", most=120, refusal=PlanRefused)
    title = fitting(title, field="Chức vụ", most=120, refusal=PlanRefused)
    phone = fitting(phone, field="Điện thoại", most=40, refusal=PlanRefused)
    if not name or not title:
        raise PlanRefused("Ghi họ tên và chức vụ.")
    current = local(now).date()
    first = since or current
    if first > current and first >= campaign.due_on:
        raise PlanRefused(
            f"Ngày bắt đầu phải trước ngày {campaign.due_on:%d/%m/%Y}, ngày phải xong của đợt: sửa lại ngày."
        )
    named = (
        Responsible.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(reporting_unit=unit, role=role)
    )
    held = named.filter(until__isnull=True).first()
    if held is not None and held.since > current and held.since >= first:
        return _named_instead(
            held, named.filter(until=held.since - timedelta(days=1)).first(),
            name=name, title=title, phone=phone, since=first,
            officer=officer, named_by=actor, named_at=now,
        )  # fmt: skip
    if held is not None:
        _end_before(held, first)
    # Two who name somebody at once both find who held it before: the second one's name would undo the first's unseen.
    with refused_if_there(
        PlanRefused("Vừa có người khác ghi vai trò này: tải lại trang, xem rồi ghi lại nếu cần.")
    ):
        made: Responsible = Responsible.objects.create(
            reporting_unit=unit, unit_id=unit.unit_id, role=role, officer=officer, name=name,
            title=title, phone=phone, since=first, named_by=actor, named_at=now,
        )  # fmt: skip
    return made


def _end_before(held: Responsible, first: date) -> None:
    """The day before somebody else begins is the last one of who held the role."""
    if held.since >= first:
        raise PlanRefused(
            f"{held.name} giữ vai trò này từ ngày {held.since:%d/%m/%Y}: chọn ngày bắt đầu sau ngày đó."
        )
    held.until = first - timedelta(days=1)
    held.save(update_fields=["until"])


def _named_instead(coming: Responsible, before: Responsible | None, **said: Any) -> Responsible:
    """Somebody else in the place of who was to begin on a day that has not come: its history keeps what was there. A slip of the pen in
    the year would otherwise hold the role for ever.
    """
    if before is not None:
        _end_before(before, said["since"])
    for field, value in said.items():
        setattr(coming, field, value)
    coming.save(update_fields=list(said))
    return coming
