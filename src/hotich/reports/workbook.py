"""The daily form as a workbook: A4 landscape, totals as formulas over the lines, never typed."""

from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from hotich.core.quotas import VIETNAM
from hotich.reports.columns import COLUMNS, said_of_apart, shown
from hotich.reports.models import Receiver
from hotich.reports.queries import status_label

_FIRST = 2  # columns before the figures: number, unit
_HEAD = 5  # row of the group headings


def workbook(form: dict[str, Any]) -> bytes:
    """The form of `daily_form` as xlsx."""
    buffer = BytesIO()
    # Personal data never stands in a report, yet a unit's name or an obstacle could begin with "=".
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {"title": f"Báo cáo ngày {_day(form['date'])}", "created": datetime(2000, 1, 1, tzinfo=VIETNAM)}
        )
        sheet = book.add_worksheet("Báo cáo ngày")
        _Form(book, sheet, form).write()
    return buffer.getvalue()


def _day(text: str) -> str:
    return date.fromisoformat(text).strftime("%d/%m/%Y")


def _moment(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(VIETNAM).strftime("%Hh%M ngày %d/%m/%Y")


def _said(line: dict[str, Any]) -> str:
    return "\n".join(text for text in (line.get("obstacles"), line.get("proposals")) if text)


def _sent(line: dict[str, Any]) -> str:
    said = [status_label(line)]
    if line.get("sent_at"):
        said.append(_moment(line["sent_at"]))
    if line.get("head"):
        said.append(line["head"])
    if line.get("version", 0) > 1:
        said.append(f"bản thứ {line['version']}: {line['reason']}")
    return ", ".join(said)


class _Form:
    def __init__(self, book: Any, sheet: Any, form: dict[str, Any]) -> None:
        self.sheet, self.form = sheet, form
        base = {"font_name": "Times New Roman", "font_size": 10, "valign": "vcenter"}
        cell = base | {"border": 1}
        self.title = book.add_format(base | {"bold": True, "font_size": 14, "align": "center"})
        self.note = book.add_format(base | {"italic": True, "align": "center"})
        self.remark = book.add_format(base | {"italic": True})
        self.head = book.add_format(cell | {"bold": True, "align": "center", "text_wrap": True})
        self.text = book.add_format(cell | {"text_wrap": True})
        self.number = book.add_format(cell | {"num_format": "#,##0"})
        self.percent = book.add_format(cell | {"num_format": "0.0"})
        self.sum = book.add_format(cell | {"bold": True, "num_format": "#,##0"})
        self.sum_percent = book.add_format(cell | {"bold": True, "num_format": "0.0"})
        self.sum_text = book.add_format(cell | {"bold": True})

    def write(self) -> None:
        sheet, last = self.sheet, _FIRST + len(COLUMNS) + 1
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
        # Forty columns on the width of one A4 page cannot be read: two, with the unit's name on both.
        sheet.fit_to_pages(2, 0)
        sheet.repeat_columns(0, _FIRST - 1)
        sheet.merge_range(0, 0, 0, last, "Phụ lục 01 - BÁO CÁO NGÀY", self.title)
        sheet.merge_range(1, 0, 1, last, self.form["campaign"], self.note)
        period = self.form["period"]
        sheet.merge_range(
            2, 0, 2, last,
            f"Ngày {_day(self.form['date'])}: số liệu từ {_moment(period['from'])} đến trước {_moment(period['to'])}",
            self.note,
        )  # fmt: skip
        self._headings(last)
        lines = [shown(line) for line in self.form["units"]]
        first = _HEAD + 2
        for offset, line in enumerate(lines):
            self._line(first + offset, offset + 1, line)
        self._total(first, first + len(lines), lines)
        if apart := said_of_apart(self.form["total"]):
            sheet.write_string(first + len(lines) + 1, 1, apart, self.remark)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 18)
        sheet.set_column(_FIRST, _FIRST + len(COLUMNS) - 1, 8)
        sheet.set_column(last - 1, last, 24)
        sheet.freeze_panes(first, _FIRST)
        sheet.repeat_rows(_HEAD, _HEAD + 1)

    def _headings(self, last: int) -> None:
        for at, label in (
            (0, "STT"),
            (1, "Đơn vị"),
            (last - 1, "Khó khăn, vướng mắc, đề xuất"),
            (last, "Tình trạng gửi"),
        ):
            self.sheet.merge_range(_HEAD, at, _HEAD + 1, at, label, self.head)
        position = _FIRST
        for group, columns in groupby(COLUMNS, key=lambda column: column.group):
            members = list(columns)
            if not group:
                for column in members:
                    self.sheet.merge_range(_HEAD, position, _HEAD + 1, position, column.heading, self.head)
                    position += 1
                continue
            if len(members) > 1:
                self.sheet.merge_range(_HEAD, position, _HEAD, position + len(members) - 1, group, self.head)
            else:
                self.sheet.write_string(_HEAD, position, group, self.head)
            for column in members:
                self.sheet.write_string(_HEAD + 1, position, column.heading, self.head)
                position += 1

    def _line(self, row: int, number: int, line: dict[str, Any]) -> None:
        self.sheet.write_number(row, 0, number, self.number)
        self.sheet.write_string(row, 1, line["name"], self.text)
        for offset, column in enumerate(COLUMNS):
            self._figure(row, _FIRST + offset, column.of(line))
        last = _FIRST + len(COLUMNS)
        self.sheet.write_string(row, last, _said(line), self.text)
        self.sheet.write_string(row, last + 1, _sent(line), self.text)

    def _figure(self, row: int, column: int, value: Any) -> None:
        if value is None:
            self.sheet.write_blank(row, column, None, self.number)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, self.text)
        else:
            self.sheet.write_number(
                row, column, value, self.percent if isinstance(value, float) else self.number
            )

    def _total(self, first: int, row: int, lines: list[dict[str, Any]]) -> None:
        self.sheet.write_blank(row, 0, None, self.sum_text)
        self.sheet.write_string(row, 1, "Tổng cộng", self.sum_text)
        total_line = shown(self.form["total"]) if lines else {}
        places = {column.path: _FIRST + offset for offset, column in enumerate(COLUMNS)}
        for offset, column in enumerate(COLUMNS):
            at = _FIRST + offset
            if column.summed:
                name = xl_col_to_name(at)
                total = round(sum(column.of(line) or 0 for line in lines), 1)
                formula = f"=SUM({name}{first + 1}:{name}{row})" if lines else "=0"
                form = self.sum_percent if isinstance(total, float) else self.sum
                self.sheet.write_formula(row, at, formula, form, total)
            elif column.path == ("percent",):
                done = xl_rowcol_to_cell(row, places["cumulative", "total"])
                whole = xl_rowcol_to_cell(row, places["required",])
                if apart := total_line.get("apart"):
                    done, whole = f"({done}-{apart['cumulative']})", f"({whole}-{apart['required']})"
                value = total_line.get("percent")
                self.sheet.write_formula(
                    row,
                    at,
                    f'=IF({whole}=0,"",ROUND(100*{done}/{whole},1))',
                    self.sum_percent,
                    "" if value is None else value,
                )
            elif column.path == ("quota_percent",) and total_line.get("quota_percent") is not None:
                # Of the quota no column stands in the form: the formula has the two numbers.
                of, quota = (
                    total_line.get("toward_quota", total_line["entered"]["total"]),
                    total_line["quota"],
                )
                self.sheet.write_formula(
                    row, at, f"=ROUND(100*{of}/{quota},1)", self.sum_percent, total_line["quota_percent"]
                )
            elif column.path == ("forecast",) and lines:
                self.sheet.write_string(row, at, total_line["forecast"], self.sum_text)
            else:
                self.sheet.write_blank(row, at, None, self.sum_text)
        last = _FIRST + len(COLUMNS)
        own = self.form.get("sending")  # what who consolidates says of the whole
        said = ("", "") if own is None else (_said(own), f"{Receiver(own['receiver']).label}: {_sent(own)}")
        for at, words in enumerate(said, start=last):
            self.sheet.write_string(row, at, words, self.text)
