"""What can be wrong with a cell: the columns each kind of dirt strikes, and what it does to the value."""

import unicodedata
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

from .columns import Sheet

Cell = str | int | float | date | None
Change = Callable[[Random, str], Cell]
Strikes = Callable[[Sheet], tuple[str, ...]]


def _as_number(rng: Random, value: str) -> Cell:
    """A date as the number a spreadsheet makes of `yyyy`, or of any other figures."""
    return int(value[-4:]) if value.count(".") == 2 else float(value)


def _as_date(rng: Random, value: str) -> Cell:
    if value.count(".") != 2:
        return value
    day, month, year = value.split(".")
    return date(int(year), int(month), int(day))


def _as_serial(rng: Random, value: str) -> Cell:
    """A date as the days since 1900 that a spreadsheet keeps, once the cell has become text."""
    found = _as_date(rng, value)
    return str((found - date(1899, 12, 30)).days) if isinstance(found, date) else value


def _no_such_day(rng: Random, value: str) -> Cell:
    return f"31.02.{value[-4:]}" if value.count(".") == 2 else value


def _dates(sheet: Sheet) -> tuple[str, ...]:
    return ("ngayDangKy", *sheet.births)


DIRT: Final[dict[str, tuple[Strikes, Change]]] = {
    "date_with_slashes": (_dates, lambda rng, value: value.replace(".", "/")),
    "trailing_space": (
        lambda sheet: (sheet.names[0], sheet.office, sheet.ethnic[0]),
        lambda rng, value: f" {value}  ",
    ),
    "year_as_number": (lambda sheet: sheet.years, _as_number),
    "date_as_cell": (_dates, _as_date),
    "date_as_serial": (_dates, _as_serial),
    "no_such_day": (_dates, _no_such_day),
    "sentinel_date": (lambda sheet: ("ngayDangKy",), lambda rng, value: "19.11.1999"),
    "impossible_year": (_dates, lambda rng, value: value[:-4] + "5005"),
    "trailing_slash": (lambda sheet: ("so",), lambda rng, value: value.split("/")[0] + "/"),
    "bare_commas": (lambda sheet: (*sheet.places, sheet.office), lambda rng, value: ", , "),
    "upper_case": (lambda sheet: sheet.names, lambda rng, value: value.upper()),
    "lower_case": (lambda sheet: sheet.names[:2], lambda rng, value: value.lower()),
    "digit_in_name": (lambda sheet: sheet.names, lambda rng, value: value.replace("o", "0")),
    "lost_zero": (lambda sheet: sheet.numbers, lambda rng, value: int(value)),
    "rounded_number": (
        lambda sheet: (*sheet.numbers, *sheet.documents),
        lambda rng, value: f"{int(value):.5E}",
    ),
    "short_document": (lambda sheet: sheet.documents, lambda rng, value: value[:8]),
    "unknown_code": (lambda sheet: sheet.codes, lambda rng, value: "99"),
    "unknown_group": (lambda sheet: sheet.ethnic, lambda rng, value: "Vân Sơn"),
    "decomposed": (
        lambda sheet: (*sheet.names[:1], *sheet.places),
        lambda rng, value: unicodedata.normalize("NFD", value),
    ),
    "look_alike": (
        lambda sheet: (*sheet.names, sheet.office),
        lambda rng, value: value.replace("Đ", "Ð"),
    ),
    "no_registration_type": (
        lambda sheet: tuple(column for column in ("loaiDangKy",) if column in sheet.codes),
        lambda rng, value: None,
    ),
    "no_personal_number": (lambda sheet: sheet.numbers, lambda rng, value: None),
}
"""Kind → the columns it strikes, under the ministry's names, and what it does to a cell. A kind that finds no column in a
sheet does not occur there."""
WHOLE_ROW: Final = ("number_twice", "nobody")
"""Two more: the number of the row before, and neither a number nor a name."""
