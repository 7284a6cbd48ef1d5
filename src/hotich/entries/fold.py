"""From log rows to the state of an entry. Pure: no definitions, no code lists, no clock, no database.

Everything that decided something is in the log itself: who the principal subjects are, which keyed value lost a
conflict, which fields an officer had seen. `fold(rows)` and `advance(state, row)` agree by construction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from hotich.core.annotations.amending import amended, with_added, with_withdrawn
from hotich.core.matching.outcomes import Outcome, entry_outcome
from hotich.core.work import counted

FLAGS = ("void", "unreadable", "out_of_scope", "sensitive", "from_file", "reopened", "duplicate_suspected")
LOST_TO = "lost_to"
"""Key of a keyed value that lost a conflict: the `seq` whose value stood. It is on record and not in the state."""

SEEN_TO_CONFIRM, SEEN_BLIND, SEEN_BESIDE = "confirm", "blind", "beside"
"""In which way of working the register's values of a subject were seen."""

Value = Mapping[str, Any]


class Row(Protocol):
    """What the fold reads of a log row; `EntryAction` has it."""

    seq: int
    type: str
    author_id: int | None
    station_id: int | None
    received_at: datetime
    pass_number: int
    edition: str
    payload: Any


@dataclass(frozen=True, slots=True)
class PassState:
    """One pass: its author, its fields as written, and which action last changed each of them.

    A pass that checks another (`check`, the id of the check) keys the columns in `asked` again and nothing else; `before` is the status
    the entry had when it began.
    """

    author: int | None
    fields: Mapping[str, Value] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    changed_at: datetime | None = None
    completed_at: datetime | None = None
    check: str = ""
    asked: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class SubjectState:
    """What look-ups have come to for one role."""

    outcome: Outcome = "pending"
    personal_id: str = ""
    judgement: str = ""


@dataclass(frozen=True, slots=True)
class QuestionState:
    """What an officer asked his team leader about the entry, by the `seq` of the asking, and what came of it."""

    seq: int
    asker: int | None
    asked_at: datetime
    field: str = ""
    text: str = ""
    crop: Mapping[str, Any] | None = None
    state: str = "open"
    answer: str = ""
    answered_by: int | None = None
    answered_at: datetime | None = None
    closed_by: int | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EntryState:
    """The state of an entry after `seq` actions."""

    seq: int
    book: str
    kind: str
    edition: str
    page: int | None
    line: int | None
    position: int
    author: int | None
    station: int | None
    opened_at: datetime
    last_action_at: datetime
    principal: tuple[str, ...] = ()
    status: str = "keying"
    flags: frozenset[str] = frozenset()
    passes: Mapping[int, PassState] = field(default_factory=dict)
    accepted_pass: int = 0
    annotations: tuple[Mapping[str, Any], ...] = ()
    subjects: Mapping[str, SubjectState] = field(default_factory=dict)
    seen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seen_how: Mapping[str, str] = field(default_factory=dict)
    first_completed_at: datetime | None = None
    completed_by: int | None = None
    completed_station: int | None = None
    assisted: bool | None = None
    work: Mapping[str, Any] | None = None
    """How its first keying went; nothing where the desk said nothing of it."""
    questions: tuple[QuestionState, ...] = ()

    @property
    def fields(self) -> Mapping[str, Value]:
        """The accepted transcription, as written."""
        found = self.passes.get(self.accepted_pass)
        return found.fields if found else {}

    def check_of(self, number: int) -> PassState | None:
        """The pass of that number, where it checks another."""
        found = self.passes.get(number)
        return found if found is not None and found.check else None

    @property
    def keyed_at(self) -> datetime:
        """When the accepted transcription was last changed."""
        found = self.passes.get(self.accepted_pass)
        return (found.changed_at if found else None) or self.opened_at

    @property
    def current_fields(self) -> Mapping[str, Value]:
        """The accepted transcription as its annotations have since changed it: what look-ups compare."""
        return amended(self.fields, self.annotations)

    @property
    def fields_seen(self) -> frozenset[str]:
        """What was keyed of the subjects before somebody saw their register values, and their identity fields in any case."""
        return frozenset(name for names in self.seen.values() for name in names)

    def outcome_of(self, role: str) -> Outcome:
        """The outcome of one subject; an unreadable entry's is unreadable until a judgement says otherwise."""
        found = self.subjects.get(role)
        if found is not None and found.outcome != "pending":
            return found.outcome
        return "unreadable" if "unreadable" in self.flags else "pending"

    @property
    def outcome(self) -> Outcome:
        """The entry's outcome, from its principal subjects."""
        return entry_outcome(self.outcome_of(role) for role in self.principal)


