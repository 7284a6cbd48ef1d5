"""Which letters the document font has, and where a line may break within a word. PDF/A refuses a page on which a letter is missing, so it
is drawn as an empty box instead.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from hotich.synthetic.pages.canvas import FONTS

FACES: Final = tuple(
    FONTS / f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")
)
MISSING: Final = "□"
_WINDOWS_UNICODE: Final = (3, 1)


ALLOWED_BREAK: Final = "\u200b"
_LONGEST: Final = re.compile(r"\S{29,}")
"""No Vietnamese word, number of a document or address of an office is as long; what is was typed without a space."""
_PIECE: Final = 14


def breakable(value: Any) -> Any:
    """The same data with places in overlong words where a line may end: one of them would push a table off its page."""
    if isinstance(value, str):
        return _LONGEST.sub(_in_pieces, value)
    if isinstance(value, dict):
        return {key: breakable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [breakable(each) for each in value]
    return value


def _in_pieces(found: re.Match[str]) -> str:
    word = found[0]
    return ALLOWED_BREAK.join(word[at : at + _PIECE] for at in range(0, len(word), _PIECE))


def drawable(value: Any) -> Any:
    """The same data with every letter that no face has replaced by a box; control characters leave no trace."""
    if isinstance(value, str):
        return value if value.isascii() and value.isprintable() else "".join(map(_drawn, value))
    if isinstance(value, dict):
        return {key: drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(each) for each in value]
    return value


@lru_cache(maxsize=4096)
def _drawn(letter: str) -> str:
    if letter in ("\n", "\t", ALLOWED_BREAK) or unicodedata.category(letter) in ("Zl", "Zp"):
        return letter
    if unicodedata.category(letter) in ("Cc", "Cf"):
        return ""
    return letter if ord(letter) in letters_of_the_font() else MISSING


@lru_cache(maxsize=1)
def letters_of_the_font() -> frozenset[int]:
    """Code points that all four faces can draw."""
    return frozenset.intersection(*(_letters_of(path) for path in FACES))


def _letters_of(path: Path) -> frozenset[int]:
    """The code points of a TrueType file's Windows Unicode table, which is of format 4 (segments of the basic plane)."""
    data = path.read_bytes()
    for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, at)
        if tag == b"cmap":
            return frozenset(_segments(data, _table(data, start)))
    raise ValueError(f"{path.name} has no table of letters")


def _table(data: bytes, start: int) -> int:
    for at in range(start + 4, start + 4 + 8 * struct.unpack_from(">H", data, start + 2)[0], 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at)
        if (platform, encoding) == _WINDOWS_UNICODE:
            return start + int(offset)
    raise ValueError("the font has no Unicode table")


def _segments(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    places = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, places)
    found = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, places + 2 * number + offset + 2 * (code - first))[0]
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
