"""The tracking list and one case of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.audit import operations as audit
from hotich.cases.models import CaseState
from hotich.cases.queries import case_of, tracking_list
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.entries.operations import show_names
from hotich.screens.common import needs, page_of
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now


@require_safe
@needs("cases.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Danh sách theo dõi riêng of the officer's units."""
    state = request.GET.get("trang-thai", "")
    cases = tracking_list(
        request.user,
        state=state if state in CaseState.values else "",
        kind=request.GET.get("loai", ""),
        unit_code=request.GET.get("don-vi", ""),
    )
    page = page_of(cases, request)
    page.object_list = list(page.object_list)
    show_names(actor=request.user, entries=[case.entry for case in page], where="tracking_list", now=now())
    return render(
        request,
        "cases_desk/listing.html",
        {
            "page": page,
            "states": CaseState.choices,
            "state": state,
            "labels": FIELD_LABELS,
            "query": f"trang-thai={state}&" if state else "",
        },
    )


@require_safe
@needs("cases.view")
def detail(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """One case with both values of every point; opening it is logged."""
    case = case_of(request.user, case_id)
    if case is None:
        raise NotFound
    show_names(actor=request.user, entries=[case.entry], where=f"case:{case.pk}", now=now())
    audit.record(
        kind="case.viewed", officer=request.user, subject=f"case:{case.pk}", unit_id=case.unit_id, now=now()
    )
    subject = next((one for one in case.entry.subjects.all() if one.role == case.role), None)
    current = [one for one in case.discrepancies.all() if one.judgement_id == case.judgement_id]
    return render(
        request,
        "cases_desk/detail.html",
        {"case": case, "subject": subject, "discrepancies": current, "labels": FIELD_LABELS},
    )
