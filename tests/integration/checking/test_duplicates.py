"""Suspected duplicates: found as entries come, seen by whom they concern, judged by who may see both, never merged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.checking.duplicates.operations.finding import (
    begin_from_here,
    check_entries,
    check_entry,
    check_new,
)
from hotich.checking.duplicates.operations.judging import PairRefused, judge_pair, judge_pairs
from hotich.checking.duplicates.queries import open_pairs, pair_for, pairs_for, seen, twins_of
from hotich.checking.models import DuplicateKey, DuplicatePair
from hotich.entries.models import Entry
from hotich.entries.operations import reopen, void
from hotich.staff.models import Position
from hotich.support.errors import Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(world: Any) -> Any:
    return world.officer("team_leader")


def keyed(
    world: Any, officer: Any, book: Any = None, place: tuple[int, int] = (1, 1), **values: str
) -> Entry:
    """A finished birth entry; what is not said is as every other has it."""
    desk = Desk(world, officer)
    desk.open(*place, book=book or world.book)
    desk.key_all(**values)
    desk.complete()
    return entry(desk.entry)


def entry(pk: Any) -> Entry:
    return Entry.objects.unscoped("a test's own entry").get(pk=pk)


def pairs() -> list[DuplicatePair]:
    return list(DuplicatePair.objects.order_by("found_at"))


def check(world: Any, *entries: Entry) -> None:
    for one in entries:
        check_entry(entry_id=one.pk, now=world.now)


def other_copy(world: Any, **more: Any) -> Any:
    book = world.book
    return world.new_book(
        office_key=book.office_key, volume=book.volume, volume_key=book.volume_key, year_opened=book.year_opened,
        copy_role="district", **more,
    )  # fmt: skip


def in_both_copies(world: Any, leader: Any, **there: str) -> tuple[Entry, Entry]:
    here = keyed(world, leader)
    return here, keyed(world, leader, other_copy(world), **there)


# -- finding


def test_the_same_number_in_the_two_copies_is_found_whichever_came_first(world: Any, leader: Any) -> None:
    here, there = in_both_copies(
        world, leader, child__full_name="Nguyễn Thị Hoa", child__birth_date="09/03/2006"
    )
    check(world, here)
    assert not pairs()
    check(world, there)
    (pair,) = pairs()
    assert {pair.first_id, pair.second_id} == {here.pk, there.pk}
    assert (pair.by_number, pair.by_persons) == (True, False)
    assert entry(here.pk).duplicate_suspected
    assert entry(there.pk).duplicate_suspected


def test_found_again_is_found_once(world: Any, leader: Any) -> None:
    here, there = in_both_copies(world, leader)
    for _ in range(3):
        check(world, here, there)
    assert len(pairs()) == 1
    before = entry(here.pk).seq
    check(world, here)
    assert entry(here.pk).seq == before


def test_the_same_person_registered_in_another_year_under_another_number_is_found(
    world: Any, leader: Any
) -> None:
    here = keyed(world, leader)
    later = world.new_book(year_opened=2016)
    there = keyed(
        world, leader, later, registration__number="77", registration__date="03/05/2016",
        child__full_name="Nguyễn Thị Hoà",
    )  # fmt: skip
    check(world, here, there)
    (pair,) = pairs()
    assert (pair.by_number, pair.by_persons) == (False, True)


def test_another_mother_or_another_day_of_birth_is_another_child(world: Any, leader: Any) -> None:
    mothers = {"father__full_name": "Trần Văn Ba", "mother__full_name": "Lê Thị Tư"}
    here = keyed(world, leader, **mothers)
    other = keyed(
        world, leader, world.new_book(), registration__number="30", mother__full_name="Phạm Thị Năm",
        father__full_name="Trần Văn Ba",
    )  # fmt: skip
    younger = keyed(
        world, leader, world.new_book(), registration__number="31", child__birth_date="02/03/2007"
    )
    check(world, here, other, younger)
    assert not pairs()


def test_a_number_twice_in_one_book_is_the_sequences_question(world: Any, leader: Any) -> None:
    here = keyed(world, leader)
    there = keyed(
        world, leader, place=(1, 2), child__full_name="Nguyễn Thị Hoa", child__birth_date="09/03/2006"
    )
    check(world, here, there)
    assert not pairs()


def test_the_same_number_of_another_volume_of_the_year_needs_a_name_too(world: Any, leader: Any) -> None:
    here = keyed(world, leader)
    second = world.new_book(office_key=world.book.office_key)
    stranger = keyed(world, leader, second, child__full_name="Lê Văn Khác", child__birth_date="09/03/2006")
    check(world, here, stranger)
    assert not pairs()


def test_a_pair_that_nothing_speaks_for_any_more_is_dissolved(world: Any, leader: Any) -> None:
    here, there = in_both_copies(world, leader)
    check(world, here, there)
    facts = {"actor": leader, "entry_id": there.pk, "now": world.now, "reason": "số bỏ trống"}
    reopen(**facts)
    void(**facts, station=world.station)
    check(world, there)
    assert [pair.state for pair in pairs()] == ["dissolved"]
    assert not entry(here.pk).duplicate_suspected
    assert open_pairs(world.book.pk) == 0


def test_keys_say_nothing_of_anybody(world: Any, leader: Any) -> None:
    check(world, keyed(world, leader))
    for key in DuplicateKey.objects.all():
        assert "hoa" not in key.key
        assert len(key.key) == 32


def test_the_job_looks_at_what_was_saved_since_and_at_nothing_twice(world: Any, leader: Any) -> None:
    long_after = world.now + timedelta(days=36500)
    here, there = in_both_copies(world, leader)
    assert check_new(now=long_after) == 2
    assert len(pairs()) == 1
    flags = check_new(now=long_after)
    assert flags == 0
    third = keyed(world, leader, world.new_book(), registration__number="80")
    assert check_new(now=long_after) == 1
    assert entry(third.pk).duplicate_suspected
    assert len(pairs()) == 3


def test_what_is_asked_of_the_database_does_not_grow_with_what_is_there(
    world: Any, leader: Any, django_assert_max_num_queries: Any
) -> None:
    for line in range(1, 13):
        one = keyed(
            world, leader, place=(2, line), registration__number=str(100 + line), child__full_name=f"Lê Văn {line}",
            child__birth_date=f"{line:02}/01/2006",
        )  # fmt: skip
    begin_from_here(now=world.now)
    with django_assert_max_num_queries(16):
        check_entries(entry_ids=[one.pk], now=world.now)


# -- who sees what, who judges


def across(world: Any, elsewhere: Any, leader: Any) -> tuple[Entry, Entry]:
    """One act of a ward's book, keyed also by another ward from the other copy."""
    here = keyed(world, leader)
    their_leader = elsewhere.officer("team_leader")
    theirs = elsewhere.new_book(
        office_key=world.book.office_key, office=world.book.office, volume=world.book.volume,
        volume_key=world.book.volume_key, copy_role="district",
    )  # fmt: skip
    there = keyed(elsewhere, their_leader, theirs)
    check(world, here, there)
    return here, there


