"""The form of a margin note: what it offers, what was typed into it, and what it says. Two desks have it: the entry's and the case's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from hotich.core.annotations import amended, in_force, note_words
from hotich.core.annotations.words import kinds
from hotich.core.values import MissingReason, said_of
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry, Transcription
from hotich.screens.common import whole_number

LEAST_ROWS = 3
MOST_ROWS = 60
_DOCUMENT = {"name": "vb-ten", "number": "vb-so", "date": "vb-ngay", "issuer": "vb-noi"}


@dataclass(frozen=True, slots=True)
class Row:
    """One changed column as it stands in the form."""

    field: str = ""
    value: str = ""
    emptied: bool = False


@dataclass(slots=True)
class NoteForm:
    """What stands in the form, as typed; a refused one is shown again as it was."""

    kind: str = ""
    date: str = ""
    text: str = ""
    officer: str = ""
    document: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    source: str = ""
    in_margin: bool | None = True
    replaces: int | None = None
    reason: str = ""

    def note(self) -> dict[str, Any]:
        """As the operations take it."""
        return {
            "kind": self.kind,
            "date": self.date,
            "text": self.text,
            "officer": self.officer,
            "document": {part: text for part, text in self.document.items() if text},
            "amends": {row.field: _value(row) for row in self.rows if row.field},
            "source": self.source or None,
            "in_margin": self.in_margin is not False,
        }

    @property
    def shown_rows(self) -> list[Row]:
        """The rows with what was typed, and free ones below them."""
        kept = [row for row in self.rows if row.field or row.value]
        return kept + [Row()] * max(1, LEAST_ROWS - len(kept))


def posted(said: QueryDict) -> NoteForm:
    """What an officer has typed."""
    count = min(whole_number(said.get("so-dong", "")) or LEAST_ROWS, MOST_ROWS)
    return NoteForm(
        kind=said.get("loai", ""),
        date=said.get("ngay", ""),
        text=said.get("loi-ghi-chu", ""),
        officer=said.get("nguoi-ghi", ""),
        document={part: said.get(name, "").strip() for part, name in _DOCUMENT.items()},
        rows=[
            Row(said.get(f"o-{n}", ""), said.get(f"moi-{n}", ""), f"bo-{n}" in said)
            for n in range(1, count + 1)
        ],
        source=said.get("nguon", ""),
        in_margin=said.get("le", "co") != "chua",
        replaces=whole_number(said.get("thay", "")),
        reason=said.get("ly-do", ""),
    )


def of_note(note: Mapping[str, Any]) -> NoteForm:
    """The form filled with a note that is to be read better."""
    return NoteForm(
        kind=note.get("kind") or "",
        date=note.get("date") or "",
        text=note.get("text") or "",
        officer=note.get("officer") or "",
        document=dict(note.get("document") or {}),
        rows=[
            Row(name, value.get("v") or "", not value.get("v"))
            for name, value in (note.get("amends") or {}).items()
        ],
        source=note.get("source") or "",
        in_margin=note.get("in_margin", True),
        replaces=note["seq"],
    )


def offered(entry: Entry, kept: Transcription | None, form: NoteForm) -> dict[str, Any]:
    """For the template: the form, the kinds, and the columns of the book with what each says now."""
    fields = kept.fields if kept else {}
    chain = [each for each in (kept.annotations if kept else ()) if each["seq"] != form.replaces]
    return {"form": form, "kinds": kinds(), "columns": _columns(entry, amended(fields, chain))}


def _columns(entry: Entry, now: Mapping[str, Any]) -> list[dict[str, Any]]:
    edition = edition_of_entry(entry)
    if edition is None:
        return [{"label": "Các cột", "fields": [(name, name, said_of(now[name])) for name in now]}]
    groups = [
        {
            "label": group.label,
            "fields": [
                (each.id, edition.label_in_full(each.id), said_of(now.get(each.id))) for each in group.fields
            ],
        }
        for group in edition.groups
    ]
    others = [
        (each.id, edition.label_in_full(each.id), said_of(now.get(each.id))) for each in edition.other_fields
    ]
    return groups + ([{"label": "Cột mà quyển này không in", "fields": others}] if others else [])


def _value(row: Row) -> dict[str, Any]:
    missing = MissingReason.STRUCK_OUT.value if row.emptied and not row.value.strip() else None
    return {"v": row.value.strip() or None, "m": missing, "o": "annotation", "struck": None}


def shown_notes(entry: Entry, kept: Transcription | None) -> list[dict[str, Any]]:
    """The notes of an entry as a page shows them: those in force in their order, then those that are not any more."""
    if kept is None:
        return []
    edition = edition_of_entry(entry)
    standing = in_force(kept.annotations)
    ended = [note for note in kept.annotations if note not in standing]
    before = dict(kept.fields)
    rows = []
    for note in (*standing, *ended):
        counts = note in standing
        rows.append(
            {
                "note": note,
                "words": note_words(note),
                "counts": counts,
                "changes": [
                    {
                        "label": edition.label_in_full(name) if edition else name,
                        "before": said_of(before.get(name)) if counts else "",
                        "after": said_of(value),
                    }
                    for name, value in (note.get("amends") or {}).items()
                ],
            }
        )
        if counts:
            before |= note.get("amends") or {}
    return rows
