"""Training without labels: u from random pairs, f and the number of siblings from the register itself, m by expectation maximisation.

The expectation step is the model's own posterior over all candidates of an entry *and* nobody, with the family hypothesis in it. An ordinary EM inside
one block learns brothers as matches (in a block on both parents, ``m(given name differs)`` came out 15 times too large); here a brother competes with the person
himself and with nobody, and the blocks are the union of all keys, which loses a few matches in a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hotich.core.matching.conditions import Evaluator
from hotich.core.matching.engines.linking import Register, blocks, compare
from hotich.core.matching.evidence import Levels, Numbers, Scored, posterior, shift_of
from hotich.core.matching.levels import COMPARISONS, Comparison, columns_used
from hotich.core.matching.model import Calibration, Floats, Frequencies, Model, Probabilities
from hotich.core.matching.normaliser import Prepared, joined
from hotich.core.matching.normaliser.common import WITHIN, group_of, value_of

RANDOM_PAIRS = 2_000_000
FAMILY_PAIRS = 400_000
_KEPT_SHARE, _KEPT_COUNT = 5e-4, 4e-5
"""A value is listed that has this share of its group and of all."""
_OPEN = 0.003
"""What share of one person's two records is spread over all levels: what the books of the training do not show is not impossible in others."""
_HELD = 30.0
"""How many of a group the country's shares count as."""
_PASSES = 12
_FAMILY_PRIOR = 300.0
"""How many pairs of brothers and sisters among citizens count as much as what the entries show."""
_OWN_NUMBER = Probabilities((1.0, 0.97, 0.03), (1.0, 1e-7, 1.0 - 1e-7), (1.0, 1e-7, 1.0 - 1e-7))
"""Numbers are hardly ever in books: too few pairs to learn from, so this is set, not trained."""


_READ = columns_used(COMPARISONS)


def initial_model() -> Model:
    """A model that knows nothing of a register yet: the first level of each comparison is likely for one person, the last unlikely."""
    guesses = {c.name: _guess(c) for c in COMPARISONS}
    return Model(COMPARISONS, guesses, {}, name="initial")


def _guess(comparison: Comparison) -> Probabilities:
    if comparison.name == "number":
        return _OWN_NUMBER
    count = len(comparison.levels)
    same = np.full(count, 0.02)
    spoken = [at for at, level in enumerate(comparison.levels) if not level.missing]
    other = np.full(count, 0.3)
    for context in {level.context for level in comparison.levels}:
        among = [at for at in spoken if comparison.levels[at].context == context]
        same[among[:2]] = 0.4
        other[among[:2]] = 0.01
        other[among[-1]] = 1.0
    return Probabilities(*(_shares(values, comparison) for values in (same, other, other)))


def _shares(counts: Floats, comparison: Comparison) -> tuple[float, ...]:
    """Counts as probabilities among the pairs of one context where both sides say something; a missing value weighs nothing."""
    missing = np.array([level.missing for level in comparison.levels])
    contexts = np.array([level.context for level in comparison.levels])
    smoothed = np.where(missing, 0.0, counts + 0.5)
    totals = np.array([smoothed[contexts == context].sum() for context in contexts])
    return tuple(np.where(missing, 1.0, smoothed / np.where(totals == 0, 1.0, totals)).tolist())


def train(
    entries: Prepared,
    register: Prepared,
    *,
    sample: Prepared | None = None,
    population: int | None = None,
    seed: int = 1,
    say: Callable[[str], None] = lambda text: None,
) -> Model:
    """A model of these entries and this register, not yet calibrated. Nothing says who is who.

    Of a register too large to be held, ``register`` is whom the entries' keys ask for, ``sample`` a sample of its households
    and ``population`` its size.
    """
    people = register if sample is None else sample
    model = of_register(entries, people, seed=seed, say=say)
    indexed = Register.build(register, model)
    return _learn_same(
        model, entries, indexed if population is None else replace(indexed, size=population), say
    )


