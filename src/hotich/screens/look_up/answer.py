"""What the page of a subject shows of one look-up: the nearest as a table, each opened in detail, and what to beware of."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hotich.campaign.queries import working_on
from hotich.cases.operations import NOT_FOUND_REASONS
from hotich.cases.operations.asking_again import SOURCE as ASKED_AGAIN
from hotich.core.codes import label
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry
from hotich.entries.queries import entry_for
from hotich.linkage.models import Candidate, Judgement, LookUp, Way
from hotich.linkage.operations import key_again, show
from hotich.linkage.policies import to_key_again, was_shown
from hotich.linkage.queries import judgements_of, look_ups_of
from hotich.linkage.terms import accepted, terms_for
from hotich.linkage.words import (
    absence_cautions,
    cautions_of,
    per_cent,
    probability_text,
    verdict_text,
    weighed,
    weights_by_field,
)
from hotich.screens.common import needs
from hotich.screens.look_up.queue import asked_again
from hotich.staff.models import Officer
from hotich.staff.requests import OfficerRequest
from hotich.support.masking import masked
from hotich.support.time import today


def answer_of(officer: Officer, entry: Entry, found: LookUp | None) -> dict[str, Any]:
    """For the page: the look-up as this officer may see it now; opening it shows it to him. What waits for its second
    keying is `again` (dotted id, label), and nothing of the register is there.
    """
    if found is None:
        return {"look_up": None}
    if not was_shown(found, officer):
        working = working_on(entry, on=today())
        again = to_key_again(officer, entry, found, accepted(entry), working)
        if again:
            form = edition_of_entry(entry)
            words = {dotted: word for word, dotted in terms_for(entry.kind, found.role).items()}
            return {
                "look_up": found,
                "again": [(dotted, form.label(dotted) if form else dotted) for dotted in again],
                "again_words": [words[dotted] for dotted in again],
            }
        show(actor=officer, look_up=found, working=working)
    kept = list(found.candidates.all())
    return {
        "look_up": found,
        "departures": departures(found) if found.departs else [],
        "verdict": verdict_text(found, kept),
        "candidates": [_row(candidate, kept) for candidate in kept],
        "absence_cautions": absence_cautions(found, kept),
        "suggests_nobody": not kept or found.verdict == LookUp.Verdict.NOBODY,
    }


def _row(candidate: Candidate, others: list[Candidate]) -> dict[str, Any]:
    fields, weights = candidate.comparisons["fields"], weights_by_field(candidate)
    register = {field["field"]: field["register"] for field in fields if field["register"]}
    known = candidate.probability
    differing = sum(field["is_discrepancy"] for field in fields)
    return {
        "rank": candidate.rank,
        "masked": masked(candidate.personal_id),
        "name": register.get("full_name", ""),
        "born": register.get("birth_date", ""),
        "mother": register.get("mother_full_name", ""),
        "father": register.get("father_full_name", ""),
        "place": register.get("hometown") or register.get("birth_place", ""),
        "likely": candidate.comparisons["likely"],
        "label": candidate.comparisons["label"],
        "chance": probability_text(known) if known is not None else "",
        "per_cent": per_cent(known) if known is not None else "",
        "tenths": round(10 * known) if known is not None else None,
        "relation": candidate.get_relation_display() if candidate.relation else "",
        "differing": differing,
        "cautions": cautions_of(candidate, others),
        "fields": [
            field | {"weight": _with_tenths(weights.get(field["field"]))}
            for field in fields
            if field["field"] != "personal_id" and (field["agreement"] != "not_compared" or field["register"])
        ],
        "evidence": [one for one in weighed(candidate.evidence) if not one["missing"]],
    }


def _with_tenths(weight: dict[str, Any] | None) -> dict[str, Any] | None:
    if weight is None or weight["weight"] == "unweighed":
        return None
    return weight | {"tenths": round(10 * weight["share"])}


def history_of(officer: Officer, entry: Entry, role: str) -> list[dict[str, Any]]:
    """Every search and every judgement of a subject, the newest first; superseded ones stay."""
    look_ups = list(look_ups_of(officer, entry, role).select_related("officer"))
    judgements = judgements_of(officer, entry).filter(role=role)
    rows = [
        {
            "at": one.looked_up_at, "look_up": one, "source": one.source, "model": one.model[:8],
            "what": _what(one), "asked": departures(one),
            "result": one.get_verdict_display() or f"{one.found} người", "who": one.officer,
            "opens": one.way in (Way.EXTRACT, Way.GATEWAY) and one.found,
        }
        for one in look_ups
    ] + [
        {
            "at": one.received_at, "what": _decided(one), "asked": _why(one),
            "source": one.look_up.source if one.look_up else "", "result": one.get_outcome_display(),
            "model": one.look_up.model[:8] if one.look_up else "", "who": one.officer or one.source,
            "superseded": bool(number),
        }
        for number, one in enumerate(judgements.select_related("officer", "look_up"))
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _decided(judgement: Judgement) -> str:
    if judgement.source == ASKED_AGAIN:
        return "Đã có trả lời, chờ xác định"
    return f"Xác định: {judgement.get_decision_display()}"


def _why(judgement: Judgement) -> list[str]:
    """The reason of *not found*."""
    if judgement.reason not in NOT_FOUND_REASONS:
        return []
    return [judgement.reason_words or NOT_FOUND_REASONS[judgement.reason]]


def _what(look_up: LookUp) -> str:
    if look_up.way == Way.TOLD:
        return "Cập nhật vào dữ liệu dân cư"
    if look_up.departs:
        return "Tra cứu lần hai, với thông tin khác"
    if look_up.way == Way.RECORDED:
        return "Tra cứu lần hai" if look_up.second else "Tra cứu"
    if look_up.is_by_number:
        return "Tra cứu lại theo số định danh"
    if look_up.officer_id is None:
        return "Tra cứu lại tự động"
    return "Tra cứu lần hai, rộng hơn" if look_up.second else "Tra cứu"


def departures(look_up: LookUp) -> list[str]:
    """What was asked otherwise than the book says, each in words; of a search on the police machine all that was asked."""
    if look_up.way == Way.RECORDED:
        return [
            f"{FIELD_LABELS.get(word, word)}: {_word(word, text)}" for word, text in look_up.asked.items()
        ]
    said = []
    for word, book in (look_up.departs or {}).items():
        asked, title = look_up.asked.get(word, ""), FIELD_LABELS.get(word, word)
        was = f" (sổ: {_word(word, book)})" if book else ""
        said.append(f"{title}: {_word(word, asked)}{was}" if asked else f"bỏ {title.lower()}")
    return said


def _word(word: str, text: str) -> str:
    return (label("sex", text) or text) if word == "sex" else text


@require_POST
@needs("look_up")
def second_keying(request: OfficerRequest, entry_id: UUID, role: str, look_up_id: UUID) -> HttpResponse:
    """The fields that differ, keyed once more from the book."""
    entry = entry_for(request.user, entry_id)
    said = {
        name.removeprefix("lai-"): str(text) for name, text in request.POST.items() if name.startswith("lai-")
    }
    found = key_again(
        actor=request.user, entry_id=entry_id, look_up_id=look_up_id, said=said, working=working_on(entry, on=today())
    )  # fmt: skip
    return redirect(f"/cho-tra-cuu/{entry_id}/{role}/?{asked_again(request, found.pk)}")
