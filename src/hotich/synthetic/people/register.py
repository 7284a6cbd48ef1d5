"""How the population register writes one person down: numbers, dates, places under the name of then or of now."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from .citizen import Citizen, Parent
from .numbers import NumberMaker
from .places import (
    AREAS,
    DISTRICT,
    DISTRICT_SINCE,
    HAMLETS,
    HOME_PROVINCES,
    PROVINCE_CODE,
    RESIDENCE_WEIGHTS,
    TOWN_2022,
    modern_place,
    office_on,
)

if TYPE_CHECKING:
    from .newcomers import Origin

REGISTER_DATE = date(2023, 10, 1)
"""The day on which the synthetic register is taken."""
_RESIDENCES = tuple(code for code, weight in RESIDENCE_WEIGHTS.items() for _ in range(weight))
_HOLIDAYS = ((1, 1), (4, 30), (5, 1), (9, 2))
_FIRST_BOOKS = date(1977, 3, 11)


class RegisterWriter:
    """Makes the citizens; every one gets his numbers here, so none comes twice."""

    def __init__(self, rng: Random, numbers: NumberMaker) -> None:
        self.rng = rng
        self.numbers = numbers

    def parent(self, citizen: Citizen, chance: float) -> Parent:
        """A citizen as his child's record names him: more often than not with the year only."""
        written = citizen.birth_date if chance > 0.55 else str(citizen.born.year)
        return Parent(citizen.full_name, written, citizen.ethnicity, citizen.nationality, citizen.personal_id)

    def child(
        self,
        *,
        name: str,
        sex: str,
        born: date,
        family_id: int,
        ethnicity: str,
        mother: Parent,
        father: Parent | None,
        origin: Origin,
        home_area: str,
        born_in_town: bool,
        least_age: int = 0,
    ) -> Citizen:
        """One citizen with his numbers, his places and the day his birth was registered; `least_age` is the age in
        years that he reached for certain, because he married or came here as a grown person."""
        rng = self.rng
        nationality = "Việt Nam"
        registered = self._registered(born)
        late_here = not born_in_town and born >= date(1955, 1, 1) and rng.random() < 0.05
        if late_here:
            registered = date(1999, 1, 4) + timedelta(days=int(rng.random() * 7200))
            if registered <= born:
                late_here = False
                registered = self._registered(born)
        died, reported = self._death(born, least_age)
        if died is not None and registered >= died:
            registered = born + timedelta(days=20)
        in_books = registered >= _FIRST_BOOKS and (born_in_town or late_here)
        if origin.province is None:
            province_code, id_prefix = PROVINCE_CODE, "28"
        else:
            home = HOME_PROVINCES[origin.province]
            province_code, id_prefix = home.code, home.id_prefix
        if in_books or born_in_town:
            province_code = PROVINCE_CODE
        modern = rng.random() < 0.45
        birth_place = self._birth_place(born, origin, home_area, born_in_town, modern)
        if in_books or born_in_town:
            office = office_on(home_area, registered)
            place = modern_place(office.unit_code, office.place) if modern else office.place
            if father is not None and father.nationality != nationality and registered >= DISTRICT_SINCE:
                place = TOWN_2022 if modern else DISTRICT
        else:
            place = self._home_place(origin, registered.year if not modern else 2023)
        return Citizen(
            personal_id=self.numbers.personal_number(province_code=province_code, sex=sex, year=born.year),
            full_name=name,
            sex=sex,
            birth_date=self._birth_date(born),
            birth_place=birth_place,
            birth_registration_place=place,
            hometown=self._hometown(origin, modern),
            ethnicity=ethnicity,
            nationality=nationality,
            mother_full_name=mother.full_name,
            mother_birth_date=mother.birth_date,
            father_full_name=father.full_name if father else "",
            father_birth_date=father.birth_date if father else "",
            residence=self._residence(home_area, born_in_town),
            old_id_number=self.numbers.old_number(id_prefix)
            if born.year < 2002 and rng.random() < 0.8
            else "",
            death_date=reported,
            family_id=family_id,
            born=born,
            died=died,
            area=home_area if in_books else None,
            registered=registered,
            born_in_town=born_in_town,
            home_province=origin.province,
            home_commune=origin.commune if origin.province is not None else origin.area or "25432",
            mother=mother,
            father=father,
            home_area=home_area,
        )

    def _registered(self, born: date) -> date:
        chance = self.rng.random()
        if chance < 0.8:
            delay = 3 + int(self.rng.random() * 38)
        elif chance < 0.94:
            delay = 60 + int(self.rng.random() * 900)
        else:
            delay = 1200 + int(self.rng.random() * 6000)
        day = born + timedelta(days=delay)
        if day.year > 2022:
            day = born + timedelta(days=25)
        while day.weekday() == 6 or (day.month, day.day) in _HOLIDAYS:
            day += timedelta(days=1)
        return day

    def _birth_date(self, born: date) -> str:
        if born.year < 1960 and self.rng.random() < 0.2 or born.year < 1975 and self.rng.random() < 0.06:
            return str(born.year)
        return f"{born.day:02d}/{born.month:02d}/{born.year}"

    def _death(self, born: date, least_age: int) -> tuple[date | None, str]:
        rng = self.rng
        if born.year < 1985 and rng.random() < 0.012 or rng.random() < 0.004:
            years = rng.random() * 4
        else:
            years = 74 + 26 * (rng.random() + rng.random() + rng.random() - 1.5)
            if rng.random() < 0.06:
                years *= rng.random()
        years = max(years, least_age)
        day = born + timedelta(days=40 + int(years * 365.25))
        if day >= REGISTER_DATE:
            return None, ""
        if rng.random() < 0.15:
            return day, ""
        return day, f"{day.day:02d}/{day.month:02d}/{day.year}"

    def _birth_place(self, born: date, origin: Origin, area: str, here: bool, modern: bool) -> str:
        if not here:
            return self._home_place(origin, 2023 if modern else born.year)
        office = office_on(area, born)
        return modern_place(office.unit_code, office.place) if modern else office.place

    def _home_place(self, origin: Origin, year: int) -> str:
        if origin.province is None:
            area = origin.area or "25432"
            return office_on(area, date(year, 7, 1)).place
        home = HOME_PROVINCES[origin.province]
        return f"{origin.commune}, tỉnh {home.name_in(year)}"

    def _hometown(self, origin: Origin, modern: bool) -> str:
        if origin.province is None:
            office = office_on(origin.area or "25432", REGISTER_DATE if modern else date(2010, 1, 1))
            return office.place
        return self._home_place(origin, 2023)

    def _residence(self, area: str, born_in_town: bool) -> str:
        rng = self.rng
        if rng.random() < (0.14 if born_in_town else 0.05):
            home = HOME_PROVINCES[int(rng.random() * len(HOME_PROVINCES))]
            return f"{home.communes[int(rng.random() * len(home.communes))]}, tỉnh {home.name_in(2023)}"
        code = area if rng.random() < 0.6 else _RESIDENCES[int(rng.random() * len(_RESIDENCES))]
        hamlets = HAMLETS[code]
        return f"{hamlets[int(rng.random() * len(hamlets))]}, {AREAS[code]}, {TOWN_2022}"