def of_register(
    entries: Prepared, people: Prepared, *, seed: int = 1, say: Callable[[str], None] = lambda text: None
) -> Model:
    """What needs nobody to be found: u, family distributions, the number of siblings, frequencies. The rest is as in ``initial_model``."""
    rng = np.random.default_rng(seed)
    counted = strangers(entries, people, rng)
    family, siblings = families(people, rng)
    say(f"{siblings:.2f} anh chị em trung bình trong dân cư")
    model = initial_model()
    probabilities = {
        c.name: _OWN_NUMBER
        if c.name == "number"
        else replace(
            model.probabilities[c.name],
            unrelated=_shares(counted[c.name], c),
            family=_shares(family[c.name], c) if c.own else model.probabilities[c.name].same,
        )
        for c in COMPARISONS
    }
    return replace(
        model,
        probabilities=probabilities,
        siblings=siblings,
        frequencies=all_frequencies(people),
    )


def _counts(levels: npt.NDArray[np.int8], size: int, weights: Floats | None = None) -> Floats:
    return np.bincount(levels.astype(np.int64), weights=weights, minlength=size).astype(np.float64)


def strangers(
    entries: Prepared, register: Prepared, rng: np.random.Generator, *, pairs: int = RANDOM_PAIRS
) -> dict[str, Floats]:
    """How often random pairs of an entry and a citizen are on each level."""
    totals = {c.name: np.zeros(len(c.levels)) for c in COMPARISONS}
    step = min(pairs, 50_000)
    for _ in range(0, pairs, step):
        one = rng.integers(len(entries["g_p"]), size=step)
        other = rng.integers(len(register["g_p"]), size=step)
        _add_levels(totals, entries, one, register, other)
    return totals


def _add_levels(totals: dict[str, Floats], a: Prepared, one: Numbers, b: Prepared, other: Numbers) -> None:
    evaluator = Evaluator(
        {name: a[name][one] for name in _READ},
        {name: b[name][other] for name in _READ},
        len(one),
    )
    for comparison in COMPARISONS:
        totals[comparison.name] += _counts(evaluator.level_of(comparison), len(comparison.levels))


def families(
    register: Prepared, rng: np.random.Generator, *, most: int = FAMILY_PAIRS
) -> tuple[dict[str, Floats], float]:
    """How often citizens with the same parents and home province are on each level, and how many such others a person has.

    Who has the same name and the same birth day as well is taken for the same person registered twice.
    """
    house = joined(register["f_n_c"], register["w_n_c"], register["h_v"], salt=77)
    known = np.flatnonzero(house)
    order = known[np.argsort(house[known], kind="stable")]
    sorted_house = house[order]
    pairs: list[tuple[Numbers, Numbers]] = []
    for step in range(1, 8):
        same = np.flatnonzero(sorted_house[step:] == sorted_house[:-step])
        pairs.append((order[same], order[same + step]))
    one, other = np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    twice = (register["n_p"][one] == register["n_p"][other]) & (
        register["b_day"][one] == register["b_day"][other]
    )
    one, other = one[~twice], other[~twice]
    siblings = 2.0 * len(one) / max(len(known), 1)
    if len(one) > most:
        chosen = rng.choice(len(one), most, replace=False)
        one, other = one[chosen], other[chosen]
    totals = {c.name: np.zeros(len(c.levels)) for c in COMPARISONS}
    _add_levels(totals, register, one, register, other)
    return totals, siblings


def all_frequencies(register: Prepared) -> dict[str, Frequencies]:
    """The frequencies that the comparisons ask for."""
    columns = {column for c in COMPARISONS for column in (c.frequency, c.alone) if column}
    return {column: frequencies(register, column) for column in sorted(columns)}