def justice(world: Any, elsewhere: Any) -> Any:
    """An officer whose scope covers both units."""
    officer = world.officer("justice_officer", agency=world.committee)
    Position.objects.create(
        officer=officer, code="justice_officer", agency=elsewhere.committee, valid_from=date(2020, 1, 1)
    )
    return officer


def test_each_ward_sees_that_its_entry_has_a_twin_and_where_and_nothing_of_it(
    world: Any, elsewhere: Any, leader: Any
) -> None:
    here, there = across(world, elsewhere, leader)
    registrar = world.officer("registrar")
    (pair,) = pairs_for(registrar)
    found = seen(registrar, pair)
    assert ([one.pk for one in found.mine], found.twin.pk if found.twin else None) == ([here.pk], there.pk)
    assert not found.both_mine
    assert [one.pair for one in twins_of(registrar, here)] == [pair]
    with pytest.raises(PairRefused) as refused:
        judge_pair(actor=registrar, now=world.now, pair_id=pair.pk, decision="same_act")
    assert refused.value.code == "duplicate.other_unit"


def test_across_units_who_covers_both_judges_and_both_entries_stay(
    world: Any, elsewhere: Any, leader: Any
) -> None:
    here, there = across(world, elsewhere, leader)
    officer = justice(world, elsewhere)
    (pair,) = pairs_for(officer, across=True)
    assert pair_for(officer, pair.pk).both_mine
    before = {pk: entry(pk).outcome for pk in (here.pk, there.pk)}
    judge_pair(actor=officer, now=world.now, pair_id=pair.pk, decision="same_act")
    (pair,) = pairs()
    assert (pair.state, pair.decision, pair.judged_by) == ("judged", "same_act", officer)
    assert {pk: entry(pk).outcome for pk in (here.pk, there.pk)} == before
    assert not entry(here.pk).duplicate_suspected
    # Looking again does not open what was judged.
    check(world, here, there)
    assert pairs()[0].state == "judged"


