"""Nhiệm vụ: what the plan asks of whom before when, how far each has come, and reporting on one's own part."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotich.campaign.models import Campaign, Task, TaskPart
from hotich.campaign.policies import check_leads, is_closed
from hotich.campaign.tasks.operations import (
    Share,
    TaskRefused,
    change_task,
    give_task,
    report_part,
    withdraw_task,
)
from hotich.campaign.tasks.queries import STATES, TaskStanding, own_parts, parts_of, parts_seen, tasks_of
from hotich.screens.campaign_room.asked import agencies_of, campaign_asked, common, day_said
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Refusal
from hotich.support.time import now, today
from hotich.units.models import Agency

ROLE_FIELDS = {
    TaskPart.Role.LEAD: "chu-tri", TaskPart.Role.PERFORM: "thuc-hien", TaskPart.Role.COOPERATE: "phoi-hop",
    TaskPart.Role.SUPERVISE: "theo-doi",
}  # fmt: skip
EVERY = {"moi-UB": "UB", "moi-CA": "CA"}
"""What stands for the committee, or the police, of every unit of the campaign."""
EVERY_NAMED = (("moi-UB", "UBND các phường, xã"), ("moi-CA", "Công an các phường, xã"))


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role with the agencies that can be chosen for it: the field's name, each value, what it is called, whether it is chosen."""

    field: str
    label: str
    boxes: tuple[tuple[str, str, bool], ...]

    @property
    def chosen(self) -> int:
        return sum(is_chosen for _, _, is_chosen in self.boxes)


def choices_of(campaign: Campaign, chosen: Mapping[str, Collection[str]]) -> list[RoleChoice]:
    """By role the agencies that a task of the campaign can name; `chosen` are codes by field."""
    listed = [*EVERY_NAMED, *((each.code, str(each)) for each in agencies_of(campaign))]
    return [
        RoleChoice(
            field, role.label, tuple((code, name, code in chosen.get(field, ())) for code, name in listed)
        )
        for role, field in ROLE_FIELDS.items()
    ]


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
            "may_report": request.user.may("tasks.report") and not is_closed(campaign),
            "may_prove": request.user.may("tasks.report"),
            "states": [each for each in TaskPart.State.choices if each[0] != TaskPart.State.OPEN],
            "choices": choices_of(campaign, {}) if context["may_plan"] else [],
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
    campaign = campaign_said(request, request.POST)
    task = give_task(
        actor=request.user, campaign_id=campaign.pk, title=request.POST.get("noi-dung", ""),
        shares=_shares(request.POST, campaign), starts_on=day_said(request.POST, "tu-ngay"),
        due_on=day_said(request.POST, "truoc-ngay"), now=now(),
    )  # fmt: skip
    messages.success(request, "Đã giao nhiệm vụ.")
    return _back(task.campaign)


def _shares(data: QueryDict, campaign: Campaign) -> list[Share]:
    """The agencies of the form by role. Raises TaskRefused for one that is not there."""
    known: dict[str, Agency] = {each.code: each for each in agencies_of(campaign)}
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


@require_http_methods(["GET", "HEAD", "POST"])
@needs("campaign.plan")
def change(request: OfficerRequest, task_id: UUID) -> HttpResponse:
    """Other words, another day, other agencies; what cannot be so is said on the same page, with everything as it was typed."""
    task = Task.objects.select_related("campaign").filter(pk=task_id, withdrawn_at__isnull=True).first()
    campaign = check_leads(request.user, task.campaign_id if task else None, "campaign.plan")
    assert task is not None  # check_leads raises NotFound without a campaign
    if request.method != "POST":
        return _change_form(request, campaign, task)
    data = request.POST
    try:
        change_task(
            actor=request.user, task_id=task_id, title=data.get("noi-dung", ""), shares=_shares(data, campaign),
            reason=data.get("ly-do", ""), starts_on=day_said(data, "tu-ngay"), due_on=day_said(data, "truoc-ngay"),
            now=now(),
        )  # fmt: skip
    except TaskRefused as refusal:
        return _change_form(request, campaign, task, refusal)
    messages.success(request, "Đã sửa nhiệm vụ; các cơ quan được giao thấy lý do và nội dung trước đó.")
    return _back(campaign)


def _change_form(
    request: OfficerRequest, campaign: Campaign, task: Task, refusal: Refusal | None = None
) -> HttpResponse:
    said, chosen = request.POST, {field: request.POST.getlist(field) for field in ROLE_FIELDS.values()}
    parts = parts_of(task)
    if refusal is None:
        chosen = {
            field: [part.agency.code for part in parts if part.role == role]
            for role, field in ROLE_FIELDS.items()
        }
    typed = {
        "noi-dung": task.title, "tu-ngay": task.starts_on.isoformat() if task.starts_on else "",
        "truoc-ngay": task.due_on.isoformat() if task.due_on else "", "ly-do": "",
    }  # fmt: skip
    return render(
        request,
        "campaign_room/plan_task_change.html",
        common(request, campaign, "tasks")
        | {
            "task": task, "said": said if refusal else typed, "refusal": refusal, "choices": choices_of(campaign, chosen),
            "reported": [part for part in parts if part.reported_at is not None],
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("campaign.plan")
def withdraw(request: OfficerRequest, task_id: UUID) -> HttpResponse:
    """The task is asked for no more."""
    task = withdraw_task(actor=request.user, task_id=task_id, reason=request.POST.get("ly-do", ""), now=now())
    messages.success(request, "Đã rút nhiệm vụ.")
    return _back(task.campaign)


def _back(campaign: Campaign) -> HttpResponse:
    return redirect(f"{reverse('plan_tasks')}?dot={campaign.code}")
