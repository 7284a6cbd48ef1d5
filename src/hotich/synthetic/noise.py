"""How a book and the register come to disagree: harmless differences of writing, and true ones of content.

Every function takes the text as it is and returns it changed, or the same text where it cannot be changed that way;
the caller compares. Harmless means a manner of writing that is no discrepancy.
"""

import unicodedata
from random import Random
from typing import Final

_TONE_PLACEMENT: Final = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_IY: Final = {
    "Lý": "Lí",
    "Mỹ": "Mĩ",
    "Kỳ": "Kì",
    "Quý": "Quí",
    "Sỹ": "Sĩ",
    "Vỹ": "Vĩ",
    "My": "Mi",
    "Thy": "Thi",
}
_SHORT_SURNAMES: Final = {
    "Nguyễn": "Ng.",
    "Trần": "Tr.",
    "Phạm": "Ph.",
    "Huỳnh": "H.",
    "Hoàng": "H.",
    "Đặng": "Đ.",
}
_SHORT_MIDDLES: Final = {"Thị": "T.", "Văn": "V."}
_ETHNIC_SPELLINGS: Final = {
    "Xtiêng": ("S'tiêng", "Stiêng", "X'tiêng", "S'Tiêng"),
    "Khơ-me": ("Khmer", "Khơ me", "Khơ Me"),
    "Kinh": ("kinh",),
}
_TONES: Final = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_FINALS: Final = (("nh", "n"), ("ng", "n"), ("n", "ng"), ("c", "t"), ("t", "c"))
_INITIALS: Final = (("Tr", "Ch"), ("Ch", "Tr"), ("S", "X"), ("X", "S"), ("D", "Gi"), ("V", "D"), ("L", "N"))


def tone_placement(text: str) -> str:
    """`Hòa` → `Hoà`: the same word in the other school's spelling. A final consonant fixes the place, so words that
    have one stay."""
    words = text.split(" ")
    for index, word in enumerate(words):
        head, tail = word[:-2], word[-2:]
        moved = _TONE_PLACEMENT.get(tail)
        # In `quý` the u belongs to the consonant and the tone cannot move.
        if moved and not head.lower().endswith("q"):
            words[index] = head + moved
    return " ".join(words)


def i_or_y(text: str) -> str:
    """`Lý` → `Lí`."""
    return " ".join(_IY.get(word, word) for word in text.split(" "))


def abbreviated(rng: Random, name: str) -> str:
    """`Nguyễn Thị Hoa` → `Ng. Thị Hoa`, `Ng. T. Hoa` or `Nguyễn T. Hoa`; never the given name."""
    words = name.split(" ")
    if len(words) < 3:
        return name
    which = rng.random()
    if which < 0.75:
        words[0] = _SHORT_SURNAMES.get(words[0], words[0])
    if which > 0.5:
        words[1] = _SHORT_MIDDLES.get(words[1], words[1])
    return " ".join(words)


def short_place(place: str) -> str:
    """`xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé` → `x. Minh Hưng, h. Bình Long, t. Sông Bé`."""
    out = place
    for long, short in (("xã ", "x. "), ("huyện ", "h. "), ("tỉnh ", "t. ")):
        out = ", ".join(
            short + part[len(long) :] if part.startswith(long) else part for part in out.split(", ")
        )
    return out


def less_precise(rng: Random, written: str) -> str:
    """A full date as month and year or, more often, the year alone."""
    if written.count("/") != 2:
        return written
    return written[-4:] if rng.random() < 0.7 else written[3:]


def ethnic_spelling(rng: Random, label: str) -> str:
    """Another usual spelling of the same group."""
    others = _ETHNIC_SPELLINGS.get(label)
    return others[int(rng.random() * len(others))] if others else label


def letter_case(name: str) -> str:
    """The name in capitals, as many books have it."""
    return name.upper()


def other_year(rng: Random, written: str) -> str:
    """One to three years off, as where somebody was made older for school or younger for the army."""
    if not written[-4:].isdigit():
        return written
    shift = (-1, 1, -1, 1, -2, 2, 3, -10)[int(rng.random() * 8)]
    return written[:-4] + str(int(written[-4:]) + shift)


def other_day(rng: Random, written: str) -> str:
    """Day and month changed round where that is a date; otherwise another day."""
    if written.count("/") != 2:
        return written
    day, month, year = written.split("/")
    if int(day) <= 12 and day != month and rng.random() < 0.6:
        return f"{month}/{day}/{year}"
    other = 1 + (int(day) + 8 + int(rng.random() * 9)) % 28
    return f"{other:02d}/{month}/{year}" if f"{other:02d}" != day else written


def other_given_name(rng: Random, name: str) -> str:
    """The given name heard or read wrongly: another tone, final or initial. Still pronounceable, another name."""
    words = name.split(" ")
    given = words[-1]
    for _ in range(6):
        changed = _misheard(rng, given)
        if changed != given:
            return " ".join([*words[:-1], changed])
    return name


def _misheard(rng: Random, word: str) -> str:
    which = rng.random()
    if which < 0.55:
        return _other_tone(rng, word)
    if which < 0.8:
        for final, other in _FINALS:
            if word.endswith(final) and len(word) > len(final) + 1:
                return word[: -len(final)] + other
        return word
    for initial, other in _INITIALS:
        if (
            word.startswith(initial)
            and len(word) > len(initial)
            and not (initial == "S" and word[1:2] == "r")
        ):
            return other + word[len(initial) :]
    return word


def _other_tone(rng: Random, word: str) -> str:
    """The word with another tone on the same vowel; a word without one gets one."""
    letters = [unicodedata.normalize("NFD", letter) for letter in word]
    toned = next((i for i, letter in enumerate(letters) if any(t in letter for t in _TONES[1:])), None)
    closed = word[-1:].lower() in "ptc" or word[-2:].lower() == "ch"
    if toned is None:
        vowels = [i for i, letter in enumerate(letters) if letter[0].lower() in "aeiouy"]
        if closed or not vowels or (len(vowels) > 1 and word[:2].lower() in ("qu", "gi")):
            return word
        toned = vowels[0] if len(vowels) == 1 or vowels[-1] == len(letters) - 1 else vowels[-1]
        choices: tuple[str, ...] = _TONES[1:]
    else:
        # A stopped syllable has only the sharp and the heavy tone.
        choices = ("\u0301", "\u0323") if closed else _TONES
    bare = "".join(mark for mark in letters[toned] if mark not in _TONES[1:])
    letters[toned] = bare + choices[int(rng.random() * len(choices))]
    return unicodedata.normalize("NFC", "".join(letters))


def without_middle_name(name: str) -> str:
    """`Nguyễn Thị Hoa` → `Nguyễn Hoa`."""
    words = name.split(" ")
    return f"{words[0]} {words[-1]}" if len(words) > 2 else name


def other_of(rng: Random, value: str, choices: tuple[str, ...]) -> str:
    """One of `choices` that is not `value`."""
    for _ in range(12):
        found = choices[int(rng.random() * len(choices))]
        if found != value:
            return found
    return value


def without_marks(text: str) -> str:
    """The text as somebody without a Vietnamese keyboard types it."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
