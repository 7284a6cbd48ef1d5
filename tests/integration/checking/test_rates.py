"""Error rates, an officer's own corrections, objections, and seeds for the checkers."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from rekeying import Checker, accepted_fields, decide, entry_of, keyed, planned

from hotich.checking.errors import ContestRefused
from hotich.checking.models import Check, CheckPolicy
from hotich.checking.operations import answer_contest, contest, set_policy
from hotich.checking.operations.setting import PolicyRefused
from hotich.checking.queries import contests_for, corrections_of, error_rates, own_rate, seed_rates
from hotich.checking.rules import policy_of
from hotich.core.rates import Rate
from hotich.support.errors import NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def checker(world: Any) -> Checker:
    return Checker(world, world.officer("checker"))


@pytest.fixture
def arbiter(world: Any) -> Any:
    return world.officer("registrar")


def one_wrong(desk: Desk, checker: Checker, arbiter: Any) -> Check:
    keyed(desk, 1)
    keyed(desk, 2)
    planned(desk.world)
    first, second = checker.take()
    checker.keys(second)
    checker.keys(first, child__full_name="Lê Thị Khác")
    return decide(desk.world, arbiter, first, child__full_name="second")


def test_rates_count_wrong_columns_among_those_keyed_again(
    desk: Desk, checker: Checker, arbiter: Any
) -> None:
    check = one_wrong(desk, checker, arbiter)
    asked = 2 * len(check.fields)
    viewer = desk.world.officer("team_leader")
    assert error_rates(viewer, by="all") == {"": Rate(1, asked)}
    assert error_rates(viewer, by="field")["child.full_name"] == Rate(1, 2)
    assert error_rates(viewer, by="kind") == {"KS": Rate(1, asked)}
    assert error_rates(viewer, by="officer") == {str(desk.officer.pk): Rate(1, asked)}
    assert sum(rate.whole for rate in error_rates(viewer, by="hour").values()) == asked
    assert own_rate(desk.officer) == Rate(1, asked)


def test_another_units_rates_are_not_shown(
    desk: Desk, checker: Checker, arbiter: Any, elsewhere: Any
) -> None:
    one_wrong(desk, checker, arbiter)
    assert error_rates(elsewhere.officer("team_leader"), by="all") == {}


def test_columns_that_cannot_be_read_are_counted_apart(desk: Desk, checker: Checker, arbiter: Any) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Lê Thị Khác")
    decide(desk.world, arbiter, check, child__full_name="unreadable")
    unread = sum(
        (check.entry.transcriptions.get(pass_number=0).fields[name] or {}).get("m") == "illegible"
        for name in check.fields
    )
    assert unread
    assert error_rates(desk.world.officer("team_leader"), by="all")[""] == Rate(0, len(check.fields) - 1)


def test_an_officer_sees_his_corrections_and_nobody_elses(desk: Desk, checker: Checker, arbiter: Any) -> None:
    check = one_wrong(desk, checker, arbiter)
    assert [one.check_row_id for one in corrections_of(desk.officer)] == [check.pk]
    assert not corrections_of(checker.officer).exists()


def test_an_objection_upheld_takes_the_error_back_and_the_value_too(
    desk: Desk, checker: Checker, arbiter: Any
) -> None:
    check = one_wrong(desk, checker, arbiter)
    one = check.differences.get()
    asked = contest(
        actor=desk.officer, difference_id=one.pk, text="Sổ ghi Nguyễn Thị Hòa", now=desk.world.now
    )
    third = desk.world.officer("checker")
    assert list(contests_for(third)) == [asked]
    assert not contests_for(arbiter).exists()
    answer_contest(
        actor=third, contest_id=asked.pk, uphold=True, answer="xem lại sổ: đúng", now=desk.world.now
    )
    assert accepted_fields(check.entry_id)["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    assert own_rate(desk.officer).part == 0
    assert entry_of(check.entry_id).status == "accepted"


def test_an_objection_dismissed_leaves_everything(desk: Desk, checker: Checker, arbiter: Any) -> None:
    check = one_wrong(desk, checker, arbiter)
    asked = contest(
        actor=desk.officer, difference_id=check.differences.get().pk, text="?", now=desk.world.now
    )
    third = desk.world.officer("checker")
    answer_contest(actor=third, contest_id=asked.pk, uphold=False, answer="sổ ghi khác", now=desk.world.now)
    assert accepted_fields(check.entry_id)["child.full_name"]["v"] == "Lê Thị Khác"
    assert own_rate(desk.officer).part == 1
    with pytest.raises(ContestRefused):
        answer_contest(actor=third, contest_id=asked.pk, uphold=True, answer="đổi ý", now=desk.world.now)


def test_one_objects_once_and_only_to_what_is_ones_own(desk: Desk, checker: Checker, arbiter: Any) -> None:
    check = one_wrong(desk, checker, arbiter)
    one = check.differences.get()
    with pytest.raises(NotFound):
        contest(actor=checker.officer, difference_id=one.pk, text="không phải", now=desk.world.now)
    contest(actor=desk.officer, difference_id=one.pk, text="?", now=desk.world.now)
    with pytest.raises(ContestRefused):
        contest(actor=desk.officer, difference_id=one.pk, text="??", now=desk.world.now)


def test_a_known_answer_goes_out_as_an_ordinary_check_and_counts_for_the_checker_alone(
    desk: Desk, checker: Checker, arbiter: Any
) -> None:
    CheckPolicy.objects.create(
        unit=desk.world.unit, since=desk.world.now.date().replace(year=2020), values={"seed_percent": 100}, set_by=arbiter,
        set_at=desk.world.now,
    )  # fmt: skip
    known = one_wrong(desk, checker, arbiter)
    before = error_rates(desk.world.officer("team_leader"), by="all")
    keyed(desk, 3)
    planned(desk.world)
    other = Checker(desk.world, desk.world.officer("checker"))
    taken = other.take()
    (seed,) = [check for check in taken if check.reason == Check.Reason.SEED]
    assert seed.entry_id == known.entry_id
    other.keys(seed, child__full_name="Trần Văn Nhầm")
    assert seed.state == Check.State.AGREED
    assert entry_of(seed.entry_id).status == "accepted"
    assert accepted_fields(seed.entry_id)["child.full_name"]["v"] == "Lê Thị Khác"
    assert error_rates(desk.world.officer("team_leader"), by="all") == before
    leader = desk.world.officer("team_leader")
    assert seed_rates(leader) == [(other.officer, Rate(1, len(seed.fields)))]


def test_a_units_numbers_hold_from_their_day_on_and_below_it(world: Any) -> None:
    actor = world.officer("justice_officer", agency=world.committee)
    day = world.now.date()
    set_policy(
        actor=actor,
        unit=world.unit,
        since=day,
        values={"quality_limit": 2.5},
        when_alone="registrar",
        now=world.now,
    )
    assert policy_of(world.unit, day).quality_limit == 2.5
    assert policy_of(world.unit, day.replace(year=2020)).quality_limit == 4.0
    with pytest.raises(PolicyRefused):
        set_policy(
            actor=actor,
            unit=world.unit,
            since=day,
            values={"quality_limit": 3.3},
            when_alone="registrar",
            now=world.now,
        )
