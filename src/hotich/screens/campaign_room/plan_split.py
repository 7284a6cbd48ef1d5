"""One unit's target: shared out among weeks, teams and machines, and in which week each of its books should be finished."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import TargetLine, TargetShare, TargetVersion
from hotich.campaign.policies import is_closed
from hotich.campaign.targets.operations import TargetRefused, split_target
from hotich.campaign.targets.queries import line_for
from hotich.campaign.targets.splitting import Split, books_of, split_of
from hotich.screens.campaign_room.asked import common
from hotich.screens.common import needs, page_of, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Conflict, Refusal
from hotich.support.time import now, today


@require_safe
@needs("campaign.view")
def split(request: OfficerRequest, line_id: int) -> HttpResponse:
    """The three ways of sharing out, and the books."""
    return _page(request, line_for(request.user, line_id))


def _page(request: OfficerRequest, line: TargetLine, refusal: Refusal | None = None) -> HttpResponse:
    may_split = (
        request.user.may("targets.split")
        and line.unit_id in request.user.scope.own_unit_ids
        and line.version.state == TargetVersion.State.APPROVED
        and not is_closed(line.version.campaign)
    )
    return render(
        request,
        "campaign_room/plan_split.html",
        common(request, line.version.campaign, "targets")
        | {
            "line": line, "splits": [_as_typed(request, split_of(line, by, on=today()), refusal) for by in _ORDER],
            "may_split": may_split,
            "page": page_of(books_of(line), request), "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _as_typed(request: OfficerRequest, split: Split, refusal: Refusal | None) -> Split:
    """The parts as they were typed, where they were refused, each with what is held. Only who has been told that another was first may
    save over it: with any other refusal the form still speaks of what he had before him.
    """
    if refusal is None or request.POST.get("theo") != split.by:
        return split
    typed = {part.key: whole_number(request.POST.get(f"phan-{part.key}", "")) for part in split.parts}
    return replace(
        split,
        parts=[replace(part, entries=typed[part.key] or 0, held=part.entries) for part in split.parts],
        mark=split.mark if isinstance(refusal, Conflict) else request.POST.get("thay", ""),
    )


_ORDER = (TargetShare.By.WEEK, TargetShare.By.TEAM, TargetShare.By.STATION)


@require_POST
@needs("targets.split")
def share(request: OfficerRequest, line_id: int) -> HttpResponse:
    """Keeps the unit's own parts; what does not add up is said on the same page."""
    line = line_for(request.user, line_id)
    by = request.POST.get("theo", "")
    try:
        split_target(
            actor=request.user, line_id=line_id, by=by, shares=_shares(request.POST), seen=request.POST.get("thay", ""), now=now(),
        )  # fmt: skip
    except (TargetRefused, Conflict) as refusal:
        return _page(request, line, refusal)
    messages.success(request, f"Đã chia chỉ tiêu theo {TargetShare.By(by).label}.")
    return redirect("target_split", line_id=line_id)


def _shares(data: QueryDict) -> dict[str, int]:
    """The parts by their keys. Raises TargetRefused for what is no number."""
    found = {}
    for name in data:
        if name.startswith("phan-"):
            number = whole_number(data.get(name) or "0")
            if number is None:
                raise TargetRefused("Mỗi phần là một số trường hợp: sửa ô ghi sai.")
            found[name.removeprefix("phan-")] = number
    return found
