"""`GET /api/entries/<id>`: an entry as the officer may see it. Seeing one is personal data and is logged."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from hotich.audit.operations import record
from hotich.entries.derivation import edition_of_entry
from hotich.entries.fold import FLAGS
from hotich.entries.models import Subject
from hotich.entries.queries import entry_for, transcription_of
from hotich.support.errors import NotFound

router = Router(tags=["entries"])


class FieldOut(Schema):
    """A field as written, how it came, and what it was normalised to."""

    v: str | None
    m: str | None
    o: str
    struck: str | None = None
    norm: Any = None


class SubjectOut(Schema):
    """What the look-up of one person came to; the number only for who may look up or follow cases."""

    role: str
    principal: bool
    outcome: str
    personal_id: str | None


class EntryOut(Schema):
    """An entry: its accepted transcription and its subjects."""

    id: UUID
    book: UUID
    number: str | None
    kind: str
    edition: str
    status: str
    outcome: str
    flags: list[str]
    page: int | None
    line: int | None
    position: int
    fields: dict[str, FieldOut]
    annotations: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    subjects: list[SubjectOut]
    seq: int


@router.get(
    "/entries/{uuid:entry_id}",
    response=EntryOut,
    summary="One entry",
)
def entry(request: HttpRequest, entry_id: UUID) -> dict[str, Any]:
    """The entry, or 404 where it is not there or not in the officer's scope: the two look alike."""
    officer: Any = request.user
    if not officer.may("entries.view"):
        raise NotFound
    found = entry_for(officer, entry_id)
    form = edition_of_entry(found)
    kept = transcription_of(found)
    fields = kept.fields if kept else {}
    normalised = kept.normalised if kept else {}
    numbers = officer.scope.sees_register
    record(kind="entry.viewed", officer=officer, subject=f"entry {found.pk}", unit_id=found.unit_id)
    return {
        "id": found.pk,
        "book": found.book_id,
        "number": found.number or None,
        "kind": found.kind,
        "edition": form.full_id if form else found.edition,
        "status": found.status,
        "outcome": found.outcome,
        "flags": [flag for flag in FLAGS if getattr(found, flag)],
        "page": found.page,
        "line": found.line,
        "position": found.position,
        "fields": {
            name: {part: value.get(part) for part in ("v", "m", "o", "struck")}
            | {"norm": normalised.get(name)}
            for name, value in fields.items()
        },
        "annotations": kept.annotations if kept else [],
        "findings": found.findings,
        "subjects": [
            {
                "role": subject.role,
                "principal": subject.principal,
                "outcome": subject.outcome,
                "personal_id": (subject.personal_id or None) if numbers else None,
            }
            for subject in Subject.objects.filter(entry=found).order_by("id")
        ],
        "seq": found.seq,
    }
