"""The third officer: he sees both keyings of each differing column without names, and says what the book says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.cases.operations import compare_again
from hotich.checking import policies
from hotich.checking.errors import ArbitrationRefused, CheckGone
from hotich.checking.models import Check, FieldDifference
from hotich.checking.operations.keying import differ
from hotich.checking.operations.lots import settle_lot
from hotich.core.values import Origin
from hotich.entries import operations as entries
from hotich.entries.models import Entry
from hotich.entries.packets import read_fields
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

Decision = FieldDifference.Decision
LONGEST_REASON = 500


def arbitrate(
    *, actor: Officer, check_id: UUID, decisions: Mapping[str, Mapping[str, str]], now: datetime
) -> Check:
    """Decides every differing column: `{dotted id: {"as": first | second | other | unreadable, "value": text}}`, with the value only
    where neither keying is right.

    What is decided otherwise than the first keying becomes the accepted transcription; both keyings stay. Raises NotAllowed, NotFound,
    NotIndependent, CheckGone, ArbitrationRefused.
    """
    with transaction.atomic():
        check = _locked(check_id)
        policies.may_arbitrate(actor, check, now)
        differences = list(check.differences.order_by("id"))
        fields: dict[str, dict[str, Any]] = {}
        decided: dict[str, str] = {}
        for one in differences:
            said = decisions.get(one.field) or {}
            value = _value(one, said)
            one.decision = decided[one.field] = said["as"]
            one.decided = value if one.decision in (Decision.OTHER, Decision.UNREADABLE) else None
            one.first_wrong, one.second_wrong = _wrong(one.first, value), _wrong(one.second, value)
            if differ(one.first, value):
                fields[one.field] = value
        entries.record_arbitrated(
            actor=actor, entry_id=check.entry_id, check=check.pk, decided=decided, fields=fields, now=now
        )
        FieldDifference.objects.bulk_update(
            differences, ["decision", "decided", "first_wrong", "second_wrong"]
        )
        check.state, check.arbiter, check.arbitrated_at = Check.State.ARBITRATED, actor, now
        check.save(update_fields=["state", "arbiter", "arbitrated_at"])
        if check.lot is not None:
            settle_lot(lot=check.lot, now=now)
        if fields:
            # What the book now says is compared again with whom the entry was judged to be about.
            compare_again(entry_id=check.entry_id)
        return check


def return_entry(*, actor: Officer, check_id: UUID, reason: str, now: datetime) -> Check:
    """Gives the whole entry back to be keyed anew: the wrong line was keyed, a page is missing. Raises as `arbitrate`."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise ArbitrationRefused("Ghi lý do trả lại, ngắn gọn, để người nhập biết phải sửa gì.")
    with transaction.atomic():
        check = _locked(check_id)
        policies.may_arbitrate(actor, check, now)
        entries.return_to_keyer(actor=actor, entry_id=check.entry_id, reason=reason, now=now)
        check.state, check.arbiter, check.arbitrated_at = Check.State.RETURNED, actor, now
        check.save(update_fields=["state", "arbiter", "arbitrated_at"])
        if check.lot is not None:
            settle_lot(lot=check.lot, now=now)
        return check


def _locked(check_id: UUID) -> Check:
    """The entry, then its check, which waits for an arbiter. Raises NotFound, CheckGone."""
    rows = Check.objects.unscoped("its scope is judged by the policy")
    entry_id = rows.filter(pk=check_id).values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise NotFound
    Entry.objects.unscoped("locked before its check").select_for_update(of=("self",)).get(pk=entry_id)
    check: Check = rows.select_for_update(of=("self",)).select_related("book__unit", "lot").get(pk=check_id)
    if check.state != Check.State.DIFFERING:
        raise CheckGone("Lượt này không còn chờ phân xử. Tải lại trang.")
    return check


def _value(one: FieldDifference, said: Mapping[str, str]) -> dict[str, Any]:
    """What the book says by the decision. Raises ArbitrationRefused."""
    match said.get("as"):
        case Decision.FIRST:
            return _read(one.first)
        case Decision.SECOND:
            return _read(one.second)
        case Decision.UNREADABLE:
            return _read({"v": None, "m": "illegible"})
        case Decision.OTHER:
            text = (said.get("value") or "").strip()
            if not text:
                raise ArbitrationRefused("Chọn “cả hai sai” thì ghi nội dung sổ ghi ở ô đó.")
            return _read({"v": text, "m": None})
        case _:
            raise ArbitrationRefused("Còn ô chưa quyết định: chọn một trong bốn mục ở từng ô.")


def _read(value: Mapping[str, Any] | None) -> dict[str, Any]:
    kept = {part: (value or {}).get(part) for part in ("v", "m", "struck")}
    return read_fields({"value": kept | {"o": Origin.TYPED.value}})["value"]


def _wrong(keyed: Mapping[str, Any] | None, value: Mapping[str, Any]) -> bool | None:
    """Whether a keying was an error; None where the place is hard to read, which is counted apart."""
    if value.get("m") == "illegible" or (keyed or {}).get("m") == "illegible":
        return None
    return differ(keyed, value)
