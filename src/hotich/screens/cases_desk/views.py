"""The tracking list and one case of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.cases.enums import CLOSING_DOCUMENTS
from hotich.cases.models import Case, CaseState
from hotich.cases.operations import CaseRefused, close_corrected
from hotich.cases.policies import may_close
from hotich.cases.queries import ENDED, case_of, closing_of, tracking_list
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.entries.errors import NoteRefused
from hotich.entries.operations import show_names
from hotich.entries.queries import transcription_of
from hotich.linkage.terms import amended_words, book_values
from hotich.screens.common import needs, page_of
from hotich.screens.note_form import NoteForm, offered, posted
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound, Refusal
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
    return _shown(request, case)


def _shown(
    request: OfficerRequest, case: Case, form: NoteForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    entry, kept = case.entry, transcription_of(case.entry)
    subject = next((one for one in case.entry.subjects.all() if one.role == case.role), None)
    current = [one for one in case.discrepancies.all() if one.judgement_id == case.judgement_id]
    _, originals = book_values(entry.kind, case.role, kept) if kept else ({}, {})
    said = amended_words(entry.kind, case.role, kept) if kept else {}
    may_correct = _may_close(request, case)
    return render(
        request,
        "cases_desk/detail.html",
        {
            "case": case, "subject": subject, "labels": FIELD_LABELS, "refusal": refusal,
            "discrepancies": [
                {
                    "point": one,
                    "original": (originals.get(one.field) or {}).get("v") or "",
                    "amended": said.get(one.field, ""),
                }
                for one in current
            ],
            "closed": closing_of(case), "closing_documents": CLOSING_DOCUMENTS.items(),
            "document_kind": request.POST.get("dong-loai", ""), "remaining": request.POST.get("con-khac", ""),
            "may_correct": may_correct,
            **(offered(entry, kept, form or NoteForm(kind="correction")) if may_correct else {}),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _may_close(request: OfficerRequest, case: Case) -> bool:
    if case.state in ENDED or not request.user.may("correct"):
        return False
    try:
        may_close(request.user, case, now())
    except Refusal:
        return False
    return True


@require_POST
@needs("correct")
def close_case(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The book was corrected: the note and the end of the case are one act. What cannot be kept comes back as it was typed."""
    case = case_of(request.user, case_id)
    if case is None:
        raise NotFound
    form = posted(request.POST)
    try:
        close_corrected(
            actor=request.user, case_id=case.pk, document_kind=request.POST.get("dong-loai", ""),
            note=form.note(), remaining=request.POST.get("con-khac", ""), now=now(),
        )  # fmt: skip
    except (NoteRefused, CaseRefused) as refusal:
        return _shown(request, case, form, refusal)
    messages.success(request, f"Đã ghi cải chính vào trường hợp và đóng hồ sơ số {case.number}.")
    return redirect("case", case_id=case.pk)
