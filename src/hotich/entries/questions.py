"""Reading questions to the team leader: his list, an officer's own, and those of entries that are shown anyway."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from hotich.entries.models import Entry, Question
from hotich.entries.policies import open_content
from hotich.entries.sensitive import Sees
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.scope import HasScope

_BESIDE = ("entry__book", "entry__unit", "asker", "answered_by")


def questions_for(officer: HasScope, state: str) -> QuerySet[Question]:
    """The questions of one state in the officer's units, those that wait longest first."""
    order = ("asked_at", "id") if state == Question.State.OPEN else ("-asked_at", "-id")
    return Question.objects.visible_to(officer).filter(state=state).select_related(*_BESIDE).order_by(*order)


def question_for(officer: Sees, entry_id: UUID, seq: int) -> Question:
    """One question with its entry, opened where it may be shown to the officer. Raises NotFound outside his scope."""
    found = (
        Question.objects.visible_to(officer).filter(entry_id=entry_id, seq=seq).select_related(*_BESIDE).first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    open_content(officer, [found.entry])
    return found


def own_questions(officer: Officer) -> QuerySet[Question]:
    """What the officer asked and has not closed: answered ones first, as far as he still sees their entries."""
    states = (Question.State.ANSWERED, Question.State.OPEN)
    return (
        Question.objects.visible_to(officer)
        .filter(Q(asker=officer), state__in=states)
        .select_related(*_BESIDE)
        .order_by("state", "asked_at", "id")
    )


def questions_of(entries: Iterable[Entry]) -> dict[UUID, list[dict[str, Any]]]:
    """The questions of entries that the caller has opened, as the desk shows them. One query."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    asked = Question.objects.unscoped("hangs on entries the caller has judged").filter(entry__in=entries)
    for one in asked.select_related("answered_by").order_by("entry_id", "seq"):
        found.setdefault(one.entry_id, []).append(
            {
                "seq": one.seq,
                "field": one.field,
                "text": one.text,
                "state": one.state,
                "answer": one.answer,
                "answered_by": one.answered_by.full_name if one.answered_by else "",
                "answered_at": one.answered_at.isoformat() if one.answered_at else None,
            }
        )
    return found
