"""Opening a campaign and setting its terms: days, quota, hours, and the units that report under it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.operations import add_reporting_unit, check_begins, check_days, open_campaign
from hotich.campaign.plan.operations.writing import PlanRefused
from hotich.campaign.plan.queries import can_be_carried_out, can_report
from hotich.campaign.policies import check_leads, running
from hotich.campaign.queries import campaigns_of
from hotich.campaign.spans import take_turns
from hotich.core.quotas import business_date
from hotich.core.quotas.periods import cut_off_at
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.support.once import refused_if_there
from hotich.support.time import local, start_of
from hotich.units.models import Agency, Unit

MOST_STATIONS = 99
"""Machines that a plan asks of one unit: more is a slip of the hand."""
MOST_QUOTA = 5_000
LONGEST_REASON = 300
FREEZING = timedelta(minutes=10)
"""After a cut-off, within which the figures of the period that ended are frozen."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan fixes for all its units; days are those of `Campaign`, `due_on` is the day before which all is keyed."""

    name: str
    basis: str
    scope_until: date
    starts_on: date
    keying_starts_on: date
    due_on: date
    quota_per_station: int
    cut_off: time
    unit_deadline: time
    town_deadline: time
    province_deadline: time


@transaction.atomic
def open_plan(
    *,
    actor: Officer,
    code: str,
    agency: Agency | None,
    terms: Terms,
    unit_ids: Sequence[int],
    now: datetime,
    parent_id: int | None = None,
) -> Campaign:
    """A campaign that an agency of the actor's leads, with the units that report under it. Raises NotAllowed, NotFound, PlanRefused,
    UnitTaken where a unit is in another campaign on the same days, or keys for it until today and this one's first day is no later.
    """
    require(actor, "campaign.plan")
    if agency is None or agency.unit_id not in actor.scope.own_unit_ids:
        raise NotFound("Chọn cơ quan chủ trì trong danh sách.")
    said = code.strip()
    if not said or len(said) > 20 or not said.isascii() or not said.replace("-", "").isalnum():
        raise PlanRefused(
            "Mã đợt gồm chữ không dấu, số và gạch ngang, tối đa 20 ký tự, ví dụ KH99: sửa mã đợt."
        )
    _check(terms)
    _check_due(terms.due_on, now)
    units = _units(agency, unit_ids)
    if not units:
        raise PlanRefused("Chọn ít nhất một đơn vị tham gia đợt.")
    parent = _parent(actor, agency, parent_id)
    take_turns()
    with refused_if_there(PlanRefused(f"Đã có đợt mang mã {said}: chọn mã khác.")):
        campaign = open_campaign(code=said, lead_agency=agency, parent=parent, **_columns(terms))
    for order, unit in enumerate(units, start=1):
        _add(campaign, unit, order)
    check_begins(campaign, now)
    audit.record(
        kind="campaign.opened", officer=actor, subject=f"campaign:{campaign.pk}", unit_id=agency.unit_id,
        detail={"code": said, "units": len(units)}, now=now,
    )  # fmt: skip
    return campaign


def _parent(actor: Officer, agency: Agency, parent_id: int | None) -> Campaign | None:
    """The campaign of the level above that this one carries out: one that reports from his units, too. Raises NotFound for another,
    PlanRefused for one of the same level, whose work this one's would be counted for twice, and for one that has ended.
    """
    if parent_id is None:
        return None
    found = campaigns_of(actor).filter(pk=parent_id).first()
    if found is None:
        raise NotFound("Đợt của cấp trên không có trong danh sách: chọn lại.")
    if not running([found.pk]):
        raise PlanRefused(
            f"Đợt của cấp trên “{found.name}” đã kết thúc: chọn đợt khác, hoặc không chọn đợt nào."
        )
    if not can_be_carried_out(actor, [agency]).filter(pk=found.pk).exists():
        raise PlanRefused(
            f"“{found.name}” không do cấp trên của {agency.unit} chủ trì: chọn đợt do cấp trên chủ trì, hoặc không chọn đợt nào."
        )
    return found


