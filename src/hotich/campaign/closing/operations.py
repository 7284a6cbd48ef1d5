"""The act that ends a campaign."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from hotich.audit import operations as audit
from hotich.campaign.closing.accounts import UnitAccount, all_accounts_of, as_figures, open_cases_of
from hotich.campaign.closing.declared import Declared, DeclaredAccount, all_declared_of, as_declared
from hotich.campaign.models import Campaign, Closing, ReportingUnit
from hotich.campaign.policies import wait_for_writers
from hotich.campaign.queries import campaigns_of
from hotich.cases.enums import CaseState
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.canonical import digest
from hotich.support.errors import NotFound, Refusal
from hotich.support.words import impersonal

LONGEST = 300
_Account = TypeVar("_Account", UnitAccount, DeclaredAccount)


class ClosingRefused(Refusal):
    """Something of the campaign is not ready to be closed."""

    code = "closing.refused"
    status = 409


@transaction.atomic
def close_campaign(
    *, actor: Officer, now: datetime, campaign_id: int, explanations: Mapping[str, str], code: str
) -> Closing:
    """Keeps what became of the inventory and ends the campaign: its last report is of what came until then, and its plan stays as it was.

    Every book keyed here is back, every difference is explained under its unit's code, and the open cases go along as a list. It cannot
    be undone: who closes a campaign types its `code`. Raises NotAllowed, NotFound, ClosingRefused.
    """
    require(actor, "campaign.close")
    campaign: Campaign | None = (
        campaigns_of(actor)
        .filter(pk=campaign_id, lead_agency__unit_id__in=actor.scope.own_unit_ids)
        .select_related("lead_agency")
        .first()
    )
    if campaign is None:
        raise NotFound("Đợt này do cơ quan chủ trì kết thúc.")
    wait_for_writers(campaign.pk)
    campaign = (
        Campaign.objects.select_for_update(of=("self",)).select_related("lead_agency").get(pk=campaign.pk)
    )
    if Closing.objects.filter(campaign=campaign).exists():
        raise ClosingRefused("Đợt này đã kết thúc.", code="closing.done")
    accounts = [_explained(one, explanations) for one in all_accounts_of(campaign)]
    declared = Declared(tuple(_explained(one, explanations) for one in all_declared_of(campaign)))
    waiting = [f"{one.name}: {text}" for one in accounts for text in one.stops]
    if waiting:
        raise ClosingRefused("Chưa kết thúc được. " + " ".join(waiting), code="closing.books")
    unsaid = [
        f"{one.name} {one.in_words}" for one in (*accounts, *declared) if one.differs and not one.explanation
    ]
    if unsaid:
        raise ClosingRefused(
            f"Số kiểm kê chưa khớp với kết quả ({'; '.join(unsaid)}): giải thích chênh lệch của từng đơn vị.",
            code="closing.difference",
        )
    if code.strip().casefold() != campaign.code.casefold():
        raise ClosingRefused(
            f"Kết thúc rồi không mở lại được: gõ đúng mã đợt {campaign.code} để xác nhận.",
            code="closing.not_confirmed",
        )
    figures = as_figures(accounts, _cases(campaign)) | {"declared": as_declared(declared)}
    closing = Closing.objects.create(
        campaign=campaign, figures=figures, digest=digest(figures).hex(), closed_by=actor, closed_at=now
    )
    audit.record(
        kind="campaign.closed", officer=actor, subject=f"campaign:{campaign.pk}", unit_id=campaign.lead_agency.unit_id,
        now=now, detail={"figures": closing.digest},
    )  # fmt: skip
    return closing


def _explained(one: _Account, explanations: Mapping[str, str]) -> _Account:
    return replace(
        one,
        explanation=impersonal(
            explanations.get(one.code, ""),
            field=f"Giải thích của {one.name}",
            most=LONGEST,
            refusal=ClosingRefused,
        ),
    )


def _cases(campaign: Campaign) -> dict[str, list[Mapping[str, Any]]]:
    """The open cases of each unit of the campaign, by the unit's code."""
    units = ReportingUnit.objects.unscoped("closing is the campaign's").filter(campaign=campaign)
    codes = dict(units.values_list("unit_id", "code"))
    found: dict[str, list[Mapping[str, Any]]] = {code: [] for code in codes.values()}
    for case in open_cases_of(campaign, codes):
        found[codes[case["unit_id"]]].append(
            {"number": case["number"], "state": str(CaseState(case["state"]).label)}
        )
    return found
