"""A citizen whom the register was told of: what it was told and the number it answered with, kept as a look-up among the others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hotich.audit.digests import digest_of
from hotich.entries.models import Entry, Outcome
from hotich.linkage.models import Candidate, LookUp, Way
from hotich.linkage.operations.comparing import compared, judged_fields_differ
from hotich.linkage.terms import REGISTER_WORDS, accepted, asked_with, book_values
from hotich.population.models import Coverage
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.time import local


def keep_told(
    *, actor: Officer | None, entry: Entry, role: str, personal_id: str, told: Mapping[str, str], received_at: datetime
) -> tuple[LookUp, list[dict[str, Any]]]:  # fmt: skip
    """The look-up, and what the book says now beside what was told. Nobody judges by it; call inside the transaction that locked
    the entry.
    """
    values, originals = book_values(entry.kind, role, accepted(entry))
    register = dict.fromkeys(REGISTER_WORDS, "") | dict(told) | {"personal_id": personal_id}
    fields = compared(values, originals, register, role=role, entry=entry)
    row = LookUp(
        id=uuid7(), entry=entry, unit_id=entry.unit_id, role=role, entry_seq=entry.seq, way=Way.TOLD,
        asked=asked_with(values), coverage=Coverage.NATION, as_of=local(received_at).date(), found=1, officer=actor,
        seen={word: text for word, text in register.items() if text}, looked_up_at=received_at,
        received_at=received_at,
    )  # fmt: skip
    row.digest = digest_of(row)
    row.save(force_insert=True)
    Candidate(
        look_up=row, rank=1, personal_id=personal_id,
        comparisons={"label": "vừa tạo", "likely": True, "fields": fields},
        suggested=Outcome.MISMATCHED if judged_fields_differ(fields) else Outcome.MATCHED,
    ).save(force_insert=True)  # fmt: skip
    return row, fields
