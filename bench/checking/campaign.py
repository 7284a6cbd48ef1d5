"""The campaign: simulated officers key, the policy asks, checkers key again, arbiters decide; errors and effort are counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from bench.checking.pages import Column, Page
from hotich.core.quotas.coming import ARBITRATION, ERROR, HABIT, LOOK_UP, SHARED, TURN
from hotich.core.quotas.risk import Keyed, Policy, asked

OFFICERS = 30
CARRIED = 0.5
"""Of columns that say what the entry before says: how many are carried by a key."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The figures of the issue."""

    entries: int = 100_000
    error: float = ERROR
    shared: float = SHARED
    arbiter: float = 0.001
    matched: float = 0.7
    recorded: float = 0.95
    """How often the record of a citizen has a value in a compared column."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it; illegible columns are counted apart."""

    fields: int
    wrong_before: int
    wrong_after: int
    asked: int
    first_seconds: float
    check_seconds: float
    differences: int
    illegible: int

    @property
    def before(self) -> float:
        return self.wrong_before / self.fields

    @property
    def after(self) -> float:
        return self.wrong_after / self.fields

    @property
    def effort(self) -> float:
        return self.check_seconds / self.first_seconds

    @property
    def share(self) -> float:
        return self.asked / self.fields


def run(pages: list[Page], policy: Policy | None, setting: Setting) -> Result:
    """One campaign. `policy` None keys nothing again."""
    rng = np.random.default_rng(setting.seed)
    shares = np.array([page.share for page in pages])
    counts = rng.multinomial(setting.entries, shares / shares.sum())
    total = np.zeros(8)
    for page, count in zip(pages, counts, strict=True):
        if count:
            total += _page(rng, page, int(count), policy, setting)
    fields, before, after, questions, first, check, differences, illegible = total
    return Result(
        int(fields),
        int(before),
        int(after),
        int(questions),
        float(first),
        float(check),
        int(differences),
        int(illegible),
    )


def _page(rng: Generator, page: Page, n: int, policy: Policy | None, setting: Setting) -> np.ndarray:
    matched = rng.random(n) < setting.matched
    new = rng.random(n) < (OFFICERS * policy.new_officer_entries / setting.entries if policy else 0)
    any_asked = np.zeros(n, bool)
    fields = before = after = questions = differences = illegible = 0
    first = check = 0.0
    for column in page.columns:
        first += n * column.first
        wrong = rng.random(n) < setting.error
        same = wrong & (rng.random(n) < setting.shared)
        other = rng.random(n) < setting.error * (1 - setting.shared)
        second = np.where(same, True, other)
        if column.illegible:
            wrong[:] = False
        recorded = matched & (rng.random(n) < setting.recorded) & column.compared
        asks = _asked(rng, column, n, wrong, recorded, new, policy) if policy else np.zeros(n, bool)
        any_asked |= asks
        questions += int(asks.sum())
        check += float(asks.sum()) * column.again
        if column.illegible:
            illegible += n
            continue
        # Two who err apart from one another do not write the same.
        differ = asks & ((wrong != second) | (wrong & second & ~same))
        differences += int(differ.sum())
        decided_wrong = rng.random(n) < setting.arbiter
        stays = np.where(asks, np.where(differ, decided_wrong, wrong & same), wrong)
        # What both misread alike and the record contradicts opens a case, and is found there when the book is looked at.
        if policy:
            stays = np.where(wrong & recorded, decided_wrong, stays)
        fields += n
        before += int(wrong.sum())
        after += int(stays.sum())
    first += n * (LOOK_UP + TURN)
    check += differences * ARBITRATION + float(any_asked.sum()) * TURN
    return np.array([fields, before, after, questions, first, check, differences, illegible], float)


def _asked(
    rng: Generator,
    column: Column,
    n: int,
    wrong: np.ndarray,
    recorded: np.ndarray,
    new: np.ndarray,
    policy: Policy,
) -> np.ndarray:
    """What the product's own policy asks, given what it would know: an error agrees with no second source."""
    confirmed = ~wrong & (recorded | column.twice)
    # The record, or the date in words, says something else: that is found when it is keyed, and asked again.
    contradicted = wrong & (recorded | column.twice)
    habit = wrong & column.has_usual & (not column.usual) & (rng.random(n) < HABIT)
    usual = np.where(wrong, habit, column.usual)
    carried = usual & (rng.random(n) < CARRIED)
    draw = rng.random(n) * 100
    out = contradicted | new
    for is_confirmed in (False, True):
        for is_usual in (False, True):
            for is_carried in (False, True):
                here = (confirmed == is_confirmed) & (usual == is_usual) & (carried == is_carried)
                if here.any():
                    out = out | (here & (draw < _share(column, policy, is_confirmed, is_usual, is_carried)))
    return out


def _share(column: Column, policy: Policy, confirmed: bool, usual: bool, carried: bool) -> float:
    """Of a hundred such columns how many are asked: the policy asks below one of its own numbers."""
    value = column.value | {"o": "carried"} if carried else column.value
    keyed = Keyed(
        column.field,
        column.type,
        value,
        confirmed=confirmed and not carried,
        usual=usual,
        unusual=column.has_usual and not usual,
        names_subject=column.names_subject,
    )
    shares = sorted(
        {0.0, policy.carried_percent, policy.slow_percent, policy.long_percent, 100.0}, reverse=True
    )
    return next(
        (share for share in shares if share and asked(policy, keyed, new_officer=False, draw=share - 1e-6)),
        0.0,
    )
