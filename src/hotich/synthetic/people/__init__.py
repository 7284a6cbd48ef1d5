"""The citizens of a synthetic town, in families over three generations."""

from .citizen import FEMALE, MALE, Citizen, Couple, Town
from .rows import POPULATION_COLUMNS, population_csv
from .town import build_town

__all__ = [
    "FEMALE",
    "MALE",
    "POPULATION_COLUMNS",
    "Citizen",
    "Couple",
    "Town",
    "build_town",
    "population_csv",
]
