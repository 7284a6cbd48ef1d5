"""Who may act on a campaign: whoever's agency serves the unit that leads it. Raising checks."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import connection

from hotich.campaign.models import Campaign, Closing
from hotich.campaign.queries import campaigns_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.staff.queries import is_held, positions_with
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import local

_LOCK: Final = "hashtextextended('campaign.closing', %s)"
"""What closing a campaign and writing its plan both take, until their transaction ends: the one alone, the others together, for among
themselves they need not wait. No row would do: the freezing of days holds the campaign's for as long as it counts.
"""


class CampaignClosed(Refusal):
    """The campaign has ended: its plan, targets and measures stay as its figures were frozen against them."""

    code = "campaign.closed"
    status = 409


def is_closed(campaign: Campaign) -> bool:
    """Whether it has ended."""
    return getattr(campaign, "closing", None) is not None


def running(campaign_ids: Iterable[int]) -> set[int]:
    """Of these the campaigns that have not ended, and do not end before the transaction does that asks."""
    asked = sorted(set(campaign_ids))
    with connection.cursor() as cursor:
        for pk in asked:
            cursor.execute(f"SELECT pg_advisory_xact_lock_shared({_LOCK})", [pk])
    ended = Closing.objects.filter(campaign_id__in=asked).values_list("campaign_id", flat=True)
    return set(asked).difference(ended)


def wait_for_writers(campaign_id: int) -> None:
    """For who closes it: what is being written to the campaign is there afterwards, and nothing more is before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock({_LOCK})", [campaign_id])


def check_runs(campaign_id: int | None) -> None:
    """Raises CampaignClosed for one that has ended; one that has not does not end before what follows is written. NotFound for none.

    Asked before any row is locked: who held one while he waits for the closing would stop those for whom the closing waits.
    """
    if campaign_id is None:
        raise NotFound
    if running([campaign_id]):
        return
    closing = Closing.objects.get(campaign_id=campaign_id)
    raise CampaignClosed(
        f"Đợt này đã kết thúc ngày {local(closing.closed_at):%d/%m/%Y} nên kế hoạch, chỉ tiêu và việc điều hành giữ nguyên như lúc đó. "
        "Văn bản, minh chứng và số tiền đã chi vẫn ghi tiếp được."
    )


def leads(officer: Officer, campaign: Campaign) -> bool:
    """Whether an agency of his serves the unit whose agency leads the campaign: the town's for the town's plan."""
    return campaign.lead_agency.unit_id in officer.scope.own_unit_ids


def who_may(campaign: Campaign, capability: str, *, on: date, but: int | None = None) -> str:
    """In words whose work this is, for who may not do it: which position of which agency, and whether anybody but the officer of that id
    holds it.
    """
    agency = campaign.lead_agency
    names = positions_with(capability, level=agency.unit.level)
    said = f"{' hoặc '.join(f'“{name}”' for name in names)} của {agency} ({agency.unit})"
    if is_held(capability, agency.unit_id, on=on, but=but):
        return said
    return f"{said}; hiện chưa có tài khoản nào giữ vị trí này, đề nghị người quản trị cấp"


def check_leads(
    officer: Officer, campaign_id: int | None, capability: str, *, when_closed: bool = False
) -> Campaign:
    """The campaign, for who may do this at the level that leads it. Raises NotAllowed, NotFound where he does not see it,
    CampaignClosed where it has ended, but for what may be done even then. Asked before any row is locked, as `check_runs` is.
    """
    require(officer, capability)
    found = campaigns_of(officer).select_related("lead_agency__unit")
    campaign = found.filter(pk=campaign_id).first() if campaign_id is not None else None
    if campaign is None:
        raise NotFound
    if not leads(officer, campaign):
        raise NotAllowed(
            f"Việc này của cấp chủ trì đợt ({campaign.lead_agency}); đơn vị khác xem, không đặt được."
        )
    if not when_closed:
        check_runs(campaign.pk)
    return campaign
