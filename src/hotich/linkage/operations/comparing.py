"""What the book says beside what the register says, field by field."""

from datetime import date
from typing import Any

from hotich.core.matching.discrepancies import compare_subject
from hotich.entries.models import Entry
from hotich.linkage.models import Candidate, Way
from hotich.linkage.terms import REGISTER_WORDS, accepted, book_values


def judged_fields_differ(fields: list[dict[str, Any]]) -> bool:
    """Whether anything among compared fields is a discrepancy."""
    return any(field["is_discrepancy"] for field in fields)


def compared(
    values: dict[str, Any], originals: dict[str, Any], register: dict[str, str], *, role: str, entry: Entry
) -> list[dict[str, Any]]:
    """Field by field: what the book says, what the register says, how they agree, in a sentence."""
    comparisons = compare_subject(
        role,
        values,
        register,
        originals=originals,
        book_date=_registered_on(entry),
        near=_near(entry),
    )
    return [comparison.as_json() for comparison in comparisons]


def compared_again(entry: Entry, candidate: Candidate) -> list[dict[str, Any]]:
    """What a candidate was seen to be, compared with what the book says by now: after the look-up, columns were keyed or annotated."""
    look_up = candidate.look_up
    if look_up.way == Way.RECORDED:
        register = dict(look_up.seen)
    else:
        said = {field["field"]: field["register"] or "" for field in candidate.comparisons["fields"]}
        register = dict.fromkeys(REGISTER_WORDS, "") | said
    values, originals = book_values(entry.kind, look_up.role, accepted(entry))
    return compared(values, originals, register, role=look_up.role, entry=entry)


def _near(entry: Entry) -> str | None:
    return entry.unit.key if entry.unit is not None else None


def _registered_on(entry: Entry) -> date | None:
    try:
        return date.fromisoformat(entry.registered_on)
    except ValueError:
        return None
