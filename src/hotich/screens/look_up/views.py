"""Chờ tra cứu: look-ups for entries that others keyed, in the unit's way of looking up."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hotich.audit import operations as audit
from hotich.campaign.queries import look_up_way_of, working_on
from hotich.cases.operations import NOT_FOUND_REASONS, judge, record_and_judge
from hotich.cases.operations import search as look_up
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.quotas import VIETNAM
from hotich.entries.models import Outcome
from hotich.entries.operations import show_entry
from hotich.entries.queries import entry_for
from hotich.linkage.queries import look_up_of
from hotich.linkage.terms import (
    REGISTER_WORDS,
    accepted,
    amended_words,
    book_values,
    people_of,
    question_of,
    terms_for,
)
from hotich.screens.common import is_uuid, needs
from hotich.screens.look_up.answer import answer_of, history_of
from hotich.screens.look_up.queue import alike, asked_again, group_of, onwards
from hotich.staff.requests import OfficerRequest
from hotich.support.errors import Refusal
from hotich.support.time import now, today

_SEARCHED = ("full_name", "birth_date", "sex", "mother_full_name", "father_full_name", "old_id_number")
_SHOWN_ONLY = ("residence",)


def searched_words(kind: str, role: str) -> tuple[str, ...]:
    """What of a person an officer can say he searched with: what his kind of entry tells of him."""
    terms = terms_for(kind, role)
    return tuple(word for word in _SEARCHED if word in terms)


def seen_words(kind: str, role: str) -> tuple[str, ...]:
    """What of the register he writes down: what is compared of the person, and where he lives."""
    terms = terms_for(kind, role)
    return tuple(
        word for word in REGISTER_WORDS if word != "personal_id" and (word in terms or word in _SHOWN_ONLY)
    )


@require_safe
@needs("look_up")
def subject(request: OfficerRequest, entry_id: UUID, role: str) -> HttpResponse:
    """One subject: what the book says, and the unit's way of looking up; opening it is logged."""
    entry = entry_for(request.user, entry_id)
    kept = accepted(entry)
    show_entry(actor=request.user, entry=entry, now=now())
    values, originals = book_values(entry.kind, role, kept)
    amended = amended_words(entry.kind, role, kept)
    found = look_up_of(request.user, request.GET.get("lan")) if is_uuid(request.GET.get("lan", "")) else None
    if found is not None and (found.entry_id != entry.pk or found.role != role):
        found = None
    return render(
        request,
        "look_up/subject.html",
        {
            "entry": entry, "role": role, "person": people_of(entry.kind)[role].label,
            # A spouse's sex follows from the column: the book itself does not write it.
            "values": _beside(
                {word: value for word, value in values.items() if word in FIELD_LABELS}, originals, amended
            ),
            "labels": FIELD_LABELS,
            "way": look_up_way_of(entry.unit_id, on=today()), "history": history_of(request.user, entry, role),
            "group": group_of(request.GET), "alike": alike(request, found) if found else None,
            "searched": [(word, FIELD_LABELS[word], (values.get(word) or {}).get("v") or "") for word in searched_words(entry.kind, role)],
            "seen": [(word, FIELD_LABELS[word]) for word in seen_words(entry.kind, role)],
            "outcomes": [
                ("matched", "tìm thấy"), ("not_found", Outcome.NOT_FOUND.label),
                ("unavailable", Outcome.UNAVAILABLE.label), ("pending", "để người khác chọn"),
            ],
            "terms": _terms(entry.kind, role, values, found.asked if found is not None and found.departs else None),
            "reasons": NOT_FOUND_REASONS.items(), "now": now().astimezone(VIETNAM),
        } | answer_of(request.user, entry, found),
    )  # fmt: skip


