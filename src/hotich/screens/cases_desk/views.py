"""The tracking list and one case of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.campaign.queries import look_up_way_of
from hotich.cases.enums import CLOSING_DOCUMENTS, CONCLUSIONS, EVIDENCE
from hotich.cases.files import CONCLUSION, files_of
from hotich.cases.fold import OPEN_LETTER, CaseStanding
from hotich.cases.models import Case, CaseEvent, CaseState, ListKeeper
from hotich.cases.operations import CaseRefused, close_corrected
from hotich.cases.policies import may_close, offered, positions_at
from hotich.cases.queries import (
    AGES,
    ENDED,
    ListFilter,
    ages_of,
    case_of,
    drafts_holding,
    drafts_of,
    keepers_of,
    lines_of,
    look_up_at_closing,
    looks_at,
    officers_of,
    reminders_for,
    standing_of,
    tracking_list,
    units_with_cases,
)
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.registers import catalogue
from hotich.entries.errors import NoteRefused
from hotich.entries.operations import saw, show_names
from hotich.entries.queries import transcription_of
from hotich.linkage.terms import amended_words, book_values
from hotich.screens.cases_desk.forms import (
    SLIP,
    TICKED,
    ActForm,
    Choices,
    act_id,
    attach_choices,
    do,
    forms_for,
    seen_line,
)
from hotich.screens.cases_desk.pictures import Pictured, pictured
from hotich.screens.cases_desk.route import route_shown
from hotich.screens.cases_desk.story import FRESH, closing_note, story_of, turn_of
from hotich.screens.charts import Chart, Series
from hotich.screens.common import needs, page_of
from hotich.screens.note_form import NoteForm, posted
from hotich.screens.note_form import offered as note_offered
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Conflict, NotFound, Refusal
from hotich.support.ids import uuid7
from hotich.support.time import now, today
from hotich.units.models import Unit

SPECIAL = {
    "overdue": "quá hạn",
    "unsent": "chưa gửi xác minh",
    "outside": "chờ cơ quan khác trả lời",
    "look_up": "cần tra cứu lại",
}
_TURNS = ("list_keeper", "verifier", "police_head", "registrar")


def filter_of(said: QueryDict, units: list[Unit]) -> ListFilter:
    """What of the list an address asks for; words that mean nothing, and units that are not his, ask for nothing."""

    def one_of(name: str, known: Any) -> str:
        text = str(said.get(name, ""))
        return text if text in known else ""

    return ListFilter(
        state=one_of("trang-thai", CaseState.values),
        kind=one_of("loai", catalogue.kinds()),
        unit_code=one_of("don-vi", {unit.code for unit in units}),
        conclusion=one_of("ket-luan", CONCLUSIONS),
        turn=one_of("den-luot", _TURNS),
        special=one_of("loc", SPECIAL),
    )


def _query(asked: ListFilter) -> str:
    """The filter as an address has it."""
    said = QueryDict(mutable=True)
    for name, value in (
        ("trang-thai", asked.state), ("loai", asked.kind), ("don-vi", asked.unit_code), ("ket-luan", asked.conclusion),
        ("den-luot", asked.turn), ("loc", asked.special),
    ):  # fmt: skip
        if value:
            said[name] = value
    return said.urlencode()


@require_safe
@needs("cases.view")
def listing(request: OfficerRequest) -> HttpResponse:
    """Danh sách theo dõi riêng of the officer's units."""
    units = units_with_cases(request.user)
    asked = filter_of(request.GET, units)
    cases = tracking_list(request.user, asked=asked, on=today())
    page = page_of(cases, request)
    show_names(actor=request.user, entries=[case.entry for case in page], where="tracking_list", now=now())
    query = _query(asked)
    moment = now()
    held = {code for unit in units for code in positions_at(request.user, unit.pk, moment)}
    in_draft = drafts_holding(page) if "list_keeper" in held else {}
    to_send = (
        {case.pk for case in page if case.is_unsent and case.pk not in in_draft}
        if "list_keeper" in held
        else set()
    )
    to_hand_over = (
        {case.pk for case in page if case.state == CaseState.CONCLUDED}
        if held & {"verifier", "police_head"}
        else set()
    )
    return render(
        request,
        "cases_desk/listing.html",
        {
            "page": page, "asked": asked, "labels": FIELD_LABELS, "today": today(),
            "states": CaseState.choices, "special": SPECIAL.items(), "conclusions": CONCLUSIONS.items(),
            "turns": [(code, turn_of(code)) for code in _TURNS], "units": units,
            "kinds": [(kind, catalogue.register(kind).title) for kind in catalogue.kinds()],
            "query": f"{query}&" if query else "", "asked_query": query,
            "reminders": reminders_for(request.user, moment), "ticked": frozenset(request.session.pop(TICKED, ())),
            "slip": request.session.pop(SLIP, {}),
            "keepers": _keepers(request, units),
            "to_send": to_send, "to_hand_over": to_hand_over, "in_draft": in_draft,
            "drafts": list(drafts_of(request.user)) if "list_keeper" in held else [], "act_id": uuid7(),
        },
    )  # fmt: skip


