"""The tracking list that the past days left: cases with their points, and how far each has come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hotich.audit.digests import row_digest
from hotich.cases.models import Case, CaseEvent, CaseState, Discrepancy
from hotich.demo.officers import Staff
from hotich.demo.past import Mismatch
from hotich.demo.territory import Holder
from hotich.support.copy import copy_rows
from hotich.support.ids import uuid7

_ROUTE: tuple[tuple[str, str, str], ...] = (
    (CaseState.VERIFYING, "verification_started", "xacminh"),
    (CaseState.CONCLUDED, "concluded", "xacminh"),
    (CaseState.WITH_REGISTRAR, "handed_to_registrar", "xacminh"),
    (CaseState.CITIZEN_GUIDED, "citizen_guided", "hotich"),
    (CaseState.CORRECTING, "correction_started", "hotich"),
    (CaseState.CLOSED, "closed", "hotich"),
)
# How many steps of the route cases of an age have made, by share; the last one is suspended after guidance.
_SUSPENDED = len(_ROUTE) + 1
_PROGRESS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (3, (0,) * 15 + (1,) * 5),
    (7, (0,) * 6 + (1,) * 10 + (2,) * 4),
    (14, (1,) * 5 + (2,) * 4 + (3,) * 3 + (4,) * 5 + (5,) + (6,) * 2),
    (99, (1,) + (2,) * 2 + (3,) * 2 + (4,) * 4 + (5,) + (6,) * 9 + (_SUSPENDED,)),
)


@dataclass(frozen=True, slots=True)
class _Step:
    state: str
    event: str
    login: str


def open_cases(mismatches: Iterable[Mismatch], *, holder: Holder, staff: Staff, now: datetime) -> int:
    """Writes the cases of one unit, numbered in the order in which they opened; returns how many."""
    rng = Random(f"hotich-demo-cases-{holder.code}")
    cases: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for number, mismatch in enumerate(sorted(mismatches, key=lambda one: one.at), start=1):
        case_id = uuid7()
        log = list(_events(rng, case_id, number, mismatch, holder, staff, now))
        events += log
        points += _points(case_id, mismatch)
        cases.append(
            {
                "id": case_id,
                "number": number,
                "entry_id": mismatch.entry,
                "unit_id": holder.unit.pk,
                "role": mismatch.role,
                "state": log[-1]["payload"]["state"],
                "judgement_id": mismatch.judgement,
                "personal_id": mismatch.personal_id,
                "opened_at": mismatch.at,
                "last_event_at": log[-1]["received_at"],
            }
        )
    copy_rows(Case, cases)
    copy_rows(CaseEvent, events)
    copy_rows(Discrepancy, points)
    return len(cases)


def _points(case_id: UUID, mismatch: Mismatch) -> Iterator[dict[str, Any]]:
    for one in mismatch.comparisons:
        if one["is_discrepancy"]:
            yield {
                "case_id": case_id,
                "judgement_id": mismatch.judgement,
                "field": one["field"],
                "field_class": one["class"],
                "book_value": one["book"] or "",
                "register_value": one["register"] or "",
                "note": one["note"],
            }


def _events(
    rng: Random, case_id: UUID, number: int, mismatch: Mismatch, holder: Holder, staff: Staff, now: datetime
) -> Iterator[dict[str, Any]]:
    opener = staff.of(holder, "nhap1").pk
    yield _event(case_id, "opened", opener, mismatch.at, mismatch, CaseState.TO_VERIFY, {})
    steps = _steps(rng, (now - mismatch.at).days)
    room = now - timedelta(hours=2) - mismatch.at
    for place, step in enumerate(steps, start=1):
        when = mismatch.at + room * ((place - 0.2 + 0.3 * rng.random()) / (len(steps) + 1))
        officer = staff.of(holder, step.login).pk
        yield _event(
            case_id, step.event, officer, when, mismatch, step.state, _said(rng, step, number, when, holder)
        )


def _steps(rng: Random, age: int) -> list[_Step]:
    shares = next(shares for until, shares in _PROGRESS if age < until)
    made = shares[int(rng.random() * len(shares))]
    steps = [_Step(*row) for row in _ROUTE]
    if made == _SUSPENDED:
        return [*steps[:4], _Step(CaseState.SUSPENDED, "suspended", "hotich")]
    return steps[:made]


def _said(rng: Random, step: _Step, number: int, when: datetime, holder: Holder) -> dict[str, Any]:
    if step.state == CaseState.CONCLUDED:
        right = rng.random() < 0.7
        return {
            "conclusion": "book_right" if right else "register_right",
            "evidence": ["bản chính giấy khai sinh" if right else "tàng thư căn cước"],
        }
    if step.state == CaseState.CLOSED:
        return {
            "document": {
                "kind": "trích lục",
                "number": f"{number}/TLCC",
                "date": when.date().isoformat(),
                "issuer": f"UBND {holder.unit}",
            },
            "reason": "chờ cơ sở dữ liệu dân cư cập nhật",
        }
    if step.state == CaseState.SUSPENDED:
        return {"reason": "không liên hệ được công dân"}
    return {}


def _event(
    case_id: UUID, type: str, officer: int, when: datetime, mismatch: Mismatch, state: str, more: dict[str, Any]
) -> dict[str, Any]:  # fmt: skip
    row: dict[str, Any] = {
        "id": uuid7(),
        "case_id": case_id,
        "type": type,
        "officer_id": officer,
        "received_at": when,
        "payload": {"judgement": str(mismatch.judgement), "state": str(state)} | more,
    }
    row["digest"] = row_digest(row)
    return row
