"""Who may act on a campaign: whoever's agency serves the unit that leads it. Raising checks."""

from hotich.campaign.models import Campaign
from hotich.campaign.queries import campaigns_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, NotFound


def leads(officer: Officer, campaign: Campaign) -> bool:
    """Whether an agency of his serves the unit whose agency leads the campaign: the town's for the town's plan."""
    return campaign.lead_agency.unit_id in officer.scope.own_unit_ids


def check_leads(officer: Officer, campaign_id: int | None, capability: str) -> Campaign:
    """The campaign, for who may do this at the level that leads it. Raises NotAllowed, NotFound where he does not see it."""
    require(officer, capability)
    found = campaigns_of(officer).select_related("lead_agency__unit")
    campaign = found.filter(pk=campaign_id).first() if campaign_id is not None else None
    if campaign is None:
        raise NotFound
    if not leads(officer, campaign):
        raise NotAllowed(
            f"Việc này của cấp chủ trì đợt ({campaign.lead_agency}); đơn vị khác xem, không đặt được."
        )
    return campaign
