"""Reads the line of one unit from the daily form. Columns are found by their headings, never by where they stand."""

import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hotich.core.identifiers import without_numbers
from hotich.core.text import search_key, squeeze
from hotich.integration.refusals import MEGABYTE, FileRefused, Limits
from hotich.integration.xlsx import Cell, Workbook, open_workbook
from hotich.integration.xlsx.cells import column_letters
from hotich.reports.columns import COLUMNS
from hotich.support.words import check_impersonal

LIMITS = Limits(packed=2 * MEGABYTE, unpacked=40 * MEGABYTE, rows=2_000)
_WANTED = {
    (column.group, column.heading): column.path
    for column in COLUMNS
    if column.path[0] in ("entered", "cumulative") and len(column.path) == 2
}
_DAY = re.compile(r"\bngày (\d{1,2})/(\d{1,2})/(\d{4})")
_UNIT = "Đơn vị"
_SAID = "Khó khăn, vướng mắc, đề xuất"

Line = dict[int, Cell]


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """What a form says of one unit on one day; of the obstacles in which cell they stand, one a line."""

    day: date
    figures: dict[str, dict[str, int]]
    obstacles: str
    cell: str


def read_line(content: bytes, name: str) -> DeclaredLine:
    """The line of the unit of this name. Raises FileRefused: no daily form, no such line, a figure that is none, a citizen's number in any
    of its words.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bieu-bao-cao-ngay.xlsx"  # a refusal names it
        file.write_bytes(content)
        with open_workbook(file, LIMITS) as workbook:
            return _Form(workbook).line(name)


class _Form:
    def __init__(self, workbook: Workbook) -> None:
        self.rows: list[tuple[int, Line]] = list(workbook.rows(workbook.sheets[0]))
        self.head = next(
            (at for at, (_, row) in enumerate(self.rows) if _UNIT in {_text(cell) for cell in row.values()}),
            None,
        )
        if self.head is None or self.head + 1 >= len(self.rows):
            raise FileRefused(
                "Tệp này không phải biểu báo cáo ngày: không có dòng tiêu đề “Đơn vị”. Tải biểu từ trang Báo cáo ngày, "
                "điền rồi gửi lại.",
                code="daily_form.not_the_form",
            )
        self.columns = self._columns(self.rows[self.head][1], self.rows[self.head + 1][1])
        missing = [
            f"{group}: {heading}" for (group, heading), path in _WANTED.items() if path not in self.columns
        ]
        if missing:
            raise FileRefused(
                f"Biểu thiếu cột {'; '.join(missing)}. Dùng đúng biểu tải từ trang Báo cáo ngày, không xóa cột.",
                code="daily_form.columns",
            )

    def _columns(self, groups: Line, headings: Line) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        group = ""
        for at in range(max([*groups, *headings]) + 1):
            group = _text(groups.get(at)) or group
            heading = _text(headings.get(at))
            if (path := _WANTED.get((group, heading))) is not None:
                found[path] = at
            if group in (_UNIT, _SAID) and not heading:
                found[(group,)] = at
        return found

    def line(self, name: str) -> DeclaredLine:
        self._check_impersonal()
        wanted = search_key(name)
        unit = self.columns[_UNIT,]
        for number, row in self.rows[(self.head or 0) + 2 :]:
            if search_key(_text(row.get(unit))) == wanted:
                figures: dict[str, dict[str, int]] = {"entered": {}, "cumulative": {}}
                for path in _WANTED.values():
                    figures[path[0]][path[1]] = _figure(row.get(self.columns[path]), number, path)
                said = self.columns.get((_SAID,))
                if said is None:
                    return DeclaredLine(self._day(), figures, "", "")
                return DeclaredLine(
                    self._day(), figures, _lines(row.get(said)), f"{column_letters(said)}{number}"
                )
        raise FileRefused(
            f"Biểu không có dòng của {name}: tên đơn vị phải đúng như trong danh sách của đợt.",
            code="daily_form.unit",
        )

    def _check_impersonal(self) -> None:
        """Of every cell with words, not only those that are read: the file is kept with its bytes."""
        for number, row in self.rows:
            for at, cell in row.items():
                if cell.kind != "text":
                    continue
                try:
                    check_impersonal(
                        cell.text, field=f"Ô {column_letters(at)}{number} của biểu", refusal=FileRefused
                    )
                except FileRefused as refused:
                    raise FileRefused(
                        f"{refused.message} Đề nghị đơn vị sửa biểu rồi gửi lại.", code="daily_form.citizen"
                    ) from None

    def _day(self) -> date:
        for _, row in self.rows[: self.head]:
            for cell in row.values():
                if found := _DAY.search(cell.text.lower()):
                    day, month, year = (int(part) for part in found.groups())
                    try:
                        return date(year, month, day)
                    except ValueError:
                        break
        raise FileRefused(
            "Biểu không ghi ngày báo cáo ở phần đầu (“Ngày dd/mm/yyyy: số liệu từ …”): dùng đúng biểu đã tải.",
            code="daily_form.day",
        )


def _text(cell: Cell | None) -> str:
    return squeeze(cell.text) if cell is not None else ""


def _lines(cell: Cell | None) -> str:
    """What stands in a cell with its lines as they were written: each is an obstacle of its own."""
    said = (squeeze(line) for line in (cell.text if cell is not None else "").splitlines())
    return "\n".join(line for line in said if line)


def _figure(cell: Cell | None, row: int, path: tuple[str, ...]) -> int:
    text = (cell.raw or cell.text).strip() if cell is not None else ""
    if not text and cell is not None and cell.formula:
        raise FileRefused(
            f"Dòng {row}, cột {_words(path)}: công thức chưa có kết quả trong tệp. Mở tệp bằng phần mềm bảng tính rồi lưu lại, "
            "hoặc ghi số vào ô.",
            code="daily_form.formula",
        )
    if not text:
        return 0
    grouped = re.fullmatch(r"\d{1,3}(\.\d{3})+", text)
    whole = text.replace(".", "") if grouped else text.removesuffix(".0")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 8:
        raise FileRefused(
            f"Dòng {row}, cột {_words(path)}: “{without_numbers(text)[:40]}” không phải là một số đếm.",
            code="daily_form.figure",
        )
    return int(whole)


def _words(path: tuple[str, ...]) -> str:
    return next(f"{group}: {heading}" for (group, heading), found in _WANTED.items() if found == path)
