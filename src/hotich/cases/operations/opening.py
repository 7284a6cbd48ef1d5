"""A case opened by hand: somebody knows that book and register differ where no comparison has said so."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hotich.cases.models import Case
from hotich.cases.operations.judging import BY_HAND, settle
from hotich.cases.operations.log import locked
from hotich.cases.policies import CaseRefused, check_text
from hotich.cases.policies.moving import positions_at
from hotich.cases.queries import ENDED
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.parameters import parameter
from hotich.entries.models import FINISHED, Entry, Outcome
from hotich.entries.policies import check_capability, check_content, viewer
from hotich.entries.queries import transcription_of
from hotich.linkage.models import Judgement
from hotich.linkage.terms import book_values, terms_for
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed
from hotich.support.time import local

LONGEST_VALUE = 200
MAY_OPEN = frozenset({"list_keeper", "registrar", "verifier", "justice_officer"})


@transaction.atomic
def open_by_hand(
    *, actor: Officer, entry_id: Any, role: str, field: str, register_value: str, reason: str, now: datetime
) -> Case:
    """Opens the case of a subject with one point that differs: what the register is said to hold, and how it is known.

    It is a judgement like any other, made by hand; the next look-up supersedes it. A case that is open already is not opened again. Raises NotFound,
    NotAllowed, ContentRestricted, NotComparable, CaseRefused.
    """
    check_capability(actor, "cases.open", now)
    entry = locked(Entry.objects.visible_to(actor), entry_id)
    if not positions_at(actor, entry.unit_id, now) & MAY_OPEN:
        raise NotAllowed("Hồ sơ của đơn vị nào do cán bộ của đơn vị đó mở.")
    check_content(viewer(actor, now), entry)
    classes = parameter("discrepancy_classes", local(now).date()).value
    if field not in terms_for(entry.kind, role) or classes.get(field) not in ("basic", "other"):
        raise CaseRefused(
            "Mục này không đối chiếu được với dữ liệu dân cư: chọn mục khác.", code="case.field"
        )
    if entry.void or entry.status not in FINISHED:
        raise CaseRefused("Chỉ mở hồ sơ cho trường hợp đã nhập xong.", code="case.unfinished")
    known = Case.objects.visible_to(actor).filter(entry=entry, role=role).exclude(state__in=ENDED).first()
    if known is not None:
        raise CaseRefused(f"Người này đã có hồ sơ số {known.number} đang theo dõi.", code="case.open")
    said = check_text(register_value, f"giá trị bên dữ liệu dân cư ({FIELD_LABELS[field].lower()})")
    if len(said) > LONGEST_VALUE:
        raise CaseRefused(f"Giá trị dài quá {LONGEST_VALUE} chữ.", code="case.text")
    why = check_text(reason, "vì sao biết hai bên khác nhau")
    kept = transcription_of(entry)
    values = book_values(entry.kind, role, kept)[0] if kept else {}
    written = (values.get(field) or {}).get("v")
    if written == said:
        raise CaseRefused("Hai giá trị giống hệt nhau: không có gì để theo dõi.", code="case.same")
    before = (
        Judgement.objects.visible_to(actor)
        .filter(entry=entry, role=role, superseded_by__isnull=True)
        .select_related("look_up")
        .first()
    )
    same_person = before is not None and before.decision == Judgement.Decision.SAME_PERSON
    settle(
        actor=actor, entry=entry, role=role, look_up=before.look_up if before and same_person else None,
        decision=Judgement.Decision.SAME_PERSON, outcome=Outcome.MISMATCHED,
        personal_id=before.personal_id if before and same_person else "", reason="mở hồ sơ bằng tay",
        comparisons=[
            {
                "field": field, "book": written, "register": said, "agreement": "differs", "is_discrepancy": True,
                "class": classes[field], "note": why, "can_supplement": written is None, "manner": "said",
            }
        ],
        source=BY_HAND,
    )  # fmt: skip
    opened: Case = Case.objects.visible_to(actor).get(entry=entry, role=role)
    return opened
