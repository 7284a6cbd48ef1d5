"""Looking up and judging, for the entry desk: parse, call one operation, show the answer."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from hotich.api.text import Text, Word
from hotich.audit import operations as audit
from hotich.cases import operations as cases
from hotich.core.codes import label
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.quotas import VIETNAM
from hotich.linkage.models import Candidate, Judgement, LookUp
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.support.masking import masked
from hotich.support.time import now

router = Router()
_Values = Annotated[dict[Word, Text], Field(max_length=40)]


class LookUpIn(Schema):
    role: Word
    second: bool = False
    station: Word = ""


class RecordedIn(Schema):
    role: Word
    searched: _Values = Field(default_factory=dict)
    seen: _Values = Field(default_factory=dict)
    outcome: Word
    personal_id: Word = ""
    reason: Text = ""
    looked_up_at: datetime
    station: Word = ""


class JudgementIn(Schema):
    look_up: UUID | None = None
    role: Word
    candidate: Annotated[str, Field(max_length=4)] = ""
    decision: Word
    reason: Text = ""
    station: Word = ""


def _station(officer: Officer, code: str) -> Station | None:
    """The machine he says he sits at, where it is one of the units he serves."""
    units = {position.agency.unit_id for position in officer.scope.positions}
    found = Station.objects.unscoped("only noted on the look-up").filter(code=code, unit_id__in=units)
    return found.first() if code else None


def _aware(moment: datetime) -> datetime:
    """A desk's clock without an offset is a Vietnamese clock."""
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _shown(field: dict[str, Any], *, number_hidden: bool) -> dict[str, Any]:
    row = dict(field) | {"label": FIELD_LABELS.get(field["field"], field["field"])}
    if field["field"] == "personal_id" and number_hidden:
        row["register"] = masked(row["register"] or "")
    if field["field"] == "sex":
        row["register"] = label("sex", row["register"]) if row["register"] else row["register"]
    return row


def _candidate(candidate: Candidate) -> dict[str, Any]:
    fields = candidate.comparisons["fields"]
    differs = any(field["is_discrepancy"] for field in fields)
    return {
        "ref": str(candidate.rank),
        "rank": candidate.rank,
        "score_label": candidate.comparisons["label"],
        "likely": candidate.comparisons["likely"],
        "masked_number": masked(candidate.personal_id),
        "suggested": "mismatched" if differs else "matched",
        "fields": [_shown(field, number_hidden=True) for field in fields],
    }


def _answer(look_up: LookUp) -> dict[str, Any]:
    candidates = [_candidate(candidate) for candidate in look_up.candidates.all()]
    likely = next((one for one in candidates if one["likely"]), None)
    return {
        "id": str(look_up.id),
        "way": look_up.way,
        "second": look_up.second,
        "state": look_up.state,
        "coverage": look_up.coverage,
        "as_of": look_up.as_of.isoformat() if look_up.as_of else None,
        "asked": look_up.asked,
        "may_conclude_not_found": look_up.state == "answered" and look_up.coverage == "nation",
        "candidates": candidates,
        "suggested": likely["suggested"] if likely else None,
    }


def _judged(judgement: Judgement) -> dict[str, Any]:
    fields = [_shown(field, number_hidden=False) for field in judgement.comparisons]
    case = judgement.cases.first()
    return {
        "id": str(judgement.id),
        "outcome": judgement.outcome,
        "personal_id": judgement.personal_id,
        "differences": [field for field in fields if field["is_discrepancy"]],
        "supplements": [field for field in fields if field["can_supplement"]],
        "register": {field["field"]: field["register"] for field in fields if field["register"]},
        "fields": fields,
        "case": {"id": str(case.id), "number": case.number} if case else None,
    }


@router.post("/entries/{uuid:entry_id}/look-ups")
def look_up(request: OfficerRequest, entry_id: UUID, body: LookUpIn) -> dict[str, Any]:
    """Searches the extracts in force for one principal subject of the entry."""
    found = cases.search(
        actor=request.user,
        entry_id=entry_id,
        role=body.role,
        second=body.second,
        station=_station(request.user, body.station),
    )
    audit.record(
        kind="population.searched",
        officer=request.user,
        subject=f"entry:{entry_id}",
        unit_id=found.unit_id,
        detail={"look_up": str(found.id), "found": found.found},
        now=now(),
    )
    return _answer(found)


@router.post("/entries/{uuid:entry_id}/judgements")
def judge(request: OfficerRequest, entry_id: UUID, body: JudgementIn) -> dict[str, Any]:
    """Keeps the officer's decision on the strength of a look-up."""
    judgement = cases.judge(
        actor=request.user,
        entry_id=entry_id,
        role=body.role,
        decision=body.decision,
        look_up_id=body.look_up,
        candidate=body.candidate,
        reason=body.reason,
        station=_station(request.user, body.station),
    )
    return _judged(judgement)


@router.post("/entries/{uuid:entry_id}/recorded-look-ups")
def record(request: OfficerRequest, entry_id: UUID, body: RecordedIn) -> dict[str, Any]:
    """Keeps a search made on the police machine, and the decision that came of it, as one act."""
    judgement = cases.record_and_judge(
        actor=request.user,
        entry_id=entry_id,
        role=body.role,
        searched=body.searched,
        seen=body.seen,
        personal_id=body.personal_id,
        outcome=body.outcome,
        reason=body.reason,
        looked_up_at=_aware(body.looked_up_at),
        station=_station(request.user, body.station),
    )
    return _judged(judgement)
