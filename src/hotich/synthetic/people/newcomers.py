"""People without a family in the town: founders, newcomers who marry here, workers."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .citizen import FEMALE, MALE, Citizen, Parent
from .names import ETHNICITY, full_name, pick, surname_for
from .places import BIRTH_WEIGHTS, HOME_PROVINCES, HomeProvince
from .register import RegisterWriter

_AREAS = tuple(code for code, weight in BIRTH_WEIGHTS.items() for _ in range(weight))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a family comes from: a home province and the commune there, or an area of the town itself."""

    province: int | None
    commune: str
    area: str | None = None


def _by_group() -> dict[str, tuple[int, ...]]:
    out: dict[str, tuple[int, ...]] = {}
    for group in ETHNICITY:
        out[group] = tuple(
            index
            for index, province in enumerate(HOME_PROVINCES)
            if group in province.groups
            for _ in range(province.weight)
        )
    return out


_HOMES = _by_group()


class NewcomerMaker:
    """Makes citizens whose parents the town never saw."""

    def __init__(self, rng: Random, register: RegisterWriter) -> None:
        self.rng = rng
        self.register = register

    def make(
        self,
        *,
        group: str,
        sex: str,
        year: int,
        family_id: int,
        area: str | None,
        origin: Origin | None = None,
    ) -> tuple[Citizen, Origin]:
        """A citizen of about `year` and where he is from; `area` where he was born in the town itself."""
        rng = self.rng
        if origin is None:
            if area is not None:
                origin = Origin(None, "", area)
            else:
                homes = _HOMES[group]
                index = homes[int(rng.random() * len(homes))]
                province: HomeProvince = HOME_PROVINCES[index]
                origin = Origin(index, pick(rng, province.communes))
        born = date(year, 1, 1) + timedelta(days=int(rng.random() * 365))
        if year < 1975 and rng.random() < 0.14 or rng.random() < 0.01:
            born = date(year, 1, 1)
        surname = surname_for(rng, group, sex)
        father_surname = surname
        if group == "xtieng":
            father_surname = "Điểu"
        elif surname == "Néang":
            father_surname = surname_for(rng, group, MALE)
        father_year = year - 22 - int(rng.random() * 14)
        mother_year = father_year + int(rng.random() * 6)
        label = ETHNICITY[group]
        father: Parent | None = None
        if rng.random() > 0.02:
            father = Parent(
                full_name(rng, group=group, sex=MALE, year=father_year, surname=father_surname),
                str(father_year),
                label,
                "Việt Nam",
                None,
            )
        mother_name = full_name(
            rng, group=group, sex=FEMALE, year=mother_year, surname=surname_for(rng, group, FEMALE)
        )
        citizen = self.register.child(
            name=full_name(rng, group=group, sex=sex, year=year, surname=surname),
            sex=sex,
            born=born,
            family_id=family_id,
            ethnicity=label,
            mother=Parent(mother_name, str(mother_year), label, "Việt Nam", None),
            father=father,
            origin=origin,
            home_area=area or pick(rng, _AREAS),
            born_in_town=area is not None,
            least_age=38 + int(rng.random() * 20),
        )
        return citizen, origin
