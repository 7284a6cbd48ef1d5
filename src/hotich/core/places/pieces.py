"""Cutting a written place into pieces: ``Ấp 3, Minh Hưng, Chơn Thành - Bình Phước`` -> four pieces, ``h.Bình Long`` -> (huyện, Bình Long).

Only spelling conventions live here; what a name means is decided in ``reading``. Type words are found written out, abbreviated with or without a
dot (``TT. Chơn Thành``, ``P.10``, ``TX Chơn Thành``), and, where the piece carries no diacritics at all, without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from hotich.core.text import lacks_diacritics, search_key, squeeze

_FULL = {
    "thành phố": "thành phố",
    "thị xã": "thị xã",
    "thị trấn": "thị trấn",
    "đặc khu": "đặc khu",
    "tỉnh": "tỉnh",
    "huyện": "huyện",
    "quận": "quận",
    "phường": "phường",
    "xã": "xã",
}
_SHORT = {
    "tp": "thành phố",
    "tx": "thị xã",
    "tt": "thị trấn",
    "t": "tỉnh",
    "h": "huyện",
    "q": "quận",
    "p": "phường",
    "f": "phường",
    "x": "xã",
}
_HAMLET = (
    r"ấp|thôn|khu phố|kp|k\.p|khóm|tổ dân phố|tdp|bản|buôn|sóc|làng|xóm|tổ|đội|khu|đường|phố|hẻm|ngõ|ngách|số nhà|sn|số|lô|"
    r"cụm|nông trường|lâm trường|quốc lộ|ql|km"
)
_INSTITUTION = r"bệnh viện|bv|bvđk|trung tâm|tt y tế|tt\. ?y tế|ttyt|trạm|nhà hộ sinh|nhà bảo sanh|bảo sanh|nhà sanh|phòng khám|tại nhà|nhà riêng|khoa"
_AGENCY = (
    r"ubnd|ủy ban nhân dân|uỷ ban nhân dân|ubhc|ủy ban hành chính|uỷ ban hành chính|ubhcqs|u\.b\.n\.d|"
    r"phòng tư pháp(?: *- *hộ tịch)?|ban tư pháp|sở tư pháp|công an|ty công an|đại sứ quán|tổng lãnh sự quán|lãnh sự quán"
)


def _folded(pattern: str) -> str:
    return "|".join(
        search_key(word) if word[0].isalpha() and "\\" not in word else word for word in pattern.split("|")
    )


_full_pattern = "|".join(sorted(_FULL, key=len, reverse=True))
_TYPE = re.compile(rf"(?<!\w)(?P<type>{_full_pattern})(?!\w)[ .:]*", re.IGNORECASE)
_TYPE_FOLDED = re.compile(rf"(?<!\w)(?P<type>{_folded(_full_pattern)})(?!\w)[ .:]*", re.IGNORECASE)
_DOTTED = re.compile(r"(?<![\w.])(?P<type>tp|tx|tt|[thqpfx])\.[ .:]*(?=\w)", re.IGNORECASE)
_BARE_START = re.compile(r"^(?P<type>tp|tx|tt|[thqpfx])(?: +|/ *)(?=\w)", re.IGNORECASE)
_BARE_INSIDE = re.compile(r"(?<=[\w)] )(?P<type>TP|TX|TT|[THQPX]) +(?=[^\W\d_a-z])")
_NUMBERED = re.compile(r"(?<![\w.])(?P<type>[pqf])\.? ?(?=\d)", re.IGNORECASE)
_GLUED_CITY = re.compile(r"(?<!\w)(?P<type>tp)(?=hcm\b)", re.IGNORECASE)
_TWO_DOTS = re.compile(r"(?<![\w.])(?P<type>t\.[pxt])(?!\w)[ .:]*(?=\w)", re.IGNORECASE)

_HAMLET_START = re.compile(rf"^(?:{_HAMLET}|{_folded(_HAMLET)})(?!\w)|^\d", re.IGNORECASE)
_INSTITUTION_START = re.compile(rf"^(?:{_INSTITUTION}|{_folded(_INSTITUTION)})(?!\w)", re.IGNORECASE)
_AGENCY_START = re.compile(rf"^(?:{_AGENCY}|{_folded(_AGENCY)})(?!\w)[ .:]*", re.IGNORECASE)
_COUNTRY = re.compile(r"^(?:nước )?(?:chxhcn )?(?:việt nam|viet nam|vietnam|vn)$", re.IGNORECASE)

_BREAK = re.compile(r"[,;\n\t|()\[\]]+|[–—]|(?<=\s)-+(?=\s|\w)|(?<=\w)-+(?=\s)")
_SENTENCE_DOT = re.compile(r"(?<=\w{3})\.(?=\s+\w|\s*$)|\.$")
_TIGHT_HYPHEN = re.compile(r"(?<=[^\W\d_]{2})-(?=[^\W\d_]{2})")
_HYPHEN = re.compile("[-–—]")
_INNER_HYPHEN = "\u2011"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a written place. ``type`` is an administrative type or None; ``kind``: unit, hamlet or institution."""

    raw: str
    name: str
    type: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """The parts in the order written, and the agency's words that stood before them (``UBND``, ``Phòng Tư pháp``)."""

    parts: tuple[Piece, ...]
    agency: str


