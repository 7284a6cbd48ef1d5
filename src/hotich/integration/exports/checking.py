"""Entries judged as an export would write them."""

import uuid
from collections.abc import Callable
from datetime import datetime

from hotich.integration.checks import CheckReport
from hotich.integration.exports.entries import Going, Selection
from hotich.integration.formats import acceptance_of
from hotich.integration.interchange import Layout
from hotich.integration.interchange.acceptance import Checker
from hotich.integration.xlsx import Cell
from hotich.staff.models import Officer


class CheckedRows:
    """Judges entries on their way out, in order, into a report."""

    def __init__(self, layout: Layout, report: CheckReport) -> None:
        self._layout = layout
        self._report = report
        self._checker = Checker(layout, acceptance_of(layout))

    def add(self, going: Going) -> None:
        """Judges the next row."""
        row = self._report.rows + 2
        cells = going.row.by_id(self._layout)
        messages = self._checker.check(row, {name: Cell(text) for name, text in cells.items()})
        told = {message.column for message in messages}
        messages += [message for message in going.row.messages if message.column not in told]
        if messages:
            self._report.entries[row] = going.entry.pk
        if going.entry.unit_id is not None:
            self._report.units.add(going.entry.unit_id)
        book = going.entry.book
        self._report.add(messages, list(cells.values()), book=book.pk, title=book.title)


def check_entries(
    *,
    kind: str,
    format: str,
    book_id: uuid.UUID | None = None,
    unit_code: str = "",
    actor: Officer | None = None,
    now: datetime,
    with_sensitive: bool | None = None,
    reason: str = "",
    progress: Callable[[int], None] | None = None,
) -> CheckReport:
    """Judges what an export of the same entries would write; writes nothing. Raises FileRefused, NotAllowed, NotFound."""
    selection = Selection(kind, format, now, book_id, unit_code, actor, with_sensitive, reason)
    layout = selection.layout()
    report = CheckReport()
    rows = CheckedRows(layout, report)
    for going in selection.rows(layout):
        rows.add(going)
        if progress is not None and report.rows % 100 == 0:
            progress(report.rows)
    return report
