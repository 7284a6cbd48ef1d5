"""Leases: which stretch of a book an officer keys at which machine, and what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max, QuerySet
from psycopg.types.range import Range

from hotich.books.forms import Spot
from hotich.books.models import Assignment, Book
from hotich.entries import policies
from hotich.entries.derivation import edition_at
from hotich.entries.errors import LeaseTaken, NothingToKey
from hotich.entries.models import Entry, Lease, Status
from hotich.entries.operations.keying import position_of
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station
from hotich.support.ids import uuid7

SHIFT = timedelta(hours=8)
BATCH = 25
"""Entries a lease holds in a book without pages that a team shares."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to key: an entry that is there, or a free place with the id its entry will have."""

    entry_id: UUID
    is_new: bool
    book: Book
    page: int | None
    line: int | None
    position: int
    lease: Lease


def grant_lease(
    *,
    actor: Officer,
    book: Book,
    station: Station,
    low: int,
    high: int,
    now: datetime,
    until: datetime | None = None,
    team: Team | None = None,
) -> Lease:
    """Gives the officer the positions [low, high) of a book until a time (default: a shift of eight hours).

    The caller has checked that they are assigned to him. Raises LeaseTaken where somebody keys any of them.
    """
    with transaction.atomic():
        _end_expired(book, now=now)
        try:
            with transaction.atomic():  # a lock that brought no lease ends with it
                _one_at_a_time(book)
                return Lease.objects.create(
                    book=book,
                    span=Range(low, high),
                    officer=actor,
                    station=station,
                    team=team,
                    granted_at=now,
                    until=until or now + SHIFT,
                )
        except IntegrityError as error:
            holder = (
                Lease.objects.filter(book=book, ended_at__isnull=True, span__overlap=Range(low, high))
                .select_related("officer", "station")
                .first()
            )
            if holder is None:
                raise
            raise LeaseTaken(
                f"Phần sổ này đang do {holder.officer.full_name} nhập ở {holder.station.name}. "
                "Chọn phần khác hoặc đề nghị Tổ trưởng cho tiếp nhận."
            ) from error


def renew_lease(*, lease: Lease, now: datetime, until: datetime | None = None) -> bool:
    """Extends a lease that still runs; False where it has ended, and it stays ended."""
    later = until or now + SHIFT
    done = Lease.objects.filter(pk=lease.pk, ended_at__isnull=True, until__gte=now).update(until=later)
    if done:
        lease.until = later
    return bool(done)


def end_lease(*, actor: Officer, lease: Lease, now: datetime) -> Lease:
    """Gives a stretch back: the officer himself, or who assigns work. Raises NotAllowed, NotFound."""
    if actor.pk != lease.officer_id:
        policies.check_book_visible(actor, lease.book, now)
        policies.check_capability(actor, "assign", now)
    Lease.objects.filter(pk=lease.pk, ended_at__isnull=True).update(ended_at=now)
    lease.refresh_from_db()
    return lease


def take_over(*, actor: Officer, lease: Lease, officer: Officer, station: Station, now: datetime) -> Lease:
    """Gives what somebody left to another officer. What the first still sends becomes a further pass, never lost.

    Raises NotAllowed, NotFound, LeaseTaken, StationNotChecked.
    """
    policies.check_station(station, now)
    with transaction.atomic():
        end_lease(actor=actor, lease=lease, now=now)
        return grant_lease(
            actor=officer,
            book=lease.book,
            station=station,
            low=lease.span.lower,
            high=lease.span.upper,
            now=now,
            team=lease.team,
        )


def hand_on(*, actor: Officer, entry: Entry, officer: Officer, station: Station, now: datetime) -> Lease:
    """Gives an entry that somebody left unfinished to another officer at a machine: who held its place holds it no longer.

    Raises NotAllowed, NotFound, StationNotChecked.
    """
    policies.check_capability(actor, "assign", now)
    policies.check_entry_visible(actor, entry, now)
    policies.check_station(station, now)
    with transaction.atomic():
        Lease.objects.filter(
            book_id=entry.book_id, span__contains=entry.position, ended_at__isnull=True
        ).update(ended_at=now)
        return grant_lease(
            actor=officer,
            book=entry.book,
            station=station,
            low=entry.position,
            high=entry.position + 1,
            now=now,
        )


