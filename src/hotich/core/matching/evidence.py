"""From compared pairs to probabilities: bits per field, three hypotheses, and one posterior over all candidates and "not in the register".

For a pair, three things can be true: it is the same person, it is somebody of the same family, they are strangers. Independence of the fields alone makes a missing person's
brother look like him; the second hypothesis takes that back: ``LR = LR_same / (1 + siblings / N · LR_family)``. Over the candidates of one entry
``P_i = prior · LR_i / N / (prior · Σ LR / N + 1 − prior)``, which weighs namesakes against each other and against nobody in one formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hotich.core.matching.conditions import Evaluator, Flags
from hotich.core.matching.levels import Comparison
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared

Numbers = npt.NDArray[np.int64]
Levels = dict[str, npt.NDArray[np.int8]]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with their bits: for the same person and for the same family, against strangers."""

    same: Floats
    family: Floats
    levels: Levels
    shifts: Mapping[str, Floats] = field(default_factory=dict)
    """Per comparison the bits that the value's frequency added."""


MISSED = 0.002
"""The share of those in the register whom no key finds: how much *present* weighs where nobody was found at all."""
ALONE = ":alone"


def frequency_bits(model: Model, register: Prepared) -> dict[str, npt.NDArray[np.float32]]:
    """Per comparison with frequencies, the shift of every citizen's value; computed once for a register.

    Under the comparison's name with ``ALONE`` that of the value alone, for entries that do not say what it is common within.
    """
    shifts: dict[str, npt.NDArray[np.float32]] = {}
    for c in model.comparisons:
        for name, column in ((c.name, c.frequency), (c.name + ALONE, c.alone)):
            if column in model.frequencies:
                shifts[name] = model.frequencies[column].bits(register[column]).astype(np.float32)
    return shifts


def shift_of(
    comparison: Comparison,
    level: npt.NDArray[np.int8],
    entry: Mapping[str, npt.NDArray[np.int32]],
    shifts: Mapping[str, npt.NDArray[np.float32]],
) -> Floats:
    """The bits that the citizens' values add on these levels; ``entry`` holds the entries' columns of the same pairs."""
    by_value = np.array([one.frequency for one in comparison.levels])[level]
    bits = shifts[comparison.name]
    if comparison.given:
        alone = shifts.get(comparison.name + ALONE, np.float32(0.0))
        bits = np.where(entry[comparison.given] == 0, alone, bits)
    return np.where(by_value, bits, 0.0)


def most_added(
    comparison: Comparison, shifts: Mapping[str, npt.NDArray[np.float32]]
) -> npt.NDArray[np.float32]:
    """The most that the frequency of each citizen's value can add where a level counts it, whatever the entry says."""
    bits = shifts[comparison.name]
    if not comparison.given:
        return bits
    return np.maximum(bits, shifts.get(comparison.name + ALONE, np.float32(0.0)))


def score(
    model: Model,
    a: Mapping[str, npt.NDArray[np.int32]],
    b: Mapping[str, npt.NDArray[np.int32]],
    shifts: Mapping[str, npt.NDArray[np.float32]],
    size: int,
) -> Scored:
    """Compares ``size`` pairs; ``shifts`` holds the frequency bits of every pair's citizen by comparison."""
    evaluator = Evaluator(a, b, size)
    same, family = np.zeros(size), np.zeros(size)
    levels: Levels = {}
    added: dict[str, Floats] = {}
    for comparison in model.comparisons:
        level = levels[comparison.name] = evaluator.level_of(comparison)
        bits_same, bits_family = model.weights(comparison.name)
        same += bits_same[level]
        family += bits_family[level]
        if comparison.name in shifts:
            shift = added[comparison.name] = shift_of(comparison, level, a, shifts)
            same += shift
            # Brothers share what the family shares; on values of their own a rare one speaks for the same person only.
            if not comparison.own or comparison.shared:
                family += shift
    return Scored(same, family, levels, added)


@dataclass(frozen=True, slots=True)
class Posterior:
    """Per entry the log odds (base 2) that the best candidate is the person, that the person is in the register, and per pair the probability."""

    best: Numbers
    """Position of the best pair, -1 where there is no candidate."""
    second: Numbers
    best_odds: Floats
    present_odds: Floats
    pair: Floats
    ratio: Floats
    """LR / N of each pair."""
    evidence: Floats
    """Sum of LR / N of each entry: with it a prior can be estimated again without comparing."""


def ratios(model: Model, scored: Scored, population: int) -> Floats:
    """LR / N of each pair."""
    n = max(population, 1)
    related = np.exp2(np.clip(scored.family, -200, 200)) * (model.siblings / n)
    return np.asarray(np.exp2(np.clip(scored.same, -200, 200)) / (1.0 + related) / n)


