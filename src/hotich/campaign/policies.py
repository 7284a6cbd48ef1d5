"""Who may act on a campaign: whoever's agency serves the unit that leads it. Raising checks."""

from hotich.campaign.models import Campaign, Closing
from hotich.campaign.queries import campaigns_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import local


class CampaignClosed(Refusal):
    """The campaign has ended: its plan, targets and measures stay as its figures were frozen against them."""

    code = "campaign.closed"
    status = 409


def is_closed(campaign: Campaign) -> bool:
    """Whether it has ended."""
    return getattr(campaign, "closing", None) is not None


def check_runs(campaign: Campaign) -> None:
    """Raises CampaignClosed for one that has ended."""
    closing = Closing.objects.filter(campaign=campaign).first()
    if closing is not None:
        raise CampaignClosed(
            f"Đợt này đã kết thúc ngày {local(closing.closed_at):%d/%m/%Y} nên kế hoạch, chỉ tiêu và việc điều hành giữ nguyên như lúc đó. "
            "Văn bản, minh chứng và số tiền đã chi vẫn ghi tiếp được."
        )


def leads(officer: Officer, campaign: Campaign) -> bool:
    """Whether an agency of his serves the unit whose agency leads the campaign: the town's for the town's plan."""
    return campaign.lead_agency.unit_id in officer.scope.own_unit_ids


def check_leads(
    officer: Officer, campaign_id: int | None, capability: str, *, when_closed: bool = False
) -> Campaign:
    """The campaign, for who may do this at the level that leads it. Raises NotAllowed, NotFound where he does not see it,
    CampaignClosed where it has ended, but for what may be done even then.
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
        check_runs(campaign)
    return campaign