def _type_of(word: str) -> str:
    word = word.lower()
    if word in _FULL:
        return _FULL[word]
    return _SHORT.get(word.replace(".", "")) or next(t for t in _FULL if search_key(t) == search_key(word))


def _protect(text: str, hyphenated: tuple[str, ...]) -> str:
    """Hyphens that belong to a name (Bà Rịa - Vũng Tàu) made unbreakable."""
    if not _HYPHEN.search(text):
        return text
    for name in hyphenated:
        for written in (name, _plain(name)):
            parts = [re.escape(part.strip()) for part in written.split("-")]
            text = re.sub(
                r"(?<!\w)" + r"\s*[-–—]\s*".join(parts) + r"(?!\w)",
                lambda m: re.sub(r"\s*[-–—]\s*", _INNER_HYPHEN, m.group()),
                text,
                flags=re.IGNORECASE,
            )
    return text


def _plain(name: str) -> str:
    return "-".join(search_key(part) for part in name.split("-"))


def _cuts(segment: str, is_name: Callable[[str], bool]) -> list[tuple[int, int, str]]:
    """(start of the type word, start of the name, type) of every administrative type word in a segment."""
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in (_BARE_START, _NUMBERED, _GLUED_CITY, _BARE_INSIDE, _DOTTED, _TYPE, _TWO_DOTS):
        for match in pattern.finditer(segment):
            found[match.start("type")] = (match.start("type"), match.end(), _type_of(match["type"]))
    if lacks_diacritics(segment):
        for match in _TYPE_FOLDED.finditer(segment):
            if not _inside_a_name(segment, match, is_name):
                found[match.start()] = (match.start(), match.end(), _type_of(match["type"]))
    cuts: list[tuple[int, int, str]] = []
    for cut in sorted(found.values()):
        if cuts and cut[0] < cuts[-1][1]:
            continue
        if cut[1] < len(segment):
            cuts.append(cut)
    return cuts


def _inside_a_name(segment: str, match: re.Match[str], is_name: Callable[[str], bool]) -> bool:
    """Whether an unmarked ``tinh`` or ``quan`` is a syllable of a name (Ha Tinh, Tan Quan) and no type word."""
    before = segment[: match.start()].split()
    if not before:
        return False
    tail = segment[match.end() :].split()
    if not tail:
        return True
    return is_name(f"{before[-1]} {match['type']}") or (
        len(before) > 1 and is_name(f"{' '.join(before[-2:])} {match['type']}")
    )


@lru_cache(maxsize=65536)
def _pieces_of(segment: str, is_name: Callable[[str], bool]) -> tuple[Piece, ...]:
    """The pieces of one segment; a whole register names the same few thousand communes, districts and provinces."""
    if _INSTITUTION_START.match(segment):
        return (Piece(segment, segment, None, "institution"),)
    cuts = _cuts(segment, is_name)
    pieces: list[Piece] = []
    head = segment[: cuts[0][0]] if cuts else segment
    if head.strip(" .:-/"):
        head = head.strip(" :-/")
        kind = "hamlet" if _HAMLET_START.match(head) else "unit"
        pieces.append(Piece(head, head.strip(" ."), None, kind))
    for i, (start, name_at, unit_type) in enumerate(cuts):
        end = cuts[i + 1][0] if i + 1 < len(cuts) else len(segment)
        name = segment[name_at:end].strip(" .:-/")
        if name:
            pieces.append(Piece(segment[start:end].strip(), name, unit_type, "unit"))
    return tuple(pieces)


def cut(text: str, *, hyphenated: tuple[str, ...], is_name: Callable[[str], bool]) -> Pieces:
    """The pieces of a written place; ``is_name`` says whether a text may be the name of a unit."""
    text = _protect(squeeze(text), hyphenated)
    agency = ""
    while match := _AGENCY_START.match(text):
        agency = f"{agency} {match.group().strip(' .:')}".strip()
        text = text[match.end() :].lstrip(" ,-")
    text = _SENTENCE_DOT.sub(",", text)
    segments = []
    for segment in _BREAK.split(text):
        halves = _TIGHT_HYPHEN.split(segment)
        # "Chơn Thành-Bình Phước" is two names, "Krông-Ana" may be one.
        segments += halves if len(halves) > 1 and is_name(halves[-1]) else [segment]
    parts = [
        piece
        for segment in segments
        if segment.strip(" .-")
        for piece in _pieces_of(segment.strip(), is_name)
    ]
    while parts and parts[-1].type is None and _COUNTRY.match(parts[-1].name):
        parts.pop()
    return Pieces(tuple(parts), agency)