def _units(agency: Agency, unit_ids: Sequence[int]) -> list[Unit]:
    allowed = {unit.pk: unit for unit in can_report(agency)}
    if any(unit_id not in allowed for unit_id in unit_ids):
        raise NotFound("Có đơn vị không thuộc địa bàn của cơ quan chủ trì: tải lại trang rồi chọn lại.")
    return [unit for pk, unit in allowed.items() if pk in set(unit_ids)]


def _add(campaign: Campaign, unit: Unit, order: int) -> ReportingUnit:
    """The unit under its own committee; the unit that leads reports through the office that keeps its books."""
    leads = unit.pk == campaign.lead_agency.unit_id
    kinds = ("TP", "UB") if leads else ("UB",)
    agencies = {each.kind: each for each in Agency.objects.filter(unit=unit, kind__in=kinds)}
    agency = next((agencies[kind] for kind in kinds if kind in agencies), None)
    return add_reporting_unit(
        campaign=campaign, unit=unit, code=agency.code if leads and agency else unit.code,
        name=agency.name if leads and agency else str(unit), order=order, agency=agency,
    )  # fmt: skip


def _columns(terms: Terms) -> dict[str, Any]:
    return {each.name: getattr(terms, each.name) for each in fields(terms)}


def _check(terms: Terms) -> None:
    if not terms.name.strip() or not terms.basis.strip():
        raise PlanRefused("Ghi tên đợt và kế hoạch (số, ngày, cơ quan ban hành).")
    if not terms.starts_on <= terms.keying_starts_on < terms.due_on:
        raise PlanRefused(
            "Ngày bắt đầu nhập phải từ ngày ban hành trở đi và trước ngày hoàn thành: sửa lại các ngày."
        )
    if not terms.cut_off < terms.unit_deadline <= terms.town_deadline <= terms.province_deadline:
        raise PlanRefused(
            "Giờ chốt số liệu phải trước hạn gửi của đơn vị; hạn của đơn vị, của thị xã, của cấp tỉnh nối tiếp nhau: sửa lại các giờ."
        )
    if not 0 < terms.quota_per_station <= MOST_QUOTA:
        raise PlanRefused(f"Chỉ tiêu mỗi máy mỗi ngày từ 1 đến {MOST_QUOTA} trường hợp: sửa lại.")


def _check_due(due_on: date, now: datetime) -> None:
    day = local(now).date()
    if due_on < day:
        raise PlanRefused(
            f"Ngày “Hoàn thành trước ngày” ({due_on:%d/%m/%Y}) đã qua: chọn ngày từ hôm nay ({day:%d/%m/%Y}) trở đi."
        )


@transaction.atomic
def set_terms(
    *, actor: Officer, campaign_id: int | None, terms: Terms, now: datetime, reason: str = ""
) -> Campaign:
    """Other days, hours or another quota from now on; what was frozen keeps its period, and how it was before stays in the history.

    Raises NotAllowed, NotFound, CampaignClosed, PlanRefused, also for another first day of keying or another scope once keying has
    begun, by the plan or by an entry that was finished: what was keyed was judged by them; and for another due day that has passed or
    comes without a reason; and for a cut-off that has passed in the period that runs, or comes while the last period is being frozen.
    Raises UnitTaken as `open_plan`.
    """
    campaign = check_leads(actor, campaign_id, "campaign.plan")
    take_turns()
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    _check(terms)
    begun = campaign.keying_starts_on <= local(now).date()
    if begun and terms.keying_starts_on != campaign.keying_starts_on:
        raise PlanRefused(
            f"Đợt đã bắt đầu nhập từ ngày {campaign.keying_starts_on:%d/%m/%Y} nên ngày đó không đổi được nữa."
        )
    if terms.scope_until != campaign.scope_until and (begun or _has_finished(campaign)):
        raise PlanRefused(
            f"Đợt đã bắt đầu nhập với phạm vi đến ngày {campaign.scope_until:%d/%m/%Y} và số liệu đã chốt theo phạm vi đó nên không đổi được "
            "nữa: phạm vi khác thì mở một đợt khác."
        )
    changed = [name for name, value in _columns(terms).items() if getattr(campaign, name) != value]
    if "cut_off" in changed:
        _check_cut_off(campaign, terms.cut_off, now)
    detail: dict[str, Any] = {"changed": changed}
    if "due_on" in changed:
        _check_due(terms.due_on, now)
        if not reason.strip():
            raise PlanRefused("Ghi lý do đổi ngày hoàn thành: các đơn vị của đợt đọc lý do này.")
        detail |= {
            "from": campaign.due_on.isoformat(), "to": terms.due_on.isoformat(), "reason": reason.strip()[:LONGEST_REASON],
        }  # fmt: skip
    for name in changed:
        setattr(campaign, name, getattr(terms, name))
    if changed:
        if {"keying_starts_on", "due_on"} & set(changed):
            check_days(campaign)
        if "keying_starts_on" in changed:
            check_begins(campaign, now)
        campaign.save(update_fields=changed)
        audit.record(
            kind="campaign.terms", officer=actor, subject=f"campaign:{campaign.pk}",
            unit_id=campaign.lead_agency.unit_id, detail=detail, now=now,
        )  # fmt: skip
    return campaign


