"""Names of a dossier's files: `KS.1995.01.1995-11-22.01.pdf`, the same every time and never twice in a book."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hotich.core.dates import PartialDate, read_date
from hotich.core.parameters import parameter
from hotich.core.text import search_key, squeeze

_YEAR_BEHIND: Final = re.compile(r"\s*[/.]\s*(?:1[89]\d\d|20\d\d)$")
_LEADING_DIGITS: Final = re.compile(r"^0*(\d+)")
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+")


@dataclass
class FileNames:
    """Names the files of one book in the order of its entries. `year` is the year the book was opened."""

    kind: str
    year: int | None
    volume: str
    on: date
    _used: Counter[str] = field(default_factory=Counter)

    @property
    def stem(self) -> str:
        """What all names begin with: `KS.1995.01`."""
        volume = self._padded(self.volume, "dossier_volume_width") or self._said("dossier_missing_volume")
        return f"{self.kind}.{self.year or 0:04d}.{volume}"

    def of(self, *, number: str, registered: str) -> str:
        """The name of one entry's PDF; a name that is taken gets `_2`, `_3` …"""
        shown = self._padded(number, "dossier_number_width") or self._said("dossier_missing_number")
        name = f"{self.stem}.{_day(registered)}.{shown}"
        # Some file systems take `12A` and `12a` for one name.
        self._used[name.casefold()] += 1
        again = self._used[name.casefold()]
        return f"{name}_{again}.pdf" if again > 1 else f"{name}.pdf"

    @property
    def repeated(self) -> int:
        """How many entries share number and date with one before."""
        return sum(count - 1 for count in self._used.values())

    def _padded(self, text: str, width: str) -> str:
        plain = _UNSAFE.sub("-", search_key(_YEAR_BEHIND.sub("", squeeze(text)))).strip("-").upper()
        return _LEADING_DIGITS.sub(lambda found: found.group(1).zfill(int(self._said(width))), plain)

    def _said(self, name: str) -> str:
        return str(parameter(name, self.on).value)


def _day(written: str) -> str:
    """`1995-11-22`; zeros for what the book does not say."""
    value = read_date(written).value
    if value is None or value.lunar or not isinstance(value, PartialDate):
        return "0000-00-00"
    return f"{value.year or 0:04d}-{value.month or 0:02d}-{value.day or 0:02d}"
