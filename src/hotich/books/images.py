"""The image of a page, whatever it comes from: its current scan, or the drawing of a synthetic page, the same every time."""

import os
import tempfile
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from hotich.books.imaging.tiles import tile
from hotich.books.models import Page, Scan
from hotich.books.scan_files import pyramid_file, working_file
from hotich.support.errors import NotFound
from hotich.synthetic.books.spec import BookEntry, BookSpec
from hotich.synthetic.pages import render_webp

_DRAWN = "0"


class NoImage(NotFound):
    """A page without an image, or a tile outside of it."""

    message = "Trang này không có ảnh."


@dataclass(frozen=True, slots=True)
class PageImage:
    """What stands behind a page now. `version` changes whenever other pixels do: it belongs into every address."""

    page: Page
    scan: Scan | None

    @property
    def version(self) -> str:
        return f"{self.scan.pk.hex[-8:]}{self.scan.version}" if self.scan else _DRAWN

    def working(self) -> bytes:
        """The working image as WebP. Raises NoImage."""
        if self.scan is None:
            return _drawn(self.page)
        try:
            return working_file(self.scan.pk, self.scan.version).read_bytes()
        except FileNotFoundError as error:
            raise NoImage from error

    def tile(self, level: int, column: int, row: int) -> bytes:
        """A tile of the full resolution. Raises NoImage."""
        if self.scan is None:
            raise NoImage
        pyramid = pyramid_file(self.scan.pk, self.scan.version)
        found = tile(pyramid, level, column, row) if pyramid.exists() else None
        if found is None:
            raise NoImage
        return found


def image_of(page: Page) -> PageImage:
    """The page's current scan, else its drawing."""
    scans = Scan.objects.unscoped("the image of a page the caller has judged")
    return PageImage(page, scans.filter(book_id=page.book_id, number=page.number, current=True).first())


def working_image(page: Page) -> bytes:
    """The page as WebP, at most 1 MB. Raises NoImage, a NotFound."""
    return image_of(page).working()


def _drawn(page: Page) -> bytes:
    kept = Path(settings.HOME) / "pages" / f"{page.pk}.webp"
    if kept.exists():
        return kept.read_bytes()
    source = page.source.get("synthetic")
    if source is None:
        raise NoImage
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
