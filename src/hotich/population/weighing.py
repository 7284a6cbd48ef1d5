"""Candidates of one question weighed with the linkage model: against each other, and against nobody at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hotich.core.matching.engines.answers import described, more_than_named
from hotich.core.matching.evidence import (
    FieldEvidence,
    Numbers,
    Posterior,
    Scored,
    explain,
    posterior,
    relation,
)
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import Prepared
from hotich.core.matching.single import score_one

_TINY = 1e-60


@dataclass(frozen=True, slots=True)
class Weighed:
    """All candidates of one question, in the order they were given, with what the model says of each and of all."""

    model: Model
    scored: Scored
    posterior: Posterior
    prior: float

    @property
    def best_odds(self) -> float:
        """Log odds (base 2) that the best candidate is the person."""
        return float(self.posterior.best_odds[0])

    @property
    def evidence(self) -> float:
        """The sum of LR / N over all candidates."""
        return float(self.posterior.evidence[0])

    def nearest(self, limit: int) -> Numbers:
        """Positions of the likeliest, best first; equal ones in the order they were given."""
        ratio = self.posterior.ratio
        if len(ratio) <= limit:
            return np.argsort(-ratio, kind="stable")
        least = np.partition(ratio, -limit)[-limit]
        among = np.flatnonzero(ratio >= least)
        return among[np.argsort(-ratio[among], kind="stable")][:limit]

    def probabilities(self, places: Numbers) -> npt.NDArray[np.float64]:
        """Calibrated probability of each that he is the person and neither one of the others nor nobody."""
        ratio = self.posterior.ratio[places]
        rest = np.maximum(self.evidence - ratio, 0.0)
        odds = np.log2(self.prior * ratio + _TINY) - np.log2(self.prior * rest + 1.0 - self.prior + _TINY)
        return self.model.link(odds)

    def bits(self, place: int) -> float:
        """log2 of how much likelier the two records are of one person than of two strangers."""
        return float(self.scored.same[place])

    def explained(self, place: int) -> tuple[FieldEvidence, ...]:
        """A sentence per field, the weightiest first."""
        return tuple(explain(self.model, self.scored, place))

    def relation(self, place: int) -> str:
        """``twin``, ``sibling``, ``namesake`` or empty."""
        return relation(self.model, self.scored, place)

    def nobody(self) -> float:
        """Calibrated probability that no citizen searched is the person."""
        return float(1.0 - self.model.absent(self.posterior.present_odds)[0])

    def verdict(self, asked: Prepared) -> str:
        """``link``, ``nobody`` or ``review`` by the model's thresholds; nobody is linked or absent who is too thinly described for it, nor linked who may be a twin."""
        best = self.posterior.best[:1]
        sure = best[0] >= 0 and self.probabilities(best)[0] >= self.model.link_at
        if sure and more_than_named(asked)[0] and self.relation(int(best[0])) != "twin":
            return "link"
        return "nobody" if self.nobody() >= self.model.absent_at and described(asked)[0] else "review"


def weigh(
    model: Model, asked: Prepared, citizens: Prepared, *, searched: int, prior: float | None = None
) -> Weighed:
    """Compares one question with its candidates, out of ``searched`` citizens."""
    size = len(citizens["g_c"])
    given = model.prior if prior is None else prior
    scored = score_one(model, asked, citizens, size)
    entry = np.zeros(size, dtype=np.int64)
    found = posterior(model, scored, entry, 1, searched, np.full(1, given))
    return Weighed(model, scored, found, given)
