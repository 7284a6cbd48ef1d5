"""What makes two rows of an inventory the same volume: written forms folded, never changed."""

import re

from hotich.core.registers.catalogue import EditionUnknown, edition_for, nearest_edition
from hotich.core.text import search_key

_SEPARATORS = re.compile(r"[\s.,;:()-]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def office_key(office: str) -> str:
    """`UBND xã Minh Hưng,  huyện Bình Long` and `ubnd xa Minh Hung huyen Binh Long` are one office."""
    return _SEPARATORS.sub(" ", search_key(office)).strip()


def volume_key(volume: str) -> str:
    """`01/2006` and `1/2006` are one volume."""
    return _LEADING_ZEROS.sub("", _SEPARATORS.sub("", search_key(volume)))


def edition_of(kind: str, year_opened: int | None, form_mark: str) -> str:
    """The id of the edition that the book itself chooses, `KS/2006`.

    Of a year without a known form the nearest one is taken, of a book that says neither year nor mark the newest: which columns
    it really has is confirmed at inventory.
    """
    try:
        return edition_for(kind, year_opened=year_opened, form_mark=form_mark or None).id
    except EditionUnknown:
        return nearest_edition(kind, year_opened).id
