"""One check of one entry as it stands, not saved yet: what is asked, whose keying it is."""

from datetime import datetime

from hotich.checking.models import Check
from hotich.checking.sources import Sources
from hotich.entries.models import Entry


def check_for(
    entry: Entry, sources: Sources, now: datetime, *, reason: str, fields: list[str], whys: dict[str, str]
) -> Check:
    """A check of the entry as its accepted keying stands."""
    kept = sources.transcriptions.get(entry.pk)
    first = kept.pass_number if kept else 0
    return Check(
        entry=entry, book=entry.book, unit_id=entry.unit_id, kind=entry.kind, position=entry.position, reason=reason,
        fields=fields, whys=whys, first_pass=first,
        state=Check.State.WAITING if fields else Check.State.NOTHING,
        keyer_id=entry.completed_by_id if first == 0 else kept.author_id if kept else None,
        keyed_at=entry.first_completed_at, planned_at=now,
    )  # fmt: skip
