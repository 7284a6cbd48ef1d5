"""What stands in a volume that was keyed in the past, with the columns its kind needs at least."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hotich.synthetic.people.citizen import Town

from .acts import write
from .printed import entries_on_a_page
from .spec import BookEntry, BookSpec
from .volumes import Volume

_UNREADABLE = 0.004


def entries_in(
    town: Town, seed: int, book: BookSpec, volume: Volume, numbers: list[str]
) -> Iterator[BookEntry]:
    """The entries of one volume in the order of its pages, the same every time."""
    rng = Random(f"hotich-book-{seed}-{town.seed}-{book.key}")
    on_page = entries_on_a_page(book.edition)
    for index, (act, number) in enumerate(zip(volume.acts, numbers, strict=True)):
        page, line = divmod(index, on_page)
        entry = write(
            rng, town, act, number=number, page=page + 1, line=line + 1, book_number=book.book_number
        )
        yield _unreadable(entry) if rng.random() < _UNREADABLE else entry


def _unreadable(entry: BookEntry) -> BookEntry:
    role = entry.truth[0].role
    name = f"{role}.full_name"
    fields = {**entry.fields, name: None}
    truth = tuple(
        replace(t, differing=tuple(f for f in t.differing if f != name)) if t.role == role else t
        for t in entry.truth
    )
    return replace(entry, fields=fields, marks={name: "illegible"}, truth=truth, flags=("unreadable",))