def test_a_judgement_says_why_and_a_newer_one_stands(world: Any, leader: Any) -> None:
    check(world, *in_both_copies(world, leader))
    (pair,) = pairs()
    said = {"actor": leader, "now": world.now, "pair_id": pair.pk}
    for decision, code in (("merge", "duplicate.decision"), ("again", "duplicate.reason")):
        with pytest.raises(PairRefused) as refused:
            judge_pair(decision=decision, **said)
        assert refused.value.code == code
    judge_pair(decision="again", reason="đăng ký lại năm 2016", **said)
    judge_pair(decision="different", reason="hai chị em sinh đôi", **said)
    (pair,) = pairs()
    assert (pair.decision, pair.reason) == ("different", "hai chị em sinh đôi")


def test_a_pair_that_somebody_else_judged_meanwhile_is_looked_at_again(world: Any, leader: Any) -> None:
    check(world, *in_both_copies(world, leader))
    (pair,) = pairs()
    said = {"actor": leader, "now": world.now, "pair_id": pair.pk}
    judge_pair(decision="same_act", seen=pair.stand, **said)
    with pytest.raises(Conflict):
        judge_pair(decision="different", reason="hai chị em", seen=pair.stand, **said)
    with pytest.raises(Conflict):
        judge_pairs(actor=leader, now=world.now, pair_ids=[pair.pk], decision="same_act")
    (pair,) = pairs()
    judge_pair(decision="different", reason="hai chị em", seen=pair.stand, **said)
    assert pairs()[0].decision == "different"


def test_a_pair_that_is_none_any_more_is_not_judged(world: Any, leader: Any) -> None:
    check(world, *in_both_copies(world, leader))
    (pair,) = pairs()
    DuplicatePair.objects.filter(pk=pair.pk).update(state="dissolved")
    with pytest.raises(PairRefused) as refused:
        judge_pair(actor=leader, now=world.now, pair_id=pair.pk, decision="same_act")
    assert refused.value.code == "duplicate.dissolved"


def test_several_pairs_are_judged_alike_or_none(world: Any, elsewhere: Any, leader: Any) -> None:
    here, there = in_both_copies(world, leader)
    check(world, here, there)
    across_pair = across(elsewhere, world, elsewhere.officer("team_leader"))
    ids = [pair.pk for pair in pairs()]
    assert len(ids) >= 2
    with pytest.raises((PairRefused, NotFound)):
        judge_pairs(actor=leader, now=world.now, pair_ids=ids, decision="same_act")
    assert {pair.state for pair in pairs()} == {"open"}
    mine = [pair.pk for pair in pairs() if {pair.first_id, pair.second_id} == {here.pk, there.pk}]
    assert judge_pairs(actor=leader, now=world.now, pair_ids=mine, decision="same_act") == 1
    assert across_pair


def test_who_only_keys_and_other_units_see_no_pairs(world: Any, elsewhere: Any, leader: Any) -> None:
    check(world, *in_both_copies(world, leader))
    (pair,) = pairs()
    stranger = elsewhere.officer("registrar")
    assert not pairs_for(stranger)
    with pytest.raises(NotFound):
        pair_for(stranger, pair.pk)
    with pytest.raises(NotFound):
        judge_pair(actor=stranger, now=world.now, pair_id=pair.pk, decision="same_act")
    with pytest.raises(NotAllowed):
        judge_pair(actor=world.officer("keyer"), now=world.now, pair_id=pair.pk, decision="same_act")
