"""Nhiệm vụ: what the plan asks of whom before when, how far each has come, and reporting on one's own part."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import Campaign, TaskPart
from hotich.campaign.tasks.operations import Share, TaskRefused, give_task, report_part, withdraw_task
from hotich.campaign.tasks.queries import STATES, TaskStanding, own_parts, parts_seen, tasks_of
from hotich.screens.campaign_room.asked import agencies_of, campaign_asked, common, day_said
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today
from hotich.units.models import Agency

ROLE_FIELDS = {
    TaskPart.Role.LEAD: "chu-tri", TaskPart.Role.PERFORM: "thuc-hien", TaskPart.Role.COOPERATE: "phoi-hop",
    TaskPart.Role.SUPERVISE: "theo-doi",
}  # fmt: skip
EVERY = {"moi-UB": "UB", "moi-CA": "CA"}
"""What stands for the committee, or the police, of every unit of the campaign."""


@require_safe
@needs("campaign.view")
def tasks(request: OfficerRequest) -> HttpResponse:
    """All tasks of the campaign, those of the officer's own agency with a form to report."""
    campaign = campaign_asked(request)
    context = common(request, campaign, "tasks")
    standings = tasks_of(campaign, on=today())
    return render(
        request,
        "campaign_room/plan_tasks.html",
        context
        | {
            "rows": [_row(request, standing) for standing in standings],
            "counts": [
                (state, label, number)
                for state, label in STATES.items()
                if (number := sum(standing.state == state for standing in standings))
            ],
            "may_report": request.user.may("tasks.report"),
            "states": [each for each in TaskPart.State.choices if each[0] != TaskPart.State.OPEN],
            "roles": [(field, role.label) for role, field in ROLE_FIELDS.items()],
            "agencies": agencies_of(campaign) if context["may_plan"] else [],
        },
    )


def _row(request: OfficerRequest, standing: TaskStanding) -> dict[str, Any]:
    return {
        "standing": standing, "task": standing.task, "own": own_parts(request.user, standing),
        "seen": parts_seen(request.user, standing), "roles": standing.by_role(),
    }  # fmt: skip


@require_POST
@needs("tasks.report")
def report(request: OfficerRequest, part_id: int) -> HttpResponse:
    """How one's own part stands."""
    part = report_part(
        actor=request.user, part_id=part_id, state=request.POST.get("tinh-trang", ""),
        said=request.POST.get("ket-qua", ""), now=now(),
    )  # fmt: skip
    messages.success(request, f"Đã ghi: {part.get_state_display()}.")
    return _back(part.task.campaign)


@require_POST
@needs("campaign.plan")
def give(request: OfficerRequest) -> HttpResponse:
    """A new task."""
    task = give_task(
        actor=request.user, campaign_id=whole_number(request.POST.get("dot", "")), title=request.POST.get("noi-dung", ""),
        shares=_shares(request.POST), starts_on=day_said(request.POST, "tu-ngay"),
        due_on=day_said(request.POST, "truoc-ngay"), now=now(),
    )  # fmt: skip
    messages.success(request, "Đã giao nhiệm vụ.")
    return _back(task.campaign)


def _shares(data: QueryDict) -> list[Share]:
    """The agencies of the form by role. Raises TaskRefused for one that is not there."""
    campaign = Campaign.objects.filter(pk=whole_number(data.get("dot", "")) or 0).first()
    known: dict[str, Agency] = {each.code: each for each in agencies_of(campaign)} if campaign else {}
    shares: list[Share] = []
    for role, field in ROLE_FIELDS.items():
        for code in data.getlist(field):
            if kind := EVERY.get(code):
                shares += [
                    Share(role, each)
                    for each in known.values()
                    if each.kind == kind and each.unit.level == "commune"
                ]
            elif code in known:
                shares.append(Share(role, known[code]))
            elif code:
                raise TaskRefused("Có cơ quan không thuộc đợt này: tải lại trang rồi chọn lại.")
    return list({(share.role, share.agency.pk): share for share in shares}.values())


@require_POST
@needs("campaign.plan")
def withdraw(request: OfficerRequest, task_id: UUID) -> HttpResponse:
    """The task is asked for no more."""
    task = withdraw_task(actor=request.user, task_id=task_id, reason=request.POST.get("ly-do", ""), now=now())
    messages.success(request, "Đã rút nhiệm vụ.")
    return _back(task.campaign)


def _back(campaign: Campaign) -> HttpResponse:
    return redirect(f"{reverse('plan_tasks')}?dot={campaign.code}")
