"""What the desk finishes is measured against the campaign's last day in the same request."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from desk import Desk, typed
from making import campaign_of
from sender import Sender

from hotich.entries import operations as entries
from hotich.entries.models import Entry, EntryAction
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(world: Any) -> Sender:
    campaign_of(world, scope_until=date(2015, 12, 31))
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    return Sender(world, officer)


def registered(sender: Sender, day: str) -> dict[str, Any]:
    """Every required column of the page, registered on that day."""
    desk = Desk(sender.world, sender.officer)
    sent: dict[str, Any] = {}
    desk.key = lambda fields, **more: sent.update(fields)  # type: ignore[method-assign,assignment]
    desk.key_all(registration__date=day)
    return sent


def finish(sender: Sender, day: str) -> Entry:
    results = sender.send(
        sender.opening(), sender.keying(registered(sender, day)), sender.packet("completed", {})
    )
    assert [result["status"] for result in results] == ["saved"] * 3, results
    return Entry.objects.unscoped("test").get(pk=sender.entry)


def test_an_entry_registered_after_the_campaigns_last_day_is_marked_as_it_is_finished(sender: Sender) -> None:
    assert finish(sender, "03/05/2016").out_of_scope


def test_an_entry_of_the_campaign_gets_no_line_in_its_log_about_scope(sender: Sender) -> None:
    assert not finish(sender, "03/05/2006").out_of_scope
    assert not EntryAction.objects.filter(entry_id=sender.entry, type="flagged").exists()


def test_a_packet_that_comes_again_marks_once(sender: Sender) -> None:
    completed = sender.packet("completed", {})
    sender.send(sender.opening(), sender.keying(registered(sender, "03/05/2016")), completed)
    sender.send(completed)
    assert EntryAction.objects.filter(entry_id=sender.entry, type="flagged").count() == 1


def test_a_date_corrected_later_takes_the_mark_away(sender: Sender) -> None:
    finish(sender, "03/05/2016")
    entries.reopen(actor=sender.officer, entry_id=sender.entry, reason="gõ nhầm năm", now=clock())
    (saved,) = sender.send(sender.keying({"registration.date": typed("03/05/2006")}, base_seq=5))
    assert saved["status"] == "saved"
    entry = Entry.objects.unscoped("test").get(pk=sender.entry)
    assert (entry.out_of_scope, entry.status) == (False, "keying")
