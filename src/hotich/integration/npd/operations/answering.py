"""What the register said of an update, by the gateway or by the hand of an officer who entered it there."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.cases.operations import settle
from hotich.cases.operations.tracking import locked
from hotich.entries.models import Entry, Outcome
from hotich.integration.npd.enums import Kind, State
from hotich.integration.npd.grounds import standing_of
from hotich.integration.npd.models import Update
from hotich.integration.npd.operations.log import keep_event, locked_update, move
from hotich.integration.npd.policies import InHand, UpdateRefused, entered_by_hand, may_act
from hotich.linkage.models import Judgement
from hotich.linkage.operations import judged_fields_differ, keep_told
from hotich.population.gateways import Reply, Said
from hotich.staff.models import Officer
from hotich.support.time import local

SOURCE = "cập nhật dân cư"
"""The source of a judgement that follows from what the register answered."""
_JUDGED_ELSE = (
    "Đã tạo công dân mới, nhưng trường hợp đã được xác định lại là người khác: đối chiếu trên máy Công an"
)
_OTHERWISE = "Trả lời lần sau khác lần trước: đối chiếu trên máy Công an"
_NO_NUMBER = "Trả lời không có số định danh cá nhân đủ 12 chữ số"


@transaction.atomic
def confirm(
    *, actor: Officer, update_id: UUID, on: date, by: str, number: str = "", now: datetime
) -> Update:  # fmt: skip
    """An officer says that he entered it on the police machine: the day, who did, and the number that a new citizen was given or
    that of the paper. A new citizen's entries are judged to be that person by the same act.

    Raises NotAllowed, NotFound, NotNow, InHand, UpdateRefused.
    """
    update, entry = locked_update(update_id, officer=actor)
    may_act(actor, update, "confirm")
    if update.claimed_until is not None and update.claimed_until > now:
        raise InHand
    said = entered_by_hand(update, on=on, today=local(now).date(), number=number, by=by)
    if update.kind == Kind.NEW_CITIZEN and _belongs_to_another(update, said["personal_id"]):
        raise UpdateRefused(
            "Số định danh này đã là của công dân tạo từ trường hợp khác: kiểm tra lại, hoặc chọn “cùng một người”.",
            code="update.number_taken",
        )
    _acknowledge(update, entry, said, action="confirm", actor=actor)
    return update


@transaction.atomic
def keep_reply(*, update_id: UUID, reply: Reply) -> Update:
    """Keeps what the gateway brought, once: the same answer again changes nothing, another one is for an officer to look into.

    Raises NotFound.
    """
    update, entry = locked_update(update_id)
    now = log_time()
    said = {"personal_id": reply.personal_id, "reference": reply.reference}
    said = {word: text for word, text in said.items() if text}
    if update.state == State.ACKNOWLEDGED:
        _again(update, reply, said, now)
    elif update.state == State.UNSETTLED and update.answer:
        return update  # an officer has both answers before him already
    elif reply.said == Said.ACCEPTED and update.state in (
        State.QUEUED,
        State.SENT,
        State.DEAD,
        State.UNSETTLED,
    ):
        if update.kind == Kind.NEW_CITIZEN and not _is_number(reply.personal_id):
            update.trouble = _NO_NUMBER  # as good as no answer: the sender tells it again
        else:
            _acknowledge(update, entry, said, action="accept", actor=None)
    elif reply.said == Said.REFUSED and update.state in (State.QUEUED, State.SENT, State.DEAD):
        why = reply.reason[:300] or "không nêu lý do"
        move(
            update, "refuse", actor=None, now=now, payload={"reason": why}, trouble=why, claimed_until=None,
            next_try_at=None,
        )  # fmt: skip
    elif reply.said == Said.RECEIVED and update.state == State.SENT:
        _wait_on(update, "Đã nhận, chưa xử lý xong", now)
    return update


def _again(update: Update, reply: Reply, said: dict[str, str], now: datetime) -> None:
    """A second answer to what was answered: nothing, where it says the same."""
    known = update.answer.get("personal_id", "")
    other_number = bool(known and said.get("personal_id") and said["personal_id"] != known)
    if reply.said == Said.REFUSED or other_number:
        move(
            update, "contradict", actor=None, now=now, payload=said | {"reason": reply.reason[:300]}, trouble=_OTHERWISE,
        )  # fmt: skip


def _wait_on(update: Update, why: str, now: datetime) -> None:
    if update.state == State.SENT:
        move(
            update, "miss_answer", actor=None, now=now, payload={"why": why}, trouble=why, claimed_until=None
        )


def _acknowledge(
    update: Update, entry: Entry, said: dict[str, Any], *, action: str, actor: Officer | None
) -> None:
    now = log_time()
    standing = standing_of(update, entry)
    done = {"answer": said, "trouble": "", "claimed_until": None, "next_try_at": None, "checked_at": now}
    move(update, action, actor=actor, now=now, payload=said, **done)
    if update.kind != Kind.NEW_CITIZEN:
        return
    if standing.why and update.judgement_id is not None and not _still_not_found(entry, update.role):
        move(update, "fall", actor=None, now=now, payload={"why": _JUDGED_ELSE}, trouble=_JUDGED_ELSE)
        return
    update.answered = _judge_told(entry, update.role, update.facts, said["personal_id"], actor, now)
    update.save(update_fields=["answered"])
    copies = Update.objects.unscoped("entries said to be of this very person").filter(same_as=update)
    for copy in copies.order_by("entry_id"):
        judge_copy(copy, update, actor=actor)


def judge_copy(copy: Update, update: Update, *, actor: Officer | None) -> None:
    """Another entry of a citizen who was created from this one is judged to be his."""
    entry = locked(Entry.objects.unscoped("the entry of a copy"), copy.entry_id)
    if not _still_not_found(entry, copy.role):
        return
    now = log_time()
    number = update.answer["personal_id"]
    copy.answered = _judge_told(entry, copy.role, update.facts, number, actor, now)
    copy.answer = {"personal_id": number}
    copy.save(update_fields=["answered", "answer"])
    keep_event(copy, "person_created", actor=actor, now=now, payload={"update": str(update.pk)})


def _judge_told(
    entry: Entry, role: str, facts: dict[str, str], number: str, actor: Officer | None, now: datetime
) -> Judgement:
    """A look-up that says what the register was told and answered, and the judgement that follows from comparing the two."""
    look_up, fields = keep_told(
        actor=actor, entry=entry, role=role, personal_id=number, told=facts, received_at=now
    )
    return settle(
        actor=actor, entry=entry, role=role, look_up=look_up, decision=Judgement.Decision.SAME_PERSON,
        outcome=Outcome.MISMATCHED if judged_fields_differ(fields) else Outcome.MATCHED, personal_id=number,
        reason="", comparisons=fields, source=SOURCE,
    )  # fmt: skip


def _still_not_found(entry: Entry, role: str) -> bool:
    return entry.subjects.filter(role=role, outcome=Outcome.NOT_FOUND).exists()


def _belongs_to_another(update: Update, number: str) -> bool:
    others = Update.objects.unscoped("whose number it is").filter(
        kind=Kind.NEW_CITIZEN, state=State.ACKNOWLEDGED, answer__personal_id=number
    )
    return bool(others.exclude(pk=update.pk).exists())


def _is_number(text: str) -> bool:
    return len(text) == 12 and text.isascii() and text.isdigit()