@require_safe
@needs("cases.view")
def waiting(request: OfficerRequest) -> HttpResponse:
    """How long the listed cases have waited: it counts all of them, so the list does not wait for it."""
    asked = filter_of(request.GET, units_with_cases(request.user))
    cases = tracking_list(request.user, asked=asked, on=today())
    return render(
        request,
        "cases_desk/_waiting.html" if request.headers.get("HX-Request") else "cases_desk/waiting.html",
        {"chart": ageing_chart(ages_of(cases, now())), "query": _query(asked)},
    )


def _keepers(request: OfficerRequest, units: list[Unit]) -> list[tuple[Unit, ListKeeper | None]]:
    """Who keeps the list, where it is one unit's."""
    if len(units) != 1:
        return []
    return [(units[0], keepers_of(request.user, [units[0].pk]).get(units[0].pk))]


def ageing_chart(ages: dict[str, list[int]]) -> Chart:
    """How long the listed cases have waited where they stand, by whose turn it is."""
    return Chart(
        key="tuoi-ho-so",
        title="Hồ sơ đã nằm ở bước hiện tại bao lâu",
        unit="hồ sơ",
        places=[label for label, _ in AGES],
        series=[Series(f"chờ {turn_of(code)}", ages[code]) for code in _TURNS if code in ages],
        places_called="Số ngày",
        kind="bars",
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
    return shown(request, case)


def shown(
    request: OfficerRequest, case: Case, form: NoteForm | None = None, refusal: Refusal | None = None, failed: str = ""
) -> HttpResponse:  # fmt: skip
    """The page of a case; after a refusal with what was typed into the form that failed."""
    saw(actor=request.user, entries=[case.entry], now=now())
    entry, kept = case.entry, transcription_of(case.entry)
    subject = next((one for one in case.entry.subjects.all() if one.role == case.role), None)
    current = [one for one in case.discrepancies.all() if one.judgement_id == case.judgement_id]
    _, originals = book_values(entry.kind, case.role, kept) if kept else ({}, {})
    said = amended_words(entry.kind, case.role, kept) if kept else {}
    may_correct = _may_close(request, case)
    lines = lines_of(case)
    standing = standing_of(case)
    shut = entry.restricted
    law = route_shown(case, standing, today())
    acts = offered(request.user, case, standing, now())
    pictures = Pictured() if shut else pictured(request.user, case)
    closing = closing_note(case, standing, look_up_way_of(case.unit_id, on=today()))
    attach_to = attach_choices(acts, standing)
    forms = forms_for(
        acts, standing, request.POST if failed else None, failed,
        today=today(), routes=law.choices if law else (), law=law.route.id if law and law.route else "",
        note=law.note if law else "", closing=closing,
    )  # fmt: skip
    return render(
        request,
        "cases_desk/detail.html",
        {
            "case": case, "subject": subject, "labels": FIELD_LABELS, "refusal": refusal, "failed": failed,
            "evidence": EVIDENCE, "approver": _approver(standing), "may_notify": _may_notify(request, case),
            "standing": standing, "turn": turn_of(case.turn), "today": today(),
            "discrepancies": [
                {
                    "point": one,
                    "original": (originals.get(one.field) or {}).get("v") or "",
                    "amended": said.get(one.field, ""),
                    "pictured": one.field in pictures.fields,
                }
                for one in current
            ],
            "page_id": pictures.page_id, "story": story_of(lines, officers_of(lines), shut=shut), "looks": looks_at(case),
            "acts": forms, "is_loose": refusal is not None and not _has_place(failed, forms, attach_to, may_correct),
            "files": [] if shut else files_of(lines), "file_of": _places_of_files(lines),
            "attach_to": attach_to,
            "law": law, "act_id": uuid7(), "closed": standing.closing if case.state == CaseState.CLOSED else None,
            "closing_note": closing, "fresh_words": FRESH, "closing_look_up": look_up_at_closing(request.user, standing),
            "closing_documents": CLOSING_DOCUMENTS.items(),
            "document_kind": request.POST.get("dong-loai", ""), "remaining": request.POST.get("con-khac", "") if not failed else "",
            "may_correct": may_correct, "may_look_up": request.user.may("look_up"),
            **(note_offered(entry, kept, form or NoteForm(kind="correction")) if may_correct else {}),
        },
        status=refusal.status if refusal else 200,
    )  # fmt: skip


def _has_place(failed: str, forms: Sequence[ActForm], attach_to: Choices, may_correct: bool) -> bool:
    """Whether the form that was refused is still on the page, where its refusal stands; the case may have moved on meanwhile."""
    if not failed:
        return may_correct
    return bool(attach_to) if failed == "attach" else any(form.action.id == failed for form in forms)


def _places_of_files(lines: Sequence[CaseEvent]) -> dict[str, str]:
    """What a file belongs to, in words, by what its line says: letters of earlier rounds too."""
    letters = (line.payload.get("letter") or {} for line in lines if line.type == OPEN_LETTER)
    return {CONCLUSION: "căn cứ kết luận"} | {
        str(said.get("id")): f"công văn số {said.get('number')}, {said.get('agency')}" for said in letters
    }


def _may_close(request: OfficerRequest, case: Case) -> bool:
    if case.state in ENDED or not request.user.may("correct"):
        return False
    try:
        may_close(request.user, case, now())
    except Refusal:
        return False
    return True


def _approver(standing: CaseStanding) -> Officer | None:
    by = standing.conclusion.approved_by if standing.conclusion else None
    return Officer.objects.filter(pk=by).first() if by else None


def _may_notify(request: OfficerRequest, case: Case) -> bool:
    return (
        not case.entry.restricted
        and request.user.may("correct")
        and bool(positions_at(request.user, case.unit_id, now()) & {"registrar", "justice_officer"})
    )


@require_POST
@needs("cases.view")
def act(request: OfficerRequest, case_id: UUID, action: str) -> HttpResponse:
    """One act on the case. What cannot be done comes back with the reason, and with what was typed."""
    case = case_of(request.user, case_id)
    if case is None:
        raise NotFound
    try:
        do(action, actor=request.user, case=case, data=request.POST, now=now())
    except (CaseRefused, Conflict) as refusal:
        # Somebody may have been faster: the page shows the case as it is now.
        case = case_of(request.user, case_id) or case
        show_names(actor=request.user, entries=[case.entry], where=f"case:{case.pk}", now=now())
        return shown(request, case, refusal=refusal, failed=action)
    messages.success(request, f"Đã ghi vào hồ sơ số {case.number}.")
    return redirect("case", case_id=case.pk)


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
            note=form.note(), remaining=request.POST.get("con-khac", ""), now=now(), tx_id=act_id(request.POST),
            seen=seen_line(request.POST), way=look_up_way_of(case.unit_id, on=today()),
        )  # fmt: skip
    except (NoteRefused, CaseRefused, Conflict) as refusal:
        case = case_of(request.user, case_id) or case
        show_names(actor=request.user, entries=[case.entry], where=f"case:{case.pk}", now=now())
        return shown(request, case, form, refusal)
    messages.success(request, f"Đã ghi cải chính vào trường hợp và đóng hồ sơ số {case.number}.")
    return redirect("case", case_id=case.pk)
