"""Numbers of the synthetic citizens: of the right form, unique, and nobody's."""

from random import Random

from .citizen import MALE


class NumberMaker:
    """Gives every person numbers that nobody else of the town has."""

    def __init__(self, rng: Random) -> None:
        self._random = rng.random
        self._personal: set[str] = set()
        self._old: set[str] = set()

    def personal_number(self, *, province_code: str, sex: str, year: int) -> str:
        """Twelve figures: province of birth registration, century and sex, year, six at random (NĐ 137/2015 Đ.13)."""
        digit = (0 if year < 2000 else 2) + (0 if sex == MALE else 1)
        prefix = f"{province_code}{digit}{year % 100:02d}"
        while True:
            number = f"{prefix}{int(self._random() * 1_000_000):06d}"
            if number not in self._personal:
                self._personal.add(number)
                return number

    def old_number(self, prefix: str) -> str:
        """A nine-figure identity card number of the series of one province."""
        while True:
            number = f"{prefix}{int(self._random() * 10_000_000):07d}"
            if number not in self._old:
                self._old.add(number)
                return number
