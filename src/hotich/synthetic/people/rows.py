"""The town as rows of the population file."""

from collections.abc import Iterable, Iterator

from .citizen import Citizen

POPULATION_COLUMNS: tuple[str, ...] = (
    "personal_id",
    "full_name",
    "sex",
    "birth_date",
    "birth_place",
    "hometown",
    "ethnicity",
    "nationality",
    "mother_full_name",
    "mother_birth_date",
    "father_full_name",
    "father_birth_date",
    "residence",
    "birth_registration_place",
    "old_id_number",
    "death_date",
)
"""The columns of the population file in their order, then the three a fuller extract also has."""


def population_rows(citizens: Iterable[Citizen]) -> Iterator[tuple[str, ...]]:
    """One tuple per citizen, in the order of `POPULATION_COLUMNS`."""
    for c in citizens:
        yield (
            c.personal_id,
            c.full_name,
            c.sex,
            c.birth_date,
            c.birth_place,
            c.hometown,
            c.ethnicity,
            c.nationality,
            c.mother_full_name,
            c.mother_birth_date,
            c.father_full_name,
            c.father_birth_date,
            c.residence,
            c.birth_registration_place,
            c.old_id_number,
            c.death_date,
        )


def population_csv(citizens: Iterable[Citizen]) -> Iterator[str]:
    """Lines of the csv that `hotich import population` reads, header first, each ending in a line feed."""
    yield ",".join(POPULATION_COLUMNS) + "\n"
    for row in population_rows(citizens):
        yield ",".join(_quoted(value) for value in row) + "\n"


def _quoted(value: str) -> str:
    if '"' in value or "," in value or "\n" in value:
        return '"' + value.replace('"', '""') + '"'
    return value