class LogBroken(ValueError):
    """The rows cannot be a log: it does not begin with an opening, or numbers are missing."""

    code = "log.broken"


def fold(rows: Iterable[Row]) -> EntryState:
    """The state after all rows, given in `seq` order from 1. Raises LogBroken."""
    state: EntryState | None = None
    for row in rows:
        state = advance(state, row)
    if state is None:
        raise LogBroken("no rows")
    return state


def advance(state: EntryState | None, row: Row) -> EntryState:
    """The state after one more row. Raises LogBroken."""
    payload = row.payload or {}
    if state is None:
        if row.seq != 1 or row.type not in ("entry_opened", "imported"):
            raise LogBroken(f"a log begins with an opening, not with {row.type} {row.seq}")
        state = _opened(row, payload)
    elif row.seq != state.seq + 1:
        raise LogBroken(f"after action {state.seq} comes {row.seq}")
    state = replace(state, seq=row.seq, last_action_at=max(state.last_action_at, row.received_at))
    step = _STEPS.get(row.type)
    return step(state, row, payload) if step else state


def _opened(row: Row, payload: Mapping[str, Any]) -> EntryState:
    return EntryState(
        seq=row.seq,
        book=payload.get("book", ""),
        kind=payload.get("kind", ""),
        edition=row.edition.partition("#")[0],
        page=payload.get("page"),
        line=payload.get("line"),
        position=payload.get("position") or 0,
        author=row.author_id,
        station=row.station_id,
        opened_at=row.received_at,
        last_action_at=row.received_at,
        principal=tuple(payload.get("principal") or ()),
        flags=frozenset(payload.get("flags") or ()),
        passes={0: PassState(author=row.author_id)},
        assisted=payload.get("assisted"),
    )


def _keyed(state: EntryState, row: Row, fields: Mapping[str, Value]) -> EntryState:
    before = state.passes.get(row.pass_number) or PassState(author=row.author_id)
    standing = {name: value for name, value in fields.items() if LOST_TO not in value}
    after = replace(
        before,
        fields={**before.fields, **standing},
        changed={**before.changed, **dict.fromkeys(standing, row.seq)},
        changed_at=row.received_at if standing else before.changed_at,
    )
    return replace(state, passes={**state.passes, row.pass_number: after})


