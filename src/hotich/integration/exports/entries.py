"""Entries as a workbook of one format: text cells, the format's own columns, one row in memory at a time."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from hotich.audit import operations as audit
from hotich.entries.models import Entry, Subject, Transcription
from hotich.integration.formats import layout_of
from hotich.integration.imports.units import Custody
from hotich.integration.interchange import Layout, write_row
from hotich.integration.interchange.numbers import NUMBERS_COLUMNS, NUMBERS_SHEET, BesideNumber
from hotich.integration.messages import Messages
from hotich.integration.xlsx import write_workbook
from hotich.integration.xlsx.writer import SheetOut, WorkbookOut
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Unit

SHEET = "DL Import"
_DISTRICT, _COMMUNE = "extra.keyed_by_district", "extra.keyed_by_commune"
_CHUNK = 500


@dataclass(slots=True)
class ExportReport:
    """How many entries went out, and what about them needs a look."""

    rows: int = 0
    messages: Messages = field(default_factory=Messages)


def export_entries(
    *,
    kind: str,
    format: str,
    out: Path,
    book_id: uuid.UUID | None = None,
    unit_code: str = "",
    actor: Officer | None = None,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Writes the finished entries of a kind, of one book or one unit (with its predecessors), in the order of the books.

    Void numbers stay behind. Without an actor (the command line) everything is written; with one, what he may see.
    Raises FileRefused, NotAllowed, NotFound.
    """
    layout = layout_of(format, kind)
    if actor is not None:
        require(actor, "export")
    found = _entries(kind, book_id, unit_code, actor, now)
    report = ExportReport()
    with write_workbook(out) as workbook:
        sheet = workbook.sheet(SHEET, layout.names)
        beside = _Beside(workbook, always=not layout.personal_numbers)
        for entry, own, normalised, numbers in _with_content(found):
            report.rows += 1
            fields = _with_keyed_by(layout, entry, own)
            row = write_row(
                layout,
                fields,
                meanings={name: value for name, value in normalised.items() if isinstance(value, str)},
                personal_numbers=numbers,
                row=report.rows + 1,
            )
            sheet.append(row.cells)
            beside.add(row.by_id(layout), row.beside, row=report.rows + 1)
            report.messages.add(row.messages)
            if progress is not None and report.rows % 100 == 0:
                progress(report.rows)
    audit.record(
        kind="entries.exported",
        officer=actor,
        subject=f"book:{book_id}" if book_id else f"unit:{unit_code}" if unit_code else "all",
        detail={"kind": kind, "format": format, "rows": report.rows},
    )
    return report


def _entries(
    kind: str, book_id: uuid.UUID | None, unit_code: str, actor: Officer | None, now: datetime
) -> QuerySet[Any]:
    if actor is not None:
        entries = Entry.objects.visible_to(actor)
    else:
        entries = Entry.objects.unscoped("the command line exports for the installation")
    entries = entries.filter(kind=kind, void=False, first_completed_at__isnull=False)
    if book_id is not None:
        entries = entries.filter(book_id=book_id)
        if not entries.exists() and not _book_exists(book_id, kind, actor):
            raise NotFound(f"Không có quyển sổ {book_id} loại {kind}, hoặc không thuộc phạm vi.")
    if unit_code:
        custody = Custody(local(now).date())
        units = custody.with_predecessors(custody.of_code(unit_code))
        entries = entries.filter(unit__in=units)
    return entries.select_related("book__unit__parent").order_by(
        "book__unit__sort_key",
        "book__year_opened",
        "book__volume",
        "book_id",
        "position",
        "number_value",
        "id",
    )


def _book_exists(book_id: uuid.UUID, kind: str, actor: Officer | None) -> bool:
    from hotich.books.models import Book

    books = Book.objects.visible_to(actor) if actor else Book.objects.unscoped("whether a named book exists")
    return books.filter(pk=book_id, kind=kind).exists()


_Content = tuple[Entry, dict[str, Any], dict[str, Any], dict[str, str]]
"""An entry, its fields, their normalised values, and the judged numbers by role."""


def _with_content(entries: QuerySet[Any]) -> Iterator[_Content]:
    chunk: list[Entry] = []
    for entry in entries.iterator(chunk_size=_CHUNK):
        chunk.append(entry)
        if len(chunk) == _CHUNK:
            yield from _chunk_content(chunk)
            chunk = []
    yield from _chunk_content(chunk)


def _chunk_content(chunk: list[Entry]) -> Iterator[_Content]:
    ids = [entry.pk for entry in chunk]
    # Plain values: instances of every subject would cost as much as writing the cells.
    kept = Transcription.objects.filter(entry_id__in=ids, accepted=True)
    contents = {
        entry_id: (fields, normalised)
        for entry_id, fields, normalised in kept.values_list("entry_id", "fields", "normalised")
    }
    numbers: dict[uuid.UUID, dict[str, str]] = {}
    judged = Subject.objects.filter(entry_id__in=ids).exclude(personal_id="")
    for entry_id, role, number in judged.values_list("entry_id", "role", "personal_id"):
        numbers.setdefault(entry_id, {})[role] = number
    for entry in chunk:
        if entry.pk in contents:
            yield entry, *contents[entry.pk], numbers.get(entry.pk, {})


def _with_keyed_by(layout: Layout, entry: Entry, fields: dict[str, Any]) -> dict[str, Any]:
    """The police columns for the unit that keyed the entry: as a file brought them, else the unit that keeps the book."""
    unit = entry.book.unit
    if _COMMUNE not in layout.by_id or unit is None or _COMMUNE in fields or _DISTRICT in fields:
        return fields
    above = unit.parent
    district = (
        unit
        if unit.level == "district"
        else above
        if above is not None and above.level == "district"
        else None
    )
    added = {_DISTRICT: _title(district), _COMMUNE: _title(unit) if unit.level == "commune" else ""}
    return fields | {name: {"v": title, "o": "constant"} for name, title in added.items() if title}


def _title(unit: Unit | None) -> str:
    """`Phường Minh Hưng`."""
    return f"{unit.type_label[:1].upper()}{unit.type_label[1:]} {unit.name}" if unit is not None else ""


class _Beside:
    """The second sheet, for numbers that have no column: there from the start, or from the first number on."""

    def __init__(self, workbook: WorkbookOut, *, always: bool) -> None:
        self._workbook = workbook
        self._sheet: SheetOut | None = workbook.sheet(NUMBERS_SHEET, NUMBERS_COLUMNS) if always else None

    def add(self, cells: dict[str, str], numbers: tuple[BesideNumber, ...], *, row: int) -> None:
        if not numbers:
            return
        if self._sheet is None:
            self._sheet = self._workbook.sheet(NUMBERS_SHEET, NUMBERS_COLUMNS)
        where = [cells[name] for name in ("registration.number", "book.number", "registration.date")]
        for each in numbers:
            self._sheet.append([*where, each.role, each.number, str(row), each.source])
