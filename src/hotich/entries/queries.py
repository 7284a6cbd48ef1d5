"""Reading entries. Everything an officer sees goes through his scope."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from hotich.books.models import Book, Page
from hotich.core.findings import Finding
from hotich.core.forms.context import Context, KnownNumber
from hotich.core.forms.judging import judge
from hotich.entries.derivation import context_of, edition_at, year_of_number
from hotich.entries.fold import EntryState, fold
from hotich.entries.models import (
    FINISHED,
    WAITING,
    ActionType,
    DeferredPacket,
    Entry,
    EntryAction,
    Lease,
    Outcome,
    Status,
    Subject,
    Transcription,
)
from hotich.entries.sensitive import Sees, content_open_to
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.errors import NotFound
from hotich.support.scope import HasScope


def entries_for(officer: HasScope) -> QuerySet[Entry]:
    """Every entry the officer may see, with book and unit."""
    return Entry.objects.visible_to(officer).select_related("book", "unit")


def entry_for(officer: HasScope, entry_id: UUID) -> Entry:
    """One entry. Raises NotFound for one that is not there or not his to see."""
    found = entries_for(officer).filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def entries_of_book(officer: HasScope, book: Book) -> QuerySet[Entry]:
    """The entries of a book in the order of the book."""
    return entries_for(officer).filter(book=book).order_by("position", "id")


def state_of(entry_id: UUID) -> EntryState:
    """The state folded from the log, for rules: no scope is applied. Raises NotFound for an entry without a log."""
    rows = list(EntryAction.objects.filter(entry_id=entry_id).order_by("seq"))
    if not rows:
        raise NotFound
    return fold(rows)


def awaiting_look_up(officer: Sees) -> QuerySet[Subject]:
    """Chờ tra cứu: principal subjects of finished entries that nobody has looked up, oldest first.

    Restricted entries wait for an officer to whom they are open: he alone can look them up.
    """
    return (
        Subject.objects.filter(entry__in=_to_look_up(officer), principal=True, outcome__in=WAITING)
        .select_related("entry__book", "entry__unit")
        .order_by("entry__first_completed_at", "entry_id", "role")
    )


def entries_awaiting_look_up(officer: Sees) -> QuerySet[Entry]:
    """The entries of `awaiting_look_up`, oldest first: a page of them is found without reading who is in the others."""
    waits = Subject.objects.filter(entry=OuterRef("pk"), principal=True, outcome__in=WAITING)
    return _to_look_up(officer).filter(Exists(waits)).order_by("first_completed_at", "id")


def _to_look_up(officer: Sees) -> QuerySet[Entry]:
    return Entry.objects.visible_to(officer).filter(
        content_open_to(officer), status__in=FINISHED, void=False, outcome__in=(*WAITING, Outcome.MISMATCHED)
    )


def awaiting_in(entries: Sequence[Entry]) -> list[Subject]:
    """Who of these entries waits for a look-up, in their order."""
    loaded = {entry.pk: entry for entry in entries}
    found: dict[UUID, list[Subject]] = {pk: [] for pk in loaded}
    for subject in Subject.objects.filter(entry__in=loaded, principal=True, outcome__in=WAITING).order_by(
        "role"
    ):
        subject.entry = loaded[subject.entry_id]
        found[subject.entry_id].append(subject)
    return [subject for subjects in found.values() for subject in subjects]


def page_shows_restricted(officer: Sees, page: Page) -> bool:
    """Whether an entry that stays shut to the officer stands on the page."""
    on_page = Entry.objects.unscoped("whether a visible page shows an entry that is shut").filter(
        book_id=page.book_id, page=page.number
    )
    return bool(on_page.exclude(content_open_to(officer)).exists())


def has_finished_any(officer: Officer) -> bool:
    """Whether the officer has ever finished an entry."""
    found = Entry.objects.unscoped("whether an officer has finished anything himself")
    return bool(found.filter(completed_by=officer).exists())


def unfinished_of(officer: Officer, *, viewer: HasScope | None = None) -> QuerySet[Entry]:
    """Entries the officer opened and has not finished, in the order of their books."""
    return (
        entries_for(viewer or officer)
        .filter(author=officer, status__in=(Status.KEYING, Status.RETURNED), void=False)
        .order_by("book_id", "position", "id")
    )


def unfinished_for(officer: HasScope) -> QuerySet[Entry]:
    """What lies unfinished in the officer's units, the longest untouched first."""
    return (
        entries_for(officer)
        .filter(status__in=(Status.KEYING, Status.RETURNED), void=False)
        .select_related("author")
        .order_by("last_action_at", "id")
    )


