"""How Vietnamese input methods bring letters into a box, key by key, replayed through the browser's own protocol.

Unikey and EVKey let a letter through and, when a key changes what stands there, take letters back with Backspace and put others down, as key
events, over the clipboard, or behind a character that only breaks a browser's completion. The Telex and VNI of Windows hold the word as a
composition until it ends.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from playwright.sync_api import CDPSession, Page

Typing = Literal["telex", "vni"]
Way = Literal["keys", "clipboard", "dummy", "composition"]

_TONES = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
_SHAPES = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_TELEX = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
_DUMMY = "\u202f"


def states(word: str, typing: Typing) -> Iterator[tuple[str, str]]:
    """Each key of a word, and what stands in the box after it: shapes as they come, the tone with the last key."""
    plain = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES)
    )
    tone = next((_TONES[c] for c in unicodedata.normalize("NFD", word) if c in _TONES), "")
    shaped = _TELEX if typing == "telex" else _VNI
    shown = ""
    for letter in plain:
        keys = shaped.get(letter.lower(), letter)
        first = letter if len(keys) == 1 else keys[0].upper() if letter.isupper() else keys[0]
        shown += first
        yield first, shown
        if len(keys) == 2:
            shown = shown[:-1] + letter
            yield keys[1], shown
    if tone:
        yield tone[0 if typing == "telex" else 1], word


class InputMethod:
    """Somebody who types with one of them."""

    def __init__(self, page: Page, typing: Typing, way: Way) -> None:
        self.page, self.typing, self.way = page, typing, way
        self.protocol: CDPSession = page.context.new_cdp_session(page)

    def types(self, text: str) -> None:
        """Text as it is to stand in the box, word by word."""
        for place, word in enumerate(text.split(" ")):
            if place:
                self._letter(" ")
            if self.way == "composition":
                self._composes(word)
            else:
                self._replaces(word)

    def presses(self, key: str, code: int) -> None:
        """A key that is no letter, the very next event after the last letter."""
        self.protocol.send(
            "Input.dispatchKeyEvent",
            {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": code},
        )

    def enter(self) -> None:
        self.protocol.send(
            "Input.dispatchKeyEvent",
            {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"},
        )

    def _replaces(self, word: str) -> None:
        for (_, before), (key, after) in pairwise([("", ""), *states(word, self.typing)]):
            if after == before + key:
                self._letter(key)
                continue
            same = next(
                (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
                min(len(before), len(after)),
            )
            if self.way == "dummy":
                self._packet(_DUMMY)
                self.presses("Backspace", 8)
            for _ in before[same:]:
                self.presses("Backspace", 8)
            if self.way == "clipboard":
                self.protocol.send("Input.insertText", {"text": after[same:]})
            else:
                for letter in after[same:]:
                    self._packet(letter)

    def _composes(self, word: str) -> None:
        for key, shown in states(word, self.typing):
            self.protocol.send(
                "Input.dispatchKeyEvent",
                {
                    "type": "rawKeyDown",
                    "key": "Process",
                    "code": f"Key{key.upper()}",
                    "windowsVirtualKeyCode": 229,
                },
            )
            end = len(shown)
            self.protocol.send(
                "Input.imeSetComposition", {"text": shown, "selectionStart": end, "selectionEnd": end}
            )
        self.protocol.send("Input.insertText", {"text": word})

    def _letter(self, letter: str) -> None:
        """A key that the method lets through."""
        code = ord(letter.upper()) if letter.isascii() and letter.isalnum() else 0
        self.protocol.send(
            "Input.dispatchKeyEvent",
            {"type": "keyDown", "key": letter, "text": letter, "windowsVirtualKeyCode": code},
        )

    def _packet(self, letter: str) -> None:
        """A letter that no key has: Windows calls it a packet."""
        self.protocol.send(
            "Input.dispatchKeyEvent",
            {"type": "keyDown", "key": letter, "text": letter, "windowsVirtualKeyCode": 231},
        )
