"""How a clerk of an era writes an act into his book, and how often he and the register disagree."""

from dataclasses import dataclass
from datetime import date
from random import Random

from hotich.synthetic import noise
from hotich.synthetic.people.citizen import FEMALE, MALE, Citizen, Couple, Parent
from hotich.synthetic.people.names import ETHNICITY, full_name, surname_for
from hotich.synthetic.people.places import (
    DISTRICT,
    DISTRICT_CODE,
    DISTRICT_SINCE,
    HAMLETS,
    HOME_PROVINCES,
    office_on,
)

from .spec import SubjectTruth

DIFFERENT = 0.12 / 0.90
"""Share of the people of the register whose entry truly differs from it; the other tenth of a book is not there."""

_GROUPS = ("kinh",) * 86 + ("xtieng",) * 8 + ("khmer",) * 2 + ("tay",) * 2 + ("nung",) + ("hoa",)
_OCCUPATIONS = (
    "nội trợ",
    "làm ruộng",
    "làm rẫy",
    "công nhân cao su",
    "buôn bán",
    "giáo viên",
    "thợ mộc",
    "làm vườn",
)
_ETHNIC_LABELS = tuple(ETHNICITY.values())

Fields = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Reference:
    """The earlier act that a later one speaks of, and what the later one does to it."""

    paper: str
    number: str
    day: date
    place: str
    type: str = ""
    content: str = ""
    before: tuple[str, str] = ("", "")
    """The person's column that was changed and what stood in it; empty where nothing of him himself was changed."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be registered on a day, in an area: of a citizen, of a couple, or of somebody unknown."""

    kind: str
    day: date
    area: str
    citizen: Citizen | None = None
    couple: Couple | None = None
    other: Citizen | None = None
    """Who stands beside the citizen: the parent who recognises him, his guardian."""
    about: Reference | None = None
    unnamed_father: bool = False
    """The father, whom the register knows, was not named when the birth was registered."""
    at_district: bool = False

    @property
    def is_foreign(self) -> bool:
        return (
            self.kind == "KS"
            and self.citizen is not None
            and self.citizen.is_foreign_element
            and self.day >= DISTRICT_SINCE
        )

    @property
    def office(self) -> str:
        """The registering office as written then."""
        at_district = self.at_district or self.is_foreign
        return f"UBND {DISTRICT if at_district else office_on(self.area, self.day).place}"

    @property
    def unit_code(self) -> str:
        at_district = self.at_district or self.is_foreign
        return DISTRICT_CODE if at_district else office_on(self.area, self.day).unit_code


