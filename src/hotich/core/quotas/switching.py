"""Switching rules of ISO 2859-1:1999 §9.3 (the same in TCVN 7790-1, IS 2500-1:2000, GB/T 2828.1-2012) between normal, tightened and reduced inspection, as a state machine.

One `Inspection` belongs to a stream of lots that come from the same hands: here a unit and a kind of register. It reads only what became of
each lot at its first inspection; a lot that was keyed again and is checked anew changes nothing. Pure: the state is what the lots made of it.

- normal → tightened: two of five or fewer consecutive lots were not accepted (§9.3.1);
- tightened → normal: five consecutive lots were accepted (§9.3.2);
- normal → reduced: the switching score has reached 30 and the officer answerable agrees (§9.3.3);
- reduced → normal: a lot was not accepted; or work no longer runs evenly, or somebody says so (§9.3.4);
- inspection stops when five lots were not accepted in one stretch of tightened inspection, until the cause was seen to; then it goes
  on tightened (§9.4).

Compared with what is public of the standard: the chart of the rules (sqconline.com, "Switching rules (ISO 2859-1)"), the manual of the AQL
Inspector's Rule (aqlrule.com, "Switching procedures": the score is set at zero at the start of normal inspection and brought up to date after
each lot on original normal inspection), and a worked example of the score from the Chinese engineers' examination of 2011 (p719.cn,
27103617), which a test repeats lot by lot.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hotich.core.quotas.sampling import Level, Plan, Severity, code_letter, plan_of_letter, quality_limits

SCORE_TO_REDUCE = 30
"""The switching score from which reduced inspection may be asked for."""
_WINDOW = 5
_REJECTED_TO_TIGHTEN = 2
_ACCEPTED_TO_LOOSEN = 5
_REJECTED_TO_STOP = 5


@dataclass(frozen=True, slots=True)
class LotResult:
    """What became of one lot at its first inspection."""

    lot: int
    plan: Plan
    wrong: int

    @property
    def accepted(self) -> bool:
        return self.plan.passes(self.wrong)


@dataclass(frozen=True, slots=True)
class Inspection:
    """How the next lot is inspected, and what of the lots before it counts toward a switch."""

    severity: Severity = "normal"
    stopped: bool = False
    score: int = 0
    recent: tuple[bool, ...] = ()
    """Of normal inspection since it began: whether each of the last lots was accepted, the newest last."""
    accepted_in_a_row: int = 0
    rejected_tightened: int = 0

    @property
    def may_reduce(self) -> bool:
        """Whether reduced inspection may be asked for."""
        return self.severity == "normal" and not self.stopped and self.score >= SCORE_TO_REDUCE


def after_lot(state: Inspection, result: LotResult, *, aql: float, level: Level = "II") -> Inspection:
    """The state once a lot has been inspected under it."""
    if state.severity == "tightened":
        return _after_tightened(state, result)
    if state.severity == "reduced":
        return state if result.accepted else Inspection()
    recent = (*state.recent, result.accepted)[-_WINDOW:]
    if recent.count(False) >= _REJECTED_TO_TIGHTEN:
        return Inspection(severity="tightened")
    gained = worth(result, aql=aql, level=level)
    return replace(state, recent=recent, score=state.score + gained if gained else 0)


def worth(result: LotResult, *, aql: float, level: Level = "II") -> int:
    """What a lot adds to the switching score (§9.3.3.2): 3 where a plan that may have two or more wrong ones would have accepted it with
    the next smaller AQL too, 2 where a plan with none or one accepted it, else 0, which puts the score back.
    """
    if not result.accepted:
        return 0
    if result.plan.accept <= 1:
        return 2
    limits = quality_limits()
    place = limits.index(aql)
    if place == 0:
        return 0
    tighter = plan_of_letter(code_letter(result.lot, level), limits[place - 1])
    return 3 if result.wrong <= tighter.accept else 0


def _after_tightened(state: Inspection, result: LotResult) -> Inspection:
    if result.accepted:
        in_a_row = state.accepted_in_a_row + 1
        return Inspection() if in_a_row >= _ACCEPTED_TO_LOOSEN else replace(state, accepted_in_a_row=in_a_row)
    rejected = state.rejected_tightened + 1
    return replace(
        state, accepted_in_a_row=0, rejected_tightened=rejected, stopped=rejected >= _REJECTED_TO_STOP
    )


def reduced(state: Inspection) -> Inspection:
    """Reduced inspection, asked for by the officer answerable. Raises ValueError where the score does not bear it."""
    if not state.may_reduce:
        raise ValueError("the switching score does not bear reduced inspection")
    return Inspection(severity="reduced")


def back_to_normal(state: Inspection) -> Inspection:
    """Normal inspection instead of reduced: the work no longer runs evenly."""
    return Inspection() if state.severity == "reduced" else state


def resumed(state: Inspection) -> Inspection:
    """Inspection goes on, tightened, once the cause was seen to."""
    return Inspection(severity="tightened") if state.stopped else state


def after_lots(results: Iterable[LotResult], *, aql: float, level: Level = "II") -> Inspection:
    """The state after a stream of lots, oldest first, begun under normal inspection."""
    state = Inspection()
    for result in results:
        state = after_lot(state, result, aql=aql, level=level)
    return state
