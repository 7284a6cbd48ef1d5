"""The sets a model is judged by: a register, entries, and who each entry is (-1: nobody in it). Seeds are fixed; a model never saw them.

A country is drawn 2 % larger than the register; the withheld are the non-members, so that most of them have brothers and sisters in it. A fifth
of an ordinary set are non-members.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import numpy as np

from bench.linkage.country import FIELDS, build_country
from bench.linkage.noise import MATERIAL, Noise, rates
from hotich.core.matching.normaliser import Prepared, prepare

NON_MEMBERS = 0.2
WITHHELD = 0.02
CHUNK = 1_000_000
"""Citizens built at once."""
SAMPLE = 400_000
"""How many of a larger population keep their texts, so that sets can draw them."""

TRAINING_COUNTRY, EVALUATION_COUNTRY = 101, 2_027
"""Seeds of the countries: a model is trained in one and judged in another."""

SEEDS = {
    "standard": 31, "harsher": 32, "siblings": 33, "twins": 34, "thin": 35, "minority": 36, "register_slips": 37, "old_places": 38,
}  # fmt: skip


@dataclass(frozen=True)
class People:
    """Who a set may draw: their texts by field, their rows in the register (-1: withheld), and what only the generator knows."""

    texts: dict[str, np.ndarray]
    row: np.ndarray
    siblings: np.ndarray
    """How many of a person's brothers and sisters are in the register."""
    twin_inside: np.ndarray
    seed: int

    def __len__(self) -> int:
        return len(self.row)

    @property
    def withheld(self) -> np.ndarray:
        """Positions of those the register does not hold."""
        return np.flatnonzero(self.row < 0)


@dataclass(frozen=True)
class Register:
    """The citizens a look-up can find, as columns of texts, and everybody of their country."""

    columns: dict[str, list[str]]
    people: People

    def __len__(self) -> int:
        return len(self.columns["full_name"])


@dataclass(frozen=True)
class Population:
    """A register of any size as prepared columns only, with a sample of its people."""

    columns: Prepared
    people: People

    def __len__(self) -> int:
        return len(self.columns["g_p"])


@dataclass(frozen=True)
class EntrySet:
    """Entries as columns of texts, the row of the register each is (-1: none), their profiles and kinds of noise."""

    name: str
    columns: dict[str, list[str]]
    truth: np.ndarray
    profiles: list[str]
    kinds: list[frozenset[str]]
    sibling: np.ndarray
    """Whether a brother or sister is in the register."""

    @property
    def material(self) -> np.ndarray:
        """Whether book and register say different things."""
        return np.array([bool(kinds & MATERIAL) for kinds in self.kinds])


def build_register(*, seed: int, size: int, slips: float = 0.004, first: int = 0) -> Register:
    """A register of about ``size`` citizens; ``first`` is the number of the first personal number."""
    country = build_country(seed=seed, size=round(size / (1 - WITHHELD)), slips=slips, first=first)
    rng = np.random.default_rng(seed + 1)
    out = rng.random(len(country)) < WITHHELD
    rows = np.flatnonzero(~out)
    inside = np.bincount(country.family, weights=(~out).astype(float))[country.family] - (~out)
    twins = np.zeros(len(country), dtype=bool)
    pair = (
        np.flatnonzero(country.twin[1:] & country.twin[:-1] & (country.family[1:] == country.family[:-1])) + 1
    )
    twins[pair] = ~out[pair - 1]
    twins[pair - 1] |= ~out[pair]
    row = np.full(len(country), -1)
    row[rows] = np.arange(len(rows))
    columns = {field: country.columns[field][rows].tolist() for field in FIELDS}
    return Register(columns, People(country.columns, row, inside.astype(int), twins, seed))


