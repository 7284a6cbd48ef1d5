"""What the book says beside what the register says, field by field."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hotich.audit.clock import log_time
from hotich.core.matching.discrepancies import compare_subject
from hotich.entries.models import Entry
from hotich.linkage.models import Candidate, FirstComparison, LookUp, Way
from hotich.linkage.policies import identity_of
from hotich.linkage.terms import REGISTER_WORDS, accepted, book_values, terms_for


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


def keep_first_comparison(*, entry: Entry, look_up: LookUp, comparisons: Sequence[Mapping[str, Any]]) -> None:
    """Keeps, once an entry and role, in which columns the first keying agreed with the person it was judged to be: what the
    difference between assisted and unassisted entries is measured by. Marks alone, no values. Nothing before the keying is
    finished, nothing of what a file brought, and nothing of what the register was told out of this very book.
    """
    if look_up.way == Way.TOLD:
        return
    if entry.first_completed_at is None or entry.completed_by_id is None or entry.from_file:
        return
    fields = first_marks(entry.kind, look_up.role, comparisons)
    row = FirstComparison(
        entry=entry, unit_id=entry.unit_id, role=look_up.role, kind=entry.kind, officer_id=entry.completed_by_id,
        assisted=entry.assisted, way=look_up.way, fields=fields,
        identity=[name for name in identity_of(entry, look_up.role) if name in fields], received_at=log_time(),
    )  # fmt: skip
    FirstComparison.objects.bulk_create([row], ignore_conflicts=True)


def first_marks(kind: str, role: str, comparisons: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """By dotted id, whether a column that both sides fill agrees or differs."""
    terms = terms_for(kind, role)
    return {
        terms[one["field"]]: "differs" if one["is_discrepancy"] else "agrees"
        for one in comparisons
        if one["field"] in terms and one["book"] and one["register"] and one["agreement"] != "not_compared"
    }


def _near(entry: Entry) -> str | None:
    return entry.unit.key if entry.unit is not None else None


def _registered_on(entry: Entry) -> date | None:
    try:
        return date.fromisoformat(entry.registered_on)
    except ValueError:
        return None
