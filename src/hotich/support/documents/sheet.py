"""A document's tables as a workbook: people sort, filter and add up there what the printed one lists."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from io import BytesIO
from math import ceil
from typing import Any, Final

import xlsxwriter
from xlsxwriter.utility import xl_range

from hotich.support.documents import layout
from hotich.support.documents.model import (
    BLANK,
    MOTTO,
    NATION,
    Block,
    Bullets,
    Cell,
    Document,
    Fields,
    Heading,
    Paragraph,
    Table,
    annex_number,
    letterhead_above,
)
from hotich.support.documents.widths import shown, widths_of

_SIZE: Final = 11
_TITLE: Final = 14
_LETTERS: Final = 0.52
"""Of the sheet's letters in a millimetre of column."""
_LINE: Final = 15.0
"""Points of one line."""
_WITHOUT_TABLE: Final = 6
"""Columns of a sheet on which no table stands."""
_MADE: Final = datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=7)))


def as_xlsx(document: Document) -> bytes:
    """The document on one sheet, as wide as its widest table; annexes follow on sheets of their own.

    The last row of columns that add is written as sums, so that it stays right when a figure is corrected.
    """
    out = BytesIO()
    # Text stays text: a name or a note may begin with "=".
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": document.name, "author": document.issuer.name, "created": _MADE})
        first = _Sheet(book, "Danh sách", document.body, landscape=document.landscape)
        first.head(document)
        first.blocks(document.body)
        first.signatures(document)
        count = len(document.annexes)
        for at, annex in enumerate(document.annexes, start=1):
            sheet = _Sheet(book, f"Phụ lục {at}", annex.body, landscape=annex.landscape)
            sheet.line(annex_number(at, count), sheet.title)
            sheet.line(annex.title.upper(), sheet.strong)
            sheet.line(document.annex_line, sheet.note)
            sheet.blocks(annex.body)
    return out.getvalue()


