"""Three generations of a town: who married whom, whose children they are, and how the register has them."""

from datetime import date, timedelta
from random import Random

from .citizen import FEMALE, MALE, Citizen, Couple, Parent, Town
from .names import ETHNICITY, FOREIGN_FATHERS, full_name, pick, surname_for
from .newcomers import NewcomerMaker, Origin
from .numbers import NumberMaker
from .places import BIRTH_WEIGHTS
from .register import RegisterWriter

LAST_BIRTH = date(2023, 6, 30)
_GROUPS = ("kinh",) * 88 + ("xtieng",) * 7 + ("khmer",) * 2 + ("tay",) * 3 + ("nung",) * 3 + ("hoa",) * 2
_AREAS = tuple(code for code, weight in BIRTH_WEIGHTS.items() for _ in range(weight))
_FAMILY_SIZES: tuple[tuple[int, tuple[int, ...]], ...] = (
    (1966, (3, 4, 5, 5, 6, 7)),
    (1977, (3, 4, 4, 5, 6)),
    (1987, (2, 3, 3, 4, 5)),
    (1997, (1, 2, 2, 3, 3)),
    (9999, (1, 1, 2, 2, 2, 3)),
)


class _Family:
    """A couple before and while it has children."""

    __slots__ = ("area", "arrived", "group", "home", "husband", "married", "wife")

    def __init__(
        self,
        husband: Citizen,
        wife: Citizen,
        married: date,
        arrived: int,
        area: str,
        group: str,
        home: Origin,
    ) -> None:
        self.husband = husband
        self.wife = wife
        self.married = married
        self.arrived = arrived
        self.area = area
        self.group = group
        self.home = home


def build_town(seed: int = 1, n: int = 30_000) -> Town:
    """A town of exactly `n` citizens, the same for the same seed. `n` below 500 gives thin books but works."""
    if n < 20:
        raise ValueError("A town needs at least 20 citizens.")
    return _Builder(seed, n).build()