def next_entry(*, actor: Officer, station: Station, now: datetime, book_id: UUID | None = None) -> Place:
    """What the officer keys next at this machine: an unfinished entry of his work first, else the next free place.

    `book_id` asks for one of his books before the others.

    Books given to him by name come before those given to his team; of a book the team shares he leases a page (or
    BATCH places) at a time. Raises NothingToKey, NotAllowed, StationNotChecked.
    """
    policies.check_capability(actor, "key", now)
    policies.check_station(station, now)
    given = [
        one
        for one in policies.assignments_of(actor, station, now)
        if not _is_closed(one) and edition_at(one.book, Spot())
    ]
    given.sort(key=lambda one: one.book_id != book_id)
    with transaction.atomic():
        _end_expired(*(one.book for one in given), now=now)
        for one in given:
            if (unfinished := _unfinished(actor, station, one, now)) is not None:
                return unfinished
        for one in given:
            if (free := _next_free(actor, station, one, now)) is not None:
                return free
    raise NothingToKey


def place_at(
    *,
    actor: Officer,
    station: Station,
    book: Book,
    page: int | None = None,
    line: int | None = None,
    position: int | None = None,
    now: datetime,
) -> Place:
    """The place the officer turned to himself: its entry where there is one, else a free place under his lease.

    Raises what `policies.may_key` raises, and LeaseTaken where somebody else keys there.
    """
    at = position_of(page=page, line=line, position=position)
    policies.may_key(officer=actor, book=book, station=station, position=at, now=now)
    with transaction.atomic():
        _end_expired(book, now=now)
        lease = _lease_over(actor, book, at, now) or grant_lease(
            actor=actor, book=book, station=station, low=at, high=at + 1, now=now
        )
        return _place(book, at, lease, _entry_at(book, at))


def place_of(*, actor: Officer, station: Station, entry: Entry, now: datetime) -> Place:
    """The place of an entry the officer opens by its address, leased to him. Raises as `place_at`, NotFound."""
    policies.check_entry_visible(actor, entry, now)
    policies.may_key(officer=actor, book=entry.book, station=station, position=entry.position, now=now)
    with transaction.atomic():
        _end_expired(entry.book, now=now)
        lease = _lease_over(actor, entry.book, entry.position, now) or grant_lease(
            actor=actor,
            book=entry.book,
            station=station,
            low=entry.position,
            high=entry.position + 1,
            now=now,
        )
        return _place(entry.book, entry.position, lease, entry)


def leases_of(officer: Officer, station: Station, now: datetime) -> list[Lease]:
    """The officer's running leases, those of this machine first: what his work grant names."""
    found = Lease.objects.filter(officer=officer, ended_at__isnull=True, until__gte=now)
    return sorted(found.order_by("granted_at", "id"), key=lambda lease: lease.station_id != station.pk)


def lines_per_page(book: Book) -> int:
    """How many entries a page of the book holds, from its inventory; at least one."""
    if book.pages_count and book.entries_count:
        return max(1, round(book.entries_count / book.pages_count))
    return 1


def following(book: Book, position: int) -> int | None:
    """The place after this one; None past the end of the book. 0 asks for the first."""
    if not book.pages_count:
        counted = book.entries_count if book.count_basis == "counted" else None
        return position + 1 if counted is None or position < counted else None
    page, line = divmod(position, 1000) if position else (1, 0)
    page, line = (page, line + 1) if line < lines_per_page(book) else (page + 1, 1)
    return page * 1000 + line if page <= book.pages_count else None


def _is_closed(given: Assignment) -> bool:
    return given.book.status in ("complete", "returned")


def _end_expired(*books: Book, now: datetime) -> None:
    """In one order whoever asks: two officers with the same books would otherwise wait for each other."""
    expired = Lease.objects.filter(book__in=books, ended_at__isnull=True, until__lt=now)
    locked = list(expired.select_for_update().order_by("id").values_list("id", flat=True))
    if locked:
        Lease.objects.filter(pk__in=locked).update(ended_at=F("until"))


