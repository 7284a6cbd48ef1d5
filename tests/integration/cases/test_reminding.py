"""Terms that have run out: whose turn it is reads it, those above after a while, each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from desk import Desk
from tracking import Ward, fresh, make_ward, today

from hotich.cases import operations as cases
from hotich.cases.models import Case, CaseEvent
from hotich.cases.operations.log import refolded
from hotich.cases.queries import ListFilter, ages_of, keepers_of, reminders_for, tracking_list
from hotich.core.calendar import add_working_days
from hotich.staff.models import Position
from hotich.support.errors import NotAllowed
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return make_ward(desk)


def at_noon_of(day: Any) -> datetime:
    return clock() + timedelta(days=(day - today()).days)


def reminded(case: Case) -> list[int]:
    found = CaseEvent.objects.filter(case_id=case.pk, type="reminded").order_by("seq")
    return [line.payload["level"] for line in found]


def test_an_overdue_case_reminds_once_and_once_more_those_above(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    assert case.due_on is not None
    last, late, later = case.due_on, add_working_days(case.due_on, 1), add_working_days(case.due_on, 4)
    assert cases.remind_due(now=at_noon_of(last)) == 0
    for _ in range(2):
        cases.remind_due(now=at_noon_of(late))
    assert (reminded(case), fresh(case).level) == ([1], 1)
    assert reminders_for(ward.verifier, at_noon_of(late)).own == 1
    assert not reminders_for(ward.registrar, at_noon_of(late))
    assert not reminders_for(ward.head, at_noon_of(late))

    for _ in range(2):
        cases.remind_due(now=at_noon_of(later))
    assert (reminded(case), fresh(case).level) == ([1, 2], 2)
    above = reminders_for(ward.head, at_noon_of(later))
    assert (above.own, above.escalated) == (0, 1)
    assert refolded(case) == {}
    assert [one.pk for one in tracking_list(ward.keeper, asked=ListFilter(special="overdue"), on=later)] == [
        case.pk
    ]


def test_a_step_taken_in_time_ends_the_reminding(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    assert case.due_on is not None
    cases.remind_due(now=at_noon_of(add_working_days(case.due_on, 1)))
    cases.conclude(
        actor=ward.verifier, case_id=case.pk, conclusion="book_right", evidence=["direct_inquiry"], text="x", now=clock(),
    )  # fmt: skip
    assert (fresh(case).level, case.turn) == (0, "police_head")


def test_a_letter_that_nobody_answers_reminds_too(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    cases.ask_outside(
        actor=ward.verifier, case_id=case.pk, agency="Công an tỉnh", number="3/CV", on=today(), about="x", now=clock()
    )  # fmt: skip
    cases.suspend(actor=ward.verifier, case_id=case.pk, why="outside", now=clock())
    assert fresh(case).outside_due_on is not None
    late = at_noon_of(add_working_days(fresh(case).outside_due_on, 1))  # type: ignore[arg-type]
    assert cases.remind_due(now=late) == 1
    assert cases.remind_due(now=late) == 0
    assert reminders_for(ward.verifier, late).own == 1


def test_ages_are_counted_by_whose_turn_it_is(ward: Ward) -> None:
    ward.mismatch()
    ward.verifying(ward.mismatch(line=2))
    listed = tracking_list(ward.keeper)
    assert ages_of(listed, clock()) == {"list_keeper": [1, 0, 0, 0, 0], "verifier": [1, 0, 0, 0, 0]}
    assert ages_of(listed, clock() + timedelta(days=9))["verifier"] == [0, 0, 1, 0, 0]
    assert ages_of(listed, clock() + timedelta(days=900))["verifier"] == [0, 0, 0, 0, 1]


def test_each_list_has_a_keeper_by_name_who_holds_that_position(ward: Ward, elsewhere: Any) -> None:
    named = {"actor": ward.registrar, "unit_id": ward.world.unit.pk, "decision": "QĐ 3", "since": today(), "now": clock()}  # fmt: skip
    cases.name_keeper(**named, officer=ward.keeper)
    assert keepers_of(ward.verifier, [ward.world.unit.pk])[ward.world.unit.pk].officer == ward.keeper
    with pytest.raises(cases.CaseRefused, match="chưa được giao"):
        cases.name_keeper(**named, officer=ward.verifier)
    with pytest.raises(NotAllowed):
        cases.name_keeper(**named | {"actor": elsewhere.officer("registrar")}, officer=ward.keeper)
    with pytest.raises(NotAllowed):
        cases.name_keeper(**named | {"actor": ward.verifier}, officer=ward.keeper)
    other = ward.world.officer("list_keeper")
    assert Position.objects.filter(officer=other).exists()
    cases.name_keeper(**named, officer=other)
    assert keepers_of(ward.keeper, [ward.world.unit.pk])[ward.world.unit.pk].officer == other
