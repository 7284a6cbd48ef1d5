"""A book locked for a change of it."""

from hotich.books.models import Book
from hotich.staff.models import Officer
from hotich.support.errors import NotFound


def locked_book(book: Book, *, actor: Officer) -> Book:
    """The row under a lock. Raises NotFound outside the officer's scope."""
    found = Book.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=book.pk).first()
    if found is None:
        raise NotFound
    return found
