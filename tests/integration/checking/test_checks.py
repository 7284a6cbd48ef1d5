"""Keying again, blind: what is asked, what becomes of it, what the log and the record say afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk, illegible, typed
from rekeying import Checker, accepted_fields, decide, entry_of, keyed, planned

from hotich.checking.errors import ArbitrationRefused, CheckGone, NothingToCheck
from hotich.checking.models import Check
from hotich.checking.operations import arbitrate, give_back, return_entry
from hotich.checking.queries import open_checks
from hotich.entries import operations as entries
from hotich.entries.errors import CompletionBlocked, NotOpen, PacketMalformed
from hotich.entries.fold import fold
from hotich.entries.models import EntryAction, Status
from hotich.entries.refolding import refold
from hotich.support.errors import NotAllowed

pytestmark = pytest.mark.django_db
State = Check.State


@pytest.fixture
def checker(world: Any) -> Checker:
    return Checker(world, world.officer("checker"))


@pytest.fixture
def arbiter(world: Any) -> Any:
    return world.officer("registrar")


def test_a_new_officers_first_entries_are_keyed_again_whole(desk: Desk) -> None:
    entry = keyed(desk)
    (check,) = planned(desk.world)
    assert check.entry_id == entry
    assert set(check.whys.values()) == {"new_officer"}
    assert "child.full_name" in check.fields
    assert check.keyer == desk.officer


def test_an_entry_is_planned_once(desk: Desk) -> None:
    keyed(desk)
    assert len(planned(desk.world)) == len(planned(desk.world)) == 1


def test_two_keyings_that_agree_are_accepted_and_the_first_stays(desk: Desk, checker: Checker) -> None:
    entry = keyed(desk)
    before = accepted_fields(entry)
    planned(desk.world)
    (check,) = checker.take()
    assert entry_of(entry).status == Status.IN_CHECK
    assert open_checks(desk.world.book) == 1
    checker.keys(check)
    assert check.state == State.AGREED
    assert entry_of(entry).status == Status.ACCEPTED
    assert accepted_fields(entry) == before
    assert open_checks(desk.world.book) == 0
    assert refold(derived=True).clean


def test_letter_case_and_the_placing_of_tone_marks_are_no_difference(desk: Desk, checker: Checker) -> None:
    keyed(desk, child__full_name="Nguyễn Thị Hòa")
    planned(desk.world)
    (check,) = checker.take()
    assert checker.keys(check, child__full_name="NGUYỄN THỊ HOÀ").state == State.AGREED


def test_a_difference_waits_for_a_third_whose_answer_becomes_the_record(
    desk: Desk, checker: Checker, arbiter: Any
) -> None:
    entry = keyed(desk, child__full_name="Nguyễn Thị Hoa")
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Nguyễn Thị Hòa")
    assert check.state == State.DIFFERING
    assert entry_of(entry).status == Status.IN_CHECK
    decide(desk.world, arbiter, check, child__full_name="second")
    assert entry_of(entry).status == Status.ACCEPTED
    assert accepted_fields(entry)["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    first = entry_of(entry).transcriptions.get(pass_number=0)
    assert first.fields["child.full_name"]["v"] == "Nguyễn Thị Hoa"
    assert entry_of(entry).subjects.get(role="child").full_name == "Nguyễn Thị Hòa"
    one = check.differences.get()
    assert (one.first_wrong, one.second_wrong) == (True, False)
    assert refold(derived=True).clean


def test_what_neither_had_right_is_what_the_arbiter_reads(desk: Desk, checker: Checker, arbiter: Any) -> None:
    entry = keyed(desk, child__full_name="Nguyễn Thị Hoa")
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Nguyễn Thị Hóa")
    decide(desk.world, arbiter, check, child__full_name="Nguyễn Thị Hòa")
    assert accepted_fields(entry)["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    one = check.differences.get()
    assert (one.first_wrong, one.second_wrong) == (True, True)


def test_the_first_keying_upheld_changes_nothing(desk: Desk, checker: Checker, arbiter: Any) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    decide(desk.world, arbiter, check, child__full_name="first")
    assert entry_of(entry).transcriptions.get(accepted=True).pass_number == 0
    assert check.differences.get().first_wrong is False


def test_a_place_that_cannot_be_read_is_nobodys_error(desk: Desk, checker: Checker, arbiter: Any) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    decide(desk.world, arbiter, check, child__full_name="unreadable")
    assert accepted_fields(entry)["child.full_name"]["m"] == "illegible"
    assert check.differences.get().first_wrong is None


def test_every_column_is_decided(desk: Desk, checker: Checker, arbiter: Any) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác", registration__number="13")
    with pytest.raises(ArbitrationRefused):
        arbitrate(
            actor=arbiter,
            check_id=check.pk,
            decisions={"child.full_name": {"as": "first"}},
            now=desk.world.now,
        )
    assert entry_of(check.entry_id).status == Status.IN_CHECK


def test_what_was_decided_is_not_decided_again(desk: Desk, checker: Checker, arbiter: Any) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Ai đó khác")
    decide(desk.world, arbiter, check)
    with pytest.raises(CheckGone):
        decide(desk.world, arbiter, check)


def test_an_entry_given_back_is_keyed_anew_and_checked_again(
    desk: Desk, checker: Checker, arbiter: Any
) -> None:
    entry = keyed(desk, child__full_name="Dòng Dưới")
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Nguyễn Thị Hòa")
    return_entry(actor=arbiter, check_id=check.pk, reason="nhập nhầm dòng dưới", now=desk.world.now)
    assert entry_of(entry).status == Status.RETURNED
    desk.entry = entry
    desk.key({"child.full_name": typed("Nguyễn Thị Hòa")})
    desk.complete()
    assert entry_of(entry).status == Status.COMPLETED
    again = planned(desk.world)
    assert [one.state for one in again if one.entry_id == entry and one.pk != check.pk] == [State.WAITING]


def test_after_an_arbitration_a_returned_entry_goes_on_from_the_accepted_keying(
    desk: Desk, checker: Checker, arbiter: Any
) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Lê Thị Khác")
    decide(desk.world, arbiter, check, child__full_name="second")
    entries.return_to_keyer(actor=arbiter, entry_id=entry, reason="thiếu trang", now=desk.world.now)
    number = entry_of(entry).transcriptions.get(accepted=True).pass_number
    assert number > 0
    desk.entry = entry
    with pytest.raises(NotOpen):
        desk.key({"child.full_name": typed("Ghi Đè")})  # the first keying stays as it was
    desk.key({"child.full_name": typed("Lê Thị Mới")}, pass_number=number)
    assert accepted_fields(entry)["child.full_name"]["v"] == "Lê Thị Mới"
    assert (
        entry_of(entry).transcriptions.get(pass_number=0).fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    )


def test_a_check_that_is_put_back_may_be_taken_by_another(desk: Desk, checker: Checker) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.send(check, "fields_keyed", {"child.full_name": typed("Nửa Chừng")})
    give_back(actor=checker.officer, check_id=check.pk, now=desk.world.now)
    assert entry_of(entry).status == Status.COMPLETED
    other = Checker(desk.world, desk.world.officer("checker"))
    (again,) = other.take()
    assert again.pk == check.pk
    assert again.pass_number != check.pass_number
    assert other.keys(again).state == State.AGREED
    with pytest.raises(NotOpen):
        checker.send(check, "fields_keyed", {"child.full_name": typed("Muộn")})


def test_nothing_is_finished_before_everything_asked_is_answered(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.send(check, "fields_keyed", {"child.full_name": typed("Nguyễn Thị Hòa")})
    with pytest.raises(CompletionBlocked) as blocked:
        checker.send(check, "completed", {})
    assert {name for one in blocked.value.findings for name in one.fields} == set(check.fields) - {
        "child.full_name"
    }


def test_only_what_is_asked_is_keyed_and_only_from_the_book(desk: Desk, checker: Checker) -> None:
    keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    Check.objects.unscoped("a test's own").filter(pk=check.pk)
    with pytest.raises(PacketMalformed):
        checker.send(
            check,
            "fields_keyed",
            {"notes": typed("không hỏi")} if "notes" not in check.fields else {"book.number": typed("9")},
        )
    with pytest.raises(PacketMalformed):
        checker.send(check, "fields_keyed", {"child.full_name": typed("Ai") | {"o": "confirmed"}})
    with pytest.raises(PacketMalformed):
        checker.send(check, "voided", {"reason": "x"})


def test_answers_to_a_checker_say_nothing_of_the_first_keying(desk: Desk, checker: Checker) -> None:
    keyed(desk, child__birth_date="02/03/2046")  # after the registration: a finding stands
    planned(desk.world)
    (check,) = checker.take()
    answer = checker.send(check, "fields_keyed", {"child.full_name": typed("Nguyễn Thị Hòa")})
    assert answer.findings == ()
    assert answer.conflicts == {}
    assert "2046" not in str(answer.as_json())


def test_the_keyer_does_not_reopen_what_is_being_checked(desk: Desk, checker: Checker) -> None:
    entry = keyed(desk)
    planned(desk.world)
    checker.take()
    with pytest.raises(NotOpen):
        entries.reopen(
            actor=desk.officer, entry_id=entry, reason="nhầm", now=desk.world.now, station=desk.station
        )


def test_an_entry_reopened_before_its_check_is_taken_out_of_the_queue(desk: Desk, checker: Checker) -> None:
    entry = keyed(desk)
    (check,) = planned(desk.world)
    entries.reopen(
        actor=desk.officer, entry_id=entry, reason="nhầm", now=desk.world.now, station=desk.station
    )
    planned(desk.world)
    check.refresh_from_db()
    assert check.state == State.WITHDRAWN
    with pytest.raises(NothingToCheck):
        checker.take()


def test_an_illegible_column_is_asked_of_an_experienced_officer_too(desk: Desk, monkeypatch: Any) -> None:
    from hotich.core.quotas.risk import Policy

    monkeypatch.setattr(
        "hotich.checking.operations.planning.policy_of", lambda unit, on: Policy(new_officer_entries=0)
    )
    desk.open(1, 1)
    desk.key_all()
    desk.key({"child.ethnicity": illegible()})
    desk.complete()
    entries.record_outcome(
        actor=desk.officer, entry_id=desk.entry, role="child", outcome="not_found", now=desk.world.now
    )
    (check,) = planned(desk.world)
    assert check.whys["child.ethnicity"] == "illegible"
    assert check.whys["child.full_name"] == "unconfirmed"


def test_who_has_no_position_for_it_takes_no_checks(desk: Desk) -> None:
    keyed(desk)
    planned(desk.world)
    with pytest.raises(NotAllowed):
        Checker(desk.world, desk.world.officer("verifier")).take()


def test_the_log_alone_gives_the_state(desk: Desk, checker: Checker, arbiter: Any) -> None:
    entry = keyed(desk)
    planned(desk.world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Lê Thị Khác")
    decide(desk.world, arbiter, check, child__full_name="second")
    state = fold(EntryAction.objects.filter(entry_id=entry).order_by("seq"))
    assert state.status == "accepted"
    assert state.fields["child.full_name"]["v"] == "Lê Thị Khác"
    assert state.completed_by == desk.officer.pk
    types = list(EntryAction.objects.filter(entry_id=entry).order_by("seq").values_list("type", flat=True))
    assert types[-5:] == ["check_started", "fields_keyed", "completed", "checked", "arbitrated"]