def build_population(
    *, seed: int, size: int, slips: float = 0.004, say: Callable[[str], None] = lambda text: None
) -> Population:
    """A register of ``size`` citizens in bounded memory: country after country of a million, their texts forgotten but for the withheld and a sample."""
    parts = [min(CHUNK, size - begin) for begin in range(0, size, CHUNK)]
    share = min(1.0, SAMPLE / size)
    columns: Prepared = {}
    begin, filled = 0, 0
    sampled: list[People] = []
    for number, part in enumerate(parts):
        own_seed = seed + 10_000 * number
        register = build_register(seed=own_seed, size=part, slips=slips, first=begin)
        begin += len(register.people)
        prepared = prepare(register.columns)
        for name, values in prepared.items():
            if name not in columns:
                columns[name] = np.empty(round(size * 1.01) + 1_000, dtype=np.int32)
            columns[name][filled : filled + len(values)] = values
        people = register.people
        chance = np.random.default_rng(own_seed + 2).random(len(people))
        kept = np.flatnonzero((people.row < 0) | (chance < share * np.where(people.twin_inside, 10.0, 1.0)))
        sampled.append(
            People(
                {field: values[kept] for field, values in people.texts.items()},
                np.where(people.row[kept] < 0, -1, people.row[kept] + filled),
                people.siblings[kept],
                people.twin_inside[kept],
                seed,
            )
        )
        filled += len(register)
        if len(parts) > 1:
            say(f"{filled:,} công dân")
    return Population({name: values[:filled] for name, values in columns.items()}, _together(sampled))


def _together(parts: list[People]) -> People:
    return People(
        {field: np.concatenate([part.texts[field] for part in parts]) for field in FIELDS},
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.siblings for part in parts]),
        np.concatenate([part.twin_inside for part in parts]),
        parts[0].seed,
    )


def build_set(register: Register | Population, name: str, size: int, *, seed: int | None = None) -> EntrySet:
    """One of ``SEEDS``, or a set of another seed for training."""
    number = SEEDS.get(name, 0) if seed is None else seed
    people = register.people
    rng = np.random.default_rng([people.seed, number, size])
    members, others = np.flatnonzero(people.row >= 0), people.withheld
    if name == "siblings":
        members, others = members[:0], others[people.siblings[others] > 0]
    elif name == "twins":
        members, others = members[people.twin_inside[members]], others[people.twin_inside[others]]
    elif name == "minority":
        minority = people.texts["ethnicity"] != "Kinh"
        members, others = members[minority[members]], others[minority[others]]
    absent = size if not len(members) else round(size * NON_MEMBERS)
    # More non-members than withheld are drawn again, with other noise.
    chosen = np.concatenate(
        [
            rng.choice(members, size - absent, replace=len(members) < size) if len(members) else members,
            rng.choice(others, absent, replace=len(others) < absent),
        ]
    )
    rng.shuffle(chosen)
    harsher = name in ("harsher", "harsher_training")
    noise = Noise(
        Random(int(rng.integers(1 << 60))),
        mix="harsher" if harsher else "standard",
        harsher=name == "harsher",
    )
    fields = [field for field in FIELDS if field != "personal_id"]
    columns: dict[str, list[str]] = {field: [] for field in fields}
    profiles: list[str] = []
    kinds: list[frozenset[str]] = []
    texts = {field: people.texts[field][chosen].tolist() for field in fields}
    for at in range(size):
        person = {field: texts[field][at] for field in fields}
        person["nationality"], person["residence"] = "Việt Nam", ""
        entry, profile, changed = noise.entry(person)
        if name == "thin":
            entry = dict.fromkeys(entry, "") | {
                "full_name": entry["full_name"], "birth_date": entry["birth_date"][-4:], "sex": entry["sex"],
            }  # fmt: skip
        if name == "old_places":
            _all_old(entry, noise.rng)
        for field in fields:
            columns[field].append(entry[field])
        profiles.append(profile)
        kinds.append(changed)
    return EntrySet(name, columns, people.row[chosen], profiles, kinds, people.siblings[chosen] > 0)


def _all_old(entry: dict[str, str], rng: Random) -> None:
    """Every place under the province of 1985 where it had another, otherwise under today's unit."""
    from bench.linkage.noise import _renamed

    for field in ("birth_place", "hometown"):
        before, now = _renamed().get(entry[field], (entry[field], entry[field]))
        entry[field] = before if before != entry[field] and rng.random() < 0.7 else now


def floors_met(entries: EntrySet) -> dict[str, float]:
    """The share of entries with a material difference by profile; the floors stand in ``noise.yaml``."""
    material, profiles = entries.material, np.array(entries.profiles)
    return {
        p: float(material[profiles == p].mean())
        for p in rates()["floors"]["material"]
        if (profiles == p).any()
    }
