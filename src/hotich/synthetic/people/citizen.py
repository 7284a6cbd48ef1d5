"""What one row of the synthetic population register holds, and the town around it."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

MALE: Final = "1"
FEMALE: Final = "2"


@dataclass(frozen=True, slots=True)
class Parent:
    """A mother or father as the child's own record names them."""

    full_name: str
    birth_date: str
    """`dd/mm/yyyy`, `mm/yyyy` or `yyyy`."""
    ethnicity: str
    nationality: str
    personal_id: str | None
    """None where the parent is not in the register."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """One person of the register. The first block has the names and forms of the population file's columns; the
    rest is what only the generator knows and the register does not hold.

    Dates of the first block are text (`dd/mm/yyyy`, `mm/yyyy`, `yyyy`, or empty), sex is `1` male, `2` female.
    """

    personal_id: str
    full_name: str
    sex: str
    birth_date: str
    birth_place: str
    birth_registration_place: str
    hometown: str
    ethnicity: str
    nationality: str
    mother_full_name: str
    mother_birth_date: str
    father_full_name: str
    father_birth_date: str
    residence: str
    old_id_number: str
    death_date: str
    """As the register has it: empty also where somebody died and nobody reported it."""

    family_id: int
    """The family this person was born into; siblings share it."""
    born: date
    died: date | None
    area: str | None
    """Code of the town's unit (2022–2025) in which the birth was registered; None where it was elsewhere."""
    registered: date
    """When the birth was registered."""
    born_in_town: bool
    home_province: int | None
    """Index into `HOME_PROVINCES` of the hometown; None where it is in the town itself."""
    home_commune: str
    """The commune there, or the code of the town's area."""
    mother: Parent
    father: Parent | None
    home_area: str
    """The unit where the family lived at the birth, whether or not it was registered there."""

    @property
    def is_foreign_element(self) -> bool:
        """Whether a parent is a foreigner: the district registers such a birth, from 2016."""
        return any(p is not None and p.nationality != "Việt Nam" for p in (self.mother, self.father))


@dataclass(frozen=True, slots=True)
class Couple:
    """A marriage between two citizens of the register."""

    husband: Citizen
    wife: Citizen
    married: date
    area: str


@dataclass(frozen=True)
class Town:
    """All citizens and marriages that one seed gives."""

    seed: int
    citizens: tuple[Citizen, ...]
    couples: tuple[Couple, ...]
    identities: frozenset[tuple[str, str]] = field(repr=False)
    """(full name, birth date) of everybody, so that a person who must not be in the register can be invented."""

    @cached_property
    def by_personal_id(self) -> dict[str, Citizen]:
        return {citizen.personal_id: citizen for citizen in self.citizens}
