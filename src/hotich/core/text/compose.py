"""The door every text passes: one encoding for one spelling, and nothing else changed.

``compose`` is NFC plus repairs of *encoding*, never of spelling: look-alikes of Đ, invisible characters, kinds of space,
and a tone stored before the shape mark (``e`` + tilde + circumflex), which NFC alone leaves apart from ``ễ``. Spaces are
not collapsed, tones are not moved, letter case stays. ``compose(compose(x)) == compose(x)``.
"""

from __future__ import annotations

import re
import unicodedata

# Zero-width characters, direction marks, soft hyphen and control characters (PostgreSQL refuses NUL in text and JSON).
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_STROKED_D = re.compile("([Dd])[\u0335\u0336]")
_LOOK_ALIKES = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"})

# Marks of the tone and of the letter's shape that share one combining class: NFC keeps their order, so we set it.
_TONES_ABOVE = "\u0300\u0301\u0303\u0309"
_SHAPES_ABOVE = "\u0302\u0306"
_MARK_RUN = re.compile(f"[{_TONES_ABOVE}{_SHAPES_ABOVE}]{{2,}}")
# A composed text without any of these passes the door unchanged: almost every text does, and millions do.
_NEEDS_WORK = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u00ad\u00d0\u00f0\u0189\u0256\u0300-\u036f\u1680\u2000-\u200f"
    "\u202a-\u202f\u205f-\u2064\u2066-\u2069\u3000\ud800-\udfff\ufeff]"
)
_WHITE = re.compile("[ \t\r\n]+")


def _shape_before_tone(match: re.Match[str]) -> str:
    run = match.group()
    return "".join(m for m in run if m in _SHAPES_ABOVE) + "".join(m for m in run if m in _TONES_ABOVE)


def compose(text: str) -> str:
    """The text as every store and comparison of ours holds it: NFC, one Đ, no invisible characters."""
    if not _NEEDS_WORK.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFD", text)
    text = _MARK_RUN.sub(_shape_before_tone, text)
    text = _STROKED_D.sub(lambda m: "Đ" if m.group(1) == "D" else "đ", text)
    return unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)


def squeeze(text: str) -> str:
    """Composed, trimmed, every run of white space one space."""
    return _WHITE.sub(" ", compose(text)).strip(" ")
