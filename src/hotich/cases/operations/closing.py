"""A case ends with a document, and with what the register says of the person on that day.

The look-up is made before the case is touched, by his personal number and outside a transaction, and stays on record whatever comes of the
closing: it was made. Where the unit looks up on the police machine, it is the last one recorded there since the case came into its step.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit import operations as audit
from hotich.audit.clock import log_time
from hotich.cases.enums import CLOSING_DOCUMENTS, LONGEST_TEXT, CaseState
from hotich.cases.models import Case
from hotich.cases.operations.judging import compare_again
from hotich.cases.operations.log import append, is_done, locked_case
from hotich.cases.policies import CaseRefused, check_seen, may_close, may_move
from hotich.cases.queries import ENDED, recorded_since, standing_of
from hotich.core.workflow.routes import routes
from hotich.entries import operations as entries
from hotich.linkage.models import Judgement, LookUp, Way
from hotich.linkage.operations import look_up_number
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

_CORRECTS_BOOK = frozenset({"supplement", "correct_book", "correct_and_adjust"})
"""Procedures that end with something else standing in the book."""
_CORRECTING = frozenset({"extract", "decision"})


class Fresh(StrEnum):
    """What a look-up at the closing came to."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_THERE = "not_there"
    UNAVAILABLE = "unavailable"
    NONE = "none"


