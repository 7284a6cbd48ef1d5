"""What an engine says of every entry, and what is decided from it: link, nobody, or a person must choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hotich.core.matching.engines.linking import Register, blocks
from hotich.core.matching.evidence import MISSED, Numbers
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared

_TINY = 1e-60
# How many entries the general prior counts as when a book's own is estimated.
_PRIOR_WEIGHT = 40.0


@dataclass(frozen=True, slots=True)
class Answers:
    """Per entry the best and the second citizen (-1: none) with LR / N, the sum over all candidates, and the prior in use."""

    best: Numbers
    second: Numbers
    best_ratio: Floats
    second_ratio: Floats
    total: Floats
    prior: Floats

    @classmethod
    def empty(cls, size: int, prior: float) -> Answers:
        """Answers in which nobody was found."""
        return cls(
            np.full(size, -1, dtype=np.int64),
            np.full(size, -1, dtype=np.int64),
            np.zeros(size),
            np.zeros(size),
            np.zeros(size),
            np.full(size, prior),
        )

    @property
    def best_odds(self) -> Floats:
        """Log odds that the best is the person."""
        rest = np.maximum(self.total - self.best_ratio, 0.0)
        return np.asarray(
            np.log2(self.prior * self.best_ratio + _TINY)
            - np.log2(self.prior * rest + 1.0 - self.prior + _TINY)
        )

    @property
    def present_odds(self) -> Floats:
        """Log odds that the person is in the register."""
        return np.asarray(np.log2(self.prior * (self.total + MISSED)) - np.log2(1.0 - self.prior + _TINY))

    @property
    def second_probability(self) -> Floats:
        """Posterior of the second."""
        return np.asarray(self.prior * self.second_ratio / (self.prior * self.total + 1.0 - self.prior))

    def with_priors_of(self, scope: Numbers) -> Answers:
        """The same with the prior of each scope (a book) estimated from its own entries, held towards the general one where they are few."""
        scopes = int(scope.max()) + 1 if len(scope) else 0
        count = np.bincount(scope, minlength=scopes)
        general = np.bincount(scope, weights=self.prior, minlength=scopes) / np.maximum(count, 1)
        prior = general.copy()
        for _ in range(20):
            own = prior[scope]
            evidence = own * (self.total + MISSED)
            present = evidence / (evidence + 1.0 - own)
            seen = np.bincount(scope, weights=present, minlength=scopes)
            prior = np.clip((seen + _PRIOR_WEIGHT * general) / (count + _PRIOR_WEIGHT), 0.02, 0.995)
        return Answers(self.best, self.second, self.best_ratio, self.second_ratio, self.total, prior[scope])


def answers(
    model: Model, register: Register, asked: Prepared, *, progress: Callable[[int], None] | None = None
) -> Answers:
    """Links entries with numpy."""
    out = Answers.empty(len(asked["g_p"]), model.prior)
    for block in blocks(model, register, asked, progress=progress):
        rows = slice(block.begin, block.begin + block.size)
        for place, who, ratio in (
            (block.posterior.best, out.best, out.best_ratio),
            (block.posterior.second, out.second, out.second_ratio),
        ):
            there = np.flatnonzero(place >= 0)
            who[rows][there] = block.pairs.citizen[place[there]]
            ratio[rows][there] = block.posterior.ratio[place[there]]
        out.total[rows] = block.posterior.evidence
    return out


LINK, NOBODY, REVIEW = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Decision:
    """Per entry the verdict (LINK, NOBODY, REVIEW), the calibrated probability that the best is the person, and that nobody is."""

    verdict: npt.NDArray[np.int8]
    link: Floats
    nobody: Floats


def decide(model: Model, found: Answers, asked: Prepared | None = None) -> Decision:
    """Applies calibration and thresholds. With the entries' columns, nobody is linked or concluded absent who is too thinly described for it."""
    link = np.where(found.best >= 0, model.link(found.best_odds), 0.0)
    nobody = 1.0 - model.absent(found.present_odds)
    sure, gone = link >= model.link_at, nobody >= model.absent_at
    if asked is not None:
        sure, gone = sure & more_than_named(asked), gone & described(asked)
    verdict = np.where(sure, LINK, np.where(gone, NOBODY, REVIEW))
    return Decision(verdict.astype(np.int8), link, nobody)


def more_than_named(asked: Prepared) -> npt.NDArray[np.bool_]:
    """Whether an entry says more than a name and a year: a day of birth, a parent, a place or a number. Without, a namesake of the year is as likely."""
    told = [asked[name] != 0 for name in ("b_md", "f_n_c", "w_n_c", "h_n", "p_n", "number")]
    return np.asarray(np.logical_or.reduce(told))


def described(asked: Prepared) -> npt.NDArray[np.bool_]:
    """Whether an entry has a name and at least two of: a full birth date, the father, the mother, a place. With less the keys miss too many."""
    known = (
        (asked["b_prec"] == 3).astype(np.int8)
        + (asked["f_n_c"] != 0)
        + (asked["w_n_c"] != 0)
        + ((asked["h_n"] != 0) | (asked["p_n"] != 0))
    )
    return np.asarray((known >= 2) & (asked["g_c"] != 0))
