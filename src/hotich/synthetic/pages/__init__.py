"""Page images of the keyable books: drawn when asked for, the same every time.

No page of a real register was looked at: the layouts follow each edition's groups and labels, the paper is aged by
arithmetic, and whoever is on it does not exist.
"""

from collections.abc import Sequence
from io import BytesIO
from random import Random

from PIL import Image

from hotich.synthetic.books.printed import is_table
from hotich.synthetic.books.spec import BookEntry, BookSpec

from . import form, table

MAX_BYTES = 1_000_000
"""A working image is never bigger than this."""


def draw_page(book: BookSpec, entries: Sequence[BookEntry], *, seed: int) -> Image.Image:
    """The page on which `entries` stand, in the form of the book's edition; an empty page for none.

    Raises `ValueError` for entries of different pages, `EditionUnknown` for a form nobody defined.
    """
    pages = {entry.page for entry in entries}
    if len(pages) > 1:
        raise ValueError(f"Entries of one page only: got pages {sorted(pages)}.")
    page = next(iter(pages), 0)
    rng = Random(f"hotich-page-{seed}-{book.key}-{page}")
    draw = table.draw if is_table(book.edition) else form.draw
    return draw(book, entries, rng)


def page_size(edition: str) -> tuple[int, int]:
    """Width and height of a page of the edition in dots, before anybody draws it."""
    return table.SIZE if is_table(edition) else form.SIZE


def render_webp(book: BookSpec, entries: Sequence[BookEntry], *, seed: int) -> bytes:
    """The page as a WebP working image of at most 1 MB."""
    image = draw_page(book, entries, seed=seed)
    for quality in (62, 45, 30):
        out = BytesIO()
        image.save(out, "WEBP", quality=quality, method=1)
        if out.tell() <= MAX_BYTES:
            break
    return out.getvalue()


def entries_on(entries: Sequence[BookEntry], page: int) -> list[BookEntry]:
    """Those of a book's entries that stand on one page, in their order on it."""
    return sorted((entry for entry in entries if entry.page == page), key=lambda entry: entry.line)