def close_corrected(
    *,
    actor: Officer,
    case_id: Any,
    document_kind: str,
    note: Mapping[str, Any],
    remaining: str = "",
    way: str = Way.EXTRACT,
    now: datetime,
    tx_id: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """The registrar closes a case because the book was corrected: the correction becomes a note of the entry by the same act.

    The note's `document` is what the case closes with. The person is looked up anew, by his number and in the unit's `way`; entry
    and register must agree, or `remaining` says why they still differ or why nobody could be asked. Runs outside a transaction.
    Raises NotAllowed, NotFound, Conflict, CaseRefused and what `entries.annotate` raises.
    """
    document = dict(note.get("document") or {})

    def check(case: Case) -> None:
        may_close(actor, case, now)
        _check_document(document_kind, document, remaining)
        if not note.get("amends"):
            raise CaseRefused(
                "Chưa ghi ô nào được cải chính: chọn ô và ghi giá trị mới như trong sổ.",
                code="case.correction",
            )
        document.setdefault("name", CLOSING_DOCUMENTS[document_kind])

    def correct(case: Case) -> dict[str, Any]:
        answer = entries.annotate(
            actor=actor, entry_id=case.entry_id, note={**note, "document": document}, now=now
        )
        return {"note": answer.seq, "document": {"kind": document_kind, **document}}

    return _close(
        "close_corrected", actor=actor, case_id=case_id, remaining=remaining, way=way, now=now, tx_id=tx_id, seen=seen,
        check=check, act=correct,
    )  # fmt: skip


def close_adjusted(
    *,
    actor: Officer,
    case_id: Any,
    document_kind: str,
    document: Mapping[str, str],
    remaining: str = "",
    way: str = Way.EXTRACT,
    now: datetime,
    tx_id: UUID | None = None,
    seen: int | None = None,
) -> Case:
    """The registrar closes a case because the population register was adjusted to the book, or another procedure ended: with the document,
    and a look-up as in `close_corrected`. Runs outside a transaction. Raises NotAllowed, NotFound, ContentRestricted, Conflict,
    CaseRefused.
    """

    def state_document(case: Case) -> dict[str, Any]:
        named = {"name": CLOSING_DOCUMENTS[document_kind], **{k: str(v).strip() for k, v in document.items()}}
        return {"document": {"kind": document_kind, **named}}

    def check(case: Case) -> None:
        _check_document(document_kind, document, remaining)
        _check_procedure(case, document_kind)

    return _close(
        "close_adjusted", actor=actor, case_id=case_id, remaining=remaining, way=way, now=now, tx_id=tx_id, seen=seen,
        check=check, act=state_document,
    )  # fmt: skip


def _close(
    action: str, *, actor: Officer, case_id: Any, remaining: str, way: str, now: datetime, tx_id: UUID | None,
    seen: int | None, check: Callable[[Case], None], act: Callable[[Case], dict[str, Any]],
) -> Case:  # fmt: skip
    def ready() -> Case | None:
        """The case locked and fit to be closed by him; None where this very act has been done."""
        case = locked_case(actor, case_id, action, now)
        if tx_id is not None and is_done(case, tx_id, action):
            return None
        check(case)
        if case.state in ENDED:
            raise CaseRefused("Hồ sơ này đã đóng hoặc đã rút: không đóng lần nữa.", code="case.ended")
        standing = standing_of(case)
        check_seen(standing, seen)
        may_move(actor, case, standing, action, now)
        return case

    with transaction.atomic():
        case = ready()
    look_up = look_again(actor=actor, case=case, way=way, now=now) if case is not None else None
    with transaction.atomic():
        # Whoever was faster while the register was asked is seen now.
        case = ready() if case is not None else None
        if case is None:
            done: Case | None = Case.objects.visible_to(actor).filter(pk=case_id).first()
            if done is None:
                raise NotFound
            return done
        said = act(case)
        compare_again(entry_id=case.entry_id, closing=case.pk, fresh=look_up)
        case.refresh_from_db()
        standing_judgement = _standing(case)
        fresh = _came_to(case, look_up, standing_judgement)
        if fresh != Fresh.AGREES and not remaining.strip():
            raise _refused(fresh, look_up, standing_judgement)
        append(
            case, standing_of(case), action, actor=actor, now=log_time(), to=CaseState.CLOSED, tx_id=tx_id,
            payload={
                **said, "judgement": str(standing_judgement.pk), "remaining": remaining.strip(),
                "look_up": str(look_up.pk) if look_up is not None else "", "fresh": str(fresh),
            },
        )  # fmt: skip
        return case


def look_again(*, actor: Officer, case: Case, way: str, now: datetime) -> LookUp | None:
    """The look-up that the case closes on; None where its person has no number, or nobody recorded one on the police machine."""
    if not case.personal_id:
        return None
    if way == Way.RECORDED:
        return recorded_since(case, standing_of(case).since)
    found = look_up_number(
        actor=actor, entry=case.entry, role=case.role, personal_id=case.personal_id, way=way
    )
    audit.record(
        kind="population.searched", officer=actor, subject=f"entry:{case.entry_id}", unit_id=case.unit_id,
        detail={"look_up": str(found.pk), "found": found.found, "case": str(case.pk)}, now=now,
    )  # fmt: skip
    return found


def _came_to(case: Case, look_up: LookUp | None, judgement: Judgement) -> Fresh:
    if look_up is None:
        return Fresh.NONE
    if look_up.state == LookUp.State.UNAVAILABLE:
        return Fresh.UNAVAILABLE
    if not look_up.candidates.filter(personal_id=case.personal_id).exists():
        return Fresh.NOT_THERE
    return Fresh.DIFFERS if _differing(judgement) else Fresh.AGREES


def _refused(fresh: Fresh, look_up: LookUp | None, judgement: Judgement) -> CaseRefused:
    source = look_up.source if look_up is not None else ""
    sentence, code = {
        Fresh.NONE: (
            "Chưa có lần tra cứu lại nào cho hồ sơ này: đề nghị tra cứu lại, hoặc ghi vì sao đóng khi chưa tra cứu.",
            "case.no_fresh_look_up",
        ),
        Fresh.UNAVAILABLE: (
            f"{source}. Đóng sau khi tra cứu được, hoặc ghi vì sao đóng khi chưa tra cứu được.", "case.register_silent",
        ),
        Fresh.NOT_THERE: (
            f"Tra cứu lại không thấy số định danh của người này ({source}). Ghi vì sao vẫn đóng, hoặc đề nghị tra cứu lại.",
            "case.number_not_there",
        ),
        Fresh.DIFFERS: (
            f"Tra cứu và so lại vẫn còn khác: {_differing(judgement)} mục. Ghi vì sao vẫn khác, hoặc xem lại nội dung cải chính, điều chỉnh.",
            "case.still_differs",
        ),
    }[fresh]  # fmt: skip
    return CaseRefused(sentence, code=code)


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


def _check_procedure(case: Case, document_kind: str) -> None:
    """The document is one that the case's procedure ends with; one by which the book was corrected is written down in the entry by the act
    that closes the case, unless a note has brought both sides together already. Raises CaseRefused."""
    standing = standing_of(case)
    route = str((standing.procedure or {}).get("route") or "")
    known = routes().closing_documents(route)
    if known is not None and document_kind not in known:
        kinds = ", ".join(label for kind, label in CLOSING_DOCUMENTS.items() if kind in known)
        raise CaseRefused(
            f"Hướng đang làm là {routes().routes[route]['label']}: đóng bằng một trong {kinds}. Chọn lại loại văn bản.",
            code="case.document",
        )
    if route in _CORRECTS_BOOK and document_kind in _CORRECTING and not standing.agreed:
        raise CaseRefused(
            f"{CLOSING_DOCUMENTS[document_kind]} cải chính, bổ sung phải ghi vào trường hợp: đóng ở mục “Đóng hồ sơ: đã cải chính trong sổ”.",
            code="case.correction",
        )


def _standing(case: Case) -> Judgement:
    found: Judgement = Judgement.objects.unscoped("the case was read for the officer").get(
        entry_id=case.entry_id, role=case.role, superseded_by__isnull=True
    )
    return found


def _differing(judgement: Judgement) -> int:
    return sum(1 for field in judgement.comparisons if field["is_discrepancy"])
