"""The columns of one format for one kind of register, and the figures it writes for coded values."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from hotich.core.text import comparison_key
from hotich.integration.tables import Wanted

_HINT = "[(=:"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `dotted_id` is empty for a row number, which is never stored.

    `minimal`: belongs to the set every kind was keyed with from the first, so that a gap in it is worth a word.
    """

    position: int
    name: str
    dotted_id: str
    type: str
    required: bool
    minimal: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """One coded column: figure → meaning, label → figure, and the figure that stands for "not known", if there is one."""

    meanings: Mapping[str, str]
    labels: Mapping[str, str]
    when_missing: str = ""

    def figure(self, meaning: str) -> str | None:
        """The figure the format writes for a meaning."""
        return next((figure for figure, known in self.meanings.items() if known == meaning), None)

    def meaning(self, text: str) -> str | None:
        """The meaning of a figure, or of the format's own label for it; `01` and `1` are one figure."""
        text = text.strip()
        return (
            self.meanings.get(text)
            or self.meanings.get(text.lstrip("0") or "0")
            or self.meanings.get(self.labels.get(comparison_key(text), ""))
        )


@dataclass(frozen=True)
class Layout:
    """A format's sheet for one kind (`KS`, `KH`, `KT`, `CMC`, `HN`). `title` is its name in messages."""

    format: str
    kind: str
    title: str
    columns: tuple[Column, ...]
    codes: Mapping[str, Codes]

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
        return tuple(column.dotted_id for column in self.columns if column.type == "personal_number")

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


def load_layout(package: str, *, format: str, kind: str, title: str) -> Layout | None:
    """The layout of a kind from a format's folder, None where the format has none for it."""
    columns = tuple(
        Column(
            position=int(row["position"]),
            name=row["column"],
            dotted_id=row["dotted_id"],
            type=row["type"],
            required=row["presence"] == "required",
            minimal=row["minimal"] == "yes",
        )
        for row in _rows(package, "columns.csv")
        if row["kind"] == kind
    )
    if not columns:
        return None
    meanings: dict[str, dict[str, str]] = {}
    labels: dict[str, dict[str, str]] = {}
    missing: dict[str, str] = {}
    for row in _rows(package, "codes.csv"):
        if row["kind"] == kind:
            field, figure = row["dotted_id"], row["figure"]
            meanings.setdefault(field, {})[figure] = row["meaning"]
            labels.setdefault(field, {})[comparison_key(row["label"])] = figure
            if row["when_missing"] == "yes":
                missing[field] = figure
    codes = {field: Codes(known, labels[field], missing.get(field, "")) for field, known in meanings.items()}
    return Layout(format, kind, title, columns, codes)


def _rows(package: str, name: str) -> Iterator[dict[str, str]]:
    with resources.files(package).joinpath(name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
