"""Places of a book: in what order they come, and the id that the entry of a place has."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid5

from hotich.books.models import Book
from hotich.entries.errors import PacketMalformed
from hotich.entries.models import Lease

_ENTRIES = UUID("8f0c9a52-6f5b-5c0e-9d43-1f5a6c2b7e10")
"""The name space of ids made from places. Changed, it would make a second entry out of every place that is being keyed."""


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


class Stands(Protocol):
    """What stands at a place: an entry, or as much of it as the search for work has read."""

    @property
    def pk(self) -> UUID: ...
    @property
    def page(self) -> int | None: ...
    @property
    def line(self) -> int | None: ...


def entry_id_at(book_id: UUID, position: int) -> UUID:
    """The id of the entry that is keyed at a place: whoever keys it, and at however many machines, keys one entry."""
    return uuid5(_ENTRIES, f"{book_id}:{position}")


def position_of(*, page: int | None, line: int | None, position: int | None) -> int:
    """The order in the book: page × 1000 + line, else the running number. Raises PacketMalformed."""
    if page is not None:
        if page < 1 or not 1 <= (line or 1) <= 999:
            raise PacketMalformed("Trang hoặc dòng không hợp lệ.")
        return page * 1000 + (line or 1)
    if position is None or position < 1:
        raise PacketMalformed("Thiếu vị trí của trường hợp trong sổ: trang và dòng, hoặc số thứ tự.")
    return position


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


def first_place(book: Book, low: int) -> int | None:
    """The first place at or after a position; None past the end of the book."""
    if not book.pages_count:
        return following(book, max(low - 1, 0))
    at = low if low % 1000 else max(low, 1000) + 1
    return at if at // 1000 <= book.pages_count else None


def place_in(book: Book, position: int, lease: Lease, entry: Stands | None) -> Place:
    """The place of an entry, or a free one."""
    page, line = (position // 1000, position % 1000) if book.pages_count else (None, None)
    return Place(
        entry_id=entry.pk if entry else entry_id_at(book.pk, position),
        is_new=entry is None,
        book=book,
        page=entry.page if entry else page,
        line=entry.line if entry else line,
        position=position,
        lease=lease,
    )
