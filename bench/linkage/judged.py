"""How many pairs the prior's m should count as beside officers' judgements: the experiment behind ``judged.PRIOR_WEIGHT`` and ``learning.BASE_WEIGHT``.

A model is learned by expectation maximisation without labels; then K judgements are drawn and m is held between the two at several weights. Measured is the mean distance
in bits of the weights from those of all labels, each level counted as often as it occurs. *Biased* judgements are drawn only from pairs that the model itself
ranked first with a probability above one half: what officers confirm. Then the calibration is refitted on K judgements of either sort, and the model is judged on
entries it has not seen: this is why confirmed suggestions do not calibrate.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from bench.linkage.sets import TRAINING_COUNTRY, EntrySet, build_register, build_set
from hotich.core.matching.engines.answers import Answers, answers
from hotich.core.matching.engines.linking import Register, blocks, compare
from hotich.core.matching.evaluation import evaluate
from hotich.core.matching.judged import Pairs, held_towards, recalibrated, with_judged
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import Prepared, prepare
from hotich.core.matching.training import train

DECISIONS = (200, 1_000, 5_000, 20_000)
WEIGHTS = (0.01, 300.0, 1_000.0, 2_000.0, 5_000.0, 20_000.0)
DRAWS = 5


def distance(model: Model, reference: Model) -> float:
    """Mean over comparisons of the distance between their weights in bits, levels weighed by how often they occur."""
    apart: list[float] = []
    for comparison in model.comparisons:
        spoken = np.array([not level.missing for level in comparison.levels])
        if comparison.name == "number":
            continue
        own, other = model.weights(comparison.name)[0], reference.weights(comparison.name)[0]
        share = np.array(reference.probabilities[comparison.name].same)
        apart.append(float((np.abs(own - other) * share)[spoken].sum()))
    return float(np.mean(apart))


def confirmed(model: Model, register: Register, asked: Prepared, truth: np.ndarray) -> np.ndarray:
    """Entries whose person the model ranks first and holds for likely."""
    chosen: list[np.ndarray] = []
    for block in blocks(model, register, asked):
        best = block.posterior.best
        right = (
            np.where(best >= 0, block.pairs.citizen[np.maximum(best, 0)], -1)
            == truth[block.begin : block.begin + block.size]
        )
        chosen.append(np.flatnonzero(right & (best >= 0) & (block.posterior.best_odds > 0)) + block.begin)
    return np.concatenate(chosen)


def main() -> None:
    """``python -m bench.linkage.judged [CITIZENS]``: a minute at the default of 50,000."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    calibrations(size)
    register = build_register(seed=TRAINING_COUNTRY + 7, size=size)
    columns = prepare(register.columns)
    rng = np.random.default_rng(3)
    for which in ("standard", "harsher"):
        few, many = build_set(register, which, 5_000, seed=71), build_set(register, which, 60_000, seed=72)
        learned = train(prepare(few.columns), columns)
        indexed = Register.build(columns, learned)
        asked = prepare(many.columns)
        members = np.flatnonzero(many.truth >= 0)
        levels = compare(learned, indexed, asked, members, many.truth[members].astype(np.int32)).levels

        def after(rows: np.ndarray, weight: float, start: Model = learned, levels: dict = levels) -> Model:
            part = {name: values[rows] for name, values in levels.items()}
            return with_judged(start, Pairs(part, np.ones(len(rows))), weight=weight)

        reference = after(np.arange(len(members)), 0.01)
        sys.stdout.write(
            f"\n{which}: EM {distance(learned, reference):.3f} bit; mô hình kèm theo {distance(held_towards(learned, default_model(), pairs=0.0, weight=1.0), reference):.3f}\n"
        )
        for weight in (0.01, 100.0, 300.0, 1_000.0, 4_000.0):
            held = held_towards(learned, default_model(), pairs=4_000, weight=weight)
            sys.stdout.write(
                f"  EM 4.000 cặp, giữ về mô hình kèm theo {weight:g}: {distance(held, reference):.3f}\n"
            )
        likely = np.flatnonzero(np.isin(members, confirmed(learned, indexed, asked, many.truth)))
        for label, pool in (("ngẫu nhiên", np.arange(len(members))), ("chỉ cặp đã gợi ý", likely)):
            sys.stdout.write(f"  {label:<20}" + "".join(f"{weight:>9g}" for weight in WEIGHTS) + "\n")
            for count in DECISIONS:
                row = []
                for weight in WEIGHTS:
                    draws = [rng.choice(pool, count, replace=False) for _ in range(DRAWS)]
                    row.append(float(np.mean([distance(after(draw, weight), reference) for draw in draws])))
                sys.stdout.write(
                    f"  {count:>12,} xác định" + "".join(f"{value:>9.3f}" for value in row) + "\n"
                )


def calibrations(size: int) -> None:
    """Calibration error and precision of the suggestions after a refit on K judgements, drawn from everybody or from what the model suggested rightly."""
    register = build_register(seed=TRAINING_COUNTRY + 7, size=size)
    columns = prepare(register.columns)
    rng = np.random.default_rng(4)
    for which in ("standard", "harsher"):
        learned = train(prepare(build_set(register, which, 5_000, seed=71).columns), columns)
        learned = replace(
            learned, link=default_model().link, absent=default_model().absent,
            link_at=default_model().link_at, absent_at=default_model().absent_at,
        )  # fmt: skip
        indexed = Register.build(columns, learned)
        pool, test = build_set(register, which, 30_000, seed=74), build_set(register, which, 20_000, seed=73)
        asked, unseen = prepare(pool.columns), prepare(test.columns)
        found, other = answers(learned, indexed, asked), answers(learned, indexed, unseen)
        right = (found.best == pool.truth) & (pool.truth >= 0)

        def figures(
            model: Model, other: Answers = other, unseen: Prepared = unseen, test: EntrySet = test
        ) -> str:
            said = evaluate(model, other, unseen, test.truth, {})
            return f"ECE {said['calibration_error']:.4f}  đúng khi gợi ý {said['suggested']['value']:.4f}  xem lại {said['review']['value']:.3f}"

        sys.stdout.write(f"\n{which}: hiệu chỉnh mang theo   {figures(learned)}\n")
        for label, chosen in (("tự tra", np.arange(len(right))), ("theo gợi ý", np.flatnonzero(right))):
            for count in (100, 1_000, 10_000):
                rows = rng.choice(chosen, count, replace=False)
                table, shift, stretch = recalibrated(learned.link, found.best_odds[rows], right[rows])
                sys.stdout.write(
                    f"  {label:<10} {count:>7,}  {figures(replace(learned, link=table))}  dời {shift:+.2f}, giãn {stretch:.2f}\n"
                )


if __name__ == "__main__":
    main()
