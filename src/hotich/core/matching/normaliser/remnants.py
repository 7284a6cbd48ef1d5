"""What stands in a name's place besides the name: letters of encodings older than Unicode, words for *unknown*, a second name in brackets.

Converting is guesswork and only finds; what is shown and compared as text stays as written.
"""

from __future__ import annotations

import re

from hotich.core.text import comparison_key, suspected_encoding

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ"
_TCVN3 = (
    "\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00c6\u00a9\u00c7\u00ca\u00c8\u00c9\u00cb\u00ae\u00cc\u00d0\u00ce\u00cf\u00d1\u00aa\u00d2\u00d5"
    "\u00d3\u00d4\u00d6\u00d7\u00dd\u00d8\u00dc\u00de\u00df\u00e3\u00e1\u00e2\u00e4\u00ab\u00e5\u00e8\u00e6\u00e7\u00e9\u00ac\u00ea\u00ed\u00eb\u00ec\u00ee\u00ef\u00f3\u00f1"
    "\u00f2\u00f4\u00ad\u00f5\u00f8\u00f6\u00f7\u00f9\u00fa\u00fd\u00fb\u00fc\u00fe\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7"
)
_FROM_TCVN3 = str.maketrans(_TCVN3, _LETTERS)
_MARKS = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"â": "â", "á": "ấ", "à": "ầ", "å": "ẩ", "ã": "ẫ", "ä": "ậ"}
_BREVES = {"ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ"}
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_HATTED = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_BRACKETS = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]\s*")
# Behind ``tức`` stands another name of the person. (``tự`` would mean the same, and is a middle name.)
_OTHERWISE = re.compile(r"\s+tức\s.*$", re.IGNORECASE)
SIGNS = frozenset({"tức", "khuyết", "trống"})
"""Ordinary words that tell of such a thing wherever they stand."""
_PREFIX_APART = re.compile(r"(?<!\w)([HhYyKk])['\u2018\u2019\u02bc\u00b4`]\s+(?=\w)")
_NOT_VIETNAMESE = re.compile("[ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]")
_UNKNOWN = re.compile(
    "^(?:không|chưa|ko|k)(?: (?:được))?(?: (?:rõ|ghi|biết|có|khai|xác định|xác minh|nhớ)(?: .*)?)?$|^khuyết(?: danh)?$|^(?:bỏ |để )?trống$|^n/a$"
)


def old_letters(text: str) -> str:
    """``TCVN3``, ``VNI`` or ``VIQR`` where a word or a name has letters of these, else empty."""
    if text.isascii():
        return suspected_encoding(text) if "^" in text or "+" in text or "(" in text else ""
    return suspected_encoding(text) or ("TCVN3" if _NOT_VIETNAMESE.search(text) else "")


def readable(name: str) -> str:
    """The name that is meant: decoded, a prefix with its name, without brackets and second names; empty where it says that nobody knows."""
    encoding = old_letters(name)
    if encoding:
        name = _decoded(name, encoding)
    name = _PREFIX_APART.sub(r"\1'", _OTHERWISE.sub("", _BRACKETS.sub(" ", name)))
    return "" if _UNKNOWN.match(comparison_key(name)) or not any(map(str.isalpha, name)) else name


def _decoded(text: str, encoding: str) -> str:
    if encoding == "TCVN3":
        return text.translate(_FROM_TCVN3)
    return _from_vni(text) if encoding == "VNI" else text


def _from_vni(text: str) -> str:
    out: list[str] = []
    for letter in text.lower():
        last = out[-1] if out else ""
        if last in ("a", "e", "o") and letter in _HATS:
            out[-1] = _HATTED[last]["âáàåãä".index(letter)]
        elif last == "a" and letter in _BREVES:
            out[-1] = _BREVES[letter]
        elif letter in _MARKS and last and last in "aeiouyơư":
            out[-1] = last + _MARKS[letter]
        else:
            out.append(_SINGLE.get(letter, letter))
    return "".join(out)
