"""One working image a page: WebP, at most 1 MB. A synthetic page is drawn when it is first asked for, the same every time."""

import os
import tempfile
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from hotich.books.models import Page
from hotich.support.errors import NotFound
from hotich.synthetic.books.spec import BookEntry, BookSpec
from hotich.synthetic.pages import render_webp


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
