"""The sets a model is judged by: a register, entries, and who each entry is (-1: nobody in it). Seeds are fixed; a model never saw them.

A country is drawn 2 % larger than the register; the withheld are the non-members, so that most of them have brothers and sisters in it. A fifth
of an ordinary set are non-members.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from bench.linkage.country import FIELDS, Country, build_country
from bench.linkage.noise import MATERIAL, Noise, rates

NON_MEMBERS = 0.2
WITHHELD = 0.02

TRAINING_COUNTRY, EVALUATION_COUNTRY = 101, 2_027
"""Seeds of the countries: a model is trained in one and judged in another."""

SEEDS = {
    "standard": 31, "harsher": 32, "siblings": 33, "twins": 34, "thin": 35, "minority": 36, "register_slips": 37, "old_places": 38,
}  # fmt: skip


@dataclass(frozen=True)
class Register:
    """The citizens a look-up can find, as columns of texts, and the withheld beside them."""

    columns: dict[str, list[str]]
    country: Country
    rows: np.ndarray
    """Rows of the country in the register's order."""
    withheld: np.ndarray
    siblings: np.ndarray
    """For every row of the country: how many of his brothers and sisters are in the register."""
    twin_inside: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class EntrySet:
    """Entries as columns of texts, the row of the register each is (-1: none), their profiles and kinds of noise."""

    name: str
    columns: dict[str, list[str]]
    truth: np.ndarray
    profiles: list[str]
    kinds: list[frozenset[str]]

    @property
    def material(self) -> np.ndarray:
        """Whether book and register say different things."""
        return np.array([bool(kinds & MATERIAL) for kinds in self.kinds])


def build_register(*, seed: int, size: int, slips: float = 0.004) -> Register:
    """A register of about ``size`` citizens."""
    country = build_country(seed=seed, size=round(size / (1 - WITHHELD)), slips=slips)
    rng = np.random.default_rng(seed + 1)
    out = rng.random(len(country)) < WITHHELD
    rows, withheld = np.flatnonzero(~out), np.flatnonzero(out)
    inside = np.bincount(country.family, weights=(~out).astype(float))[country.family] - (~out)
    twins = np.zeros(len(country), dtype=bool)
    pair = (
        np.flatnonzero(country.twin[1:] & country.twin[:-1] & (country.family[1:] == country.family[:-1])) + 1
    )
    twins[pair] = ~out[pair - 1]
    twins[pair - 1] |= ~out[pair]
    columns = {field: country.columns[field][rows].tolist() for field in FIELDS}
    return Register(columns, country, rows, withheld, inside.astype(int), twins)


def build_set(register: Register, name: str, size: int, *, seed: int | None = None) -> EntrySet:
    """One of ``SEEDS``, or a set of another seed for training."""
    number = SEEDS.get(name, 0) if seed is None else seed
    rng = np.random.default_rng([register.country.year[0] % 97, number, size])
    country = register.country
    inside = np.full(len(country), -1)
    inside[register.rows] = np.arange(len(register.rows))
    members, others = register.rows, register.withheld
    if name == "siblings":
        members, others = members[:0], others[register.siblings[others] > 0]
    elif name == "twins":
        members, others = members[register.twin_inside[members]], others[register.twin_inside[others]]
    elif name == "minority":
        minority = country.columns["ethnicity"] != "Kinh"
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
    texts = {field: country.columns[field][chosen].tolist() for field in fields}
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
    return EntrySet(name, columns, inside[chosen], profiles, kinds)


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
