"""Vietnamese alphabetical order as a stored key, so that any database sorts names as a person does.

Letters first (a ă â b c d đ e ê … o ô ơ … u ư), then tones (ngang, huyền, hỏi, ngã, sắc, nặng); numbers by their value.
"""

from __future__ import annotations

import re
import unicodedata

from hotich.core.text.keys import comparison_key

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": "~", "\u0302": "~", "\u031b": "~"}
# â and ơ come after ă and ô.
_SECOND = {("a", "\u0302"): "~~", ("o", "\u031b"): "~~"}
_NUMBER = re.compile(r"\d+")


def sort_key(text: str) -> str:
    """ASCII text whose byte order is the Vietnamese order of `text`; equal only for one spelling."""
    letters: list[str] = []
    tones: list[str] = []
    for word in comparison_key(text).split(" "):
        tone = "0"
        plain = ""
        base = ""
        for letter in unicodedata.normalize("NFD", word):
            if letter in _TONES:
                tone = _TONES[letter]
            elif letter in _SHAPES:
                plain += _SECOND.get((base, letter), _SHAPES[letter])
            elif letter == "đ":
                plain += "d~"
            else:
                base = letter
                plain += letter if letter.isascii() else ""
        letters.append(_NUMBER.sub(lambda found: found.group().zfill(4), plain))
        tones.append(tone)
    return f"{'-'.join(letters)}!{''.join(tones)}"
