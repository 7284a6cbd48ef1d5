"""How one entry counts at a moment: from those lines of its log that speak of it, read in their order as `entries.fold` reads them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hotich.core.matching.outcomes import OUTCOME_ORDER
from hotich.core.quotas import VIETNAM
from hotich.core.quotas.shifts import ordinary_shift_at

COUNTING = (
    "completed", "marked_unreadable", "imported", "voided", "reopened", "flagged", "outcome_recorded", "arbitrated",
)  # fmt: skip
"""Actions after which an entry may count otherwise than before."""
FINISHING = ("completed", "marked_unreadable", "imported")
"""Those among them with which it may be completed first."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of an entry's log, as far as it counts."""

    seq: int
    type: str
    pass_number: int
    received_at: datetime
    station: int | None
    officer: int | None
    flags: Any
    """A list in the opening, name → set or taken away where an entry is flagged."""
    principal: list[str] | None
    role: str | None
    outcome: str | None
    keyed_on: str | None
    decides: bool
    """Of an arbitration: whether its pass is the accepted one from now on."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entry that has been completed counts as. Officer and machine are those of its first completion."""

    unit: int | None
    kind: str
    done_at: datetime
    officer: int | None
    station: int | None
    from_file: bool
    keyed_on: str | None
    """For an entry from a file, the day on which it was keyed elsewhere."""
    void: bool
    outside: bool
    outcome: str

    @property
    def counts(self) -> bool:
        """A void number and an entry outside the campaign's scope do not."""
        return not self.void and not self.outside

    def counts_toward_quota(self, since: datetime, day: date) -> bool:
        """Keyed since the period began, or from a file that names a machine and a day the period lies on: it begins in the afternoon of the
        day before its report, and a file names no hour.
        """
        if self.done_at < since or not self.counts:
            return False
        if not self.from_file:
            return True
        first_day = since.astimezone(VIETNAM).date().isoformat()
        return self.station is not None and first_day <= (self.keyed_on or "") <= day.isoformat()

    def shift_at(self, since: datetime) -> datetime | None:
        """When the shift began in which it was keyed at a machine, of those that begin in the period: a shift over a cut-off is counted once,
        in the report of the day on which it begins. By the ordinary hours, which are the same for every team.
        """
        if self.station is None or self.from_file or self.done_at < since:
            return None
        begun = ordinary_shift_at(self.done_at).starts_at
        return begun if begun >= since else None


class Reading:
    """An entry's log read line by line."""

    __slots__ = (
        "accepted", "done", "flags", "outcomes", "principal",
    )  # fmt: skip

    def __init__(self) -> None:
        self.flags: set[str] = set()
        self.principal: list[str] = []
        self.outcomes: dict[str, str] = {}
        self.accepted = 0
        self.done: LogLine | None = None

    def take(self, line: LogLine) -> None:
        """One more line, in the order of `seq`."""
        if line.seq == 1:
            self.flags = set(line.flags or ())
            self.principal = line.principal or []
        step = _STEPS.get(line.type)
        if step is not None:
            step(self, line)

    def standing(self, unit: int | None, kind: str) -> Standing | None:
        """How the entry counts by now; nothing before its first completion."""
        if self.done is None:
            return None
        return Standing(
            unit=unit,
            kind=kind,
            done_at=self.done.received_at,
            officer=self.done.officer,
            station=self.done.station,
            from_file=self.done.type == "imported",
            keyed_on=self.done.keyed_on,
            void="void" in self.flags,
            outside="out_of_scope" in self.flags,
            outcome=self._outcome(),
        )

    def _outcome(self) -> str:
        unjudged = "unreadable" if "unreadable" in self.flags else "pending"
        present = {self.outcomes.get(role, "pending") for role in self.principal}
        present = {unjudged if outcome == "pending" else outcome for outcome in present}
        return next((outcome for outcome in OUTCOME_ORDER if outcome in present), "pending")

    def finish(self, line: LogLine) -> None:
        if self.done is None:
            self.done = line

    def completed(self, line: LogLine) -> None:
        if line.pass_number != self.accepted:
            return
        if line.principal is not None:
            self.principal = line.principal
        self.finish(line)

    def unread(self, line: LogLine) -> None:
        self.flags.add("unreadable")
        self.finish(line)

    def voided(self, line: LogLine) -> None:
        self.flags.add("void")

    def reopened(self, line: LogLine) -> None:
        self.flags -= {"void", "unreadable"}

    def flagged(self, line: LogLine) -> None:
        said: Mapping[str, Any] = line.flags or {}
        for name, is_set in said.items():
            (self.flags.add if is_set else self.flags.discard)(name)

    def judged(self, line: LogLine) -> None:
        self.outcomes[line.role or ""] = line.outcome or "pending"

    def arbitrated(self, line: LogLine) -> None:
        if line.decides:
            self.accepted = line.pass_number


_STEPS = {
    "completed": Reading.completed,
    "imported": Reading.finish,
    "marked_unreadable": Reading.unread,
    "voided": Reading.voided,
    "reopened": Reading.reopened,
    "flagged": Reading.flagged,
    "outcome_recorded": Reading.judged,
    "arbitrated": Reading.arbitrated,
}


def read(
    lines: Iterable[LogLine], since: datetime | None, *, kind: str, unit_before: int | None, unit: int | None
) -> tuple[Standing | None, Standing | None]:
    """How one entry counted just before `since` and how it counts after all its lines."""
    entry = Reading()
    before: Standing | None = None
    reached = since is None
    for line in lines:
        if not reached and since is not None and line.received_at >= since:
            before, reached = entry.standing(unit_before, kind), True
        entry.take(line)
    after = entry.standing(unit, kind)
    if not reached:
        before = entry.standing(unit_before, kind)
    return before, after
