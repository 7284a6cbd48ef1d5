"""How an expert keys one column: the cheapest way he can think of with what he knows and sees, tried and looked at.

He knows the page, the entry before it in the book, what he has keyed of this one, and how the desk's keys work. He does not
know what a list will show before it shows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bench.desk.truth import Said
from hotich.core.dates import read_date, read_shorthand
from hotich.core.text import search_key

_HAMLETS = re.compile(r"^(số|tổ|ấp|thôn|sóc|khu phố|xóm|đội|làng)\b")
_TYPES = re.compile(
    r"^(xã|phường|thị trấn|huyện|thị xã|quận|tỉnh|thành phố|x\.|p\.|tt\.|h\.|tx\.|q\.|t\.|tp\.) ?"
)
_INSTITUTION = re.compile(r"^(Bệnh viện|Trạm|Nhà bảo sanh|đồn điền|nông trường|sóc|ấp chiến lược|làng)\b")
_NUMBER = re.compile(r"^[^0-9]*([0-9]+[A-Za-z]?)[^0-9]*$")
_SURE = 5
"""Rows of a list that have a key of their own."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the officer has before his eyes while he keys a column."""

    name: str
    kind: str
    said: Said
    before: Said | None
    """The same column of the entry before, which he keyed himself a minute ago."""
    entry: dict[str, Said]
    place: tuple[int, int]
    registered: str | None
    before_registered: str | None


def shorthand(known: Known) -> str | None:
    """The shortest figures that the desk reads as the date of the page; None where there are none."""
    text = known.said.text or ""
    wanted = read_date(text).value
    if wanted is None:
        return None
    own = read_date(known.registered).value if known.registered else None
    before = read_date(known.before_registered).value if known.before_registered else None
    is_act = known.name == "registration.date"
    year = (
        own.year if own is not None and not is_act else (before.year + 5 if before and before.year else None)
    )
    parts = text.split("/")
    found = []
    if len(parts) == 3:
        day, month, full = parts
        if is_act:
            found.append(day.lstrip("0") or day)
        found += [f"{day}{month}{full[2:]}", f"{day}{month}{full}"]
    elif len(parts) == 2:
        found += [f"{parts[0]}{parts[1]}"]
    for candidate in [*found, text]:
        reading = read_shorthand(candidate, year, previous=before if is_act else None)
        if reading.value is not None and not reading.findings and reading.value.written() == text:
            return candidate
    return None


def number_follows(number: str, before: str | None) -> bool:
    """Whether F2 would write this number: the one after the entry before."""
    digits = re.match(r"^(\d+)$", before or "")
    return digits is not None and str(int(digits[1]) + 1) == number


def split_place(text: str) -> tuple[str, list[str]]:
    """What stands before the units, and the units from the finest on, as a reader tells them apart."""
    parts = text.split(", ")
    first = next((i for i, part in enumerate(parts) if not _HAMLETS.match(part)), len(parts))
    if first < len(parts) and not _TYPES.match(parts[first]) and len(parts) - first > 3:
        first = len(parts) - 3
    return ", ".join(parts[:first]), parts[first:]


def initials(unit: str) -> str:
    """`xã Minh Hưng` → `mh`."""
    return "".join(word[0] for word in search_key(_TYPES.sub("", unit)).split() if word)


def style_of(units: list[str]) -> str:
    """`full`, `short` (x. h. t.) or `bare`."""
    if not units:
        return "full"
    first = _TYPES.match(units[0])
    return "bare" if first is None else "short" if first[0].rstrip().endswith(".") else "full"


def place_query(units: list[str], usual: str) -> str:
    """What he types for the units, in letters without marks: initials from the finest on; a dot where the book stops before
    the province, a sign where its manner is another than the last time."""
    style = style_of(units)
    letters = [initials(unit) for unit in units]
    if style == "short" and usual != style:
        letters[0] = f"x.{letters[0]}"
    elif style == "full" and usual != style:
        letters[0] = f"xa {letters[0]}"
    query = " ".join(letters)
    if style == "bare" and usual != style:
        return f"{query}/"
    return query if len(units) > 2 else f"{query}."


def letters_of(text: str) -> str:
    """How he looks for a text that the book had: the hamlet's sign and number, or the first letters of its words."""
    words = search_key(text).split()
    head = []
    for word in words:
        head.append(word if word[0].isdigit() else word[0])
        if word[0].isdigit() or len(head) == 4:
            break
    return " ".join(head) if any(word[0].isdigit() for word in head) else "".join(head)


def is_institution(text: str) -> bool:
    """A hospital, a station, a plantation: its name is no unit's."""
    return _INSTITUTION.match(text) is not None


def number_before(text: str) -> str | None:
    """The number in what stands before the first comma: `ấp 5, xã …`."""
    found = _NUMBER.match(text.split(",")[0])
    return found[1] if found and "," in text else None


def with_number(text: str, number: str) -> str:
    """The text with another number there."""
    head, comma, tail = text.partition(",")
    return re.sub(r"[0-9]+[A-Za-z]?", number, head, count=1) + comma + tail


def cost_of_pick(rows: list[str] | None, wanted: str) -> int | None:
    """Keys from here to the row, None where it is not there: Alt and its figure."""
    if rows is None or wanted not in rows[:_SURE]:
        return None
    return 2
