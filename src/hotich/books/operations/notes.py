"""The entry that a loan of the book for a margin note has opened for one annotation."""

from datetime import datetime
from uuid import UUID

from hotich.books.models import NoteOpening
from hotich.books.queries import openings_in_force
from hotich.staff.models import Officer


def use_note_opening(*, actor: Officer | None, now: datetime, entry_id: UUID) -> bool:
    """Spends the opening of an entry, where there is one; says whether there was. The caller has judged the officer and runs in
    the transaction of the annotation."""
    first = openings_in_force(entry_id).values_list("pk", flat=True).first()
    if first is None:
        return False
    spent = NoteOpening.objects.filter(pk=first, used_at__isnull=True).update(used_by=actor, used_at=now)
    return spent == 1
