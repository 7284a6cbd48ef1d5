"""Chỉ tiêu: the versions of Phụ lục 01, drawing one up, deciding its lines, approving it, printing it; and what-if."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import PaperKind, TargetLine, TargetVersion
from hotich.campaign.policies import is_closed, leads, who_may
from hotich.campaign.targets.operations import (
    Decided,
    TargetRefused,
    approve,
    count_again,
    decide_line,
    discard,
    draw_up,
)
from hotich.campaign.targets.queries import lines_for, moved_since, version_for, versions_for
from hotich.core.quotas.targets import days_needed
from hotich.reports.documents.plan_facts import with_the_plans_receivers
from hotich.reports.documents.targets import PAPER, by_kinds, targets_document
from hotich.screens.campaign_room.asked import campaign_asked, common, day_said
from hotich.screens.chosen import campaign_said
from hotich.screens.common import needs, whole_number
from hotich.screens.documents import drawn
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Conflict, NotFound
from hotich.support.time import now, today

ENDED: Final = (TargetVersion.State.SUPERSEDED, TargetVersion.State.DISCARDED)


@require_safe
@needs("campaign.view")
def targets(request: OfficerRequest) -> HttpResponse:
    """The version that holds, else the draft, else the newest, with all versions beside it."""
    campaign = campaign_asked(request)
    versions = list(versions_for(request.user, campaign))
    by_state = {each.state: each for each in reversed(versions)}
    shown = (
        by_state.get(TargetVersion.State.APPROVED)
        or by_state.get(TargetVersion.State.DRAFT)
        or next(iter(versions), None)
    )
    return _page(request, common(request, campaign, "targets"), shown, versions)


@require_safe
@needs("campaign.view")
def version(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    """One version as it was or is."""
    shown = version_for(request.user, version_id)
    versions = list(versions_for(request.user, shown.campaign))
    return _page(request, common(request, shown.campaign, "targets"), shown, versions)


def _page(
    request: OfficerRequest,
    context: dict[str, Any],
    shown: TargetVersion | None,
    versions: list[TargetVersion],
) -> HttpResponse:
    officer, campaign = request.user, context["campaign"]
    lines = lines_for(officer, shown) if shown else []
    is_lead = leads(officer, campaign) and not is_closed(campaign)
    may_set = officer.may("targets.set") and is_lead
    is_draft = shown is not None and shown.is_draft
    may_approve = (
        officer.may("campaign.approve")
        and is_lead
        and is_draft
        and shown is not None
        and shown.drawn_up_by_id != officer.pk
    )
    return render(
        request,
        "campaign_room/plan_targets.html",
        context
        | {
            "version": shown, "versions": versions, "lines": lines, "total": _total(lines),
            "by_kind": [(line.reporting_unit.name, by_kinds(line.books), by_kinds(line.entries)) for line in lines],
            "moved": moved_since(lines, now()) if shown and shown.state not in ENDED else [],
            "late": [line for line in lines if not line.fits],
            "may_draw_up": may_set and not any(each.is_draft for each in versions),
            "may_decide": may_set and is_draft,
            "may_approve": may_approve,
            "who": who_may(campaign, "campaign.approve", on=today(), but=shown.drawn_up_by_id)
            if shown is not None and is_draft and not may_approve and not is_closed(campaign) else "",
        },
    )  # fmt: skip


def _total(lines: list[TargetLine]) -> dict[str, Any]:
    entries, quota = sum(line.entries_total for line in lines), sum(line.quota for line in lines)
    return {
        "books": sum(line.books_total for line in lines), "entries": entries, "quota": quota,
        "estimated": sum(line.estimated for line in lines),
        "teams": sum(line.teams for line in lines), "people": sum(line.people for line in lines),
        "least": sum(line.stations_least for line in lines), "stations": sum(line.stations for line in lines),
        "checked": sum(line.stations_checked for line in lines), "days": days_needed(entries, quota),
    }  # fmt: skip


@require_POST
@needs("targets.set")
def make(request: OfficerRequest) -> HttpResponse:
    """Draws up a new version from the inventory as it is now."""
    made = draw_up(
        actor=request.user, campaign_id=campaign_said(request, request.POST).pk, now=now(),
        reason=request.POST.get("ly-do", ""),
    )  # fmt: skip
    messages.success(
        request, f"Đã lập bản {made.number} theo kiểm kê lúc này: xem từng đơn vị rồi trình duyệt."
    )
    return redirect("target_version", version_id=made.pk)


@require_POST
@needs("targets.set")
def recount(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    """Takes the inventory of now into the draft."""
    version_for(request.user, version_id)
    count_again(actor=request.user, version_id=version_id, now=now())
    messages.success(request, "Đã lấy lại số liệu kiểm kê; số máy, ngày và ghi chú giữ như đã đặt.")
    return redirect("target_version", version_id=version_id)


@require_POST
@needs("targets.set")
def decide(request: OfficerRequest, line_id: int) -> HttpResponse:
    """Machines, days and note of one unit."""
    stations = whole_number(request.POST.get("may", ""))
    starts_on, due_on = day_said(request.POST, "tu-ngay"), day_said(request.POST, "truoc-ngay")
    if stations is None or starts_on is None or due_on is None:
        raise TargetRefused("Ghi số máy, ngày bắt đầu và ngày phải xong.")
    line = decide_line(
        actor=request.user, line_id=line_id, seen=request.POST.get("thay", ""), now=now(),
        decided=Decided(stations, starts_on, due_on, request.POST.get("ghi-chu", "")),
    )  # fmt: skip
    messages.success(
        request, f"{line.reporting_unit.name}: {line.stations} máy, {line.quota} trường hợp một ngày."
    )
    return redirect("target_version", version_id=line.version_id)


@require_POST
@needs("campaign.approve")
def approve_version(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    """Approves the draft he has before him."""
    version_for(request.user, version_id)
    done = approve(actor=request.user, version_id=version_id, seen=_seen(request), now=now())
    messages.success(request, f"Đã duyệt bản {done.number}: chỉ tiêu này có hiệu lực từ bây giờ.")
    return redirect("target_version", version_id=version_id)


@require_POST
@needs("targets.set")
def discard_version(request: OfficerRequest, version_id: UUID) -> HttpResponse:
    """Sets the draft he has before him aside."""
    version_for(request.user, version_id)
    done = discard(
        actor=request.user, version_id=version_id, seen=_seen(request), now=now(),
        reason=request.POST.get("ly-do-bo", ""),
    )  # fmt: skip
    messages.success(request, f"Đã bỏ bản dự thảo {done.number}; số liệu và lý do được giữ lại.")
    return redirect(f"{reverse('targets')}?dot={done.campaign.code}")


def _seen(request: OfficerRequest) -> datetime:
    """Up to when the page that was sent shows the draft. Raises Conflict where it does not say."""
    try:
        return datetime.fromisoformat(request.POST.get("thay", ""))
    except ValueError as error:
        raise Conflict from error


@require_safe
@needs("campaign.view")
def paper(request: OfficerRequest, version_id: UUID, format: str) -> HttpResponse:
    """Phụ lục 01 to print, with the lines of his units."""
    shown = version_for(request.user, version_id)
    lines = lines_for(request.user, shown)
    if not lines:
        raise NotFound
    annex = targets_document(shown, lines, extract=len(lines) < shown.lines.count())
    document = with_the_plans_receivers(annex, shown.campaign, PaperKind.TARGETS)
    return drawn(
        request, document, format=format, name=f"{PAPER}-ban-{shown.number}",
        subject=f"targets:{shown.pk}", unit_id=shown.campaign.lead_agency.unit_id, units=len(lines),
    )  # fmt: skip
