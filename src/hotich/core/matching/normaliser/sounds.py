"""A syllable as it sounds, loosely: what regions and clerks confuse is written alike. It finds; it never decides.

Merged: s/x, tr/ch, d/gi/r/v, l/n, k/c/q, ph/f, final n/ng/nh, final t/c/ch, i/y, the glides of oa/ua and oe/ue. Tones and shape marks are gone
already (the input is folded). Merging d, gi, r and v covers North and South at once; the lists grow by a tenth and the level weighs it.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ONSETS = (
    "ngh", "ng", "nh", "gh", "gi", "kh", "ph", "th", "tr", "ch", "qu", "sr", "kr", "br", "dr", "kl", "pl", "bl",
    "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "q", "r", "s", "t", "v", "w", "x", "z",
)  # fmt: skip
_SOUND = {
    "ngh": "ng",
    "gh": "g",
    "gi": "z",
    "d": "z",
    "r": "z",
    "v": "z",
    "z": "z",
    "w": "z",
    "tr": "ch",
    "s": "x",
    "l": "n",
    "c": "k",
    "q": "k",
    "qu": "k",
    "f": "ph",
    "j": "z",
}
_FINALS = (("nh", "n"), ("ng", "n"), ("ch", "t"), ("c", "t"), ("k", "t"))
_VOWEL = re.compile("[aeiouy]")
_ONSET = re.compile("|".join(_ONSETS))


def onset_and_rhyme(folded: str) -> tuple[str, str]:
    """The letters before the vowels and the rest, as they sound: ``quang`` -> (``k``, ``uan``), ``giang`` -> (``z``, ``an``)."""
    found = _ONSET.match(folded)
    onset = found[0] if found else ""
    rhyme = folded[len(onset) :]
    if onset == "gi" and not _VOWEL.match(rhyme):  # gì, gìn: the i is the vowel
        rhyme = "i" + rhyme
    if onset == "qu":
        rhyme = "u" + rhyme if _VOWEL.match(rhyme) else "u"
    rhyme = rhyme.replace("y", "i")
    if rhyme[:2] in ("oa", "oe"):
        rhyme = "u" + rhyme[1:]
    for final, sound in _FINALS:
        if rhyme.endswith(final) and len(rhyme) > len(final):
            rhyme = rhyme[: -len(final)] + sound
            break
    return _SOUND.get(onset, onset), rhyme


@lru_cache(maxsize=1 << 14)
def sound_of(folded: str) -> str:
    """Both halves together."""
    return "".join(onset_and_rhyme(folded))
