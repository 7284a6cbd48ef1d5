"""Looking up and judging, for the entry desk: parse, call one operation, show the answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from hotich.api.text import Text, Word
from hotich.audit import operations as audit
from hotich.campaign.queries import working_on
from hotich.cases import operations as cases
from hotich.core.codes import label
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.quotas import VIETNAM
from hotich.entries.models import Entry
from hotich.linkage.models import Candidate, Judgement, LookUp
from hotich.linkage.operations import key_again
from hotich.linkage.policies import agreements_with, identity_agreements, is_withheld, to_key_again, was_shown
from hotich.linkage.terms import accepted
from hotich.linkage.words import (
    absence_cautions,
    cautions_of,
    per_cent,
    probability_text,
    relation_text,
    verdict_text,
    weighed,
    weights_by_field,
)
from hotich.linkage.working import ORDINARY, Working
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.stations.models import Station
from hotich.support.masking import masked
from hotich.support.time import now, today

router = Router()
_Values = Annotated[dict[Word, Text], Field(max_length=40)]


class LookUpIn(Schema):
    role: Word
    second: bool = False
    terms: _Values | None = None
    station: Word = ""


class SecondKeyingIn(Schema):
    fields: _Values
    station: Word = ""


class RecordedIn(Schema):
    role: Word
    searched: _Values = Field(default_factory=dict)
    searched_again: _Values = Field(default_factory=dict)
    seen: _Values = Field(default_factory=dict)
    outcome: Word
    personal_id: Word = ""
    reason: Text = ""
    reason_words: Text = ""
    looked_up_at: datetime
    station: Word = ""


class JudgementIn(Schema):
    look_up: UUID | None = None
    role: Word
    candidate: Annotated[str, Field(max_length=4)] = ""
    decision: Word
    reason: Text = ""
    reason_words: Text = ""
    station: Word = ""


def _station(officer: Officer, code: str) -> Station | None:
    """The machine he says he sits at, where it is one of the units he serves."""
    units = {position.agency.unit_id for position in officer.scope.positions}
    found = Station.objects.unscoped("only noted on the look-up").filter(code=code, unit_id__in=units)
    return found.first() if code else None


def _working(officer: Officer, entry_id: UUID) -> Working:
    """How the entry is worked on today; of an entry he does not see nothing is said, and the operation refuses it."""
    entry = Entry.objects.visible_to(officer).filter(pk=entry_id).first()
    return working_on(entry, on=today()) if entry else ORDINARY


def _aware(moment: datetime) -> datetime:
    """A desk's clock without an offset is a Vietnamese clock."""
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _shown(field: dict[str, Any], entry: Entry, *, number_hidden: bool) -> dict[str, Any]:
    row = dict(field) | {"label": FIELD_LABELS.get(field["field"], field["field"])}
    if field["field"] == "personal_id" and number_hidden:
        row["register"] = masked(row["register"] or "")
    if field["field"] == "sex":
        row["register"] = label("sex", row["register"]) if row["register"] else row["register"]
    if is_withheld(entry, field):
        row |= {"register": None, "agreement": "not_compared", "note": None}
    return row


def _candidate(candidate: Candidate, others: Sequence[Candidate], entry: Entry) -> dict[str, Any]:
    fields = candidate.comparisons["fields"]
    differs = any(field["is_discrepancy"] for field in fields)
    known, weights = candidate.probability, weights_by_field(candidate)
    return {
        "ref": str(candidate.rank),
        "rank": candidate.rank,
        "score_label": candidate.comparisons["label"],
        "likely": candidate.comparisons["likely"],
        "masked_number": masked(candidate.personal_id),
        "suggested": "mismatched" if differs else "matched",
        "fields": [
            _shown(field, entry, number_hidden=True) | {"weight": weights.get(field["field"])}
            for field in fields
        ],
        "probability": known,
        "probability_text": probability_text(known) if known is not None else None,
        "per_cent": per_cent(known) if known is not None else None,
        "bits": candidate.bits,
        "relation": candidate.relation,
        "relation_text": relation_text(candidate),
        "by_number": candidate.by_number,
        "evidence": weighed(candidate.evidence),
        "cautions": cautions_of(candidate, others),
    }


