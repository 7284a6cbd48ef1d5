"""Showing entries: opened for whom they may be shown to, and on record where the law of the house says so.

A view of one entry is always recorded; what a shift takes along is recorded as one line that names every entry. A list is not, except that it shows names of restricted entries to somebody who did not key
them: then the record names those entries.

Whoever had the content of an entry before him is kept beside it (`Sight`): he does not check it (ADR 27).
"""

from collections.abc import Iterable
from datetime import datetime

from hotich.audit import operations as audit
from hotich.entries import policies
from hotich.entries.errors import BlindToThis
from hotich.entries.models import Entry, Sight
from hotich.staff.models import Officer

VIEWED = "entry.viewed"
HANDED_OUT = "entries.handed_out"
LISTED = "sensitive.listed"


def show_entry(*, actor: Officer, entry: Entry, now: datetime) -> None:
    """Opens one entry for the officer and records that he has it before him. Raises ContentRestricted, BlindToThis."""
    policies.check_content(actor, entry)
    saw(actor=actor, entries=[entry], now=now)
    detail = {"sensitive": True} if entry.sensitive and not keyed_by(actor, entry) else None
    audit.record(
        kind=VIEWED, officer=actor, subject=f"entry:{entry.pk}", unit_id=entry.unit_id, detail=detail, now=now
    )  # fmt: skip


def saw(*, actor: Officer, entries: Iterable[Entry], now: datetime) -> None:
    """Keeps that the officer has the content of these entries before him; for a page that opens them and records itself what it shows.
    What is shut to him he does not see. Raises BlindToThis for what he is keying again himself."""
    listed = [entry for entry in entries if not entry.restricted]
    if policies.checked_blind_by(actor, listed):
        raise BlindToThis
    _remember(actor, listed, now)


def _remember(actor: Officer, entries: Iterable[Entry], now: datetime) -> None:
    Sight.objects.bulk_create(
        [Sight(entry=entry, officer=actor, seen_at=now) for entry in entries], ignore_conflicts=True
    )


def show_entries(*, actor: Officer, entries: Iterable[Entry], where: str, now: datetime) -> list[Entry]:
    """Opens many entries at once for the officer and gives those that he may see; one line of the audit names them all.

    `where` says what for, without personal data.
    """
    listed = list(entries)
    policies.open_content(actor, listed)
    blind = policies.checked_blind_by(actor, listed)
    shown = [entry for entry in listed if not entry.restricted and entry.pk not in blind]
    if shown:
        _remember(actor, shown, now)
        units = {entry.unit_id for entry in shown}
        sensitive = sorted(str(entry.pk) for entry in shown if entry.sensitive and not keyed_by(actor, entry))
        audit.record(
            kind=HANDED_OUT,
            officer=actor,
            subject=where,
            unit_id=units.pop() if len(units) == 1 else None,
            detail={"entries": sorted(str(entry.pk) for entry in shown)}
            | ({"sensitive": sensitive} if sensitive else {}),
            now=now,
        )
    return shown


def show_names(*, actor: Officer, entries: Iterable[Entry], where: str, now: datetime) -> None:
    """Opens the entries of a list whose names the officer may see; `where` says which list, without personal data."""
    listed = list(entries)
    policies.open_content(actor, listed)
    seen = {
        entry.pk: entry
        for entry in listed
        if entry.sensitive and not entry.restricted and not keyed_by(actor, entry)
    }
    if not seen:
        return
    units = {entry.unit_id for entry in seen.values()}
    audit.record(
        kind=LISTED,
        officer=actor,
        subject=where,
        unit_id=units.pop() if len(units) == 1 else None,
        detail={"entries": sorted(str(pk) for pk in seen)},
        now=now,
    )


def keyed_by(officer: Officer, entry: Entry) -> bool:
    """Whether the officer himself wrote the entry down."""
    return officer.pk in (entry.author_id, entry.completed_by_id)
