"""Questions of who keys, to who leads: each with its place in the book and, where there is an image, the piece of the page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hotich.books.crops import crop_of
from hotich.books.models import Page
from hotich.entries.derivation import edition_of_entry, sensitive_fields
from hotich.entries.errors import ContentRestricted
from hotich.entries.models import Question
from hotich.entries.operations import answer_question, close_question, show_names
from hotich.entries.queries import page_shows_restricted
from hotich.entries.questions import question_for, questions_for
from hotich.entries.sensitive import trusted_ids
from hotich.screens.common import needs, page_of
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import NotFound
from hotich.support.time import now

State = Question.State
WHERE = "questions"


@dataclass(frozen=True, slots=True)
class Row:
    """A question as the list shows it; a shut one keeps its text and its picture to itself."""

    question: Question
    label: str
    shut: bool

    @property
    def crop(self) -> bool:
        return self.question.crop is not None and not self.shut


@require_safe
@needs("questions.answer")
def listing(request: OfficerRequest) -> HttpResponse:
    """One state at a time, what waits longest first; a restricted entry's question only for whom the entry is open."""
    asked = request.GET.get("trang-thai", State.OPEN)
    state = State(asked) if asked in State.values else State.OPEN
    page = page_of(questions_for(request.user, state), request)
    questions: list[Question] = list(page.object_list)
    show_names(actor=request.user, entries=[one.entry for one in questions], where=WHERE, now=now())
    return render(
        request,
        "questions/listing.html",
        {
            "page": page,
            "rows": _rows(request.user, questions),
            "state": state,
            "states": State,
            "query": f"trang-thai={state}&",
        },
    )


def _rows(officer: Officer, questions: list[Question]) -> list[Row]:
    entries = [one.entry for one in questions]
    trusted = trusted_ids(officer, entries)
    rows = []
    for one in questions:
        shut = one.entry.restricted or (
            one.field in sensitive_fields(one.entry.book) and one.entry_id not in trusted
        )
        form = edition_of_entry(one.entry)
        rows.append(Row(one, form.label_in_full(one.field) if form and one.field else "", shut))
    return rows


def _one(officer: Officer, entry_id: UUID, seq: int) -> Question:
    """Raises NotFound, ContentRestricted."""
    question = question_for(officer, entry_id, seq)
    if _rows(officer, [question])[0].shut:
        raise ContentRestricted
    return question


@require_POST
@needs("questions.answer")
def answer(request: OfficerRequest, entry_id: UUID, seq: int) -> HttpResponse:
    """Writes the answer down; who asked sees it at the entry and in his work of the day."""
    question = _one(request.user, entry_id, seq)
    text = request.POST.get("tra-loi", "")
    answer_question(actor=request.user, entry_id=entry_id, question=seq, text=text, now=now())
    messages.success(request, f"Đã trả lời {question.asker or 'người hỏi'}.")
    return _back(request)


@require_POST
@needs("questions.answer")
def close(request: OfficerRequest, entry_id: UUID, seq: int) -> HttpResponse:
    """Ends a question that needs no answer, or no further one."""
    _one(request.user, entry_id, seq)
    close_question(actor=request.user, entry_id=entry_id, question=seq, now=now())
    messages.success(request, "Đã khép câu hỏi.")
    return _back(request)


@require_POST
@needs("key")
def settle(request: OfficerRequest, entry_id: UUID, seq: int) -> HttpResponse:
    """Who asked has read the answer: the question leaves his list."""
    question = question_for(request.user, entry_id, seq)
    if question.asker_id != request.user.pk:
        raise NotFound
    close_question(actor=request.user, entry_id=entry_id, question=seq, now=now())
    return redirect("my_work")


@require_safe
@needs("entries.view")
def crop(request: OfficerRequest, entry_id: UUID, seq: int) -> HttpResponse:
    """The piece of the page; as the whole page, it is shown only to whom everything on the page is open."""
    question = _one(request.user, entry_id, seq)
    said: dict[str, Any] = question.crop or {}
    page = Page.objects.visible_to(request.user).filter(pk=said.get("page")).first() if said else None
    if page is None:
        raise NotFound
    if page_shows_restricted(request.user, page):
        raise ContentRestricted
    response = HttpResponse(crop_of(page, said["box"]), content_type="image/webp")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _back(request: HttpRequest) -> HttpResponse:
    state = request.POST.get("trang-thai", "")
    return redirect(f"{reverse('questions')}?trang-thai={state if state in State.values else State.OPEN}")