def _fields_keyed(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return _keyed(state, row, payload)


def _imported(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    state = _keyed(state, row, payload.get("fields") or {})
    return _finished(replace(state, flags=state.flags | {"from_file"}), row)


def _corrected(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return _keyed(state, row, payload.get("fields") or {})


def _completed(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    if row.pass_number != state.accepted_pass:
        known = state.passes.get(row.pass_number) or PassState(author=row.author_id)
        done = replace(known, completed_at=known.completed_at or row.received_at)
        return replace(state, passes={**state.passes, row.pass_number: done})
    if "principal" in payload:
        state = replace(state, principal=tuple(payload["principal"]))
    if state.first_completed_at is None and isinstance(payload.get("work"), Mapping):
        state = replace(state, work={**payload["work"], **counted(state.fields)})
    return _finished(state, row)


def _finished(state: EntryState, row: Row) -> EntryState:
    """An entry counts once, at its first completion, for the officer and machine that completed it."""
    state = replace(state, status="completed")
    if state.first_completed_at is not None:
        return state
    return replace(
        state,
        first_completed_at=row.received_at,
        completed_by=row.author_id,
        completed_station=row.station_id,
    )


def _reopened(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return replace(state, status="keying", flags=state.flags - {"void", "unreadable"} | {"reopened"})


def _voided(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return replace(state, status="completed", flags=state.flags | {"void"})


def _unreadable(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return _finished(replace(state, flags=state.flags | {"unreadable"}), row)


def _flagged(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    flags = set(state.flags)
    for name, is_set in (payload.get("flags") or {}).items():
        (flags.add if is_set else flags.discard)(name)
    return replace(state, flags=frozenset(flags))


def _annotated(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    chain = with_added(state.annotations, payload, seq=row.seq, by=row.author_id)
    return replace(state, annotations=chain)


def _annotation_withdrawn(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return replace(
        state, annotations=with_withdrawn(state.annotations, payload, seq=row.seq, by=row.author_id)
    )


def _register_seen(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    role = payload.get("role", "")
    names = dict.fromkeys((*state.seen.get(role, ()), *(payload.get("fields") or ())))
    how = payload.get("how") or SEEN_TO_CONFIRM
    return replace(state, seen={**state.seen, role: tuple(names)}, seen_how={**state.seen_how, role: how})


def _outcome_recorded(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    subject = SubjectState(
        outcome=payload.get("outcome") or "pending",
        personal_id=payload.get("personal_id") or "",
        judgement=payload.get("judgement") or "",
    )
    return replace(state, subjects={**state.subjects, payload.get("role", ""): subject})


def _asked(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    question = QuestionState(
        seq=row.seq,
        asker=row.author_id,
        asked_at=row.received_at,
        field=payload.get("field") or "",
        text=payload.get("text") or "",
        crop=payload.get("crop"),
    )
    return replace(state, questions=(*state.questions, question))


def _answered(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    answer = {
        "state": "answered",
        "answer": payload.get("text") or "",
        "answered_by": row.author_id,
        "answered_at": row.received_at,
        "closed_by": None,
        "closed_at": None,
    }
    return _with_question(state, payload, answer)


def _question_closed(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return _with_question(
        state, payload, {"state": "closed", "closed_by": row.author_id, "closed_at": row.received_at}
    )


def _check_started(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    begun = PassState(
        author=row.author_id,
        check=payload.get("check") or "",
        asked=tuple(payload.get("fields") or ()),
        before=state.status,
    )
    return replace(state, status="in_check", passes={**state.passes, row.pass_number: begun})


def _check_left(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    """Nobody writes in the pass any more, and the entry is what it was before."""
    known = state.passes[row.pass_number]
    left = replace(known, completed_at=known.completed_at or row.received_at)
    return replace(state, status=known.before, passes={**state.passes, row.pass_number: left})


def _checked(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    """Both keyings say the same of everything asked, or an arbiter is asked; of an entry whose answer was known nothing depends on it."""
    waits = bool(payload.get("differing")) and not payload.get("known")
    return replace(state, status="in_check" if waits else "accepted")


def _arbitrated(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    """What the arbiter decided otherwise than the first keying makes a pass of its own, which is accepted from now on; the first keying stays
    as it was."""
    state = replace(state, status="accepted")
    decided: Mapping[str, Value] = payload.get("fields") or {}
    if not decided:
        return state
    standing = state.passes.get(state.accepted_pass) or PassState(author=state.author)
    amended_pass = PassState(
        author=row.author_id,
        fields={**standing.fields, **decided},
        changed={**standing.changed, **dict.fromkeys(decided, row.seq)},
        changed_at=row.received_at,
        completed_at=row.received_at,
    )
    return replace(
        state, passes={**state.passes, row.pass_number: amended_pass}, accepted_pass=row.pass_number
    )


def _returned(state: EntryState, row: Row, payload: Mapping[str, Any]) -> EntryState:
    return replace(state, status="returned")


def _with_question(state: EntryState, payload: Mapping[str, Any], said: Mapping[str, Any]) -> EntryState:
    which = payload.get("question")
    return replace(
        state,
        questions=tuple(replace(one, **said) if one.seq == which else one for one in state.questions),
    )


_STEPS = {
    "fields_keyed": _fields_keyed,
    "imported": _imported,
    "corrected": _corrected,
    "completed": _completed,
    "reopened": _reopened,
    "voided": _voided,
    "marked_unreadable": _unreadable,
    "flagged": _flagged,
    "annotated": _annotated,
    "annotation_withdrawn": _annotation_withdrawn,
    "register_seen": _register_seen,
    "outcome_recorded": _outcome_recorded,
    "asked": _asked,
    "answered": _answered,
    "question_closed": _question_closed,
    "check_started": _check_started,
    "check_left": _check_left,
    "checked": _checked,
    "arbitrated": _arbitrated,
    "returned": _returned,
}
