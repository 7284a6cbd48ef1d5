"""The model shipped with the product: trained in one synthetic country, calibrated on noise of other seeds in the same; judged elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from bench.linkage.measure import run
from bench.linkage.sets import TRAINING_COUNTRY, build_register, build_set
from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import prepare
from hotich.core.matching.training import calibrated, threshold
from hotich.core.matching.training import train as learn

TRAINING = (("standard", 901), ("harsher_training", 902))
CALIBRATION = (("standard", 911), ("harsher_training", 912), ("minority", 913), ("old_places", 914))
LINK_PRECISION, ABSENT_PRECISION = 0.9998, 0.992


def train_model(*, size: int, name: str, say: Callable[[str], None]) -> Model:
    """Learns, calibrates, sets the thresholds. None of the sets has the kinds of noise that only the harsher set has."""
    register = build_register(seed=TRAINING_COUNTRY, size=size)
    columns = prepare(register.columns)
    count = max(2_000, size // 5)
    sets = [build_set(register, which, count, seed=seed) for which, seed in TRAINING]
    entries = prepare({field: [v for s in sets for v in s.columns[field]] for field in sets[0].columns})
    model = learn(entries, columns, say=say)
    indexed = Indexed.build(columns, model)
    model = replace(model, prior=0.8)
    outcomes = [
        run(model, indexed, build_set(register, which, count, seed=seed)) for which, seed in CALIBRATION
    ]
    truth = np.concatenate([o.truth for o in outcomes])
    best = np.concatenate([o.best for o in outcomes])
    odds = np.concatenate([o.best_odds for o in outcomes])
    enough = np.concatenate([o.described for o in outcomes])
    present = np.concatenate([o.present_odds for o in outcomes])
    right = (best == truth) & (truth >= 0)
    model = replace(model, link=calibrated(odds, right), absent=calibrated(present, truth >= 0))
    return replace(
        model,
        name=name,
        link_at=round(threshold(model.link(odds), right, precision=LINK_PRECISION), 4),
        absent_at=round(
            threshold((1.0 - model.absent(present))[enough], (truth < 0)[enough], precision=ABSENT_PRECISION), 4
        ),
        trained_on={
            "country": TRAINING_COUNTRY, "citizens": len(register), "entries": count * len(TRAINING), "calibrated_on": count * len(CALIBRATION),
            "labels": "none for m, u, f; synthetic truth for the calibration only",
        },
    )  # fmt: skip