def _one_at_a_time(book: Book) -> None:
    """Two overlapping rows added at once would wait for each other at the constraint, and one die of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"lease:{book.pk}"])


def _lease_over(actor: Officer, book: Book, position: int, now: datetime) -> Lease | None:
    """At whatever machine: an officer at two of them is one officer, and his work is merged by field."""
    return Lease.objects.filter(
        book=book,
        officer=actor,
        span__contains=position,
        ended_at__isnull=True,
        until__gte=now,
    ).first()


def _entry_at(book: Book, position: int) -> Entry | None:
    return (
        Entry.objects.unscoped("the place was judged by policy")
        .filter(book=book, position=position)
        .order_by("opened_at", "id")
        .first()
    )


def _place(book: Book, position: int, lease: Lease, entry: Entry | None) -> Place:
    page, line = (position // 1000, position % 1000) if book.pages_count else (None, None)
    return Place(
        entry_id=entry.pk if entry else uuid7(),
        is_new=entry is None,
        book=book,
        page=entry.page if entry else page,
        line=entry.line if entry else line,
        position=position,
        lease=lease,
    )


def _unfinished(actor: Officer, station: Station, given: Assignment, now: datetime) -> Place | None:
    low, high = policies.span_of(given)
    others = [
        (lease.span.lower, lease.span.upper)
        for lease in Lease.objects.filter(book=given.book, ended_at__isnull=True).exclude(officer=actor)
    ]
    open_ones = Entry.objects.unscoped("entries of an assignment that policy has judged").filter(
        book=given.book,
        status__in=(Status.KEYING, Status.RETURNED),
        void=False,
        position__gte=low,
        position__lt=high,
    )
    for entry in sorted(open_ones, key=lambda one: (one.author_id != actor.pk, one.position, str(one.pk))):
        held = any(a <= entry.position < b for a, b in others)
        lease = _lease_over(actor, given.book, entry.position, now)
        his = entry.author_id == actor.pk or given.officer_id == actor.pk or lease is not None
        if held or not his:
            continue
        if lease is None:
            try:
                lease = _lease_from(actor, station, given, entry.position, now)
            except LeaseTaken:
                continue
        return _place(given.book, entry.position, lease, entry)
    return None


def _next_free(actor: Officer, station: Station, given: Assignment, now: datetime) -> Place | None:
    low, high = policies.span_of(given)
    book = given.book
    inside = Entry.objects.unscoped("entries of an assignment that policy has judged").filter(book=book)
    held = list(Lease.objects.filter(book=book, officer=actor, ended_at__isnull=True, until__gte=now))
    for lease in sorted(held, key=lambda one: one.span.lower):
        start, end = max(lease.span.lower, low), min(lease.span.upper, high)
        at = _after_last(book, inside, start, end)
        if at is not None:
            return _place(book, at, lease, None)
    at = _after_last(book, inside, low, high)
    while at is not None and at < high:
        try:
            lease = _lease_from(actor, station, given, at, now)
        except LeaseTaken:
            at = _past_leases(book, at)
            continue
        return _place(book, at, lease, None)
    return None


def _after_last(book: Book, inside: QuerySet[Entry], low: int, high: int) -> int | None:
    """The place after the last entry of a stretch, its first where it has none; None where it is full."""
    last = inside.filter(position__gte=low, position__lt=high).aggregate(last=Max("position"))["last"]
    if last is not None:
        at = following(book, last)
    elif book.pages_count:
        at = low if low % 1000 else max(low, 1000) + 1
        at = at if at // 1000 <= book.pages_count else None
    else:
        at = following(book, max(low - 1, 0))
    return at if at is not None and at < high else None


def _past_leases(book: Book, at: int) -> int | None:
    """The first place after the lease that covers this one."""
    lease = Lease.objects.filter(book=book, ended_at__isnull=True, span__contains=at).first()
    if lease is None:
        return following(book, at)
    end = lease.span.upper
    if book.pages_count:
        end = end if end % 1000 else end + 1
        return end if end // 1000 <= book.pages_count else None
    return int(end)


def _lease_from(actor: Officer, station: Station, given: Assignment, at: int, now: datetime) -> Lease:
    """The whole assignment where it names the officer, else the page or the next BATCH places."""
    low, high = policies.span_of(given)
    if given.officer_id != actor.pk:
        if given.book.pages_count:
            low, high = max(low, at // 1000 * 1000), min(high, (at // 1000 + 1) * 1000)
        else:
            low, high = at, min(high, at + BATCH)
    try:
        return grant_lease(
            actor=actor, book=given.book, station=station, low=low, high=high, now=now, team=given.team
        )
    except LeaseTaken:
        if given.officer_id != actor.pk:
            raise
        # Somebody still holds a part of what is now his: he gets the one place, the rest when it is free.
        return grant_lease(
            actor=actor, book=given.book, station=station, low=at, high=at + 1, now=now, team=given.team
        )
