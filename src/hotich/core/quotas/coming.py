"""What a policy of checking would cost and leave, reckoned over entries that are there: seconds of keying again, columns still wrong. Pure.

An estimate to compare two policies by, not a promise: it takes the figures `bench.checking` simulates with (0.29 % of columns keyed wrong,
a fifth of them read alike by both officers), and seconds by the keystroke-level model of `core.quotas.risk.effort`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotich.core.quotas.risk import Keyed, Policy, asked, drawn, effort

ERROR, SHARED = 0.0029, 0.2
"""Columns keyed wrong in a first keying, and the part of them that a second officer misreads alike."""
HABIT = 0.5
"""Of errors where nearly all of the book says the same: how many say just that."""
LOOK_UP = 10.0
"""Seconds of looking an entry up and judging it: part of the first keying."""
TURN = 3.0
"""Seconds of finding the next place on the page, in either pass: checks of one book follow one another."""
ARBITRATION = 25.0
"""Seconds an arbiter takes over one difference."""


@dataclass(frozen=True, slots=True)
class Load:
    """Entries under a policy: columns keyed, asked again; seconds of either pass; columns expected wrong before and after."""

    entries: int = 0
    columns: int = 0
    asked: int = 0
    first_seconds: float = 0.0
    check_seconds: float = 0.0
    wrong_before: float = 0.0
    wrong_after: float = 0.0

    def __add__(self, other: Load) -> Load:
        return Load(
            self.entries + other.entries, self.columns + other.columns, self.asked + other.asked,
            self.first_seconds + other.first_seconds, self.check_seconds + other.check_seconds,
            self.wrong_before + other.wrong_before, self.wrong_after + other.wrong_after,
        )  # fmt: skip

    @property
    def share(self) -> float:
        """Of the columns keyed, how many are keyed again."""
        return self.asked / self.columns if self.columns else 0.0

    @property
    def cost(self) -> float:
        """Seconds of checking for one second of first keying."""
        return self.check_seconds / self.first_seconds if self.first_seconds else 0.0

    @property
    def minutes_a_hundred(self) -> float:
        """Minutes of checking for a hundred entries."""
        return self.check_seconds / self.entries * 100 / 60 if self.entries else 0.0

    @property
    def left(self) -> float:
        """Share of columns expected to be wrong after checking."""
        return self.wrong_after / self.columns if self.columns else 0.0


def load_of(policy: Policy, entry: str, columns: Iterable[Keyed], *, new_officer: bool) -> Load:
    """One entry under the policy; `entry` is its id, by which the draw is made. What cannot be read is asked, but counts as no error."""
    keyed = again = 0
    first, check, before, after = LOOK_UP + TURN, 0.0, 0.0, 0.0
    for column in columns:
        if column.value.get("o") == "constant" or column.value.get("m") == "not_in_edition":
            continue
        keyed += 1
        seconds = effort(column.type, column.value)
        first += seconds
        is_asked = asked(policy, column, new_officer=new_officer, draw=drawn(entry, column.field)) is not None
        if is_asked:
            again += 1
            check += seconds + ERROR * 2 * (1 - SHARED) * ARBITRATION
        if column.value.get("m") == "illegible":
            continue
        before += ERROR
        after += _left(policy, column, is_asked)
    return Load(1, keyed, again, first, check + (TURN if again else 0.0), before, after)


def _left(policy: Policy, column: Keyed, is_asked: bool) -> float:
    if is_asked:
        return ERROR * SHARED
    if column.confirmed:
        return 0.0
    if column.usual:
        # Wrong only where the book says something else there and the hand wrote the usual thing.
        share = max(policy.usual_share, 1) / 100
        return ERROR * min(1.0, HABIT * (1 - share) / share)
    return ERROR
