"""What rooms of the campaign read from an address or a form: which campaign, which day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from hotich.campaign.models import Campaign
from hotich.campaign.queries import campaigns_of
from hotich.screens.common import day_typed, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound


def campaign_asked(request: OfficerRequest) -> Campaign | None:
    """The campaign of `?dot=`, else the one that began first of those not closed; None where the officer has none."""
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


@dataclass(frozen=True, slots=True)
class Choice:
    """The campaigns an officer chooses from: those of the programme he asked for, or all of them."""

    campaigns: list[Campaign]
    programmes: list[str]
    """What there is to filter by; empty where all campaigns belong to one programme, or none to any."""
    programme: str

    def asked(self, request: OfficerRequest, none: str) -> Campaign:
        """The campaign of `?dot=`, else the first. Raises NotFound, in the words of `none`, where there is none."""
        wanted = request.GET.get("dot", "")
        own = self.campaigns
        chosen = next((campaign for campaign in own if campaign.code == wanted), own[0] if own else None)
        if chosen is None:
            raise NotFound(none)
        return chosen

    @property
    def said(self) -> str:
        """What an address's query adds to ask for the same programme again."""
        return f"&{urlencode({'chuong-trinh': self.programme})}" if self.programme else ""


def choice_of(request: OfficerRequest, campaigns: Iterable[Campaign]) -> Choice:
    """Of the officer's campaigns those of `?chuong-trinh=`; all where no campaign is part of a programme of that name."""
    own = list(campaigns)
    names = sorted({name for campaign in own for name in campaign.programmes})
    wanted = request.GET.get("chuong-trinh", "")
    if len(names) < 2 or wanted not in names:
        return Choice(own, names if len(names) > 1 else [], "")
    return Choice([campaign for campaign in own if wanted in campaign.programmes], names, wanted)


def day_of(text: str) -> date | None:
    """A day as a date field sends it; None for what is none."""
    try:
        return day_typed(text)
    except ValueError:
        return None