def posterior(
    model: Model,
    scored: Scored,
    entry: Numbers,
    entries: int,
    population: int,
    prior: Floats | float | None = None,
) -> Posterior:
    """Weighs each entry's candidates against each other and against nobody. ``entry`` (ascending) says whose candidate a pair is."""
    given = np.broadcast_to(np.asarray(model.prior if prior is None else prior, dtype=np.float64), (entries,))
    ratio = ratios(model, scored, population)
    total: Floats = np.bincount(entry, weights=ratio, minlength=entries).astype(np.float64)
    best = _largest(ratio, entry, entries)
    others = ratio.copy()
    others[best[best >= 0]] = -1.0
    second = _largest(others, entry, entries)
    absent = 1.0 - given
    top = np.where(best >= 0, ratio[best] if len(ratio) else 0.0, 0.0)
    rest = np.maximum(total - top, 0.0)
    tiny = 1e-60
    best_odds = np.log2(given * top + tiny) - np.log2(given * rest + absent + tiny)
    present_odds = np.log2(given * (total + MISSED)) - np.log2(absent + tiny)
    pair = given[entry] * ratio / (given[entry] * total[entry] + absent[entry])
    return Posterior(best, second, best_odds, present_odds, pair, ratio, total)


def _largest(values: Floats, entry: Numbers, entries: int) -> Numbers:
    """Position of each entry's largest value, the first of equal ones; -1 where it has none that is not negative."""
    place = np.full(entries, -1, dtype=np.int64)
    if not len(entry):
        return place
    if entries == 1:  # a look-up
        first = int(values.argmax())
        place[0] = first if values[first] >= 0.0 else -1
        return place
    starts = np.flatnonzero(np.concatenate([[True], entry[1:] != entry[:-1]]))
    top = np.repeat(np.maximum.reduceat(values, starts), np.diff(np.append(starts, len(entry))))
    at = np.flatnonzero((values == top) & (values >= 0.0))[::-1]
    place[entry[at]] = at  # written backwards: the first stays
    return place


class FieldEvidence(NamedTuple):
    """What one field said about one candidate: the level's sentence, its bits for the same person, and whether it is missing."""

    field: str
    title: str
    level: str
    sentence: str
    bits: float
    missing: bool

    @property
    def text(self) -> str:
        """As the officer reads it: ``Ngày sinh: cùng năm, một bên không rõ ngày (+6,1)``."""
        return f"{self.title}: {self.sentence}" + (
            "" if self.missing else f" ({self.bits:+.1f})".replace(".", ",")
        )


def explain(model: Model, scored: Scored, pair: int) -> list[FieldEvidence]:
    """One sentence per field for one pair, the weightiest first."""
    found: list[FieldEvidence] = []
    for comparison in model.comparisons:
        at = scored.levels[comparison.name].item(pair)
        level = comparison.levels[at]
        bits = model.weights(comparison.name)[0].item(at)
        if level.frequency and comparison.name in scored.shifts:
            bits += scored.shifts[comparison.name].item(pair)
        found.append(
            FieldEvidence(comparison.name, comparison.title, level.name, level.sentence, bits, level.missing)
        )
    return sorted(found, key=lambda one: -abs(one.bits))


_GIVEN_ALIKE = frozenset({"same", "unmarked", "marks", "sound", "slip", "abbreviated", "words"})
_PARENT_ALIKE = frozenset({"same", "marks", "sound", "abbreviated", "surname_given"})
_SAME_DATE = frozenset({"same", "heaped", "swapped"})
_MIDDLE_ALIKE = frozenset({"neither", "same", "marks", "sound", "one_lacks", "core", "abbreviated"})
_TWINS_BY = ("given", "birth", "father", "mother")


def maybe_twins(
    model: Model,
    a: Mapping[str, npt.NDArray[np.int32]],
    b: Mapping[str, npt.NDArray[np.int32]],
    size: int,
) -> Flags:
    """Pairs of one family and one birth date whose given names differ: a twin, or somebody who was renamed.

    The weights know that twins are rare and cannot know whether this is one: only a person can tell.
    """
    evaluator = Evaluator(a, b, size)
    chosen = [c for c in model.comparisons if c.name in _TWINS_BY]

    def among(comparison: Comparison, names: frozenset[str]) -> Flags:
        return np.array([level.name in names for level in comparison.levels])[evaluator.level_of(comparison)]

    by_name = {c.name: c for c in chosen}
    parents = [by_name[name] for name in ("father", "mother") if name in by_name]
    alike = [among(c, _PARENT_ALIKE) for c in parents]
    gone = [among(c, frozenset({"missing"})) for c in parents]
    if not parents or "given" not in by_name or "birth" not in by_name:
        return np.zeros(size, dtype=bool)
    family = np.logical_or.reduce(alike)
    for one, missing in zip(alike, gone, strict=True):
        family &= one | missing
    other_name = ~among(by_name["given"], _GIVEN_ALIKE | {"missing"})
    return np.asarray(family & other_name & among(by_name["birth"], _SAME_DATE))


def relation(model: Model, scored: Scored, pair: int) -> str:
    """What else the candidate may be: ``twin``, ``sibling``, ``namesake``, or empty. Named on screen so that nobody is taken for another."""
    by_name = {c.name: c.levels[int(scored.levels[c.name][pair])].name for c in model.comparisons}
    parents = [by_name[name] for name in ("father", "mother") if name in by_name]
    shared = [level in _PARENT_ALIKE for level in parents]
    missing = [level == "missing" for level in parents]
    given_same = by_name.get("given") in _GIVEN_ALIKE
    family = any(shared) and all(one or gone for one, gone in zip(shared, missing, strict=True))
    if family and not given_same:
        return "twin" if by_name.get("birth") in _SAME_DATE else "sibling"
    same_name = given_same and by_name.get("surname") == "same" and by_name.get("middle") in _MIDDLE_ALIKE
    if same_name and not family and not all(missing):
        return "namesake"
    return ""
