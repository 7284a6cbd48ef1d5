"""From comparisons to the outcome of a subject, from subjects to the outcome of an entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from hotich.core.matching.discrepancies import FieldComparison
from hotich.core.parameters import parameter

Outcome = Literal["matched", "mismatched", "not_found", "unavailable", "pending", "unreadable"]

# The first that any principal subject has, so that what is still open always shows.
OUTCOME_ORDER: tuple[Outcome, ...] = (
    "mismatched",
    "unreadable",
    "unavailable",
    "pending",
    "not_found",
    "matched",
)

OUTCOME_LABELS: dict[Outcome, str] = {
    "matched": "trùng khớp",
    "mismatched": "không trùng khớp",
    "not_found": "không tìm thấy",
    "unavailable": "không tra cứu được",
    "pending": "chờ tra cứu hoặc chờ chọn",
    "unreadable": "không đọc được",
}


def subject_outcome(
    comparisons: Sequence[FieldComparison] | None,
    *,
    coverage: str = "",
    readable: bool = True,
    available: bool = True,
    looked_up: bool = True,
    on: dt.date | None = None,
) -> Outcome:
    """The outcome of one subject: ``comparisons`` with the citizen chosen, None where nobody was found.

    Identity fields that nobody can read, a register that did not answer and a look-up not made come first: none of them is ever *not found*.
    """
    if not readable:
        return "unreadable"
    if not available:
        return "unavailable"
    if not looked_up:
        return "pending"
    return suggest_outcome(comparisons, coverage, on=on)


def suggest_outcome(
    comparisons: Sequence[FieldComparison] | None, coverage: str, *, on: dt.date | None = None
) -> Outcome:
    """What the machine suggests after an answer. *Not found* only where the data searched cover the nation, otherwise pending."""
    if comparisons is None:
        enough = coverage in parameter("not_found_coverages", on).value
        return "not_found" if enough else "pending"
    return "mismatched" if any(comparison.is_discrepancy for comparison in comparisons) else "matched"


def entry_outcome(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome of an entry from those of its principal subjects; pending where there is none yet."""
    present = set(outcomes)
    return next((outcome for outcome in OUTCOME_ORDER if outcome in present), "pending")
