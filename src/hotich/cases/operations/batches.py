"""Cases that travel together under one letter: to the police of the same level, and on to the registrar.

Entries are locked first, then their cases, then the batch, each in the order of its id; a batch is moved with all its cases or not at all.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from hotich.audit.clock import log_time
from hotich.cases.enums import CaseState
from hotich.cases.models import Batch, BatchItem, Case
from hotich.cases.operations.log import append
from hotich.cases.operations.verifying import check_letter_day
from hotich.cases.policies import CaseRefused, agency_acting, check_text, may_move, may_touch
from hotich.cases.queries import standings_of
from hotich.cases.terms import due_in
from hotich.entries.models import Entry
from hotich.entries.policies import check_capability
from hotich.staff.models import Officer
from hotich.support.errors import Conflict, NotFound
from hotich.support.ids import uuid7
from hotich.units.models import Agency, AgencyKind

MOST = 300
"""Cases of one letter: more is a second letter, and a transaction that stays short."""
_SENDERS = frozenset({"list_keeper"})
_POLICE = frozenset({"verifier", "police_head"})
_ACTING = {"send": _SENDERS, "take_up": _POLICE, "receive": frozenset({"registrar"})}


@transaction.atomic
def draft_batch(
    *, actor: Officer, case_ids: Iterable[Any], now: datetime, batch_id: UUID | None = None
) -> Batch:
    """A batch for the police of the same level, its letter still to be written. The same `batch_id` again gives the batch made first.

    Raises NotFound, NotAllowed, CaseRefused.
    """
    if batch_id is not None and (made := Batch.objects.visible_to(actor).filter(pk=batch_id).first()):
        return made  # type: ignore[no-any-return]
    cases = _locked(actor, case_ids, "send", now)
    unit_id = _one_unit(cases)
    _check_free(actor, cases, now)
    batch = _made(
        batch_id, unit_id, Batch.Kind.VERIFICATION, actor, now,
        sender=agency_acting(actor, unit_id, _SENDERS, now), receiver=_agency(unit_id, (AgencyKind.POLICE,)),
    )  # fmt: skip
    BatchItem.objects.bulk_create(BatchItem(batch=batch, case=case) for case in cases)
    return batch


@transaction.atomic
def change_batch(
    *, actor: Officer, batch_id: Any, add: Iterable[Any] = (), take_out: Iterable[Any] = (), now: datetime
) -> Batch:
    """Puts cases into a batch that was not sent yet, or takes some out. Raises NotFound, NotAllowed, CaseRefused."""
    added, removed = [UUID(str(one)) for one in add], [UUID(str(one)) for one in take_out]
    cases = _locked(actor, [*added, *removed], "send", now)
    batch = _locked_batch(actor, batch_id)
    if batch.state != Batch.State.DRAFT:
        raise CaseRefused("Đợt này đã gửi: không thêm, bớt hồ sơ được nữa.", code="batch.sent")
    if cases and _one_unit(cases) != batch.unit_id:
        raise CaseRefused("Hồ sơ của đơn vị khác: lập đợt riêng.", code="batch.unit")
    joining = [case for case in cases if case.pk in added]
    _check_free(actor, joining, now)
    BatchItem.objects.bulk_create(BatchItem(batch=batch, case=case) for case in joining)
    BatchItem.objects.filter(batch=batch, case_id__in=removed).delete()
    return batch


@transaction.atomic
def send_batch(
    *, actor: Officer, batch_id: Any, letter_number: str, letter_date: date, now: datetime
) -> Batch:
    """The letter has its number and goes out with all the batch's cases; sent again under the same number it stays as it is.

    Raises NotFound, NotAllowed, CaseRefused, Conflict.
    """
    cases, batch = _whole(actor, batch_id, "send", now)
    if batch.state != Batch.State.DRAFT:
        if batch.letter_number != _number(letter_number):
            raise CaseRefused(
                f"Đợt này đã gửi bằng công văn số {batch.letter_number}: số mới không được ghi.",
                code="batch.sent",
            )
        return batch
    # What was withdrawn or taken up since the draft was made does not go along.
    gone = [case for case in cases if not case.is_unsent]
    BatchItem.objects.filter(batch=batch, case__in=gone).delete()
    cases = [case for case in cases if case not in gone]
    if not cases:
        raise CaseRefused("Đợt này chưa có hồ sơ nào.", code="batch.empty")
    check_letter_day(letter_date, now)
    moment = log_time()
    batch.letter_number, batch.letter_date = _number(letter_number), letter_date
    batch.state, batch.sent_by, batch.sent_at = Batch.State.SENT, actor, moment
    batch.save()
    _each(
        actor, cases, "send", moment, now, payload={"batch": str(batch.pk), "due_on": due_in(CaseState.VERIFYING, now)}
    )  # fmt: skip
    return batch


@transaction.atomic
def acknowledge_batch(*, actor: Officer, batch_id: Any, now: datetime) -> Batch:
    """The receiving side has the letter: the police take its cases up, the registrar says that he has them. One that was acknowledged stays as it is.

    Raises NotFound, NotAllowed, Conflict.
    """
    verifying = _kind_of(actor, batch_id) == Batch.Kind.VERIFICATION
    action = "take_up" if verifying else "receive"
    cases, batch = _whole(actor, batch_id, action, now)
    if batch.state == Batch.State.DRAFT:
        raise CaseRefused("Đợt này chưa gửi.", code="batch.draft")
    if batch.state != Batch.State.SENT:
        return batch
    moment = log_time()
    batch.state, batch.acknowledged_by, batch.acknowledged_at = Batch.State.ACKNOWLEDGED, actor, moment
    batch.save()
    if verifying:
        waiting = [case for case in cases if case.state == CaseState.TO_VERIFY and case.batch_id == batch.pk]
    else:
        waiting = [
            case
            for case in cases
            if case.state == CaseState.WITH_REGISTRAR and case.handover_id == batch.pk and not case.received
        ]
    payload = {"due_on": due_in(CaseState.VERIFYING, now)} if verifying else {}
    _each(actor, waiting, action, moment, now, payload=payload)
    return batch


@transaction.atomic
def answer_batch(
    *, actor: Officer, batch_id: Any, answer_number: str, answer_date: date, now: datetime
) -> Batch:
    """The police answer the letter once each of its cases is concluded and approved. Raises NotFound, NotAllowed, CaseRefused."""
    cases, batch = _whole(actor, batch_id, "take_up", now)
    if batch.state == Batch.State.ANSWERED:
        if batch.answer_number != _number(answer_number):
            raise CaseRefused(
                f"Đợt này đã trả lời bằng công văn số {batch.answer_number}: số mới không được ghi.",
                code="batch.answered",
            )
        return batch
    if batch.kind != Batch.Kind.VERIFICATION or batch.state == Batch.State.DRAFT:
        raise CaseRefused("Đợt này không chờ trả lời.", code="batch.draft")
    open_still = [
        case.number
        for case in cases
        if case.batch_id == batch.pk
        and case.state in (CaseState.TO_VERIFY, CaseState.VERIFYING, CaseState.TO_APPROVE)
    ]
    if open_still:
        raise CaseRefused(
            f"Còn {len(open_still)} hồ sơ chưa có kết luận được duyệt: số {', '.join(map(str, open_still[:10]))}.",
            code="batch.open",
        )
    check_letter_day(answer_date, now)
    batch.answer_number, batch.answer_date = _number(answer_number), answer_date
    batch.state, batch.answered_by, batch.answered_at = Batch.State.ANSWERED, actor, log_time()
    batch.save()
    return batch


@transaction.atomic
def hand_over(
    *, actor: Officer, case_ids: Iterable[Any], letter_number: str, letter_date: date, now: datetime,
    batch_id: UUID | None = None,
) -> Batch:  # fmt: skip
    """The police hand concluded cases to the unit's registrar under one slip. The same `batch_id` again gives the batch made first.

    Raises NotFound, NotAllowed, CaseRefused.
    """
    if batch_id is not None and (made := Batch.objects.visible_to(actor).filter(pk=batch_id).first()):
        return made  # type: ignore[no-any-return]
    cases = _locked(actor, case_ids, "hand_over", now)
    unit_id = _one_unit(cases)
    check_letter_day(letter_date, now)
    number = _number(letter_number)
    moment = log_time()
    batch = _made(
        batch_id, unit_id, Batch.Kind.HANDOVER, actor, now, sender=agency_acting(actor, unit_id, _POLICE, now),
        receiver=_agency(unit_id, (AgencyKind.JUSTICE, AgencyKind.COMMITTEE)),
        state=Batch.State.SENT, letter_number=number, letter_date=letter_date, sent_by=actor, sent_at=moment,
    )  # fmt: skip
    BatchItem.objects.bulk_create(BatchItem(batch=batch, case=case) for case in cases)
    _each(
        actor, cases, "hand_over", moment, now,
        payload={"batch": str(batch.pk), "due_on": due_in(CaseState.WITH_REGISTRAR, now)},
    )  # fmt: skip
    return batch


def _each(
    actor: Officer, cases: Sequence[Case], action: str, moment: datetime, now: datetime, *, payload: dict[str, Any]
) -> None:  # fmt: skip
    standings = standings_of(cases)
    for case in cases:
        standing = standings[case.pk]
        row = may_move(actor, case, standing, action, now)
        append(
            case, standing, action, actor=actor, now=moment, to=row.target(standing.state, standing.before),
            payload=dict(payload),
        )  # fmt: skip


def _locked(actor: Officer, case_ids: Iterable[Any], action: str, now: datetime) -> list[Case]:
    """The cases, entries first, each in the order of its id. Raises NotFound for one that he does not see."""
    check_capability(actor, "cases.view", now)
    wanted = {UUID(str(one)) for one in case_ids}
    if not wanted:
        raise CaseRefused("Chưa chọn hồ sơ nào.", code="batch.empty")
    if len(wanted) > MOST:
        raise CaseRefused(f"Một đợt có nhiều nhất {MOST} hồ sơ: chia làm nhiều đợt.", code="batch.size")
    return _lock(actor, wanted, action, now)


def _lock(actor: Officer, wanted: set[UUID], action: str, now: datetime) -> list[Case]:
    seen = Case.objects.visible_to(actor).filter(pk__in=wanted).values_list("entry_id", flat=True)
    entry_ids = list(seen)
    if len(entry_ids) != len(wanted):
        raise NotFound
    entries = Entry.objects.visible_to(actor).filter(pk__in=entry_ids).order_by("pk")
    list(entries.select_for_update(of=("self",)).values_list("pk"))
    found = Case.objects.visible_to(actor).filter(pk__in=wanted).order_by("pk")
    cases: list[Case] = list(
        found.select_for_update(of=("self",)).select_related("entry__book", "unit", "judgement")
    )
    for case in cases:
        may_touch(actor, case, action, now)
    return cases


def _whole(actor: Officer, batch_id: Any, action: str, now: datetime) -> tuple[list[Case], Batch]:
    """A batch with all its cases, locked. Raises NotFound, NotAllowed, Conflict."""
    check_capability(actor, "cases.view", now)
    _kind_of(actor, batch_id)
    ids = set(BatchItem.objects.filter(batch_id=batch_id).values_list("case_id", flat=True))
    cases = _lock(actor, ids, action, now) if ids else []
    batch = _locked_batch(actor, batch_id)
    agency_acting(actor, batch.unit_id, _ACTING[action], now)
    if set(BatchItem.objects.filter(batch=batch).values_list("case_id", flat=True)) != ids:
        raise Conflict
    return cases, batch


def _kind_of(actor: Officer, batch_id: Any) -> str:
    kind = Batch.objects.visible_to(actor).filter(pk=batch_id).values_list("kind", flat=True).first()
    if kind is None:
        raise NotFound
    return str(kind)


def _locked_batch(actor: Officer, batch_id: Any) -> Batch:
    found: Batch | None = (
        Batch.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=batch_id).first()
    )
    if found is None:
        raise NotFound
    return found


def _one_unit(cases: Sequence[Case]) -> int:
    units = {case.unit_id for case in cases}
    unit_id = units.pop()
    if units or unit_id is None:
        raise CaseRefused("Một đợt chỉ có hồ sơ của một đơn vị.", code="batch.unit")
    return unit_id


def _agency(unit_id: int, kinds: Sequence[str]) -> Agency:
    """The unit's agency of the first of these kinds that it has. Raises CaseRefused."""
    found = {agency.kind: agency for agency in Agency.objects.filter(unit_id=unit_id, kind__in=kinds)}
    agency = next((found[kind] for kind in kinds if kind in found), None)
    if agency is None:
        raise CaseRefused("Đơn vị này chưa có cơ quan bên nhận: báo quản trị hệ thống.", code="batch.agency")
    return agency


