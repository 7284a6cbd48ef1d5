"""Abbreviated names: what they may stand for, and whether two writings agree but for them.

NĐ 158/2005 Đ.68 forbids abbreviation in a register, and the registers are full of it: ``Ng.``, ``Ng~``, ``Ngx``, ``Ng̃`` (Nguyễn), ``Tr.``, ``Ph.``,
``Th.``/``T.`` (Thị), ``V.`` (Văn), ``Hg``, ``Đ.``. The writing is the evidence and stays; an expansion is a suggestion that a person picks.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product

from hotich.core.text.compose import compose, squeeze
from hotich.core.text.keys import comparison_key
from hotich.core.text.tones import unify_iy

# By the abbreviation's letters, the likelier first. A surname opens the name, a middle name stands inside.
SURNAMES: dict[str, tuple[str, ...]] = {
    "ng": ("Nguyễn",),
    "n": ("Nguyễn", "Nông"),
    "tr": ("Trần", "Trương", "Trịnh"),
    "t": ("Trần", "Trương"),
    "trg": ("Trương",),
    "tg": ("Trương",),
    "ph": ("Phạm", "Phan", "Phùng"),
    "p": ("Phạm", "Phan"),
    "hg": ("Hoàng",),
    "h": ("Hoàng", "Huỳnh", "Hồ"),
    "hh": ("Huỳnh",),
    "l": ("Lê", "Lâm", "Lương"),
    "đ": ("Đỗ", "Đặng", "Đinh", "Điểu"),
    "v": ("Võ", "Vũ"),
    "b": ("Bùi",),
    "d": ("Dương", "Danh"),
    "c": ("Cao", "Châu"),
    "th": ("Thạch", "Thị"),
}
MIDDLE_NAMES: dict[str, tuple[str, ...]] = {
    "th": ("Thị",),
    "t": ("Thị",),
    "v": ("Văn",),
    "ng": ("Ngọc", "Nguyên"),
    "n": ("Ngọc",),
    "h": ("Hữu", "Hồng"),
    "hg": ("Hồng", "Hoàng"),
    "đ": ("Đình", "Đức"),
    "m": ("Minh",),
    "x": ("Xuân",),
    "q": ("Quang", "Quốc"),
    "k": ("Kim",),
    "ph": ("Phước", "Phương"),
    "b": ("Bá",),
    "c": ("Công",),
    "d": ("Duy",),
    "tr": ("Trọng",),
}
GIVEN_NAMES: dict[str, tuple[str, ...]] = {
    "hg": ("Hương", "Hồng", "Hằng", "Hoàng"),
    "ph": ("Phương", "Phước"),
}

MAX_SUGGESTIONS = 12
# Bare letters that open a minority name and are no abbreviation: H Brới, K Ho.
_PREFIX_LETTERS = frozenset({"h", "k"})
# "Ng~" is also written with the tilde above the g. On a vowel it is a tone: Vũ and Mã are whole names.
_TILDED = re.compile("([bcdđghklmnpqrstvx])\u0303", re.IGNORECASE)
_SIGNS = re.compile("[.~]+$")
_CONSONANTS = re.compile("^[bcdđghklmnpqrstvx]+$")
_AROUND_HYPHEN = re.compile(" *- *")
_AFTER_DOT = re.compile(r"\.(?=[^ .])")


class NameAgreement(StrEnum):
    """How two names agree; only ``different`` is a discrepancy (a dated parameter says so, not this module)."""

    EXACT = "exact"
    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"
    DIFFERENT = "different"
    MISSING = "missing"


AGREEMENT_LABELS: dict[NameAgreement, str] = {
    NameAgreement.EXACT: "trùng khớp",
    NameAgreement.SPELLING: "khác cách bỏ dấu, i/y, chữ hoa hoặc khoảng trắng",
    NameAgreement.ABBREVIATION: "một bên viết tắt",
    NameAgreement.DIFFERENT: "không khớp",
    NameAgreement.MISSING: "thiếu một bên",
}


def name_words(text: str) -> list[str]:
    """The words of a name as written; a dot inside ends a word (``Ng.V.An`` is three), a hyphen joins (``Y - Bliêm``)."""
    squeezed = squeeze(_AFTER_DOT.sub(". ", _AROUND_HYPHEN.sub("-", squeeze(text))))
    return squeezed.split(" ") if squeezed else []


def _plain_tilde(word: str) -> str:
    return unicodedata.normalize("NFC", _TILDED.sub(r"\1~", unicodedata.normalize("NFD", word)))


def _letters_of(word: str) -> str:
    """The letters an abbreviation keeps, lower case: ``Ng̃`` and ``Ngx`` -> ``ng``."""
    letters = _plain_tilde(word.lower()).rstrip(".~")
    return letters[:-1] if letters == "ngx" else letters


@lru_cache(maxsize=1 << 14)
def is_abbreviated(word: str, *, first: bool = False) -> bool:
    """Whether the word is visibly an abbreviation: a sign behind it, or consonants only. Y, H' and K' are prefixes."""
    letters = _letters_of(word)
    if not letters:
        return False
    if _SIGNS.search(_plain_tilde(word)) and len(letters) <= 4:
        return True
    if first and letters in _PREFIX_LETTERS:
        return False
    return bool(_CONSONANTS.match(letters))


def expansion_suggestions(name: str) -> tuple[str, ...]:
    """Full names the abbreviated one may stand for, likeliest first; empty where nothing is abbreviated or known."""
    words = name_words(name)
    choices: list[tuple[str, ...]] = []
    expanded = False
    capitals = name == name.upper()
    for place, word in enumerate(words):
        if not is_abbreviated(word, first=place == 0):
            choices.append((word,))
            continue
        table = SURNAMES if place == 0 else GIVEN_NAMES if place == len(words) - 1 else MIDDLE_NAMES
        known = table.get(_letters_of(word), ())
        if len(words) > 1 and known:
            expanded = True
            choices.append(tuple(full.upper() for full in known) if capitals else known)
        else:
            choices.append((word,))
    if not expanded:
        return ()
    return tuple(" ".join(full) for full in islice(product(*choices), MAX_SUGGESTIONS))


def _key(word: str) -> str:
    return unify_iy(comparison_key(word))


@lru_cache(maxsize=1 << 15)
def _plain_key(word: str) -> str:
    """The key of a word of letters alone that is written out; empty for a word that needs a closer look."""
    return _key(word) if word.isalpha() and compose(word) == word and not is_abbreviated(word) else ""


def _plain_keys(name: str) -> list[str] | None:
    """The keys of a name's words where all are plain and one space parts them: most names. None for any other."""
    keys = list(map(_plain_key, name.split(" ")))
    return keys if all(keys) else None


