"""Where the tone mark stands, and whether the vowel is written i or y: two separate questions of orthography.

*Placement.* ``hòa``/``hoà``, ``thúy``/``thuý``, ``khỏe``/``khoẻ``, ``gìa``/``già``, ``qúy``/``quý`` are one spelling with the mark on
another letter. The mark is moved to one place, the traditional one, inside its own run of vowels:

1. after ``q`` the ``u`` belongs to the onset, after ``g`` the ``i`` does, when another vowel follows (``quý``, ``già``, ``giữ``);
2. a vowel with a shape mark takes the tone, the last one if there are two (``ươ`` -> ``ơ``);
3. one vowel: there is no choice; three: the middle one (``oái``, ``uỷu``);
4. two: the second before a consonant (``toàn``), otherwise the first (``hòa``, ``thúy``, ``mía``).

Tones are kept: ``hòa`` and ``hóa`` stay different, and so do ``quy`` and ``qui`` (that is the other question).

*i or y.* ``Lý``/``Lí``, ``Mỹ``/``Mĩ``, ``quý``/``quí``: where the y is the only vowel of its syllable after a consonant. Never inside ``ay``,
``ây``, ``uy``, ``yê``: ``thúy`` is not ``thúi``. In names the two are legally distinct, so this is applied to find and to
compare, never to store.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{TONES}]")
_PLAIN = "aeiouyAEIOUY"
_SHAPED = "ăâêôơưĂÂÊÔƠƯ"


def _toned(letter: str) -> list[str]:
    return [unicodedata.normalize("NFC", letter + tone) for tone in TONES]


_TONELESS = {toned: letter for letter in _PLAIN + _SHAPED for toned in _toned(letter)}
_VOWELS = _PLAIN + _SHAPED + "".join(_TONELESS)
_VOWEL_RUN = re.compile(f"[{_VOWELS}]+")
# A mark that did not compose: the run is no Vietnamese rhyme (Ê-đê ``ơ̆``).
_MARK = re.compile("[\u0300-\u036f]")


def split_tone(letter: str) -> tuple[str, str]:
    """A composed letter as (letter without tone, tone mark or ``""``): ``ễ`` -> (``ê``, tilde)."""
    base = _TONELESS.get(letter)
    if base is None:
        return letter, ""
    found = _TONE.search(unicodedata.normalize("NFD", letter))
    return base, found.group() if found else ""


def _place(run: list[str], before: str, closed: bool) -> int:
    start = 1 if len(run) > 1 and (before + run[0]).lower() in ("qu", "gi") else 0
    nucleus = run[start:]
    shaped = [i for i, letter in enumerate(nucleus) if letter in _SHAPED]
    if shaped:
        return start + shaped[-1]
    if len(nucleus) == 1:
        return start
    if len(nucleus) == 2:
        return start + (1 if closed else 0)
    return start + 1


def unify_placement(text: str) -> str:
    """Every tone mark at its traditional place; the text must be composed. Letters, tones and case stay."""
    return " ".join(map(_unify_word, text.split(" ")))


@lru_cache(maxsize=1 << 15)
def _unify_word(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        run = match.group()
        split = [split_tone(letter) for letter in run]
        tones = [tone for _, tone in split if tone]
        if len(run) < 2 or len(tones) != 1 or _MARK.match(text, match.end()):
            return run
        letters = [letter for letter, _ in split]
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        closed = text[match.end() : match.end() + 1].isalpha()
        place = _place(letters, before, closed)
        letters[place] = unicodedata.normalize("NFC", letters[place] + tones[0])
        return "".join(letters)

    return _VOWEL_RUN.sub(replace, text)


@lru_cache(maxsize=1 << 16)
def unify_iy(key: str) -> str:
    """``y`` as ``i`` where it is its syllable's only vowel after a consonant (``lý`` -> ``lí``, ``quý`` -> ``quí``).

    Expects a comparison key. ``ay``, ``ây``, ``uy``, ``yê`` and a ``y`` that opens a syllable stay.
    """

    def replace(match: re.Match[str]) -> str:
        run = match.group()
        before = key[match.start() - 1 : match.start()] if match.start() else ""
        onset, nucleus = (run[0], run[1:]) if before == "q" and run[0] == "u" else ("", run)
        if len(nucleus) != 1 or not (onset or before.isalpha()):
            return run
        letter, tone = split_tone(nucleus)
        if letter != "y":
            return run
        return onset + unicodedata.normalize("NFC", "i" + tone)

    return _VOWEL_RUN.sub(replace, key)
