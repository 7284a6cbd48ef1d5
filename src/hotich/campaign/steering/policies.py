"""Who may steer, reply, answer; raising checks."""

from collections.abc import Iterable
from typing import Any

from hotich.campaign.models import Answer, Campaign, Obstacle, ReportingUnit
from hotich.campaign.policies import check_runs, leads
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, NotFound


def steers(officer: Officer, campaign: Campaign) -> bool:
    """Whether he may remind and correct units of this campaign: at the level that leads it."""
    return officer.may("steer") and leads(officer, campaign)


def unit_to_steer(officer: Officer, reporting_unit_id: Any, capability: str) -> ReportingUnit:
    """The unit, for who may do this at the level that leads its campaign. Raises NotAllowed, NotFound, CampaignClosed."""
    require(officer, capability)
    found: ReportingUnit | None = (
        ReportingUnit.objects.visible_to(officer)
        .filter(pk=reporting_unit_id)
        .select_related("campaign__lead_agency__unit", "unit", "agency")
        .first()
    )
    if found is None:
        raise NotFound
    if not leads(officer, found.campaign):
        raise NotAllowed(f"Việc này của cấp chủ trì đợt ({found.campaign.lead_agency}).")
    check_runs(found.campaign_id)
    return found


def own_unit(officer: Officer, reporting_unit_id: Any, capability: str) -> ReportingUnit:
    """The unit, for who speaks for it. Raises NotAllowed, NotFound, CampaignClosed."""
    require(officer, capability)
    found: ReportingUnit | None = (
        ReportingUnit.objects.visible_to(officer)
        .filter(pk=reporting_unit_id, unit_id__in=officer.scope.own_unit_ids)
        .select_related("campaign", "unit", "agency")
        .first()
    )
    if found is None:
        raise NotFound
    check_runs(found.campaign_id)
    return found


def speaks_for(officer: Officer, unit: ReportingUnit) -> bool:
    """Whether he says for a unit he may see how it stands: its own officers; for one without access, where nobody has an account, whoever
    takes in its forms.
    """
    return unit.unit_id in officer.scope.own_unit_ids or (unit.without_access and officer.may("report.town"))


def answers(officer: Officer, obstacle: Obstacle) -> bool:
    """Whether it lies with him: by his name, whatever his position; with his agency, or with nobody who has an account here, and he
    steers for all.
    """
    contact = obstacle.contact
    if contact is not None and contact.officer_id == officer.pk:
        return True
    if not officer.may("obstacles.answer"):
        return False
    if contact is not None and contact.agency_id in officer.scope.agency_ids:
        return True
    return leads(officer, obstacle.campaign)


def withdrawable(officer: Officer, listed: Iterable[Answer]) -> set[int]:
    """Which answers he can take out of use: his own, and all of a campaign that he leads."""
    found = list(listed)
    campaigns = {one.campaign_id: one.campaign for one in found if officer.may("obstacles.answer")}
    led = {pk for pk, campaign in campaigns.items() if leads(officer, campaign)}
    return {one.pk for one in found if one.given_by_id == officer.pk or one.campaign_id in led}


def check_answers(officer: Officer, obstacle: Obstacle) -> None:
    """Raises NotAllowed naming with whom it lies."""
    if not answers(officer, obstacle):
        require(officer, "obstacles.answer")
        with_whom = f" ({obstacle.contact.agency})" if obstacle.contact is not None else ""
        raise NotAllowed(f"Vướng mắc này đang ở đầu mối khác{with_whom}: đầu mối ấy trả lời.")
