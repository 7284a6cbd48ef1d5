"""Whose entry it is follows the book: the database copies the unit and keeps the copies equal."""

from __future__ import annotations

from typing import Any

import outbox
import psycopg
import pytest
from desk import Desk
from making import citizen, entry_about, extract_of, seek

from hotich.audit.operations import seal
from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.models import Case
from hotich.entries import operations as entries
from hotich.entries.models import Entry, EntryWork, Question
from hotich.entries.refolding import refold
from hotich.integration.npd.models import Update
from hotich.linkage.models import Judgement, LookUp

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOWING = (Entry, LookUp, Judgement, Case, EntryWork, Question, Update)


def units_of(model: Any) -> set[int | None]:
    return set(model.objects.unscoped("test").values_list("unit_id", flat=True))


def judged(desk: Desk, **values: str) -> Any:
    entry = entry_about(desk, **values)
    found = seek(actor=desk.officer, entry_id=entry, role="child")
    return cases.judge(
        actor=desk.officer,
        entry_id=entry,
        role="child",
        decision="same_person",
        look_up_id=found.pk,
        candidate="1",
    )


@pytest.fixture
def without_unit(desk: Desk) -> Desk:
    """A mismatched entry with its case, in a book whose unit nobody knows yet; everything sealed."""
    desk.world.book.unit = None
    desk.world.book.save(update_fields=["unit"])
    extract_of(citizen(hometown="Hà Nội", ethnicity="Hoa"))
    judged(desk, child__ethnicity="Kinh")
    outbox.not_found(desk, line=9)
    outbox.gather()
    desk.open(2, 1)
    desk.key_all()
    desk.complete(work={"keys": 100})
    entries.ask(**desk.common, text="Chữ này là gì?", allowed=True)
    assert seal() is not None
    return desk


def test_what_was_done_in_a_book_follows_when_its_unit_becomes_known(without_unit: Desk) -> None:
    assert [units_of(model) for model in FOLLOWING] == [{None}] * len(FOLLOWING)
    world = without_unit.world
    world.book.unit = world.unit
    world.book.save(update_fields=["unit"])
    assert [units_of(model) for model in FOLLOWING] == [{world.unit.pk}] * len(FOLLOWING)
    assert (verify().broken, refold(derived=True).differences) == ([], [])


def test_a_case_that_comes_to_a_unit_takes_its_next_number(without_unit: Desk) -> None:
    world = without_unit.world
    first = world.book
    world.book = world.new_book()
    world.assign(world.book, without_unit.officer)
    judged(without_unit, child__ethnicity="Kinh")
    first.unit = world.unit
    first.save(update_fields=["unit"])
    numbers = Case.objects.unscoped("test").filter(unit=world.unit).values_list("number", flat=True)
    assert sorted(numbers) == [1, 2]


def test_nobody_can_write_another_unit_beside_an_entry(
    without_unit: Desk, elsewhere: Any, addresses: Any
) -> None:
    other = elsewhere.unit.pk
    with psycopg.connect(addresses.app, autocommit=True) as app:
        for table in ("entries_entry", "cases_case"):
            app.execute(f"UPDATE {table} SET unit_id = {other}")
    with psycopg.connect(addresses.owner, autocommit=True) as owner:
        for table in ("linkage_lookup", "linkage_judgement"):
            owner.execute(f"UPDATE {table} SET unit_id = {other}")
    assert [units_of(model) for model in FOLLOWING] == [{None}] * len(FOLLOWING)


def test_a_writer_who_still_believes_in_the_old_unit_copies_the_new_one(desk: Desk, elsewhere: Any) -> None:
    stale = desk.world.book
    type(stale).objects.unscoped("test").filter(pk=stale.pk).update(unit=elsewhere.unit)
    assert stale.unit_id == desk.world.unit.pk
    entry = Entry.objects.create(
        book=stale,
        unit=stale.unit,
        kind="KS",
        edition="KS/2006",
        opened_at=desk.world.now,
        last_action_at=desk.world.now,
    )
    assert Entry.objects.unscoped("test").get(pk=entry.pk).unit_id == elsewhere.unit.pk


def test_who_adds_an_entry_waits_for_a_change_of_unit_under_way(
    desk: Desk, elsewhere: Any, addresses: Any
) -> None:
    desk.whole()
    book = desk.world.book.pk
    with (
        psycopg.connect(addresses.app) as changing,
        psycopg.connect(addresses.app, autocommit=True) as watching,
    ):
        changing.execute("UPDATE books_book SET unit_id = %s WHERE id = %s", [elsewhere.unit.pk, book])
        watching.execute("SET lock_timeout = '300ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            watching.execute("SELECT 1 FROM books_book WHERE id = %s FOR KEY SHARE", [book])
        changing.commit()
    assert units_of(Entry) == {elsewhere.unit.pk}
