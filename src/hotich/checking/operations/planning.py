"""Which entries are checked next: of every entry finished, the columns that its risk asks for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hotich.books.models import Book, BookStatus
from hotich.checking.models import Check
from hotich.checking.operations.asked import check_for
from hotich.checking.operations.lots import settle_lot
from hotich.checking.rules import policy_of
from hotich.checking.sources import Sources
from hotich.entries.models import WAITING, Entry, Status
from hotich.support.time import local

SLICE = 200
"""Entries of a book planned at once; the next come with the next call."""
PATIENCE = timedelta(hours=24)
"""How long an entry waits for its look-up, which may confirm columns, before it is planned without."""


_STALE = Q(entry__void=True) | Q(entry__status__in=(Status.KEYING, Status.RETURNED), lot__isnull=True)
"""Of a check that waits: its number turned out to be empty in the book, or its entry was opened again and is planned anew once it is
finished. What a lot asks stays asked: nobody takes an entry out of a sample by opening it."""


def withdraw_stale(*, book: Book, now: datetime) -> int:
    """Withdraws checks of the book whose entries are not what they were planned for; how many. A lot that waited for nothing else is decided."""
    with transaction.atomic():
        waiting = Check.objects.unscoped("of an entry that was opened again").filter(
            book=book, state=Check.State.WAITING
        )
        stale = list(waiting.filter(_STALE).select_for_update(of=("self",)).select_related("lot"))
        waiting.filter(pk__in=[one.pk for one in stale]).update(state=Check.State.WITHDRAWN)
        for lot in {one.lot for one in stale if one.lot is not None}:
            settle_lot(lot=lot, now=now)
    return len(stale)


def plan_rest(*, book: Book, now: datetime) -> int:
    """Plans at once whatever of a book is finished, without waiting for look-ups: before it goes back. How many."""
    done = 0
    while planned := plan_book(book=book, now=now, patience=None):
        done += planned
    return done


def plan_book(*, book: Book, now: datetime, patience: timedelta | None = PATIENCE) -> int:
    """Plans the checks of entries that were finished and not planned yet; how many. An entry planned twice at once is planned once.
    Without `patience` no look-up is waited for."""
    withdraw_stale(book=book, now=now)
    waited = Q() if patience is None else ~Q(outcome__in=WAITING) | Q(last_action_at__lt=now - patience)
    planned = Check.objects.unscoped("planned already, whoever may see it").filter(entry=OuterRef("pk"))
    ended = (Check.State.WITHDRAWN, Check.State.RETURNED)
    ready = (
        Entry.objects.unscoped("planned by the system, shown to nobody")
        .filter(book=book, status=Status.COMPLETED, void=False, from_file=False)
        .filter(waited)
        .filter(~Exists(planned.exclude(state__in=ended)))
        .select_related("book__unit")
        .order_by("position", "id")[:SLICE]
    )
    entries = list(ready)
    if not entries:
        return 0
    sources = Sources(book, entries, policy_of(book.unit, local(now).date()))
    made = []
    for entry in entries:
        asked = sources.asked_of(entry)
        made.append(
            check_for(entry, sources, now, reason=Check.Reason.RISK, fields=list(asked), whys=dict(asked))
        )
    Check.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def plan_units(*, unit_ids: Iterable[int] | None = None, now: datetime, most: int = 400) -> int:
    """Plans books that are with who keys them, of these units or everywhere, until so many checks are planned; how many. The first
    books are those that are being keyed."""
    planned = Check.objects.unscoped("planned already, whoever may see it").filter(entry=OuterRef("pk"))
    unplanned = (
        Entry.objects.unscoped("which books have something to plan")
        .filter(book=OuterRef("pk"), status=Status.COMPLETED, void=False, from_file=False)
        .filter(~Q(outcome__in=WAITING) | Q(last_action_at__lt=now - PATIENCE))
        .filter(~Exists(planned.exclude(state__in=(Check.State.WITHDRAWN, Check.State.RETURNED))))
    )
    stale = Check.objects.unscoped("which books have something to withdraw").filter(
        _STALE, book=OuterRef("pk"), state=Check.State.WAITING
    )
    books = Book.objects.unscoped("planned by the system, shown to nobody").filter(
        Exists(unplanned) | Exists(stale), status__in=(BookStatus.KEYING, BookStatus.COMPLETE)
    )
    if unit_ids is not None:
        books = books.filter(unit_id__in=list(unit_ids))
    done = 0
    # "keying" comes after "complete" in the alphabet.
    for book in books.select_related("unit").order_by("-status", "id"):
        if done >= most:
            break
        done += plan_book(book=book, now=now)
    return done
