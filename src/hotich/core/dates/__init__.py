"""Dates as far as they are known: reading, writing, comparing, in figures and in words, and the desk's shorthand."""

from hotich.core.dates.compare import DATE_AGREEMENT_LABELS, DateAgreement, compare_dates
from hotich.core.dates.partial import FIRST_YEAR, LAST_YEAR, SENTINEL_DATE, PartialDate, Precision
from hotich.core.dates.reading import DateReading, read_date
from hotich.core.dates.shorthand import read_shorthand
from hotich.core.dates.words import Variant, echo_words, read_words, say_year, write_words

__all__ = [
    "DATE_AGREEMENT_LABELS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "SENTINEL_DATE",
    "DateAgreement",
    "DateReading",
    "PartialDate",
    "Precision",
    "Variant",
    "compare_dates",
    "echo_words",
    "read_date",
    "read_shorthand",
    "read_words",
    "say_year",
    "write_words",
]