@dataclass(frozen=True, slots=True)
class DayCount:
    """Entries first completed in a stretch of time."""

    total: int
    by_kind: dict[str, int]


def completed_between(
    start: datetime,
    end: datetime,
    *,
    officer: Officer | None = None,
    station: Station | None = None,
    book: Book | None = None,
    unit_ids: Iterable[int] | None = None,
) -> DayCount:
    """Counts by kind; an entry counts once, at its first completion, for the officer and machine that completed it.

    Void numbers and entries from files are left out. Counts show no personal data, so no officer's scope is applied:
    the caller names the units.
    """
    found = Entry.objects.unscoped("counts only").filter(
        first_completed_at__gte=start, first_completed_at__lt=end, void=False, from_file=False
    )
    if officer is not None:
        found = found.filter(completed_by=officer)
    if station is not None:
        found = found.filter(completed_station=station)
    if book is not None:
        found = found.filter(book=book)
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    by_kind = {row["kind"]: row["n"] for row in found.values("kind").annotate(n=Count("pk"))}
    return DayCount(total=sum(by_kind.values()), by_kind=by_kind)


def completed_by_officer(start: datetime, end: datetime, *, unit_ids: Iterable[int]) -> dict[int, int]:
    """How many entries each officer first completed in a stretch of time, as `completed_between` counts them."""
    found = Entry.objects.unscoped("counts only").filter(
        first_completed_at__gte=start,
        first_completed_at__lt=end,
        void=False,
        from_file=False,
        unit_id__in=list(unit_ids),
    )
    rows = found.values("completed_by").annotate(n=Count("pk"))
    return {row["completed_by"]: row["n"] for row in rows if row["completed_by"] is not None}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the keying of a book has come: how many entries are finished, and where the last of them stands."""

    keyed: int = 0
    page: int | None = None
    line: int | None = None
    number: str = ""


def progress_of(book_ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """The progress of each book that has a finished entry."""
    done = Entry.objects.unscoped("counts and places of books that were assigned").filter(
        book_id__in=list(book_ids), void=False, first_completed_at__isnull=False
    )
    keyed = {row["book_id"]: row["n"] for row in done.values("book_id").annotate(n=Count("pk"))}
    last = done.order_by("book_id", "-position").distinct("book_id")
    return {
        one.book_id: Progress(keyed[one.book_id], one.page, one.line, one.number)
        for one in last.only("book_id", "page", "line", "number")
        if one.book_id in keyed
    }


def active_leases(book: Book, now: datetime) -> QuerySet[Lease]:
    """Stretches of the book somebody is keying now."""
    return (
        Lease.objects.filter(book=book, ended_at__isnull=True, until__gte=now)
        .select_related("officer", "station")
        .order_by("span")
    )


def deferred_packets(officer: HasScope) -> QuerySet[DeferredPacket]:
    """The team leader's tray: packets that came under a grant no longer good, and are not settled."""
    return (
        DeferredPacket.objects.visible_to(officer)
        .filter(settled_at__isnull=True)
        .select_related("book", "author", "station")
        .order_by("received_at")
    )


def transcription_of(entry: Entry) -> Transcription | None:
    """The accepted transcription of an entry."""
    return Transcription.objects.filter(entry=entry, accepted=True).first()


def previous_entry(book: Book, position: int, *, but: UUID | None = None) -> Entry | None:
    """The entry that stands directly before a place in the book: what ditto and sequence rules look at."""
    found = Entry.objects.unscoped("a neighbour in the same book").filter(
        book=book, position__lt=position, void=False
    )
    if but is not None:
        found = found.exclude(pk=but)
    return found.order_by("-position", "-id").first()


