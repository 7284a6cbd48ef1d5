"""Rows of one sheet, clean as a clerk should write them, and then struck by dirt."""

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Final

from hotich.synthetic.people import build_town

from .births import birth_acts, birth_row
from .columns import POLICE_LACKS, SHEETS, Sheet, police_name
from .dirt import DIRT, WHOLE_ROW, Cell
from .others import MAKERS, acts_of, rare_values
from .row import Row

_HINTS: Final = {
    "loaiDangKy": "loaiDangKy i=[1,2,3,4,5,6]",
    "nksGioiTinh": "nksGioiTinh ",
    "meHoTen": " meHoTen  ",
    "chongHoTen": " chongHoTen  ",
    "nktHoTen": "nktHoTen ",
    "ncHoTen": "ncHoTen  ",
    "nxnHoTen": " nxnHoTen",
}


@dataclass(frozen=True, slots=True)
class Dirt:
    """One thing that is wrong with a cell, by a key of `DIRT` or `WHOLE_ROW`."""

    kind: str
    column: str


@dataclass(frozen=True, slots=True)
class DirtyRow:
    """One row of the sheet, and what is wrong with it."""

    cells: dict[str, Cell]
    dirt: tuple[Dirt, ...]
    personal_id: str | None
    """Of the principal person; None for somebody outside the register."""
    numbers: tuple[tuple[str, str], ...] = ()
    """(role, personal number) for the second sheet, where the first has no column for them."""

    @property
    def rejected(self) -> bool:
        """Whether the row cannot become an entry at all: it has neither a number nor anybody's name."""
        return any(dirt.kind == "nobody" for dirt in self.dirt)


def dirty_header(sheet: Sheet) -> list[str]:
    """The header row as found: hints behind a name, spaces around another; in the police's every ninth has a space."""
    if sheet.format == "moj":
        return [_HINTS.get(column, column) for column in sheet.columns]
    return [f"{column} " if index % 9 == 4 else column for index, column in enumerate(sheet.columns)]


def dirty_rows(sheet: Sheet | str, n: int, seed: int, *, share: float = 0.3) -> list[DirtyRow]:
    """`n` rows of one invented town; about `share` of them have one or two things wrong.

    With some 150 rows every kind of dirt occurs that the sheet can have. `share=0` gives a clean sheet.
    """
    sheet = SHEETS[sheet] if isinstance(sheet, str) else sheet
    rng = Random(f"hotich-workbook-{sheet.name}-{seed}-{n}")
    town = build_town(seed, max(400, min(30_000, n * 4)))
    acts = birth_acts(town) if sheet.kind == "KS" else acts_of(sheet.kind, town)
    numbers: Counter[tuple[str, int]] = Counter()
    rows: list[DirtyRow] = []
    waiting: list[str] = []
    every = max(2, round(1 / share)) if share else 0
    for index in range(n):
        act = acts[index % len(acts)]
        numbers[act.office, act.day.year] += 1
        make = birth_row if sheet.kind == "KS" else MAKERS[sheet.kind]
        made = make(rng, town, act, numbers[act.office, act.day.year])
        _finish(rng, sheet, made, index)
        dirt: list[Dirt] = []
        if every and index % every == every - 1:
            waiting = waiting or [*(kind for kind in DIRT if DIRT[kind][0](sheet)), *WHOLE_ROW]
            # Not every row has what a kind of dirt needs (a Đ, a full date): that kind waits for the next one.
            for kind in list(waiting):
                dirt.extend(_struck(rng, sheet, kind, made.cells, rows))
                if dirt:
                    waiting.remove(kind)
                    break
            if dirt and dirt[0].kind != "nobody" and rng.random() < 0.25:
                dirt.extend(_struck(rng, sheet, "trailing_space", made.cells, rows, sparing=dirt[0].column))
        rows.append(DirtyRow(made.cells, tuple(dirt), made.personal_id, made.numbers))
    return [_for_police(row) for row in rows] if sheet.format == "police" else rows


def _finish(rng: Random, sheet: Sheet, row: Row, index: int) -> None:
    """The sheet's own columns in their order, now and then one that is hardly ever filled."""
    if "STT" in sheet.columns:
        row.cells["STT"] = str(index + 1)
    columns = sheet.columns if sheet.format == "moj" else tuple(row.cells)
    rare = rare_values(sheet.kind)
    if index % 20 == 7:
        for column, values in rare.items():
            if column in columns and row.cells.get(column) is None:
                row.cells[column] = values[int(rng.random() * len(values))]
    if sheet.format == "moj":
        filled = {column: row.cells.get(column) for column in columns}
        row.cells.clear()
        row.cells.update(filled)


def _struck(
    rng: Random, sheet: Sheet, kind: str, row: dict[str, Cell], before: list[DirtyRow], *, sparing: str = ""
) -> list[Dirt]:
    if kind == "number_twice":
        if not before or before[-1].rejected:
            return []
        for column in ("so", "quyenSo", sheet.office, "ngayDangKy"):
            row[column] = before[-1].cells[column]
        return [Dirt(kind, "so")]
    if kind == "nobody":
        for column in ("so", *sheet.all_names):
            row[column] = None
        return [Dirt(kind, sheet.names[0])]
    strikes, change = DIRT[kind]
    columns = strikes(sheet)
    for column in rng.sample(columns, len(columns)):
        value = row.get(column)
        if isinstance(value, str) and column != sparing:
            changed = change(rng, value)
            if changed != value or type(changed) is not type(value):
                row[column] = changed
                return [Dirt(kind, column)]
    return []


def _for_police(row: DirtyRow) -> DirtyRow:
    """The same row under the police software's column names, with the unit that keyed it."""
    cells: dict[str, Cell] = {"DC_DVNHAPHUYEN": "Thị xã Chơn Thành", "DC_DVNHAPXA": "Phường Hưng Long"}
    cells.update(
        {police_name(column): value for column, value in row.cells.items() if column not in POLICE_LACKS}
    )
    return DirtyRow(cells, tuple(Dirt(d.kind, police_name(d.column)) for d in row.dirt), row.personal_id)
