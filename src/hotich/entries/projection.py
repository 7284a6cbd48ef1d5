"""The columns of the projection, from a state and what `core` derives of it. Saves, bulk loads and refolds share it."""

from typing import Any

from hotich.books.models import Book
from hotich.core.work import COUNTED, MEASURED
from hotich.entries.derivation import CORE_VERSION, Derived
from hotich.entries.fold import FLAGS, EntryState

SENSITIVE = "sensitive"
_FOLDED_FLAGS = tuple(flag for flag in FLAGS if flag != SENSITIVE)

FOLDED = (
    "book_id", "unit_id", "kind", "edition", "page", "line", "position", "status", "seq", "outcome", *_FOLDED_FLAGS,
    "author_id", "station_id", "assisted", "opened_at", "first_completed_at", "completed_by_id", "completed_station_id",
    "last_action_at",
)  # fmt: skip
"""Columns of an entry that the log alone decides."""

DERIVED = (
    "number", "number_value", "number_suffix", "number_year", "registered_on", "findings", SENSITIVE, "core_version",
)  # fmt: skip
"""Columns of an entry that `core` derives from its accepted transcription. An entry is sensitive where its kind's definition says
so, or an officer has said so: nobody's word opens what the definition restricts."""

SUBJECT_FOLDED = ("principal", "outcome", "personal_id")
SUBJECT_DERIVED = ("full_name", "name_search", "birth_date", "birth_year", "sex")


def folded_columns(state: EntryState, book: Book) -> dict[str, Any]:
    """Values of FOLDED."""
    return {
        "book_id": book.pk,
        "unit_id": book.unit_id,
        "kind": state.kind,
        "edition": state.edition,
        "page": state.page,
        "line": state.line,
        "position": state.position,
        "status": state.status,
        "seq": state.seq,
        "outcome": state.outcome,
        **{flag: flag in state.flags for flag in _FOLDED_FLAGS},
        "author_id": state.author,
        "station_id": state.station,
        "assisted": state.assisted,
        "opened_at": state.opened_at,
        "first_completed_at": state.first_completed_at,
        "completed_by_id": state.completed_by,
        "completed_station_id": state.completed_station,
        "last_action_at": state.last_action_at,
    }


def derived_columns(state: EntryState, derived: Derived) -> dict[str, Any]:
    """Values of DERIVED."""
    return {
        "number": derived.number,
        "number_value": derived.number_value,
        "number_suffix": derived.number_suffix,
        "number_year": derived.number_year,
        "registered_on": derived.registered_on,
        "findings": [finding.as_json() for finding in derived.findings],
        SENSITIVE: derived.sensitive or SENSITIVE in state.flags,
        "core_version": CORE_VERSION,
    }


def transcription_columns(state: EntryState, derived: Derived) -> dict[int, dict[str, Any]]:
    """Pass number → columns of its transcription; only the accepted one is normalised."""
    found = {}
    for number, one in state.passes.items():
        accepted = number == state.accepted_pass
        found[number] = {
            "accepted": accepted,
            "author_id": one.author,
            "fields": {name: dict(value) for name, value in one.fields.items()},
            "annotations": [dict(each) for each in state.annotations] if accepted else [],
            "normalised": dict(derived.normalised) if accepted else {},
        }
    return found


def subject_columns(state: EntryState, derived: Derived) -> dict[str, dict[str, Any]]:
    """Role → columns of its subject: the principal ones always, the others where the book names them."""
    named = {subject.role: subject for subject in derived.subjects}
    found: dict[str, dict[str, Any]] = {}
    for role in dict.fromkeys((*state.principal, *state.subjects, *named)):
        judged = state.subjects.get(role)
        principal = role in state.principal
        says = named.get(role)
        found[role] = {
            "principal": principal,
            "outcome": state.outcome_of(role) if principal or judged else "pending",
            "personal_id": judged.personal_id if judged else "",
            "full_name": says.full_name[:500] if says else "",
            "name_search": says.name_search_key[:500] if says else "",
            "birth_date": says.birth_date[:30] if says else "",
            "birth_year": says.birth_year if says else None,
            "sex": says.sex[:10] if says else "",
        }
    return found


WORK = ("unit_id", "kind", "officer_id", "station_id", "completed_at", *MEASURED, *COUNTED, "clipped")
"""Columns of an entry's work; all of them folded."""

QUESTION = (
    "unit_id", "field", "text", "crop", "state", "asker_id", "asked_at", "answer", "answered_by_id", "answered_at",
    "closed_by_id", "closed_at",
)  # fmt: skip
"""Columns of a question; all of them folded."""


def work_columns(state: EntryState, book: Book) -> dict[str, Any] | None:
    """Values of WORK; None where the desk said nothing of how the entry was keyed."""
    if state.work is None:
        return None
    return {
        "unit_id": book.unit_id,
        "kind": state.kind,
        "officer_id": state.completed_by,
        "station_id": state.completed_station,
        "completed_at": state.first_completed_at,
        **{name: state.work.get(name, 0) for name in (*MEASURED, *COUNTED)},
        "clipped": list(state.work.get("clipped") or ()),
    }


def question_columns(state: EntryState, book: Book) -> dict[int, dict[str, Any]]:
    """The `seq` of each question → values of QUESTION."""
    return {
        one.seq: {
            "unit_id": book.unit_id,
            "field": one.field,
            "text": one.text,
            "crop": one.crop,
            "state": one.state,
            "asker_id": one.asker,
            "asked_at": one.asked_at,
            "answer": one.answer,
            "answered_by_id": one.answered_by,
            "answered_at": one.answered_at,
            "closed_by_id": one.closed_by,
            "closed_at": one.closed_at,
        }
        for one in state.questions
    }
