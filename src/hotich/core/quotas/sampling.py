"""How many entries of a lot are checked and how many wrong ones it may have: published tables, and what follows from them by arithmetic.

Two sorts of plan. *By AQL*: the single sampling plans of ISO 2859-1 (`sampling_plans.yaml`), for lots that follow one another; they accept
nearly all lots that are as good as the acceptance quality limit (AQL, wrong entries in a hundred) and are switched by
`core.quotas.switching` to tightened or reduced inspection. *Zero defects*: the smallest sample in which a lot with more than so
many wrong ones shows at least one with a stated certainty; for a book that stands alone.

The item of a lot is an entry (trường hợp), wrong where at least one of its columns was keyed wrong.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from math import ceil, exp, lgamma, log, log1p
from typing import Any, Literal

import yaml

Severity = Literal["normal", "tightened", "reduced"]
Level = Literal["S-1", "S-2", "S-3", "S-4", "I", "II", "III"]

SEVERITIES: tuple[Severity, ...] = ("normal", "tightened", "reduced")
LEVELS: tuple[Level, ...] = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")


class NoSuchPlan(ValueError):
    """The tables have no plan for what was asked: a lot of one item, an AQL they do not list."""

    code = "sampling.no_plan"


@dataclass(frozen=True, slots=True)
class Plan:
    """So many of the lot are checked; it is accepted with fewer than `reject` wrong ones among them.

    `letter` is the code letter of the row of the table that applies, empty where no table was asked.
    """

    size: int
    accept: int
    reject: int
    letter: str = ""

    def passes(self, wrong: int) -> bool:
        """Whether the lot is accepted with so many wrong ones in the sample."""
        return wrong < self.reject


@dataclass(frozen=True, slots=True)
class _Tables:
    aql: tuple[float, ...]
    levels: tuple[str, ...]
    letters: tuple[tuple[int | None, str], ...]
    plans: Mapping[str, Mapping[str, tuple[int, tuple[str, ...]]]]


@cache
def _tables() -> _Tables:
    text = resources.files("hotich.core.quotas").joinpath("sampling_plans.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return _Tables(
        aql=tuple(float(each) for each in raw["aql"]),
        levels=tuple(raw["code_letters"]["levels"]),
        letters=tuple((largest, letters) for largest, letters in raw["code_letters"]["rows"]),
        plans={
            severity: {
                letter: (size, tuple(cells.split())) for letter, (size, cells) in raw[severity].items()
            }
            for severity in SEVERITIES
        },
    )


def quality_limits() -> tuple[float, ...]:
    """The AQLs that the tables list, wrong items in a hundred."""
    return _tables().aql


def item_quality_limits() -> tuple[float, ...]:
    """Those that say a share of wrong items; above 10 the tables count several wrongs an item."""
    return tuple(each for each in quality_limits() if each <= 10)


def code_letter(lot: int, level: Level = "II") -> str:
    """The sample size code letter of a lot (Table I). Raises NoSuchPlan for a lot of fewer than two."""
    if lot < 2:
        raise NoSuchPlan(f"a lot of {lot}")
    tables = _tables()
    row = next(letters for largest, letters in tables.letters if largest is None or lot <= largest)
    return row[tables.levels.index(level)]


def plan_of_letter(letter: str, aql: float, severity: Severity = "normal") -> Plan:
    """The plan of a code letter (Table II): its own, or the first above or below where the table has an arrow. Raises NoSuchPlan."""
    tables = _tables()
    if aql not in tables.aql:
        raise NoSuchPlan(f"AQL {aql}")
    column, rows = tables.aql.index(aql), tables.plans[severity]
    order = list(rows)
    place = order.index(letter)
    while (cell := rows[order[place]][1][column]) in "v^":
        place += 1 if cell == "v" else -1
    return Plan(
        size=rows[order[place]][0],
        accept=int(cell),
        reject=int(cell) + 1,
        letter=order[place],
    )


def plan_for(*, lot: int, level: Level = "II", aql: float, severity: Severity = "normal") -> Plan:
    """The plan for a lot: where its sample would be the lot or more, every item is checked. Raises NoSuchPlan."""
    found = plan_of_letter(code_letter(lot, level), aql, severity)
    return found if found.size < lot else Plan(lot, found.accept, found.reject, found.letter)


def zero_defect_plan(*, lot: int, limit: float, risk: float = 0.05) -> Plan:
    """The smallest sample without a single wrong one that a lot with more than `limit` wrong (a share) passes with at most the
    chance `risk`; the wrong ones are drawn without putting back (hypergeometric). Raises NoSuchPlan for an empty lot.
    """
    if lot < 1:
        raise NoSuchPlan(f"a lot of {lot}")
    wrong = min(int(limit * lot) + 1, lot)
    low, high = 1, lot
    while low < high:
        middle = (low + high) // 2
        if chance_of_at_most(0, sample=middle, lot=lot, wrong=wrong) <= risk:
            high = middle
        else:
            low = middle + 1
    return Plan(low, 0, 1)


def draw_order(draw: str, item: Hashable) -> str:
    """Where an item stands in the order of a draw: the first so many are the sample, and anybody can draw it again."""
    return sha256(f"{draw}:{item}".encode()).hexdigest()


def chance_accepted(plan: Plan, *, lot: int, wrong: int) -> float:
    """The operating characteristic: the chance that a lot with so many wrong ones is accepted."""
    return chance_of_at_most(plan.reject - 1, sample=min(plan.size, lot), lot=lot, wrong=wrong)


def characteristic(plan: Plan, *, lot: int, shares: Sequence[float]) -> list[tuple[float, float]]:
    """Share of wrong ones in the lot → chance that it is accepted, for the curve on screen."""
    return [(share, chance_accepted(plan, lot=lot, wrong=ceil(share * lot - 1e-9))) for share in shares]


def chance_of_at_most(most: int, *, sample: int, lot: int, wrong: int) -> float:
    """The chance of at most so many wrong ones in a sample drawn without putting back from a lot that has `wrong`."""
    fewest = max(0, sample - (lot - wrong))
    whole = _choose(lot, sample)
    found = sum(
        exp(_choose(wrong, k) + _choose(lot - wrong, sample - k) - whole)
        for k in range(fewest, min(most, sample, wrong) + 1)
    )
    return min(found, 1.0)


def chance_of_at_most_independent(most: int, *, sample: int, share: float) -> float:
    """The same for items that are wrong independently of one another, each with the chance `share` (binomial)."""
    if share <= 0 or most >= sample:
        return 1.0
    if share >= 1:
        return 0.0
    odds = log1p(-share)
    return min(
        sum(_binomial(k, sample, share, odds) for k in range(most + 1)),
        1.0,
    )


def _binomial(k: int, n: int, share: float, odds: float) -> float:
    return exp(_choose(n, k) + k * log(share) + (n - k) * odds)


def _choose(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
