"""How the keying of an entry went is kept with its first completion, and can be made again from the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sender import Sender

from hotich.entries import operations as entries
from hotich.entries.bulk import PastAction, PastEntry, load
from hotich.entries.models import Entry, EntryAction, EntryWork
from hotich.entries.refolding import refold
from hotich.support.postgres import owner_role

pytestmark = pytest.mark.django_db

WORK = {"keys": 103, "mouse": 0, "active_ms": 51_000, "carried_field": 3, "paint_p95": 22}


def work_of(entry_id: Any) -> EntryWork | None:
    return EntryWork.objects.unscoped("a test's own entry").filter(pk=entry_id).first()


def test_a_completion_says_how_it_went(desk: Any) -> None:
    desk.open()
    desk.key_all()
    desk.complete(work=WORK)
    work = work_of(desk.entry)
    assert work is not None
    assert (work.officer, work.station, work.unit) == (desk.officer, desk.station, desk.world.unit)
    assert (work.keys, work.active_ms, work.carried_field, work.paint_p95) == (103, 51_000, 3, 22)
    assert work.fields > 5
    assert work.illegible > 0
    assert work.completed_at == Entry.objects.unscoped("a test").get(pk=desk.entry).first_completed_at
    assert refold().clean


def test_an_entry_that_cannot_be_read_says_how_it_went_too(desk: Any) -> None:
    desk.open()
    entries.mark_unreadable(**desk.common, reason="chữ mờ", work=WORK)
    work = work_of(desk.entry)
    assert work is not None
    assert (work.keys, work.completed_at is not None) == (103, True)
    assert refold().clean


def test_only_the_first_completion_counts(desk: Any) -> None:
    desk.open()
    desk.key_all()
    desk.complete(work=WORK)
    entries.reopen(**desk.common, reason="nhập sai")
    desk.complete(work=WORK | {"keys": 999})
    work = work_of(desk.entry)
    assert work is not None
    assert work.keys == 103
    assert refold().clean


def test_a_desk_that_says_nothing_leaves_no_row(desk: Any) -> None:
    desk.whole()
    assert work_of(desk.entry) is None
    assert refold().clean


def test_numbers_that_cannot_be_are_clipped_and_the_entry_is_saved(world: Any) -> None:
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    sender = Sender(world, officer)
    from desk import Desk

    desk = Desk(world, officer)
    sent: dict[str, Any] = {}
    desk.key = lambda fields, **more: sent.update(fields)  # type: ignore[method-assign,assignment]
    desk.key_all()
    results = sender.send(
        sender.opening(),
        sender.keying(sent),
        sender.packet("completed", {"overrides": [], "work": {"keys": 1.5, "mouse": -4, "typed": "chữ"}}),
    )
    assert [each["status"] for each in results] == ["saved"] * 3
    work = work_of(sender.entry)
    assert work is not None
    assert (work.keys, work.mouse, work.clipped) == (0, 0, ["keys", "mouse"])
    kept = EntryAction.objects.get(entry_id=sender.entry, type="completed").payload
    assert "typed" not in kept["work"], "nothing that was typed is kept beside the transcription"


def test_a_row_that_says_something_else_than_the_log_is_found(desk: Any) -> None:
    desk.open()
    desk.key_all()
    desk.complete(work=WORK)
    EntryWork.objects.unscoped("somebody tampers").filter(pk=desk.entry).update(keys=1)
    assert [each.what for each in refold().differences] == ["work: keys"]


@pytest.mark.django_db(transaction=True)
def test_a_made_up_past_brings_its_work_along(world: Any) -> None:
    officer = world.officer("keyer")
    start = world.now - timedelta(days=2)
    past = PastEntry(
        world.book,
        tuple(
            PastAction(type, start + timedelta(minutes=at), officer.pk, world.station.pk, payload)
            for at, (type, payload) in enumerate(
                (
                    ("entry_opened", {"assisted": False}),
                    ("completed", {"overrides": [], "work": WORK}),
                    ("asked", {"text": "Chữ này là gì?", "field": "", "crop": None}),
                )
            )
        ),
        page=1,
        line=1,
    )
    with owner_role():
        load([past])
    work = work_of(past.id)
    assert work is not None
    assert work.keys == 103
    assert refold().clean
