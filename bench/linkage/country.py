"""A synthetic country of any size: families, their names, dates and places, by numpy; the same for the same seed and size.

Follows linkage.md §1 of the design notes: surname shares, Thị from 92 % to 18 % and Văn from 55 % to 5 %, names of four words on the rise, parents, hometown and sometimes the middle
name shared by siblings, 2 % twins, 1 January 18/8/1 % and a year alone 12/5/0.3 % by era, places under the units of before 1/7/2025. On top of it: fourteen peoples with their own
names, and slips of typing on the register's side.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.linkage import names as pools
from hotich.core.places import Gazetteer, Level, Unit

FIELDS = (
    "personal_id", "full_name", "sex", "birth_date", "birth_place", "hometown", "ethnicity", "nationality", "mother_full_name", "mother_birth_date",
    "father_full_name", "father_birth_date", "residence",
)  # fmt: skip

_SIZES = np.array([1, 2, 3, 4, 5, 6, 7])
_SIZE_SHARES = np.array([0.30, 0.27, 0.17, 0.11, 0.07, 0.05, 0.03])
_HEAPED = (0.18, 0.08, 0.01)
_YEAR_ONLY = (0.12, 0.05, 0.003)
_OLD_MAP = dt.date(2025, 6, 30)
_FIRST, _LAST = 1930, 2023

Text = np.ndarray


@dataclass(frozen=True)
class Country:
    """Columns of texts by field, and what only the generator knows: the family of everybody, whether he is a twin."""

    columns: dict[str, Text]
    family: np.ndarray
    twin: np.ndarray
    year: np.ndarray
    commune: np.ndarray

    def __len__(self) -> int:
        return len(self.family)


@dataclass(frozen=True)
class Map:
    """The communes of the old map with their names then, before and since."""

    ids: list[str]
    old: Text
    before: Text
    """As a paper of before the split of the provinces has it (Sông Bé, Hà Nam Ninh); the old map's name where nothing changed."""
    now: Text
    shares: np.ndarray


@cache
def whole_map() -> Map:
    """Every commune of 30/6/2025; the most populous tenth has half of the births."""
    gazetteer = Gazetteer.load()
    units = [unit for unit in gazetteer if unit.level is Level.COMMUNE and unit.valid_on(_OLD_MAP)]
    order = np.random.default_rng(11).permutation(len(units))
    units = [units[i] for i in order]
    shares = 1.0 / (np.arange(len(units)) + 120.0) ** 0.7
    return Map(
        [unit.id for unit in units],
        np.array([gazetteer.full_name(unit, _OLD_MAP) for unit in units], dtype=object),
        np.array([_before(gazetteer, unit) for unit in units], dtype=object),
        np.array([_now(gazetteer, unit) for unit in units], dtype=object),
        shares / shares.sum(),
    )


def _before(gazetteer: Gazetteer, unit: Unit) -> str:
    """Under the province of 1985, the district keeping its name: how a birth book of the time names the place."""
    full = gazetteer.full_name(unit, _OLD_MAP)
    district, province = full.split(", ")[1:]
    rows = [
        other
        for other in gazetteer.above(unit, Level.PROVINCE)
        if other.valid_on(dt.date(1985, 1, 1)) and other.title != province
    ]
    if not rows:
        return full
    kind = "xã" if unit.type == "xã" else unit.type
    district = district.replace("thị xã", "huyện").replace("thành phố", "thị xã")
    return f"{kind} {unit.name}, {district}, {rows[0].title}"


def _now(gazetteer: Gazetteer, unit: Unit) -> str:
    places = sorted((p for p in gazetteer.place_now(unit) if p.level is Level.COMMUNE), key=lambda p: p.id)
    return gazetteer.full_name(places[0]) if places else gazetteer.full_name(unit, _OLD_MAP)


