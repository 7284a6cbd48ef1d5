"""How many of a book's persons are in the register: the prior of each book, held towards the general one where little is known.

An old book of a ward that many have left and a new one of a school year differ widely, and the prior is what nobody can see in a single look-up. It
is estimated from the book itself: an entry that was judged counts as what it was judged to be, one that was only searched as far as its evidence
says that its person is there.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hotich.core.matching.evidence import MISSED

Floats = npt.NDArray[np.float64]

GENERAL_WEIGHT = 40.0
"""How many entries the general prior counts as beside a book's own."""
LEAST, MOST = 0.02, 0.995
"""No book proves that everybody, or nobody, of it is in the register."""
_ROUNDS = 20


def priors_of(
    evidence: Floats, scope: npt.NDArray[np.int64], general: Floats, judged: Floats | None = None
) -> Floats:
    """The prior of each scope (a book).

    ``evidence``: the sum of LR / N over the candidates of each entry; ``scope``: which book each entry is of; ``general``: the prior that each book
    is held towards; ``judged``: 1 where an officer decided that the person is in the register, 0 where he decided that he is not, NaN
    where nobody decided.
    """
    scopes = len(general)
    count = np.bincount(scope, minlength=scopes)
    known = np.full(len(evidence), np.nan) if judged is None else judged
    prior = general.astype(np.float64).copy()
    for _ in range(_ROUNDS):
        there = prior[scope] * (evidence + MISSED)
        present = there / (there + 1.0 - prior[scope])
        seen = np.bincount(scope, weights=np.where(np.isnan(known), present, known), minlength=scopes)
        prior = np.clip((seen + GENERAL_WEIGHT * general) / (count + GENERAL_WEIGHT), LEAST, MOST)
    return prior


def prior_of(evidence: list[float], judged: list[float], general: float) -> float:
    """The prior of one book; see `priors_of`."""
    rows = np.asarray(evidence, dtype=np.float64)
    return float(
        priors_of(
            rows,
            np.zeros(len(rows), dtype=np.int64),
            np.array([general]),
            np.asarray(judged, dtype=np.float64),
        )[0]
    )
