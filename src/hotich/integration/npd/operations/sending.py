"""Sending what waits, at least once: claimed, told outside any transaction, answered in another.

A sender that is killed leaves its claim, which lapses; the next one tells the register again with the same key. After a failure the
next try comes later and later, with jitter, so that a register that comes back is not overrun; after the last it stands in the tray.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hotich.audit.clock import log_time
from hotich.integration.npd.enums import GOING, State
from hotich.integration.npd.models import Update
from hotich.integration.npd.operations.answering import keep_reply
from hotich.integration.npd.operations.log import locked_update, move
from hotich.population.gateways import Gateway, Message, NoAnswer, NotReached, Said

MOST_TRIES = 8
FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=6)
CLAIM = timedelta(minutes=2)
"""How long a sender may have an update in hand: far longer than a gateway may take."""
SECONDS = 20.0
"""After which a run ends: the worker has other things to do every minute."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did."""

    tried: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update in hand: its message, how often it was tried, and whether it may have arrived before."""

    update_id: UUID
    message: Message
    tries: int
    may_have_arrived: bool


def send_due(
    *, gateway: Gateway, now: Callable[[], datetime], rng: Random | None = None, seconds: float = SECONDS
) -> Sent:  # fmt: skip
    """Tells the register what is due, one after another, until nothing is, the time is up, or nobody can be reached.

    Must run outside a transaction; as many as like may run at once.
    """
    rng, began, tried, answered = rng or Random(), monotonic(), 0, 0
    while monotonic() - began < seconds and (claimed := claim(now=now())) is not None:
        tried += 1
        try:
            reply = gateway.tell(claimed.message)
        except NotReached as failure:
            _failed(claimed, str(failure), arrived=False, now=now(), rng=rng)
            break
        except NoAnswer as failure:
            _failed(claimed, str(failure), arrived=True, now=now(), rng=rng)
            continue
        update = keep_reply(update_id=claimed.update_id, reply=reply)
        if update.state != State.SENT:
            answered += 1
        elif reply.said == Said.RECEIVED:
            _later(claimed, now=now(), rng=rng)
        else:
            _failed(claimed, update.trouble, arrived=True, now=now(), rng=rng)
    return Sent(tried, answered)


@transaction.atomic
def claim(*, now: datetime) -> Claimed | None:
    """Takes the update that is due longest; None where nothing is. The try is in its log before it is made."""
    due = Update.objects.unscoped("what is due, of every unit").filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lte=now), state__in=GOING, next_try_at__lte=now
    )
    for pk in due.order_by("next_try_at", "id").values_list("pk", flat=True)[:10]:
        update, _ = locked_update(pk)
        free = update.claimed_until is None or update.claimed_until <= now
        if update.state not in GOING or not free or update.next_try_at is None or update.next_try_at > now:
            continue
        before = str(update.state)
        move(
            update, "send", actor=None, now=log_time(), payload={"try": update.tries + 1, "key": update.key},
            tries=update.tries + 1, claimed_until=now + CLAIM,
        )  # fmt: skip
        message = Message(update.key, update.kind, update.facts)
        return Claimed(update.pk, message, update.tries, before == State.SENT)
    return None


@transaction.atomic
def _failed(claimed: Claimed, why: str, *, arrived: bool, now: datetime, rng: Random) -> None:
    """A try without an answer: again later, or into the tray after the last."""
    update, _ = locked_update(claimed.update_id)
    if update.state != State.SENT or update.tries != claimed.tries:
        return  # an officer, or another sender, was faster
    said = {"why": why, "try": claimed.tries}
    if claimed.tries >= MOST_TRIES:
        move(
            update, "give_up", actor=None, now=log_time(), payload=said, trouble=why, claimed_until=None,
            next_try_at=None,
        )  # fmt: skip
        return
    action = "miss_answer" if arrived or claimed.may_have_arrived else "fail_to_reach"
    move(
        update, action, actor=None, now=log_time(), payload=said, trouble=why, claimed_until=None,
        next_try_at=now + delay_after(claimed.tries, rng),
    )  # fmt: skip


@transaction.atomic
def _later(claimed: Claimed, *, now: datetime, rng: Random) -> None:
    """Received and not answered yet: told again with the same key, which asks for the answer. That is no failure."""
    update, _ = locked_update(claimed.update_id)
    if update.state == State.SENT and update.tries == claimed.tries:
        update.next_try_at = now + delay_after(claimed.tries, rng)
        update.save(update_fields=["next_try_at"])


def delay_after(tries: int, rng: Random) -> timedelta:
    """How long to wait after so many tries: doubled each time up to `LONGEST_DELAY`, between half and all of it."""
    whole = min(FIRST_DELAY * 2 ** min(tries - 1, 20), LONGEST_DELAY)
    return whole * (0.5 + 0.5 * rng.random())