def _answer(look_up: LookUp, officer: Officer, working: Working) -> dict[str, Any]:
    """A look-up as its officer may see it now: of an answer that was not shown to him, nothing of the register leaves."""
    row = {
        "id": str(look_up.id),
        "way": look_up.way,
        "second": look_up.second,
        "state": look_up.state,
        "coverage": look_up.coverage,
        "as_of": look_up.as_of.isoformat() if look_up.as_of else None,
        "source_text": look_up.source,
        "absence_text": look_up.absence,
        "asked": look_up.of_the_book,
        "terms": look_up.asked,
        "departs": look_up.departs or {},
        "may_conclude_not_found": look_up.state == "answered" and look_up.coverage == "nation",
        "candidates": [],
        "suggested": None,
        "hidden": not was_shown(look_up, officer),
    }
    if row["hidden"]:
        return row | {
            "to_key_again": to_key_again(officer, look_up.entry, look_up, accepted(look_up.entry), working),
            "agreements": identity_agreements(look_up.entry, look_up),
        }
    kept = list(look_up.candidates.all())
    candidates = [_candidate(candidate, kept, look_up.entry) for candidate in kept]
    likely = next((one for one in candidates if one["likely"]), None)
    return row | {
        "agreements": agreements_with(look_up.entry, look_up, kept[0]) if likely else {},
        "candidates": candidates,
        "suggested": likely["suggested"] if likely else None,
        "verdict": look_up.verdict,
        "nobody": look_up.nobody,
        "verdict_text": verdict_text(look_up, kept),
        "absence_cautions": absence_cautions(look_up, kept),
        "prior": look_up.prior,
        "searched": look_up.searched,
        "model": look_up.model,
    }


def _judged(judgement: Judgement) -> dict[str, Any]:
    fields = [_shown(field, judgement.entry, number_hidden=False) for field in judgement.comparisons]
    case = judgement.cases.first()
    return {
        "id": str(judgement.id),
        "outcome": judgement.outcome,
        "source_text": judgement.look_up.source if judgement.look_up else "",
        "absence_text": judgement.look_up.absence
        if judgement.look_up and judgement.decision == Judgement.Decision.NOT_FOUND
        else "",
        "personal_id": judgement.personal_id,
        "differences": [field for field in fields if field["is_discrepancy"]],
        "supplements": [field for field in fields if field["can_supplement"]],
        "register": {field["field"]: field["register"] for field in fields if field["register"]},
        "fields": fields,
        "case": {"id": str(case.id), "number": case.number} if case else None,
    }


@router.post("/entries/{uuid:entry_id}/look-ups")
def look_up(request: OfficerRequest, entry_id: UUID, body: LookUpIn) -> dict[str, Any]:
    """Searches the extracts in force for one principal subject of the entry. Nothing of the register is in the answer while
    `to_key_again` names fields: they are keyed a second time first. `agreements` says which identity fields agree. An entry
    drawn to run without assistance is refused until it is completed. `terms` are what the officer asks otherwise than the book says
    (empty leaves a part out): a second search, whose answer names in `departs` what the book says there."""
    working = _working(request.user, entry_id)
    found = cases.search(
        actor=request.user,
        entry_id=entry_id,
        role=body.role,
        second=body.second,
        terms=body.terms,
        working=working,
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
    return _answer(found, request.user, working)


@router.post("/entries/{uuid:entry_id}/look-ups/{uuid:look_up_id}/second-keying")
def second_keying(
    request: OfficerRequest, entry_id: UUID, look_up_id: UUID, body: SecondKeyingIn
) -> dict[str, Any]:
    """The fields named in `to_key_again`, keyed once more from the book; where they are the same, the answer opens."""
    working = _working(request.user, entry_id)
    found = key_again(
        actor=request.user,
        entry_id=entry_id,
        look_up_id=look_up_id,
        said=body.fields,
        working=working,
        station=_station(request.user, body.station),
    )
    return _answer(found, request.user, working)


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
        reason_words=body.reason_words,
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
        reason_words=body.reason_words,
        searched_again=body.searched_again,
        looked_up_at=_aware(body.looked_up_at),
        working=_working(request.user, entry_id),
        station=_station(request.user, body.station),
    )
    return _judged(judgement)
