"""One working image a page: WebP, at most 1 MB. A synthetic page is drawn when it is first asked for, the same every time."""

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from hotich.books.models import Page
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.synthetic.books.spec import BookEntry, BookSpec
from hotich.synthetic.pages import page_size, render_webp


def working_image(page: Page) -> bytes:
    """The page as WebP. Raises NotFound where the page has no image."""
    kept = Path(settings.HOME) / "pages" / f"{page.pk}.webp"
    if kept.exists():
        return kept.read_bytes()
    source = page.source.get("synthetic")
    if source is None:
        raise NotFound("Trang này không có ảnh.")
    content = render_webp(
        _book(source["book"]), [_entry(one) for one in source["entries"]], seed=source["seed"]
    )
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Two requests may draw one page at the same time: each writes its own file, and the name changes hands whole.
    descriptor, name = tempfile.mkstemp(dir=kept.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    Path(name).replace(kept)
    return content


@dataclass(frozen=True, slots=True)
class PageView:
    """What a desk is told of a page that has an image: where the image is, how large, and where on it the fields lie."""

    id: UUID
    book: UUID
    number: int
    image: str
    tiles: str | None
    width: int
    height: int
    boxes: Mapping[str, Mapping[str, tuple[float, float, float, float]]] | None


def page_views(officer: Officer, wanted: Iterable[tuple[UUID, int]]) -> list[PageView]:
    """The pages asked for, as book and number, that have an image and are the officer's to see; one query."""
    asked = set(wanted)
    pages = Page.objects.visible_to(officer).filter(
        book__in={book for book, _ in asked}, number__in={number for _, number in asked}
    )
    return [
        _view(page) for page in pages.order_by("book_id", "number") if (page.book_id, page.number) in asked
    ]


def _view(page: Page) -> PageView:
    width, height = (
        page_size(page.source["synthetic"]["book"]["edition"]) if "synthetic" in page.source else (0, 0)
    )
    return PageView(page.pk, page.book_id, page.number, f"/anh/{page.pk}.webp", None, width, height, None)


def synthetic_source(book: BookSpec, entries: list[BookEntry], *, seed: int) -> dict[str, Any]:
    """What `Page.source` keeps, so that the page can be drawn again."""
    return {
        "synthetic": {
            "book": _plain(asdict(book)),
            "entries": [_plain(asdict(entry) | {"truth": ()}) for entry in entries],
            "seed": seed,
        }
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}


def _book(row: dict[str, Any]) -> BookSpec:
    known = {field.name for field in fields(BookSpec)}
    values = {key: value for key, value in row.items() if key in known}
    values["years"] = tuple(values["years"])
    values["opened_on"] = date.fromisoformat(values["opened_on"])
    values["closed_on"] = date.fromisoformat(values["closed_on"]) if values["closed_on"] else None
    return BookSpec(**values)


def _entry(row: dict[str, Any]) -> BookEntry:
    values = dict(row)
    values["registered"] = date.fromisoformat(values["registered"])
    values["truth"] = ()
    values["flags"] = tuple(values["flags"])
    return BookEntry(**values)
