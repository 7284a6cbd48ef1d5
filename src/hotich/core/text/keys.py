"""Four values of one text, never overwritten by one another.

* *as written*: what ``compose`` returns, the evidence;
* *display*: one spacing, one letter case;
* *comparison key*: lower case, one spacing, one tone placement, tones kept. Equal keys are the same spelling;
* *search key*: tones, shape marks and the stroke of đ folded away. It finds; it never decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from hotich.core.text.compose import compose, squeeze
from hotich.core.text.tones import unify_placement

_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4\u0060\u2032\uff07]")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\uff0d]")
_AROUND_HYPHEN = re.compile(" *- *")
_AFTER_APOSTROPHE = re.compile("' +")
_TOUCHED = re.compile("['\u2018\u2019\u02bc\u00b4\u0060\u2032\uff07\u2010-\u2015\u2212-]")
_MARKS = re.compile("[\u0300-\u036f]")
# Letters that no key folds away: one look says that a text is marked.
_MARKED = re.compile(
    "[\u00c0-\u00ff\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
_NOT_WORD = re.compile(r"[\W_]+")


def _is_upper(letter: str) -> bool:
    return letter != letter.lower()


def _is_lower(letter: str) -> bool:
    return letter != letter.upper()


def _capital(letter: str) -> str:
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


def _display_word(word: str) -> str:
    """One word's case. What follows an apostrophe or a hyphen keeps the writer's letters: H'Brới, K'Ho, Y-Bliêm."""
    touched = _TOUCHED.search(word)
    head, tail = (word[: touched.start()], word[touched.start() :]) if touched else (word, "")
    return ".".join(_display_piece(piece) for piece in head.split(".")) + tail


def _display_piece(head: str) -> str:
    letters = [c for c in head if _is_upper(c) or _is_lower(c)]
    if not letters:
        return head
    inner_capital = (
        len(letters) > 2
        and _is_upper(letters[0])
        and _is_lower(letters[1])
        and any(map(_is_upper, letters[2:]))
    )
    if inner_capital:  # McDonald, DeVries: somebody meant it
        return head
    first = head.index(letters[0])
    return head[:first] + _capital(head[first]) + head[first + 1 :].lower()


def display_name(text: str) -> str:
    """The name for screens and documents: composed, single spaces, each word with a capital.

    A word with a capital inside (``McDonald``) stays, and so does every letter after an apostrophe or hyphen.
    """
    return compose(" ".join(_display_word(word) for word in squeeze(text).split(" ")))


@lru_cache(maxsize=1 << 16)
def comparison_key(text: str) -> str:
    """Equal for two writings of one spelling: case, spaces, tone placement, kinds of apostrophe and hyphen.

    Tones and shape marks are kept: ``Hòa`` and ``Hóa``, ``Đỗ`` and ``Đô`` differ. i and y differ too: see ``unify_iy``.
    """
    key = squeeze(compose(text).lower())
    key = _HYPHENS.sub("-", _APOSTROPHES.sub("'", key))
    key = _AFTER_APOSTROPHE.sub("'", _AROUND_HYPHEN.sub("-", key)).strip(" ")
    return unify_placement(key)


def search_key(text: str) -> str:
    """Folded for finding: no marks, đ as d, lower case, words apart by one space, apostrophes closed (``hbroi``)."""
    return " ".join(filter(None, map(_fold_word, comparison_key(text).split(" "))))


@lru_cache(maxsize=1 << 15)
def _fold_word(word: str) -> str:
    key = _MARKS.sub("", unicodedata.normalize("NFD", word.replace("'", ""))).replace("đ", "d")
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", key)).strip(" ")


def lacks_diacritics(*texts: str | None) -> bool:
    """Whether all the given texts together carry no Vietnamese mark: a record written wholly without diacritics."""
    written = [text for text in texts if text]
    return bool(written) and not any(map(has_diacritics, written))


def has_diacritics(text: str) -> bool:
    """Whether a text carries a Vietnamese mark, or any letter that is not ASCII."""
    return not text.isascii() and (_MARKED.search(text) is not None or not comparison_key(text).isascii())
