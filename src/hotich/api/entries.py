"""`GET /api/entries/<id>`: an entry as the officer may see it. Seeing one is personal data and is logged."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from hotich.core.annotations import amendments, note_words
from hotich.entries.derivation import edition_of_entry, findings_of_notes, normalised_now
from hotich.entries.errors import BlindToThis, ContentRestricted
from hotich.entries.fold import FLAGS
from hotich.entries.models import Entry, Subject, Transcription
from hotich.entries.operations import show_entry
from hotich.entries.policies import readable_fields
from hotich.entries.queries import entry_for, state_of, transcription_of
from hotich.support.errors import NotFound
from hotich.support.time import now

router = Router(tags=["entries"])


class FieldOut(Schema):
    """A field as written, how it came, and what it was normalised to; `m` is `restricted` where the officer may not see it."""

    v: str | None
    m: str | None
    o: str
    struck: str | None = None
    norm: Any = None


class CurrentOut(Schema):
    """A field as margin notes have since changed it; `annotation` is the `seq` of the note that decides, `said` tells of it."""

    v: str | None
    m: str | None
    o: str
    norm: Any = None
    annotation: int
    said: str


class SubjectOut(Schema):
    """What the look-up of one person came to; the number only for who may look up or follow cases."""

    role: str
    principal: bool
    outcome: str
    personal_id: str | None


class EntryOut(Schema):
    """An entry: its accepted transcription and its subjects. Of a restricted one, which is not open to him, an officer gets the row alone."""

    id: UUID
    book: UUID
    number: str | None
    kind: str
    edition: str
    status: str
    outcome: str
    flags: list[str]
    restricted: bool
    page: int | None
    line: int | None
    position: int
    fields: dict[str, FieldOut]
    current: dict[str, CurrentOut]
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
    try:
        show_entry(actor=officer, entry=found, now=now())
    except (ContentRestricted, BlindToThis):
        return _row(found) | {
            "fields": {}, "current": {}, "annotations": [], "findings": [], "subjects": [],
        }  # fmt: skip
    kept = transcription_of(found)
    fields = readable_fields(officer, found, kept.fields) if kept else {}
    normalised = kept.normalised if kept else {}
    numbers = officer.scope.sees_register
    return _row(found) | {
        "fields": {
            name: {part: value.get(part) for part in ("v", "m", "o", "struck")}
            | {"norm": normalised.get(name)}
            for name, value in fields.items()
        },
        "current": _readable(officer, found, _current(found, kept)),
        "annotations": [
            {**each, "amends": readable_fields(officer, found, each.get("amends") or {})}
            for each in (kept.annotations if kept else ())
        ],
        "findings": [*found.findings, *_of_notes(found, kept)],
        "subjects": [
            {
                "role": subject.role,
                "principal": subject.principal,
                "outcome": subject.outcome,
                "personal_id": (subject.personal_id or None) if numbers else None,
            }
            for subject in Subject.objects.filter(entry=found).order_by("id")
        ],
    }


def _row(found: Entry) -> dict[str, Any]:
    """What everybody sees who sees that the entry is there."""
    form = edition_of_entry(found)
    return {
        "id": found.pk,
        "book": found.book_id,
        "number": found.number or None,
        "kind": found.kind,
        "edition": form.full_id if form else found.edition,
        "status": found.status,
        "outcome": found.outcome,
        "flags": [flag for flag in FLAGS if getattr(found, flag)],
        "restricted": found.restricted,
        "page": found.page,
        "line": found.line,
        "position": found.position,
        "seq": found.seq,
    }


def _readable(officer: Any, found: Entry, current: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What a note has changed, without the columns that the officer may not read."""
    readable = readable_fields(officer, found, current)
    return {dotted: one for dotted, one in current.items() if readable[dotted] is one}


def _of_notes(found: Entry, kept: Transcription | None) -> list[dict[str, Any]]:
    """What is strange about the margin notes; nothing is asked of the log where there are none."""
    if kept is None or not kept.annotations:
        return []
    return [finding.as_json() for finding in findings_of_notes(found.book, state_of(found.pk))]


def _current(found: Entry, kept: Transcription | None) -> dict[str, dict[str, Any]]:
    """The fields that a note has changed, normalised as keyed ones are; `fields` has what the page says."""
    changed = amendments(kept.fields, kept.annotations) if kept else {}
    if not kept or not changed:
        return {}
    normalised = normalised_now(found.book, found, kept.fields, kept.annotations)
    return {
        dotted: {part: one.value.get(part) for part in ("v", "m", "o")}
        | {"norm": normalised.get(dotted), "annotation": one.note["seq"], "said": note_words(one.note)}
        for dotted, one in changed.items()
    }
