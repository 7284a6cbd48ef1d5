"""Reads of checks."""

from hotich.books.models import Book


def open_checks(book: Book) -> int:
    """How many checks of a book are open."""
    return 0
