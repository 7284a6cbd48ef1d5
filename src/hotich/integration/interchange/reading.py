"""One row of a workbook → the fields of an entry, as written, with what is odd about each.

Nothing is repaired: a field's value is the text of its cell, composed. The personal numbers of the child and the
parents are no transcription but the result of somebody's look-up, and are returned apart (rules.md §7).
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hotich.core.dates import PartialDate, read_date
from hotich.core.forms.model import MISSING_REASONS
from hotich.core.text import compose, squeeze
from hotich.integration.interchange.cells import cell_messages, value_messages
from hotich.integration.interchange.guarding import unguarded
from hotich.integration.interchange.layout import UNSTORED_TYPES, Column, Layout
from hotich.integration.messages import Message
from hotich.integration.tables import Table, TableRow

_REMEMBERED = 20_000
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)\s*$")


@dataclass(frozen=True, slots=True)
class BookIdentity:
    """How a row names its book: the office as written, read at the day of registration, and the volume as written."""

    kind: str
    place: str
    registered: PartialDate | None
    volume: str
    opened: int | None = None

    @property
    def year(self) -> int | None:
        """The year the book was opened: as the row says it, or the one behind the volume (`01/2006`)."""
        return self.opened or year_behind(self.volume)


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row read. `fields` by dotted id, as the log keeps them; `personal_numbers` by the dotted id of their column,
    `judged` by role: those of which the file says that a look-up found them."""

    row: int
    fields: Mapping[str, dict[str, Any]]
    personal_numbers: Mapping[str, str]
    number: str
    book: BookIdentity
    messages: tuple[Message, ...]
    judged: Mapping[str, str] = field(default_factory=dict)

    @property
    def number_year(self) -> int | None:
        """The year behind the entry's number (`25/2006`)."""
        return year_behind(self.number)

    @property
    def rejected(self) -> bool:
        """True where the row cannot become an entry at all: no number, and nobody's name."""
        return any(message.severity == "error" for message in self.messages)


def read_row(
    layout: Layout,
    table: Table,
    row: TableRow,
    *,
    today: datetime.date,
    judged: bool = False,
    clean: set[tuple[str, str]] | None = None,
) -> ImportedRow | None:
    """Reads one row; None where nothing but a row number stands in it. `today` tells a date of the future.

    A row that was `judged` before is only read: it gets no messages. `clean` remembers, from row to row of one file, values
    of columns about which there is nothing to say: the same places, dates and codes come again and again.
    """
    known: set[tuple[str, str]] = set() if clean is None else clean
    fields: dict[str, dict[str, Any]] = {}
    numbers: dict[str, str] = {}
    found: dict[str, str] = {}
    identity: dict[str, str] = {}
    messages: list[Message] = []
    filled = False
    for key, cell in row.cells.items():
        column = layout.by_key[key]
        shown = table.shown(key)
        if column.type in UNSTORED_TYPES:
            continue
        text = compose(unguarded(cell.text) if layout.verbatim else cell.text)
        filled = filled or bool(text.strip()) or cell.formula
        if not judged and (
            cell.kind != "text" or cell.formula or cell.text != cell.text.strip() or text != cell.text
        ):
            messages += cell_messages(column, cell, row=row.number, shown=shown)
        if not text.strip() or cell.kind == "error":
            if cell.kind == "error":
                fields[column.dotted_id] = imported(text)
            continue
        if not judged and (column.dotted_id, text) not in known:
            said = list(value_messages(layout, column, text, row=row.number, shown=shown, today=today))
            messages += said
            if not said and len(known) < _REMEMBERED:
                known.add((column.dotted_id, text))
        if column.type == "identity":
            identity[column.dotted_id] = squeeze(text)
        elif column.type == "missing":
            fields |= {name: value for name, value in _reasons(text) if name not in fields}
        elif column.type == "judged":
            found[column.dotted_id.partition(".")[2]] = text
        elif column.type == "personal_number" and not layout.verbatim:
            numbers[column.dotted_id] = text
        else:
            fields[column.dotted_id] = imported(text)
    if not filled:
        return None
    number = squeeze(_text(fields, "registration.number"))
    if not judged and not _identifiable(layout, row, number):
        messages.append(_nobody(layout, row.number, table))
    date = read_date(_text(fields, "registration.date")).value
    place = identity.get("book.office") or squeeze(_text(fields, "registration.place"))
    book = BookIdentity(
        kind=layout.kind,
        place=place if re.search(r"\w", place) else "",
        registered=date,
        volume=identity.get("book.volume") or squeeze(_text(fields, "book.number")),
        opened=_year(identity.get("book.year", "")),
    )
    return ImportedRow(row.number, fields, numbers, number, book, tuple(messages), found)


def imported(text: str) -> dict[str, Any]:
    """A field's value as the log keeps it."""
    return {"v": text, "m": None, "o": "imported", "struck": None}


def year_behind(text: str) -> int | None:
    """The year at the end of `25/2006` or `01/2006`; None for `25`, `25/`, `25/06`."""
    found = _YEAR.search(text) if "/" in text or "-" in text or "." in text else None
    return int(found.group(1)) if found else None


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"1[89][0-9]{2}|20[0-9]{2}", text) else None


def _reasons(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for said in text.split(";"):
        name, _, reason = said.strip().partition("=")
        if reason in MISSING_REASONS:
            yield name, imported("") | {"v": None, "m": reason}


def _text(fields: Mapping[str, Mapping[str, Any]], dotted_id: str) -> str:
    return str(fields.get(dotted_id, {}).get("v") or "")


def _subject_names(layout: Layout) -> Iterator[Column]:
    return (column for column in layout.columns if column.dotted_id.endswith(".full_name"))


def _identifiable(layout: Layout, row: TableRow, number: str) -> bool:
    names = (row.cells.get(column.name.casefold()) for column in _subject_names(layout))
    named = any(cell is not None and cell.kind != "error" and cell.text.strip() for cell in names)
    number_cell = row.cells.get(layout.by_id["registration.number"].name.casefold())
    return named or (bool(number) and number_cell is not None and number_cell.kind != "error")


def _nobody(layout: Layout, row: int, table: Table) -> Message:
    column = table.shown(layout.by_id["registration.number"].name.casefold())
    return Message(
        row,
        column,
        "error",
        "row.nobody",
        f"Dòng {row}: không có số đăng ký ở cột {column} và không có tên người nào, nên không thành một trường hợp. "
        "Ghi số hoặc tên theo sổ, hoặc xóa dòng này.",
    )