def server_context(book: Book, entry_id: UUID, state: EntryState, base: Context) -> Context:
    """What a judgement knows of the other entries of the book: the one before, and those with the same number."""
    number = ((state.fields.get("registration.number") or {}).get("v") or "").strip()
    same: list[KnownNumber] = []
    if number:
        others = Entry.objects.unscoped("numbers of the same book").filter(
            book=book, void=False, number=number
        )
        same = [_known(each) for each in others.exclude(pk=entry_id)[:20]]
    before = previous_entry(book, state.position, but=entry_id)
    kept = transcription_of(before) if before is not None else None
    return Context(
        book_opened=base.book_opened,
        book_closed=base.book_closed,
        today=base.today,
        previous=_written(kept.fields) if kept is not None else None,
        numbers=tuple(same),
    )


def server_findings(
    book: Book, entry_id: UUID, state: EntryState, known: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    """Findings that need other entries of the book, beside those already `known`."""
    form = edition_at(book, state, state.fields)
    if form is None or not state.fields:
        return ()
    context = server_context(book, entry_id, state, context_of(book, state))
    said = {(finding.code, finding.fields) for finding in known}
    found = judge(form, state.fields, context=context)
    return tuple(finding for finding in found if (finding.code, finding.fields) not in said)


def _written(fields: dict[str, Any]) -> dict[str, str]:
    return {name: value["v"] for name, value in fields.items() if value.get("v")}


def _known(entry: Entry) -> KnownNumber:
    return KnownNumber(entry.number, year_of_number(entry.number_year, entry.registered_on))


def log_of(officer: HasScope, entry_id: UUID) -> list[EntryAction]:
    """The lines of an entry's log, oldest first. Raises NotFound outside the officer's scope."""
    entry_for(officer, entry_id)
    return list(EntryAction.objects.filter(entry_id=entry_id).order_by("seq"))


def fields_seen(entry_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """By entry the fields whose change needs a reason since the register was shown, as the fold says it. One query, for entries
    that the caller has opened; names of fields, no values.
    """
    seen: dict[UUID, list[str]] = {}
    found = EntryAction.objects.filter(entry_id__in=list(entry_ids), type=ActionType.REGISTER_SEEN)
    for entry_id, payload in found.order_by("entry_id", "seq").values_list("entry_id", "payload"):
        names = seen.setdefault(entry_id, [])
        names += [name for name in (payload or {}).get("fields") or () if name not in names]
    return seen


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What stands in a book, for who keys many of its places: the number index, and who stands before a place."""

    numbers: tuple[KnownNumber, ...]
    positions: tuple[int, ...]
    ids: tuple[UUID, ...]

    def before(self, position: int) -> tuple[int, UUID] | None:
        """Where the entry stands that comes directly before a place, and its id, as `previous_entry` finds it."""
        at = bisect_left(self.positions, position)
        return (self.positions[at - 1], self.ids[at - 1]) if at else None


def neighbourhoods(book_ids: Iterable[UUID]) -> dict[UUID, Neighbourhood]:
    """By book what stands in it, void numbers aside; one query for all of them."""
    rows: dict[UUID, list[tuple[int, UUID, str, KnownNumber]]] = {book_id: [] for book_id in book_ids}
    found = (
        Entry.objects.unscoped("the index of one book goes to who keys it; no personal data")
        .filter(book__in=rows, void=False)
        .order_by("position", "id")
        .values_list("book_id", "position", "pk", "number", "number_year", "registered_on")
    )
    for book_id, position, pk, number, year, registered in found:
        known = KnownNumber(number, year_of_number(year, registered))
        rows[book_id].append((position, pk, number, known))
    return {
        book_id: Neighbourhood(
            numbers=tuple(known for _, _, number, known in standing if number),
            positions=tuple(position for position, *_ in standing),
            ids=tuple(pk for _, pk, *_ in standing),
        )
        for book_id, standing in rows.items()
    }
