"""Telex, as Unikey and EVKey do it: which keys an officer presses for a text, and what the application sees of each.

A key that changes letters already written is seen as Backspaces and the letters written again; that is how these input
methods work, and what a desk must survive. Vowels are made as they come, the tone is typed at the end of the word. The input
method has the table of short forms (*gõ tắt*) that the desk hands out: `nj` and a space make `Nguyễn `.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_SHAPES = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_TONE_KEYS = frozenset("sfrxj")
_DOUBLES = frozenset("aeod")
_VOWELS = frozenset("aăâeêioôơuưy")
_SHIFTED = frozenset('~!@#$%^&*()_+{}|:"<>?')
_SHORT_FORMS = Path(__file__).parents[2] / "src/hotich/screens/entry_desk/static/entry_desk/go-tat-unikey.txt"
_WORD = re.compile(r"[^\W\d_]+|.", re.S)
SHIFT = "Shift"


@dataclass(frozen=True, slots=True)
class Stroke:
    """One physical key: what stands on it, whether Shift is held, and what the application sees of it."""

    key: str
    shift: bool
    erased: int
    written: str


@cache
def short_forms() -> Mapping[str, str]:
    """Word → what is typed for it, from the table that the product hands out."""
    pairs = (line.partition(":") for line in _SHORT_FORMS.read_text(encoding="utf-8-sig").splitlines())
    return {word.strip(): short.strip() for short, sign, word in pairs if sign and not short.startswith(";")}


def strokes(text: str) -> Iterator[Stroke]:
    """The keys of a text, Shift aside."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    made = ""
    for place, word in enumerate(words):
        short = short_forms().get(word)
        follows = words[place + 1] if place + 1 < len(words) else ""
        if short is not None and follows == " ":
            for letter in short:
                yield Stroke(letter, False, 0, letter)
            made = word
        elif made:
            # The space is the key on which the input method writes the word out.
            yield Stroke(" ", False, len(short_forms()[made]), f"{made} ")
            made = ""
        elif word[0].isalpha():
            yield from _of_word(word)
        else:
            yield Stroke(word, word in _SHIFTED, 0, word)


def count(text: str) -> int:
    """Physical keys pressed, Shift counted once for as long as it is held: `Nguyễn` is 9, `Trần` 7, `UBND` 5."""
    pressed, held = 0, False
    for stroke in strokes(text):
        pressed += 1 + (stroke.shift and not held)
        held = stroke.shift
    return pressed


def _of_word(word: str) -> Iterator[Stroke]:
    tone, plain = _tone_of(word)
    letters = list(plain)
    shown = ""
    index = 0
    while index < len(letters):
        letter = letters[index]
        low, upper = letter.lower(), letter.isupper()
        if low == "ư" and index + 1 < len(letters) and letters[index + 1].lower() == "ơ":
            # `uow` makes both horns.
            other = letters[index + 1]
            yield Stroke("u", upper, 0, "U" if upper else "u")
            yield Stroke("o", other.isupper(), 0, "O" if other.isupper() else "o")
            yield Stroke("w", False, 2, letter + other)
            shown += letter + other
            index += 2
            continue
        if low in _SHAPES:
            first, second = _SHAPES[low][0], _SHAPES[low][1]
            yield Stroke(first, upper, 0, first.upper() if upper else first)
            yield Stroke(second, False, 1, letter)
        elif _would_be_eaten(low, shown):
            # Telex takes the key for a mark: pressed once more it gives the letter itself.
            yield Stroke(low, upper, 0, letter)
            yield Stroke(low, upper, 1, letter)
        else:
            yield Stroke(low, upper, 0, letter)
        shown += letter
        index += 1
    if tone:
        tail = _changed_tail(plain, word)
        yield Stroke(tone, False, tail, word[len(word) - tail :])


def _tone_of(word: str) -> tuple[str, str]:
    """The key of the word's tone, and the word without it."""
    tone = ""
    letters: list[str] = []
    for letter in word:
        marks = unicodedata.normalize("NFD", letter)
        for mark, key in _TONES.items():
            if mark in marks:
                tone, marks = key, marks.replace(mark, "")
        letters.append(unicodedata.normalize("NFC", marks))
    return tone, "".join(letters)


def _changed_tail(plain: str, toned: str) -> int:
    first = next(index for index, (one, other) in enumerate(zip(plain, toned, strict=True)) if one != other)
    return len(toned) - first


def _would_be_eaten(letter: str, before: str) -> bool:
    lower = before.lower()
    if letter == "w":
        return True
    if letter in _DOUBLES and lower.endswith(letter):
        return True
    return letter in _TONE_KEYS and any(sign in _VOWELS for sign in lower)