def frequencies(register: Prepared, column: str) -> Frequencies:
    """How common each value of a column is, within its people or sex where the column is such a joint one.

    The mean is that of the values alone, as ``u`` was counted. A group's shares are held towards those of the country: the ten next of a small one have other
    names. Of communes only those count that one people lives in; elsewhere the level says it all.
    """
    value, within = WITHIN.get(column, (column, ()))
    codes, plain = register[column], value_of(register, value)
    known = np.flatnonzero(codes)
    if not len(known):
        return Frequencies({}, 1.0, 1.0)
    _, number, alone = np.unique(plain[known], return_inverse=True, return_counts=True)
    everywhere = alone / len(known)
    mean = float((everywhere**2).sum())
    values, first, counts = np.unique(codes[known], return_index=True, return_counts=True)
    size = np.full(len(values), float(len(known)))
    if within:
        groups, group, sizes = np.unique(
            group_of(register, within)[known], return_inverse=True, return_counts=True
        )
        size = sizes[group[first]].astype(np.float64)
    shares = (counts + _HELD * everywhere[number[first]]) / (size + _HELD)
    if value == "h_p":
        kept, rare = shares >= max(4.0 * mean, 1e-3), mean
    else:
        kept = (counts >= 2) & (shares >= _KEPT_SHARE) & (counts >= _KEPT_COUNT * len(known))
        rare = float(shares[kept].min() / 2) if kept.any() else mean
    return Frequencies(dict(zip(values[kept].tolist(), shares[kept].tolist(), strict=True)), mean, rare)


def _learn_same(model: Model, entries: Prepared, register: Register, say: Callable[[str], None]) -> Model:
    size = len(entries["g_p"])
    entry: list[Numbers] = []
    citizen: list[npt.NDArray[np.int32]] = []
    for block in blocks(model, register, entries):
        entry.append(block.pairs.entry + block.begin)
        citizen.append(block.pairs.citizen)
    rows, owners = np.concatenate(entry), np.concatenate(citizen)
    levels = compare(model, register, entries, rows, owners).levels
    shifts = _shifts(model, register, entries, rows, owners, levels)
    # A book's own noise is in its brothers' entries too. Pairs whose parents both agree are found by the parents' keys alone, whatever their own
    # names and dates are: a fair sample of brothers and sisters. What citizens show among themselves is the prior.
    housemates = _agree(model, levels, "father") & _agree(model, levels, "mother")
    between_citizens = {c.name: model.probabilities[c.name].family for c in COMPARISONS}
    for number in range(_PASSES):
        scored = _rescored(model, levels, shifts, len(rows))
        found = posterior(model, scored, rows, size, register.size)
        learned = dict(model.probabilities)
        related = np.exp2(np.clip(scored.family, -200, 200)) * (model.siblings / register.size)
        siblings = np.where(housemates, (1.0 - found.pair) * related / (1.0 + related), 0.0)
        for comparison in COMPARISONS:
            if comparison.name == "number":
                continue
            counted = _counts(levels[comparison.name], len(comparison.levels), found.pair)
            same = _shares(counted + _OPEN * counted.sum() / len(counted), comparison)
            old = learned[comparison.name]
            family = same
            if comparison.own:
                seen = _counts(levels[comparison.name], len(comparison.levels), siblings)
                family = _shares(
                    seen + _FAMILY_PRIOR * np.array(between_citizens[comparison.name]), comparison
                )
            learned[comparison.name] = replace(old, same=same, family=family)
        prior = float(np.clip(found.pair.sum() / size, 0.02, 0.98))
        moved = max(
            abs(a - b)
            for name in learned
            for a, b in zip(learned[name].same, model.probabilities[name].same, strict=True)
        )
        model = replace(model, probabilities=learned, prior=prior)
        say(f"EM {number + 1}: {prior:.3f} có trong dân cư, đổi nhiều nhất {moved:.4f}")
        if moved < 5e-4:
            break
    return model


def _agree(model: Model, levels: Levels, name: str) -> npt.NDArray[np.bool_]:
    comparison = next(c for c in model.comparisons if c.name == name)
    good = np.array([level.name in ("same", "marks", "sound", "abbreviated") for level in comparison.levels])
    return np.asarray(good[levels[name]])