def _check_cut_off(campaign: Campaign, cut_off: time, now: datetime) -> None:
    """Raises PlanRefused where what has passed would be counted on another day: reports of past minutes stay as they are."""
    day = business_date(now, campaign.cut_off)
    frozen_by = cut_off_at(day - timedelta(days=1), campaign.cut_off) + FREEZING
    if now < frozen_by:
        raise PlanRefused(
            f"Số liệu của kỳ vừa hết đang được chốt: đổi giờ chốt sau {local(frozen_by):%H:%M}."
        )
    ends = cut_off_at(day, cut_off)
    if ends <= now:
        raise PlanRefused(
            f"Giờ chốt mới {cut_off:%H:%M} của kỳ đang chạy đã qua, đơn vị không còn kịp gửi: chọn giờ sau {local(now):%H:%M}, hoặc đổi "
            f"sau khi kỳ này chốt lúc {campaign.cut_off:%H:%M ngày} {day:%d/%m/%Y}."
        )


def _has_finished(campaign: Campaign) -> bool:
    """Whether an entry of its units was finished since it began: a unit that is given books early is judged by the scope at once."""
    entries = Entry.objects.unscoped("whether anything was judged by the campaign's scope")
    units = ReportingUnit.objects.unscoped("all units of the campaign").filter(campaign=campaign)
    return entries.filter(
        unit_id__in=units.values("unit_id"), first_completed_at__gte=start_of(campaign.starts_on)
    ).exists()


@transaction.atomic
def set_unit(
    *,
    actor: Officer,
    reporting_unit_id: int | None,
    stations_required: int | None,
    without_access: bool,
    now: datetime,
) -> ReportingUnit:
    """The fewest machines that the plan asks of a unit, and whether it sends its form as a file. Raises NotAllowed, NotFound,
    PlanRefused.
    """
    found = ReportingUnit.objects.visible_to(actor).filter(pk=reporting_unit_id)
    check_leads(actor, found.values_list("campaign_id", flat=True).first(), "campaign.plan")
    unit: ReportingUnit = found.select_for_update(of=("self",)).get()
    if stations_required is None or not 1 <= stations_required <= MOST_STATIONS:
        raise PlanRefused(f"Số máy tối thiểu của một đơn vị từ 1 đến {MOST_STATIONS}: sửa lại.")
    unit.stations_required, unit.without_access = stations_required, without_access
    unit.save(update_fields=["stations_required", "without_access"])
    audit.record(
        kind="campaign.unit", officer=actor, subject=f"reporting_unit:{unit.pk}", unit_id=unit.unit_id,
        detail={"stations": stations_required, "without_access": without_access}, now=now,
    )  # fmt: skip
    return unit
