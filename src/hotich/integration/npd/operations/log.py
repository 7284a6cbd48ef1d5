"""Moving an update: the state and the line of its log that says so are written together or not at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from hotich.audit.digests import digest_of
from hotich.cases.operations.tracking import locked
from hotich.entries.models import Entry
from hotich.integration.npd.enums import FLOW
from hotich.integration.npd.models import Update, UpdateEvent
from hotich.integration.npd.policies import CreatedTwice
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.ids import uuid7


def keep_event(
    update: Update, kind: str, *, actor: Officer | None, now: datetime, payload: dict[str, Any]
) -> None:
    """One line; it says the state it left, so that the log alone gives the state of any moment."""
    event = UpdateEvent(
        id=uuid7(), update_id=update.pk, type=kind, officer_id=actor.pk if actor else None, received_at=now,
        payload=payload | {"state": str(update.state)},
    )  # fmt: skip
    event.digest = digest_of(event)
    event.save(force_insert=True)


def move(
    update: Update, action: str, *, actor: Officer | None, now: datetime, payload: dict[str, Any] | None = None, **columns: Any
) -> None:  # fmt: skip
    """Does one action of the workflow to a locked update; `columns` change with it.

    Raises CreatedTwice where the database knows of the same person elsewhere, KeyError for an action the state does not have: who calls
    has asked the workflow.
    """
    row = FLOW.find(action, update.state)
    if row is None:
        raise KeyError(f"{action} is not done at {update.state}")
    before = str(update.state)
    update.state = row.target(before)
    if update.state != before:
        update.since = now
    for name, value in columns.items():
        setattr(update, name, value)
    try:
        with transaction.atomic():
            update.save(update_fields=["state", "since", *columns])
    except IntegrityError as error:
        if "nobody_is_created_twice" not in str(error):
            raise
        raise CreatedTwice from error
    keep_event(update, FLOW.action(action).event, actor=actor, now=now, payload=payload or {})


def locked_update(update_id: UUID, *, officer: Officer | None = None) -> tuple[Update, Entry]:
    """The entry, then its update, both locked. Raises NotFound for one that the officer does not see."""
    seen = (
        Update.objects.visible_to(officer)
        if officer
        else Update.objects.unscoped("the outbox speaks for the installation")
    )
    entry_id = seen.filter(pk=update_id).values_list("entry_id", flat=True).first()
    if entry_id is None:
        raise NotFound
    entry = locked(Entry.objects.unscoped("the update was judged to be the officer's to see"), entry_id)
    update: Update = (
        Update.objects.unscoped("the outbox speaks for the installation")
        .select_for_update(of=("self",))
        .get(pk=update_id)
    )
    update.entry = entry
    return update, entry
