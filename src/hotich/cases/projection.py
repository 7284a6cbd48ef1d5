"""The columns of a case that its log alone decides. Saves, the demo's past and the test that refolds share them."""

from datetime import date
from typing import Any
from uuid import UUID

from hotich.cases.enums import TURNS, CaseState
from hotich.cases.fold import CaseStanding


def columns_of(standing: CaseStanding) -> dict[str, Any]:
    """Column → value."""
    state = CaseState(standing.state)
    turn = TURNS.get(state, "")
    if state == CaseState.TO_VERIFY and standing.batch:
        turn = "verifier"
    ended = state in (CaseState.CLOSED, CaseState.WITHDRAWN)
    letters = () if ended else standing.open_letters
    return {
        "seq": standing.seq,
        "state": str(state),
        "since": standing.since,
        "last_event_at": standing.last_event_at,
        "turn": turn,
        "due_on": standing.due_on,
        "level": standing.level,
        "batch_id": UUID(standing.batch) if standing.batch else None,
        "handover_id": UUID(standing.handover) if standing.handover else None,
        "conclusion": standing.concluded,
        "received": standing.received,
        "agreed": bool(standing.agreed),
        "look_up_asked": standing.look_up_asked,
        "outside_due_on": min(
            (date.fromisoformat(one.due_on) for one in letters if one.due_on), default=None
        ),
    }
