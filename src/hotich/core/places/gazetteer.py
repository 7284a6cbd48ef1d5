"""The gazetteer: where a unit came from, what became of it, and what lies inside what.

*Lineage.* The later of a unit are the rows reached through successors. Past a merger the trail follows a split only to a part that
bears the first unit's own name: quận Chơn Thành went into huyện Bình Long and came out as huyện Chơn Thành, and Ninh Bình came out of Hà
Nam Ninh, but Nam Hà did not become Ninh Bình. Two units are *related* when one is among the later of the other: then both names can mean the
same place.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources

from hotich.core.places.units import Level, Unit, bucket, folded_key, name_key, read_units

DATA_FILES = ("provinces.csv", "binh_phuoc.csv", "districts.csv", "communes.csv", "communes_2025.csv")


class Gazetteer:
    """Units over time, immutable once made. ``Gazetteer.load()`` gives the one shipped with the product."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units: dict[str, Unit] = {}
        self._by_bucket: dict[str, list[Unit]] = defaultdict(list)
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._predecessors: dict[str, list[str]] = defaultdict(list)
        self._children: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            if unit.id in self._units:
                raise ValueError(f"unit {unit.id} stands twice in the gazetteer")
            self._add(unit)
        for unit in self._units.values():
            for other in (*unit.parents, *unit.successors):
                if other not in self._units:
                    raise ValueError(f"unit {unit.id} names {other}, which the gazetteer does not have")
        self._later: dict[str, frozenset[str]] = {}
        self._now: dict[str, frozenset[Unit]] = {}
        self._lineage: dict[str, tuple[Unit, ...]] = {}
        self._inside: dict[str, frozenset[str]] = {}

    def _add(self, unit: Unit) -> None:
        self._units[unit.id] = unit
        for key in {bucket(name) for name in (unit.name, *unit.aliases)}:
            self._by_bucket[key].append(unit)
        if unit.code:
            self._by_code[unit.code].append(unit)
        for successor in unit.successors:
            self._predecessors[successor].append(unit.id)
        for parent in unit.parents:
            self._children[parent].append(unit.id)

    @classmethod
    @cache
    def load(cls) -> Gazetteer:
        """The shipped gazetteer; read once in a process."""
        data = resources.files("hotich.core.places").joinpath("data")
        return cls(
            unit
            for name in DATA_FILES
            for unit in read_units(data.joinpath(name).read_text(encoding="utf-8").splitlines())
        )

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __getitem__(self, unit_id: str) -> Unit:
        return self._units[unit_id]

    def get(self, unit_id: str) -> Unit | None:
        """The unit with this id, None where there is none."""
        return self._units.get(unit_id)

    def by_code(self, code: str, on: dt.date) -> Unit | None:
        """The unit that bore an official code on a day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.valid_on(on)), None)

    def with_code(self, code: str) -> tuple[Unit, ...]:
        """Every unit that ever bore the code, oldest first."""
        return tuple(sorted(self._by_code.get(code, ()), key=_age))

    def find(
        self,
        name: str,
        *,
        level: Level | None = None,
        type: str | None = None,
        parent: Unit | None = None,
        on: dt.date | None = None,
        folded: bool = False,
    ) -> tuple[Unit, ...]:
        """Units of that name, oldest first; ``folded`` compares without diacritics, as for a record written without any.

        With ``parent`` only units that were directly or indirectly inside it or one of its relatives.
        """
        return tuple(
            unit
            for unit in _named(self, name, folded)
            if (level is None or unit.level is level)
            and (type is None or unit.type == type)
            and (on is None or unit.valid_on(on))
            and (parent is None or self.lies_within(unit, parent))
        )

    def _of_bucket(self, name: str) -> list[Unit]:
        return self._by_bucket.get(bucket(name), [])

    def is_name(self, text: str) -> bool:
        """Whether some unit may bear this name, diacritics aside."""
        return bucket(text) in self._by_bucket

    def parents(self, unit: Unit, on: dt.date | None = None) -> tuple[Unit, ...]:
        """The units directly above, one for each of their own rows; with ``on`` the one of that day."""
        parents = tuple(self._units[parent] for parent in unit.parents)
        return parents if on is None else tuple(parent for parent in parents if parent.valid_on(on))

    def children(self, unit: Unit) -> tuple[Unit, ...]:
        """The units directly below at any time of the row."""
        return tuple(self._units[child] for child in self._children.get(unit.id, ()))

    def full_name(self, unit: Unit, on: dt.date | None = None) -> str:
        """The unit with everything above it: ``xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé`` (as on that day, else at the end)."""
        day = on or unit.valid_to
        above = self.parents(unit, day) or self.parents(unit)
        return f"{unit.title}, {self.full_name(above[-1], day)}" if above else unit.title

    def later(self, unit: Unit) -> frozenset[str]:
        """Ids of the unit itself and of everything its territory became part of or split into."""
        if unit.id not in self._later:
            origin = name_key(unit.name)
            reached: set[str] = set()
            waiting = [(unit.id, False)]
            while waiting:
                current, merged = waiting.pop()
                if current in reached:
                    continue
                reached.add(current)
                successors = self._units[current].successors
                for successor in successors:
                    if merged and len(successors) > 1 and name_key(self._units[successor].name) != origin:
                        continue
                    waiting.append((successor, merged or len(self._predecessors[successor]) > 1))
            self._later[unit.id] = frozenset(reached)
        return self._later[unit.id]

    def lineage(self, unit: Unit) -> tuple[Unit, ...]:
        """Everything the unit came from and became, itself included, oldest first."""
        if unit.id not in self._lineage:
            earlier: set[str] = set()
            waiting = list(self._predecessors.get(unit.id, ()))
            while waiting:
                current = waiting.pop()
                if current not in earlier:
                    earlier.add(current)
                    waiting.extend(self._predecessors.get(current, ()))
            before = {other for other in earlier if unit.id in self.later(self._units[other])}
            members = (self._units[other] for other in before | self.later(unit))
            self._lineage[unit.id] = tuple(sorted(members, key=_age))
        return self._lineage[unit.id]

    def related(self, one: Unit, other: Unit) -> bool:
        """Whether both names can mean the same place: the same row, or one became part of the other over time."""
        return other.id in self.later(one) or one.id in self.later(other)

    def place_now(self, unit: Unit) -> frozenset[Unit]:
        """The units of today that the territory lies in; several where it was split.

        A district that was abolished without a successor is the communes made from its last communes.
        """
        if unit.id not in self._now:
            now: set[Unit] = set()
            for member in (self._units[other] for other in self.later(unit)):
                if member.is_current:
                    now.add(member)
                elif not member.successors:
                    for child in self.children(member):
                        if child.valid_to is None or (
                            member.valid_to is not None and child.valid_to >= member.valid_to
                        ):
                            now |= self.place_now(child)
            if (
                not now
            ):  # the trail past a merger is lost: the territory lies somewhere in what the merger became
                now = {
                    place for successor in unit.successors for place in self.place_now(self._units[successor])
                }
            self._now[unit.id] = frozenset(now)
        return self._now[unit.id]

    def _around(self, unit: Unit) -> frozenset[str]:
        """Ids of every unit that was directly or indirectly above the unit or one of its lineage, at any time."""
        if unit.id not in self._inside:
            above: set[str] = set()
            for member in self.lineage(unit):
                for parent in self.parents(member):
                    if parent.id not in above:
                        above.add(parent.id)
                        above |= self._around(parent)
            self._inside[unit.id] = frozenset(above)
        return self._inside[unit.id]

    def lies_within(self, inner: Unit, outer: Unit) -> bool:
        """Whether the smaller unit lay, or can have lain, inside the larger.

        Where the gazetteer knows what the smaller one lay in during the larger one's time, that decides; for times it does not know,
        a relative of the larger one is enough.
        """
        return outer.level < inner.level and _lies_within(self, inner, outer)

    def _lay_within(self, inner: Unit, outer: Unit) -> bool:
        around = self._around(inner)
        if outer.id in around:
            return True
        same_level = [self._units[other] for other in around if self._units[other].level is outer.level]
        if any(_overlap(other, outer) for other in same_level):
            return False
        return any(self.related(other, outer) for other in same_level)

    def overlap(self, one: Unit, other: Unit) -> bool:
        """Whether both rows stood on a common day."""
        return _overlap(one, other)

    def above(self, unit: Unit, level: Level) -> tuple[Unit, ...]:
        """The units of a level that the unit or its lineage ever lay in."""
        return tuple(self._units[i] for i in sorted(self._around(unit)) if self._units[i].level is level)


@lru_cache(maxsize=65536)
def _named(gazetteer: Gazetteer, name: str, folded: bool) -> tuple[Unit, ...]:
    """Units of that name, oldest first. Registers name the same few thousand over and over."""
    key_of = folded_key if folded else name_key
    key = key_of(name)
    found = (
        unit
        for unit in gazetteer._of_bucket(name)
        if any(key_of(written) == key for written in (unit.name, *unit.aliases))
    )
    return tuple(sorted(found, key=_age))


@lru_cache(maxsize=1 << 17)
def _lies_within(gazetteer: Gazetteer, inner: Unit, outer: Unit) -> bool:
    return gazetteer._lay_within(inner, outer)


def _age(unit: Unit) -> tuple[dt.date, dt.date, str]:
    return (unit.valid_from or dt.date.min, unit.valid_to or dt.date.max, unit.id)


def _overlap(one: Unit, other: Unit) -> bool:
    return (one.valid_from or dt.date.min) <= (other.valid_to or dt.date.max) and (
        other.valid_from or dt.date.min
    ) <= (one.valid_to or dt.date.max)


@lru_cache(maxsize=1)
def province_pattern_names() -> tuple[str, ...]:
    """Names of provinces that contain a hyphen themselves: Bà Rịa - Vũng Tàu, Quảng Nam - Đà Nẵng."""
    names = {
        name
        for unit in Gazetteer.load()
        for name in (unit.name, *unit.aliases)
        if unit.level is Level.PROVINCE and "-" in name
    }
    return tuple(sorted(names, key=len, reverse=True))
