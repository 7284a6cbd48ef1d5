"""Who may do what to an entry, and in which state: each check raises, nothing is returned."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from hotich.books.forms import Spot
from hotich.books.models import Assignment, Book, BookStatus
from hotich.books.queries import openings_in_force
from hotich.entries.derivation import edition_at, sensitive_fields
from hotich.entries.errors import (
    BookClosed,
    ContentRestricted,
    FormUndefined,
    NotAssigned,
    NoteRefused,
    NotOpen,
    PlaceTaken,
    StationNotChecked,
)
from hotich.entries.fold import EntryState
from hotich.entries.models import ActionType, Entry, EntryAction, Lease, Status
from hotich.entries.sensitive import Sees, trusted_ids, without_sensitive
from hotich.staff.models import Officer
from hotich.staff.permissions import POSITIONS
from hotich.staff.scope import OfficerScope, scope_of
from hotich.stations.models import Station
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import local, today

__all__ = [
    "RESTRICTED",
    "Viewer", "assignments_of", "check_book_open", "check_book_visible", "check_capability", "check_content",
    "check_entry_visible", "check_form", "check_open_for_keying", "check_place_free", "check_station", "checked_blind_by", "covers",
    "is_closed",    "may_import", "may_key", "may_look_up", "may_reopen", "open_content", "readable_fields", "span_of", "standing_at",
    "trusted_ids", "viewer", "visible_books", "withheld", "without_sensitive",
]  # fmt: skip

RESTRICTED = "restricted"
"""Reason of a field whose value is not for who looks at it; only ever shown, never kept."""

_CLOSED = (BookStatus.COMPLETE, BookStatus.RETURNED, BookStatus.LOST)
_KEYING = ("keying", "returned")


@dataclass(frozen=True, slots=True)
class Viewer:
    """An officer's scope of a day, where `visible_to` expects an officer."""

    scope: OfficerScope


def viewer(officer: Officer, now: datetime) -> Viewer:
    """What the officer's positions of that moment's day add up to."""
    day = local(now).date()
    return Viewer(officer.scope if day == today() else scope_of(officer, on=day))


def check_capability(officer: Officer, capability: str, now: datetime) -> None:
    """Raises NotAllowed unless a position of the day carries it."""
    if capability not in viewer(officer, now).scope.capabilities:
        raise NotAllowed


def check_book_visible(officer: Officer, book: Book, now: datetime) -> None:
    """Raises NotFound for a book outside the officer's scope: the two look alike on purpose."""
    if not Book.objects.visible_to(viewer(officer, now)).filter(pk=book.pk).exists():
        raise NotFound


def check_entry_visible(officer: Officer, entry: Entry, now: datetime) -> None:
    """Raises NotFound for an entry outside the officer's scope."""
    if not Entry.objects.visible_to(viewer(officer, now)).filter(pk=entry.pk).exists():
        raise NotFound


def open_content(officer: Sees, entries: Iterable[Entry]) -> None:
    """Opens those of the loaded entries whose content the officer may see; `Entry.restricted` says which stay shut."""
    asked = [entry for entry in entries if entry.sensitive]
    trusted = trusted_ids(officer, asked)
    for entry in asked:
        entry.content_open = entry.pk in trusted


def check_content(officer: Sees, entry: Entry) -> None:
    """Opens the entry. Raises ContentRestricted for one that stays shut to the officer."""
    open_content(officer, [entry])
    if entry.restricted:
        raise ContentRestricted


def checked_blind_by(officer: Officer, entries: Iterable[Entry]) -> frozenset[UUID]:
    """Those of the entries that the officer is keying again to check them: what was keyed before stays hidden from him."""
    asked = [entry.pk for entry in entries if entry.status == Status.IN_CHECK]
    if not asked:
        return frozenset()
    rows = (
        EntryAction.objects.filter(
            entry_id__in=asked,
            type__in=(ActionType.CHECK_STARTED, ActionType.CHECK_LEFT, ActionType.CHECKED),
        )
        .order_by("entry_id", "seq")
        .values_list("entry_id", "type", "author_id")
    )
    last = {entry_id: (type, author_id) for entry_id, type, author_id in rows}
    return frozenset(
        entry_id for entry_id, said in last.items() if said == (ActionType.CHECK_STARTED, officer.pk)
    )


def readable_fields(
    officer: Sees, entry: Entry, fields: Mapping[str, Any], *, trusted: Collection[Any] | None = None
) -> dict[str, Any]:
    """The fields of an open entry as the officer may see them: a restricted column without its value.

    `trusted` are the entries he is trusted with, where many were asked about at once.
    """
    shut = [name for name in sensitive_fields(entry.book) if (fields.get(name) or {}).get("v")]
    if not shut or entry.pk in (trusted_ids(officer, [entry]) if trusted is None else trusted):
        return dict(fields)
    return {**fields, **{name: withheld(fields[name]) for name in shut}}


def withheld(value: Mapping[str, Any]) -> dict[str, Any]:
    """A field's value with its text taken out; the reason why there is none is that it is restricted."""
    return {"v": None, "m": RESTRICTED, "o": value.get("o"), "struck": None}


def check_station(station: Station | None, at: datetime) -> None:
    """Raises StationNotChecked unless the machine's security check holds at that moment."""
    if station is None or not station.may_key_at(at):
        raise StationNotChecked


def visible_books(officer: Officer, book_ids: Iterable[UUID], now: datetime) -> frozenset[UUID]:
    """Those of the books that lie in the officer's scope."""
    found = Book.objects.visible_to(viewer(officer, now)).filter(pk__in=list(book_ids))
    return frozenset(found.values_list("pk", flat=True))


def is_closed(book: Book) -> bool:
    """Whether the book is finished, returned or lost."""
    return book.status in _CLOSED


