"""The bulk loader: the same log and the same projection as saves would have made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from desk import CHILD, Desk

from hotich.entries import bulk
from hotich.entries.models import Entry, EntryAction, Subject, Transcription
from hotich.entries.projection import DERIVED
from hotich.entries.refolding import refold
from hotich.support.postgres import owner_role

pytestmark = pytest.mark.django_db(transaction=True)


def past(desk: Desk, number: int) -> bulk.PastEntry:
    start = desk.world.now - timedelta(days=10) + timedelta(minutes=number)
    who = {"author_id": desk.officer.pk, "station_id": desk.station.pk}
    outcome = {"role": "child", "outcome": "matched", "personal_id": "070306000001", "judgement": ""}
    steps = [
        ("entry_opened", {}),
        (
            "fields_keyed",
            CHILD | {"registration.number": {"v": str(number), "m": None, "o": "typed", "struck": None}},
        ),
        ("completed", {"overrides": [], "soft": []}),
        ("outcome_recorded", outcome),
    ]
    actions = tuple(
        bulk.PastAction(kind, start + timedelta(seconds=20 * place), payload=payload, **who)
        for place, (kind, payload) in enumerate(steps)
    )
    return bulk.PastEntry(book=desk.world.book, actions=actions, page=number, line=1)


@pytest.fixture
def as_owner(desk: Desk) -> Iterator[None]:
    with owner_role():
        yield


def test_a_loaded_past_refolds_clean(desk: Desk) -> None:
    with owner_role():
        loaded = bulk.load(past(desk, number) for number in range(1, 31))
    assert (loaded.entries, loaded.actions) == (30, 120)
    result = refold(derived=True)
    assert (result.entries, result.differences) == (30, [])
    assert not EntryAction.objects.filter(bulk=False).exists()


def test_a_loaded_entry_is_what_keying_it_would_have_made(desk: Desk) -> None:
    with owner_role():
        bulk.load([past(desk, 12)])
    loaded = Entry.objects.unscoped("test").get()
    desk.open(13, 1)
    desk.key(CHILD)
    keyed = Entry.objects.unscoped("test").get(pk=desk.entry)
    assert {name: getattr(loaded, name) for name in DERIVED} == {
        name: getattr(keyed, name) for name in DERIVED
    }
    assert (
        Transcription.objects.get(entry=loaded).normalised
        == Transcription.objects.get(entry=keyed).normalised
    )
    names = ("role", "principal", "full_name", "name_search", "birth_date", "birth_year", "sex")
    assert list(Subject.objects.filter(entry=loaded).order_by("role").values(*names)) == list(
        Subject.objects.filter(entry=keyed).order_by("role").values(*names)
    )


def test_the_applications_role_may_not_load(desk: Desk) -> None:
    with pytest.raises(bulk.NotOwner):
        bulk.load([past(desk, 1)])


def test_a_database_with_real_work_is_refused(desk: Desk) -> None:
    desk.open()
    with owner_role(), pytest.raises(bulk.NotOurPast):
        bulk.load([past(desk, 2)])


def test_refold_names_what_disagrees_with_the_log(
    desk: Desk, owner_connection: psycopg.Connection[Any]
) -> None:
    desk.whole()
    assert refold(derived=True).clean
    for statement, what in (
        ("UPDATE entries_entry SET status = 'accepted'", "entry: status"),
        ("UPDATE entries_subject SET outcome = 'matched' WHERE role = 'child'", "subject child: outcome"),
        (
            """UPDATE entries_transcription SET fields = jsonb_set(fields, '{child.sex,v}', '"Nam"')""",
            "transcription 0: fields",
        ),
    ):
        owner_connection.execute(statement)
        assert what in {difference.what for difference in refold().differences}
    owner_connection.execute("UPDATE entries_subject SET full_name = 'Ai đó' WHERE role = 'child'")
    assert "subject child: full_name" not in {each.what for each in refold().differences}
    assert "subject child: full_name" in {each.what for each in refold(derived=True).differences}
