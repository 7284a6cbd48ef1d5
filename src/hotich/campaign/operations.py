"""Setting up a campaign and its list of units."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from hotich.audit import operations as audit
from hotich.campaign.models import Campaign, ReportingUnit, WayOfWorking
from hotich.campaign.policies import check_leads
from hotich.campaign.spans import beside, overlapping
from hotich.core.registers.catalogue import kinds
from hotich.linkage.models import Way
from hotich.population.gateways import has_gateway
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local
from hotich.units.models import Agency, Unit


class WayUnknown(Refusal):
    """No such kind of register, or no such way of working."""

    code = "campaign.way"
    message = "Chọn loại sổ và cách làm có trong danh sách."


class NoRegisterDoor(Refusal):
    """The official interface is chosen where the installation does not know one: nobody would answer."""

    code = "campaign.no_gateway"
    status = 409
    message = (
        "Máy chủ chưa được khai báo kết nối chính thức tới dữ liệu dân cư nên chưa chọn được cách này: người quản trị đặt "
        "HOTICH_REGISTER_ADDRESS cho máy chủ và tiến trình nền, rồi chọn lại."
    )


class LookUpWayUnknown(Refusal):
    """No such way of looking up."""

    code = "campaign.look_up_way"
    message = "Chọn cách tra cứu có trong danh sách."


class UnitTaken(Refusal):
    """The unit takes part in another campaign on the same days: what it keys would be counted for both."""

    code = "campaign.unit_taken"
    status = 409


LOOK_UP_WAYS = dict(ReportingUnit._meta.get_field("look_up_way").choices or ())


def _require_way(way: str) -> None:
    if way not in LOOK_UP_WAYS:
        raise LookUpWayUnknown
    if way == Way.GATEWAY and not has_gateway():
        raise NoRegisterDoor


@transaction.atomic
def open_campaign(
    *,
    code: str,
    name: str,
    basis: str,
    lead_agency: Agency,
    scope_until: date,
    starts_on: date,
    keying_starts_on: date,
    due_on: date,
    **settings: Any,
) -> Campaign:
    """A campaign with its dates; `settings` are the other columns of `Campaign`."""
    return Campaign.objects.create(
        code=code, name=name, basis=basis, lead_agency=lead_agency, scope_until=scope_until, starts_on=starts_on,
        keying_starts_on=keying_starts_on, due_on=due_on, **settings,
    )  # fmt: skip


@transaction.atomic
def add_reporting_unit(
    *,
    campaign: Campaign,
    unit: Unit,
    code: str,
    name: str,
    order: int,
    agency: Agency | None = None,
    stations_required: int = 1,
    look_up_way: str = "recorded",
) -> ReportingUnit:
    """A line of the campaign's own list of units. Raises LookUpWayUnknown, NoRegisterDoor, UnitTaken."""
    _require_way(look_up_way)
    check_days(campaign, [unit.pk])
    return ReportingUnit.objects.create(
        campaign=campaign, unit=unit, code=code, name=name, order=order, agency=agency,
        stations_required=stations_required, look_up_way=look_up_way,
    )  # fmt: skip


def check_days(campaign: Campaign, unit_ids: Collection[int] | None = None) -> None:
    """Raises UnitTaken where one of these units, or of the campaign's, is in another campaign on days of this one."""
    taken = overlapping(campaign, unit_ids)
    if not taken:
        return
    unit_id, other_id = min(taken.items())
    other = Campaign.objects.get(pk=other_id)
    raise UnitTaken(
        f"{Unit.objects.get(pk=unit_id)} đang thuộc “{other.name}” (nhập từ ngày {other.keying_starts_on:%d/%m/%Y}, xong trước ngày "
        f"{other.due_on:%d/%m/%Y}): kết thúc đợt đó, chọn ngày khác, hoặc mở đợt này là đợt thực hiện của đợt đó."
    )


def check_begins(campaign: Campaign, now: datetime) -> None:
    """Raises UnitTaken where this campaign's keying begins no later than today and a unit's work until today is another one's: what that
    one has counted and reported would become this one's.
    """
    today = local(now).date()
    taken = beside(campaign) if campaign.keying_starts_on <= today else {}
    if not taken:
        return
    unit_id, other_id = min(taken.items())
    raise UnitTaken(
        f"{Unit.objects.get(pk=unit_id)} đến hôm nay còn nhập cho “{Campaign.objects.get(pk=other_id).name}”: để ngày bắt đầu nhập của đợt "
        f"này từ {today + timedelta(days=1):%d/%m/%Y} trở đi, số liệu đã báo cáo của đợt kia giữ nguyên."
    )


@transaction.atomic
def set_way_of_working(
    *, actor: Officer, campaign_id: int, kind: str, working: str, now: datetime
) -> WayOfWorking:
    """From today on a kind of register is worked on this way in the campaign; who said so and when stays on record, and so
    does how it was before: for who leads the campaign. Raises NotAllowed, NotFound, CampaignClosed, WayUnknown.
    """
    campaign = check_leads(actor, campaign_id, "campaign.set")
    if kind not in kinds() or working not in Campaign.Working.values:
        raise WayUnknown
    way, _ = WayOfWorking.objects.update_or_create(
        campaign=campaign, kind=kind, since=local(now).date(),
        defaults={"working": working, "set_by": actor, "set_at": now},
    )  # fmt: skip
    return way


@transaction.atomic
def set_look_up_way(*, actor: Officer, reporting_unit_id: int, way: str, now: datetime) -> ReportingUnit:
    """From now on a unit of the campaign looks up this way; how it was before stays in its history: for who leads the campaign. Raises
    NotAllowed, NotFound, CampaignClosed, LookUpWayUnknown, NoRegisterDoor.
    """
    found = ReportingUnit.objects.visible_to(actor).filter(pk=reporting_unit_id)
    check_leads(actor, found.values_list("campaign_id", flat=True).first(), "campaign.set")
    reporting: ReportingUnit = found.select_for_update(of=("self",)).get()
    _require_way(way)
    if reporting.look_up_way != way:
        audit.record(
            kind="campaign.look_up_way", officer=actor, subject=f"reporting_unit:{reporting.pk}",
            unit_id=reporting.unit_id, detail={"from": reporting.look_up_way, "to": way}, now=now,
        )  # fmt: skip
        reporting.look_up_way = way
        reporting.save(update_fields=["look_up_way"])
    return reporting
