"""The tables that seals cover, by name: the audit imports nothing above itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedTable:
    """An append-only table whose rows carry a `digest` (see `digests.row_digest`)."""

    name: str
    time: str
    key: tuple[str, ...]


SEALED = (
    SealedTable("audit_auditevent", "at", ("id",)),
    SealedTable("cases_caseevent", "received_at", ("id",)),
    SealedTable("entries_entryaction", "received_at", ("entry_id", "seq")),
    SealedTable("linkage_judgement", "received_at", ("id",)),
    SealedTable("linkage_lookup", "received_at", ("id",)),
    SealedTable("linkage_showing", "received_at", ("id",)),
    SealedTable("npd_updateevent", "received_at", ("id",)),
    SealedTable("population_modeluse", "since", ("id",)),
)

ADDED_LATER = frozenset(
    {
        "model",
        "verdict",
        "nobody",
        "prior",
        "evidence",
        "searched",
        "seq",
        "tx_id",
        "departs",
        "reason_words",
        "trouble",
    }
)
"""Columns that a sealed table got after it first had rows, each NULL or empty in those: a row that holds nothing in one of
them has the digest it had before the column was there, and filling it in, or emptying it, changes the digest."""
