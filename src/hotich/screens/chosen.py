"""What rooms of the campaign read from an address or a form: which campaign, which day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hotich.campaign.models import Campaign
from hotich.campaign.queries import campaigns_of
from hotich.screens.common import whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound


def campaign_asked(request: OfficerRequest) -> Campaign | None:
    """The campaign of `?dot=`, else the one that began last; None where the officer has none."""
    wanted = whole_number(request.GET.get("dot", ""))
    campaigns = campaigns_of(request.user).select_related("lead_agency__unit")
    return (campaigns.filter(pk=wanted) if wanted else campaigns).first()


def campaign_said(request: OfficerRequest, data: Mapping[str, Any]) -> Campaign:
    """The campaign that was chosen in a form. Raises NotFound for one that is not his."""
    found = (
        campaigns_of(request.user)
        .select_related("lead_agency__unit")
        .filter(pk=whole_number(data.get("dot", "")) or 0)
        .first()
    )
    if found is None:
        raise NotFound("Chọn đợt cao điểm của đơn vị.")
    return found


def day_of(text: str) -> date | None:
    """A day as a date field sends it; None for what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