def _made(
    batch_id: UUID | None, unit_id: int, kind: str, actor: Officer, now: datetime, *, sender: Agency,
    receiver: Agency, **values: Any,
) -> Batch:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"cases.batch.{kind}", unit_id])
    known = Batch.objects.unscoped("numbers run within the unit").filter(unit_id=unit_id, kind=kind)
    made: Batch = Batch.objects.create(
        id=batch_id or uuid7(), unit_id=unit_id, kind=kind, from_agency=sender, to_agency=receiver,
        number=(known.aggregate(last=Max("number"))["last"] or 0) + 1, made_by=actor, made_at=now, **values,
    )  # fmt: skip
    return made


def _check_free(actor: Officer, cases: Sequence[Case], now: datetime) -> None:
    """Each can be sent, and no other draft holds it. Raises NotAllowed, CaseRefused."""
    standings = standings_of(cases)
    for case in cases:
        may_move(actor, case, standings[case.pk], "send", now)
    taken = BatchItem.objects.filter(case__in=cases, batch__state=Batch.State.DRAFT).select_related("case")
    if (item := taken.first()) is not None:
        raise CaseRefused(f"Hồ sơ số {item.case.number} đang ở một đợt gửi khác.", code="case.in_batch")


def _number(text: str) -> str:
    said = check_text(text, "số công văn")
    if len(said) > 60:
        raise CaseRefused("Số công văn dài quá 60 chữ.", code="batch.letter")
    return said
