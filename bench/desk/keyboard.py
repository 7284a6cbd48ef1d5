"""A keyboard of its own: real key events through the browser's input pipeline, every physical key counted.

What counts as a keystroke: every key that goes down, Shift, Ctrl and Alt too, a modifier once for as long as it is held.
Telex is counted by its keys; the Backspaces by which an input method rewrites a syllable are its own and count for nothing.
"""

from __future__ import annotations

from typing import Any

from bench.desk import telex

_CODES = {
    "Enter": 13, "Tab": 9, "Escape": 27, "Backspace": 8, "ArrowDown": 40, "ArrowUp": 38, "Home": 36, "End": 35,
    "PageUp": 33, "PageDown": 34, "Delete": 46,
} | {f"F{n}": 111 + n for n in range(1, 13)}  # fmt: skip
_HELD = {"Alt": (1, 18), "Control": (2, 17), "Shift": (8, 16)}
_COMMANDS = {"Control+a": ["selectAll"]}
"""What the browser of a desktop does by itself with a combination, and does not with one that comes through DevTools."""
_PACKET = 231
"""Windows' virtual key for a character that an input method sends."""


class Keyboard:
    """Presses keys on a page through its DevTools session."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.pressed = 0

    def presses(self, combination: str) -> None:
        """`F9`, `Shift+F2`, `Control+Enter`, `Alt+1`."""
        *held, key = combination.split("+")
        modifiers = sum(_HELD[one][0] for one in held)
        for one in held:
            self._send("rawKeyDown", one, _HELD[one][1], modifiers)
        self.pressed += 1 + len(held)
        if key in _CODES:
            text = "\r" if key == "Enter" else ""
            self._send("keyDown" if text else "rawKeyDown", key, _CODES[key], modifiers, text)
            self._send("keyUp", key, _CODES[key], modifiers)
        else:
            self._send("rawKeyDown", key, ord(key.upper()), modifiers, commands=_COMMANDS.get(combination))
            self._send("keyUp", key, ord(key.upper()), modifiers)
        for one in reversed(held):
            self._send("keyUp", one, _HELD[one][1], 0)

    def strikes(self, stroke: telex.Stroke, *, shift_held: bool = False) -> None:
        """One key of a text, as the input method lets the page see it."""
        self.pressed += 1 + (stroke.shift and not shift_held)
        is_plain = stroke.erased == 0 and stroke.written.lower() == stroke.key.lower()
        if is_plain:
            self._char(stroke.written, stroke.key, 8 if stroke.shift else 0)
            return
        for _ in range(stroke.erased):
            self._send("rawKeyDown", "Backspace", 8, 0)
        for letter in stroke.written:
            self._send("keyDown", letter, _PACKET, 0, letter)

    def types(self, text: str) -> None:
        held = False
        for stroke in telex.strokes(text):
            self.strikes(stroke, shift_held=held)
            held = stroke.shift

    def _char(self, char: str, key: str, modifiers: int) -> None:
        code = ord(key.upper()) if key.isalnum() else 0
        self._send("keyDown", char, code, modifiers, char)

    def _send(
        self,
        kind: str,
        key: str,
        virtual: int,
        modifiers: int,
        text: str = "",
        commands: list[str] | None = None,
    ) -> None:
        event: dict[str, Any] = {
            "type": kind, "key": key, "code": _code(key), "windowsVirtualKeyCode": virtual, "modifiers": modifiers,
        }  # fmt: skip
        if text:
            event["text"] = event["unmodifiedText"] = text
        if commands:
            event["commands"] = commands
        self._session.send("Input.dispatchKeyEvent", event)


def _code(key: str) -> str:
    if len(key) > 1:
        return f"{key}Left" if key in _HELD else key
    if key.isdigit():
        return f"Digit{key}"
    return f"Key{key.upper()}" if key.isascii() and key.isalpha() else ""