def check_book_open(book: Book) -> None:
    """Raises BookClosed for a finished, returned or lost book."""
    if is_closed(book):
        raise BookClosed


def check_form(book: Book) -> None:
    """Raises FormUndefined for a kind of register whose printed form is not defined: the desk could not draw it."""
    if edition_at(book, Spot()) is None:
        raise FormUndefined


def may_key(*, officer: Officer, book: Book, station: Station | None, position: int, now: datetime) -> None:
    """Capability, scope, machine, and a lease or an assignment that covers the position.

    Raises NotAllowed, NotFound, StationNotChecked, BookClosed, FormUndefined or NotAssigned.
    """
    check_capability(officer, "key", now)
    check_book_visible(officer, book, now)
    check_station(station, now)
    check_book_open(book)
    check_form(book)
    if "assign" in viewer(officer, now).scope.capabilities:
        return
    held = Lease.objects.filter(
        book=book, officer=officer, span__contains=position, ended_at__isnull=True, until__gte=now
    )
    if not held.exists() and not any(
        covers(given, position) for given in assignments_of(officer, station, now, book=book)
    ):
        raise NotAssigned


def check_place_free(book: Book, position: int, *, but: UUID) -> None:
    """Raises PlaceTaken where another entry was keyed at the place: two tabs, or a line that was mistyped.

    Two who open a place at once meet at a lock of its own; rows of files say little about lines and do not count.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{book.pk}:{position}"])
    standing = standing_at(book, position)
    if standing is not None and standing.pk != but:
        raise PlaceTaken


def standing_at(book: Book, position: int) -> Entry | None:
    """The entry keyed at a place of the book, void numbers and rows of files aside."""
    found = Entry.objects.unscoped("who stands at a place the caller has judged").filter(
        book=book, position=position, void=False, from_file=False
    )
    return found.order_by("opened_at", "id").first()


def may_reopen(*, officer: Officer, state: EntryState, now: datetime) -> None:
    """Who completed it may reopen it, and who assigns work. Raises NotAllowed."""
    if officer.pk not in (state.completed_by, state.author):
        check_capability(officer, "assign", now)


def may_annotate(
    *, officer: Officer, entry: Entry, station: Station | None, now: datetime, allowed: bool = False
) -> None:
    """Who keeps a unit's books writes their notes, whether or not they are being keyed; who keys the entry's book writes down
    those of its pages, of a finished book only for an entry that a loan for a margin note has opened. `allowed` is said by
    `sync`, which has judged a work grant.

    Raises NotFound, NotAllowed, NoteRefused, and what `may_key` raises.
    """
    check_entry_visible(officer, entry, now)
    check_capability(officer, "annotate", now)
    if entry.void:
        raise NoteRefused(
            "Số này bỏ trống trong sổ: không có gì để ghi chú. Nếu đánh dấu nhầm thì mở lại trường hợp."
        )
    if allowed or keeps_book_of(officer, entry, now):
        return
    if is_closed(entry.book) and openings_in_force(entry.pk).exists():
        return
    may_key(officer=officer, book=entry.book, station=station, position=entry.position, now=now)


def keeps_book_of(officer: Officer, entry: Entry, now: datetime) -> bool:
    """Whether the officer corrects the books of the entry's own unit: not those of units below, which have their own registrar."""
    scope = viewer(officer, now).scope
    return any(
        "correct" in POSITIONS[position.code] and position.agency.unit_id == entry.unit_id
        for position in scope.positions
    )


def may_look_up(*, officer: Officer, entry: Entry, now: datetime) -> None:
    """A right of its own: what a helper keyed waits for an officer who has it. Raises NotAllowed or NotFound."""
    check_entry_visible(officer, entry, now)
    check_capability(officer, "look_up", now)
    check_content(viewer(officer, now), entry)


def may_import(*, officer: Officer, book: Book, now: datetime) -> None:
    """Raises NotAllowed or NotFound."""
    check_capability(officer, "import", now)
    check_book_visible(officer, book, now)


def check_open_for_keying(state: EntryState, pass_number: int) -> None:
    """Raises NotOpen for a first keying that is complete, for a further pass that was completed, and for a keying that an arbiter has
    replaced: it stays as it was."""
    if pass_number == state.accepted_pass:
        if state.status not in _KEYING or "void" in state.flags:
            raise NotOpen
    elif (
        pass_number == 0
        and state.accepted_pass
        or pass_number in state.passes
        and state.passes[pass_number].completed_at is not None
    ):
        raise NotOpen


def assignments_of(
    officer: Officer, station: Station | None, now: datetime, *, book: Book | None = None
) -> Iterable[Assignment]:
    """What is given to the officer, or to his team without naming anybody, at this machine; his own first."""
    teams = list(officer.teams.values_list("id", flat=True))
    found = (
        Assignment.objects.filter(ended_at__isnull=True, assigned_at__lte=now)
        .filter(Q(officer=officer) | Q(officer__isnull=True, team__in=teams))
        .filter(Q(station__isnull=True) | Q(station=station))
        .select_related("book__unit")
        .order_by("assigned_at", "id")
    )
    if book is not None:
        found = found.filter(book=book)
    return sorted(found, key=lambda given: given.officer_id is None)


def covers(given: Assignment, position: int) -> bool:
    """Whether the position lies in the assigned pages; a book without pages is counted in entries."""
    low, high = span_of(given)
    return low <= position < high


def span_of(given: Assignment) -> tuple[int, int]:
    """The assigned stretch as positions, half-open."""
    scale = 1000 if given.book.pages_count else 1
    pages = given.pages
    low = pages.lower if pages is not None and pages.lower is not None else 0
    high = pages.upper if pages is not None and pages.upper is not None else None
    return low * scale, high * scale if high is not None else 1 << 62
