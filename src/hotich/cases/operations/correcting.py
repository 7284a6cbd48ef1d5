"""What was changed in the book since: the note on the entry, the comparison it renews, the case it closes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.cases.models import Case, CaseState
from hotich.cases.operations.judging import compare_again
from hotich.cases.operations.tracking import keep_event, locked
from hotich.cases.policies import CLOSING_DOCUMENTS, may_close
from hotich.cases.queries import ENDED
from hotich.entries import operations as entries
from hotich.entries.models import Entry
from hotich.entries.packets import Answer
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.errors import NotFound, Refusal

LONGEST_REASON = 500


class CaseRefused(Refusal):
    """The case cannot be closed as it is described."""

    code = "case.refused"
    status = 422


@transaction.atomic
def annotate(
    *,
    actor: Officer,
    entry_id: UUID,
    note: Mapping[str, Any],
    replaces: int | None = None,
    reason: str = "",
    now: datetime,
    station: Station | None = None,
) -> Answer:
    """Records a margin note (`entries.annotate`) and compares the entry anew with whom it was judged to be: what differed may
    agree by now, and the other way round. Raises as `entries.annotate`.
    """
    answer = entries.annotate(
        actor=actor, entry_id=entry_id, note=note, replaces=replaces, reason=reason, now=now, station=station
    )
    compare_again(entry_id=entry_id)
    return answer


@transaction.atomic
def withdraw_note(
    *,
    actor: Officer,
    entry_id: UUID,
    note: int,
    reason: str,
    now: datetime,
    station: Station | None = None,
) -> Answer:
    """Takes a margin note back (`entries.withdraw_note`) and compares anew. Raises as `entries.withdraw_note`."""
    answer = entries.withdraw_note(
        actor=actor, entry_id=entry_id, note=note, reason=reason, now=now, station=station
    )
    compare_again(entry_id=entry_id)
    return answer


@transaction.atomic
def close_corrected(
    *,
    actor: Officer,
    case_id: Any,
    document_kind: str,
    note: Mapping[str, Any],
    remaining: str = "",
    now: datetime,
) -> Case:
    """The registrar closes a case because the book was corrected: the correction becomes a note of the entry by the same act.

    The note's `document` is what the case closes with. Compared anew, book and register must agree, or `remaining` says why they
    still differ. Raises NotAllowed, NotFound, CaseRefused and what `annotate` raises.
    """
    seen: Case | None = Case.objects.visible_to(actor).select_related("entry").filter(pk=case_id).first()
    if seen is None:
        raise NotFound
    may_close(actor, seen, now)
    locked(Entry.objects.visible_to(actor), seen.entry_id)
    case: Case = Case.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=seen.pk)
    document = dict(note.get("document") or {})
    _check_document(document_kind, document, note, remaining)
    document.setdefault("name", CLOSING_DOCUMENTS[document_kind])
    if case.state in ENDED:
        raise CaseRefused("Hồ sơ này đã đóng hoặc đã rút: không đóng lần nữa.", code="case.ended")
    answer = annotate(actor=actor, entry_id=case.entry_id, note={**note, "document": document}, now=now)
    case.refresh_from_db()
    differing = _differing(case)
    if differing and not remaining.strip():
        raise CaseRefused(
            f"So lại vẫn còn khác: {differing} mục. Ghi vì sao vẫn khác, hoặc xem lại nội dung cải chính.",
            code="case.still_differs",
        )
    moment = log_time()
    case.state, case.last_event_at = CaseState.CLOSED, moment
    case.save(update_fields=["state", "last_event_at"])
    keep_event(
        case, "closed", actor=actor, now=moment,
        payload={
            "judgement": str(_standing(case).pk), "state": str(case.state), "note": answer.seq,
            "document": {"kind": document_kind, **document}, "remaining": remaining.strip(),
        },
    )  # fmt: skip
    return case


def _check_document(kind: str, document: Mapping[str, Any], note: Mapping[str, Any], remaining: str) -> None:
    if kind not in CLOSING_DOCUMENTS:
        raise CaseRefused("Chọn loại văn bản đóng hồ sơ.", code="case.document")
    missing = [
        label
        for part, label in (("number", "số"), ("date", "ngày"), ("issuer", "nơi ban hành"))
        if not str(document.get(part) or "").strip()
    ]
    if missing:
        raise CaseRefused(f"Văn bản đóng hồ sơ còn thiếu: {', '.join(missing)}.", code="case.document")
    if not note.get("amends"):
        raise CaseRefused(
            "Chưa ghi ô nào được cải chính: chọn ô và ghi giá trị mới như trong sổ.", code="case.correction"
        )
    if len(remaining) > LONGEST_REASON:
        raise CaseRefused(f"Lý do dài quá {LONGEST_REASON} chữ: ghi ngắn lại.", code="case.reason")


def _standing(case: Case) -> Judgement:
    found: Judgement = Judgement.objects.unscoped("the case was read for the officer").get(
        entry_id=case.entry_id, role=case.role, superseded_by__isnull=True
    )
    return found


def _differing(case: Case) -> int:
    return sum(1 for field in _standing(case).comparisons if field["is_discrepancy"])
