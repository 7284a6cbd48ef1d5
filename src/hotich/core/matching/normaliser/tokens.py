"""The words of names, each prepared once in a process: every later sight of it is one look into a dictionary.

A register of a million has three million names and a few thousand different words; that is why preparing columns is quick.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache

import numpy as np

from hotich.core.matching.normaliser.codes import Codes, word_code
from hotich.core.matching.normaliser.remnants import SIGNS, old_letters
from hotich.core.matching.normaliser.slips import (
    folded_letters,
    from_telex,
    neighbours,
    vocabulary,
    without_figures,
)
from hotich.core.matching.normaliser.sounds import onset_and_rhyme, sound_of
from hotich.core.text import (
    CLAN_PREFIXES,
    OPENERS,
    comparison_key,
    is_abbreviated,
    search_key,
    unify_iy,
)
from hotich.core.text.abbreviations import GIVEN_NAMES, MIDDLE_NAMES, SURNAMES

SEPARATOR = "\x1f"


class Field(IntEnum):
    """What the table holds for a word; the numbers are its columns."""

    CANONICAL = 0
    FOLDED = 1
    SOUND = 2
    INITIAL = 3
    ONSET = 4
    RHYME = 5
    SPECIAL = 6
    """1: the word's place in the name does not follow from its position alone; 2: only where it opens the name."""
    ABBREVIATED = 7
    MARKED = 8
    PLAIN_MIDDLE = 9
    """1 for Thị and Văn, which books add and leave out."""
    SURNAME_1 = 10
    SURNAME_2 = 11
    SURNAME_3 = 12
    MIDDLE_1 = 13
    MIDDLE_2 = 14
    GIVEN_1 = 15
    GIVEN_2 = 16
    GIVEN_3 = 17
    GIVEN_4 = 18
    GIVEN_5 = 19
    NEAR_SURNAME = 20
    """The sound a word was most likely meant for: its own, that of the commonest syllable one slip away, or what an abbreviation stands for there."""
    NEAR_MIDDLE = 21
    NEAR_GIVEN = 22


_ORDINARY = re.compile(r"^[^\W\d_]+$")
_SHORT = frozenset({*SURNAMES, *MIDDLE_NAMES, *GIVEN_NAMES, "ngx"})
_SOME = 5_000
_MOST = 1_000_000


class Tokens(dict[str, int]):
    """Words to numbers. Looking up a new word prepares it; 0 is the empty word, 1 the separator."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Codes = np.zeros((_SOME, len(Field)), dtype=np.uint64)
        self._openers = {"": 0, SEPARATOR: 1}
        self.update(self._openers)
        self.table[0, Field.SPECIAL] = 1

    def __missing__(self, word: str) -> int:
        number = len(self)
        if number == len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        self.table[number] = _prepare(word)
        self[word] = number
        return number

    def shrink(self) -> None:
        """Forgets everything when somebody's nonsense has filled it; call it between batches only."""
        if len(self) > _MOST:
            self.clear()
            self.update(self._openers)


def _prepare(raw: str) -> list[int]:
    row = [0] * len(Field)
    spelt = comparison_key(raw)
    abbreviated = is_abbreviated(raw)
    if abbreviated and len(raw) > 2 and raw.isalpha() and spelt not in _SHORT:
        abbreviated = False  # consonants only and no sign behind them: a vowel was lost (Bnh, Phn)
    word = spelt if abbreviated else _repaired(spelt)
    canonical = unify_iy(word).replace("'", "").replace("-", "")
    folded = folded_letters(search_key(canonical)) or folded_letters(canonical) or canonical
    onset, rhyme = onset_and_rhyme(folded)
    row[Field.CANONICAL] = word_code(canonical)
    row[Field.FOLDED] = word_code(folded)
    row[Field.SOUND] = word_code(sound_of(folded))
    row[Field.INITIAL] = word_code(folded[:1])
    row[Field.ONSET] = word_code("o " + onset)
    row[Field.RHYME] = word_code(rhyme)
    odd = not _ORDINARY.match(raw) or spelt in CLAN_PREFIXES or spelt in SIGNS or old_letters(raw)
    row[Field.SPECIAL] = 1 if odd else 2 if spelt in OPENERS else 0
    row[Field.ABBREVIATED] = abbreviated
    row[Field.MARKED] = not raw.isascii()
    row[Field.PLAIN_MIDDLE] = folded in ("thi", "van")
    if abbreviated:
        letters = "ng" if folded == "ngx" else "đ" + folded[1:] if canonical[:1] == "đ" else folded
        _alternatives(row, letters)
        row[Field.SPECIAL] = 1
    else:
        near = [word_code(sound_of(other)) for other in neighbours(folded)]
        own = row[Field.SOUND]
        near = [code for code in dict.fromkeys(near) if code != own]
        for first, most in ((Field.SURNAME_1, 3), (Field.MIDDLE_1, 2), (Field.GIVEN_1, 5)):
            for place, code in enumerate(near[:most]):
                row[first + place] = code
        heard = own if not near or own in _known_sounds() else near[0]
        for place in (Field.NEAR_SURNAME, Field.NEAR_MIDDLE, Field.NEAR_GIVEN):
            row[place] = heard
    return row


@cache
def _known_sounds() -> frozenset[int]:
    """What the syllables of names sound like: who writes Loang for Loan has made no slip."""
    return frozenset(word_code(sound_of(word)) for word in vocabulary())


def _repaired(spelt: str) -> str:
    word = without_figures(spelt)
    return from_telex(word) if word.isascii() and word.isalpha() else word


def _alternatives(row: list[int], letters: str) -> None:
    """What the abbreviation may stand for, by the place it has in a name."""
    places = (
        (Field.SURNAME_1, 3, SURNAMES),
        (Field.MIDDLE_1, 2, MIDDLE_NAMES),
        (Field.GIVEN_1, 3, GIVEN_NAMES),
    )
    for first, most, table in places:
        full = [*table.get(letters, ())]
        if letters[:1] == "d":  # a record without marks
            full += table.get("đ" + letters[1:], ())
        sounds = dict.fromkeys(word_code(sound_of(search_key(name))) for name in full)
        for place, code in enumerate(list(sounds)[:most]):
            row[first + place] = code
        near = {
            Field.SURNAME_1: Field.NEAR_SURNAME,
            Field.MIDDLE_1: Field.NEAR_MIDDLE,
            Field.GIVEN_1: Field.NEAR_GIVEN,
        }[first]
        row[near] = next(iter(sounds), row[Field.SOUND])


_shared = Tokens()


def tokens() -> Tokens:
    """The words this process has seen."""
    return _shared
