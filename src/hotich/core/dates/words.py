"""Dates in words, as the form asks for them beside the figures, with the variants of North and South.

Read: *mồng/mùng*, *tư/bốn*, *lăm/nhăm/năm*, *linh/lẻ*, *mốt*, *mươi/mười*, *hăm*, *rằm*, *giêng/chạp*, *nghìn/ngàn*, dropped *mươi* (``tám lăm``), years said
figure by figure (``một chín tám lăm``), figures mixed with words, *khoảng*, *âm lịch*. ``năm`` is both *five* and *year*: every split is tried
and only a single reading counts. A year of two figures or of the sexagenary cycle (``Canh Tuất``) is no year here.

Written: the standard of the forms (``ngày hai tháng ba năm một nghìn chín trăm tám mươi lăm``), or the South's (*ngàn*, *lẻ*).
"""

from __future__ import annotations

import calendar
import re
from typing import Literal

from hotich.core.dates.partial import FIRST_YEAR, LAST_YEAR, PartialDate
from hotich.core.text import comparison_key

Variant = Literal["north", "south"]

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_AFTER_TENS_ONLY = frozenset({"mốt", "lăm", "nhăm"})
_NAMES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_TEN = frozenset({"mười", "mươi"})
_ODD = frozenset({"linh", "lẻ", "lẽ"})
_THOUSAND = frozenset({"nghìn", "ngàn", "ngìn"})
_FIRST_DAYS = frozenset({"mồng", "mùng", "mòng"})
_NOT_WORDS = re.compile(r"[ ,.;:()\"'/\-–“”]+")
_LUNAR = re.compile("âm lịch|(?:^|[ (,])(?:al|âl)(?=$|[ ),.])")
_SOLAR = re.compile("dương lịch|(?:^|[ (,])dl(?=$|[ ),.])")
_CIRCA = re.compile("^ *(?:vào )?(?:khoảng|chừng|độ) +")
_FIGURES = re.compile("^[0-9]+$")


def _below_hundred(words: list[str]) -> int | None:
    """0–99 as spoken, or one token of figures."""
    if len(words) == 1:
        word = words[0]
        if _FIGURES.match(word):
            return int(word) if len(word) <= 2 else None
        if word == "mười":
            return 10
        if word == "hăm":
            return 20
        return None if word in _AFTER_TENS_ONLY else _UNITS.get(word)
    if len(words) == 2:
        first, second = words
        if first in ("mười", "hăm"):
            unit = _UNITS.get(second)
            tens = 10 if first == "mười" else 20
            return tens + unit if unit else None
        if second in _TEN:
            unit = _UNITS.get(first)
            return unit * 10 if unit is not None and unit >= 2 else None
        if first in _ODD or first == "không":
            return None
        tens_unit, unit = _UNITS.get(first), _UNITS.get(second)
        # "tám lăm", "hai mốt": the word for ten dropped.
        if tens_unit is not None and tens_unit >= 2 and unit and first not in _AFTER_TENS_ONLY:
            return tens_unit * 10 + unit
        return None
    if len(words) == 3 and words[1] in _TEN:
        tens_unit, unit = _UNITS.get(words[0]), _UNITS.get(words[2])
        if tens_unit is not None and tens_unit >= 2 and unit:
            return tens_unit * 10 + unit
    return None


def _below_thousand(words: list[str]) -> int | None:
    """What follows "nghìn": hundreds, or an odd unit without them (``hai nghìn lẻ năm``)."""
    if not words:
        return 0
    if "trăm" in words:
        place = words.index("trăm")
        hundreds = _UNITS.get(words[0]) if place == 1 else None
        if hundreds is None:
            return None
        rest = _after_hundreds(words[place + 1 :])
        return None if rest is None else hundreds * 100 + rest
    if words[0] in _ODD:
        return _after_hundreds(words)
    return None


def _after_hundreds(words: list[str]) -> int | None:
    if not words:
        return 0
    if words[0] in _ODD or words[0] == "không":
        unit = _UNITS.get(words[1]) if len(words) == 2 else None
        return unit or None
    value = _below_hundred(words)
    # "chín trăm năm" may be 905 or, with its ten dropped, 950: nobody can tell.
    return value if value is not None and (value >= 10) else None


def _year(words: list[str]) -> int | None:
    if len(words) == 1 and _FIGURES.match(words[0]):
        year = int(words[0])
    elif len(words) >= 2 and words[1] in _THOUSAND:
        thousands = _UNITS.get(words[0])
        rest = _below_thousand(words[2:])
        if thousands is None or rest is None:
            return None
        year = thousands * 1000 + rest
    elif len(words) == 4:
        figures = [_UNITS.get(word) for word in words]
        if any(figure is None for figure in figures):
            return None
        year = int("".join(str(figure) for figure in figures))
    else:
        return None
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _month(words: list[str]) -> int | None:
    if words == ["giêng"]:
        return 1
    if words == ["chạp"]:
        return 12
    value = _below_hundred(words)
    return value if value is not None and 1 <= value <= 12 else None


