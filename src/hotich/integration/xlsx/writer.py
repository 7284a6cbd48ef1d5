"""Workbooks out: every cell text, never a formula, one row in memory at a time."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter

_RISKY = ("=", "+", "-", "@", "\t", "\r")


class WorkbookOut:
    """A workbook being written: sheets in the order they are started, rows from the top down."""

    def __init__(self, path: Path) -> None:
        self._workbook = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                # The rows wait on disk as plain text: beside the export, not in a folder everybody can read.
                "tmpdir": str(path.parent),
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self._text = self._workbook.add_format({"num_format": "@"})
        # The quote prefix keeps Excel from making a formula of the text when the officer edits the cell.
        self._quoted = self._workbook.add_format({"num_format": "@", "quote_prefix": True})
        self._heading = self._workbook.add_format({"num_format": "@", "bold": True})

    def sheet(self, name: str, columns: Sequence[str]) -> "SheetOut":
        """Starts a sheet whose first row holds `columns`."""
        worksheet = self._workbook.add_worksheet(name)
        for index, column in enumerate(columns):
            worksheet.write_string(0, index, column, self._heading)
        worksheet.freeze_panes(1, 0)
        return SheetOut(worksheet, self._text, self._quoted)

    def close(self) -> None:
        """Writes the file."""
        self._workbook.close()


class SheetOut:
    """One sheet being written."""

    def __init__(self, worksheet: Any, text: Any, quoted: Any) -> None:
        self._worksheet = worksheet
        self._text = text
        self._quoted = quoted
        self.rows = 0

    def append(self, values: Iterable[str]) -> None:
        """Adds a row of texts; an empty text leaves its cell empty."""
        self.rows += 1
        for index, value in enumerate(values):
            if value:
                style = self._quoted if value.startswith(_RISKY) else self._text
                self._worksheet.write_string(self.rows, index, value, style)


@contextmanager
def write_workbook(path: Path) -> Iterator[WorkbookOut]:
    """A workbook that appears under its name only when it is complete: an export that fails leaves no half file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        draft = Path(folder) / "draft.xlsx"
        workbook = WorkbookOut(draft)
        yield workbook
        workbook.close()
        draft.replace(path)
