"""An officer may object to what was called his error; somebody else answers, and the answer changes the rate and the record."""

from datetime import datetime

from django.db import transaction

from hotich.cases.operations import compare_again
from hotich.checking.errors import ContestRefused
from hotich.checking.models import Check, Contest, FieldDifference
from hotich.checking.operations.lots import revise_lot
from hotich.entries import operations as entries
from hotich.entries.models import Entry
from hotich.entries.policies import check_capability, viewer
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed, NotFound

LONGEST = 1000


def contest(*, actor: Officer, difference_id: int, text: str, now: datetime) -> Contest:
    """The keyer of the entry says why he was right. Once a column. Raises NotFound for another officer's, ContestRefused."""
    text = _text(text)
    one = (
        FieldDifference.objects.select_related("check_row")
        .filter(pk=difference_id, check_row__keyer=actor, first_wrong=True)
        .first()
    )
    if one is None:
        raise NotFound
    made: Contest
    made, is_new = Contest.objects.unscoped("the officer's own correction").get_or_create(
        difference=one,
        defaults={
            "unit_id": one.check_row.unit_id,
            "officer": actor,
            "text": text,
            "contested_at": now,
        },
    )
    if not is_new:
        raise ContestRefused("Ô này đã có phản hồi. Xem trả lời ở trang các ô đã sửa.")
    return made


def answer_contest(*, actor: Officer, contest_id: int, uphold: bool, answer: str, now: datetime) -> Contest:
    """Upheld, the column is no error, the first keying counts again and its lot is counted anew; dismissed, all stays. By neither of those
    who keyed or decided.

    Raises NotAllowed, NotFound, NotIndependent, ContestRefused.
    """
    answer = _text(answer)
    check_capability(actor, "arbitrate", now)
    seen = Contest.objects.visible_to(viewer(actor, now)).filter(pk=contest_id)
    entry_id = seen.values_list("difference__check_row__entry_id", flat=True).first()
    if entry_id is None:
        raise NotFound
    with transaction.atomic():
        Entry.objects.unscoped("locked before its check").select_for_update(of=("self",)).get(pk=entry_id)
        asked: Contest = (
            seen.select_for_update(of=("self",)).select_related("difference__check_row__lot").get()
        )
        one: FieldDifference = asked.difference
        check: Check = one.check_row
        if actor.pk in (asked.officer_id, check.arbiter_id, check.checker_id):
            raise NotAllowed(
                "Phản hồi này phải do người khác trả lời: không phải người nhập, người kiểm tra hay người đã phân xử."
            )
        if asked.state != Contest.State.OPEN:
            raise ContestRefused("Phản hồi này đã được trả lời. Tải lại trang.")
        asked.state = Contest.State.UPHELD if uphold else Contest.State.DISMISSED
        asked.answer, asked.answered_by, asked.answered_at = answer, actor, now
        asked.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        if uphold:
            entries.record_arbitrated(
                actor=actor, entry_id=entry_id, check=check.pk, decided={one.field: "first"},
                fields={one.field: one.first or {}}, now=now,
            )  # fmt: skip
            one.first_wrong, one.second_wrong, one.decision = False, True, FieldDifference.Decision.FIRST
            one.save(update_fields=["first_wrong", "second_wrong", "decision"])
            compare_again(entry_id=entry_id)
            if check.lot is not None and check.reason == Check.Reason.SAMPLE:
                revise_lot(lot=check.lot, now=now)
    return asked


def _text(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise ContestRefused(f"Ghi lý do, không quá {LONGEST} ký tự.")
    return text
