"""Personal numbers of a file: judgements that somebody else's software made, kept as such."""

import uuid
from collections.abc import Mapping

from hotich.cases.operations import settle
from hotich.entries.models import Entry, Outcome, Subject
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer

SOURCE = "phần mềm Công an"


def judge_numbers(*, actor: Officer | None, entry_id: uuid.UUID, numbers: Mapping[str, str]) -> None:
    """Records each number as the judgement of its subject, unless the subject has that very number already.

    A subject without a number stays as it is: pending, or what an officer has judged. Call inside a transaction.
    """
    if not numbers:
        return
    entry = (
        Entry.objects.unscoped("the import has judged its book")
        .select_for_update(of=("self",))
        .get(pk=entry_id)
    )
    known = dict(Subject.objects.filter(entry_id=entry_id).values_list("role", "personal_id"))
    for role, number in sorted(numbers.items()):
        if known.get(role) != number:
            settle(
                actor=actor,
                entry=entry,
                role=role,
                look_up=None,
                decision=Judgement.Decision.SAME_PERSON,
                outcome=Outcome.MATCHED,
                personal_id=number,
                reason="",
                comparisons=[],
                source=SOURCE,
            )
