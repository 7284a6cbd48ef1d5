"""From the lines of a case's log to where it stands. Pure: no table of the workflow, no calendar, no clock, no database.

A line carries the state it left the case in and, where it began a term, the day the term ends, so that another law tomorrow changes no log of today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

OPEN_LETTER = "letter_sent"
_ENDED = ("closed", "withdrawn")


class Line(Protocol):
    """What the fold reads of a log line; `CaseEvent` has it."""

    type: str
    officer_id: int | None
    received_at: datetime
    payload: Any


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the verifier found, what it rests on, and who approved it."""

    value: str
    evidence: tuple[str, ...]
    text: str
    by: int | None
    at: datetime
    files: tuple[str, ...] = ()
    """The ids of the files it rests on."""
    approved_by: int | None = None
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A question to an agency outside the product, with its answer."""

    id: str
    agency: str
    number: str
    on: str
    about: str
    due_on: str
    by: int | None
    answer: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One try to reach the citizen."""

    way: str
    reached: bool
    why: str
    text: str
    on: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Where a case stands after `seq` lines."""

    seq: int
    state: str
    since: datetime
    moved_seq: int
    """The line that last changed the state or what the state rests on: who saw less decides on something else."""
    last_event_at: datetime
    judgement: str = ""
    before: str = ""
    """The state it was suspended in."""
    batch: str = ""
    handover: str = ""
    conclusion: Conclusion | None = None
    stale: bool = False
    """Differs otherwise than when it was concluded."""
    received_by: int | None = None
    received_at: datetime | None = None
    letters: Mapping[str, Letter] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    procedure: Mapping[str, Any] | None = None
    look_up_asked: bool = False
    agreed: str = ""
    """The judgement that found no difference any more."""
    due_on: date | None = None
    level: int = 0
    """How far the reminders of the running term have gone: 1 who must act, 2 those above."""
    left: int | None = None
    """Working days that were left of the term when it was suspended."""
    closing: Mapping[str, Any] | None = None

    @property
    def received(self) -> bool:
        """Whether the registrar has said that he has it."""
        return self.received_at is not None

    @property
    def open_letters(self) -> tuple[Letter, ...]:
        return tuple(letter for letter in self.letters.values() if letter.answer is None)

    @property
    def concluded(self) -> str:
        return self.conclusion.value if self.conclusion else ""


def fold(lines: Iterable[Line]) -> CaseStanding | None:
    """The standing after all lines, in their order; None for a log without one."""
    standing: CaseStanding | None = None
    for line in lines:
        standing = advance(standing, line)
    return standing


def advance(standing: CaseStanding | None, line: Line) -> CaseStanding:
    """The standing after one more line."""
    payload: Mapping[str, Any] = line.payload or {}
    state = str(payload.get("state") or (standing.state if standing else "to_verify"))
    if standing is None:
        standing = CaseStanding(
            seq=0, state=state, since=line.received_at, moved_seq=1, last_event_at=line.received_at
        )
    moved = state != standing.state
    after = replace(
        standing,
        seq=standing.seq + 1,
        state=state,
        last_event_at=line.received_at,
        judgement=str(payload.get("judgement") or standing.judgement),
    )
    if moved:
        after = replace(
            after,
            since=line.received_at,
            moved_seq=after.seq,
            before=standing.state if state == "suspended" else after.before,
            due_on=None,
            level=0,
        )
        if standing.state in _ENDED:
            after = _afresh(after)
    if "due_on" in payload:
        said = payload["due_on"]
        after = replace(after, due_on=date.fromisoformat(said) if said else None, level=0)
    step = _STEPS.get(line.type)
    return step(after, line, payload) if step else after


def _afresh(standing: CaseStanding) -> CaseStanding:
    """Opened again after its end: what was concluded then stays in the log and says nothing of now."""
    return replace(
        standing, batch="", handover="", conclusion=None, stale=False, received_by=None, received_at=None, letters={},
        contacts=(), procedure=None, look_up_asked=False, agreed="", closing=None, before="",
    )  # fmt: skip


def _judged_again(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(
        standing,
        agreed="",
        look_up_asked=False,
        stale=standing.stale or standing.conclusion is not None,
        moved_seq=standing.seq,
    )


def _sent(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, batch=str(payload.get("batch") or ""), moved_seq=standing.seq)


def _unsent(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    """Asked to be verified further: not in that batch any more, and not with the registrar."""
    return replace(standing, handover="", received_by=None, received_at=None)


def _concluded(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(
        standing,
        conclusion=Conclusion(
            value=str(payload.get("conclusion") or ""),
            evidence=tuple(payload.get("evidence") or ()),
            text=str(payload.get("text") or ""),
            by=line.officer_id,
            at=line.received_at,
            files=tuple(payload.get("files") or ()),
        ),
        stale=False,
        moved_seq=standing.seq,
    )


def _approved(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    if standing.conclusion is None:
        return standing
    approved = replace(standing.conclusion, approved_by=line.officer_id, approved_at=line.received_at)
    return replace(standing, conclusion=approved)


def _handed_over(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(
        standing, handover=str(payload.get("batch") or ""), received_by=None, received_at=None
    )  # fmt: skip


def _received(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, received_by=line.officer_id, received_at=line.received_at)


def _letter_sent(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    said = payload.get("letter") or {}
    parts = {part: str(said.get(part) or "") for part in ("id", "agency", "number", "on", "about", "due_on")}
    letter = Letter(
        id=parts["id"], agency=parts["agency"], number=parts["number"], on=parts["on"], about=parts["about"],
        due_on=parts["due_on"], by=line.officer_id,
    )  # fmt: skip
    return replace(standing, letters={**standing.letters, letter.id: letter})


def _letter_answered(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    said = payload.get("answer") or {}
    letter = standing.letters.get(str(said.get("letter")))
    if letter is None:
        return standing
    return replace(standing, letters={**standing.letters, letter.id: replace(letter, answer=dict(said))})


def _file_attached(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    """Whoever decides on the case now has to have seen it."""
    return replace(standing, moved_seq=standing.seq)


def _contacted(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    said = payload.get("contact")
    if not said:
        return standing
    contact = Contact(
        way=str(said.get("way") or ""), reached=bool(said.get("reached")), why=str(said.get("why") or ""),
        text=str(said.get("text") or ""), on=str(said.get("on") or ""), by=line.officer_id, at=line.received_at,
    )  # fmt: skip
    return replace(standing, contacts=(*standing.contacts, contact))


def _procedure(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, procedure=payload.get("procedure"))


def _extended(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    known = {**(standing.procedure or {}), "extended": str(payload.get("reason") or "")}
    return replace(standing, procedure=known)


def _look_up_asked(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, look_up_asked=True)


def _agreed(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, agreed=str(payload.get("by") or ""), look_up_asked=False, moved_seq=standing.seq)


def _reminded(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, level=int(payload.get("level") or 0))


def _suspended(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, left=payload.get("left"))


def _closed(standing: CaseStanding, line: Line, payload: Mapping[str, Any]) -> CaseStanding:
    return replace(standing, closing=payload)


_STEPS = {
    "judged_again": _judged_again,
    "sent": _sent,
    "given_back": _unsent,
    "concluded": _concluded,
    "approved": _approved,
    "approved_different_person": _approved,
    "handed_to_registrar": _handed_over,
    "received": _received,
    OPEN_LETTER: _letter_sent,
    "letter_answered": _letter_answered,
    "file_attached": _file_attached,
    "paper_attached": _file_attached,
    "contact_recorded": _contacted,
    "citizen_guided": _contacted,
    "correction_started": _procedure,
    "extended": _extended,
    "look_up_asked": _look_up_asked,
    "agreed": _agreed,
    "reminded": _reminded,
    "suspended": _suspended,
    "closed": _closed,
    "closed_adjusted": _closed,
}
