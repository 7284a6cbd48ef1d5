"""The outcome of an entry, from those of its principal subjects (rules.md §2)."""

from collections.abc import Iterable

ORDER = ("mismatched", "unreadable", "unavailable", "pending", "not_found", "matched")


def entry_outcome(outcomes: Iterable[str]) -> str:
    """The first of ORDER that any principal subject has, so that an open case always shows; pending without subjects."""
    present = set(outcomes)
    return next((outcome for outcome in ORDER if outcome in present), "pending")
