"""Places to offer while one is typed: ``tx``, ``thanh x``, ``tx tc na``, ``minh hung bp``, ``Thạnh``.

One box takes every level. What is typed is cut into words; each level of a place, the finest first, takes some of them: the initials of
its name (``tx`` for Thanh Xuân), beginnings of its syllables (``thanh x``), or the beginning of the name written in one
(``minhh``). Levels may be left out, none may be turned round. Typed without marks every spelling fits; typed with marks those spelt so come first.

Offered are the units of the day of the act under the names of that day; the nearest first: the book's own commune, its district, what the
book named before, its province, then the country. A pick inserts the text in the book's own style of abbreviation; nothing that stands
written is ever changed.

Signs say how this one place is written, where the book's clerk wrote it otherwise than usual: ``x.mh`` or ``X.mh`` with short types, ``xa mh``
with types in full, ``mh/`` without types, and a dot at the end (``mh.``, ``mh ct.``) for no more levels than were named.

The entry desk has a port of this module in ``frontend/src/places``; ``tests/vectors/places.jsonl`` holds it to this one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from hotich.core.places.gazetteer import Gazetteer
from hotich.core.places.reading import epoch_of
from hotich.core.places.units import Level, Unit, folded_key, name_key
from hotich.core.text import lacks_diacritics, search_key

_TYPES = ("thi xa", "thi tran", "thanh pho", "dac khu", "tinh", "huyen", "quan", "phuong", "xa")
_SHORT = {"thành phố": "TP", "thị xã": "TX", "thị trấn": "TT", "tỉnh": "T", "huyện": "H", "quận": "Q", "phường": "P", "xã": "X"}  # fmt: skip
_LATELY, _FAR = 2, 9
_WARD = re.compile(r"\bf(?=\d)")
_SIGN = re.compile(r"^\s*(tp|tx|tt|[thqpx])\.\s*(?=\w)", re.IGNORECASE)
_WRITTEN_TYPE = re.compile(
    r"^(?:thành phố|thị xã|thị trấn|đặc khu|tỉnh|huyện|quận|phường|xã)\s+\w", re.IGNORECASE
)


class Style(StrEnum):
    """How a book writes its units."""

    FULL = "full"  # xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé
    SHORT = "short"  # X. Minh Hưng, H. Bình Long, T. Sông Bé
    SMALL = "small"  # x. Minh Hưng, h. Bình Long, t. Sông Bé
    BARE = "bare"  # Minh Hưng, Bình Long, Sông Bé


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit as it was on the day, the text a pick inserts, and the units of today beside it."""

    unit: Unit
    text: str
    now: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A unit with what stood above it on the day, the finest first, and their names cut into folded syllables."""

    path: tuple[Unit, ...]
    syllables: tuple[tuple[str, ...], ...]
    initials: tuple[str, ...]
    joined: tuple[str, ...]
    numbered: tuple[str, ...]
    """``q1``, ``p10`` where the name is a number, else empty."""

    @property
    def unit(self) -> Unit:
        return self.path[0]


@dataclass(frozen=True, slots=True)
class _Signs:
    """What was typed without its signs, and what they say: a style for this place, and whether it ends where the typing does."""

    typed: str
    style: Style | None
    ends_here: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed, folded and as it stands, and where the book lies."""

    words: tuple[str, ...]
    marks: str | None
    home: tuple[frozenset[Unit], ...]
    lately: Mapping[str, int]


def suggest_places(
    typed: str,
    *,
    on: dt.date,
    near: str | None = None,
    recent: Sequence[str] = (),
    style: Style = Style.FULL,
    limit: int = 5,
) -> tuple[Suggestion, ...]:
    """What may be meant by a few letters, the likeliest first.

    ``on`` is the day of the act, ``near`` the id of the book's own unit, ``recent`` ids of units the book named before, the latest
    first. Never raises; nothing typed suggests nothing.
    """
    signs = _signs(typed)
    words = _words(signs.typed)
    if not words:
        return ()
    gazetteer = Gazetteer.load()
    day = epoch_of(on)
    asked = _Asked(
        words=words,
        marks=None if lacks_diacritics(signs.typed) else name_key(signs.typed),
        home=_home(near, day),
        lately={unit_id: place for place, unit_id in enumerate(recent)},
    )
    found = [
        (*_rank(entry, fit, asked), name_key(entry.unit.name), entry.unit.id, entry, fit)
        for entry in _index(day).get(words[0][0], ())
        if (fit := _fit(entry, words, 0, 0)) is not None
    ]
    found.sort(key=lambda row: row[:-2])
    return tuple(
        Suggestion(
            entry.unit,
            written(entry.path[: fit[2] + 1] if signs.ends_here else entry.path, signs.style or style),
            tuple(sorted(gazetteer.place_now(entry.unit), key=lambda unit: unit.id)),
        )
        for *_, entry, fit in found[:limit]
    )


