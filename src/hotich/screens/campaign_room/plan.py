"""Kế hoạch: what the campaign rests on, its days and hours, who reports to whom, who answers for each unit, and the units' own papers."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.evidence.operations import OWNERS, attach, open_file
from hotich.campaign.models import Basis, Campaign, Evidence, ReportingUnit, ReportStep, Responsible
from hotich.campaign.papers.queries import founding_papers
from hotich.campaign.plan.citing import cited
from hotich.campaign.plan.operations import add_basis, name_responsible, withdraw_basis
from hotich.campaign.plan.queries import bases_of, due_changes, receivers_by_kind, responsible_for
from hotich.campaign.policies import leads
from hotich.campaign.queries import campaigns_of
from hotich.campaign.targets.queries import due_lines
from hotich.reports.documents.catalogue import kinds_to_all
from hotich.screens.campaign_room.asked import campaign_asked, common, day_said, own_units, units_asked
from hotich.screens.campaign_room.plan_terms import terms_said
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs, whole_number
from hotich.screens.documents import as_file
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today

_FIELDS = dict(zip(("can-cu", "nhiem-vu", "san-sang"), OWNERS, strict=True))
_BACK = {"basis": "plan", "part": "plan_tasks", "readiness": "plan_readiness"}


@require_safe
@needs("campaign.view")
def plan(request: OfficerRequest) -> HttpResponse:
    """The plan as an object; who may open a campaign and has none yet begins one."""
    if request.user.may("campaign.plan") and not campaigns_of(request.user).exists():
        return redirect("begin_campaign")
    campaign = campaign_asked(request)
    units = units_asked(request, campaign)
    named = responsible_for(request.user, units, on=today())
    papers = founding_papers(request.user, campaign)
    head, helper = Responsible.Role.HEAD, Responsible.Role.HELPER
    steps, receivers = list(campaign.steps.select_related("campaign")), receivers_by_kind(campaign)
    general = receivers.get("", [])
    return render(
        request,
        "campaign_room/plan.html",
        common(request, campaign, "plan")
        | {
            "bases": [(basis, cited(basis)) for basis in bases_of(campaign)], "steps": steps, "step_rows": [*steps, None], "deadlines": ReportStep.Deadline.choices,
            "receivers": general, "receivers_typed": "\n".join(general),
            "receivers_own": [
                {"kind": kind.value, "label": kind.label, "names": receivers.get(kind, []), "typed": "\n".join(receivers.get(kind, []))}
                for kind in kinds_to_all()
            ],
            "programmes_typed": "\n".join(campaign.programmes), "days_left": (campaign.due_on - today()).days,
            "rows": [
                {
                    "unit": unit, "head": named.get((unit.pk, head)), "helper": named.get((unit.pk, helper)),
                    "papers": papers.get(unit.unit_id, []),
                }
                for unit in units
            ],
            "own": own_units(request, units), "sorts": Basis.Sort.choices, "roles": Responsible.Role.choices,
            "due_changes": due_changes(campaign), "targets_beyond": _beyond(campaign, units),
            "today": today(), "said": terms_said(campaign), "may_draw": request.user.may("documents.draw"),
            "may_read_papers": request.user.may("documents.view"), "may_begin": request.user.may("campaign.plan"),
            # Files may prove a basis also once the campaign has ended.
            "may_prove": request.user.may("campaign.plan") and leads(request.user, campaign),
        },
    )  # fmt: skip


def _beyond(campaign: Campaign, units: list[ReportingUnit]) -> list[tuple[ReportingUnit, date]]:
    """The units whose approved target is due after the campaign's own day, which was moved since."""
    due = due_lines(campaign)
    return [(unit, due[unit.pk].on) for unit in units if unit.pk in due and due[unit.pk].on > campaign.due_on]


def _back(name: str, campaign: Campaign) -> HttpResponse:
    return redirect(f"{reverse(name)}?dot={campaign.code}")


@require_POST
@needs("campaign.plan")
def add(request: OfficerRequest) -> HttpResponse:
    """A document that the plan rests on."""
    data = request.POST
    basis = add_basis(
        actor=request.user, campaign_id=campaign_said(request, data).pk, sort=data.get("loai", ""),
        title=data.get("trich-yeu", ""), number=data.get("so", ""), day=day_said(data, "ngay"),
        issuer=data.get("co-quan", ""),
    )  # fmt: skip
    messages.success(request, "Đã ghi văn bản.")
    return _back("plan", basis.campaign)


@require_POST
@needs("campaign.plan")
def withdraw(request: OfficerRequest, basis_id: int) -> HttpResponse:
    """The document applies no more."""
    basis = withdraw_basis(actor=request.user, basis_id=basis_id, now=now())
    messages.success(request, "Văn bản thôi áp dụng từ hôm nay; vẫn lưu trong lịch sử.")
    return _back("plan", basis.campaign)


@require_POST
@needs("campaign.plan")
def answer_for(request: OfficerRequest) -> HttpResponse:
    """Who answers for a unit, or helps it."""
    data = request.POST
    named = name_responsible(
        actor=request.user, reporting_unit_id=whole_number(data.get("don-vi", "")), role=data.get("vai-tro", ""),
        name=data.get("ho-ten", ""), title=data.get("chuc-vu", ""), phone=data.get("dien-thoai", ""),
        since=day_said(data, "tu-ngay"), now=now(),
    )  # fmt: skip
    messages.success(request, f"{named.reporting_unit.name}: {named}, từ {named.since:%d/%m/%Y}.")
    return _back("plan", named.reporting_unit.campaign)


@require_POST
@needs("campaign.view")
def prove(request: OfficerRequest) -> HttpResponse:
    """Attaches a file to what it proves."""
    to = _FIELDS.get(request.POST.get("kem-theo", ""))
    owner = whole_number(request.POST.get("muc", ""))
    if to is None or owner is None:
        raise NotFound
    file = request.FILES.get("tep")
    attached = attach(
        actor=request.user, to=to, owner_id=owner, words=request.POST.get("la-gi", ""),
        size=int(file.size or 0) if file else 0, chunks=file.chunks() if file else (), now=now(),
    )  # fmt: skip
    messages.success(request, "Đã đính kèm tài liệu.")
    return _back(_BACK[to], _campaign_of(attached))


def _campaign_of(file: Evidence) -> Campaign:
    """The campaign of what a file proves."""
    if file.basis is not None:
        return file.basis.campaign
    if file.part is not None:
        return file.part.task.campaign
    assert file.readiness is not None  # a file proves one thing
    return file.readiness.reporting_unit.campaign


@require_safe
@needs("campaign.view")
def download(request: OfficerRequest, file_id: UUID) -> HttpResponse:
    """A file as it came, to be kept, never to be shown in the browser."""
    file, content = open_file(actor=request.user, file_id=file_id, now=now())
    return as_file(content, "application/octet-stream", f"tai-lieu-{str(file.pk)[-6:]}.{file.kind}")
