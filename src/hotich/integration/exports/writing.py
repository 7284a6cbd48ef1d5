"""Entries as a file of one format: the format's own columns, one row in memory at a time."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hotich.audit import operations as audit
from hotich.integration.exports.csv import write_csv
from hotich.integration.exports.entries import Going, Selection
from hotich.integration.interchange import Layout
from hotich.integration.interchange.numbers import NUMBERS_COLUMNS, NUMBERS_SHEET, BesideNumber
from hotich.integration.messages import Messages
from hotich.integration.xlsx import write_workbook
from hotich.integration.xlsx.writer import SheetOut, WorkbookOut
from hotich.staff.models import Officer

SHEET = "DL Import"
Progress = Callable[[int], None]


@dataclass(slots=True)
class ExportReport:
    """How many entries went out, and what about them needs a look; how much that is restricted went along or stayed behind."""

    rows: int = 0
    outside: int = 0
    """Entries registered outside the campaign's scope: they go out and count apart."""
    restricted: int = 0
    left_out: int = 0
    masked: int = 0
    """Restricted columns that went out empty."""
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
    with_sensitive: bool | None = None,
    reason: str = "",
    progress: Progress | None = None,
) -> ExportReport:
    """Writes the finished entries of a kind, of one book or one unit (with its predecessors), in the order of the books.

    Void numbers stay behind. Without an actor (the command line) everything is written; with one, what he may see.
    What is restricted: see `Selection`. Raises FileRefused, NotAllowed, NotFound, ReasonMissing.
    """
    selection = Selection(kind, format, now, book_id, unit_code, actor, with_sensitive, reason)
    report = ExportReport()
    for _ in write_rows(selection, selection.layout(), out, report):
        if progress is not None and report.rows % 100 == 0:
            progress(report.rows)
    record_export(selection, report)
    return report


def write_rows(selection: Selection, layout: Layout, out: Path, report: ExportReport) -> Iterator[Going]:
    """Writes the file while the rows are taken one by one; it is there when the last has been. Raises as the selection."""
    report.left_out = selection.left_out()
    with _file(layout, out) as append:
        for going in selection.rows(layout):
            report.rows += 1
            report.outside += going.entry.out_of_scope
            report.restricted += going.entry.sensitive
            report.masked += going.masked
            append(going)
            report.messages.add(going.row.messages)
            yield going


def record_export(selection: Selection, report: ExportReport, *, what: str = "entries.exported") -> None:
    """Notes in the audit that entries left, by whose hand, how many, and why the restricted ones among them."""
    book, unit = selection.book_id, selection.unit_code
    audit.record(
        kind=what,
        officer=selection.actor,
        subject=f"book:{book}" if book else f"unit:{unit}" if unit else "all",
        detail={"kind": selection.kind, "format": selection.format, "rows": report.rows}
        | selection.restricted().on_record(report.left_out),
    )


@contextmanager
def _file(layout: Layout, out: Path) -> Iterator[Callable[[Going], None]]:
    if layout.verbatim:
        with write_csv(out, layout.names) as lines:
            yield lambda going: lines.append(going.row.cells)
        return
    with write_workbook(out) as workbook:
        sheet = workbook.sheet(SHEET, layout.names)
        beside = _Beside(workbook, always=not layout.personal_numbers)

        def append(going: Going) -> None:
            sheet.append(going.row.cells)
            beside.add(going.row.by_id(layout), going.row.beside, row=sheet.rows + 1)

        yield append


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
