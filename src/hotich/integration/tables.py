"""Rows under a heading, whatever the file is: the sheet of a workbook or a csv, found by its columns."""

import csv
import functools
import io
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hotich.integration.messages import Message
from hotich.integration.refusals import MEGABYTE, FileRefused, Limits
from hotich.integration.xlsx import Cell, Sheet, Workbook, open_workbook
from hotich.integration.xlsx.cells import column_letters
from hotich.integration.xlsx.container import kind_of_file

_HEADING_WITHIN = 10
_CSV_FIELD = 1_000_000
_ROWS_BESIDE = 4
"""Rows of a second sheet for one of the first: nobody's entry has more principal subjects."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The columns a file must have. `match` turns a heading as written into a column's key, or None.

    `required` and `known` map keys to the names that messages show; `title` names the layout in Vietnamese.
    """

    title: str
    match: Callable[[str], str | None]
    required: Mapping[str, str]
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as the spreadsheet shows it, its filled cells by column key."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Some rows side by side: their numbers, and by column key the text of every row's cell, empty where it has none."""

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Where the data lies. `headings` maps each key to the heading as the file writes it; `rows()` can be run again.

    `columns(most)` gives the same rows side by side, `most` of them at a time: for files of millions. `beside(wanted)` is
    another sheet of the same workbook; None where there is none with those columns.
    """

    source: str
    headings: Mapping[str, str]
    messages: tuple[Message, ...]
    rows: Callable[[], Iterator[TableRow]]
    columns: Callable[[int], Iterator[TableColumns]]
    beside: Callable[[Wanted], "Table | None"] = lambda wanted: None

    def shown(self, key: str) -> str:
        """The file's own name of a column."""
        return self.headings.get(key, key)


@contextmanager
def open_table(path: Path, wanted: Wanted, limits: Limits, *, csv_allowed: bool = False) -> Iterator[Table]:
    """Finds the table in a file. Raises FileRefused: wrong type, size, sheet, columns missing or named twice."""
    if csv_allowed and kind_of_file(path) == "text":
        yield _csv_table(path, wanted, limits)
        return
    with open_workbook(path, limits) as workbook:
        yield _sheet_table(workbook, wanted, limits)


@dataclass(frozen=True, slots=True)
class _Heading:
    row: int
    columns: Mapping[int, str]
    titles: Mapping[int, str]

    @property
    def keys(self) -> set[str]:
        return set(self.columns.values())


def _sheet_table(workbook: Workbook, wanted: Wanted, limits: Limits) -> Table:
    found = [(sheet, _sheet_heading(workbook, sheet, wanted)) for sheet in workbook.sheets]
    sheet, heading = max(found, key=lambda pair: len(pair[1].keys))
    _check(heading, wanted, f"trang tính “{sheet.name}”", [sheet.name for sheet, _ in found])
    workbook.check_row_limit(sheet)
    for other, its_heading in found:
        if (
            other is not sheet
            and set(wanted.required) <= its_heading.keys
            and _has_data(workbook, other, its_heading)
        ):
            raise FileRefused(
                f"Hai trang tính “{sheet.name}” và “{other.name}” đều có dữ liệu theo {wanted.title}. "
                "Tách mỗi trang tính thành một tệp rồi nhập lần lượt.",
                code="workbook.several_sheets",
            )

    def beside(second: Wanted) -> Table | None:
        others = ((other, _sheet_heading(workbook, other, second)) for other in workbook.sheets)
        for other, its_heading in others:
            if other is not sheet and set(second.required) <= its_heading.keys:
                return _table(workbook, other, its_heading, most=limits.rows * _ROWS_BESIDE)
        return None

    messages = (*_unknown(heading), *_about(workbook))
    return replace(_table(workbook, sheet, heading, most=limits.rows), messages=messages, beside=beside)


def _table(workbook: Workbook, sheet: Sheet, heading: _Heading, *, most: int) -> Table:
    rows = functools.partial(_rows_below, workbook, sheet, heading, most)
    return Table(sheet.name, _shown(heading), (), rows, functools.partial(_side_by_side, rows, heading.keys))


