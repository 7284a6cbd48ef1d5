"""What contexts above put into an entry's log: that the register was seen, and what a look-up came to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from hotich.entries import policies
from hotich.entries.derivation import edition_of_entry
from hotich.entries.errors import PacketMalformed
from hotich.entries.fold import SEEN_TO_CONFIRM, EntryState
from hotich.entries.models import ActionType, Entry, Outcome
from hotich.entries.operations._append import Decision, append
from hotich.entries.packets import Answer, PacketFacts
from hotich.staff.models import Officer

_OUTCOMES = frozenset(Outcome.values)


def record_register_seen(
    *,
    actor: Officer,
    entry_id: UUID,
    role: str,
    fields: Iterable[str] | None = None,
    how: str = SEEN_TO_CONFIRM,
    now: datetime,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """States that the register's values of one subject were shown to the officer.

    From here on a change of the `fields` (by default the role's identity fields) needs a reason and is kept as
    `after_seeing`. `how` says in which way of working they were seen: only `confirm` lets an officer state later that the book
    says what the register says, and what is keyed beside the police machine is kept as such. Raises NotOpened, NotAllowed,
    NotFound.
    """

    def decide(state: EntryState, entry: Entry) -> Decision:
        policies.may_look_up(officer=actor, entry=entry, now=now)
        names = list(fields) if fields is not None else _identity(entry, role)
        return Decision({"role": role, "fields": names, "how": how})

    return append(actor=actor, entry_id=entry_id, type=ActionType.REGISTER_SEEN, decide=decide, facts=facts)


def record_outcome(
    *,
    actor: Officer | None,
    entry_id: UUID,
    role: str,
    outcome: str,
    personal_id: str = "",
    judgement: UUID | str = "",
    now: datetime,
    **facts: Unpack[PacketFacts],
) -> Answer:
    """Records what the look-up of one subject came to; a later one takes its place, both stay in the log.

    For contexts above: they own the verb and have checked who may (`cases.operations.judge`, an import). Raises
    NotOpened, PacketMalformed for an outcome that is none.
    """
    payload = outcome_payload(role, outcome, personal_id, judgement)
    return append(
        actor=actor,
        entry_id=entry_id,
        type=ActionType.OUTCOME_RECORDED,
        decide=lambda state, entry: Decision(payload),
        facts=facts,
    )


def outcome_payload(role: str, outcome: str, personal_id: str, judgement: UUID | str) -> dict[str, Any]:
    """What the action `outcome_recorded` says. Raises PacketMalformed for an outcome that is none."""
    if outcome not in _OUTCOMES:
        raise PacketMalformed(f"Không có kết quả tra cứu “{outcome}”.")
    return {
        "role": role,
        "outcome": str(outcome),
        "personal_id": personal_id,
        "judgement": str(judgement) if judgement else "",
    }


def _identity(entry: Entry, role: str) -> list[str]:
    form = edition_of_entry(entry)
    if form is None:
        return []
    return [name for subject in form.subjects if subject.role == role for name in subject.identity]