def build_country(*, seed: int, size: int, slips: float = 0.004, first: int = 0) -> Country:
    """A country of exactly ``size`` citizens. ``slips``: the share of the register's own names with a slip of typing."""
    rng = np.random.default_rng(seed)
    families = int(size / float((_SIZES * _SIZE_SHARES).sum()) * 1.02) + 10
    sizes = rng.choice(_SIZES, families, p=_SIZE_SHARES)
    families = int(np.searchsorted(np.cumsum(sizes), size)) + 1
    sizes = sizes[:families]
    house = _Houses(rng, families)
    family = np.repeat(np.arange(families), sizes)[:size]
    year, day, twin = _births(rng, sizes, house.first_birth, size)
    sex = np.where(rng.random(size) < 0.512, "1", "2")
    full = _children_names(rng, house, family, sex, year, twin)
    _slip(rng, full, slips)
    era = np.searchsorted(np.array(pools.ERAS[:2]), year, side="right")
    dates = _written_dates(rng, year, day, era)
    places = whole_map()
    home = house.commune[family]
    birth = np.where(rng.random(size) < 0.72, home, rng.choice(len(places.ids), size, p=places.shares))
    # Siblings are born in one place more often than not.
    birth = np.where(rng.random(size) < 0.6, house.birth_commune[family], birth)
    as_now = rng.random(size) < 0.12
    hometown = np.where(as_now, places.now[home], places.old[home])
    birth_place = np.where(rng.random(size) < 0.18, places.before[birth], places.old[birth])
    birth_place = np.where(rng.random(size) < 0.25, "", birth_place)
    mother, father = house.mother[family].copy(), house.father[family].copy()
    _slip(rng, mother, slips)
    _slip(rng, father, slips)
    fatherless = rng.random(families) < 0.02
    father[fatherless[family]] = ""
    columns = {
        "personal_id": _numbers(size, seed, first),
        "full_name": full,
        "sex": np.where(rng.random(size) < 0.005, "", sex).astype(object),
        "birth_date": dates,
        "birth_place": birth_place.astype(object),
        "hometown": hometown.astype(object),
        "ethnicity": house.ethnicity[family],
        "nationality": np.full(size, "Việt Nam", dtype=object),
        "mother_full_name": mother,
        "mother_birth_date": _parent_dates(rng, house.mother_year[family]),
        "father_full_name": father,
        "father_birth_date": np.where(father == "", "", _parent_dates(rng, house.father_year[family])),
        "residence": places.old[rng.choice(len(places.ids), size, p=places.shares)],
    }
    return Country(columns, family, twin, year, home)