def _side_by_side(
    rows: Callable[[], Iterator[TableRow]], keys: set[str], most: int
) -> Iterator[TableColumns]:
    found = rows()
    while some := list(itertools.islice(found, most)):
        yield TableColumns(
            [row.number for row in some],
            {
                key: [
                    cell.text if (cell := row.cells.get(key)) is not None and cell.kind != "error" else ""
                    for row in some
                ]
                for key in keys
            },
        )


def _rows_below(workbook: Workbook, sheet: Sheet, heading: _Heading, most: int) -> Iterator[TableRow]:
    for number, cells in workbook.rows(sheet, most=most):
        if number > heading.row:
            named = {key: cells[index] for index, key in heading.columns.items() if index in cells}
            if named:
                yield TableRow(number, named)


def _sheet_heading(workbook: Workbook, sheet: Sheet, wanted: Wanted) -> _Heading:
    first = itertools.islice(workbook.rows(sheet), _HEADING_WITHIN)
    return _best((number, {index: cell.text for index, cell in cells.items()}) for number, cells in first)(
        wanted
    )


def _has_data(workbook: Workbook, sheet: Sheet, heading: _Heading) -> bool:
    return any(
        number > heading.row for number, _ in itertools.islice(workbook.rows(sheet), _HEADING_WITHIN + 1)
    )


def _best(rows: Iterator[tuple[int, dict[int, str]]]) -> Callable[[Wanted], _Heading]:
    candidates = list(rows)

    def choose(wanted: Wanted) -> _Heading:
        best = _Heading(0, {}, {})
        for number, titles in candidates:
            matched = {
                index: key for index, title in titles.items() if (key := wanted.match(title)) is not None
            }
            if len(set(matched.values())) > len(best.keys) or not best.row:
                best = _Heading(number, matched, titles)
        return best

    return choose


def _check(heading: _Heading, wanted: Wanted, where: str, sheets: list[str]) -> None:
    missing = [name for key, name in wanted.required.items() if key not in heading.keys]
    if missing and len(heading.keys) * 2 < len(wanted.required):
        seen = ", ".join(f"“{name}”" for name in sheets)
        first = ", ".join(title.strip() for title in list(heading.titles.values())[:8])
        raise FileRefused(
            f"Không trang tính nào có các cột của {wanted.title}. Đã xem: {seen}"
            + (f"; cột đọc được: {first}" if first else "; không thấy dòng tiêu đề")
            + ". Chọn đúng tệp, hoặc đặt tên cột theo mẫu ở dòng đầu của trang tính.",
            code="sheet.not_found",
        )
    if missing:
        raise FileRefused(
            f"Ở {where}, dòng {heading.row}, thiếu {len(missing)} cột của {wanted.title}: {', '.join(missing)}. "
            "Thêm các cột này (để trống nếu sổ không có) rồi nhập lại.",
            code="columns.missing",
        )
    by_key: dict[str, list[int]] = {}
    for index, key in sorted(heading.columns.items()):
        by_key.setdefault(key, []).append(index)
    twice = [indexes for indexes in by_key.values() if len(indexes) > 1]
    if twice:
        named = "; ".join(
            f"{heading.titles[indexes[0]].strip()} (cột {', '.join(map(column_letters, indexes))})"
            for indexes in twice
        )
        raise FileRefused(
            f"Ở {where} có cột trùng tên: {named}. Xóa hoặc đổi tên cột thừa rồi nhập lại.",
            code="columns.repeated",
        )


def _shown(heading: _Heading) -> dict[str, str]:
    return {key: heading.titles[index].strip() for index, key in heading.columns.items()}


def _unknown(heading: _Heading) -> Iterator[Message]:
    for index, title in sorted(heading.titles.items()):
        if index not in heading.columns and title.strip():
            yield Message(
                heading.row, title.strip(), "note", "column.unknown",
                f"Cột {column_letters(index)} “{title.strip()[:60]}” không có trong mẫu nên không đọc.",
            )  # fmt: skip


def _about(workbook: Workbook) -> Iterator[Message]:
    if workbook.has_macros:
        yield Message(
            0, "", "note", "workbook.macros",
            "Sổ tính có chứa macro. Macro không được chạy; chỉ giá trị trong ô được đọc.",
        )  # fmt: skip
    if workbook.has_connections:
        yield Message(
            0, "", "note", "workbook.connections",
            "Sổ tính có kết nối dữ liệu ra ngoài. Kết nối không được dùng; chỉ giá trị trong ô được đọc.",
        )  # fmt: skip