def _day(words: list[str]) -> int | None:
    if words and words[0] == "ngày":
        words = words[1:]
    if words and words[0] in _FIRST_DAYS:
        value = _below_hundred(words[1:])
        return value if value is not None and 1 <= value <= 10 else None
    if words == ["rằm"]:
        return 15
    value = _below_hundred(words)
    return value if value is not None and 1 <= value <= 31 else None


def _month_and_year(words: list[str]) -> set[tuple[int, int]]:
    """Every way to read "<month> [năm] <year>"."""
    found: set[tuple[int, int]] = set()
    for split in range(1, len(words)):
        month = _month(words[:split])
        if month is None:
            continue
        if words[split] == "năm":
            year = _year(words[split + 1 :])
            if year is not None:
                found.add((month, year))
        year = _year(words[split:])
        if year is not None:
            found.add((month, year))
    return found


def read_words(text: str) -> PartialDate | None:
    """The date that the words say, None where they say none or more than one. Days that the month lacks are none."""
    key = comparison_key(text)
    lunar = bool(_LUNAR.search(key))
    key = _SOLAR.sub(" ", _LUNAR.sub(" ", key))
    approximate = bool(_CIRCA.match(key))
    key = _CIRCA.sub("", key)
    words = [word for word in _NOT_WORDS.split(key) if word]
    if not any(not _FIGURES.match(word) for word in words):
        return None
    if "tháng" not in words:
        if words[0] == "năm" and len(words) > 1:
            year = _year(words[1:]) or _year(words)
        else:
            year = _year(words)
        return PartialDate(year, None, None, lunar, approximate, text) if year else None
    place = words.index("tháng")
    readings = _month_and_year(words[place + 1 :])
    if len(readings) != 1:
        return None
    month, year_read = readings.pop()
    if place == 0:
        return PartialDate(year_read, month, None, lunar, approximate, text)
    day = _day(words[:place])
    last = 30 if lunar else calendar.monthrange(year_read, month)[1]
    if day is None or day > last:
        return None
    return PartialDate(year_read, month, day, lunar, approximate, text)


def _say_below_hundred(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _NAMES[unit]
    head = "mười" if tens == 1 else f"{_NAMES[tens]} mươi"
    if unit == 0:
        return head
    if unit == 5:
        return f"{head} lăm"
    if tens > 1 and unit == 1:
        return f"{head} mốt"
    if tens > 1 and unit == 4:
        return f"{head} tư"
    return f"{head} {_NAMES[unit]}"


def say_year(year: int, *, variant: Variant = "north") -> str:
    """A year in words: 1985 -> ``một nghìn chín trăm tám mươi lăm``."""
    thousands, rest = divmod(year, 1000)
    hundreds, below = divmod(rest, 100)
    words = [_NAMES[thousands], "ngàn" if variant == "south" else "nghìn"]
    if rest:
        words += [_NAMES[hundreds], "trăm"]
    if 0 < below < 10:
        words += ["lẻ" if variant == "south" else "linh", _NAMES[below]]
    elif below:
        words.append(_say_below_hundred(below))
    return " ".join(words)


def _say_month(month: int) -> str:
    return "tư" if month == 4 else _say_below_hundred(month)


def write_words(value: PartialDate, *, variant: Variant = "north") -> str:
    """The date in the words of the forms; a part that is not known is left out, or ``…`` between known ones.

    ``""`` where the year is not known: the words would say less than they seem to.
    """
    if value.year is None:
        return ""
    words = [f"năm {say_year(value.year, variant=variant)}"]
    if value.month is not None or value.day is not None:
        words.insert(0, f"tháng {_say_month(value.month) if value.month is not None else '…'}")
    if value.day is not None:
        words.insert(0, f"ngày {_say_below_hundred(value.day)}")
    return ("khoảng " if value.approximate else "") + " ".join(words) + (" âm lịch" if value.lunar else "")


def echo_words(value: PartialDate) -> str:
    """The short echo beside the desk's field, to compare with the book's own words: ``hai tháng ba 1985``."""
    words: list[str] = []
    if value.day is not None:
        words.append(_say_below_hundred(value.day))
    elif value.day_mask:
        words.append("ngày không đọc được")
    if value.month is not None:
        words.append(f"tháng {_say_month(value.month)}")
    elif value.month_mask:
        words.append("tháng không đọc được")
    year = f"{value.year:04d}" if value.year is not None else value.year_mask
    words.append(year if words else f"năm {year}")
    return ("khoảng " if value.approximate else "") + " ".join(words) + (" âm lịch" if value.lunar else "")
