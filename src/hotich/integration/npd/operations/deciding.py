"""What officers of the police decide of an update: that a person is created, that two entries are of one, that nothing goes out."""

from uuid import UUID

from django.db import transaction

from hotich.audit.clock import log_time
from hotich.integration.npd.enums import Kind, State
from hotich.integration.npd.facts import message_key
from hotich.integration.npd.models import Update
from hotich.integration.npd.operations.answering import judge_copy
from hotich.integration.npd.operations.log import locked_update, move
from hotich.integration.npd.policies import UpdateRefused, may_act, reason_of, require_alike_decided
from hotich.integration.npd.queries import alike
from hotich.staff.models import Officer


@transaction.atomic
def create(*, actor: Officer, update_id: UUID) -> Update:
    """The officer decides that the register is told: of a new citizen nobody else may do so, and nothing before this.

    Raises NotAllowed, NotFound, NotNow, AlikeFirst, CreatedTwice.
    """
    update, _ = locked_update(update_id, officer=actor)
    may_act(actor, update, "create")
    require_alike_decided(update)
    now = log_time()
    move(update, "create", actor=actor, now=now, next_try_at=now, tries=0, trouble="")
    return update


@transaction.atomic
def set_apart(*, actor: Officer, update_id: UUID, other_id: UUID, reason: str) -> Update:
    """Two entries that look alike are of two persons. Raises NotAllowed, NotFound, NotNow, UpdateRefused."""
    update, _ = locked_update(update_id, officer=actor)
    may_act(actor, update, "set_apart")
    if update.kind != Kind.NEW_CITIZEN:
        raise UpdateRefused(
            "Hai trường hợp cùng một số định danh là của một người: xem lại xác định của từng trường hợp."
        )
    other, reason = _other(update, other_id), reason_of(reason)
    if other.person_key == update.person_key and other.apart == update.apart:
        taken = Update.objects.unscoped("numbers of persons of one key").filter(
            kind=update.kind, person_key=update.person_key
        )
        update.apart = 1 + max(taken.values_list("apart", flat=True))
        update.key = message_key(update.kind, update.person_key, update.apart, update.facts)
    update.apart_from = [*update.apart_from, str(other.pk)]
    move(
        update, "set_apart", actor=actor, now=log_time(), payload={"other": str(other.pk), "reason": reason},
        apart=update.apart, key=update.key, apart_from=update.apart_from,
    )  # fmt: skip
    return update


@transaction.atomic
def same_person(*, actor: Officer, update_id: UUID, other_id: UUID, reason: str) -> Update:
    """This entry is of the same person as another: that one goes out and this one does not; where he was created already, this entry is
    judged to be his at once. Raises NotAllowed, NotFound, NotNow, UpdateRefused.
    """
    update, _ = locked_update(update_id, officer=actor)
    may_act(actor, update, "same_person")
    other, reason = _other(update, other_id), reason_of(reason)
    move(
        update, "same_person", actor=actor, now=log_time(), payload={"other": str(other.pk), "reason": reason},
        same_as=other, dropped=True, trouble="",
    )  # fmt: skip
    if other.state == State.ACKNOWLEDGED and update.kind == Kind.NEW_CITIZEN:
        judge_copy(update, other, actor=actor)
    return update


def _other(update: Update, other_id: UUID) -> Update:
    found = next((one for one in alike(update) if one.pk == other_id), None)
    if found is not None:
        # Its answer may come in at this moment: whoever is second sees what the first has written.
        others = Update.objects.unscoped("judged alike under the lock").select_for_update(of=("self",))
        found = others.exclude(state=State.WITHDRAWN).filter(pk=other_id).first()
    if found is None:
        raise UpdateRefused(
            "Trường hợp kia không còn giống trường hợp này: tải lại trang.", code="update.other"
        )
    return found


@transaction.atomic
def drop(*, actor: Officer, update_id: UUID, reason: str) -> Update:
    """Nothing goes out, and why. Raises NotAllowed, NotFound, NotNow, UpdateRefused."""
    update, _ = locked_update(update_id, officer=actor)
    may_act(actor, update, "drop")
    reason = reason_of(reason)
    move(
        update, "drop", actor=actor, now=log_time(), payload={"reason": reason}, trouble=reason, dropped=True,
        next_try_at=None,
    )  # fmt: skip
    return update


@transaction.atomic
def retry(*, actor: Officer, update_id: UUID) -> Update:
    """Sent again from the beginning. Raises NotAllowed, NotFound, NotNow, CreatedTwice."""
    update, _ = locked_update(update_id, officer=actor)
    may_act(actor, update, "retry")
    now = log_time()
    move(update, "retry", actor=actor, now=now, next_try_at=now, tries=0, trouble="")
    return update


@transaction.atomic
def settle(*, actor: Officer, update_id: UUID, reason: str) -> Update:
    """What had to be looked into was put right on the police machine: nothing of this update stands any more, and why.

    Raises NotAllowed, NotFound, NotNow, UpdateRefused.
    """
    update, _ = locked_update(update_id, officer=actor)
    may_act(actor, update, "settle")
    reason = reason_of(reason)
    move(
        update,
        "settle",
        actor=actor,
        now=log_time(),
        payload={"reason": reason},
        trouble=reason,
        dropped=True,
    )
    return update
