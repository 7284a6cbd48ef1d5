"""A document's tables as a workbook: people sort and filter there what the printed one lists."""

from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from hotich.support.documents import layout
from hotich.support.documents.model import (
    BLANK,
    MOTTO,
    NATION,
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    Paragraph,
    Table,
)

_SIZE: Final = 11
_WIDTH: Final = {True: 130.0, False: 90.0}
"""Of all columns together, in letters: landscape, portrait."""
_LEAST: Final = 5.0
_MADE: Final = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=7)))


def as_xlsx(document: Document) -> bytes:
    """The document on one sheet, as wide as its widest table; annexes follow on sheets of their own."""
    out = BytesIO()
    # Text stays text: a name or a note may begin with "=".
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": document.name, "author": document.issuer.name, "created": _MADE})
        first = _Sheet(book, "Danh sách", document.body, landscape=document.landscape)
        first.head(document)
        first.blocks(document.body)
        first.signatures(document)
        for at, annex in enumerate(document.annexes, start=1):
            sheet = _Sheet(book, f"Phụ lục {at}", annex.body, landscape=annex.landscape)
            sheet.line(f"Phụ lục. {annex.title}", sheet.title)
            sheet.blocks(annex.body)
    return out.getvalue()


class _Sheet:
    def __init__(self, book: Any, name: str, body: tuple[Block, ...], *, landscape: bool) -> None:
        self.sheet, self.at = book.add_worksheet(name), 0
        tables = [block for block in body if isinstance(block, Table)]
        self.columns = max((len(table.columns) for table in tables), default=2)
        base = {"font_name": layout.FONT, "font_size": _SIZE, "valign": "vcenter"}
        cell = base | {"border": 1, "text_wrap": True, "valign": "top"}
        self.title = book.add_format(
            base | {"bold": True, "font_size": 14, "align": "center", "text_wrap": True}
        )
        self.strong = book.add_format(base | {"bold": True, "align": "center", "text_wrap": True})
        self.plain = book.add_format(base | {"align": "center", "text_wrap": True})
        self.note = book.add_format(base | {"italic": True, "align": "center", "text_wrap": True})
        self.left = book.add_format(base | {"text_wrap": True})
        self.part = book.add_format(base | {"bold": True, "text_wrap": True})
        self.header = book.add_format(cell | {"bold": True, "align": "center", "valign": "vcenter"})
        self.cells = {
            (side, bold): book.add_format(cell | {"align": side, "bold": bold, "num_format": "#,##0"})
            for side in ("left", "center", "right")
            for bold in (False, True)
        }
        self._print(landscape=landscape)
        for table in tables[:1]:
            shares = sum(one.share for one in table.columns)
            for at, column in enumerate(table.columns):
                self.sheet.set_column(at, at, max(_LEAST, _WIDTH[landscape] * column.share / shares))

    def _print(self, *, landscape: bool) -> None:
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(9)
        inch = 25.4
        self.sheet.set_margins(
            left=layout.LEFT / inch,
            right=layout.RIGHT / inch,
            top=layout.TOP / inch,
            bottom=layout.BOTTOM / inch,
        )
        self.sheet.fit_to_pages(1, 0)

    def line(self, text: str, style: Any) -> None:
        """One row across all columns."""
        if text:
            self._across(self.at, 0, self.columns - 1, text, style)
            self.at += 1

    def _across(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", style)
        self.sheet.write_string(row, first, text, style)

    def head(self, said: Document) -> None:
        """Who issues and the nation's name side by side, then what it is."""
        half = max(1, self.columns * 2 // 5)
        pairs = [
            (said.issuer.superior.upper(), self.plain, NATION, self.strong),
            (said.issuer.name.upper(), self.strong, MOTTO, self.strong),
            (said.number_line, self.plain, said.place_and_day, self.note),
        ]
        for left, left_style, right, right_style in pairs:
            self._across(self.at, 0, half - 1, left, left_style)
            self._across(self.at, half, max(half, self.columns - 1), right, right_style)
            self.at += 1
        self.at += 1
        self.line(said.title.upper(), self.title)
        self.line(said.about if not said.is_letter else f"V/v {said.about}", self.strong)
        if said.to:
            self.line(f"Kính gửi: {'; '.join(said.to)}.", self.plain)
        for text in said.basis:
            self.line(text, self.left)

    def blocks(self, body: tuple[Block, ...]) -> None:
        for block in body:
            match block:
                case Paragraph():
                    self.line("".join(run.text for run in block.runs), self.left)
                case Heading():
                    self.line(block.text, self.part)
                case Fields():
                    for label, value in block.rows:
                        self.line(f"{label}: {value or BLANK * 6}", self.left)
                case Bullets():
                    for at, item in enumerate(block.items, start=1):
                        self.line(f"{at}. {item}" if block.numbered else f"- {item}", self.left)
                case Table():
                    self._table(block)

    def _table(self, table: Table) -> None:
        self.line(table.caption, self.left)
        self.at += 1
        head = self.at
        for at, column in enumerate(table.columns):
            self.sheet.write_string(head, at, column.label, self.header)
        self.sheet.repeat_rows(head)
        for row in table.rows:
            self.at += 1
            self._row(table, row, bold=False)
        # Only one table of a sheet can have a filter; the first is what the document lists.
        if head and table.rows and not getattr(self, "_filtered", False):
            self.sheet.autofilter(head, 0, self.at, len(table.columns) - 1)
            self._filtered = True
        if table.total:
            self.at += 1
            self._row(table, table.total, bold=True)
        self.at += 2

    def _row(self, table: Table, row: tuple[str | int, ...], *, bold: bool) -> None:
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            style = self.cells[column.align, bold]
            if isinstance(cell, int):
                self.sheet.write_number(self.at, at, cell, style)
            else:
                self.sheet.write_string(self.at, at, cell, style)

    def signatures(self, said: Document) -> None:
        """The parties side by side, their names under the room to sign."""
        if not said.signatures:
            return
        each = max(1, self.columns // len(said.signatures))
        for at, one in enumerate(said.signatures):
            first = min(at * each, self.columns - 1)
            last = max(first, self.columns - 1 if at + 1 == len(said.signatures) else (at + 1) * each - 1)
            title = "\n".join(text.upper() for text in (one.authority, one.title) if text)
            self._across(self.at, first, last, title, self.strong)
            self._across(self.at + 5, first, last, one.name, self.strong)
        self.at += 7
