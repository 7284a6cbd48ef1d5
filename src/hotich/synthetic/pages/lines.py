"""The printed lines of a form, laid out from an edition's groups and labels: what stands beside what, and what is ticked."""

import re
from dataclasses import dataclass
from functools import cache

from hotich.core.forms.model import Edition, Field
from hotich.core.registers.catalogue import edition
from hotich.synthetic.books.printed import is_column

from .canvas import PRINT, font

SIZE = 26
"""Of printed labels, in pixels, where there is room."""
_ROOM = {
    "name": 330,
    "partial_date": 185,
    "ethnic_group": 110,
    "country": 150,
    "personal_number": 260,
    "code": 150,
    "text": 190,
    "place": 700,
    "long_text": 900,
}
"""Pixels that a value of a type needs beside its label."""
_WIDE = ("birth_date_words", "death_date_words", "death_cause", "reason", "basis", "authority", "issued_by")
_NARROW = ("sex", "age", "marriage_ordinal", "registration.number")
_ELSEWHERE = ("registration.place", "book.page", "notes", "registrar.name", "signer.name", "signer.title")
_YEARS = re.compile(r"( từ)? \d[\d/]*(–[\d/]+)?$")
_TICKED_FROM = 2016
_NO_BOX = "unknown"


@dataclass(frozen=True, slots=True)
class Item:
    """A label with room to write beside it."""

    label: str
    field: str
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """Items beside each other; `heading` is printed above the first line of a group."""

    items: tuple[Item, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Boxes:
    """A column that is ticked: every value of its list has a box, with the label and other names of each."""

    field: str
    choices: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def title_of(edition_id: str) -> str:
    """The book's name as its pages print it: the edition's without its years."""
    return _YEARS.sub("", edition(edition_id).title).upper()


def has_boxes(form: Edition) -> bool:
    """Whether the page prints boxes to tick: the forms of the law of 2014."""
    return form.valid_from is not None and form.valid_from.year >= _TICKED_FROM


def _is_ticked(form: Edition, field: Field) -> bool:
    kinds = (".type", ".parentage")
    of_paper = "id_document" in field.id or field.id.startswith("death_notice")
    return has_boxes(form) and field.type == "code" and field.id.endswith(kinds) and not of_paper


@cache
def boxes_of(edition_id: str) -> tuple[Boxes, ...]:
    """The columns of an edition that are ticked, in the order of the page."""
    form = edition(edition_id)
    return tuple(
        Boxes(
            field.id,
            tuple(
                (row.label, row.names)
                for row in form.code_lists[field.codes or ""].rows
                if row.meaning != _NO_BOX
            ),
        )
        for field in form.printed_fields()
        if is_column(field) and _is_ticked(form, field)
    )


@cache
def lines_of(edition_id: str, width: int) -> tuple[Line, ...]:
    """The lines of one entry, `width` pixels wide, in the order of the page."""
    form = edition(edition_id)
    lines: list[Line] = []
    for group in form.groups:
        shown = [
            field
            for field in group.fields
            if is_column(field)
            and field.id not in _ELSEWHERE
            and not field.id.endswith((".signed", ".other"))
            and not _is_ticked(form, field)
            and (has_boxes(form) or field.id != "registration.type")
        ]
        heading = "" if group.id == "registration" else group.label
        lines.extend(_packed(form, shown, width, heading))
    return tuple(lines)


def _packed(form: Edition, fields: list[Field], width: int, heading: str) -> list[Line]:
    lines: list[list[Item]] = []
    left = 0
    for field in fields:
        item = Item(f"{field.label}:", field.id, _needs(form, field))
        if item.width > left or not lines:
            lines.append([])
            left = width
        lines[-1].append(item)
        left -= item.width
    return [
        Line(tuple(_stretched(items, width)), heading if not number else "")
        for number, items in enumerate(lines)
    ]


def _needs(form: Edition, field: Field) -> int:
    room = _ROOM[field.type]
    if field.id.endswith(_NARROW):
        room = 80
    elif field.type == "code":
        rows = form.code_lists[field.codes or ""].rows
        longest = max(font(PRINT, SIZE).getlength(row.label) for row in rows)
        room = max(room, min(480, int(longest)))
    elif field.id.endswith(_WIDE):
        room = 480
    return int(font(PRINT, SIZE).getlength(f"{field.label}:")) + room


def _stretched(items: list[Item], width: int) -> list[Item]:
    """The last of a line takes what is left of it."""
    *before, last = items
    used = sum(item.width for item in before)
    return [*before, Item(last.label, last.field, width - used)]
