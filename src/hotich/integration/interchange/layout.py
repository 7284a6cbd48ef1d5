"""The columns of one format for one kind of register, and the figures it writes for coded values."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from hotich.core.codes import CodeList, code_list
from hotich.core.registers.catalogue import register
from hotich.integration.tables import Wanted

_HINT = "[(=:"
DECLARANT = "declarant"
NUMBER_TYPES = ("personal_number", "judged")
UNSTORED_TYPES = ("row_number", "told")
"""Columns that tell something which follows from elsewhere: written, never read."""
NUMBERING = "moj158"
"""The numbers both formats write; the police software took over the ministry's."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `dotted_id` is empty for a row number, which is never stored.

    `codes` names the list of `core.codes` its values come from.
    `minimal`: belongs to the set every kind was keyed with from the first, so that a gap in it is worth a word.
    """

    position: int
    name: str
    dotted_id: str
    type: str
    codes: str
    required: bool
    minimal: bool


@dataclass(frozen=True)
class Codes:
    """One coded column: its list, the outside system whose numbers it writes, and the number for "not known", if any.

    A list without numbers in the system is written by its labels.
    """

    list: CodeList
    system: str
    when_missing: str = ""

    @cached_property
    def writings(self) -> dict[str, str]:
        """Meaning → what the format writes for it."""
        numbers = {
            row.meaning: row.numbers[self.system] for row in self.list.rows if self.system in row.numbers
        }
        return numbers or {row.meaning: row.label for row in self.list.rows}

    def meaning(self, text: str) -> str | None:
        """The meaning of a figure of the system or of any name of the value."""
        return self.list.from_number(text, self.system) or self.list.read(text)


@dataclass(frozen=True)
class Layout:
    """A format's sheet for one kind. `title` is its name in messages.

    `verbatim`: values go out and come in as the book has them; the format has no writing of its own.
    """

    format: str
    kind: str
    title: str
    columns: tuple[Column, ...]
    codes: Mapping[str, Codes]
    verbatim: bool = False

    @cached_property
    def by_key(self) -> dict[str, Column]:
        """Columns by their name in small letters, the way headings are matched."""
        return {column.name.casefold(): column for column in self.columns}

    @cached_property
    def by_id(self) -> dict[str, Column]:
        """Columns by dotted id."""
        return {column.dotted_id: column for column in self.columns if column.dotted_id}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The heading row, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def personal_numbers(self) -> tuple[str, ...]:
        """Dotted ids of the columns for personal numbers; empty where a second sheet carries them."""
        return tuple(column.dotted_id for column in self.columns if column.type in NUMBER_TYPES)

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The people a row names and a look-up can find: whoever only declared the event is not looked up."""
        named = (column.dotted_id for column in self.columns if column.dotted_id.endswith(".full_name"))
        return tuple(role for role in (name.partition(".")[0] for name in named) if role != DECLARANT)

    def match(self, heading: str) -> str | None:
        """The key of a heading as real files write it: hints (`loaiDangKy i=[1,2,3]`), spaces and case aside."""
        words = heading.strip().split()
        if not words:
            return None
        name = words[0]
        for sign in _HINT:
            name = name.split(sign, 1)[0]
        key = name.casefold()
        return key if key in self.by_key else None

    @property
    def wanted(self) -> Wanted:
        """What a sheet must have to be read as this layout."""
        return Wanted(
            title=self.title,
            match=self.match,
            required={key: column.name for key, column in self.by_key.items() if column.required},
            known={key: column.name for key, column in self.by_key.items()},
        )


def kinds_of(package: str) -> tuple[str, ...]:
    """The kinds that a format's folder has columns for."""
    return tuple(dict.fromkeys(row["kind"] for row in _rows(package)))


def load_layout(package: str, *, format: str, kind: str, of: str) -> Layout | None:
    """The layout of a kind from a format's folder, None where the format has none for it. `of` is who gave the format."""
    rows = [row for row in _rows(package) if row["kind"] == kind]
    columns = tuple(
        Column(
            position=int(row["position"]),
            name=row["column"],
            dotted_id=row["dotted_id"],
            type=row["type"],
            codes=row["codes"],
            required=row["presence"] == "required",
            minimal=row["minimal"] == "yes",
        )
        for row in rows
    )
    if not columns:
        return None
    codes = {
        row["dotted_id"]: Codes(code_list(row["codes"], kind=kind), NUMBERING, row["when_missing"])
        for row in rows
        if row["type"] == "code"
    }
    return Layout(format, kind, f"mẫu {register(kind).title.lower()} của {of}", columns, codes)


def _rows(package: str) -> list[dict[str, str]]:
    text = resources.files(package).joinpath("columns.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
