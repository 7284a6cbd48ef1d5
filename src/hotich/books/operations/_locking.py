"""Books locked for a change of them."""

from collections.abc import Iterable
from uuid import UUID

from hotich.books.models import Book
from hotich.staff.models import Officer
from hotich.support.errors import NotFound


def locked_book(book: Book, *, actor: Officer) -> Book:
    """The row under a lock. Raises NotFound outside the officer's scope."""
    found = Book.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=book.pk).first()
    if found is None:
        raise NotFound
    return found


def locked_books(books: Iterable[Book], *, actor: Officer) -> dict[UUID, Book]:
    """The rows under locks, always taken in the same order. Raises NotFound where one lies outside the officer's scope."""
    wanted = {book.pk for book in books}
    rows = Book.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk__in=wanted)
    found = {book.pk: book for book in rows.order_by("pk")}
    if set(found) != wanted:
        raise NotFound
    return found
