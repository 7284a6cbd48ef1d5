"""Leases: which stretch of a book an officer keys at which machine. What comes next is found by `work`."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from psycopg.types.range import Range

from hotich.books.models import Book
from hotich.entries import policies
from hotich.entries.errors import LeaseTaken
from hotich.entries.models import Entry, Lease
from hotich.entries.places import Place, place_in, position_of
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station

SHIFT = timedelta(hours=8)


def lease_until(station: Station, now: datetime) -> datetime:
    """When a lease at a machine ends: with the shift, or with the machine's security check where that ends before."""
    ends = station.keys_until
    return now + SHIFT if ends is None else min(now + SHIFT, ends)


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
    """Gives the officer the positions [low, high) of a book until a time (default: `lease_until`).

    The caller has checked that they are assigned to him. Raises LeaseTaken where somebody keys any of them.
    """
    with transaction.atomic():
        end_expired(book, now=now)
        try:
            with transaction.atomic():  # a lock that brought no lease ends with it
                one_at_a_time(book.pk)
                return Lease.objects.create(
                    book=book,
                    span=Range(low, high),
                    officer=actor,
                    station=station,
                    team=team,
                    granted_at=now,
                    until=until or lease_until(station, now),
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
    later = until or lease_until(lease.station, now)
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
        end_expired(book, now=now)
        lease = _lease_over(actor, book, at, now) or grant_lease(
            actor=actor, book=book, station=station, low=at, high=at + 1, now=now
        )
        return place_in(book, at, lease, _entry_at(book, at))


def place_of(*, actor: Officer, station: Station, entry: Entry, now: datetime) -> Place:
    """The place of an entry the officer opens by its address, leased to him. Raises as `place_at`, NotFound."""
    policies.check_entry_visible(actor, entry, now)
    policies.may_key(officer=actor, book=entry.book, station=station, position=entry.position, now=now)
    with transaction.atomic():
        end_expired(entry.book, now=now)
        lease = _lease_over(actor, entry.book, entry.position, now) or grant_lease(
            actor=actor,
            book=entry.book,
            station=station,
            low=entry.position,
            high=entry.position + 1,
            now=now,
        )
        return place_in(entry.book, entry.position, lease, entry)


def leases_of(officer: Officer, station: Station, now: datetime) -> list[Lease]:
    """The officer's running leases, those of this machine first: what his work grant names."""
    found = Lease.objects.filter(officer=officer, ended_at__isnull=True, until__gte=now)
    return sorted(found.order_by("granted_at", "id"), key=lambda lease: lease.station_id != station.pk)


def end_expired(*books: Book, now: datetime) -> None:
    """In one order whoever asks: two officers with the same books would otherwise wait for each other."""
    expired = Lease.objects.filter(book__in=books, ended_at__isnull=True, until__lt=now)
    locked = list(expired.select_for_update().order_by("id").values_list("id", flat=True))
    if locked:
        Lease.objects.filter(pk__in=locked).update(ended_at=F("until"))


def one_at_a_time(*book_ids: UUID) -> None:
    """Two overlapping rows added at once would wait for each other at the constraint, and one die of it."""
    keys = sorted(f"lease:{book_id}" for book_id in book_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key", [keys]
        )


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
