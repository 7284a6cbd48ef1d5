"""One cell as the officer sees it, with what it was underneath."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Literal

CellKind = Literal["text", "number", "date", "time", "boolean", "error"]

_BUILT_IN_DATES = {14: "dmy", 15: "dmy", 16: "dm", 17: "my", 22: "dmy"} | dict.fromkeys(
    [*range(27, 32), 36, *range(50, 59)], "dmy"
)
_BUILT_IN_TIMES = {18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47}
_EXACT_INTEGER = 10**15
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` is what is taken; `raw` what the file holds where that differs (a number's digits, a date's serial)."""

    text: str
    kind: CellKind = "text"
    raw: str = ""
    formula: bool = False


def unescape(text: str) -> str:
    """Excel's own escape of control letters, `_x000D_`, undone; a NUL or half a letter, which no text can hold, stays escaped."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    number = int(found.group(1), 16)
    return found.group() if number == 0 or 0xD800 <= number <= 0xDFFF else chr(number)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a style makes of a number: nothing, a date shown with some of its parts, a time of day, leading zeros."""

    parts: str = ""
    is_time: bool = False
    width: int = 0


@lru_cache(maxsize=512)
def read_format(number_id: int, code: str) -> NumberFormat:
    """The parts of a date (`dmy`, `my`, `y`) that a number format shows; `code` is empty for a built-in format."""
    if not code:
        return NumberFormat(_BUILT_IN_DATES.get(number_id, ""), number_id in _BUILT_IN_TIMES)
    if re.fullmatch("0+", code):
        return NumberFormat(width=len(code))
    plain = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", code.split(";", 1)[0]).lower()
    hours = "h" in plain or "s" in plain
    parts = "".join(letter for letter in "dmy" if letter in plain)
    if "y" in parts or ("d" in parts and "m" in parts):
        return NumberFormat(parts)
    return NumberFormat("", hours)


def number_cell(raw: str, shown: NumberFormat, *, since_1904: bool = False, formula: bool = False) -> Cell:
    """A numeric cell: a date as `dd.mm.yyyy` (with the parts its format shows), a whole number without its `.0`.

    Digits that scientific notation has rounded away are not invented: `1.23E+11` stays as it is.
    """
    raw = raw.strip()
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return Cell(raw, "text", raw, formula)
    if not value.is_finite():
        return Cell(raw, "text", raw, formula)
    if shown.parts:
        moment = _from_serial(value, since_1904)
        if moment is not None:
            return Cell(_written(moment, shown.parts), "date", raw, formula)
    if shown.is_time and 0 <= value < 1:
        minutes = round(float(value) * 24 * 60)
        return Cell(f"{minutes // 60 % 24:02d}:{minutes % 60:02d}", "time", raw, formula)
    digits = _digits(raw, value)
    return Cell(digits.zfill(shown.width) if digits.isdigit() else digits, "number", raw, formula)


def date_cell(raw: str, *, formula: bool = False) -> Cell:
    """A cell that holds an ISO date (`t="d"`)."""
    try:
        moment = datetime.fromisoformat(raw.strip().replace("Z", "+00:00"))
    except ValueError:
        return Cell(raw, "text", raw, formula)
    return Cell(_written(moment.date(), "dmy"), "date", raw, formula)


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26. Raises ValueError for anything but letters."""
    index = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(letters)
        index = index * 26 + ord(letter) - 64
    return index - 1


def year_in_date_format(cell: Cell) -> bool:
    """True for the trap of typing 1958 into a cell formatted as a date: the sheet then shows a day of 1905."""
    return cell.kind == "date" and cell.raw.isdigit() and 1800 <= int(cell.raw) <= 2100


def _digits(raw: str, value: Decimal) -> str:
    if value != value.to_integral_value() or abs(value) >= _EXACT_INTEGER:
        return raw
    if "e" in raw.lower():
        mantissa = re.sub(r"\D", "", raw.lower().split("e")[0])
        if len(mantissa) < 9 and abs(value) >= 10**6:
            return raw
    return str(int(value))


def _from_serial(value: Decimal, since_1904: bool) -> date | None:
    days = int(value)
    if days < 1 or days > 2_958_465:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=days)
    # Excel counts a 29 February 1900 that never was.
    return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)


def _written(day: date, parts: str) -> str:
    pieces = []
    if "d" in parts:
        pieces.append(f"{day.day:02d}")
    if "m" in parts:
        pieces.append(f"{day.month:02d}")
    if "y" in parts or not pieces:
        pieces.append(f"{day.year:04d}")
    return ".".join(pieces)