def _shifts(
    model: Model,
    register: Register,
    entries: Prepared,
    rows: Numbers,
    owners: npt.NDArray[np.int32],
    levels: Levels,
) -> dict[str, Floats]:
    """What the values' frequencies add to every pair: it does not change while m is learned."""
    of_citizens = {name: values[owners] for name, values in register.shifts.items()}
    given = {c.given: entries[c.given][rows] for c in model.comparisons if c.given}
    return {
        c.name: shift_of(c, levels[c.name], given, of_citizens)
        for c in model.comparisons
        if c.name in of_citizens
    }


def _rescored(model: Model, levels: Levels, shifts: dict[str, Floats], size: int) -> Scored:
    same, family = np.zeros(size), np.zeros(size)
    for comparison in model.comparisons:
        bits_same, bits_family = model.weights(comparison.name)
        level = levels[comparison.name]
        same += bits_same[level]
        family += bits_family[level]
        if comparison.name in shifts:
            same += shifts[comparison.name]
            if not comparison.own or comparison.shared:
                family += shifts[comparison.name]
    return Scored(same, family, levels)


_BENDS = (-14.0, -8.0, -4.0, -1.0, 2.0, 5.0, 9.0, 14.0)
_TABLE = np.concatenate(
    [np.arange(-60.0, -20.0, 10.0), np.arange(-20.0, 20.5, 0.5), np.arange(30.0, 61.0, 10.0)]
)
_STIFF = 30.0


def calibrated(odds: Floats, right: npt.NDArray[np.bool_]) -> Calibration:
    """A smooth rising table of what was observed: a logistic curve of straight pieces, held towards the model's own odds where little was seen.

    Bins of equal size have no errors in the tails and are ragged between; a curve of nine slopes is not, and what it says of rare odds carries over to other noise.
    """
    truth = right.astype(np.float64)
    x = np.clip(odds, -60.0, 60.0)
    slopes = np.ones(len(_BENDS) + 1)
    base = 0.0
    for _ in range(60):
        basis = _pieces(x)
        said = 1.0 / (1.0 + np.exp2(-np.clip(base + basis @ slopes, -60, 60)))
        weight = np.maximum(said * (1.0 - said), 1e-9) * np.log(2.0)
        full = np.column_stack([np.ones(len(x)), basis])
        gradient = full.T @ (truth - said) - _STIFF * np.concatenate([[0.0], slopes - slopes.mean()])
        curvature = (full * weight[:, None]).T @ full + _STIFF * np.eye(full.shape[1])
        step = np.linalg.solve(curvature, gradient)
        base, slopes = base + float(step[0]), np.maximum(slopes + step[1:], 0.02)
        if np.abs(step).max() < 1e-4:
            break
    most = 1.0 - 1.0 / (len(x) + 2.0)
    observed = 1.0 / (1.0 + np.exp2(-(base + _pieces(_TABLE) @ slopes)))
    return Calibration(tuple(_TABLE.tolist()), tuple(np.clip(observed, 1.0 - most, most).tolist()))


def _pieces(x: Floats) -> Floats:
    """How far each odds reaches into each piece between the bends: their sum is the odds themselves."""
    edges = np.array([-60.0, *_BENDS, 60.0])
    parts = [np.clip(x, low, high) for low, high in zip(edges[:-1], edges[1:], strict=True)]
    # The piece that holds zero is measured from zero, those beside it from their nearer edge.
    return np.column_stack(
        [part - np.clip(0.0, low, high) for part, low, high in zip(parts, edges[:-1], edges[1:], strict=True)]
    )


def threshold(probability: Floats, right: npt.NDArray[np.bool_], *, precision: float) -> float:
    """The lowest probability above which at least ``precision`` of the decisions are right."""
    order = np.argsort(-probability, kind="stable")
    hits = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(hits >= precision)
    return float(np.clip(probability[order[good[-1]]], 0.5, 0.9999)) if len(good) else 0.9999
