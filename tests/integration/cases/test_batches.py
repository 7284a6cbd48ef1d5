"""Batches: cases under one letter, moved together or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from making import citizen, extract_of, seek
from tracking import Ward, conclude, fresh, hand_over, make_ward, today

from hotich.cases import operations as cases
from hotich.cases.models import Batch, BatchItem, Case, CaseEvent
from hotich.cases.operations.log import refolded
from hotich.cases.queries import ListFilter, batch_of, batches_for, cases_in, tracking_list
from hotich.linkage.models import Judgement
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.ids import uuid7
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return make_ward(desk)


def draft(ward: Ward, listed: list[Case], **more: Any) -> Batch:
    return cases.draft_batch(actor=ward.keeper, case_ids=[case.pk for case in listed], now=clock(), **more)


def send(ward: Ward, batch: Batch, **more: Any) -> Batch:
    said = {"letter_number": "12/CV-UBND", "letter_date": today(), "now": clock(), **more}
    return cases.send_batch(**{"actor": ward.keeper, "batch_id": batch.pk, **said})


def test_draft_sent_acknowledged_answered(ward: Ward) -> None:
    first, second = ward.mismatch(), ward.mismatch(line=2)
    batch = draft(ward, [first, second])
    assert (batch.state, batch.number) == ("draft", 1)
    assert (batch.from_agency, batch.to_agency) == (ward.world.committee, ward.world.police)
    assert fresh(first).turn == "list_keeper"

    send(ward, batch)
    assert send(ward, batch).letter_number == "12/CV-UBND"
    with pytest.raises(cases.CaseRefused, match="đã gửi bằng công văn số 12/CV-UBND"):
        send(ward, batch, letter_number="13/CV-UBND")
    assert (fresh(first).state, first.turn, first.batch_id) == ("to_verify", "verifier", batch.pk)
    cases.acknowledge_batch(actor=ward.verifier, batch_id=batch.pk, now=clock())
    assert [fresh(case).state for case in (first, second)] == ["verifying", "verifying"]

    answer = {"actor": ward.verifier, "batch_id": batch.pk, "answer_number": "9/TL", "answer_date": today(), "now": clock()}  # fmt: skip
    conclude(ward, first)
    cases.approve(actor=ward.head, case_id=first.pk, now=clock())
    with pytest.raises(cases.CaseRefused, match="Còn 1 hồ sơ"):
        cases.answer_batch(**answer)
    conclude(ward, second, "different_person")
    cases.approve(actor=ward.head, case_id=second.pk, now=clock())
    assert cases.answer_batch(**answer).state == "answered"
    assert cases.answer_batch(**answer).answer_number == "9/TL"
    with pytest.raises(cases.CaseRefused, match="đã trả lời bằng công văn số 9/TL"):
        cases.answer_batch(**answer | {"answer_number": "10/TL"})
    assert [case.number for case in cases_in(ward.keeper, batch)] == [1, 2]
    assert all(refolded(fresh(case)) == {} for case in (first, second))


def test_a_slip_takes_concluded_cases_to_the_registrar_who_says_that_he_has_them(ward: Ward) -> None:
    listed = [ward.concluded(ward.mismatch(line=line)) for line in (1, 2)]
    slip = hand_over(ward, listed)
    assert (slip.kind, slip.state, slip.to_agency) == ("handover", "sent", ward.world.committee)
    with pytest.raises(NotAllowed):
        cases.acknowledge_batch(actor=ward.verifier, batch_id=slip.pk, now=clock())
    cases.acknowledge_batch(actor=ward.registrar, batch_id=slip.pk, now=clock())
    assert all(fresh(case).received for case in listed)
    assert CaseEvent.objects.filter(type="received").count() == 2
    cases.acknowledge_batch(actor=ward.registrar, batch_id=slip.pk, now=clock())
    assert CaseEvent.objects.filter(type="received").count() == 2


def test_a_draft_takes_cases_in_and_lets_them_go(ward: Ward) -> None:
    first, second, third = (ward.mismatch(line=line) for line in (1, 2, 3))
    batch = draft(ward, [first])
    cases.change_batch(
        actor=ward.keeper, batch_id=batch.pk, add=[second.pk], take_out=[first.pk], now=clock()
    )
    assert [case.pk for case in cases_in(ward.keeper, batch)] == [second.pk]
    with pytest.raises(cases.CaseRefused, match="đợt gửi khác"):
        draft(ward, [second, third])
    assert Batch.objects.unscoped("test").count() == 1
    send(ward, batch)
    with pytest.raises(cases.CaseRefused, match="đã gửi"):
        cases.change_batch(actor=ward.keeper, batch_id=batch.pk, add=[third.pk], now=clock())
    with pytest.raises(cases.CaseRefused, match="đã gửi xác minh rồi"):
        draft(ward, [second])


def test_what_was_withdrawn_while_the_letter_was_written_does_not_go_along(ward: Ward) -> None:
    gone, stays = ward.mismatch(), ward.mismatch(line=2)
    batch = draft(ward, [gone, stays])
    extract_of(citizen())
    found = seek(actor=ward.desk.officer, entry_id=gone.entry_id, role="child")
    cases.judge(
        actor=ward.desk.officer, entry_id=gone.entry_id, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    send(ward, batch)
    assert [case.pk for case in cases_in(ward.keeper, batch)] == [stays.pk]
    assert fresh(gone).state == "withdrawn"


def test_a_letter_has_its_number_and_a_day_that_has_been(ward: Ward) -> None:
    batch = draft(ward, [ward.mismatch()])
    for wrong in ({"letter_number": " "}, {"letter_number": "x" * 61}, {"letter_date": today() + timedelta(days=1)}):  # fmt: skip
        with pytest.raises(cases.CaseRefused):
            send(ward, batch, **wrong)
    batch.refresh_from_db()
    assert batch.state == "draft"
    with pytest.raises(cases.CaseRefused):
        draft(ward, [])


def test_the_same_batch_made_twice_is_one(ward: Ward) -> None:
    case, act = ward.mismatch(), uuid7()
    assert draft(ward, [case], batch_id=act).pk == draft(ward, [case], batch_id=act).pk == act
    send(ward, Batch.objects.unscoped("test").get())
    with pytest.raises(cases.CaseRefused):
        send(ward, Batch.objects.unscoped("test").get(), letter_number="99")
    assert Batch.objects.unscoped("test").get().letter_number == "12/CV-UBND"
    assert CaseEvent.objects.filter(type="sent").count() == 1


def test_a_worker_that_dies_in_the_middle_of_a_batch_leaves_all_of_it_as_it_was(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.cases.operations import batches

    listed = [ward.mismatch(line=line) for line in (1, 2, 3)]
    batch = draft(ward, listed)
    done: list[Any] = []
    ordinary = batches.append

    def dies(case: Case, *args: Any, **more: Any) -> Any:
        if len(done) == 2:
            raise SystemExit(9)
        done.append(case.pk)
        return ordinary(case, *args, **more)

    monkeypatch.setattr(batches, "append", dies)
    with pytest.raises(SystemExit):
        send(ward, batch)
    monkeypatch.undo()
    batch.refresh_from_db()
    assert (batch.state, CaseEvent.objects.filter(type="sent").count()) == ("draft", 0)
    assert all(fresh(case).batch_id is None for case in listed)
    send(ward, batch)
    assert CaseEvent.objects.filter(type="sent").count() == 3


def test_officers_of_another_unit_find_no_such_batch(ward: Ward, elsewhere: Any) -> None:
    case = ward.mismatch()
    batch = draft(ward, [case])
    stranger = elsewhere.officer("list_keeper")
    for act in (
        lambda: send(ward, batch, actor=stranger),
        lambda: cases.draft_batch(actor=stranger, case_ids=[case.pk], now=clock()),
        lambda: cases.change_batch(actor=stranger, batch_id=batch.pk, take_out=[case.pk], now=clock()),
        lambda: cases.acknowledge_batch(actor=elsewhere.officer("verifier"), batch_id=batch.pk, now=clock()),
    ):
        with pytest.raises(NotFound):
            act()
    assert batch_of(stranger, batch.pk) is None
    assert not batches_for(stranger).exists()
    for officer in (ward.verifier, ward.registrar):
        with pytest.raises(NotAllowed):
            send(ward, batch, actor=officer)
    assert BatchItem.objects.count() == 1


def test_the_list_finds_what_is_unsent_sent_and_concluded(ward: Ward) -> None:
    first, second = ward.mismatch(), ward.mismatch(line=2)
    send(ward, draft(ward, [first]))

    def found(**asked: str) -> list[int]:
        return [case.number for case in tracking_list(ward.keeper, asked=ListFilter(**asked), on=today())]

    assert (found(special="unsent"), found(turn="verifier"), found()) == ([2], [1], [2, 1])
    ward.concluded(first)
    assert found(conclusion="book_right") == [1]
    assert found(special="overdue") == []
    assert found(kind="KT") == []
    assert Judgement.objects.unscoped("test").count() == 2
    assert second.number == 2
