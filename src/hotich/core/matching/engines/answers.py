"""What an engine says of every entry, and what is decided from it: link, nobody, or a person must choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from hotich.core.matching.engines.join import Chunks, candidates
from hotich.core.matching.engines.linking import NEARLY_CERTAIN
from hotich.core.matching.engines.screen import LEAST, Screen
from hotich.core.matching.evidence import MISSED, Numbers, maybe_twins
from hotich.core.matching.keys import KEYS, Key, Rows
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared
from hotich.core.matching.priors import priors_of

_TINY = 1e-60


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

    @classmethod
    def of(cls, entry: Numbers, citizen: Numbers, ratio: Floats, size: int, prior: float) -> Answers:
        """Answers from scored pairs in any order, some perhaps twice. What ``LEAST`` leaves out does not count."""
        out = cls.empty(size, prior)
        top = np.ones(size)
        np.maximum.at(top, entry, ratio)
        rows = np.flatnonzero(ratio >= LEAST * top[entry])
        rows = rows[np.lexsort((citizen[rows], -ratio[rows], entry[rows]))]
        entry, citizen, ratio = entry[rows], citizen[rows], ratio[rows]
        if not len(entry):
            return out
        new = np.append(True, (entry[1:] != entry[:-1]) | (citizen[1:] != citizen[:-1]))
        entry, citizen, ratio = entry[new], citizen[new], ratio[new]
        first = np.flatnonzero(np.append(True, entry[1:] != entry[:-1]))
        out.best[entry[first]], out.best_ratio[entry[first]] = citizen[first], ratio[first]
        second = first[np.diff(np.append(first, len(entry))) > 1] + 1
        out.second[entry[second]], out.second_ratio[entry[second]] = citizen[second], ratio[second]
        out.total[:] = np.bincount(entry, weights=ratio, minlength=size)
        return out

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
        prior = priors_of(self.total, scope, general)
        return Answers(self.best, self.second, self.best_ratio, self.second_ratio, self.total, prior[scope])


Scores = tuple[Numbers, Numbers, Floats]
"""Pairs: entries, citizens, LR / N."""


def by_tiers(
    model: Model, size: int, compared: Callable[[Sequence[Key], Rows | None, int], Iterable[Scores]]
) -> Answers:
    """Answers for ``size`` entries: the keys of the first tier are asked of everybody, those of the second where nobody is nearly certain.

    ``compared`` gives the scored pairs of some keys, for all entries or among some, and is told the tier.
    """
    entry, citizen, ratio = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    found, among = Answers.empty(size, model.prior), None
    for tier in (1, 2):
        keys = [key for key in KEYS if key.tier == tier]
        parts = [(entry, citizen, ratio), *compared(keys, among, tier)]
        entry, citizen, ratio = (np.concatenate(column) for column in zip(*parts, strict=True))
        found = Answers.of(entry, citizen, ratio, size, model.prior)
        among = np.flatnonzero(found.best_odds < NEARLY_CERTAIN)
        if not len(among):
            break
    return found


def answers(
    model: Model,
    register: Chunks,
    asked: Prepared,
    *,
    progress: Callable[[str, int], None] = lambda stage, rows: None,
) -> Answers:
    """Links entries with a register by numpy. The answers do not depend on where the register is cut into chunks."""
    screen = Screen(model, asked, register.size)

    def compared(keys: Sequence[Key], among: Rows | None, tier: int) -> Iterator[Scores]:
        met = partial(progress, f"tìm ứng viên, lượt {tier}")
        for one in candidates(register, asked, keys, among, progress=met):
            entry, citizen, ratio = screen.kept(one)
            progress(f"so ứng viên, lượt {tier}", len(one.entry))
            yield entry, citizen + one.begin, ratio

    return by_tiers(model, len(asked["g_p"]), compared)


LINK, NOBODY, REVIEW = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Decision:
    """Per entry the verdict (LINK, NOBODY, REVIEW), the calibrated probability that the best is the person, and that nobody is."""

    verdict: npt.NDArray[np.int8]
    link: Floats
    nobody: Floats


def decide(
    model: Model, found: Answers, asked: Prepared | None = None, best: Prepared | None = None
) -> Decision:
    """Applies calibration and thresholds.

    With the entries' columns, nobody is linked or concluded absent who is too thinly described for it; with those of every entry's best
    citizen too, nobody is linked who may be a twin.
    """
    link = np.where(found.best >= 0, model.link(found.best_odds), 0.0)
    nobody = 1.0 - model.absent(found.present_odds)
    sure, gone = link >= model.link_at, nobody >= model.absent_at
    if asked is not None:
        sure, gone = sure & more_than_named(asked), gone & described(asked)
        if best is not None:
            sure &= ~maybe_twins(model, asked, best, len(sure))
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
