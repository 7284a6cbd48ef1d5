"""Code lists stored by meaning: a value is `xtieng` or `male`, never a number; numbers exist only at the border, each with its system.

Two official numberings of the ethnic groups are in use (Hoa is 04 or 06) and two of identity papers, so a bare figure means something only
where a list names one system for it. What stands on paper is read by label or any other name; a name that two values share is no answer.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources
from typing import Any

import yaml

from hotich.core.text import comparison_key, lacks_diacritics, search_key, unify_iy

_SIGNS = re.compile(r"[-'.\s]+")
_PARENTHESES = re.compile(r"^(?P<outer>.+?)\s*\((?P<inner>[^()]+)\)\s*$")
_TITLES = re.compile(r"^(?:dân tộc|người|quốc tịch|nước)\s+(?=\w)", re.IGNORECASE)


_REMEMBERED = 4096


class UnknownCodeList(KeyError):
    """There is no code list of that name."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One value of a list: its stable meaning, the label shown, its other names and its number in each outside system."""

    meaning: str
    label: str
    names: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def valid_on(self, day: dt.date) -> bool:
        """Whether the value could stand on a paper of that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class CodeList:
    """A list with its title and legal source. ``figures`` names the system a bare figure means, empty where it means nothing.

    ``valid_from`` and ``valid_to`` bound its source, ``as_of`` is the day it was last compared with it: nothing of that bounds an act.
    """

    name: str
    title: str
    legal_reference: str
    rows: tuple[CodeRow, ...]
    figures: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    as_of: dt.date | None = None

    @cached_property
    def _by_meaning(self) -> dict[str, CodeRow]:
        return {row.meaning: row for row in self.rows}

    @cached_property
    def _by_key(self) -> tuple[dict[str, set[str]], ...]:
        """Meanings by key, in the order they are trusted: labels, other names; then both without diacritics."""
        stages: tuple[dict[str, set[str]], ...] = tuple(defaultdict(set) for _ in range(4))
        for row in self.rows:
            stages[0][_key(row.label)].add(row.meaning)
            stages[2][_folded(row.label)].add(row.meaning)
            for name in row.names:
                stages[1][_key(name)].add(row.meaning)
                stages[3][_folded(name)].add(row.meaning)
        return stages

    def row(self, meaning: str) -> CodeRow | None:
        """The value with this meaning."""
        return self._by_meaning.get(meaning)

    @cached_property
    def _answers(self) -> dict[tuple[str, dt.date | None], str | None]:
        """What was read before: a register has a handful of writings, thousands of times each."""
        return {}

    def read(self, text: str, on: dt.date | None = None) -> str | None:
        """The meaning of what stands on paper or in a file; None where it is unknown, ambiguous or not of that day."""
        asked = (text, on)
        if asked not in self._answers:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[asked] = self._read(text, on)
        return self._answers[asked]

    def _read(self, text: str, on: dt.date | None) -> str | None:
        text = text.strip()
        if not text:
            return None
        meaning = self._read_figure(text) or self._read_name(text)
        match = _PARENTHESES.match(text)
        if meaning is None and match:
            # "Xtiêng (Xa-điêng)", "Căm-pu-chia (Cambodian)": the name, then a part or a translation of it.
            meaning = self._read(match["outer"], None) or self._read(match["inner"], None)
        row = self.row(meaning) if meaning else None
        if row is None or (on is not None and not row.valid_on(on)):
            return None
        return row.meaning

    def _read_figure(self, text: str) -> str | None:
        return self.from_number(text, self.figures) if self.figures else None

    def _read_name(self, text: str) -> str | None:
        found = self.possible(text)
        return next(iter(found)) if len(found) == 1 else None

    def possible(self, text: str) -> frozenset[str]:
        """Every meaning a name can have: "Trại" is Dao or Sán Dìu. Labels come before other names."""
        stages = self._by_key[:2] if not lacks_diacritics(text) else self._by_key
        for written in dict.fromkeys((text, _TITLES.sub("", text))):
            for i, stage in enumerate(stages):
                found = stage.get(_key(written) if i < 2 else _folded(written))
                if found:
                    return frozenset(found)
        return frozenset()

    def from_number(self, number: str, system: str) -> str | None:
        """The meaning of a number of an outside system; ``4`` and ``04`` are one number."""
        wanted = number.strip().lstrip("0") or "0"
        for row in self.rows:
            own = row.numbers.get(system)
            if own is not None and (own == number.strip() or (own.lstrip("0") or "0") == wanted):
                return row.meaning
        return None


@lru_cache(maxsize=16384)
def _key(text: str) -> str:
    return _SIGNS.sub("", unify_iy(comparison_key(text)))


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return search_key(unify_iy(comparison_key(text))).replace(" ", "")


@dataclass(frozen=True, slots=True)
class System:
    """An outside system that numbers values: what it is, where its numbering comes from, since when, and when it was last compared."""

    name: str
    title: str
    source: str
    as_of: dt.date
    valid_from: dt.date | None = None


def _row_of(raw: Mapping[str, Any]) -> CodeRow:
    return CodeRow(
        meaning=str(raw["meaning"]),
        label=str(raw["label"]),
        names=tuple(str(name) for name in raw.get("names", ())),
        numbers={system: str(number) for system, number in raw.get("numbers", {}).items()},
        valid_from=raw.get("valid_from"),
        valid_to=raw.get("valid_to"),
    )


def _from_csv(text: str, systems: tuple[str, ...]) -> tuple[CodeRow, ...]:
    return tuple(
        CodeRow(
            meaning=row["meaning"],
            label=row["label"],
            names=tuple(name for name in row["names"].split(";") if name),
            numbers={system: row[system] for system in systems if row[system]},
            valid_from=_day(row.get("valid_from")),
            valid_to=_day(row.get("valid_to")),
        )
        for row in csv.DictReader(text.splitlines())
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _list_of(name: str, raw: Mapping[str, Any]) -> CodeList:
    if "csv" in raw:
        rows = _from_csv(_data(raw["csv"]), tuple(raw["systems"]))
    else:
        rows = tuple(_row_of(row) for row in raw["rows"])
    return CodeList(
        name=name,
        title=raw["title"],
        legal_reference=raw["legal_reference"],
        rows=rows,
        figures=raw.get("figures", ""),
        valid_from=raw.get("valid_from"),
        valid_to=raw.get("valid_to"),
        as_of=raw.get("as_of"),
    )


def _data(name: str) -> str:
    return resources.files("hotich.core.codes").joinpath("data", name).read_text(encoding="utf-8")


@cache
def _lists() -> dict[str, CodeList]:
    return {name: _list_of(name, raw) for name, raw in yaml.safe_load(_data("lists.yaml")).items()}


@cache
def systems() -> Mapping[str, System]:
    """The outside systems by name."""
    return {name: System(name=name, **raw) for name, raw in yaml.safe_load(_data("systems.yaml")).items()}


def code_list(name: str, *, kind: str | None = None) -> CodeList:
    """A list by name; with ``kind`` the list of that register kind where each kind has its own. Raises UnknownCodeList."""
    lists = _lists()
    found = lists.get(f"{name}.{kind}") if kind else None
    found = found or lists.get(name)
    if found is None:
        raise UnknownCodeList(name)
    return found


def code_lists() -> tuple[str, ...]:
    """Names of all lists."""
    return tuple(_lists())


def read_code(
    list_name: str, text: str | None, *, on: dt.date | None = None, kind: str | None = None
) -> str | None:
    """The meaning of a value as written, None where it is unknown or ambiguous. Raises UnknownCodeList."""
    return code_list(list_name, kind=kind).read(text, on) if text else None


def label(list_name: str, meaning: str, *, kind: str | None = None) -> str:
    """The Vietnamese label of a meaning; the meaning itself where the list does not have it. Raises UnknownCodeList."""
    row = code_list(list_name, kind=kind).row(meaning)
    return row.label if row else meaning


def number(list_name: str, meaning: str, system: str, *, kind: str | None = None) -> str | None:
    """The number of a meaning in an outside system (``moj158``, ``dvcqg``, ``qd121``, ``gso``, ``iso`` …), None where it has none."""
    row = code_list(list_name, kind=kind).row(meaning)
    return row.numbers.get(system) if row else None


def from_number(list_name: str, text: str, system: str, *, kind: str | None = None) -> str | None:
    """The meaning of a number of an outside system. Raises UnknownCodeList."""
    return code_list(list_name, kind=kind).from_number(text, system)
