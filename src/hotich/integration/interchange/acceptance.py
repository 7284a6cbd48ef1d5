"""What the receiving system takes: which rows it would send back, and why, before anything is sent.

The rules are data, `acceptance.csv` beside a format's columns: a rule of the closed vocabulary below, the columns it is
about (a dotted id, `type:…`, `any`), whether a row that breaks it is refused or only needs a look, where the rule is
known from, and whether anybody has seen the system apply it.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from hotich.core.codes import read_code
from hotich.core.dates import read_date
from hotich.core.identifiers import read_personal_number
from hotich.core.text import squeeze
from hotich.integration.interchange.cells import format_date
from hotich.integration.interchange.layout import Column, Layout
from hotich.integration.interchange.reading import year_behind
from hotich.integration.messages import Message
from hotich.integration.xlsx import Cell

Grade = Literal["refuse", "warn"]
_UNSEEN = " (theo tài liệu công khai, chưa thấy hệ thống nhận áp dụng)"
_IN_A_BOOK = ("registration.place", "book.number", "registration.number")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `acceptance.csv`."""

    name: str
    on: str
    argument: str
    grade: Grade
    verified: bool
    source: str

    def is_about(self, column: Column) -> bool:
        """Whether the rule judges the cells of a column."""
        return self.on in ("any", column.dotted_id, f"type:{column.type}")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A cell under a rule: what the words below are made of."""

    layout: Layout
    column: Column
    rule: Rule
    cell: Cell

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def short(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:57]}…"


def _filled(one: _Judged) -> str | None:
    if one.text.strip():
        return None
    return "ô trống. Bổ sung theo sổ; sổ không ghi thì hỏi nơi nhận cách ghi."


def _at_most(one: _Judged) -> str | None:
    if len(one.text) <= int(one.rule.argument):
        return None
    return f"dài {len(one.text)} chữ, chỉ nhận {one.rule.argument}. Rút gọn ở cột này, phần còn lại ghi ở cột ghi chú."


def _date_form(one: _Judged) -> str | None:
    value = squeeze(one.text)
    reading = read_date(value)
    clean = reading.value is not None and not any(each.grade != "silent" for each in reading.findings)
    written = format_date(reading.value) if clean and reading.value is not None else None
    if written == one.text:
        return None
    if written is not None:
        return f"“{one.short}” phải ghi “{written}”. Ghi lại theo mẫu dd.mm.yyyy, mm.yyyy hoặc yyyy."
    return f"“{one.short}” không phải ngày dd.mm.yyyy, mm.yyyy hoặc yyyy. Đối chiếu với sổ rồi sửa, hoặc để năm, tháng biết chắc."


def _figure(one: _Judged) -> str | None:
    codes = one.layout.codes[one.column.dotted_id]
    if one.text in codes.writings.values():
        return None
    meaning = codes.meaning(squeeze(one.text))
    figure = codes.writings.get(meaning) if meaning else None
    if figure is not None:
        return f"“{one.short}” phải ghi “{figure}”. Ghi lại theo danh mục của mẫu."
    return f"“{one.short}” không có trong danh mục ({', '.join(codes.writings.values())}). Đối chiếu với sổ rồi chọn lại."


def _known(one: _Judged) -> str | None:
    if read_code(one.column.codes, squeeze(one.text)) is not None:
        return None
    return f"“{one.short}” không có trong danh mục. Đối chiếu với sổ; đúng như sổ thì giữ và báo nơi nhận."


def _twelve_digits(one: _Judged) -> str | None:
    read = read_personal_number(one.text)
    if read is not None and read.text == one.text and len(one.text) == 12:
        return None
    return "số định danh không đủ 12 chữ số liền nhau. Lấy lại từ kết quả tra cứu, hoặc để trống."


def _text_cell(one: _Judged) -> str | None:
    if one.cell.kind == "text" and not one.cell.formula:
        return None
    return "ô không ở dạng chữ (Text). Đổi dạng ô rồi ghi lại, hoặc xuất lại bằng hotich."


def _year_behind(one: _Judged) -> str | None:
    if year_behind(squeeze(one.text)) is not None:
        return None
    return (
        f"“{one.short}” không có năm ở sau (mẫu ghi số/năm). Sổ không ghi năm thì giữ nguyên và báo nơi nhận."
    )


Check = Callable[[_Judged], str | None]
CELL_RULES: Mapping[str, tuple[Check, str]] = {
    "at_most": (_at_most, "send.too_long"),
    "date_form": (_date_form, "send.date"),
    "figure": (_figure, "send.code"),
    "known": (_known, "send.unknown"),
    "twelve_digits": (_twelve_digits, "send.personal_number"),
    "text_cell": (_text_cell, "send.not_text"),
    "year_behind": (_year_behind, "send.no_year"),
}
"""Rules of a filled cell with the code of their message; `filled` is of an empty one, `once` of a whole file."""
VOCABULARY = frozenset({*CELL_RULES, "filled", "once"})


@cache
def load_acceptance(package: str) -> tuple[Rule, ...]:
    """The rules of a format's folder; none where it has none. Raises ValueError for a line that says nothing known."""
    path = resources.files(package).joinpath("acceptance.csv")
    if not path.is_file():
        return ()
    rules = []
    for line in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        if line["rule"] not in VOCABULARY or line["grade"] not in ("refuse", "warn") or not line["source"]:
            raise ValueError(f"{package}/acceptance.csv: {line}")
        grade: Grade = "refuse" if line["grade"] == "refuse" else "warn"
        rules.append(
            Rule(line["rule"], line["on"], line["argument"], grade, line["verified"] == "yes", line["source"])
        )
    return tuple(rules)


