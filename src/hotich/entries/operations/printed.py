"""A book's printed form is confirmed: what was keyed stays as it is, what `core` derives of it is made again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.books.models import Book, SavedVariant
from hotich.books.operations import confirm_form, save_variant
from hotich.entries.fold import fold
from hotich.entries.models import Entry
from hotich.entries.operations._append import log_rows, project
from hotich.staff.models import Officer
from hotich.support.worker import ask_worker

TASK = "hotich.derive_book"
SWEEP = "hotich.derive_books"
STALE = ""
"""The `core_version` of an entry whose derived columns wait to be made again."""
SLICE = 100
"""Entries made again in one transaction, which may last ten seconds."""


@dataclass(frozen=True, slots=True)
class Derivations:
    """How many entries a slice made again, and whether more wait."""

    done: int
    more: bool


@transaction.atomic
def confirm_printed_form(
    *,
    actor: Officer,
    now: datetime,
    book: Book,
    edition: str,
    variant: Mapping[str, Any] | None = None,
    changes: Iterable[Mapping[str, Any]] = (),
    reason: str = "",
    save_as: str = "",
) -> tuple[Book, int]:
    """`books.operations.confirm_form`, and findings for the entries keyed before: says how many wait for theirs.

    Their values stay, those of columns that are switched off included, and the log names the form each was keyed on.
    With `save_as` the book's first form is kept under that name for other books. Raises NotAllowed, NotFound, BookRefused.
    """
    before = (book.edition, book.variant, book.form_changes)
    book = confirm_form(
        actor=actor, now=now, book=book, edition=edition, variant=variant, changes=changes, reason=reason
    )
    if save_as.strip():
        save_variant(actor=actor, now=now, book=book, name=save_as)
    if (book.edition, book.variant, book.form_changes) == before:
        return book, 0
    waiting = Entry.objects.unscoped("entries of a book whose form was confirmed").filter(book=book)
    stale = waiting.update(core_version=STALE)
    if stale:
        derive_later(book.pk)
    return book, stale


@transaction.atomic
def confirm_alike(*, actor: Officer, now: datetime, saved: SavedVariant, books: Iterable[Book]) -> int:
    """Confirms several books with one saved variant, all or none; says how many. Raises as `confirm_printed_form`."""
    confirmed = 0
    for book in books:
        confirm_printed_form(
            actor=actor, now=now, book=book, edition=saved.edition, variant=saved.variant,
            reason=f"in giống mẫu riêng “{saved.name}”",
        )  # fmt: skip
        confirmed += 1
    return confirmed


def derive_later(book_id: UUID) -> None:
    """Has the worker make again what is derived of the book's entries."""
    ask_worker(TASK, once=f"{TASK}:{book_id}", book_id=str(book_id))


def derive_again(*, book_id: UUID) -> Derivations:
    """Makes again what is derived of some entries of a book that wait for it, under the form the book now has."""
    waiting = Entry.objects.unscoped("columns derived again, nothing is shown").filter(
        book_id=book_id, core_version=STALE
    )
    with transaction.atomic():
        entries = list(
            waiting.select_for_update(of=("self",), skip_locked=True)
            .select_related("book__unit")
            .order_by("position", "id")[:SLICE]
        )
        for entry in entries:
            project(entry, fold(log_rows(entry.pk)))
    return Derivations(len(entries), bool(entries) and waiting.exists())


def ask_where_entries_wait() -> int:
    """Asks for every book with entries that wait: where the process that confirmed ended before it could. Says how many."""
    waiting = Entry.objects.unscoped("columns derived again, nothing is shown").filter(core_version=STALE)
    books = list(waiting.values_list("book_id", flat=True).distinct())
    for book_id in books:
        derive_later(book_id)
    return len(books)
