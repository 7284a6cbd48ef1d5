"""What is strange about an entry's margin notes, for who keeps the books: rows in ``findings.yaml``, found here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from hotich.core.annotations.amending import Note, Value, amended, in_force
from hotich.core.annotations.words import kind_label
from hotich.core.dates import PartialDate, read_date
from hotich.core.findings import Finding
from hotich.core.forms.context import NOTHING_KNOWN, Context
from hotich.core.forms.judging import judge
from hotich.core.forms.model import Edition

DATE_OF_ACT = "registration.date"


def note_findings(
    fields: Mapping[str, Value], chain: Iterable[Note], *, date_of_act: str = DATE_OF_ACT
) -> tuple[Finding, ...]:
    """Findings about the notes in force, in their order; each names the fields that its note amends."""
    return tuple(_found(fields, in_force(chain), date_of_act))


def current_findings(
    form: Edition, fields: Mapping[str, Value], chain: Iterable[Note], context: Context = NOTHING_KNOWN
) -> tuple[Finding, ...]:
    """What the entry's rules find in the current values and not in the page as it was keyed: the notes brought it."""
    now = amended(fields, chain)
    if now == dict(fields):
        return ()
    before = {(finding.code, finding.fields) for finding in judge(form, fields, context=context)}
    return tuple(
        finding
        for finding in judge(form, now, context=context)
        if (finding.code, finding.fields) not in before
    )


def _found(fields: Mapping[str, Value], notes: list[Note], date_of_act: str) -> Iterator[Finding]:
    registered = read_date((fields.get(date_of_act) or {}).get("v") or "").value
    last = registered.latest() if registered else None
    for note in notes:
        amends = note.get("amends") or {}
        said = {
            "label": kind_label(note.get("kind") or "")
            + (f" ngày {note['date']}" if note.get("date") else ""),
            "wants": ", ".join(note.get("wants") or ()),
        }
        if note.get("lacks") == "entry":
            yield _finding("annotation.without_entry", amends, **said)
        if note.get("lacks") == "margin":
            yield _finding("annotation.not_in_margin", amends, **said)
        first = registered.earliest() if registered else None
        noted = _day(note)
        end = noted.latest() if noted else None
        if first is not None and last is not None and end is not None and end < first:
            yield _finding("annotation.before_registration", amends, **said)
        same = [name for name, value in amends.items() if _says(value) == _says(fields.get(name))]
        if same:
            yield _finding("annotation.changes_nothing", same, **said)
    unsure = [name for name, by in _by_field(notes).items() if _overlap(by)]
    if unsure:
        yield _finding("annotation.order_unsure", unsure)


def _by_field(notes: list[Note]) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        for name in note.get("amends") or {}:
            found.setdefault(name, []).append(note)
    return found


def _overlap(notes: list[Note]) -> bool:
    """Whether the dates of two neighbours leave open which of them came last."""
    return any(_last(one) >= _first(other) for one, other in zip(notes, notes[1:], strict=False))


def _day(note: Note) -> PartialDate | None:
    return read_date(note.get("date") or (note.get("document") or {}).get("date") or "").value


def _first(note: Note) -> dt.date:
    day = _day(note)
    return (day.earliest() if day else None) or dt.date.min


def _last(note: Note) -> dt.date:
    day = _day(note)
    return (day.latest() if day else None) or dt.date.max


def _says(value: Value | None) -> tuple[Any, Any]:
    return ((value or {}).get("v"), (value or {}).get("m"))


def _finding(code: str, fields: Iterable[str], **said: str) -> Finding:
    row = _rows()[code]
    return Finding(code, row["grade"], tuple(fields), row["message"].format(**said), row["source"])


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("hotich.core.annotations").joinpath("findings.yaml").read_text(encoding="utf-8")
    rows: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return rows