def first_line(path: Path) -> list[str]:
    """The cells of a csv's first line; none where the file is no text."""
    if kind_of_file(path) != "text":
        return []
    with _text(path) as stream:
        dialect = _separator(stream.readline())
    return next((values for _, values in _csv_rows(path, dialect)), [])


def _check_csv(path: Path, limits: Limits, separator: str) -> None:
    """Refuses too large a csv before anything of it is judged. Lines are counted first: a cell can span some of them."""
    if not limits.of_csv:
        return
    size = path.stat().st_size
    if size > limits.unpacked:
        raise FileRefused(
            f"Tệp {path.name} lớn {size / MEGABYTE:.0f} MB, quá {limits.unpacked // MEGABYTE} MB. "
            "Tách thành nhiều tệp, mỗi quyển một tệp, rồi nhập lần lượt.",
            code="file.too_large",
        )
    with path.open("rb") as stream:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
    if lines > limits.rows and sum(
        1 for _ in itertools.islice(_csv_rows(path, separator), limits.rows + 2)
    ) > (limits.rows + 1):
        raise FileRefused(
            f"Tệp {path.name} có hơn {limits.rows:,} dòng. ".replace(",", ".")
            + "Hãy tách thành nhiều tệp, mỗi quyển một tệp, rồi nhập lần lượt.",
            code="file.too_many_rows",
        )


def _csv_table(path: Path, wanted: Wanted, limits: Limits) -> Table:
    csv.field_size_limit(_CSV_FIELD)
    with _text(path) as stream:
        dialect = _separator(stream.readline())
    _check_csv(path, limits, dialect)
    first = list(itertools.islice(_csv_rows(path, dialect), _HEADING_WITHIN))
    heading = _best(iter((number, dict(enumerate(values))) for number, values in first))(wanted)
    _check(heading, wanted, f"tệp {path.name}", [path.name])

    def rows() -> Iterator[TableRow]:
        for number, values in _csv_rows(path, dialect):
            if number > heading.row:
                named = {
                    key: Cell(values[index])
                    for index, key in heading.columns.items()
                    if index < len(values) and values[index]
                }
                if named:
                    yield TableRow(number, named)

    def columns(most: int) -> Iterator[TableColumns]:
        found = ((number, values) for number, values in _csv_rows(path, dialect) if number > heading.row)
        while some := list(itertools.islice(found, most)):
            filled = [(number, values) for number, values in some if any(values)]
            if filled:
                numbers, lines = zip(*filled, strict=True)
                cells = list(itertools.zip_longest(*lines, fillvalue=""))
                blank = ("",) * len(numbers)
                yield TableColumns(
                    numbers,
                    {
                        key: cells[index] if index < len(cells) else blank
                        for index, key in heading.columns.items()
                    },
                )

    return Table(path.name, _shown(heading), tuple(_unknown(heading)), rows, columns)


@contextmanager
def _text(path: Path) -> Iterator[io.TextIOWrapper]:
    with path.open("r", encoding="utf-8-sig", newline="") as stream:
        try:
            yield stream
        except UnicodeDecodeError as error:
            raise FileRefused(
                f"Tệp {path.name} không ghi bằng bảng mã UTF-8. Trong Excel chọn Lưu thành → CSV UTF-8, rồi nhập lại.",
                code="file.encoding",
            ) from error


def _separator(line: str) -> str:
    return max(",;\t", key=re.sub(r'"[^"]*"', "", line).count)


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    for line in stream:
        if "\x00" in line:
            raise csv.Error("NUL")
        yield line


def _csv_rows(path: Path, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their last line, which is the spreadsheet's number as long as no cell spans lines."""
    with _text(path) as stream:
        reader = csv.reader(_lines(stream), delimiter=separator)
        number = 0
        try:
            for values in reader:
                number += 1
                yield number, values
        except csv.Error as error:
            raise FileRefused(
                f"Tệp {path.name} hỏng gần dòng {reader.line_num}: dấu nháy hoặc ký tự lạ, hay một ô quá "
                f"{_CSV_FIELD // MEGABYTE} triệu ký tự. Mở bằng Excel, lưu lại dạng CSV UTF-8 rồi nhập.",
                code="file.damaged",
            ) from error
