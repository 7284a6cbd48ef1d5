"""Two officers act on one case in the same moment: one result, nothing lost, nothing done twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from making import citizen, extract_of, seek
from tracking import Ward, conclude, fresh, hand_over, make_ward, today

from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.models import Batch, Case, CaseEvent
from hotich.cases.operations.log import refolded
from hotich.cases.queries import lines_of
from hotich.core.calendar import add_working_days
from hotich.support.errors import Refusal
from hotich.support.ids import uuid7
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return make_ward(desk)


def all_at_once(acts: list[Any]) -> list[Any]:
    """Runs the acts in the same moment; what was refused comes back as the refusal."""
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        try:
            start.wait(timeout=20)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def done(results: list[Any]) -> int:
    return sum(not isinstance(one, Refusal) for one in results)


def sound(case: Case) -> None:
    assert [line.seq for line in lines_of(case)] == list(range(1, len(lines_of(case)) + 1))
    assert refolded(fresh(case)) == {}
    assert verify().clean


def test_one_of_many_verifiers_takes_a_case_up(ward: Ward) -> None:
    case = ward.mismatch()
    officers = [ward.world.officer("verifier") for _ in range(AT_ONCE)]
    results = all_at_once(
        [lambda one=one: cases.take_up(actor=one, case_id=case.pk, now=clock()) for one in officers]
    )
    assert done(results) == 1
    assert {one.code for one in results if isinstance(one, Refusal)} == {"case.state"}
    assert CaseEvent.objects.filter(case_id=case.pk, type="verification_started").count() == 1
    sound(case)


def test_two_conclusions_at_once_leave_one(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    words = ("book_right", "register_right")
    officers = [ward.verifier, ward.world.officer("verifier")]
    results = all_at_once(
        [
            lambda word=word, officer=officer: conclude(ward, case, word, actor=officer)
            for word, officer in zip(words, officers, strict=True)
        ]
    )
    assert done(results) == 1
    assert fresh(case).conclusion in words
    sound(case)


def test_approving_and_sending_back_at_once_is_one_of_the_two(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    conclude(ward, case)
    seen = fresh(case).seq
    heads = [ward.head, ward.world.officer("police_head")]
    results = all_at_once(
        [
            lambda: cases.approve(actor=heads[0], case_id=case.pk, now=clock(), seen=seen),
            lambda: cases.return_conclusion(
                actor=heads[1], case_id=case.pk, reason="xem lại", now=clock(), seen=seen
            ),
        ]
    )
    assert done(results) == 1
    assert fresh(case).state in ("concluded", "verifying")
    sound(case)


def test_one_act_sent_many_times_at_once_stands_once(ward: Ward) -> None:
    case, act = ward.with_registrar(ward.mismatch()), uuid7()
    tried = {"way": "phone", "reached": False, "why": "no_answer", "text": "", "on": today()}
    results = all_at_once(
        [lambda: cases.record_contact(actor=ward.registrar, case_id=case.pk, now=clock(), tx_id=act, **tried)]
        * AT_ONCE
    )
    assert done(results) == AT_ONCE
    assert CaseEvent.objects.filter(case_id=case.pk, type="contact_recorded").count() == 1
    sound(case)


def test_contacts_of_two_registrars_at_once_are_both_kept(ward: Ward) -> None:
    case = ward.with_registrar(ward.mismatch())
    officers = [ward.registrar, ward.world.officer("registrar")]
    results = all_at_once(
        [
            lambda one=one: cases.record_contact(
                actor=one, case_id=case.pk, way="phone", reached=False, why="no_answer", text="", on=today(), now=clock()
            )
            for one in officers
        ]
    )  # fmt: skip
    assert done(results) == 2
    sound(case)


def test_a_judgement_and_a_conclusion_at_once_both_stand_in_one_log(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    extract_of(citizen(birth_date="02/03/2008"))
    found = seek(actor=ward.desk.officer, entry_id=case.entry_id, role="child")
    results = all_at_once(
        [
            lambda: conclude(ward, case),
            lambda: cases.judge(
                actor=ward.desk.officer, entry_id=case.entry_id, role="child", decision="same_person",
                look_up_id=found.id, candidate="1",
            ),
        ]
    )  # fmt: skip
    assert done(results) == 2
    assert fresh(case).state == "to_approve"
    sound(case)


def test_a_batch_and_a_verifier_at_once_do_not_wait_for_each_other_for_ever(ward: Ward) -> None:
    listed = [ward.mismatch(line=line) for line in range(1, AT_ONCE)]
    batch = cases.draft_batch(actor=ward.keeper, case_ids=[case.pk for case in listed], now=clock())
    sent = {"actor": ward.keeper, "batch_id": batch.pk, "letter_number": "1", "letter_date": today()}
    all_at_once(
        [
            lambda: cases.send_batch(**sent, now=clock()),
            lambda: cases.send_batch(**sent, now=clock()),
            *(
                lambda case=case: cases.take_up(actor=ward.verifier, case_id=case.pk, now=clock())
                for case in reversed(listed)
            ),
        ]
    )
    batch.refresh_from_db()
    for case in listed:
        assert fresh(case).state == "verifying"
        sound(case)
    assert CaseEvent.objects.filter(type="sent").count() == batch.items.count() or batch.state == "draft"


def test_cases_chosen_for_two_slips_at_once_go_with_one(ward: Ward) -> None:
    listed = [ward.concluded(ward.mismatch(line=line)) for line in (1, 2)]
    results = all_at_once([lambda: hand_over(ward, listed), lambda: hand_over(ward, listed[::-1])])
    assert done(results) == 1
    assert Batch.objects.unscoped("test").filter(kind="handover").count() == 1
    for case in listed:
        sound(case)


def test_reminders_written_at_once_are_written_once(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    assert case.due_on is not None
    late = clock() + timedelta(days=(add_working_days(case.due_on, 1) - today()).days)
    written = all_at_once([lambda: cases.remind_due(now=late)] * AT_ONCE)
    assert sum(written) == 1
    sound(case)
