"""The search keys of a citizen and of a question: prepared once, compared only by equality."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from hotich.core.dates import PartialDate, read_date
from hotich.core.text import search_key, split_name, squeeze


@dataclass(frozen=True, slots=True)
class NameKeys:
    """A name folded: whole, its given name, its surname, and its syllables without their order."""

    search: str
    given: str
    surname: str
    bag: str


@lru_cache(maxsize=1 << 15)
@lru_cache(maxsize=20_000)
def name_keys(full_name: str) -> NameKeys:
    """Keys of one name; all empty for an empty name."""
    folded = squeeze(search_key(full_name))
    if not folded:
        return NameKeys("", "", "", "")
    parts = split_name(full_name)
    given = squeeze(search_key(parts.given or "")) or folded.split()[-1]
    return NameKeys(folded, given, squeeze(search_key(parts.surname or "")), " ".join(sorted(folded.split())))


@dataclass(frozen=True, slots=True)
class DateKeys:
    """The year where it is known, and the day's number where all three parts are."""

    year: int | None
    day: int | None


def date_keys(text: str) -> DateKeys:
    """Keys of a date as the register or the book has it; a lunar date gives its year only."""
    value = read_date(text).value if text else None
    return keys_of_date(value)


def keys_of_date(value: PartialDate | None) -> DateKeys:
    """Keys of a date already read."""
    if value is None:
        return DateKeys(None, None)
    day = None
    if value.precision == "day" and not value.lunar and (earliest := value.earliest()) is not None:
        day = earliest.toordinal()
    return DateKeys(value.year, day)


def swapped_day(value: PartialDate | None) -> int | None:
    """The day's number with day and month changed over; None where that is no day, or the same."""
    if value is None or value.precision != "day" or not (value.year and value.month and value.day):
        return None
    try:
        swapped = date(value.year, value.day, value.month).toordinal()
    except ValueError:
        return None
    return swapped if value.day != value.month else None