def written_date(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def stranger(
    rng: Random, *, sex: str, born: date, area: str, identities: frozenset[tuple[str, str]]
) -> Citizen:
    """Somebody who is not in the register: nobody there has this name and birth date."""
    while True:
        group = _GROUPS[int(rng.random() * len(_GROUPS))]
        name = full_name(rng, group=group, sex=sex, year=born.year, surname=surname_for(rng, group, sex))
        if (name, written_date(born)) not in identities:
            break
    label = ETHNICITY[group]
    father_year, mother_year = (
        born.year - 20 - int(rng.random() * 18),
        born.year - 19 - int(rng.random() * 16),
    )
    father_surname = "Điểu" if group == "xtieng" else name.split()[0]
    if father_surname == "Néang":
        father_surname = "Danh"
    father = full_name(rng, group=group, sex=MALE, year=father_year, surname=father_surname)
    mother = full_name(
        rng, group=group, sex=FEMALE, year=mother_year, surname=surname_for(rng, group, FEMALE)
    )
    homes = [i for i, home in enumerate(HOME_PROVINCES) if group in home.groups]
    home = homes[int(rng.random() * len(homes))]
    commune = HOME_PROVINCES[home].communes[int(rng.random() * len(HOME_PROVINCES[home].communes))]
    return Citizen(
        personal_id="",
        full_name=name,
        sex=sex,
        birth_date=written_date(born),
        birth_place="",
        birth_registration_place="",
        hometown="",
        ethnicity=label,
        nationality="Việt Nam",
        mother_full_name=mother,
        mother_birth_date=str(mother_year),
        father_full_name=father,
        father_birth_date=str(father_year),
        residence="",
        old_id_number="",
        death_date="",
        family_id=0,
        born=born,
        died=None,
        area=area,
        registered=born,
        born_in_town=True,
        home_province=home,
        home_commune=commune,
        mother=Parent(mother, str(mother_year), label, "Việt Nam", None),
        father=Parent(father, str(father_year), label, "Việt Nam", None),
        home_area=area,
    )


def hometown_on(citizen: Citizen, day: date) -> str:
    """The hometown under the names of that day."""
    if citizen.home_province is None:
        return office_on(citizen.home_commune, day).place
    return f"{citizen.home_commune}, tỉnh {HOME_PROVINCES[citizen.home_province].name_in(day.year)}"


def birth_place_on(citizen: Citizen, day: date) -> str:
    """Where somebody was born, as a clerk of `day` names it: today's name, unless another unit has taken over."""
    if not citizen.born_in_town:
        return hometown_on(citizen, citizen.born)
    then, now = office_on(citizen.home_area, citizen.born), office_on(citizen.home_area, day)
    return now.place if now.unit_code == then.unit_code else then.place


def person_as_written(
    rng: Random,
    citizen: Citizen,
    role: str,
    *,
    era: str,
    hometown: bool,
    on: date,
    different: float = DIFFERENT,
) -> tuple[Fields, SubjectTruth]:
    """Name, sex, birth date, ethnicity, nationality (and hometown) of a principal subject, with the noise of the era
    in it, and the truth about it."""
    name, born, label = citizen.full_name, citizen.birth_date, citizen.ethnicity
    sex = "Nam" if citizen.sex == MALE else "Nữ"
    home = hometown_on(citizen, on) if hometown else None
    harmless: list[str] = []
    differing: list[str] = []
    known = bool(citizen.personal_id)
    if known and rng.random() < different:
        for _ in range(2 if rng.random() < 0.15 else 1):
            name, born, sex, label, home = _truly_different(rng, name, born, sex, label, home)
        born = not_after(born, on, citizen.birth_date)
        differing = [
            f"{role}.{field}"
            for field, now, then in (
                ("full_name", name, citizen.full_name),
                ("sex", sex, "Nam" if citizen.sex == MALE else "Nữ"),
                ("birth_date", born, citizen.birth_date),
                ("ethnicity", label, citizen.ethnicity),
                ("hometown", home, hometown_on(citizen, on) if hometown else None),
            )
            if now != then
        ]
    if not differing:
        quiet_name = _quietly_different_name(rng, name, era)
        if quiet_name != name:
            name = quiet_name
            harmless.append(f"{role}.full_name")
        if known and rng.random() < (0.08 if era in ("1976", "1999") else 0.01):
            shorter = noise.less_precise(rng, born)
            if shorter != born:
                born = shorter
                harmless.append(f"{role}.birth_date")
    if f"{role}.ethnicity" not in differing and label != "Kinh" and rng.random() < 0.6:
        other = noise.ethnic_spelling(rng, label)
        if other != label:
            label = other
            harmless.append(f"{role}.ethnicity")
    fields: Fields = {
        f"{role}.full_name": name,
        f"{role}.sex": sex,
        f"{role}.birth_date": born,
        f"{role}.ethnicity": label,
        f"{role}.nationality": citizen.nationality,
    }
    if hometown:
        fields[f"{role}.hometown"] = home
    truth = SubjectTruth(role, citizen.personal_id if known else None, tuple(differing), tuple(harmless))
    return fields, truth


def not_after(written: str, day: date, instead: str) -> str:
    """The birth date as written, unless the book would have somebody registered before he was born: then one year
    before `instead`."""
    parts = [int(part) for part in reversed(written.split("/"))]
    if parts > [day.year, day.month, day.day][: len(parts)]:
        return instead[:-4] + str(int(instead[-4:]) - 1)
    return written


def _quietly_different_name(rng: Random, name: str, era: str) -> str:
    chance = rng.random()
    if chance < (0.10 if era in ("1976", "1999") else 0.02):
        return noise.abbreviated(rng, name)
    if chance < 0.45:
        return noise.tone_placement(name)
    if chance < 0.5:
        return noise.i_or_y(name)
    if chance < 0.53:
        return noise.letter_case(name)
    return name


def _truly_different(
    rng: Random, name: str, born: str, sex: str, label: str, home: str | None
) -> tuple[str, str, str, str, str | None]:
    for _ in range(8):
        which = rng.random()
        changed_name, changed_born = name, born
        if which < 0.30:
            changed_born = noise.other_year(rng, born)
        elif which < 0.38:
            changed_born = noise.other_day(rng, born)
        elif which < 0.62:
            changed_name = noise.other_given_name(rng, name)
        elif which < 0.76:
            changed_name = noise.without_middle_name(name)
        elif which < 0.79:
            return name, born, "Nữ" if sex == "Nam" else "Nam", label, home
        elif which < 0.86:
            return name, born, sex, noise.other_of(rng, label, _ETHNIC_LABELS), home
        elif home is not None:
            province = HOME_PROVINCES[int(rng.random() * 14)]
            other = f"{province.communes[int(rng.random() * len(province.communes))]}, tỉnh {province.name_in(2023)}"
            if other != home:
                return name, born, sex, label, other
        if changed_name != name or changed_born != born:
            return changed_name, changed_born, sex, label, home
    return name, noise.other_year(rng, born), sex, label, home


def is_full(written: str | None) -> bool:
    """Whether a date has day, month and year."""
    return written is not None and written.count("/") == 2


def occupation(rng: Random) -> str:
    return _OCCUPATIONS[int(rng.random() * len(_OCCUPATIONS))]


def hamlet(rng: Random, act: Act) -> str:
    """A hamlet of the area and its commune as named on the day; no quarter existed before the town did."""
    names = HAMLETS[act.area]
    name = names[int(rng.random() * len(names))].replace("khu phố", "ấp")
    return f"{name}, {office_on(act.area, act.day).place}"
