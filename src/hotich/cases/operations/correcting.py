"""What was changed in the book since: the note on the entry, and the comparison it renews."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.cases.operations.judging import compare_again
from hotich.entries import operations as entries
from hotich.entries.packets import Answer
from hotich.staff.models import Officer
from hotich.stations.models import Station


@transaction.atomic
def annotate(
    *,
    actor: Officer,
    entry_id: UUID,
    note: Mapping[str, Any],
    replaces: int | None = None,
    reason: str = "",
    now: datetime,
    station: Station | None = None,
) -> Answer:
    """Records a margin note (`entries.annotate`) and compares the entry anew with whom it was judged to be: what differed may
    agree by now, and the other way round. Raises as `entries.annotate`.
    """
    answer = entries.annotate(
        actor=actor, entry_id=entry_id, note=note, replaces=replaces, reason=reason, now=now, station=station
    )
    compare_again(entry_id=entry_id)
    return answer


@transaction.atomic
def withdraw_note(
    *,
    actor: Officer,
    entry_id: UUID,
    note: int,
    reason: str,
    now: datetime,
    station: Station | None = None,
) -> Answer:
    """Takes a margin note back (`entries.withdraw_note`) and compares anew. Raises as `entries.withdraw_note`."""
    answer = entries.withdraw_note(
        actor=actor, entry_id=entry_id, note=note, reason=reason, now=now, station=station
    )
    compare_again(entry_id=entry_id)
    return answer
