"""Items of the budget, amounts that are noted of them, and the rates of keyed work."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from hotich.audit import operations as audit
from hotich.campaign.budget.queries import sources_of
from hotich.campaign.days import first_day, last_day, outside
from hotich.campaign.models import Amount, BudgetItem, Campaign, Rate, ReportingUnit
from hotich.campaign.policies import check_runs
from hotich.campaign.queries import campaigns_of
from hotich.core.text import grouped, squeeze
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import Conflict, NotFound, Refusal
from hotich.support.once import refused_if_there
from hotich.support.time import local
from hotich.support.words import fitting

MOST: Final = 10**13
"""Đồng of one amount: more is a slip of the keyboard."""
A_YEAR: Final = timedelta(days=366)
DEAREST: Final = 1_000_000
"""Đồng of one entry or field."""


class BudgetRefused(Refusal):
    """The item or amount cannot be so."""

    code = "budget.refused"
    status = 409


@transaction.atomic
def add_item(
    *, actor: Officer, now: datetime, campaign: Campaign, unit_id: int, group: str, name: str, source: str
) -> BudgetItem:
    """A line of the budget of a unit or, at the unit that leads, of the whole campaign. Raises NotAllowed, NotFound, BudgetRefused."""
    require(actor, "budget.set")
    if unit_id not in payers_of(actor, campaign):
        raise NotFound
    if group not in BudgetItem.Group.values or source not in sources_of(campaign):
        raise BudgetRefused("Chọn nhóm chi và nguồn có trong danh sách.", code="budget.choice")
    name = fitting(name, field="Nội dung chi", most=200, refusal=BudgetRefused)
    if not name:
        raise BudgetRefused("Ghi nội dung chi.", code="budget.name")
    there = BudgetRefused("Khoản này đã có: ghi số tiền vào khoản đó.", code="budget.item_twice")
    with refused_if_there(there):
        item: BudgetItem = BudgetItem.objects.create(
            campaign=campaign, unit_id=unit_id, group=group, name=name, source=source, made_by=actor,
            made_at=now,
        )  # fmt: skip
    audit.record(
        kind="budget.item", officer=actor, subject=f"budget_item:{item.pk}", unit_id=unit_id, now=now
    )
    return item


@transaction.atomic
def note_amount(
    *, actor: Officer, now: datetime, item_id: Any, kind: str, amount: int | None, day: date | None, note: str = ""
) -> Amount:  # fmt: skip
    """Notes đồng planned, allotted or spent; a negative amount takes back what was noted wrongly and says why.

    No sum falls below nothing; what is alike in everything is told apart by its note. Raises NotAllowed, NotFound, BudgetRefused,
    Conflict where it is noted already.
    """
    require(actor, "budget.set")
    item: BudgetItem | None = (
        BudgetItem.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("campaign")
        .filter(pk=item_id, unit_id__in=actor.scope.own_unit_ids)
        .first()
    )
    if item is None:
        raise NotFound
    if kind not in Amount.Kind.values or day is None:
        raise BudgetRefused("Chọn loại số tiền và ngày.", code="budget.choice")
    _check_day(item.campaign, kind, day, local(now).date())
    if not amount or abs(amount) > MOST:
        raise BudgetRefused("Ghi số tiền bằng đồng, là số khác 0.", code="budget.amount")
    note = fitting(note, field="Ghi chú", most=200, refusal=BudgetRefused)
    if amount < 0 and not note:
        raise BudgetRefused("Ghi giảm số tiền phải có lý do.", code="budget.reason")
    _check_new(item, kind, amount, day, note)
    if amount < 0 and sum(item.amounts.filter(kind=kind).values_list("amount", flat=True)) + amount < 0:
        raise BudgetRefused(
            "Ghi giảm nhiều hơn số đã ghi: kiểm tra lại số tiền.", code="budget.below_nothing"
        )
    noted: Amount = Amount.objects.create(
        item=item, kind=kind, amount=amount, day=day, note=note, noted_by=actor, noted_at=now
    )
    audit.record(
        kind="budget.amount", officer=actor, subject=f"budget_item:{item.pk}", unit_id=item.unit_id, now=now,
        detail={"kind": kind, "amount": amount},
    )  # fmt: skip
    return noted


def _check_new(item: BudgetItem, kind: str, amount: int, day: date, note: str) -> None:
    """Raises Conflict for what the item has already, by whom and when. The item is locked: two who note at once come one after the other."""
    alike = item.amounts.filter(kind=kind, amount=amount, day=day).select_related("noted_by")
    for one in alike:
        if squeeze(one.note) == squeeze(note):
            raise Conflict(
                f"Số tiền này đã ghi vào khoản: {one.get_kind_display()} {grouped(amount)} đồng ngày {day:%d/%m/%Y}, {one.noted_by} ghi lúc "
                f"{local(one.noted_at):%H:%M %d/%m/%Y}. Gửi lại vì mất kết nối thì không phải ghi nữa; là lần khác thì ghi rõ ở “Chứng từ, "
                "ghi chú” (số chứng từ) rồi gửi.",
                code="budget.amount_twice",
            )


def _check_day(campaign: Campaign, kind: str, day: date, today: date) -> None:
    """Raises BudgetRefused for a day to come, and for one before the campaign; estimates and allotments are those of a year, too."""
    first = first_day(campaign) if kind == Amount.Kind.SPENT else first_day(campaign) - A_YEAR
    if words := outside("Ngày của số tiền", day, first=first, last=today):
        raise BudgetRefused(words, code="budget.day")


@transaction.atomic
def set_rate(
    *, actor: Officer, now: datetime, campaign: Campaign, since: date | None, basis: str, per_entry: int | None,
    per_short: int | None, per_medium: int | None, per_long: int | None,
) -> Rate:  # fmt: skip
    """What keyed work is worth from a day on. A day has one rate; it can be set anew until that day is over, later work keeps what
    it was counted with. Set by who answers for the whole campaign. Raises NotAllowed, NotFound, BudgetRefused, CampaignClosed.
    """
    require(actor, "budget.set")
    if campaign.lead_agency.unit_id not in actor.scope.own_unit_ids:
        raise NotFound("Đơn giá do cơ quan chủ trì đợt đặt.")
    check_runs(campaign.pk)
    basis = fitting(basis, field="Căn cứ của đơn giá", most=300, refusal=BudgetRefused)
    if since is None or not basis:
        raise BudgetRefused("Ghi ngày áp dụng và căn cứ của đơn giá.", code="budget.rate_basis")
    named = {"per_entry": per_entry, "per_short": per_short, "per_medium": per_medium, "per_long": per_long}
    given = {name: value for name, value in named.items() if value is not None and 0 <= value <= DEAREST}
    if len(given) < len(named) or not any(given.values()):
        raise BudgetRefused("Đơn giá là số đồng, không bỏ trống; ít nhất một mức khác 0.", code="budget.rate")
    if since < local(now).date() and campaign.rates.exists():
        raise BudgetRefused(
            "Khối lượng đã tính theo đơn giá cũ: đơn giá mới áp dụng từ hôm nay trở đi.",
            code="budget.rate_past",
        )
    last = last_day(campaign, on=local(now).date())
    if words := outside("Áp dụng từ ngày", since, first=first_day(campaign), last=last):
        raise BudgetRefused(words, code="budget.rate_day")
    rate, _ = Rate.objects.update_or_create(
        campaign=campaign, since=since,
        defaults={**given, "basis": basis, "set_by": actor, "set_at": now},
    )  # fmt: skip
    audit.record(
        kind="budget.rate", officer=actor, subject=f"campaign:{campaign.pk}", unit_id=campaign.lead_agency.unit_id, now=now,
        detail={"since": since.isoformat(), "rates": list(given.values())},
    )  # fmt: skip
    return rate


@transaction.atomic
def withdraw_rate(*, actor: Officer, now: datetime, campaign: Campaign, since: date | None) -> None:
    """A rate whose day has not come does not begin; nothing was counted with it. Raises NotAllowed, NotFound, BudgetRefused, CampaignClosed."""
    require(actor, "budget.set")
    if campaign.lead_agency.unit_id not in actor.scope.own_unit_ids:
        raise NotFound("Đơn giá do cơ quan chủ trì đợt đặt.")
    check_runs(campaign.pk)
    rate = campaign.rates.select_for_update().filter(since=since).first() if since is not None else None
    if rate is None:
        raise BudgetRefused("Không còn đơn giá áp dụng từ ngày này: tải lại trang.", code="budget.no_rate")
    if rate.since <= local(now).date():
        raise BudgetRefused(
            f"Đơn giá đã áp dụng từ ngày {rate.since:%d/%m/%Y} nên không rút được: đặt đơn giá mới từ hôm nay trở đi.",
            code="budget.rate_begun",
        )
    rate.delete()
    audit.record(
        kind="budget.rate_withdrawn", officer=actor, subject=f"campaign:{campaign.pk}", unit_id=campaign.lead_agency.unit_id, now=now,
        detail={"since": rate.since.isoformat()},
    )  # fmt: skip


def payers_of(officer: Officer, campaign: Campaign) -> set[int]:
    """The units in whose budget he writes: his own, where they take part in the campaign or lead it."""
    if not campaigns_of(officer).filter(pk=campaign.pk).exists():
        return set()
    units = set(
        ReportingUnit.objects.visible_to(officer).filter(campaign=campaign).values_list("unit_id", flat=True)
    )
    return (units | {campaign.lead_agency.unit_id}) & set(officer.scope.own_unit_ids)