class Checker:
    """Judges the rows of one file, in order: what stands twice in a book is seen the second time."""

    def __init__(self, layout: Layout, rules: tuple[Rule, ...]) -> None:
        self._layout = layout
        columns = [column for column in layout.columns if column.dotted_id]
        self._filled = [
            (column, rule)
            for column in columns
            for rule in rules
            if rule.name == "filled" and rule.is_about(column)
        ]
        self._of_cell = {
            column.dotted_id: (
                column, [rule for rule in rules if rule.name in CELL_RULES and rule.is_about(column)]
            )
            for column in columns
        }  # fmt: skip
        self._once = next((rule for rule in rules if rule.name == "once"), None)
        self._seen: dict[int, int] = {}
        self._clean: set[tuple[str, str]] = set()

    def check(
        self, row: int, cells: Mapping[str, Cell], shown: Mapping[str, str] | None = None
    ) -> list[Message]:
        """What the receiving system has against a row; an `error` means that it would be sent back.

        `cells` by dotted id; `shown` are the file's own names of the columns where they differ from the format's.
        """
        said = list(self._judge(row, cells, shown or {}))
        if self._once is not None:
            said += self._repeated(row, cells, self._once, shown or {})
        return said

    def _judge(self, row: int, cells: Mapping[str, Cell], shown: Mapping[str, str]) -> Iterator[Message]:
        empty = Cell("")
        for column, rule in self._filled:
            sentence = _filled(_Judged(self._layout, column, rule, cells.get(column.dotted_id, empty)))
            if sentence is not None:
                yield _message(row, column, rule, "send.empty", sentence, shown)
        for dotted_id, cell in cells.items():
            if not cell.text.strip():
                continue
            plain = cell.kind == "text" and not cell.formula
            if plain and (dotted_id, cell.text) in self._clean:
                continue
            column, rules = self._of_cell[dotted_id]
            broken = False
            for rule in rules:
                check, code = CELL_RULES[rule.name]
                sentence = check(_Judged(self._layout, column, rule, cell))
                if sentence is not None:
                    broken = True
                    yield _message(row, column, rule, code, sentence, shown)
                    break
            if plain and not broken and len(self._clean) < 20_000:
                self._clean.add((dotted_id, cell.text))

    def _repeated(
        self, row: int, cells: Mapping[str, Cell], rule: Rule, shown: Mapping[str, str]
    ) -> Iterator[Message]:
        names = tuple(squeeze(cells[name].text) if name in cells else "" for name in _IN_A_BOOK)
        if not names[-1]:
            return
        first = self._seen.setdefault(hash(names), row)
        if first != row:
            column = self._layout.by_id["registration.number"]
            sentence = (
                f"số “{names[-1]}” đã có ở dòng {first} trong cùng quyển. Đối chiếu với sổ; sổ ghi trùng thật thì giữ "
                "và báo nơi nhận."
            )
            yield _message(row, column, rule, "send.repeated", sentence, shown)


def _message(
    row: int, column: Column, rule: Rule, code: str, sentence: str, shown: Mapping[str, str]
) -> Message:
    name = shown.get(column.dotted_id, column.name)
    unseen = "" if rule.verified else _UNSEEN
    sentence = re.sub(r"\.$", "", sentence)
    return Message(
        row,
        name,
        "error" if rule.grade == "refuse" else "warning",
        code,
        f"Dòng {row}, cột {name}: {sentence}{unseen}.",
    )
