"""Page images of the keyable books: drawn when asked for, the same every time.

No page of a real register was looked at: the layouts follow each edition's groups and labels, the paper is aged by
arithmetic, and whoever is on it does not exist.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from random import Random
from types import ModuleType

from PIL import Image

from hotich.core.forms.layout import PageLayout
from hotich.core.registers.catalogue import edition
from hotich.synthetic.books.printed import entries_on_a_page, is_table
from hotich.synthetic.books.spec import BookEntry, BookSpec

from . import form, table
from .canvas import Box, Canvas

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
    canvas = _canvas(book, entries, Random(f"hotich-page-{seed}-{book.key}-{page}"))
    _drawing(book.edition).draw(canvas, book, entries)
    return canvas.finished()


def _drawing(edition_id: str) -> ModuleType:
    return table if is_table(edition_id) else form


def _canvas(book: BookSpec, entries: Sequence[BookEntry], rng: Random, *, is_trial: bool = False) -> Canvas:
    year = entries[0].registered.year if entries else book.year_opened
    return Canvas(_drawing(book.edition).SIZE, rng, year=year, is_trial=is_trial)


def render_webp(book: BookSpec, entries: Sequence[BookEntry], *, seed: int) -> bytes:
    """The page as a WebP working image of at most 1 MB."""
    image = draw_page(book, entries, seed=seed)
    for quality in (62, 45, 30):
        out = BytesIO()
        image.save(out, "WEBP", quality=quality, method=1)
        if out.tell() <= MAX_BYTES:
            break
    return out.getvalue()


def layout_of(edition_id: str) -> PageLayout:
    """Where each field stands on a page of the edition: what the drawing itself says, on a page of empty entries."""
    kind = edition_id.partition("/")[0]
    day = date(2000, 1, 1)
    book = BookSpec(
        kind=kind, office_text="UBND", unit_code="", year_opened=day.year, volume="1", copy_role="duy nhất", holder="",
        edition=edition_id, form_mark="", years=(day.year, day.year), first_number="1", last_number="1", opened_on=day,
        closed_on=None, pages=1, entries=1, entries_basis="counted", condition="", entered=True, state="keyable",
        has_images=True,
    )  # fmt: skip
    entries = [
        BookEntry(kind, "", 1, line, day, {}, ()) for line in range(1, entries_on_a_page(edition_id) + 1)
    ]
    canvas = _canvas(book, entries, Random(edition_id), is_trial=True)
    _drawing(edition_id).draw(canvas, book, entries)
    for boxes in canvas.lines.values():
        boxes |= _beside(edition_id, boxes)
    width, height = canvas.size
    if is_table(edition_id):
        return PageLayout.of(edition_id, canvas.size, "table", table.FRAME, canvas.lines)
    return PageLayout.of(
        edition_id, canvas.size, "page", ((0, 0), (width, 0), (width, height), (0, height)), canvas.lines
    )


_BESIDE = {".other": ".type", ".other_nationality": ".nationality"}
"""What only some entries say is written where there is room: beside what it adds to."""


def _beside(edition_id: str, boxes: Mapping[str, Box]) -> dict[str, Box]:
    found = {}
    for field in edition(edition_id).printed_fields():
        for ending, home in _BESIDE.items():
            near = boxes.get(field.id.removesuffix(ending) + home) if field.id.endswith(ending) else None
            if near is not None and field.id not in boxes:
                found[field.id] = near
    return found


def entries_on(entries: Sequence[BookEntry], page: int) -> list[BookEntry]:
    """Those of a book's entries that stand on one page, in their order on it."""
    return sorted((entry for entry in entries if entry.page == page), key=lambda entry: entry.line)
