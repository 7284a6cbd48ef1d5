"""What an officer keys next, many places at a time: read in bulk and leased at once, so that a whole shift costs what one place costs."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count
from psycopg.types.range import Range

from hotich.books.forms import Spot
from hotich.books.models import Assignment, Book
from hotich.entries import policies
from hotich.entries.derivation import edition_at
from hotich.entries.errors import NothingToKey
from hotich.entries.models import Entry, Lease, Status
from hotich.entries.operations.leases import SHIFT, end_expired, lease_until, one_at_a_time
from hotich.entries.places import Place, first_place, following, place_in
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station

BATCH = 25
"""Entries a lease holds at least in a book without pages that a team shares."""
FAIR = 60
"""Free places that an officer is given of a shared book at least, however many share it."""
_UNFINISHED = (Status.KEYING, Status.RETURNED)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands somewhere in a book."""

    pk: UUID
    position: int
    page: int | None
    line: int | None
    author: int | None
    unfinished: bool


@dataclass(slots=True)
class _Shelf:
    """One book as it is now: what stands in it, and who holds what of it. Leases made on the way are added."""

    book: Book
    standing: list[_Standing] = field(default_factory=list)
    his: list[Lease] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)

    def lease_over(self, position: int) -> Lease | None:
        """His lease over a place."""
        return next((one for one in self.his if one.span.lower <= position < one.span.upper), None)

    def end_of_others(self, position: int) -> int | None:
        """Where the lease ends by which somebody else holds a place; None where nobody does."""
        return next((high for low, high in self.others if low <= position < high), None)

    def free_within(self, low: int, high: int) -> list[Span]:
        """The parts of a stretch that nobody holds."""
        free, at = [], low
        for start, end in sorted([*self.others, *((one.span.lower, one.span.upper) for one in self.his)]):
            if end <= at or start >= high:
                continue
            if start > at:
                free.append((at, start))
            at = max(at, end)
        if at < high:
            free.append((at, high))
        return free

    def is_passed_over(self, position: int) -> bool:
        """Whether who keyed before a free place has keyed after it too, and on its page: it holds fewer entries than others do.

        A page on which nothing stands was never keyed, however the book went on.
        """
        at = bisect_left(self.standing, position, key=lambda one: one.position)
        if at in (0, len(self.standing)):
            return False
        before, after = self.standing[at - 1], self.standing[at]
        here = position // 1000
        if self.book.pages_count and here not in (before.position // 1000, after.position // 1000):
            return False
        return before.author is not None and before.author == after.author


def work_of(
    *, actor: Officer, station: Station, now: datetime, want: int = 1, book_id: UUID | None = None
) -> list[Place]:
    """What the officer keys at this machine: the unfinished entries of his work first, then free places in order, at most `want`.

    All of them are leased to him. Books given to him by name come before those given to his team, and `book_id` before
    all others. An assignment in his name is leased whole; of a book that a team shares, as much as is listed, in whole
    pages, and no more than his share of what is free. Raises NothingToKey, NotAllowed, StationNotChecked.
    """
    policies.check_capability(actor, "key", now)
    policies.check_station(station, now)
    given = _given(actor, station, now)
    given.sort(key=lambda one: one.book_id != book_id)
    with transaction.atomic():
        shelves = _shelves(actor, given, now)
        chosen: dict[tuple[UUID, int], tuple[Assignment, _Standing | None]] = {}
        for one in given:
            for entry in _unfinished(actor, one, shelves[one.book_id]):
                chosen.setdefault((one.book_id, entry.position), (one, entry))
        sharers = _sharers(given)
        for one in given:
            share = _share(one, shelves[one.book_id], want - len(chosen), sharers)
            for position in _free(one, shelves[one.book_id], share):
                chosen.setdefault((one.book_id, position), (one, None))
        listed = list(chosen.items())[:want]
        if not listed:
            raise NothingToKey
        _lease(actor, station, now, shelves, listed)
        return [
            place_in(shelves[book].book, position, lease, entry)
            for (book, position), (_, entry) in listed
            if (lease := shelves[book].lease_over(position)) is not None
        ]


def _given(actor: Officer, station: Station, now: datetime) -> list[Assignment]:
    """What is assigned to him, can be keyed, and is his to see."""
    found = [
        one
        for one in policies.assignments_of(actor, station, now)
        if not policies.is_closed(one.book) and edition_at(one.book, Spot())
    ]
    visible = policies.visible_books(actor, {one.book_id for one in found}, now)
    return [one for one in found if one.book_id in visible]


def _shelves(actor: Officer, given: list[Assignment], now: datetime) -> dict[UUID, _Shelf]:
    shelves = {one.book_id: _Shelf(one.book) for one in given}
    end_expired(*(shelf.book for shelf in shelves.values()), now=now)
    one_at_a_time(*shelves)
    for lease in Lease.objects.filter(book__in=shelves, ended_at__isnull=True).order_by("span"):
        shelf = shelves[lease.book_id]
        if lease.officer_id == actor.pk:
            shelf.his.append(lease)
        else:
            shelf.others.append((lease.span.lower, lease.span.upper))
    rows = (
        Entry.objects.unscoped("places of assignments that policy has judged")
        .filter(book__in=shelves)
        .order_by("position", "opened_at", "id")
        .values_list("book_id", "pk", "position", "page", "line", "author_id", "status", "void")
    )
    for book, pk, position, page, line, author, status, void in rows:
        shelves[book].standing.append(
            _Standing(pk, position, page, line, author, status in _UNFINISHED and not void)
        )
    return shelves


def _unfinished(actor: Officer, given: Assignment, shelf: _Shelf) -> list[_Standing]:
    """Entries left in the stretch that nobody else holds: his own first, in a shared book only those and what he has leased."""
    low, high = policies.span_of(given)
    named = given.officer_id == actor.pk
    found = [
        entry
        for entry in shelf.standing
        if entry.unfinished
        and low <= entry.position < high
        and (named or entry.author == actor.pk or shelf.lease_over(entry.position) is not None)
        and shelf.end_of_others(entry.position) is None
    ]
    return sorted(found, key=lambda entry: (entry.author != actor.pk, entry.position, str(entry.pk)))


def _free(given: Assignment, shelf: _Shelf, want: int) -> Iterator[int]:
    """Free places of the stretch in order: those he has leased, then those that nobody holds."""
    low, high = policies.span_of(given)
    taken = {entry.position for entry in shelf.standing}
    ranges = [(max(one.span.lower, low), min(one.span.upper, high)) for one in shelf.his]
    for start, end in (*ranges, (low, high)):
        at = first_place(shelf.book, start)
        while at is not None and at < end and want > 0:
            if (past := shelf.end_of_others(at)) is not None:
                at = first_place(shelf.book, past)
                continue
            if at not in taken and not shelf.is_passed_over(at):
                taken.add(at)
                want -= 1
                yield at
            at = following(shelf.book, at)


def _sharers(given: Iterable[Assignment]) -> dict[int, int]:
    """How many officers are in each team to which something was given without naming one of them."""
    teams = {one.team_id for one in given if one.officer_id is None}
    counted = Team.objects.filter(pk__in=teams, members__is_active=True).annotate(sharers=Count("members"))
    return dict(counted.values_list("pk", "sharers")) if teams else {}


def _share(given: Assignment, shelf: _Shelf, want: int, sharers: Mapping[int, int]) -> int:
    """How many free places he may take for the hours ahead: of a shared book something is left to who comes after him."""
    if given.officer_id is not None or want <= FAIR:
        return want
    among = max(1, sharers.get(given.team_id, 1))
    free = sum(1 for _ in _free(given, shelf, want * among))
    return min(want, max(FAIR, -(-free // among)))


def _lease(
    actor: Officer,
    station: Station,
    now: datetime,
    shelves: dict[UUID, _Shelf],
    listed: Iterable[tuple[tuple[UUID, int], tuple[Assignment, _Standing | None]]],
) -> None:
    """Makes every listed place his, and keeps what of his would soon run out."""
    wanted: dict[Assignment, list[int]] = defaultdict(list)
    for (_, position), (given, _) in listed:
        wanted[given].append(position)
    made = []
    until = lease_until(station, now)
    for given, positions in wanted.items():
        shelf = shelves[given.book_id]
        for low, high in _stretches(actor, given, shelf, sorted(positions)):
            for start, end in shelf.free_within(low, high):
                lease = Lease(
                    book=shelf.book, span=Range(start, end), officer=actor, station=station, team=given.team,
                    granted_at=now, until=until,
                )  # fmt: skip
                shelf.his.append(lease)
                made.append(lease)
    Lease.objects.bulk_create(made)
    ending = [
        lease
        for shelf in {given.book_id: shelves[given.book_id] for given in wanted}.values()
        for lease in shelf.his
        if lease.until - now < SHIFT / 2
    ]
    if ending:
        Lease.objects.filter(pk__in=[lease.pk for lease in ending]).update(until=until)
        for lease in ending:
            lease.until = until


def _stretches(actor: Officer, given: Assignment, shelf: _Shelf, positions: list[int]) -> Iterator[Span]:
    """The whole assignment where it names him; else the pages, or the run of places, that hold what he lacks."""
    low, high = policies.span_of(given)
    if given.officer_id == actor.pk:
        yield low, high
        return
    run: Span | None = None
    for position in positions:
        if shelf.lease_over(position) is not None:
            continue
        start, end = position, position + 1
        if shelf.book.pages_count:
            start, end = position // 1000 * 1000, (position // 1000 + 1) * 1000
        if run is not None and start > run[1]:
            yield max(run[0], low), min(run[1], high)
            run = None
        batch = 0 if shelf.book.pages_count else BATCH
        run = (run[0], max(run[1], end)) if run else (start, max(end, start + batch))
    if run is not None:
        yield max(run[0], low), min(run[1], high)
