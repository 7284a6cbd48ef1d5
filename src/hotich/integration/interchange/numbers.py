"""The second sheet, `SoDinhDanh`: personal numbers that have no column of their own (rules.md §7).

A row names its entry by number, volume and date as the first sheet writes them, and says whose number it is. Two further
columns are ours and may be absent: `dong`, the entry's row in the first sheet, which tells a number that stands twice in
a book apart, and `nguon`, whether the book itself has the number or a look-up found it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from hotich.core.text import comparison_key, compose, squeeze
from hotich.integration.interchange.cells import personal_number_messages
from hotich.integration.interchange.layout import Layout
from hotich.integration.interchange.reading import ImportedRow, imported
from hotich.integration.messages import Message, Severity
from hotich.integration.tables import Table, TableRow, Wanted
from hotich.support.masking import masked

NUMBERS_SHEET: Final = "SoDinhDanh"
REQUIRED: Final = ("so", "quyenSo", "ngayDangKy", "role", "number")
NUMBERS_COLUMNS: Final = (*REQUIRED, "dong", "nguon")
IN_BOOK: Final = "sổ"
JUDGED: Final = "xác định"
_KEYS: Final = ("registration.number", "book.number", "registration.date")
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class BesideNumber:
    """One number of the second sheet. `source` is IN_BOOK, JUDGED, or empty where the file does not say."""

    role: str
    number: str
    source: str = ""


def number_field(role: str) -> str:
    """Where an entry keeps the number that its book itself has for somebody."""
    return f"{role}.personal_id"


@dataclass(frozen=True, slots=True)
class NumbersBeside:
    """What the second sheet says, by row of the first, and what about it needs a look."""

    by_row: Mapping[int, tuple[BesideNumber, ...]]
    messages: tuple[Message, ...]

    def added_to(self, row: ImportedRow, layout: Layout) -> ImportedRow:
        """The row with its numbers: the book's own as a field, a found one beside the transcription."""
        found = self.by_row.get(row.row)
        if not found:
            return row
        fields, numbers, judged = dict(row.fields), dict(row.personal_numbers), dict(row.judged)
        for each in found:
            name = number_field(each.role)
            if each.source == JUDGED:
                judged[each.role] = each.number
            elif each.source == IN_BOOK or name in layout.by_id:
                fields[name] = imported(each.number)
                if name in numbers:
                    # The column holds what the look-up found, this sheet what the book says.
                    judged[each.role] = numbers.pop(name)
            else:
                numbers[name] = each.number
        return replace(row, fields=fields, personal_numbers=numbers, judged=judged)


NOTHING: Final = NumbersBeside({}, ())


def read_numbers(table: Table, layout: Layout) -> NumbersBeside:
    """Reads the second sheet, if there is one, and finds the row that each of its rows speaks of."""
    sheet = table.beside(_WANTED)
    if sheet is None:
        return NOTHING
    rows = _Rows(table, layout)
    by_row: dict[int, tuple[BesideNumber, ...]] = {}
    messages: list[Message] = []
    for row in sheet.rows():
        said = _Said.of(row)
        if not said.number:
            continue
        messages += _oddities(said, layout)
        if said.role not in layout.roles:
            continue
        target = rows.find(said)
        if target is None:
            messages.append(_not_found(said, repeated=rows.count[said.key] > 1))
            continue
        before = by_row.get(target, ())
        mine = BesideNumber(said.role, said.number, said.source)
        if any(each.role == mine.role and each.source == mine.source for each in before):
            messages.append(
                said.say(
                    "warning", "numbers.twice", "role",
                    f"người này đã có một số định danh ở dòng trên; số {masked(mine.number)} không được lấy. Giữ lại một dòng.",
                )
            )  # fmt: skip
            continue
        by_row[target] = (*before, mine)
    return NumbersBeside(by_row, tuple(messages))


def _match(heading: str) -> str | None:
    name = heading.strip().casefold()
    return next((column for column in NUMBERS_COLUMNS if column.casefold() == name), None)


_WANTED: Final = Wanted(
    title=f"trang {NUMBERS_SHEET}",
    match=_match,
    required={name: name for name in REQUIRED},
    known={name: name for name in NUMBERS_COLUMNS},
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A row of the second sheet."""

    row: int
    key: _Key
    role: str
    number: str
    source: str
    target: int | None

    @classmethod
    def of(cls, row: TableRow) -> "_Said":
        texts = {name: squeeze(cell.text) for name, cell in row.cells.items() if cell.kind != "error"}
        place = texts.get("dong", "")
        source = comparison_key(texts.get("nguon", ""))
        return cls(
            row.number,
            (texts.get("so", ""), texts.get("quyenSo", ""), texts.get("ngayDangKy", "")),
            texts.get("role", ""),
            texts.get("number", ""),
            next((known for known in (IN_BOOK, JUDGED) if comparison_key(known) == source), ""),
            int(place) if re.fullmatch(r"[0-9]{1,9}", place) else None,
        )

    def say(self, severity: Severity, code: str, column: str, sentence: str) -> Message:
        return Message(
            self.row,
            column,
            severity,
            code,
            f"Trang {NUMBERS_SHEET}, dòng {self.row}, cột {column}: {sentence}",
        )


class _Rows:
    """The first sheet's rows by what names them."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.count: Counter[_Key] = Counter()
        self._only: dict[_Key, int] = {}
        self._key_of: dict[int, _Key] = {}
        keys = [layout.by_id[name].name.casefold() for name in _KEYS]
        for row in table.rows():
            cells = (row.cells.get(key) for key in keys)
            first, second, third = (
                squeeze(compose(cell.text)) if cell is not None and cell.kind != "error" else ""
                for cell in cells
            )
            key = (first, second, third)
            self.count[key] += 1
            self._only[key] = row.number
            self._key_of[row.number] = key

    def find(self, said: _Said) -> int | None:
        """The row that is named; None where no row or more than one has that name."""
        if said.target is not None and self._key_of.get(said.target) == said.key:
            return said.target
        return self._only[said.key] if self.count[said.key] == 1 else None


def _oddities(said: _Said, layout: Layout) -> Iterator[Message]:
    if said.role not in layout.roles:
        yield said.say(
            "warning", "numbers.role_unknown", "role",
            f"“{said.role}” không phải người của loại sổ này ({', '.join(layout.roles)}); số không được lấy. Ghi lại vai trò.",
        )  # fmt: skip
    yield from personal_number_messages(
        said.number, lambda severity, code, sentence: said.say(severity, code, "number", sentence)
    )


def _not_found(said: _Said, *, repeated: bool) -> Message:
    number, volume, date = said.key
    named = f"số “{number}”, quyển “{volume}”, ngày “{date}”"
    if repeated:
        return said.say(
            "warning", "numbers.ambiguous", "so",
            f"có nhiều dòng mang {named}, không rõ số định danh của dòng nào nên không lấy. Ghi số dòng ở cột dong.",
        )  # fmt: skip
    return said.say(
        "warning", "numbers.no_row", "so",
        f"không có dòng nào mang {named}; số định danh không được lấy. Ghi lại đúng như trang đầu.",
    )  # fmt: skip
