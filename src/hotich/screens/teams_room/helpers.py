"""Lực lượng hỗ trợ: who was sent to help, by whom, until when, on which signed undertaking."""

import secrets
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.screens.common import day_said, needs, page_of, whole_number
from hotich.staff.models import HelperTerm, Position
from hotich.staff.operations import end_helper, extend_helper, paper_of, take_in_helper
from hotich.staff.queries import helpers_for
from hotich.staff.requests import OfficerRequest
from hotich.stations.queries import teams_for
from hotich.support.errors import Refusal
from hotich.support.time import now, today

SOON = timedelta(days=3)


@require_safe
@needs("helpers.set")
def listing(request: OfficerRequest) -> HttpResponse:
    """Helpers of the officer's units, those whose term ends first on top."""
    day = today()
    page = page_of(helpers_for(request.user), request)
    terms = {
        term.position_id: term
        for term in HelperTerm.objects.visible_to(request.user).filter(position__in=list(page))
    }
    rows: list[dict[str, Any]] = [
        {
            "position": position, "term": terms.get(position.pk),
            "is_over": _is_over(position, day),
            "ends_soon": position.valid_to is not None and day <= position.valid_to <= day + SOON,
        }
        for position in page
    ]  # fmt: skip
    context = {"page": page, "rows": rows, "teams": teams_for(request.user), "today": day}
    return render(request, "teams_room/helpers.html", context)


def _is_over(position: Position, day: date) -> bool:
    ended = position.ended_at is not None or (position.valid_to is not None and position.valid_to < day)
    return ended or not position.officer.is_active


@require_POST
@needs("helpers.set")
def take_in(request: OfficerRequest) -> HttpResponse:
    """Takes a helper in; his first password is shown once and stored nowhere."""
    said, paper = request.POST, request.FILES.get("cam-ket")
    password = secrets.token_urlsafe(9)
    if not isinstance(paper, UploadedFile):
        raise Refusal("Đính kèm bản quét cam kết bảo mật đã ký, tệp PDF.", code="helper.refused")
    term = take_in_helper(
        actor=request.user, now=now(), team_id=whole_number(said.get("to", "")) or 0,
        username=said.get("dang-nhap", ""), full_name=said.get("ho-ten", ""), password=password,
        organisation=said.get("co-quan", ""), valid_from=day_said(said.get("tu", ""), "Từ ngày"),
        valid_to=day_said(said.get("den", ""), "Đến ngày"), signed_on=day_said(said.get("ky", ""), "Ngày ký cam kết"),
        size=paper.size or 0, chunks=paper.chunks(),
    )  # fmt: skip
    officer = term.position.officer
    messages.success(request, f"Mật khẩu đầu tiên của {officer.username}: {password} (chỉ hiện một lần).")
    return redirect("helpers")


@require_POST
@needs("helpers.set")
def extend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Another last day; beyond the one signed for, on a new signed page."""
    said, paper = request.POST, request.FILES.get("cam-ket")
    day = day_said(said.get("den", ""), "Đến ngày")
    signed = said.get("ky", "").strip()
    given: dict[str, Any] = (
        {"size": paper.size or 0, "chunks": paper.chunks()} if isinstance(paper, UploadedFile) else {}
    )
    position = extend_helper(
        actor=request.user, position_id=pk, valid_to=day, now=now(), organisation=said.get("co-quan", ""),
        signed_on=day_said(signed, "Ngày ký cam kết") if signed else None, **given,
    )  # fmt: skip
    messages.success(request, f"{position.officer} hỗ trợ đến hết ngày {day:%d/%m/%Y}.")
    return redirect("helpers")


@require_POST
@needs("helpers.set")
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ends a helper's work at once."""
    position = end_helper(actor=request.user, position_id=pk, now=now())
    messages.success(request, f"{position.officer} thôi hỗ trợ từ bây giờ; việc đã nhập giữ nguyên.")
    return redirect("helpers")


@require_safe
@needs("helpers.set")
def paper(request: OfficerRequest, pk: int) -> HttpResponse:
    """The signed undertaking, as it was kept."""
    response = HttpResponse(
        paper_of(actor=request.user, position_id=pk, now=now()), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="cam-ket-bao-mat.pdf"'
    return response
