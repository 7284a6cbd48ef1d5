"""Judging a pair: by an officer whose units have both entries. Nothing is merged; the newest judgement stands."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.checking.duplicates.operations.finding import mark_pair
from hotich.checking.duplicates.queries import pair_for
from hotich.checking.models import Decision, DuplicatePair, PairState
from hotich.entries.models import Entry
from hotich.entries.policies import check_content
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import Conflict, Refusal

LONGEST_REASON = 300


class PairRefused(Refusal):
    """A judgement of a pair that cannot be kept as it was put."""

    code = "duplicate.refused"
    status = 422


@transaction.atomic
def judge_pair(
    *, actor: Officer, now: datetime, pair_id: UUID, decision: str, reason: str = "", seen: str | None = None
) -> DuplicatePair:
    """States of two entries whether they are one act in two copies, one person registered again, or different acts.

    Registered again and different acts need a reason. Judged once more the newer judgement stands, the older one stays in the
    pair's history. `seen` is the `stand` of the pair that the officer had before him. Raises NotAllowed, NotFound, ContentRestricted,
    Conflict, PairRefused.
    """
    require(actor, "duplicates")
    shown = pair_for(actor, pair_id)
    if not shown.both_mine:
        raise PairRefused(
            "Một trong hai trường hợp do đơn vị khác lưu: cán bộ có phạm vi cả hai đơn vị mới xác định được.",
            code="duplicate.other_unit",
        )
    if decision not in Decision.values:
        raise PairRefused(
            "Chọn: cùng một việc ở hai bản, đăng ký lại, hoặc hai việc khác nhau.", code="duplicate.decision"
        )
    reason = reason.strip()
    if decision != Decision.SAME_ACT and not reason:
        raise PairRefused("Ghi căn cứ: hai trường hợp khác nhau ở đâu, vì sao.", code="duplicate.reason")
    if len(reason) > LONGEST_REASON:
        raise PairRefused(f"Căn cứ dài quá {LONGEST_REASON} chữ: ghi ngắn lại.", code="duplicate.reason")
    ids = sorted((shown.pair.first_id, shown.pair.second_id))
    for entry in _locked(actor, ids):
        check_content(actor, entry)
    pair = DuplicatePair.objects.select_for_update().get(pk=pair_id)
    if seen is not None and seen != pair.stand:
        raise Conflict("Cặp này vừa được người khác xác định, hoặc không còn trùng: xem lại rồi xác định.")
    if pair.state == PairState.DISSOLVED:
        raise PairRefused(
            "Hai trường hợp này không còn trùng: không phải xác định nữa.", code="duplicate.dissolved"
        )
    pair.state, pair.decision, pair.reason = PairState.JUDGED, decision, reason
    pair.judged_by, pair.judged_at = actor, now
    pair.save(update_fields=["state", "decision", "reason", "judged_by", "judged_at"])
    mark_pair(pair, now=now)
    return pair


def judge_pairs(
    *, actor: Officer, now: datetime, pair_ids: Collection[UUID], decision: str, reason: str = ""
) -> int:
    """The same judgement of several pairs that nobody has judged, all of them or none; says how many. Raises as `judge_pair`."""
    with transaction.atomic():
        for pair_id in sorted(pair_ids):
            judge_pair(
                actor=actor, now=now, pair_id=pair_id, decision=decision, reason=reason, seen=PairState.OPEN
            )
    return len(pair_ids)


def _locked(actor: Officer, ids: list[UUID]) -> list[Any]:
    rows = Entry.objects.visible_to(actor).select_for_update(of=("self",)).select_related("book")
    return list(rows.filter(pk__in=ids).order_by("pk"))
