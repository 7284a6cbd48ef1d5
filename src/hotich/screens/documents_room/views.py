"""The register of documents, and one document: its files, its number, its signed copy."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.campaign.models import Paper
from hotich.campaign.papers.operations import keep_signed, number_paper, open_signed, withdraw_paper
from hotich.campaign.papers.policies import issuing_agencies
from hotich.campaign.papers.queries import (
    document_of,
    kinds_for,
    paper_for,
    papers_for,
    pdf_of,
    signs_what_was_issued,
)
from hotich.reports.documents.catalogue import FORMS, forms_for
from hotich.screens.chosen import day_of
from hotich.screens.common import needs, page_of
from hotich.screens.documents import FORMATS, as_file, record_drawn
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now, today

STATES: Final = (
    ("draft", "dự thảo, chưa có số"), ("numbered", "có số, chờ bản ký"), ("signed", "đã lưu bản ký"), ("withdrawn", "đã hủy"),
)  # fmt: skip


@require_safe
@needs("documents.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """The documents of the officer's units, the newest first."""
    kind, state = request.GET.get("loai", ""), request.GET.get("tinh-trang", "")
    asked = {"loai": kind, "tinh-trang": state}
    return render(
        request,
        "documents_room/listing.html",
        {
            "page": page_of(papers_for(request.user, kind=kind, state=state), request), "kinds": kinds_for(request.user),
            "states": STATES, "kind": kind, "state": state, "may_draw": request.user.may("documents.draw"),
            "query": urlencode({key: value for key, value in asked.items() if value}) + "&" if any(asked.values()) else "",
        },
    )  # fmt: skip


@require_safe
@needs("documents.view")
def detail(request: OfficerRequest, paper_id: UUID) -> HttpResponse:
    """One document and what may still be done with it."""
    paper = paper_for(request.user, paper_id)
    issues = paper.agency_id in {agency.pk for agency in issuing_agencies(request.user)}
    may_act = issues and request.user.may("documents.number") and paper.withdrawn_at is None
    form = FORMS.get(paper.kind)
    return render(
        request,
        "documents_room/paper.html",
        {
            "paper": paper, "states": dict(STATES), "today": today(),
            "may_number": may_act and paper.numbered_at is None, "may_withdraw": may_act,
            "may_keep": may_act and paper.numbered_at is not None and paper.signed_at is None,
            "may_replace": issues and form is not None and form in forms_for(request.user),
            "signs_issued": signs_what_was_issued(paper),
        },
    )  # fmt: skip


@require_safe
@needs("documents.view")
def drawn_file(request: OfficerRequest, paper_id: UUID, format: str) -> HttpResponse:
    """The document in a format: PDF as it was issued, Word and Excel to go on working with."""
    paper = paper_for(request.user, paper_id)
    if format not in FORMATS:
        raise NotFound
    draw, kind = FORMATS[format]
    content = pdf_of(paper) if format == "pdf" else draw(document_of(paper))
    name = paper.kind.replace("_", "-")
    record_drawn(request, name=name, format=format, subject=f"paper:{paper.pk}", unit_id=paper.unit_id)
    return as_file(content, kind, f"{name}.{format}")


@require_safe
@needs("documents.view")
def signed_file(request: OfficerRequest, paper_id: UUID) -> HttpResponse:
    """The signed PDF as it came back."""
    paper = paper_for(request.user, paper_id)
    content = open_signed(actor=request.user, now=now(), paper=paper)
    return as_file(content, "application/pdf", f"{paper.kind.replace('_', '-')}-da-ky.pdf")


@require_POST
@needs("documents.number")
def number(request: OfficerRequest, paper_id: UUID) -> HttpResponse:
    """Gives the clerk's number and day."""
    return _acted(
        request, paper_id,
        lambda: number_paper(
            actor=request.user, now=now(), paper_id=paper_id, number=request.POST.get("so", ""),
            dated=day_of(request.POST.get("ngay", "")),
        ),
        "Đã ghi số văn bản. In bản có số, ký, rồi lưu bản đã ký.",
    )  # fmt: skip


@require_POST
@needs("documents.number")
def keep(request: OfficerRequest, paper_id: UUID) -> HttpResponse:
    """Stores the signed PDF."""
    file = request.FILES.get("tep")
    return _acted(
        request, paper_id,
        lambda: keep_signed(
            actor=request.user, now=now(), paper_id=paper_id, size=int(file.size or 0) if file else 0,
            chunks=file.chunks() if file else (),
        ),
        "Đã lưu bản đã ký.",
    )  # fmt: skip


@require_POST
@needs("documents.number")
def withdraw(request: OfficerRequest, paper_id: UUID) -> HttpResponse:
    """Takes the document out of force."""
    return _acted(
        request, paper_id,
        lambda: withdraw_paper(
            actor=request.user, now=now(), paper_id=paper_id, reason=request.POST.get("ly-do", "")
        ),
        "Đã hủy văn bản; văn bản vẫn ở trong sổ với lý do.",
    )  # fmt: skip


def _acted(request: OfficerRequest, paper_id: UUID, act: Callable[[], Paper], done: str) -> HttpResponse:
    paper_for(request.user, paper_id)  # raises NotFound for who may not see it
    act()
    messages.success(request, done)
    return redirect("paper", paper_id=paper_id)
