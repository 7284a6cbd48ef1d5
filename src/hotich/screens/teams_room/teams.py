"""Tổ: the teams of the officer's own unit, who is in them, under which decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.papers.queries import team_decisions
from hotich.screens.common import day_said, is_uuid, needs, page_of, whole_number
from hotich.staff.models import Officer, Team
from hotich.staff.operations import TeamRefused, change_team, form_team
from hotich.staff.queries import teams_to_set, who_can_serve
from hotich.staff.requests import OfficerRequest
from hotich.stations.queries import shifts_ahead
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import now, today
from hotich.units.models import Agency, AgencyKind


@require_safe
@needs("teams.set")
def listing(request: OfficerRequest) -> HttpResponse:
    """The teams of his unit, with the form to set one up."""
    return _listed(request)


def _listed(request: OfficerRequest, refusal: Refusal | None = None) -> HttpResponse:
    page = page_of(teams_to_set(request.user).prefetch_related("members"), request)
    return render(
        request,
        "teams_room/teams.html",
        {
            "page": page, "agencies": _agencies(request), "kinds": Team.Kind.choices, "refusal": refusal,
            "said": request.POST, "members": _choices(request, request.user.scope.own_unit_ids, Team.Kind.values),
            "decisions": [paper for unit in sorted(request.user.scope.own_unit_ids) for paper in team_decisions(request.user, unit)],
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _agencies(request: OfficerRequest) -> list[Agency]:
    """The agencies of his own unit that a team can belong to, the police first."""
    own = Agency.objects.filter(unit_id__in=request.user.scope.own_unit_ids).exclude(kind=AgencyKind.SYSTEM)
    return list(own.select_related("unit").order_by("unit__sort_key", "kind", "pk"))


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who is in the team or can be; `is_member` as it stands, `is_chosen` as the form was left."""

    officer: Officer
    is_member: bool
    is_chosen: bool


def _choices(
    request: OfficerRequest, unit_ids: frozenset[int], kinds: list[str], members: tuple[Officer, ...] = ()
) -> list[Choice]:
    able = {one.pk: one for kind in kinds for one in who_can_serve(kind, unit_ids, on=today())}
    able |= {one.pk: one for one in members}
    inside = {one.pk for one in members}
    chosen = set(_ids(request, "can-bo")) if request.method == "POST" else inside
    ordered = sorted(able.values(), key=lambda one: (one.pk not in inside, one.full_name, one.pk))
    return [Choice(one, one.pk in inside, one.pk in chosen) for one in ordered]


def _ids(request: OfficerRequest, name: str) -> list[int]:
    return [number for text in request.POST.getlist(name) if (number := whole_number(text)) is not None]


def _decision(request: OfficerRequest, unit_id: int) -> tuple[str, date | None]:
    """The decision chosen from the unit's register, else number and day as they were typed. Raises Refusal."""
    said = request.POST
    if chosen := said.get("quyet-dinh", ""):
        paper = team_decisions(request.user, unit_id).filter(pk=chosen).first() if is_uuid(chosen) else None
        if paper is None:
            raise TeamRefused(
                "Quyết định đã chọn không còn hiệu lực ở đơn vị của Tổ: chọn lại.", code="team.decision"
            )
        return paper.full_number, paper.dated
    day = said.get("ngay-qd", "").strip()
    return said.get("so-qd", ""), day_said(day, "Ngày quyết định") if day else None


@require_POST
@needs("teams.set")
def form(request: OfficerRequest) -> HttpResponse:
    """Sets a team up; what cannot be so is said beside the form, with everything as it was typed."""
    said = request.POST
    agency = next(
        (one for one in _agencies(request) if one.pk == whole_number(said.get("co-quan", ""))), None
    )
    if agency is None:
        raise NotFound
    try:
        number, day = _decision(request, agency.unit_id)
        team = form_team(
            actor=request.user, now=now(), name=said.get("ten", ""), agency=agency, kind=said.get("loai", ""),
            member_ids=_ids(request, "can-bo"), decision_number=number, decision_date=day,
        )  # fmt: skip
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _listed(request, refusal)
    messages.success(request, f"Đã lập {team}.")
    return redirect("team", pk=team.pk)


def _team_of(request: OfficerRequest, pk: int) -> Team:
    team = teams_to_set(request.user).filter(pk=pk).first()
    if team is None:
        raise NotFound
    return team


@require_safe
@needs("teams.set")
def team(request: OfficerRequest, pk: int) -> HttpResponse:
    """One team: its name, its decision, who is in it and who could be."""
    return _shown(request, _team_of(request, pk))


def _shown(request: OfficerRequest, one: Team, refusal: Refusal | None = None) -> HttpResponse:
    said: Any = request.POST if request.method == "POST" else {
        "ten": one.name, "so-qd": one.decision_number,
        "ngay-qd": one.decision_date.isoformat() if one.decision_date else "",
    }  # fmt: skip
    unit_id = one.agency.unit_id
    return render(
        request,
        "teams_room/team.html",
        {
            "team": one, "said": said, "refusal": refusal, "decisions": team_decisions(request.user, unit_id),
            "members": _choices(request, frozenset({unit_id}), [one.kind], tuple(one.members.all())),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("teams.set")
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Keeps name, decision and members; only who was ticked or unticked since the page was read comes or goes."""
    one, moment = _team_of(request, pk), now()
    were, chosen = set(_ids(request, "dang-la")), set(_ids(request, "can-bo"))
    try:
        number, day = _decision(request, one.agency.unit_id)
        kept = change_team(
            actor=request.user, now=moment, team_id=pk, name=request.POST.get("ten", ""), joining=chosen - were,
            leaving=were - chosen, decision_number=number, decision_date=day,
        )  # fmt: skip
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return _shown(request, one, refusal)
    messages.success(request, f"Đã lưu {kept}.")
    if were - chosen and (shifts := shifts_ahead(kept, were - chosen, moment)):
        messages.warning(
            request,
            f"Người thôi ở Tổ còn {shifts} ca trực: đổi người ở Lịch trực; sổ đã giao riêng thì giao lại ở Phân công.",
        )
    return redirect("team", pk=pk)
