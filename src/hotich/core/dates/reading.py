"""Reading a date as registers, workbooks and officers write it.

Accepted: ``dd/mm/yyyy``, ``mm/yyyy``, ``yyyy`` with ``.``, ``/``, ``-`` or spaces between; ISO ``yyyy-mm-dd`` (what spreadsheets hand over); ``ngày … tháng …
năm …``; ``năm 1945``; dots or an ellipsis for a part left blank (``…/…/1960``); ``?`` for an illegible figure; ``~``, *khoảng*, *chừng* for circa;
``l``, *AL*, *âm lịch* for lunar; dates in words. Anything else stays text, with a finding.

Grades. A day 32 or a month 13 is no date in any calendar: hard. 31/04 or 30/02 *does* stand in old books, from a slow registrar
or from the lunar calendar; the entry must be able to say what the book says, so it is soft and the text is kept. In both cases
there is no value: nothing is repaired.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hotich.core.dates.partial import FIRST_YEAR, LAST_YEAR, PartialDate
from hotich.core.dates.words import read_words
from hotich.core.findings import Finding, Grade, about
from hotich.core.text import comparison_key, squeeze

_LUNAR = re.compile(r"[ (]*(?:âm lịch|âl|al|a\.l\.?)[ )]*$|(?<=[0-9?]) *l$|(?:^|[ (])âm lịch(?=$|[ ),;])")
_SOLAR = re.compile(r"[ (]*(?:dương lịch|dl|d\.l\.?)[ )]*$")
_CIRCA = re.compile(r"^(?:~|khoảng|chừng|độ|ước chừng|ước|vào khoảng|kh\.)[ :]*")
_BLANK = re.compile(r"(?<![0-9])(?:\.{2,}|_+|-{2,})(?![0-9])|…+")
_REPEATED_SEPARATOR = re.compile(r"(?<=[0-9?])(?:\.{2,}|-{2,}|/{2,})(?=[0-9?])")
_FULL_STOP = re.compile(r"(?<=[0-9?])\.$")
_MIDNIGHT = re.compile(r"[t ]00:00(?::00(?:\.0+)?)?$")
_LABELS = re.compile(
    r"^ngày *(?P<d>[0-9?]{1,2}|\*|) *,? *tháng *(?P<m>[0-9?]{1,2}|\*|) *,? *năm *(?P<y>[0-9?]{1,4}|\*)$"
)
_MONTH_LABEL = re.compile(
    r"^tháng *(?P<m>[0-9?]{1,2}|\*)(?: *,? *năm *| */ *| *- *| +)(?P<y>[0-9?]{1,4}|\*)$"
)
_YEAR_LABEL = re.compile(r"^(?:sinh )?năm *(?:sinh *)?:? *")
_DAY_LABEL = re.compile(r"^(?:sinh )?ngày *:? *")
_SEPARATORS = re.compile(r" *[./-] *| +")
_FIGURES = re.compile(r"^(?:[0-9?]+|\*)$")
_DIGITS_ONLY = re.compile(r"^[0-9?]+$")
_AGE = re.compile(r"^[0-9]{1,3} *tuổi")
_DAY_BEYOND = 31


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a text says as a date (None where it says none that can be) and the findings about it."""

    value: PartialDate | None
    findings: tuple[Finding, ...] = ()


def refused(code: str, grade: Grade, field: str, message: str, source: str = "") -> DateReading:
    """A reading without a value and with one finding."""
    return DateReading(None, (Finding(code, grade, about(field), message, source),))


def _part(figures: str | None, width: int) -> tuple[int | None, str]:
    """A part's figures as (value, mask); ``None`` and ``*`` are a part that is not written."""
    if figures is None or "*" in figures:
        return None, ""
    if "?" in figures:
        return None, figures.rjust(width, "?")
    return int(figures), ""


