"""What was changed in the book since: the note on the entry, the comparison it renews, the case it closes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.cases.enums import CLOSING_DOCUMENTS, LONGEST_TEXT, CaseState
from hotich.cases.fold import CaseStanding
from hotich.cases.models import Case
from hotich.cases.operations.judging import compare_again
from hotich.cases.operations.log import append, is_done, locked_case, move
from hotich.cases.policies import CaseRefused, check_seen, may_close, may_move
from hotich.cases.queries import ENDED, standing_of
from hotich.entries import operations as entries
from hotich.entries.packets import Answer
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.errors import NotFound


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
    tx_id: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """The registrar closes a case because the book was corrected: the correction becomes a note of the entry by the same act.

    The note's `document` is what the case closes with. Compared anew, book and register must agree, or `remaining` says why they
    still differ. Raises NotAllowed, NotFound, Conflict, CaseRefused and what `annotate` raises.
    """
    seen_case: Case | None = (
        Case.objects.visible_to(actor).select_related("entry__book").filter(pk=case_id).first()
    )
    if seen_case is None:
        raise NotFound
    may_close(actor, seen_case, now)
    case = locked_case(actor, case_id, "close_corrected", now)
    if tx_id is not None and is_done(case, tx_id):
        return case
    document = dict(note.get("document") or {})
    _check_document(document_kind, document, remaining)
    if not note.get("amends"):
        raise CaseRefused(
            "Chưa ghi ô nào được cải chính: chọn ô và ghi giá trị mới như trong sổ.", code="case.correction"
        )
    document.setdefault("name", CLOSING_DOCUMENTS[document_kind])
    if case.state in ENDED:
        raise CaseRefused("Hồ sơ này đã đóng hoặc đã rút: không đóng lần nữa.", code="case.ended")
    standing = standing_of(case)
    check_seen(standing, seen)
    may_move(actor, case, standing, "close_corrected", now)
    answer = entries.annotate(
        actor=actor, entry_id=case.entry_id, note={**note, "document": document}, now=now
    )
    compare_again(entry_id=case.entry_id, closing=case.pk)
    case.refresh_from_db()
    differing = _differing(case)
    if differing and not remaining.strip():
        raise CaseRefused(
            f"So lại vẫn còn khác: {differing} mục. Ghi vì sao vẫn khác, hoặc xem lại nội dung cải chính.",
            code="case.still_differs",
        )
    append(
        case, standing_of(case), "close_corrected", actor=actor, now=log_time(), to=CaseState.CLOSED, tx_id=tx_id,
        payload={
            "judgement": str(_standing(case).pk), "note": answer.seq,
            "document": {"kind": document_kind, **document}, "remaining": remaining.strip(),
        },
    )  # fmt: skip
    return case


def close_adjusted(
    *,
    actor: Officer,
    case_id: Any,
    document_kind: str,
    document: Mapping[str, str],
    remaining: str = "",
    now: datetime,
    tx_id: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """The registrar closes a case because the population register was adjusted to the book, or another procedure ended: with the document, and a
    look-up made since that agrees, or why it still differs. Raises as `move`.
    """

    def decide(case: Case, standing: CaseStanding, row: Any) -> dict[str, Any]:
        _check_document(document_kind, document, remaining)
        if not standing.agreed and not remaining.strip():
            raise CaseRefused(
                "Chưa có lần tra cứu lại nào khớp: đề nghị tra cứu lại, hoặc ghi vì sao vẫn còn khác.",
                code="case.still_differs",
            )
        named = {"name": CLOSING_DOCUMENTS[document_kind], **{k: str(v).strip() for k, v in document.items()}}
        return {
            "document": {"kind": document_kind, **named}, "remaining": remaining.strip(), "agreed": standing.agreed,
        }  # fmt: skip

    return move(
        actor=actor, case_id=case_id, action="close_adjusted", now=now, tx_id=tx_id, seen=seen, decide=decide
    )


def _check_document(kind: str, document: Mapping[str, Any], remaining: str) -> None:
    if kind not in CLOSING_DOCUMENTS:
        raise CaseRefused("Chọn loại văn bản đóng hồ sơ.", code="case.document")
    missing = [
        label
        for part, label in (("number", "số"), ("date", "ngày"), ("issuer", "nơi ban hành"))
        if not str(document.get(part) or "").strip()
    ]
    if missing:
        raise CaseRefused(f"Văn bản đóng hồ sơ còn thiếu: {', '.join(missing)}.", code="case.document")
    if len(remaining) > LONGEST_TEXT:
        raise CaseRefused(f"Lý do dài quá {LONGEST_TEXT} chữ: ghi ngắn lại.", code="case.reason")


def _standing(case: Case) -> Judgement:
    found: Judgement = Judgement.objects.unscoped("the case was read for the officer").get(
        entry_id=case.entry_id, role=case.role, superseded_by__isnull=True
    )
    return found


def _differing(case: Case) -> int:
    return sum(1 for field in _standing(case).comparisons if field["is_discrepancy"])
