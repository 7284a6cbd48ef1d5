"""How a model does on entries whose persons are known: suggestions, "nobody", review and honesty of its probabilities, each with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hotich.core.matching.engines.answers import LINK, NOBODY, REVIEW, Answers, answers, decide
from hotich.core.matching.gathering import Gathered
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Known:
    """Entries and who each is: a personal number, or nothing where nobody in the register is the person; and what to count apart by (``book`` is a book)."""

    asked: Prepared
    persons: Sequence[str]
    groups: Mapping[str, Sequence[str]]


NOT_IN_REGISTER = -1
BINS = (0.0, 0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` out of ``of``."""

    hits: int
    of: int

    def as_json(self) -> dict[str, Any]:
        """The share and its Wilson interval; ``value`` is None where there was nothing to count."""
        if not self.of:
            return {"value": None, "low": None, "high": None, "hits": 0, "of": 0}
        low, high = self.interval
        return {
            "value": round(self.hits / self.of, 5),
            "low": round(low, 5),
            "high": round(high, 5),
            "hits": self.hits,
            "of": self.of,
        }

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's, 95 %."""
        z, n, p = 1.959964, self.of, self.hits / self.of
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)


def evaluate_known(model: Model, gathered: Gathered, known: Known) -> dict[str, Any]:
    """Looks up entries whose persons are known in what was gathered for them, and counts. The prior of each book is estimated from its own entries."""
    count = min(gathered.entries, len(known.persons))
    asked = {name: column[:count] for name, column in known.asked.items()}
    row = gathered.rows_of(known.persons[:count])
    somebody = np.array([bool(person) for person in known.persons[:count]], dtype=bool)
    outside = somebody & (row < 0)
    kept = np.flatnonzero(~outside)
    asked = {name: column[kept] for name, column in asked.items()}
    groups = {name: [values[at] for at in kept.tolist()] for name, values in known.groups.items()}
    register = gathered.register(model)
    found = answers(model, register, asked) if len(kept) else Answers.empty(0, model.prior)
    scope = groups.get("book")
    if scope and any(scope):
        numbers = {book: number for number, book in enumerate(dict.fromkeys(scope))}
        found = found.with_priors_of(np.array([numbers[book] for book in scope], dtype=np.int64))
    best = (
        {name: column[np.maximum(found.best, 0)] for name, column in register.columns.items()}
        if len(kept)
        else asked
    )
    return evaluate(model, found, asked, best, row[kept], groups) | {
        "citizens": gathered.population,
        "outside_the_register": int(outside.sum()),
    }


def evaluate(
    model: Model,
    found: Answers,
    asked: Prepared,
    best: Prepared,
    truth: npt.NDArray[np.int64],
    groups: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """The figures of all entries, and of each value of each grouping (book, kind …). ``best``: every entry's likeliest citizen; ``truth``: each entry's citizen, -1 where he is not in the register."""
    said = decide(model, found, asked, best)
    right = (found.best == truth) & (truth >= 0)
    everybody = np.ones(len(truth), dtype=bool)
    return {
        **_figures(said.verdict, right, truth, everybody),
        "prior": _prior(found, everybody),
        "first": Share(int(right.sum()), int((truth >= 0).sum())).as_json(),
        "calibration": _bins(said.link, right),
        "calibration_error": round(_error(said.link, right), 5),
        "groups": {
            name: {
                value: _figures(said.verdict, right, truth, members) | {"prior": _prior(found, members)}
                for value in sorted(set(values))
                for members in [np.array([one == value for one in values], dtype=bool)]
            }
            for name, values in groups.items()
        },
    }


def _figures(
    verdict: npt.NDArray[np.int8], right: Flags, truth: npt.NDArray[np.int64], among: Flags
) -> dict[str, Any]:
    linked, gone = among & (verdict == LINK), among & (verdict == NOBODY)
    absent = truth == NOT_IN_REGISTER
    total = int(among.sum())
    return {
        "entries": total,
        "suggested": Share(int((right & linked).sum()), int(linked.sum())).as_json(),
        "nobody": Share(int((absent & gone).sum()), int(gone.sum())).as_json(),
        "absent_suggested": Share(int((absent & linked).sum()), int((absent & among).sum())).as_json(),
        "review": Share(int((among & (verdict == REVIEW)).sum()), total).as_json(),
    }


def _prior(found: Answers, among: Flags) -> float:
    return round(float(found.prior[among].mean()), 4)


def _bins(said: Floats, right: Flags) -> list[dict[str, Any]]:
    """What was said beside what was so, for every stretch of the probability."""
    rows: list[dict[str, Any]] = []
    for low, high in zip(BINS[:-1], BINS[1:], strict=True):
        inside = (said >= low) & ((said < high) if high < 1.0 else (said <= high))
        if inside.any():
            seen = Share(int((right & inside).sum()), int(inside.sum())).as_json()
            rows.append({"from": low, "to": high, "said": round(float(said[inside].mean()), 5), "seen": seen})
    return rows


def _error(said: Floats, right: Flags, bins: int = 15) -> float:
    """Expected calibration error over equally filled bins."""
    if not len(said):
        return 0.0
    order = np.argsort(said, kind="stable")
    edges = np.linspace(0, len(order), bins + 1).astype(int)
    gaps: list[float] = [
        abs(float(said[order[a:b]].mean()) - float(right[order[a:b]].mean())) * (b - a)
        for a, b in zip(edges[:-1], edges[1:], strict=True)
        if b > a
    ]
    return sum(gaps) / len(order)
