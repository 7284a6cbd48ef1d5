"""Drawing a document: which kinds there are, the form of one, and entering one that was made elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotich.campaign.models import Paper, PaperKind
from hotich.campaign.papers.operations import record_paper
from hotich.campaign.papers.policies import PaperRefused, issuing_agencies
from hotich.campaign.papers.queries import paper_for
from hotich.campaign.queries import campaigns_of, units_of
from hotich.reports.device_papers import said_of_check
from hotich.reports.documents.asked import AskedRefused
from hotich.reports.documents.catalogue import FORMS, Form, check_may_record, forms_for, issue
from hotich.screens.chosen import UNKNOWN, campaign_said
from hotich.screens.common import is_uuid, needs, whole_number
from hotich.staff.policies import require
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import now
from hotich.units.models import Agency


@require_safe
@needs("documents.draw")
def kinds(request: OfficerRequest) -> HttpResponse:
    """What can be drawn here, and the form for what was made elsewhere."""
    return _kinds(request)


def _kinds(request: OfficerRequest, refusal: Refusal | None = None) -> HttpResponse:
    forms = forms_for(request.user)
    return render(
        request,
        "documents_room/kinds.html",
        {
            "forms": forms, "refusal": refusal, "said": request.POST, "campaigns": campaigns_of(request.user),
            "agencies": issuing_agencies(request.user), "other": PaperKind.OTHER,
            "kinds": [*((form.kind.value, form.label) for form in forms), (PaperKind.OTHER.value, PaperKind.OTHER.label)],
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs("documents.draw")
def form(request: OfficerRequest, kind: str) -> HttpResponse:
    """The fields of a kind; sent, the document goes into the register as a draft."""
    asked = FORMS.get(kind.replace("-", "_"))
    if asked is None:
        raise NotFound
    require(request.user, asked.capability)
    if request.method != "POST":
        if request.GET.get("dot"):
            campaign_said(request, request.GET, UNKNOWN)
        return _form(request, asked, {**request.GET.dict(), **_recorded(request, asked)})
    data = request.POST
    try:
        paper = issue(
            actor=request.user, now=now(), campaign=campaign_said(request, data), agency=agency_said(request, data),
            kind=asked.kind, said={one.name: data.get(one.name, "") for one in asked.fields},
            replaces=_replaced(request, data),
        )  # fmt: skip
    except (AskedRefused, PaperRefused) as refusal:
        return _form(request, asked, data, refusal)
    messages.success(request, "Đã soạn văn bản. Xem bản dự thảo, xin số rồi ghi số, ngày.")
    return redirect("paper", paper_id=paper.pk)


def _recorded(request: OfficerRequest, asked: Form) -> dict[str, str]:
    """What is on record of the check whose minutes are drawn."""
    check = whole_number(request.GET.get("kiem-tra", ""))
    return said_of_check(request.user, check) if check and asked.kind == PaperKind.DEVICE_CHECK else {}


def _form(
    request: OfficerRequest, asked: Form, said: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    failed = refusal.field if isinstance(refusal, AskedRefused) else ""
    return render(
        request,
        "documents_room/form.html",
        {
            "form": asked, "said": said, "refusal": refusal, "campaigns": campaigns_of(request.user),
            "agencies": issuing_agencies(request.user), "replaces": said.get("thay", ""),
            "units": units_of(request.user) if any(one.kind == "unit" for one in asked.fields) else (),
            "fields": [
                {"asked": one, "value": said.get(one.name, one.usual), "failed": one.name == failed}
                for one in asked.fields
            ],
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


@require_POST
@needs("documents.draw")
def record(request: OfficerRequest) -> HttpResponse:
    """Enters a document that was made elsewhere."""
    data = request.POST
    campaign, agency = campaign_said(request, data), agency_said(request, data)
    kind = data.get("loai", PaperKind.OTHER)
    try:
        check_may_record(request.user, campaign, agency, kind)
        paper = record_paper(
            actor=request.user, now=now(), campaign=campaign, agency=agency, about=data.get("trich-yeu", ""),
            symbol=data.get("ky-hieu", ""), kind=kind,
        )  # fmt: skip
    except (AskedRefused, PaperRefused) as refusal:
        return _kinds(request, refusal)
    messages.success(request, "Đã ghi nhận văn bản. Ghi số, ngày và lưu bản đã ký.")
    return redirect("paper", paper_id=paper.pk)


def agency_said(request: OfficerRequest, data: Mapping[str, Any]) -> Agency:
    """The agency in whose name he draws. Raises NotFound for another."""
    wanted = whole_number(data.get("co-quan", "")) or 0
    found = next((one for one in issuing_agencies(request.user) if one.pk == wanted), None)
    if found is None:
        raise NotFound("Chọn cơ quan ban hành trong danh sách.")
    return found


def _replaced(request: OfficerRequest, data: Mapping[str, Any]) -> Paper | None:
    wanted = data.get("thay", "")
    return paper_for(request.user, wanted) if is_uuid(wanted) else None