def _beside(
    values: Mapping[str, Any], originals: Mapping[str, Any], amended: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """What the book says now, each value with what the page said before and why it is no longer that."""
    return {
        word: {
            **value,
            "original": (originals.get(word) or {}).get("v") or "",
            "amended": amended.get(word, ""),
        }
        for word, value in values.items()
    }


def _terms(
    kind: str, role: str, values: Mapping[str, Any], last: Mapping[str, str] | None
) -> list[dict[str, str]]:
    """What a second search is asked with, for the officer to change: the parts that the book gives or could give, as he asked them
    last."""
    asked = asdict(question_of(values))
    if last is not None:
        asked = {word: last.get(word, "") for word in asked}
    words = (*searched_words(kind, role), "birth_place", "hometown")
    known = terms_for(kind, role)
    return [
        {"word": word, "label": FIELD_LABELS[word], "value": asked[word]}
        for word in words
        if word in known or (values.get(word) or {}).get("v") or asked[word]
    ]


@require_POST
@needs("look_up")
def search(request: OfficerRequest, entry_id: UUID, role: str) -> HttpResponse:
    """Searches the register, where the unit's way says."""
    entry = entry_for(request.user, entry_id)
    found = look_up(
        actor=request.user, entry_id=entry_id, role=role, second="lan-hai" in request.POST,
        terms=_changed(request.POST) if "thong-tin-khac" in request.POST else None,
        working=working_on(entry, on=today()),
    )  # fmt: skip
    audit.record(
        kind="population.searched", officer=request.user, subject=f"entry:{entry_id}", unit_id=found.unit_id,
        detail={"look_up": str(found.id), "found": found.found}, now=now(),
    )  # fmt: skip
    return redirect(f"/cho-tra-cuu/{entry_id}/{role}/?{asked_again(request, found.id)}")


def _changed(said: QueryDict) -> dict[str, str]:
    return {name.removeprefix("tim-"): str(text) for name, text in said.items() if name.startswith("tim-")}


@require_POST
@needs("look_up")
def decide(request: OfficerRequest, entry_id: UUID, role: str) -> HttpResponse:
    """Keeps the decision over one search of an extract."""
    look_up_id = request.POST.get("lan", "")
    judgement = judge(
        actor=request.user, entry_id=entry_id, role=role,
        decision=request.POST.get("xac-dinh", ""), look_up_id=UUID(look_up_id) if is_uuid(look_up_id) else None,
        candidate=request.POST.get("ung-vien", ""), reason=request.POST.get("ly-do", ""),
        reason_words=request.POST.get("ly-do-khac", ""),
    )  # fmt: skip
    messages.success(request, f"Đã xác định: {Outcome(judgement.outcome).label}.")
    return onwards(request, judgement.entry, role)


@require_POST
@needs("look_up")
def record(request: OfficerRequest, entry_id: UUID, role: str) -> HttpResponse:
    """Keeps a search made on the police machine."""
    try:
        looked_up_at = datetime.fromisoformat(request.POST.get("luc", "")).replace(tzinfo=VIETNAM)
    except ValueError as error:
        raise Refusal(
            "Thời điểm tra cứu chưa đúng: nhập ngày, giờ đã tra cứu.", code="look_up.moment"
        ) from error
    entry = entry_for(request.user, entry_id)
    kind = entry.kind
    judgement = record_and_judge(
        actor=request.user, entry_id=entry_id, role=role,
        searched={word: request.POST.get(f"theo-{word}", "").strip() for word in searched_words(kind, role)},
        seen={word: request.POST.get(f"thay-{word}", "").strip() for word in seen_words(kind, role)},
        personal_id=request.POST.get("so-dinh-danh", "").strip(), outcome=request.POST.get("ket-qua", ""),
        reason=request.POST.get("ly-do", ""), reason_words=request.POST.get("ly-do-khac", ""),
        searched_again={
            word: request.POST.get(f"lan2-{word}", "").strip() for word in searched_words(kind, role)
        },
        looked_up_at=looked_up_at, working=working_on(entry, on=today()),
    )  # fmt: skip
    messages.success(request, f"Đã ghi kết quả tra cứu: {Outcome(judgement.outcome).label}.")
    return onwards(request, judgement.entry, role)
