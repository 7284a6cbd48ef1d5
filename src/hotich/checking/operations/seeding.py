"""Checking the checkers: entries whose answer an arbiter has given are handed out again as ordinary checks."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from hotich.checking.models import Check
from hotich.checking.rules import policy_of
from hotich.core.workflow.independence import may_check
from hotich.entries.models import Status
from hotich.entries.operations import hands_in
from hotich.staff.models import Officer
from hotich.support.time import local

State = Check.State


def sow(actor: Officer, held: Iterable[Check], now: datetime) -> list[Check]:
    """Seeds to go with the checks just taken: drawn by chance per check, from the same book, never of an entry he had a hand in."""
    listed = list(held)
    book = listed[0].book
    percent = policy_of(book.unit, local(now).date()).seed_percent
    lucky = [check for check in listed if check.reason != Check.Reason.SEED and _draw(actor, check) < percent]
    if not lucky:
        return []
    known = list(
        Check.objects.unscoped("answers that are known, to check the checker by")
        .filter(book=book, state=State.ARBITRATED, entry__status=Status.ACCEPTED)
        .exclude(checker=actor)
        .exclude(keyer=actor)
        .select_related("entry__book__unit")
        .order_by("pk")[:50]
    )
    open_entries = set(
        Check.objects.unscoped("an entry is checked once at a time")
        .filter(book=book, state__in=Check.OPEN)
        .values_list("entry_id", flat=True)
    )
    seen = set(
        Check.objects.unscoped("the officer's own work")
        .filter(book=book, checker=actor)
        .values_list("entry_id", flat=True)
    )
    of = hands_in([one.entry_id for one in known])
    free = [
        one
        for one in known
        if one.entry_id not in open_entries | seen and may_check(actor.pk, of[one.entry_id])
    ]
    made = [
        Check(
            entry=one.entry, book=book, unit_id=one.unit_id, kind=one.kind, position=one.position,
            reason=Check.Reason.SEED, fields=one.fields, whys={}, first_pass=one.first_pass, keyer_id=None,
            keyed_at=one.keyed_at, planned_at=now,
        )
        for one in free[: len(lucky)]
    ]  # fmt: skip
    return list(Check.objects.bulk_create(made, ignore_conflicts=True))


def _draw(actor: Officer, check: Check) -> float:
    """From 0 to 100, the same every time this officer takes this check."""
    return int.from_bytes(sha256(f"{actor.pk}:{check.pk}:seed".encode()).digest()[:4], "big") / 2**32 * 100
