"""The fields of an entry → one row of a workbook.

A value that came from a file goes back as it came: it either stood in the format's own writing already or has a
finding (`cells.value_messages`). What was keyed from the book goes out in the format's writing where it reads cleanly:
dates with dots, coded values as figures; and as the book says where it does not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hotich.core.dates import read_date
from hotich.core.text import compose
from hotich.integration.interchange.cells import format_date
from hotich.integration.interchange.guarding import guarded
from hotich.integration.interchange.layout import Column, Layout
from hotich.integration.interchange.numbers import (
    IN_BOOK,
    JUDGED,
    NUMBERS_SHEET,
    BesideNumber,
    number_field,
)
from hotich.integration.messages import Message, Severity

TOLD_TYPES = ("told", "identity", "missing")
"""Columns whose cells the caller knows."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """A row ready to go out. `beside` are the numbers for the second sheet."""

    cells: tuple[str, ...]
    beside: tuple[BesideNumber, ...]
    messages: tuple[Message, ...]

    def by_id(self, layout: Layout) -> dict[str, str]:
        """The cells by dotted id."""
        return {
            column.dotted_id: cell
            for column, cell in zip(layout.columns, self.cells, strict=True)
            if column.dotted_id
        }


def write_row(
    layout: Layout,
    fields: Mapping[str, Mapping[str, Any]],
    *,
    meanings: Mapping[str, str],
    personal_numbers: Mapping[str, str],
    row: int,
    told: Mapping[str, str] | None = None,
) -> WrittenRow:
    """Writes one entry as row `row` of the sheet (2 is the first below the heading).

    `meanings` are the normalised values of coded fields by dotted id; `personal_numbers` the judged numbers by role,
    `told` what stands in columns that follow from elsewhere.
    Where the book itself has another number than the judgement, the judged one fills the column, the book's goes to
    the second sheet, and a warning says so (rules.md §7). In a layout without such columns both go there.
    """
    messages: list[Message] = []
    beside: list[BesideNumber] = []
    cells: list[str] = []
    for column in layout.columns:
        if column.type == "row_number":
            cells.append(str(row - 1))
            continue
        if column.type in TOLD_TYPES:
            cells.append((told or {}).get(column.dotted_id, ""))
            continue
        if column.type == "judged":
            cells.append(personal_numbers.get(column.dotted_id.partition(".")[2], ""))
            continue
        value = fields.get(column.dotted_id, {})
        written = value.get("v")
        text = compose(str(written)) if written else ""
        if layout.verbatim:
            cells.append(guarded(text))
        elif column.type == "personal_number":
            role = role_of(column.dotted_id)
            judged = personal_numbers.get(role, "")
            if judged and text and judged != text:
                beside.append(BesideNumber(role, text, IN_BOOK))
                messages.append(_two_numbers(column.name, row))
            cells.append(judged or text)
        elif not text:
            cells.append(_missing(layout, column, row, messages))
        elif value.get("o") == "imported":
            cells.append(text)
        else:
            cells.append(_own_writing(layout, column, text, meanings.get(column.dotted_id), row, messages))
    if not layout.personal_numbers:
        beside = list(_all_beside(layout, fields, personal_numbers, row, messages))
    return WrittenRow(tuple(cells), tuple(beside), tuple(messages))


def _all_beside(
    layout: Layout,
    fields: Mapping[str, Mapping[str, Any]],
    judged: Mapping[str, str],
    row: int,
    messages: list[Message],
) -> Iterator[BesideNumber]:
    for role in layout.roles:
        written = compose(str(fields.get(number_field(role), {}).get("v") or ""))
        if written:
            yield BesideNumber(role, written, IN_BOOK)
        if number := judged.get(role):
            yield BesideNumber(role, number, JUDGED)
            if written and written != number:
                messages.append(_two_numbers(NUMBERS_SHEET, row))


def role_of(dotted_id: str) -> str:
    """The subject of a field: `child` of `child.personal_id`."""
    return dotted_id.partition(".")[0]


def _own_writing(
    layout: Layout, column: Column, text: str, meaning: str | None, row: int, messages: list[Message]
) -> str:
    if column.type == "partial_date":
        reading = read_date(text)
        clean = reading.value is not None and not any(
            finding.grade != "silent" for finding in reading.findings
        )
        written = format_date(reading.value) if clean and reading.value is not None else None
        if written is None:
            messages.append(
                _say(
                    column,
                    row,
                    "warning",
                    "date.as_written",
                    f"“{text}” không ghi được theo mẫu, xuất nguyên như sổ.",
                )
            )
        return written or text
    codes = layout.codes.get(column.dotted_id)
    if codes is None:
        return text
    known = meaning or codes.meaning(text)
    figure = codes.writings.get(known) if known else None
    if figure is None:
        messages.append(
            _say(
                column,
                row,
                "warning",
                "code.as_written",
                f"“{text}” không có trong danh mục của mẫu, xuất nguyên như sổ.",
            )
        )
    return figure or text


def _missing(layout: Layout, column: Column, row: int, messages: list[Message]) -> str:
    codes = layout.codes.get(column.dotted_id)
    if codes is not None and codes.when_missing:
        return codes.when_missing
    if column.minimal and column.type == "partial_date":
        messages.append(
            _say(column, row, "warning", "date.missing", "không có ngày, xuất ô trống. Đối chiếu với sổ.")
        )
    return ""


def _two_numbers(column: str, row: int) -> Message:
    return Message(
        row, column, "warning", "personal_number.two",
        f"Dòng {row}, cột {column}: số định danh ghi trong sổ khác số đã xác định khi tra cứu; số của sổ ghi ở trang "
        f"{NUMBERS_SHEET}. Đối chiếu lại.",
    )  # fmt: skip


def _say(column: Column, row: int, severity: Severity, code: str, sentence: str) -> Message:
    return Message(row, column.name, severity, code, f"Dòng {row}, cột {column.name}: {sentence}")
