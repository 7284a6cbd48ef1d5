"""Pages of 1976–1998: A3 landscape, a ruled table laid out from the edition's groups, several entries under each other.

Whoever is looked up has his columns to himself. Two people with the same columns, as in a marriage, stand under each other,
two written lines each; anybody else is one crowded cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hotich.core.forms.model import Edition, Group
from hotich.core.registers.catalogue import edition
from hotich.synthetic.books.printed import entries_on_a_page, is_column
from hotich.synthetic.books.spec import BookEntry, BookSpec

from .canvas import Box, Canvas
from .lines import title_of

SIZE = (2400, 1697)
"""A3 landscape at 145 dots an inch."""
FRAME = ((70, 160), (SIZE[0] - 60, 160), (SIZE[0] - 60, SIZE[1] - 70), (70, SIZE[1] - 70))
"""The corners of the ruled table, clockwise from the top left."""
_NOTE_INK = (120, 30, 40)
_WIDTHS = {
    "name": 250,
    "partial_date": 145,
    "place": 225,
    "code": 76,
    "ethnic_group": 86,
    "country": 86,
    "text": 120,
    "long_text": 170,
}
_NUMBER, _SIGNER, _CROWDED, _NARROW = 70, 120, 340, 190
_TOGETHER = {"age": "birth_date", "residence_type": "residence", "number": "type", "death_time": "death_date"}
"""Columns written in the cell of another one."""
_USUAL = ("Đúng hạn", "Đăng ký lần đầu")
_DITTO = (".ethnicity", ".nationality")


@dataclass(frozen=True, slots=True)
class Column:
    """A ruled column: its printed head, its width, and what each of the people under each other writes into it."""

    label: str
    width: int
    rows: tuple[tuple[str, ...], ...]
    crowded: bool = False


@cache
def columns_of(edition_id: str) -> tuple[Column, ...]:
    """The columns of a table edition from left to right."""
    form = edition(edition_id)
    principal = [subject.role for subject in form.subjects if subject.principal]
    columns: list[Column] = []
    for group in form.groups:
        if group.id == "registration":
            columns.append(Column(form.label("registration.number"), _NUMBER, (("registration.number",),)))
            columns.append(Column(form.label("registration.date"), 145, (("registration.date",),)))
        elif group.id in principal:
            if group.id == principal[0]:
                columns.extend(_own(form, group, principal))
        elif group.id == "signing":
            columns.append(Column(group.label, _SIGNER, (("signer.name",),)))
        elif group.id == "notes":
            columns.append(Column(group.label, _WIDTHS["long_text"], (("notes",),)))
        else:
            columns.append(_crowd(group))
    return tuple(columns)


def _own(form: Edition, group: Group, roles: list[str]) -> list[Column]:
    """A column for every field of the people who are looked up."""
    cells: dict[str, list[str]] = {}
    for field in group.fields:
        name = field.id.partition(".")[2]
        if is_column(field) and not name.endswith("signed"):
            last = name.rpartition(".")[2]
            home = name[: -len(last)] + _TOGETHER[last] if last in _TOGETHER else name
            cells.setdefault(home, []).append(name)
    several = len(roles) > 1
    columns = []
    for home, names in cells.items():
        first = form.get(f"{group.id}.{home}")
        assert first is not None
        label = "Giấy tờ tùy thân" if home.startswith("id_document") else first.label
        if several and home == "full_name":
            label = "Họ, tên " + ", ".join(
                form.label(f"{role}.full_name").split(" tên ")[-1] for role in roles
            )
        rows = tuple(tuple(f"{role}.{name}" for name in names) for role in roles)
        width = 150 if home.startswith("id_document") else _WIDTHS[first.type]
        columns.append(Column(label, width, rows))
    return columns


def _crowd(group: Group) -> Column:
    """Somebody who is not looked up, or anything else, in one cell."""
    names = tuple(field.id for field in group.fields if is_column(field) and not field.id.endswith("signed"))
    wide = _NARROW if group.id == "declarant" else _CROWDED
    return Column(
        f"{group.label}: họ tên, tuổi, dân tộc, nghề nghiệp, chỗ ở" if wide > _NARROW else group.label,
        wide,
        (names,),
        True,
    )


def draw(canvas: Canvas, book: BookSpec, entries: Sequence[BookEntry]) -> None:
    """The page with all of its entries."""
    year = canvas.year
    width, height = SIZE
    office, _, rest = book.office_text.partition(", ")
    canvas.printed((90, 52), office.upper(), 28, bold=True)
    canvas.printed((90, 88), rest, 26)
    canvas.printed((width // 2, 50), title_of(book.edition), 44, bold=True, anchor="ma")
    canvas.printed((width // 2, 108), f"Năm {year}", 28, anchor="ma")
    canvas.printed((width - 320, 58), "Trang số:", 26)
    if entries:
        canvas.written((width - 205, 84), str(entries[0].page), 34)
    columns = columns_of(book.edition)
    edges = _edges(columns, FRAME[0][0], FRAME[1][0])
    (_, top), _, (_, bottom), _ = FRAME
    body = top + 128
    for x in edges:
        canvas.rule((x, top), (x, bottom))
    for y in (top, top + 96, body, bottom):
        canvas.rule((edges[0], y), (edges[-1], y), 3)
    for index, column in enumerate(columns):
        canvas.printed_in((edges[index], top, edges[index + 1], top + 96), column.label, 20, bold=True)
        canvas.printed_in((edges[index], top + 96, edges[index + 1], body), f"({index + 1})", 18)
    places = entries_on_a_page(book.edition)
    tall = (bottom - body) // places
    for row in range(places):
        y = body + row * tall
        if row:
            canvas.rule((edges[0], y), (edges[-1], y))
        if row < len(entries):
            before = entries[row - 1] if row else None
            canvas.entry(row + 1, (edges[0], y, edges[-1], y + tall))
            for name in ("registration.place", "book.number"):
                canvas.place(name, (80, 44, 800, 124))
            canvas.place("book.page", (width - 330, 44, width - 60, 104))
            _row(canvas, entries[row], before, columns, edges, (y, y + tall))


def _edges(columns: Sequence[Column], left: int, right: int) -> list[int]:
    total = sum(column.width for column in columns)
    edges = [left]
    for column in columns:
        edges.append(edges[-1] + column.width * (right - left) // total)
    edges[-1] = right
    return edges


def _row(
    canvas: Canvas,
    entry: BookEntry,
    before: BookEntry | None,
    columns: Sequence[Column],
    edges: list[int],
    span: tuple[int, int],
) -> None:
    top, bottom = span
    for index, column in enumerate(columns):
        tall = (bottom - top) // len(column.rows)
        for number, names in enumerate(column.rows):
            y = top + number * tall
            if number:
                canvas.rule((edges[index], y), (edges[index + 1], y), 1)
            box = (edges[index] + 2, y + 8, edges[index + 1] - 2, y + tall - 6)
            _place(canvas, column, names, box)
            if column.crowded:
                _crowded(canvas, entry, names, box)
            else:
                _cell(canvas, entry, before, names, box)
    if "void" in entry.flags:
        canvas.draw.line((edges[1], bottom - 20, edges[-2], top + 20), fill=canvas.ink, width=4)
        return
    canvas.signature((edges[-3] + 14, bottom - 46), 84)


def _place(canvas: Canvas, column: Column, names: tuple[str, ...], box: Box) -> None:
    """In a crowded cell a name takes one line or two, and everything else follows it at once."""
    left, top, right, bottom = box
    for number, name in enumerate(names):
        part = box
        if column.crowded:
            part = (left, top + 42, right, bottom) if number else (left, top, right, min(top + 92, bottom))
        canvas.place(name, part)
        if name == "registration.date":
            # What is unusual about an entry is written below its date.
            canvas.place("registration.type", part)


def _cell(
    canvas: Canvas, entry: BookEntry, before: BookEntry | None, names: tuple[str, ...], box: Box
) -> None:
    name = names[0]
    if name in entry.marks:
        canvas.smudge((box[0] + 6, box[1] + 10, box[2] - 6, box[1] + 66), "Ng    Th")
        return
    value = _together(entry, names)
    if not value:
        return
    same = before is not None and before.fields.get(name) == value
    if same and name.endswith(_DITTO) and canvas.rng.random() < 0.55:
        canvas.written(((box[0] + box[2]) // 2 - 16, box[1] + 40), "nt", 28)
        return
    if name in entry.struck:
        canvas.struck((box[0] + 10, box[1] + 32), entry.struck[name], 30)
        box = (box[0], box[1] + 40, box[2], box[3])
    ink = _NOTE_INK if name == "notes" else None
    size = 41 if name.endswith((".full_name", "registration.number")) else 23 if name == "notes" else 31
    last = canvas.written_in(box, value, size, ink=ink)
    kind = entry.fields.get("registration.type")
    if name == "registration.date" and kind and kind not in _USUAL:
        canvas.written((box[0] + 10, last + 40), f"({kind})", 27)


def _together(entry: BookEntry, names: tuple[str, ...]) -> str:
    """What stands in one cell; an age as such, and the way of residence only where it is not the usual one."""
    parts = []
    for name in names:
        value = entry.fields.get(name)
        if name.endswith(".residence_type"):
            value = None if value == "Thường trú" else value
        elif value and name.endswith(".age"):
            value = f"{value} tuổi"
        parts.append(value or "")
    return " ".join(part for part in parts if part)


def _crowded(canvas: Canvas, entry: BookEntry, names: tuple[str, ...], box: Box) -> None:
    """The name on its own line, everything else below."""
    name, rest = names[0], names[1:]
    value = entry.fields.get(name)
    y = box[1] + 36
    if name in entry.marks:
        canvas.smudge((box[0] + 6, box[1] + 4, box[2] - 60, box[1] + 52), "Trần Th")
    elif value:
        y = canvas.written_in((box[0], box[1], box[2], box[1] + 92), value, 35)
    elif "void" in entry.flags:
        return
    else:
        canvas.draw.line((box[0] + 30, y + 20, box[2] - 30, y + 12), fill=canvas.ink, width=3)
        return
    said = [_together(entry, (other,)) for other in rest]
    canvas.written_in((box[0], y + 6, box[2], box[3]), ", ".join(part for part in said if part), 28)
