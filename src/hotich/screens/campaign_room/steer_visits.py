"""Kiểm tra: announced, gone through on the spot, findings to tasks, minutes, followed up."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import Campaign, Finding, Visit, VisitCheck, VisitSample
from hotich.campaign.policies import is_closed, leads
from hotich.campaign.steering.operations import (
    announce_visit,
    call_off_visit,
    draw_samples,
    hold_visit,
    put_visit_on_paper,
    record_finding,
    settle_finding,
)
from hotich.campaign.steering.operations.visits import checklist_on
from hotich.campaign.steering.queries import samples_of, visit_for, visit_state, visits_for
from hotich.reports.steering_papers import minutes_of, notice_of
from hotich.screens.campaign_room.asked import campaign_asked, common, day_said, units_asked
from hotich.screens.common import needs, page_of, whole_number
from hotich.screens.typed_again import page_as_typed
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today
from hotich.units.models import Agency

_OF_A_FINDING = ("noi-dung", "muc-do", "truoc-ngay", "ton-tai")


def _inspects(officer: Officer, campaign: Campaign) -> bool:
    return officer.may("inspect") and leads(officer, campaign)


@require_safe
@needs("room.view")
def visits(request: OfficerRequest) -> HttpResponse:
    """The visits of his units; with a form for who inspects."""
    campaign = campaign_asked(request)
    page = page_of(visits_for(request.user, campaign), request)
    may = _inspects(request.user, campaign)
    return render(
        request,
        "campaign_room/visits.html",
        common(request, campaign, "visits")
        | {
            "page": page, "rows": [(one, visit_state(one, one.unsettled)) for one in page], "query": f"dot={campaign.code}&",
            "may_inspect": may and not is_closed(campaign), "units": units_asked(request, campaign), "checklist": checklist_on(today()).values(),
            "agencies": [position.agency for position in request.user.scope.positions], "today": today(),
            "members": "\n".join(_itself(request.user)),
        },
    )  # fmt: skip


def _itself(officer: Officer) -> list[str]:
    return [f"{officer}; {position.agency}; Trưởng đoàn" for position in officer.scope.positions[:1]]


@require_safe
@needs("room.view")
def visit(request: OfficerRequest, visit_id: UUID) -> HttpResponse:
    """One visit: the checklist with its results, the entries drawn, findings with their tasks."""
    found = visit_for(request.user, visit_id)
    findings = list(found.findings.all())
    unsettled = sum(one.settled_at is None for one in findings)
    checks = {check.item: check for check in found.checks.all()}
    inspects = _inspects(request.user, found.campaign) and found.called_off_at is None
    may = inspects and not is_closed(found.campaign)
    return render(
        request,
        "campaign_room/visit.html",
        common(request, found.campaign, "visits")
        | {
            "visit": found, "findings": findings, "state": visit_state(found, unsettled), "may_inspect": may,
            "may_hold": may and found.held_at is None and found.on <= today(),
            "may_find": may and found.minutes_id is None and found.on <= today(),
            "lines": [(code, label, checks.get(code)) for code, label in found.lines.items()],
            "results": VisitCheck.Result.choices, "severities": Finding.Severity.choices,
            "samples": samples_of(request.user, found), "sample_results": VisitSample.Result.choices,
            "may_draw": inspects
            and request.user.may("documents.draw")
            and found.agency_id in request.user.scope.agency_ids,
            "labels": found.lines,
        },
    )  # fmt: skip


@require_POST
@needs("inspect")
def announce(request: OfficerRequest) -> HttpResponse:
    """A visit with its day."""
    data = request.POST
    agency = Agency.objects.filter(pk=whole_number(data.get("co-quan", "")) or 0).first()
    if agency is None:
        raise NotFound("Chọn cơ quan kiểm tra.")
    made = announce_visit(
        actor=request.user, reporting_unit_id=whole_number(data.get("don-vi", "")) or 0, agency=agency,
        on=day_said(data, "ngay"), hour=data.get("gio", ""), reason=data.get("ly-do", ""), now=now(),
        members=[line.split(";") for line in data.get("thanh-phan", "").splitlines()],
    )  # fmt: skip
    messages.success(request, "Đã ghi cuộc kiểm tra: lập thông báo để gửi đơn vị.")
    return redirect("visit", made.pk)


@require_POST
@needs("inspect")
def call_off(request: OfficerRequest, visit_id: UUID) -> HttpResponse:
    """It does not take place."""
    call_off_visit(actor=request.user, visit_id=visit_id, reason=request.POST.get("ly-do", ""), now=now())
    messages.success(request, "Đã hủy cuộc kiểm tra.")
    return redirect("visit", visit_id)


@require_POST
@needs("inspect")
def sample(request: OfficerRequest, visit_id: UUID) -> HttpResponse:
    """Draws the entries that are held against the book."""
    drawn = draw_samples(actor=request.user, visit_id=visit_id, now=now())
    messages.success(request, f"Đã rút {len(drawn)} trường hợp.")
    return redirect("visit", visit_id)


@require_POST
@needs("inspect")
def hold(request: OfficerRequest, visit_id: UUID) -> HttpResponse:
    """The checklist gone through, with the conclusion."""
    data = request.POST
    found = visit_for(request.user, visit_id)
    hold_visit(
        actor=request.user, visit_id=visit_id, conclusion=data.get("ket-luan", ""), now=now(),
        results={code: (data.get(f"kq-{code}", ""), data.get(f"nx-{code}", "")) for code in found.lines},
        samples={one.pk: data.get(f"mau-{one.pk}", "") for one in found.samples.all()},
    )  # fmt: skip
    messages.success(request, "Đã ghi kết quả kiểm tra: lập biên bản để hai bên ký.")
    return redirect("visit", visit_id)


@require_POST
@needs("inspect")
def find(request: OfficerRequest, visit_id: UUID) -> HttpResponse:
    """A finding; what is more than light becomes a task."""
    data = request.POST
    due: date | None = day_said(data, "truoc-ngay")
    made = record_finding(
        actor=request.user, visit_id=visit_id, item=data.get("noi-dung", ""), severity=data.get("muc-do", ""),
        words=data.get("ton-tai", ""), due_on=due, now=now(),
    )  # fmt: skip
    messages.success(request, "Đã ghi tồn tại và giao khắc phục." if made.task else "Đã ghi tồn tại.")
    # It is written while the list is being gone through: what stands there already comes back with the page.
    if any(name.startswith("kq-") for name in data):
        shown = page_as_typed(request, reverse("visit", args=[visit_id]), without=_OF_A_FINDING)
        if shown is not None:
            return shown
    return redirect("visit", visit_id)


@require_POST
@needs("inspect")
def settle(request: OfficerRequest, finding_id: UUID) -> HttpResponse:
    """Seen to be mended."""
    found = settle_finding(
        actor=request.user, finding_id=finding_id, words=request.POST.get("ket-qua", ""), now=now()
    )
    messages.success(request, "Đã ghi khắc phục xong.")
    return redirect("visit", found.visit_id)


@require_POST
@needs("documents.draw")
def draw(request: OfficerRequest, visit_id: UUID) -> HttpResponse:
    """Draws the notice, or the minutes, into the register of documents."""
    which = request.POST.get("van-ban", "")
    if which not in ("notice", "minutes"):
        raise NotFound
    with transaction.atomic():
        found: Visit = visit_for(request.user, visit_id)
        make = notice_of if which == "notice" else minutes_of
        paper = make(actor=request.user, visit=found, now=now())
        put_visit_on_paper(actor=request.user, visit_id=visit_id, which=which, paper=paper)
    messages.success(request, "Đã lập văn bản: lấy số, ký rồi lưu bản đã ký.")
    return redirect("paper", paper.pk)
