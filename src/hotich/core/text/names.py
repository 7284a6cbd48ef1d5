"""A name's parts and what is odd about it. The full string stays authoritative; parts are for finding and exchange.

Kinh, Hoa, Tày, Khmer: surname first, given name last (``Nguyễn Thị Hòa``, ``Thạch Sơn``, ``Néang Sa``). Xtiêng and Mnông: ``Điểu`` for men and ``Thị`` for
women *are* the surname, and parents and children lawfully differ. Ê-đê and Gia-rai: the prefix ``Y``/``H'`` opens the given name
and the clan follows (``Y Bliêm Niê``, ``H'Brới Ayŭn``) or comes first (``Rơ Châm H'Phik``). One word is a given name without a surname. A saint's name may stand before all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotich.core.findings import Finding, about
from hotich.core.text.abbreviations import is_abbreviated, name_words
from hotich.core.text.compose import compose, squeeze
from hotich.core.text.keys import comparison_key, search_key
from hotich.core.text.legacy import suspected_encoding

_COMPOUND_SURNAMES = (
    "công huyền tôn nữ",
    "công tằng tôn nữ",
    "huyền tôn nữ",
    "công tôn nữ",
    "tôn thất",
    "tôn nữ",
    "âu dương",
)
_SAINTS = frozenset(
    [
        "maria",
        "giuse",
        "phero",
        "phêrô",
        "phaolo",
        "phaolô",
        "anna",
        "têrêsa",
        "teresa",
        "gioan",
        "gioakim",
        "đaminh",
        "antôn",
        "antôniô",
        "micae",
        "matta",
        "mátta",
        "lucia",
        "rosa",
        "cecilia",
        "catarina",
        "mađalêna",
        "vinhsơn",
        "phanxicô",
        "tôma",
        "giacôbê",
        "luca",
        "marcô",
        "martinô",
        "augustinô",
        "anrê",
        "simon",
        "batôlômêô",
        "inhaxiô",
        "xaviê",
        "baotixita",
        "gioanbaotixita",
        "mônica",
        "clara",
        "êlisabet",
        "phanxicôxaviê",
        "vincentê",
        "laurensô",
        "stêphanô",
        "phaolina",
        "isave",
    ]
)
_SAINTS_UNMARKED = frozenset(search_key(saint) for saint in _SAINTS)
_UNNAMED = re.compile(
    "^(?:chưa (?:đặt|có) tên|không (?:có )?tên|vô danh|(?:con |bé |em bé |trẻ |cháu )?(?:gái|trai)|bé|hài nhi)$"
)
_OPEN_UNNAMED = frozenset({"chưa", "không", "vô", "con", "bé", "em", "trẻ", "cháu", "gái", "trai", "hài"})
CLAN_PREFIXES = frozenset({"y", "h", "k", "ka"})
"""Bare prefixes of highland names that stand before the given name as words of their own."""
OPENERS = frozenset(
    {word for c in _COMPOUND_SURNAMES for word in (c.split(" ")[0], search_key(c).split(" ")[0])}
    | _SAINTS
    | _SAINTS_UNMARKED
    | {"thị"}
    | _OPEN_UNNAMED
)
"""Words that, opening a name, leave the cut to ``split_name``: after any other the first word is the surname and the last the given name."""
_CLAN_PREFIX = re.compile("^(?:y|h|k|ka|h'|y'|k'|h-|y-|k-)$")
_PREFIXED = re.compile("^(?:h'|y'|h-|y-|k'|k-).")
_DIGIT = re.compile("[0-9]")
_SYMBOL = re.compile('[\\\\/@#$%&*+=<>{}\\[\\]|_!;:"\u00bf\u00a1]')
_PLAIN_GROUPS_OF_THI = frozenset({"kinh", "viet", "hoa", "tay", "nung", "thai", "muong", "dao"})


@dataclass(frozen=True, slots=True)
class NameParts:
    """Parts of one name as written, joined by single spaces; an absent part is ``""``."""

    surname: str
    middle: str
    given: str
    baptismal: str = ""


def is_unnamed(text: str) -> bool:
    """Whether the register says that the child has no name yet (``Bé gái``, ``chưa đặt tên``)."""
    first = text.partition(" ")[0]
    if first.isalpha() and comparison_key(first) not in _OPEN_UNNAMED:
        return False  # nearly every name, by one look at its first word
    return bool(_UNNAMED.match(comparison_key(text)))


def split_name(text: str, *, ethnicity: str | None = None) -> NameParts:
    """Surname, middle and given name.

    ``ethnicity`` only settles a bare ``Thị Hoa``: for Kinh and other groups without that surname ``Thị`` is a middle name whose
    surname the book left out; otherwise it is the surname of Xtiêng and Mnông women.
    """
    words = name_words(text)
    if not words or is_unnamed(text):
        return NameParts("", "", squeeze(text))
    keys = [comparison_key(word) for word in words]
    baptismal = ""
    while len(words) >= 3 and search_key(words[0]) in _SAINTS_UNMARKED:
        baptismal = f"{baptismal} {words[0]}".lstrip()
        words, keys = words[1:], keys[1:]
    if len(words) == 1:
        return NameParts("", "", words[0], baptismal)
    if _CLAN_PREFIX.match(keys[0]):
        return NameParts(" ".join(words[2:]), "", " ".join(words[:2]), baptismal)
    if _PREFIXED.match(keys[0]):
        return NameParts(" ".join(words[1:]), "", words[0], baptismal)
    if _PREFIXED.match(keys[-1]):
        return NameParts(" ".join(words[:-1]), "", words[-1], baptismal)
    if keys[0] == "thị" and len(words) == 2 and search_key(ethnicity or "") in _PLAIN_GROUPS_OF_THI:
        return NameParts("", words[0], words[1], baptismal)
    surname_length = 1
    joined = " ".join(keys)
    for compound in _COMPOUND_SURNAMES:
        if joined.startswith((compound if not joined.isascii() else search_key(compound)) + " "):
            surname_length = len(compound.split(" "))
            break
    return NameParts(
        " ".join(words[:surname_length]), " ".join(words[surname_length:-1]), words[-1], baptismal
    )


def name_findings(text: str, *, field: str = "") -> tuple[Finding, ...]:
    """What is odd about a name as written. Never hard: the book may really say it, and names of every people are names."""
    written = compose(text)
    found: list[Finding] = []
    fields = about(field)

    def soft(code: str, message: str) -> None:
        found.append(Finding(code, "soft", fields, message))

    encoding = suspected_encoding(written)
    if encoding:
        soft(
            "name.legacy_encoding",
            f"Tên “{written}” có vẻ được lưu bằng bảng mã cũ ({encoding}). Xem lại sổ và gõ lại bằng Unicode.",
        )
    elif _SYMBOL.search(written):
        soft("name.symbols", f"Tên “{written}” có ký hiệu lạ. Kiểm tra lại với sổ.")
    if _DIGIT.search(written):
        soft("name.digits", f"Tên “{written}” có chữ số. Kiểm tra lại với sổ.")
    words = name_words(written)
    if any(is_abbreviated(word, first=place == 0) for place, word in enumerate(words)):
        found.append(
            Finding(
                "name.abbreviated",
                "silent",
                fields,
                f"Tên “{written}” viết tắt. Giữ nguyên như sổ; tên đầy đủ chỉ là gợi ý khi tra cứu.",
                "NĐ 158/2005/NĐ-CP Đ.68",
            )
        )
    if is_unnamed(written):
        soft("name.unnamed", f"Sổ ghi “{written}”, không phải tên riêng. Xác nhận đúng như sổ.")
    elif len(words) == 1:
        found.append(
            Finding("name.one_word", "silent", fields, f"Tên “{written}” chỉ có một chữ, không rõ họ.")
        )
    return tuple(found)
