"""Numbers of citizens in free text: twelve digits, or nine standing alone, also as people group them.

Words that go to a room, a report or a roster say *that* something is wrong and where; a citizen is named there by nobody. The rule finds
what is written like a number of a person, and lets pass what only has as many digits:

- a telephone number: ten or eleven digits, also `0912 345 678` and `+84 912 345 678`;
- an amount: digits that `đ`, `đồng` or `VND` follows, and one with points that ends in `.000`;
- a day, the number of a document, a range of pages: too few digits, or other marks between them;
- years and an address of the network, which are grouped as a number might be;
- the address of a page, of a book or a case, that was pasted: its identifier may end in twelve digits.

Twelve digits in groups are a number only where they begin with the code of a province or country; years and counts hardly ever do.
"""

import re
from typing import Final

from hotich.core.identifiers.numbers import read_personal_number

_RUN: Final = re.compile(r"[0-9]+(?:(?:[ \u00a0]{1,2}|[.\u2010-\u2015-])[0-9]+)*")
_GROUP: Final = re.compile("[0-9]+")
_MONEY: Final = re.compile(r"\s*(?:đ|đồng|vnđ|vnd|₫)(?![^\W_])", re.IGNORECASE)
_IDENTIFIER: Final = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_TWELVE: Final = frozenset(
    {(3, 3, 3, 3), (4, 4, 4), (6, 6), (3, 9), (9, 3), (3, 1, 2, 6), (3, 1, 8), (3, 3, 6), (6, 3, 3), (4, 8), (8, 4)}
)  # fmt: skip
_NINE: Final = frozenset({(3, 3, 3), (3, 6), (6, 3), (2, 7), (4, 5), (5, 4), (1, 8)})
_WIDEST: Final = max(len(shape) for shape in _TWELVE)


def numbers_in(text: str) -> list[str]:
    """What is written like the number of a citizen in a text, as it is written."""
    return [text[start:end] for start, end in _spans(text)]


def without_numbers(text: str) -> str:
    """The text with a dash in the place of each of them."""
    for start, end in reversed(_spans(text)):
        text = f"{text[:start]}—{text[end:]}"
    return text


def _spans(text: str) -> list[tuple[int, int]]:
    # As long as it was: the spans are those of the text as it is written.
    text = _IDENTIFIER.sub(lambda match: "x" * len(match.group()), text)
    return [span for run in _RUN.finditer(text) for span in _in_run(text, run)]


def _in_run(text: str, run: re.Match[str]) -> list[tuple[int, int]]:
    """A run is digits with nothing but single marks or spaces between them; it may hold a year beside a number, or two numbers."""
    if _MONEY.match(text, run.end()):
        return []
    groups = [match.span() for match in _GROUP.finditer(text, run.start(), run.end())]
    found = []
    place = 0
    while place < len(groups):
        taken = next(
            (count for count in range(1, _WIDEST + 1) if _is_number(text, groups, place, count)), None
        )
        if taken is not None:
            found.append((groups[place][0], groups[place + taken - 1][1]))
        place += taken or 1
    return found


def _is_number(text: str, groups: list[tuple[int, int]], place: int, count: int) -> bool:
    """Whether so many groups from this one on are one number."""
    chosen = groups[place : place + count]
    if len(chosen) < count:
        return False
    start, end = chosen[0][0], chosen[-1][1]
    shape = tuple(last - first for first, last in chosen)
    if _LETTER.match(text, end):
        return False  # the middle of a code: of a machine, a file
    if shape == (12,):
        return True
    if shape in _TWELVE:
        return _begins_with_a_province(text[start:end]) and not _is_otherwise(text, chosen)
    if shape != (9,) and (shape not in _NINE or len(groups) > count):
        return False  # groups of nine among others are figures of a list
    return (
        not _follows_a_letter(text, start)
        and not _is_telephone(text, start)
        and not _is_round(text[start:end])
    )


def _begins_with_a_province(written: str) -> bool:
    number = read_personal_number(written)
    return number is not None and number.province_name is not None


def _is_otherwise(text: str, chosen: list[tuple[int, int]]) -> bool:
    """Years, an address of the network, a round amount."""
    parts = [text[first:last] for first, last in chosen]
    if all(len(part) == 4 and "1900" <= part <= "2100" for part in parts):
        return True
    written = text[chosen[0][0] : chosen[-1][1]]
    is_address = written.count(".") == len(parts) - 1 == 3 and all(
        not part.startswith("0") and int(part) < 256 for part in parts
    )
    return is_address or _is_round(written)


def _is_round(written: str) -> bool:
    return not written.startswith("0") and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})*\.000", written) is not None


def _follows_a_letter(text: str, start: int) -> bool:
    return start > 0 and _LETTER.match(text, start - 1) is not None


def _is_telephone(text: str, start: int) -> bool:
    """The nine digits after `+84`."""
    return re.search(r"\+84\)?[ .\u00a0-]?$", text[:start]) is not None
