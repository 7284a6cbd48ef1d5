"""How an expert keys one column: the cheapest way he can think of with what he knows and sees, tried and looked at.

He knows the page, the entry before it in the book, what he has keyed of this one, and how the desk's keys work. He does not
know what a list will show before it shows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hotich.core.dates import read_date, read_shorthand
from hotich.core.dates.words import read_words
from hotich.core.text import search_key

_HAMLETS = re.compile(r"^(số|tổ|ấp|thôn|sóc|khu phố|xóm|đội|làng)\b")
_TYPES = re.compile(
    r"^(xã|phường|thị trấn|huyện|thị xã|quận|tỉnh|thành phố|x\.|p\.|tt\.|h\.|tx\.|q\.|t\.|tp\.) ?"
)
_INSTITUTION = re.compile(r"^(Bệnh viện|Trạm|Nhà bảo sanh|đồn điền|nông trường|sóc|ấp chiến lược|làng)\b")
_KINDS = {
    "tổ": "t", "ấp": "a", "thôn": "th", "khu phố": "kp", "xóm": "x", "làng": "l", "đội": "d", "khóm": "kh",
}  # fmt: skip
_HAMLET = re.compile(r"^(\D+?) ?([0-9]+[A-Za-z]?)$")


def shorthand(name: str, text: str, registered: str | None, before_registered: str | None) -> str | None:
    """The shortest figures that the desk reads as the date of the page; None where there are none."""
    own = read_date(registered).value if registered else None
    before = read_date(before_registered).value if before_registered else None
    if read_date(text).value is None:
        return None
    is_act = name == "registration.date"
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


def figures_of_words(text: str) -> str | None:
    """A date in words as figures: `ngày mười hai tháng tư năm 1987` → `120487`."""
    date = read_words(text)
    if date is None or not (date.day and date.month and date.year):
        return None
    return f"{date.day:02d}{date.month:02d}{date.year % 100:02d}"


def number_follows(number: str, before: str | None) -> bool:
    """Whether F2 would write this number: the one after the entry before."""
    digits = re.match(r"^(\d+)$", before or "")
    return digits is not None and str(int(digits[1]) + 1) == number


def numbers_of(head: str, *, bare: bool) -> str | None:
    """`tổ 19, ấp 3A` → `19 3a`, or `t19 a3a` where the book has not had such a head; None where a part has no number."""
    said = []
    for part in head.split(", "):
        found = _HAMLET.match(part)
        if found is None or found[1] not in _KINDS:
            return None
        said.append(("" if bare else _KINDS[found[1]]) + found[2].lower())
    return " ".join(said)


def same_kinds(head: str, text: str) -> bool:
    """Whether a text of the book begins with the same kinds of places."""
    return head != "" and _kinds(head) == _kinds(split_place(text)[0])


def _kinds(head: str) -> list[str]:
    return [found[1] if (found := _HAMLET.match(part)) else part for part in head.split(", ")]


def tail_of(text: str) -> str:
    """What follows the hamlet."""
    return ", ".join(split_place(text)[1])


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


def bare(unit: str) -> str:
    """The unit's name without its kind."""
    return _TYPES.sub("", unit)


def bare_text(text: str) -> str:
    """A place without the kinds of its units: what is the same in every manner of writing."""
    head, units = split_place(text)
    return ", ".join([*([head] if head else []), *(bare(unit) for unit in units)])


def usual_style(texts: Iterable[str]) -> str:
    """How the book mostly writes its places."""
    seen = Counter(style_of(units) for text in texts if len(units := split_place(text)[1]) > 1)
    return seen.most_common(1)[0][0] if seen else "full"


@dataclass(frozen=True, slots=True)
class Asked:
    """Letters for a place; `closing` says at the end that it is written without kinds; after `enough` letters it would be there."""

    query: str
    closing: str
    enough: int

    def behind(self, numbers: str) -> Asked:
        return Asked(f"{numbers} {self.query}", self.closing, self.enough + len(numbers) + 1)


def place_query(units: list[str], usual: str, *, levels: int = 3) -> Asked:
    """What he types for the units, in letters without marks: initials from the finest on; a dot where the book stops before
    the province, a sign where its manner is another than usual."""
    style = style_of(units)
    letters = [initials(unit) for unit in units]
    if style == "short" and usual != style:
        letters[0] = f"x.{letters[0]}"
    elif style == "full" and usual != style:
        letters[0] = f"xa {letters[0]}"
    query = " ".join(letters)
    enough = len(" ".join(letters[:2])) if len(letters) > 2 else 99
    if len(units) < levels:
        query += "."
    return Asked(query, "/" if style == "bare" and usual != style else "", enough)


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