def written(path: Sequence[Unit], style: Style) -> str:
    """A unit and what stands above it, as a book of that style writes them."""
    return ", ".join(_title(unit, style) for unit in path)


def styles_of(texts: Iterable[str]) -> tuple[Style, ...]:
    """The styles that a book's written places have, the most frequent first; a text of one part without a type says nothing."""
    seen = Counter(style for style in map(_style, texts) if style is not None)
    order = list(Style)
    return tuple(sorted(seen, key=lambda style: (-seen[style], order.index(style))))


def _style(text: str) -> Style | None:
    parts = [part.strip() for part in text.split(",")]
    if any(map(_WRITTEN_TYPE.match, parts)):
        return Style.FULL
    signs = [sign[1] for sign in map(_SIGN.match, parts) if sign is not None]
    if signs:
        return Style.SHORT if signs[-1][0].isupper() else Style.SMALL
    return Style.BARE if len(parts) > 1 else None


def _title(unit: Unit, style: Style) -> str:
    if style is Style.BARE and not unit.name.isdigit():
        return unit.name
    if style in (Style.FULL, Style.BARE) or unit.type not in _SHORT:
        return unit.title
    short = _SHORT[unit.type]
    return f"{short if style is Style.SHORT else short.lower()}. {unit.name}"


def _signs(typed: str) -> _Signs:
    rest, style = typed.strip(), None
    if rest.endswith("/"):
        rest, style = rest.rstrip("/ "), Style.BARE
    ends_here = rest.endswith(".")
    rest = rest.rstrip(". ")
    sign = _SIGN.match(rest)
    if sign is not None:
        rest = rest[sign.end() :]
        style = style or (Style.SHORT if sign[1][0].isupper() else Style.SMALL)
    elif any(search_key(rest).startswith(f"{word} ") for word in _TYPES):
        style = style or Style.FULL
    return _Signs(rest, style, ends_here)


def _words(typed: str) -> tuple[str, ...]:
    """The folded words of what was typed, without types written out before a name."""
    folded = search_key(name_key(typed.replace(",", " ").replace(".", " ")))
    words = _WARD.sub("p", folded).split()
    kept: list[str] = []
    i = 0
    while i < len(words):
        two = " ".join(words[i : i + 2])
        if two in _TYPES and i + 2 < len(words):
            i += 2
        elif words[i] in _TYPES and i + 1 < len(words):
            i += 1
        else:
            kept.append(words[i])
            i += 1
    return tuple(kept)


def _fit(entry: _Entry, words: tuple[str, ...], at: int, level: int) -> tuple[int, int, int] | None:
    """How well the levels from this one on take every word from ``at`` on: how many levels it needs, how many by their initials, and
    which is the last.

    None where they cannot. The first level must take a word.
    """
    if at == len(words):
        return (0, 0, 0)
    best: tuple[int, int, int] | None = None
    for here in range(level, len(entry.path) if level else 1):
        for count, by_initials in _taken(entry, here, words, at):
            rest = _fit(entry, words, at + count, here + 1)
            if rest is not None:
                fit = (rest[0] + 1, rest[1] + by_initials, max(here, rest[2]))
                best = fit if best is None else min(best, fit)
    return best


def _taken(entry: _Entry, level: int, words: tuple[str, ...], at: int) -> list[tuple[int, bool]]:
    """How many words a level can take from here, and whether as its initials."""
    syllables = entry.syllables[level]
    count = 0
    while (
        at + count < len(words) and count < len(syllables) and syllables[count].startswith(words[at + count])
    ):
        count += 1
    possible = [(each, False) for each in range(count, 0, -1)]
    word, initials = words[at], entry.initials[level]
    if not count and entry.joined[level].startswith(word) or not count and word == entry.numbered[level]:
        possible.append((1, False))
    elif not count and (word == initials or (at + 1 == len(words) and initials.startswith(word))):
        possible.append((1, True))
    return possible


