"""What a slip of the keyboard or the eye may have been: raw Telex, figures for letters, one letter too many, too few, other or exchanged."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_PAIR = re.compile("|".join(_DOUBLED))
_SPREAD = re.compile("^([^aeo]*)([aeo])([^aeo]+)\\2([a-z]*)$")
_VOWELS = re.compile("[aeiouyăâêôơư]+")
_LETTERS = frozenset("abcdeghiklmnopqrstuvxy")
"""Those that a slip is looked for with: Vietnamese has no f, j, w, z."""
_GAP = "?"
_FIGURES = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "6": "b", "4": "a"})

MAX_NEIGHBOURS = 5


@cache
def vocabulary() -> dict[str, int]:
    """Folded syllables of names, commonest first, by their rank."""
    text = resources.files("hotich.core.matching").joinpath("data/name_syllables.txt")
    return {word: rank for rank, word in enumerate(text.read_text(encoding="utf-8").split())}


def folded_letters(text: str) -> str:
    """Letters without marks; the callers' text is lower case and composed."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalnum() and letter.isascii())


def from_telex(word: str) -> str:
    """``nguyeenx`` -> ``nguyễn``, ``dduwcs`` -> ``đức``; the word itself where it is none. Expects ASCII, lower case."""
    if word in vocabulary() or len(word) < 3:
        return word
    tone, letters = "", word
    if word[-1] in _TONES:
        tone, letters = _TONES[word[-1]], word[:-1]
    else:  # a tone typed right after its vowel: ngux for ngũ, hofa for hòa
        middle = re.search("[aeiouy]([sfrxj])(?=[a-z])", word)
        if middle:
            tone = _TONES[middle.group(1)]
            letters = word[: middle.start(1)] + word[middle.end(1) :]
    letters = letters.replace("uow", "ươ")
    spread = _SPREAD.match(letters)
    if spread and not _PAIR.search(letters):  # nguyene for nguyeen: the second letter typed behind
        letters = f"{spread[1]}{_DOUBLED[spread[2] * 2]}{spread[3]}{spread[4]}"
    shaped = _PAIR.sub(lambda found: _DOUBLED[found.group()], letters)
    if (not tone and shaped == word) or folded_letters(shaped) not in vocabulary():
        return word
    return _with_tone(shaped, tone)


def _with_tone(shaped: str, tone: str) -> str:
    run = _VOWELS.search(shaped)
    if not tone or run is None:
        return shaped
    start = run.start() + (
        1 if len(run.group()) > 1 and shaped[max(run.start() - 1, 0) : run.start() + 1] in ("qu", "gi") else 0
    )
    marked = next((i for i in range(run.end() - 1, start - 1, -1) if shaped[i] in "ăâêôơư"), start)
    if (
        marked == start
        and run.end() - start > 1
        and run.end() < len(shaped)
        and shaped[start] not in "ăâêôơư"
    ):
        marked = run.end() - 1
    return unicodedata.normalize("NFC", shaped[: marked + 1] + tone + shaped[marked + 1 :])


def without_figures(word: str) -> str:
    """``Ph0ng`` -> ``phong``: figures that a reader of pages takes for letters."""
    return word.translate(_FIGURES) if any(c.isdigit() for c in word) and not word.isdigit() else word


def neighbours(folded: str) -> tuple[str, ...]:
    """The syllables of names one slip away, at most ``MAX_NEIGHBOURS``: a doubled letter undone and what eyes confuse first, then the commonest; empty for a known one."""
    known = vocabulary()
    if folded in known or not 2 <= len(folded) <= 10:
        return ()
    likely = [undone for undone in _undone(folded) if undone in known]
    places = range(len(folded))
    shorter = {folded[:i] + folded[i + 1 :] for i in places}
    found = {word for word in shorter if word in known}
    found |= {word for i in places[1:] if (word := _exchanged(folded, i)) in known}
    gaps = _with_a_gap()
    found.update(gaps.get(folded, ()))
    for i in places:
        found.update(gaps.get(f"{folded[:i]}{_GAP}{folded[i + 1 :]}", ()))
    near = sorted(found, key=known.__getitem__)
    return tuple(dict.fromkeys([*likely, *near]))[:MAX_NEIGHBOURS]


def _exchanged(word: str, place: int) -> str:
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


@cache
def _with_a_gap() -> dict[str, list[str]]:
    """The known syllables by what is left of them without one letter, closed up and with a gap: trying every letter in every place takes ten times as long."""
    found: dict[str, list[str]] = {}
    for word in vocabulary():
        for i in (place for place, letter in enumerate(word) if letter in _LETTERS):
            for left in {word[:i] + word[i + 1 :], f"{word[:i]}{_GAP}{word[i + 1 :]}"}:
                found.setdefault(left, []).append(word)
    return found


_CONFUSED = (("rn", "m"), ("m", "rn"), ("cl", "d"), ("ii", "u"), ("vv", "w"), ("nn", "m"), ("li", "h"))


def _undone(folded: str) -> list[str]:
    """What certain hands and eyes do, undone: a letter struck twice, two letters read for one."""
    single = [folded[:i] + folded[i + 1 :] for i in range(1, len(folded)) if folded[i] == folded[i - 1]]
    read = [
        folded[:i] + b + folded[i + len(a) :]
        for a, b in _CONFUSED
        for i in range(len(folded))
        if folded.startswith(a, i)
    ]
    return single + read
