"""The outbox follows what was judged and concluded: run as often as you like, by as many as like."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from hotich.audit.clock import log_time
from hotich.cases.operations.tracking import locked
from hotich.core.dates import read_date
from hotich.entries.models import Entry
from hotich.integration.npd import facts
from hotich.integration.npd.enums import TAKEN, Kind, State
from hotich.integration.npd.grounds import Ground, facts_of, missing, perhaps_fallen, standing_of
from hotich.integration.npd.models import Update
from hotich.integration.npd.operations.log import keep_event, locked_update, move
from hotich.integration.npd.policies import CreatedTwice
from hotich.support.ids import uuid7

SLICE = 500
"""Updates of one run: the next minute goes on."""
_ELSEWHERE = (
    "Công dân này đã có cập nhật ngày chết từ trường hợp khác: đối chiếu hai trường hợp trước khi cập nhật"
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one run changed."""

    made: int = 0
    fallen: int = 0
    woken: int = 0


def gather(*, since: datetime | None = None, limit: int = SLICE) -> Gathered:
    """Makes the updates that are missing, takes back those that rest on nothing any more, and wakes copies of what was taken back.

    With `since` it looks for missing ones among what was judged or concluded from then on, which is quick; without, everywhere.
    Must run outside a transaction: each update is one of its own.
    """
    fallen = sum(_look_after(pk) for pk in list(perhaps_fallen().values_list("pk", flat=True)[:limit]))
    made = 0
    for ground in list(missing(since=since)):
        made += _make(ground)
        if made == limit:
            break
    return Gathered(made, fallen, sum(_wake(pk) for pk in _orphans()))


@transaction.atomic
def _make(ground: Ground) -> bool:
    entry = locked(Entry.objects.unscoped("what follows from judgements of every unit"), ground.entry_id)
    if _is_made(ground):
        return False
    told = facts_of(ground, entry)
    if told is None:
        return False
    person = facts.person_key(ground.kind, told, case=str(ground.case_id or ""))
    now = log_time()
    update = Update(
        id=uuid7(), kind=ground.kind, entry=entry, unit_id=entry.unit_id, role=ground.role,
        judgement_id=ground.judgement_id, case_id=ground.case_id, facts=told, person_key=person,
        name_key=facts.name_key(ground.kind, told), key=facts.message_key(ground.kind, person, 0, told),
        since=now, made_at=now, checked_at=now,
    )  # fmt: skip
    try:
        with transaction.atomic():
            update.save(force_insert=True)
    except IntegrityError:
        return False  # somebody else has made it meanwhile
    keep_event(
        update,
        "made",
        actor=None,
        now=now,
        payload={"judgement": str(ground.judgement_id), "key": update.key},
    )
    if ground.kind != Kind.NEW_CITIZEN:
        _go_on(update, now)
    return True


def _go_on(update: Update, now: datetime) -> None:
    """What was decided by the judgement goes on by itself; unless another entry says the same of the same citizen, or something
    else."""
    if (other := _told_already(update)) is not None:
        move(update, "repeat", actor=None, now=now, same_as=other, dropped=True)
        return
    try:
        move(update, "queue", actor=None, now=now, next_try_at=now, tries=0)
    except CreatedTwice:
        update.state, update.since, update.trouble = State.WAITING, now, _ELSEWHERE
        update.save(update_fields=["trouble"])


def _is_made(ground: Ground) -> bool:
    rows = Update.objects.unscoped("whether there is one already").filter(
        kind=ground.kind, entry_id=ground.entry_id, role=ground.role
    )
    return any(
        one.state != State.WITHDRAWN or (one.dropped and one.judgement_id == ground.judgement_id)
        for one in rows
    )


def _told_already(update: Update) -> Update | None:
    """The update of a twin that says the same of the same citizen: one fact, one update."""
    others = Update.objects.unscoped("whether the register is told already").filter(
        kind=Kind.DATE_OF_DEATH, person_key=update.person_key, state__in=(*TAKEN, State.REFUSED)
    )
    mine = read_date(update.facts["death_date"]).value if update.kind == Kind.DATE_OF_DEATH else None
    return next(
        (
            other
            for other in others.exclude(pk=update.pk)
            if mine is not None and read_date(other.facts["death_date"]).value == mine
        ),
        None,
    )


@transaction.atomic
def _look_after(update_id: object) -> bool:
    """Takes back an update whose ground is gone; what may have reached the register waits for an officer instead."""
    update, entry = locked_update(update_id)  # type: ignore[arg-type]
    if update.state in (State.WITHDRAWN, State.UNSETTLED):
        return False
    now = log_time()
    standing = standing_of(update, entry)
    if not standing.why:
        update.checked_at = now
        if update.answered_id:
            update.answered_id = standing.judgement_id
        else:
            update.judgement_id = standing.judgement_id
        update.save(update_fields=["checked_at", "answered", "judgement"])
        return False
    move(
        update, "fall", actor=None, now=now, payload={"why": standing.why},
        trouble=standing.why, checked_at=now, claimed_until=None, next_try_at=None,
    )  # fmt: skip
    return True


def _orphans() -> list[object]:
    """Copies of an update that was taken back: somebody has to decide of them again."""
    rows = Update.objects.unscoped("copies of what was taken back").filter(
        state=State.WITHDRAWN, same_as__state=State.WITHDRAWN
    )
    return list(rows.values_list("pk", flat=True)[:SLICE])


@transaction.atomic
def _wake(update_id: object) -> bool:
    update, entry = locked_update(update_id)  # type: ignore[arg-type]
    if update.state != State.WITHDRAWN or update.same_as is None or update.same_as.state != State.WITHDRAWN:
        return False
    now = log_time()
    living = Update.objects.unscoped("whether a newer one lives").filter(
        kind=update.kind, entry_id=update.entry_id, role=update.role
    )
    ground = Ground(update.kind, update.entry_id, update.role, update.judgement_id, update.case_id)
    if living.exclude(state=State.WITHDRAWN).exists() or facts_of(ground, entry) is None:
        update.same_as = None
        update.save(update_fields=["same_as"])
        return False
    move(update, "wake", actor=None, now=now, same_as=None, dropped=False, trouble="")
    if update.kind != Kind.NEW_CITIZEN:
        _go_on(update, now)
    return True
