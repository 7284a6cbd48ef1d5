"""Margin notes: what corrections keyed in one book changed in the birth entries of another, as a registrar writes it down."""

from datetime import datetime

from hotich.demo.officers import Staff
from hotich.demo.territory import Territory
from hotich.entries import operations as entries
from hotich.entries.margin_notes import Suggestion, says_of, suggested_targets
from hotich.entries.models import Entry
from hotich.entries.queries import transcription_of
from hotich.staff.models import Officer
from hotich.synthetic.books.changes import corrected
from hotich.units.models import Unit

NOTES_A_WARD = 3
_LOOKED_AT = 12
_SURE = 3
"""Reasons that must speak for the amended entry: number, day and name."""


def write_margins(territory: Territory, staff: Staff, *, now: datetime) -> int:
    """Links the first corrections of each ward with the entries they amend; how many."""
    return sum(
        _write_some(holder.unit, staff.of(holder, "hotich"), now)
        for holder in territory.holders
        if not holder.is_second
    )


def _write_some(unit: Unit, registrar: Officer, now: datetime) -> int:
    written = 0
    changes = Entry.objects.visible_to(registrar).filter(
        kind="TD", unit=unit, first_completed_at__isnull=False, void=False
    )
    for source in changes.select_related("book").order_by("book_id", "position")[:_LOOKED_AT]:
        kept = transcription_of(source)
        changed = corrected(((kept.fields if kept else {}).get("change.content") or {}).get("v") or "")
        target = _meant(registrar, source)
        if changed is None or target is None or target.entry.unit_id != source.unit_id:
            continue
        says = says_of(source)
        field, value = changed
        entries.annotate(
            actor=registrar, entry_id=target.entry.pk, now=now,
            note={
                "kind": says.note, "text": says.text, "document": dict(says.document), "source": str(source.pk),
                "in_margin": True, "amends": {field: {"v": value, "m": None, "o": "annotation", "struck": None}},
            },
        )  # fmt: skip
        written += 1
        if written == NOTES_A_WARD:
            break
    return written


def _meant(registrar: Officer, source: Entry) -> Suggestion | None:
    found = suggested_targets(registrar, source, says_of(source))
    return found[0] if found and len(found[0].reasons) >= _SURE else None
