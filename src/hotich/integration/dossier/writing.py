"""Writes a book's dossier: one pass over its entries, each into the file of rows and the zip of PDFs."""

import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hotich.books.models import Book, Page
from hotich.integration import wide
from hotich.integration.checks import CheckReport
from hotich.integration.dossier.naming import FileNames
from hotich.integration.dossier.pages import Printer
from hotich.integration.exports.checking import CheckedRows
from hotich.integration.exports.entries import Going, Selection
from hotich.integration.exports.writing import ExportReport, record_export, write_rows
from hotich.integration.formats import formats_of
from hotich.integration.refusals import FileRefused
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.time import local

_SAME_FOR_ALL = (1980, 1, 1, 0, 0, 0)
"""The date in the zip's directory: the same entries make the same bytes."""


@dataclass(slots=True)
class DossierReport:
    """Where the two files are and what is in them."""

    title: str
    rows_file: Path
    pages_file: Path
    entries: int = 0
    with_image: int = 0
    repeated: int = 0
    left_out: int = 0
    """Restricted entries that stayed behind."""
    checked: CheckReport = field(default_factory=CheckReport)

    def as_json(self) -> dict[str, Any]:
        """The object that `export dossier --json` prints."""
        return {
            "title": self.title,
            "rows_file": str(self.rows_file),
            "pages_file": str(self.pages_file),
            "entries": self.entries,
            "with_image": self.with_image,
            "without_image": self.entries - self.with_image,
            "repeated_names": self.repeated,
            "left_out": self.left_out,
            "check": self.checked.as_json(),
        }


def write_dossier(
    *,
    book_id: uuid.UUID,
    out: Path,
    actor: Officer | None = None,
    now: datetime,
    with_sensitive: bool | None = None,
    reason: str = "",
    progress: Callable[[int], None] | None = None,
) -> DossierReport:
    """Writes `KIND.year.volume` as a file of rows and a zip of PDFs into the folder `out`, replacing those of the same book.

    The rows are in the ministry's format where the kind has one, otherwise the wide CSV. Raises FileRefused where the
    folder has a dossier of another book under the same name, NotAllowed, NotFound, ReasonMissing. Where something restricted stays
    behind, a page that shows it does not leave as an image either.
    """
    books = Book.objects.visible_to(actor) if actor else Book.objects.unscoped("named on the command line")
    book = books.select_related("unit").filter(pk=book_id).first()
    if book is None:
        raise NotFound(f"Không có quyển sổ {book_id}, hoặc không thuộc phạm vi.")
    format = next(iter(formats_of(book.kind)), wide.FORMAT)
    selection = Selection(
        book.kind, format, now, book_id=book.pk, actor=actor, with_sensitive=with_sensitive, reason=reason
    )
    restricted = selection.restricted()
    layout = selection.layout()
    names = FileNames(book.kind, book.year_opened, book.volume, local(now).date())
    report = DossierReport(
        book.title,
        out / f"{names.stem}{'.csv' if layout.verbatim else '.xlsx'}",
        out / f"{names.stem}.zip",
    )
    _check_place(report.pages_file, book)
    rows = CheckedRows(layout, report.checked)
    shown = {number: page for number, page in _pages(book, actor).items() if restricted.may_show(page)}
    printer, exported = Printer(book, shown, on=local(now).date()), ExportReport()
    with _zip(report.pages_file, book) as pages:
        for going in write_rows(selection, layout, report.rows_file, exported):
            rows.add(going)
            image = None if going.masked else printer.image_of(going.entry)
            report.with_image += image is not None
            content = image or printer.printed(going.entry, going.fields, going.notes)
            pages(names.of(number=going.entry.number, registered=_registered(going)), content)
            report.entries += 1
            if progress is not None and report.entries % 20 == 0:
                progress(report.entries)
    report.repeated = names.repeated
    report.left_out = exported.left_out
    record_export(selection, exported, what="dossier.exported")
    return report


def _pages(book: Book, actor: Officer | None) -> dict[int, Page]:
    pages = Page.objects.visible_to(actor) if actor else Page.objects.unscoped("named on the command line")
    return {page.number: page for page in pages.filter(book=book)}


def _registered(going: Going) -> str:
    return str((going.fields.get("registration.date") or {}).get("v") or "")


def _check_place(path: Path, book: Book) -> None:
    """Two offices of one unit can have a volume of the same kind, year and number: their dossiers need two folders."""
    if not path.exists():
        return
    try:
        with zipfile.ZipFile(path) as found:
            mine = found.comment == str(book.pk).encode()
    except zipfile.BadZipFile:
        mine = False
    if not mine:
        raise FileRefused(
            f"Thư mục {path.parent} đã có {path.name} của một quyển khác. Chọn thư mục riêng cho từng nơi đăng ký.",
            code="dossier.other_book",
        )


@contextmanager
def _zip(path: Path, book: Book) -> Iterator[Callable[[str, bytes], None]]:
    """A zip that appears under its name only when it is complete. PDFs are packed already, so they are stored."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        draft = Path(folder) / "draft.zip"
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as package:
            package.comment = str(book.pk).encode()

            def add(name: str, content: bytes) -> None:
                info = zipfile.ZipInfo(name, _SAME_FOR_ALL)
                info.external_attr = 0o600 << 16
                package.writestr(info, content)

            yield add
        draft.replace(path)