class _Houses:
    """The parents of every family: people, names, years, hometown."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        keys = list(pools.PEOPLES)
        shares = np.array([share for _, share in pools.PEOPLES.values()])
        self.people = rng.choice(len(keys), count, p=shares / shares.sum())
        self.keys = keys
        self.ethnicity = np.array([label for label, _ in pools.PEOPLES.values()], dtype=object)[self.people]
        self.first_birth = (_FIRST + (2020 - _FIRST) * rng.beta(1.7, 1.35, count)).astype(int)
        self.father_year = self.first_birth - 20 - rng.poisson(6, count)
        self.mother_year = np.minimum(self.father_year + rng.integers(-2, 8, count), self.first_birth - 17)
        places = whole_map()
        self.commune = rng.choice(len(places.ids), count, p=places.shares)
        moved = rng.random(count) < 0.25
        self.birth_commune = np.where(
            moved, rng.choice(len(places.ids), count, p=places.shares), self.commune
        )
        self.surname = _surnames(rng, self.people, keys, count)
        mothers = _surnames(rng, self.people, keys, count)
        mixed = rng.random(count) < 0.06
        mothers[mixed] = _draw(rng, pools.surnames("kinh"), int(mixed.sum()))
        sexes = np.full(count, "1"), np.full(count, "2")
        self.father = person_names(rng, keys, self.people, sexes[0], self.father_year, self.surname)
        self.mother = person_names(rng, keys, self.people, sexes[1], self.mother_year, mothers)


def _draw(rng: np.random.Generator, pool: tuple[np.ndarray, np.ndarray], count: int) -> Text:
    return pool[0][rng.choice(len(pool[0]), count, p=pool[1])]


def _surnames(rng: np.random.Generator, people: np.ndarray, keys: list[str], count: int) -> Text:
    out = np.empty(count, dtype=object)
    for number, key in enumerate(keys):
        rows = np.flatnonzero(people == number)
        out[rows] = _draw(rng, pools.surnames(key), len(rows))
    return out


def middle_of(
    rng: np.random.Generator, keys: list[str], people: np.ndarray, sex: Text, year: np.ndarray
) -> Text:
    """A middle name for everybody: Thị and Văn by year, one word or two, none for some."""
    count = len(people)
    out = np.full(count, "", dtype=object)
    era = np.searchsorted(np.array(pools.ERAS[:2]), year, side="right")
    for gender in "12":
        for number in range(3):
            rows = np.flatnonzero((sex == gender) & (era == number))
            if not len(rows):
                continue
            drawn = _draw(rng, pools.middle_names(gender, number), len(rows))
            share = pools.thi_share if gender == "2" else pools.van_share
            common = rng.random(len(rows)) < np.vectorize(share, otypes=[float])(year[rows])
            word = "Thị" if gender == "2" else "Văn"
            # Names of four words: Thị Ngọc, Hoàng Gia; 6 % of the oldest, 30 % of the youngest.
            two = rng.random(len(rows)) < np.clip(0.06 + (year[rows] - 1960) * 0.004, 0.06, 0.30)
            out[rows] = np.where(common & two, word + " " + drawn, np.where(common, word, drawn))
            second = np.flatnonzero(two & ~common)
            out[rows[second]] = (
                drawn[second] + " " + _draw(rng, pools.middle_names(gender, number), len(second))
            )
    out[rng.random(count) < 0.012] = ""
    for bare in ("gia_rai", "e_de", "xtieng"):
        rows = np.flatnonzero((people == keys.index(bare)) & (rng.random(count) < 0.95))
        out[rows] = ""
    hmong = np.flatnonzero((people == keys.index("hmong")) & (sex == "1"))
    out[hmong] = np.where(rng.random(len(hmong)) < 0.6, "A", "Văn")
    return out


def person_names(
    rng: np.random.Generator,
    keys: list[str],
    people: np.ndarray,
    sex: Text,
    year: np.ndarray,
    surname: Text,
    middle: Text | None = None,
) -> Text:
    """Full names. Highland names put clan and prefix where their peoples do; Xtiêng sons are Điểu, daughters Thị; some have one word only."""
    count = len(people)
    middle = middle_of(rng, keys, people, sex, year) if middle is None else middle
    given = np.empty(count, dtype=object)
    era = np.searchsorted(np.array(pools.ERAS[:2]), year, side="right")
    for number, key in enumerate(keys):
        for gender in "12":
            for age in range(3):
                rows = np.flatnonzero((people == number) & (sex == gender) & (era == age))
                given[rows] = _draw(rng, pools.given_names(key, gender, age), len(rows))
    surname = surname.copy()
    xtieng = people == keys.index("xtieng")
    surname[xtieng & (sex == "2")] = "Thị"
    khmer = (people == keys.index("khmer")) & (sex == "2") & (rng.random(count) < 0.2)
    surname[khmer] = "Néang"
    full = np.where(middle == "", surname + " " + given, surname + " " + middle + " " + given)
    highland = np.isin(people, [keys.index("e_de"), keys.index("gia_rai"), keys.index("mnong")])
    prefixed = np.array([name.startswith(("Y ", "H'")) for name in given])
    clan_last = highland & prefixed & (people != keys.index("gia_rai"))
    full[clan_last] = given[clan_last] + " " + surname[clan_last]
    clan_first = highland & prefixed & (people == keys.index("gia_rai"))
    full[clan_first] = (
        surname[clan_first]
        + " "
        + np.array([name.replace("Y ", "") for name in given[clan_first]], dtype=object)
    )
    single = highland & (rng.random(count) < 0.08)
    full[single] = np.array(
        [name.replace("Y ", "").replace("H'", "") for name in given[single]], dtype=object
    )
    return full.astype(object)


def _births(
    rng: np.random.Generator, sizes: np.ndarray, first: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Year, day of the year and whether a twin, for every child; gaps of 1.2 to 6 years."""
    total = int(sizes.sum())
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    gap = 440 + rng.gamma(2.0, 380.0, total)
    twin_of_elder = rng.random(total) < 0.014
    twin_of_elder[starts] = False
    gap[twin_of_elder] = 0
    gap[starts] = rng.random(len(starts)) * 365
    running = np.cumsum(gap)
    offset = running - np.repeat(running[starts] - gap[starts], sizes)
    days = np.repeat((first - _FIRST) * 365.25, sizes) + offset
    # Who would be born after the last day is born some time in the years before it: no heap on one day.
    last = (_LAST - _FIRST) * 365.25 + 364
    days = np.where(days > last, last - rng.integers(0, 2_000, total), days).astype(int)
    origin = dt.date(_FIRST, 1, 1).toordinal()
    twin = twin_of_elder | np.append(twin_of_elder[1:], False)
    ordinal = origin + days
    stamps = (ordinal - 719163).astype("datetime64[D]")
    year = stamps.astype("datetime64[Y]").astype(int) + 1970
    return year[:size], ordinal[:size], twin[:size]