class _Sheet:
    def __init__(self, book: Any, name: str, body: tuple[Block, ...], *, landscape: bool) -> None:
        self.sheet, self.at = book.add_worksheet(name), 0
        tables = [block for block in body if isinstance(block, Table)]
        self.lone = len(tables) == 1
        self.filtered = False
        base = {"font_name": layout.FONT, "font_size": _SIZE, "valign": "vcenter"}
        cell = base | {"border": 1, "text_wrap": True, "valign": "top"}
        self.title = book.add_format(
            base | {"bold": True, "font_size": _TITLE, "align": "center", "text_wrap": True}
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
        width = layout.text_width(landscape=landscape)
        widest = max(tables, key=lambda table: len(table.columns), default=None)
        widths = widths_of(widest, width) if widest else [width / _WITHOUT_TABLE] * _WITHOUT_TABLE
        self.widths = [millimetres * _LETTERS for millimetres in widths]
        for at, letters in enumerate(self.widths):
            self.sheet.set_column(at, at, letters)
        self._print(landscape=landscape)

    @property
    def columns(self) -> int:
        return len(self.widths)

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
        self.sheet.set_footer(f'&R&"{layout.FONT}"&9Trang &P/&N')

    def line(self, text: str, style: Any) -> None:
        """One row across all columns."""
        if text:
            self._side_by_side([(text, style, 0, self.columns - 1)])

    def _side_by_side(self, pieces: Sequence[tuple[str, Any, int, int]]) -> None:
        """Texts in one row, each across some columns; the row is as high as the longest needs, which merged cells never are by
        themselves."""
        lines = 1
        for text, style, first, last in pieces:
            self._across(self.at, first, last, text, style)
            lines = max(lines, _lines(text, sum(self.widths[first : last + 1])))
        size = max((style.font_size for _, style, _, _ in pieces), default=_SIZE)
        self.sheet.set_row(self.at, _LINE * size / _SIZE * lines)
        self.at += 1

    def _across(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", style)
        self.sheet.write_string(row, first, text, style)

    def _parts(self, *shares: float) -> list[tuple[int, int]]:
        """The columns from the first to the last of each part of the width, as near to the shares as whole columns are."""
        total, found, begin, reached = sum(self.widths), [], 0, 0.0
        for at, share in enumerate(shares):
            reached += share
            left = len(shares) - at - 1
            end = begin
            while end < self.columns - 1 - left and sum(self.widths[: end + 1]) < reached * total * 0.97:
                end += 1
            last = self.columns - 1 if not left else end
            found.append((min(begin, self.columns - 1), max(last, min(begin, self.columns - 1))))
            begin = end + 1
        return found

    def head(self, said: Document) -> None:
        """Who issues and the nation's name side by side, then what it is."""
        if said.issuer.name and self.columns > 1:
            left, right = self._parts(0.4, 0.6)
            for ours, style, theirs, other in (
                (" ".join(letterhead_above(said.issuer.superior)), self.plain, NATION, self.strong),
                (said.issuer.name.upper(), self.strong, MOTTO, self.strong),
                (said.number_line, self.plain, said.place_and_day, self.note),
            ):
                self._side_by_side([(ours, style, *left), (theirs, other, *right)])
        else:
            for text, style in (
                (" ".join(letterhead_above(said.issuer.superior)), self.plain), (said.issuer.name.upper(), self.strong), (NATION, self.strong),
                (MOTTO, self.strong), (said.number_line, self.plain), (said.place_and_day, self.note),
            ):  # fmt: skip
                self.line(text, style)
        self.at += 1
        self.line(said.title.upper(), self.title)
        self.line(said.about if not said.is_letter else f"V/v {said.about}", self.strong)
        if said.to:
            self.line(f"Kính gửi: {'; '.join(said.to)}.", self.plain)
        self.line(said.authority.upper(), self.strong)
        for text in said.basis:
            self.line(text, self.left)

    def blocks(self, body: tuple[Block, ...]) -> None:
        for block in body:
            match block:
                case Paragraph():
                    style = self.strong if block.align == "center" and block.runs[0].bold else self.left
                    self.line("".join(run.text for run in block.runs), style)
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
        self._high([column.label for column in table.columns])
        self.sheet.repeat_rows(head)
        if self.lone:
            self.sheet.freeze_panes(head + 1, 0)
        for row in table.rows:
            self.at += 1
            self._row(table, row, bold=False)
        # Only one table of a sheet can have a filter; the first is what the document lists.
        if head and table.rows and not self.filtered:
            self.sheet.autofilter(head, 0, self.at, len(table.columns) - 1)
            self.filtered = True
        if table.total:
            last, self.at = self.at, self.at + 1
            self._row(table, table.total, bold=True)
            for at, cell in enumerate(table.total):
                if table.columns[at].adds and _is_sum(cell, [row[at] for row in table.rows]):
                    style = self.cells[table.columns[at].align, True]
                    self.sheet.write_formula(
                        self.at, at, f"=SUM({xl_range(head + 1, at, last, at)})", style, cell
                    )
        self.at += 2

    def _row(self, table: Table, row: tuple[Cell, ...], *, bold: bool) -> None:
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            style = self.cells[column.align, bold]
            if isinstance(cell, int):
                self.sheet.write_number(self.at, at, cell, style)
            else:
                self.sheet.write_string(self.at, at, cell, style)
        self._high(row)

    def _high(self, row: Sequence[Cell]) -> None:
        """As high as its longest cell: programs that only print do not measure rows."""
        lines = max((_lines(shown(cell), self.widths[at]) for at, cell in enumerate(row)), default=1)
        self.sheet.set_row(self.at, _LINE * lines)

    def signatures(self, said: Document) -> None:
        """The parties side by side, their names under the room to sign; then who gets it."""
        self.at += 1
        if said.signatures:
            parts = self._parts(*[1 / len(said.signatures)] * len(said.signatures))
            if len(said.signatures) == 1 and self.columns > 1:
                parts = self._parts(0.5, 0.5)[1:]
            titles = [
                "\n".join(text.upper() for text in (one.authority, one.title) if text)
                for one in said.signatures
            ]
            for texts, style in (
                (titles, self.strong), ([one.hint for one in said.signatures], self.note), (None, self.plain),
                ([one.name for one in said.signatures], self.strong),
            ):  # fmt: skip
                if texts is None:
                    self.at += 3
                elif any(texts):
                    self._side_by_side(
                        [(text, style, *part) for text, part in zip(texts, parts, strict=False)]
                    )
        if said.recipients:
            self.at += 1
            self.line("Nơi nhận:", self.part)
            for at, text in enumerate(said.recipients, start=1):
                self.line(f"- {text}{'.' if at == len(said.recipients) else ';'}", self.left)


def _lines(text: str, letters: float) -> int:
    """How many lines a text takes in so many letters' width; never more than Excel lets a row be high."""
    return min(25, sum(max(1, ceil(len(part) * 1.08 / letters)) for part in text.split("\n")))


def _is_sum(cell: Cell, column: Sequence[Cell]) -> bool:
    """Whether the sum may stand for what is printed: not where a line of the column is left open."""
    counts = [one for one in column if isinstance(one, int)]
    return isinstance(cell, int) and len(counts) == len(column) > 0 and sum(counts) == cell