def _rank(
    entry: _Entry, fit: tuple[int, int, int], asked: _Asked
) -> tuple[bool, int, int, tuple[int, int], bool, int]:
    """The smaller, the likelier: spelt as typed; near; named lately; fewer levels for what was typed, in letters; the whole name; a
    commune before a district.
    """
    name = name_key(entry.unit.name)
    marks = asked.marks
    misspelt = marks is not None and not (name.startswith(marks) or _spelt(entry, marks))
    latest = asked.lately.get(entry.unit.id)
    nearness = _nearness(entry, asked.home)
    if latest is not None:
        nearness = min(nearness, _LATELY)
    whole = "".join(asked.words).startswith(entry.joined[0]) or asked.words[0] == entry.initials[0]
    after_all = len(asked.lately)
    return (
        misspelt,
        nearness,
        after_all if latest is None else latest,
        fit[:2],
        not whole,
        -entry.unit.level,
    )


def _spelt(entry: _Entry, marks: str) -> bool:
    """Whether every word typed with marks begins a word of the names, marks included."""
    names = " ".join(name_key(unit.name) for unit in entry.path).split()
    return all(
        any(word.startswith(each) for word in names)
        for each in marks.replace(",", " ").split()
        if not lacks_diacritics(each)
    )


def _nearness(entry: _Entry, home: tuple[frozenset[Unit], ...]) -> int:
    """0 the book's own commune, 1 its district, 3 its province, else the country; what the book named lately stands at 2."""
    for units, rank in zip(home, (0, 1, 3), strict=False):
        if not units.isdisjoint(entry.path):
            return rank
    return _FAR


@lru_cache(maxsize=256)
def _home(near: str | None, day: dt.date) -> tuple[frozenset[Unit], ...]:
    """The communes, districts and provinces that the book's unit was on the day: a ward of today keeps the books of several."""
    gazetteer = Gazetteer.load()
    unit = gazetteer.get(near) if near else None
    if unit is None:
        return ()
    rows = [each for each in gazetteer.lineage(unit) if each.level is unit.level and each.valid_on(day)]
    units = {each for row in rows or [unit] for each in _path(row, day)}
    return tuple(
        frozenset(each for each in units if each.level is level)
        for level in (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
    )


def _as_on(unit: Unit, day: dt.date) -> Unit | None:
    """The one row of the unit's lineage that stood on the day; None where there is none or there are several."""
    if unit.valid_on(day):
        return unit
    rows = [
        each for each in Gazetteer.load().lineage(unit) if each.level is unit.level and each.valid_on(day)
    ]
    return rows[0] if len(rows) == 1 else None


@lru_cache(maxsize=65536)
def _above(unit_id: str, day: dt.date) -> tuple[Unit, ...]:
    gazetteer = Gazetteer.load()
    parents = gazetteer.parents(gazetteer[unit_id])
    standing = [each for each in (_as_on(parent, day) for parent in parents) if each is not None]
    parent = standing[-1] if standing else parents[-1] if parents else None
    return (parent, *_above(parent.id, day)) if parent is not None else ()


def _path(unit: Unit, day: dt.date) -> tuple[Unit, ...]:
    return (unit, *_above(unit.id, day))


@lru_cache(maxsize=12)
def _index(day: dt.date) -> dict[str, tuple[_Entry, ...]]:
    """Every unit of the day under the first letter of its name."""
    found: dict[str, list[_Entry]] = defaultdict(list)
    for unit in Gazetteer.load():
        if not unit.valid_on(day):
            continue
        path = _path(unit, day)
        syllables = tuple(_syllables(each.name) for each in path)
        if not syllables[0]:
            continue
        entry = _Entry(
            path,
            syllables,
            initials=tuple("".join(word[0] for word in each) for each in syllables),
            joined=tuple("".join(each) for each in syllables),
            numbered=tuple(
                search_key(each.type)[0] + each.name if each.name.isdigit() else "" for each in path
            ),
        )
        for letter in {syllables[0][0][0], *entry.numbered[0][:1]}:
            found[letter].append(entry)
    return {letter: tuple(entries) for letter, entries in found.items()}


@lru_cache(maxsize=65536)
def _syllables(name: str) -> tuple[str, ...]:
    return tuple(folded_key(name).split())