def _children_names(
    rng: np.random.Generator,
    house: _Houses,
    family: np.ndarray,
    sex: Text,
    year: np.ndarray,
    twin: np.ndarray,
) -> Text:
    count = len(family)
    surname = house.surname[family].copy()
    of_mother = rng.random(count) < 0.02
    surname[of_mother] = np.array(
        [name.split(" ")[0] for name in house.mother[family[of_mother]]], dtype=object
    )
    people = house.people[family]
    middle = middle_of(rng, house.keys, people, sex, year)
    # Brothers, and sisters, share the middle name of the first of them in a third of families; twins more often.
    shared = rng.random(len(house.people)) < 0.35
    same = np.flatnonzero((family[1:] == family[:-1]) & (sex[1:] == sex[:-1])) + 1
    for row in same.tolist():
        if shared[family[row]] or (twin[row] and rng.random() < 0.5):
            middle[row] = middle[row - 1]
    full = person_names(rng, house.keys, people, sex, year, surname, middle)
    # No two living siblings have one name, but for a few.
    clash = (
        np.flatnonzero((family[1:] == family[:-1]) & (full[1:] == full[:-1]) & (rng.random(count - 1) < 0.97))
        + 1
    )
    for _ in range(3):
        if not len(clash):
            break
        full[clash] = person_names(
            rng, house.keys, people[clash], sex[clash], year[clash], surname[clash], middle[clash]
        )
        clash = clash[full[clash] == full[clash - 1]]
    return full


def _written_dates(rng: np.random.Generator, year: np.ndarray, day: np.ndarray, era: np.ndarray) -> Text:
    chance = rng.random(len(year))
    heaped, alone = np.array(_HEAPED)[era], np.array(_YEAR_ONLY)[era]
    stamps = (day - 719163).astype("datetime64[D]")
    month = stamps.astype("datetime64[M]").astype(int) % 12 + 1
    dom = (stamps - stamps.astype("datetime64[M]")).astype(int) + 1
    full = [
        f"{d:02d}/{m:02d}/{y}" for d, m, y in zip(dom.tolist(), month.tolist(), year.tolist(), strict=True)
    ]
    out = np.array(full, dtype=object)
    at = chance < heaped
    out[at] = np.array([f"01/01/{y}" for y in year[at].tolist()], dtype=object)
    at = (chance >= heaped) & (chance < heaped + alone)
    out[at] = np.array([str(y) for y in year[at].tolist()], dtype=object)
    return out


def _parent_dates(rng: np.random.Generator, year: np.ndarray) -> Text:
    """The parents' birth in a citizen's record: mostly a year, often nothing."""
    out = year.astype(str).astype(object)
    out[rng.random(len(year)) < 0.35] = ""
    return out


def _numbers(size: int, seed: int, first: int) -> Text:
    """Twelve figures of the range 99x that no province has: nobody's numbers."""
    order = np.random.default_rng(seed + 5).permutation(size)
    return np.array([f"99{number + first:010d}" for number in order.tolist()], dtype=object)


_NEIGHBOURING = {
    "a": "s",
    "n": "m",
    "o": "p",
    "i": "u",
    "h": "g",
    "g": "h",
    "t": "r",
    "e": "w",
    "u": "i",
    "ê": "e",
    "ư": "u",
    "ă": "a",
    "ơ": "o",
}


def _slip(rng: np.random.Generator, names: Text, share: float) -> None:
    """A letter lost, doubled or hit beside, in place."""
    for row in np.flatnonzero(rng.random(len(names)) < share).tolist():
        text = names[row]
        if len(text) < 6:
            continue
        at = int(rng.integers(1, len(text) - 1))
        kind = int(rng.integers(3))
        if text[at] == " " or text[at - 1] == " ":
            continue
        letter = _NEIGHBOURING.get(text[at], text[at])
        names[row] = (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + letter + text[at + 1 :],
        )[kind]
