"""Filled fields by the length of what stands in them: what accepted work is paid by.

The classes are those of TT 194/2012/TT-BTC for data entry: up to 15 characters, 16 to 50, more than 50.
"""

from collections.abc import Iterable
from dataclasses import dataclass

UP_TO, THEN_UP_TO = 15, 50


@dataclass(slots=True)
class Lengths:
    """Counts of filled fields."""

    up_to_15: int = 0
    from_16_to_50: int = 0
    over_50: int = 0

    def add(self, texts: Iterable[str]) -> None:
        """Counts the fields of one entry; an empty one is none."""
        for text in texts:
            length = len(text.strip())
            if length > THEN_UP_TO:
                self.over_50 += 1
            elif length > UP_TO:
                self.from_16_to_50 += 1
            elif length:
                self.up_to_15 += 1

    @property
    def total(self) -> int:
        """All filled fields."""
        return self.up_to_15 + self.from_16_to_50 + self.over_50

    def as_json(self) -> dict[str, int]:
        """The figures by their names, with the sum."""
        return {
            "up_to_15": self.up_to_15,
            "from_16_to_50": self.from_16_to_50,
            "over_50": self.over_50,
            "total": self.total,
        }