def _may_stand_for(short: str, full: str, *, first: bool) -> bool:
    if not is_abbreviated(short, first=first):
        return False
    letters, key = _letters_of(short), _key(full)
    if is_abbreviated(full, first=first):
        return letters == _letters_of(full)
    begins = key.startswith(letters)
    contracted = len(letters) == 2 and len(key) > 2 and key[0] == letters[0] and key[-1] == letters[1]
    return begins or contracted


def same_name(a: str | None, b: str | None) -> NameAgreement:
    """How two writings of a name agree.

    ``exact`` is the same text; ``spelling`` the same but for tone placement, i/y, letter case, spaces; ``abbreviation`` the same words
    with some abbreviated on one side; ``missing`` where a side is empty. A middle name that one side lacks is ``different``.
    """
    a, b = a or "", b or ""
    keys, others = _plain_keys(a), _plain_keys(b)
    if keys and others:
        if keys != others:
            return NameAgreement.DIFFERENT
        return NameAgreement.EXACT if a == b else NameAgreement.SPELLING
    return _same_on_closer_look(a, b)


def _same_on_closer_look(a: str, b: str) -> NameAgreement:
    one, two = squeeze(a), squeeze(b)
    if not one or not two:
        return NameAgreement.MISSING
    if compose(a) == compose(b):
        return NameAgreement.EXACT
    if _key(one) == _key(two):
        return NameAgreement.SPELLING
    left, right = name_words(one), name_words(two)
    if len(left) != len(right):
        return NameAgreement.DIFFERENT
    for place, (x, y) in enumerate(zip(left, right, strict=True)):
        first = place == 0
        if _key(x) == _key(y) or _may_stand_for(x, y, first=first) or _may_stand_for(y, x, first=first):
            continue
        return NameAgreement.DIFFERENT
    return NameAgreement.ABBREVIATION
