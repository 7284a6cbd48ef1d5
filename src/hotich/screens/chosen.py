"""What rooms of the campaign read from an address or a form: which campaign, by its code, and which day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from hotich.campaign.models import Campaign
from hotich.campaign.queries import campaigns_of
from hotich.screens.common import day_typed
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound

UNKNOWN = "Không có đợt mang mã này trong các đợt của đồng chí: mở lại trang, chọn đợt trong danh sách."


def campaign_asked(request: OfficerRequest) -> Campaign | None:
    """The campaign of `?dot=`, else the one that began first of those not closed; None where the officer has none. Raises NotFound for
    a code that none of his has.
    """
    if request.GET.get("dot"):
        return campaign_said(request, request.GET, UNKNOWN)
    return campaigns_of(request.user).select_related("lead_agency__unit").first()


def campaign_said(
    request: OfficerRequest, data: Mapping[str, Any], unknown: str = "Chọn đợt cao điểm của đơn vị."
) -> Campaign:
    """The campaign that was chosen in a form. Raises NotFound, in the words of `unknown`, for one that is not his."""
    wanted = data.get("dot", "")
    for campaign in campaigns_of(request.user).select_related("lead_agency__unit"):
        if campaign.code == wanted:
            return campaign
    raise NotFound(unknown)


@dataclass(frozen=True, slots=True)
class Choice:
    """The campaigns an officer chooses from: those of the programme he asked for, or all of them."""

    campaigns: list[Campaign]
    programmes: list[str]
    """What there is to filter by; empty where all campaigns belong to one programme, or none to any."""
    programme: str
    others: frozenset[str] = frozenset()
    """The codes of his campaigns of other programmes: who asks for another programme leaves their campaign."""

    def asked(self, request: OfficerRequest, none: str, unknown: str = UNKNOWN) -> Campaign:
        """The campaign of `?dot=`, else the first. Raises NotFound, in the words of `none`, where there is none, and in those of `unknown`
        for a code that none of his has.
        """
        wanted, own = request.GET.get("dot", ""), self.campaigns
        if not own:
            raise NotFound(none)
        if not wanted or wanted in self.others:
            return own[0]
        for campaign in own:
            if campaign.code == wanted:
                return campaign
        raise NotFound(unknown)

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
    chosen = [campaign for campaign in own if wanted in campaign.programmes]
    return Choice(chosen, names, wanted, frozenset({one.code for one in own} - {one.code for one in chosen}))


def day_of(text: str) -> date | None:
    """A day as a date field sends it; None for what is none."""
    try:
        return day_typed(text)
    except ValueError:
        return None