def build(
    day: str | None,
    month: str | None,
    year: str | None,
    *,
    lunar: bool,
    approximate: bool,
    text: str,
    field: str,
) -> DateReading:
    """A reading from three parts as written, judged: impossible parts, days of the month, bounds of the year."""
    day_value, day_mask = _part(day, 2)
    month_value, month_mask = _part(month, 2)
    year_value, year_mask = _part(year, 4)
    findings: list[Finding] = []

    def soft(code: str, message: str) -> None:
        findings.append(Finding(code, "soft", about(field), message))

    if day_value == 0 or month_value == 0:
        soft("date.zero_part", f"“{text}” có phần ghi 00, được hiểu là sổ không ghi. Kiểm tra lại với sổ.")
        day_value = day_value or None
        month_value = month_value or None
    if month_value is not None and month_value > 12:
        hint = (
            " Có thể ngày và tháng đổi chỗ." if day_value is not None and month_value <= _DAY_BEYOND else ""
        )
        return refused(
            "date.impossible_month",
            "hard",
            field,
            f"“{text}” có tháng {month_value}: không có tháng này. Xem lại sổ.{hint}",
        )
    longest = 30 if lunar else _DAY_BEYOND
    if day_value is not None and day_value > longest:
        return refused(
            "date.impossible_day",
            "hard",
            field,
            f"“{text}” có ngày {day_value}: không có ngày này. Xem lại sổ; chữ số không đọc được thì gõ dấu ?.",
        )
    if year_value is not None and len(year or "") == 2:
        soft(
            "date.two_digit_year", f"“{text}” chỉ có hai chữ số năm. Ghi đủ bốn chữ số nếu biết chắc thế kỷ."
        )
        year_value, year_mask = None, f"??{year}"
    elif year_value is not None and not FIRST_YEAR <= year_value <= LAST_YEAR:
        return refused(
            "date.year_out_of_bounds",
            "hard",
            field,
            f"“{text}” có năm {year_value}: ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}, có thể gõ nhầm. Xem lại sổ.",
        )
    value = PartialDate(
        year_value, month_value, day_value, lunar, approximate, text, year_mask, month_mask, day_mask
    )
    if not value.possible_months() or not value.possible_days(longest):
        return refused("date.impossible_day", "hard", field, f"“{text}” không thể là một ngày. Xem lại sổ.")
    if not lunar and not value.fits_calendar():
        hint = " Nếu là ngày âm lịch, thêm chữ l phía sau." if value.possible_days(30) else ""
        return refused(
            "date.day_not_in_month",
            "soft",
            field,
            f"“{text}”: tháng không có ngày ấy. Xem lại sổ; sổ ghi đúng như vậy thì xác nhận.{hint}",
        )
    return DateReading(value, tuple(findings))


def flags(text: str) -> tuple[str, bool, bool]:
    """(the text without its flags, lunar, approximate); expects a comparison key."""
    lunar = bool(_LUNAR.search(text))
    text = _SOLAR.sub("", _LUNAR.sub("", text)).strip(" ,;")
    text = _FULL_STOP.sub("", text)
    circa = _CIRCA.match(text)
    return (text[circa.end() :] if circa else text), lunar, bool(circa)


def _three_parts(text: str) -> tuple[str | None, str | None, str] | None:
    """(day, month, year) as written, or None where the text is not that shape."""
    for shape in (_LABELS, _MONTH_LABEL):
        match = shape.match(text)
        if match:
            parts = match.groupdict()
            return parts.get("d") or None, parts["m"] or None, parts["y"]
    text = _DAY_LABEL.sub("", _YEAR_LABEL.sub("", text))
    # "/ /1960": the printed strokes with nothing between them.
    parts_written = [part or "*" for part in _SEPARATORS.split(text)]
    if not 1 <= len(parts_written) <= 3 or not all(_FIGURES.match(part) for part in parts_written):
        return None
    if len(parts_written) > 1 and len(parts_written[0]) == 4:
        parts_written.reverse()  # ISO, as spreadsheets write it
    *before, year = parts_written
    if len(year) > 4 or len(year) == 3 or any(len(part) > 2 for part in before):
        return None
    if all(part == "*" for part in parts_written):
        return None
    if len(year) < 4 and (len(before) < 2 or len(year) == 1) and year not in ("*", "?"):
        return None
    if year == "?":
        year = "????"
    if not before:
        return None, None, year
    return (before[0] if len(before) == 2 else None), before[-1], year


def read_date(text: str | None, *, field: str = "") -> DateReading:
    """Read one date; never raises. An empty text is no date and no finding: why it is empty is said elsewhere."""
    written = squeeze(text or "")
    return _read(written, field) if written else DateReading(None)


@lru_cache(maxsize=65536)
def _read(written: str, field: str) -> DateReading:
    key = _MIDNIGHT.sub("", comparison_key(written))
    key, lunar, approximate = flags(key)
    key = _BLANK.sub("*", _REPEATED_SEPARATOR.sub("/", key))
    parts = _three_parts(key)
    if parts:
        day, month, year = parts
        return build(day, month, year, lunar=lunar, approximate=approximate, text=written, field=field)
    in_words = read_words(written)
    if in_words:
        return DateReading(in_words)
    if _AGE.match(key):
        return refused(
            "date.age_instead",
            "soft",
            field,
            f"“{written}” là tuổi, không phải ngày sinh. Giữ nguyên như sổ và xác nhận.",
        )
    if _DIGITS_ONLY.match(key):
        return refused(
            "date.ambiguous",
            "hard",
            field,
            f"“{written}” có thể hiểu nhiều cách. Gõ ngày/tháng/năm, tháng/năm hoặc năm đủ bốn chữ số.",
        )
    return refused(
        "date.unreadable",
        "soft",
        field,
        f"Không hiểu “{written}” là ngày nào; được giữ nguyên văn. Xem lại sổ hoặc gõ dạng ngày/tháng/năm.",
    )
