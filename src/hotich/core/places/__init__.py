"""Places over time: the historical gazetteer, reading what a register writes, comparing two writings, offering places to be written."""

from hotich.core.places.compare import (
    AGREEMENT_LABELS,
    PlaceAgreement,
    PlaceComparison,
    compare_places,
    explain_places,
)
from hotich.core.places.gazetteer import Gazetteer
from hotich.core.places.offices import OfficeReading, read_registration_office
from hotich.core.places.reading import NamedLevel, PlaceReading, read_place
from hotich.core.places.suggesting import Style, Suggestion, styles_of, suggest_places
from hotich.core.places.today import then_in_words, today_in_words
from hotich.core.places.units import Level, Unit

__all__ = [
    "AGREEMENT_LABELS",
    "Gazetteer",
    "Level",
    "NamedLevel",
    "OfficeReading",
    "PlaceAgreement",
    "PlaceComparison",
    "PlaceReading",
    "Style",
    "Suggestion",
    "Unit",
    "compare_places",
    "explain_places",
    "read_place",
    "read_registration_office",
    "styles_of",
    "suggest_places",
    "then_in_words",
    "today_in_words",
]
