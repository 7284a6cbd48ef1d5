"""Before anything is sent: which rows the receiving system would send back, and why."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hotich.integration.formats import acceptance_of, layout_for_file
from hotich.integration.interchange.acceptance import Checker
from hotich.integration.lengths import Lengths
from hotich.integration.messages import Message, Messages
from hotich.integration.refusals import ENTRIES
from hotich.integration.tables import open_table

_TOLD = 1_000
"""Rows of one reason that are told one by one; the rest are counted."""


@dataclass(slots=True)
class BookChecked:
    """What was found in one book."""

    title: str
    rows: int = 0
    refused: int = 0
    lengths: Lengths = field(default_factory=Lengths)


@dataclass(slots=True)
class CheckReport:
    """`refused` rows have at least one error. `entries` are the entries behind the rows that something is said of."""

    rows: int = 0
    refused: int = 0
    messages: Messages = field(default_factory=lambda: Messages(_TOLD, _TOLD))
    books: dict[uuid.UUID | None, BookChecked] = field(default_factory=dict)
    entries: dict[int, uuid.UUID] = field(default_factory=dict)
    units: set[int] = field(default_factory=set)
    """Units whose entries were judged."""

    def add(
        self, messages: list[Message], texts: list[str], *, book: uuid.UUID | None = None, title: str = ""
    ) -> None:
        """Counts one row and what is said of it."""
        of_book = self.books.setdefault(book, BookChecked(title))
        refused = any(message.severity == "error" for message in messages)
        for each in (self, of_book):
            each.rows += 1
            each.refused += refused
        of_book.lengths.add(texts)
        self.messages.add(messages)

    def as_json(self) -> dict[str, Any]:
        """The object that `export check --json` prints."""
        return {
            "rows": self.rows,
            "accepted": self.rows - self.refused,
            "refused": self.refused,
            "messages": [message.as_json() | self._entry(message.row) for message in self.messages],
            "books": [
                {
                    "book": str(book) if book else None,
                    "title": each.title,
                    "rows": each.rows,
                    "refused": each.refused,
                    "fields": each.lengths.as_json(),
                }
                for book, each in self.books.items()
            ],
        }

    def _entry(self, row: int) -> dict[str, str]:
        return {"entry": str(self.entries[row])} if row in self.entries else {}


def check_file(
    *, path: Path, kind: str, format: str, progress: Callable[[int], None] | None = None
) -> CheckReport:
    """Judges a finished file, whoever made it. Raises FileRefused."""
    layout = layout_for_file(format, kind, path)
    checker = Checker(layout, acceptance_of(layout))
    report = CheckReport()
    with open_table(path, layout.wanted, ENTRIES, csv_allowed=layout.verbatim) as table:
        report.messages.add(table.messages)
        shown = {layout.by_key[key].dotted_id: table.shown(key) for key in table.headings}
        for row in table.rows():
            named = {layout.by_key[key]: cell for key, cell in row.cells.items()}
            cells = {column.dotted_id: cell for column, cell in named.items() if column.dotted_id}
            if not any(cell.text.strip() for cell in cells.values()):
                continue
            said = checker.check(row.number, cells, shown)
            report.add(said, [cell.text for cell in cells.values()], title=path.name)
            if progress is not None and report.rows % 100 == 0:
                progress(report.rows)
    return report