class _Builder:
    def __init__(self, seed: int, n: int) -> None:
        self.seed = seed
        self.n = n
        self.rng = Random(f"hotich-town-{seed}-{n}")
        self.numbers = NumberMaker(self.rng)
        self.register = RegisterWriter(self.rng, self.numbers)
        self.newcomers = NewcomerMaker(self.rng, self.register)
        self.citizens: list[Citizen] = []
        self.couples: list[Couple] = []
        self.next_family = 0

    def build(self) -> Town:
        generation = [self._found() for _ in range(max(3, self.n * 82 // 1000))]
        while generation and len(self.citizens) < self.n:
            unmarried: list[tuple[Citizen, _Family]] = []
            for family in generation:
                for child in self._children(family):
                    unmarried.append((child, family))
            generation = self._marry(unmarried)
        # Workers of the industrial zone: alone here, their families elsewhere.
        while len(self.citizens) < self.n:
            group = pick(self.rng, _GROUPS)
            sex = MALE if self.rng.random() < 0.45 else FEMALE
            year = 1972 + int(self.rng.random() * 33)
            self._add(
                self.newcomers.make(group=group, sex=sex, year=year, family_id=self._family(), area=None)[0]
            )
        citizens = tuple(self.citizens[: self.n])
        kept = {id(citizen) for citizen in citizens}
        couples = tuple(c for c in self.couples if id(c.husband) in kept and id(c.wife) in kept)
        identities = frozenset((c.full_name, c.birth_date) for c in citizens)
        return Town(self.seed, citizens, couples, identities)

    def _family(self) -> int:
        self.next_family += 1
        return self.next_family

    def _add(self, citizen: Citizen) -> Citizen:
        self.citizens.append(citizen)
        return citizen

    def _found(self) -> _Family:
        """A couple of the first generation: here since before 1975, or come later with or without children."""
        rng = self.rng
        group = pick(rng, _GROUPS)
        year = 1930 + int(40 * rng.random() ** 0.8)
        local = rng.random() < (0.8 if group == "xtieng" else 0.16)
        arrived = 0 if local else 1976 + int(rng.random() * 24)
        area = pick(rng, _AREAS)
        here = area if local else None
        husband, home = self.newcomers.make(
            group=group, sex=MALE, year=year, family_id=self._family(), area=here
        )
        wife_year = year + int(rng.random() * 7) - 1
        wife, _ = self.newcomers.make(
            group=group, sex=FEMALE, year=wife_year, family_id=self._family(), area=here, origin=home
        )
        self._add(husband)
        self._add(wife)
        married = date(
            max(year + 20, wife_year + 19) + int(rng.random() * 8),
            1 + int(rng.random() * 12),
            1 + int(rng.random() * 28),
        )
        self.couples.append(Couple(husband, wife, married, area))
        return _Family(husband, wife, married, arrived, area, group, home)

    def _children(self, family: _Family) -> list[Citizen]:
        rng = self.rng
        size = 2
        for until, sizes in _FAMILY_SIZES:
            if family.married.year < until:
                size = sizes[int(rng.random() * len(sizes))]
                break
        if family.group == "xtieng":
            size += 1
        family_id = self._family()
        children: list[Citizen] = []
        born = family.married + timedelta(days=260 + int(rng.random() * 500))
        last = date(family.wife.born.year + 43, 12, 31)
        for end in (family.wife.died, family.husband.died):
            if end is not None:
                last = min(last, end)
        used: set[str] = set()
        while len(children) < size and born <= min(last, LAST_BIRTH):
            for _ in range(2 if rng.random() < 0.011 else 1):
                children.append(self._add(self._child(family, family_id, born, used)))
            born += timedelta(days=500 + int(rng.random() * 1300))
        return children

    def _child(self, family: _Family, family_id: int, born: date, used: set[str]) -> Citizen:
        rng = self.rng
        sex = MALE if rng.random() < 0.515 else FEMALE
        foreign = born.year >= 2015 and rng.random() < 0.035
        fatherless = not foreign and rng.random() < 0.025
        parent = family.wife if fatherless or foreign else family.husband
        surname = "Điểu" if family.group == "xtieng" else parent.full_name.split()[0]
        if surname in ("Néang", "Thị", "Điểu") and family.group != "xtieng":
            surname = surname_for(rng, family.group, sex)
        if family.group == "khmer" and surname != "Néang" and sex == FEMALE and rng.random() < 0.25:
            surname = "Néang"
        name = full_name(rng, group=family.group, sex=sex, year=born.year, surname=surname)
        for _ in range(8):
            if name not in used:
                break
            name = full_name(rng, group=family.group, sex=sex, year=born.year, surname=surname)
        used.add(name)
        mother = self.register.parent(family.wife, rng.random())
        father: Parent | None = None
        if foreign:
            father_name, nation = FOREIGN_FATHERS[int(rng.random() * len(FOREIGN_FATHERS))]
            father = Parent(father_name, str(born.year - 24 - int(rng.random() * 20)), "", nation, None)
        elif not fatherless:
            father = self.register.parent(family.husband, rng.random())
        here = born.year >= family.arrived
        return self.register.child(
            name=name,
            sex=sex,
            born=born,
            family_id=family_id,
            ethnicity=ETHNICITY[family.group],
            mother=mother,
            father=father,
            origin=family.home,
            home_area=family.area,
            born_in_town=here,
        )

    def _marry(self, unmarried: list[tuple[Citizen, _Family]]) -> list[_Family]:
        """Pairs the grown children of one generation; who finds nobody here may marry a newcomer."""
        rng = self.rng
        men: dict[str, list[tuple[Citizen, _Family]]] = {}
        women: dict[str, list[tuple[Citizen, _Family]]] = {}
        for child, family in unmarried:
            if child.born.year > 2001 or (child.died and child.died.year < child.born.year + 26):
                continue
            if rng.random() < 0.17:
                continue
            group = family.group if rng.random() < 0.9 else "kinh"
            side = men if child.sex == MALE else women
            side.setdefault(group, []).append((child, family))
        families: list[_Family] = []
        for group in sorted(set(men) | set(women)):
            grooms = sorted(men.get(group, ()), key=lambda pair: pair[0].born)
            brides = sorted(women.get(group, ()), key=lambda pair: pair[0].born)
            families.extend(self._pair(grooms, brides))
        families.sort(key=lambda family: family.married)
        return families

    def _pair(
        self, grooms: list[tuple[Citizen, _Family]], brides: list[tuple[Citizen, _Family]]
    ) -> list[_Family]:
        rng = self.rng
        families: list[_Family] = []
        waiting = list(reversed(brides))
        for groom, his in grooms:
            while waiting and waiting[-1][0].born.year < groom.born.year - 2:
                families.append(self._with_newcomer(*waiting.pop()))
            close = bool(waiting) and waiting[-1][0].born.year <= groom.born.year + 6
            if close and waiting[-1][1] is not his and rng.random() < 0.62:
                bride, _hers = waiting.pop()
                families.append(self._wed(groom, bride, his))
            elif rng.random() < 0.75:
                families.append(self._with_newcomer(groom, his))
        for bride, hers in waiting:
            if rng.random() < 0.6:
                families.append(self._with_newcomer(bride, hers))
        return families

    def _with_newcomer(self, child: Citizen, parents: _Family) -> _Family:
        rng = self.rng
        other = FEMALE if child.sex == MALE else MALE
        year = min(2003, child.born.year + int(rng.random() * 6) - (2 if child.sex == MALE else 5))
        group = pick(rng, _GROUPS) if rng.random() < 0.3 else parents.group
        newcomer, home = self.newcomers.make(
            group=group, sex=other, year=year, family_id=self._family(), area=None
        )
        self._add(newcomer)
        if child.sex == MALE:
            return self._wed(child, newcomer, parents)
        return self._wed(newcomer, child, parents, group=group, home=home)

    def _wed(
        self,
        husband: Citizen,
        wife: Citizen,
        house: _Family,
        group: str | None = None,
        home: Origin | None = None,
    ) -> _Family:
        rng = self.rng
        of_age = max(husband.born.year + 20, wife.born.year + 18)
        year = min(2022, of_age + 1 + int(rng.random() * 7))
        married = date(year, 1 + int(rng.random() * 12), 1 + int(rng.random() * 28))
        area = house.area if rng.random() < 0.7 else pick(rng, _AREAS)
        self.couples.append(Couple(husband, wife, married, area))
        return _Family(husband, wife, married, 0, area, group or house.group, home or house.home)
