"""What is to reach the register follows from what was judged and concluded; nothing is typed and nothing forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from desk import Desk, typed
from django.db import connection
from making import citizen, entry_about, extract_of, seek
from outbox import (
    concluded_case,
    death_entry,
    events_of,
    gather,
    not_found,
    say_found,
    say_not_found,
    the_update,
    updates,
)

from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.entries import operations as entries
from hotich.integration.npd.operations import confirm, create, drop, settle
from hotich.integration.npd.queries import supplements_of
from hotich.support.time import database_now, today

pytestmark = pytest.mark.django_db


def test_a_child_who_was_not_found_waits_for_an_officers_decision(desk: Desk) -> None:
    not_found(desk)
    assert gather().made == 1
    update = the_update()
    assert (update.kind, update.state, update.role) == ("new_citizen", "waiting", "child")
    assert update.facts == {
        "full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006", "sex": "female",
        "mother_full_name": "Trần Thị Bé", "father_full_name": "Nguyễn Văn Ba",
    }  # fmt: skip
    assert gather().made == 0
    assert verify().clean


@pytest.mark.parametrize("reason", ["died", "emigrated", "name_changed"])
def test_who_died_left_or_goes_by_another_name_is_not_created(desk: Desk, reason: str) -> None:
    not_found(desk, reason=reason)
    gather()
    assert updates() == []


def test_a_reason_of_his_own_words_leaves_the_decision_to_an_officer(desk: Desk) -> None:
    not_found(desk)
    say_not_found(desk, desk.entry, reason="other", reason_words="đang ở trại trẻ")
    gather()
    assert the_update().state == "waiting"


def test_a_death_entry_that_was_not_found_creates_nobody(desk: Desk) -> None:
    entry = death_entry(desk)
    say_not_found(desk, entry, role="deceased")
    gather()
    assert updates() == []


def test_a_matched_death_of_somebody_alive_in_the_register_goes_out_by_itself(desk: Desk) -> None:
    entry = death_entry(desk)
    say_found(desk, entry, role="deceased")
    gather()
    update = the_update()
    assert (update.kind, update.state) == ("date_of_death", "queued")
    assert update.facts == {
        "personal_id": "070306009999", "full_name": "Nguyễn Thị Hòa", "death_date": "01/05/2012",
    }  # fmt: skip
    assert events_of(update) == ["made", "queued"]


def test_a_death_that_the_register_knows_of_is_no_news(desk: Desk) -> None:
    entry = death_entry(desk)
    say_found(desk, entry, role="deceased", death_date="01/05/2012")
    gather()
    assert updates() == []


def test_the_update_is_taken_back_when_its_judgement_is_superseded(desk: Desk) -> None:
    entry = death_entry(desk)
    say_found(desk, entry, role="deceased")
    gather()
    say_found(desk, entry, "070306001111", role="deceased")
    gather()
    fallen, made = updates()
    assert (fallen.state, made.state) == ("withdrawn", "queued")
    assert made.facts["personal_id"] == "070306001111"
    assert "xác định lại" in fallen.trouble or "Bản nhập" in fallen.trouble


def test_a_child_who_turns_out_to_be_there_is_not_created(desk: Desk) -> None:
    entry = not_found(desk)
    gather()
    say_found(desk, entry)
    assert gather().fallen == 1
    assert the_update().state == "withdrawn"
    assert gather() == type(gather())(0, 0, 0)


def test_what_was_told_already_is_not_taken_back_in_silence(desk: Desk) -> None:
    entry = death_entry(desk)
    say_found(desk, entry, role="deceased")
    gather()
    head = desk.world.officer("police_head")
    confirm(actor=head, update_id=the_update().pk, on=today(), by="Trần A", now=database_now())
    say_found(desk, entry, "070306001111", role="deceased")
    gather()
    assert the_update().state == "unsettled"
    settle(actor=head, update_id=the_update().pk, reason="đã trả lại trạng thái trên máy Công an")
    gather()
    told, made = updates()
    assert (told.state, made.state, made.facts["personal_id"]) == ("withdrawn", "queued", "070306001111")


def test_a_value_corrected_while_it_waits_goes_out_as_it_is_now(desk: Desk) -> None:
    not_found(desk)
    gather()
    entries.reopen(**desk.common, reason="đọc lại")
    desk.key({"mother.full_name": typed("Trần Thị Bê", reason="đọc lại sổ", o="typed")})
    desk.complete()
    gather()
    gather()
    old, new = updates()
    assert (old.state, new.state) == ("withdrawn", "waiting")
    assert new.facts["mother_full_name"] == "Trần Thị Bê"


def test_an_entry_judged_again_with_the_same_outcome_keeps_its_update(desk: Desk) -> None:
    entry = not_found(desk)
    gather()
    again = say_not_found(desk, entry)
    gather()
    update = the_update()
    assert (update.state, update.judgement_id) == ("waiting", again.pk)


def test_dropped_on_a_judgement_it_is_offered_again_by_the_next_one_only(desk: Desk) -> None:
    entry = not_found(desk)
    gather()
    drop(actor=desk.world.officer("verifier"), update_id=the_update().pk, reason="đã có giấy tờ khác")
    gather()
    assert the_update().state == "withdrawn"
    say_not_found(desk, entry)
    gather()
    assert [one.state for one in updates()] == ["withdrawn", "waiting"]


def test_two_copies_of_one_death_are_one_update(desk: Desk) -> None:
    for written in ("01/05/2012", "1/5/2012"):
        say_found(desk, death_entry(desk, deceased__death_date=written), role="deceased")
    gather()
    first, second = updates()
    assert (first.state, second.state, second.same_as_id) == ("queued", "withdrawn", first.pk)
    assert gather().made == 0


def test_the_copy_takes_over_when_the_first_one_falls(desk: Desk) -> None:
    first = death_entry(desk)
    say_found(desk, first, role="deceased")
    say_found(desk, death_entry(desk), role="deceased")
    gather()
    say_found(desk, first, "070306001111", role="deceased")
    gather()
    gather()
    states = {
        (one.entry_id == first, one.facts["personal_id"]): one.state
        for one in updates()
        if one.state != "withdrawn"
    }
    assert states == {(True, "070306001111"): "queued", (False, "070306009999"): "queued"}


def test_two_entries_that_date_one_death_otherwise_wait_for_an_officer(desk: Desk) -> None:
    for written in ("01/05/2012", "09/09/2013"):
        say_found(desk, death_entry(desk, deceased__death_date=written), role="deceased")
    gather()
    assert [one.state for one in updates()] == ["queued", "waiting"]
    assert "trường hợp khác" in updates()[1].trouble


def test_a_case_concluded_for_the_book_puts_the_register_right(desk: Desk) -> None:
    case = concluded_case(desk)
    gather()
    update = the_update()
    assert (update.kind, update.state, update.case_id) == ("adjustment", "queued", case.pk)
    assert update.facts["changes"] == {"birth_date": {"from": "05/03/2006", "to": "02/03/2006"}}


def test_an_adjustment_still_goes_out_where_its_case_closed_before_the_register_followed(desk: Desk) -> None:
    case = concluded_case(desk)
    gather()
    registrar, now = desk.world.officer("registrar"), database_now()
    cases.hand_over(
        actor=desk.world.officer("verifier"), case_ids=[case.pk], letter_number="12/PC", letter_date=today(), now=now,
    )  # fmt: skip
    cases.receive(actor=registrar, case_id=case.pk, now=now)
    cases.start_procedure(actor=registrar, case_id=case.pk, filed_on=today(), now=now)
    cases.close_adjusted(
        actor=registrar, case_id=case.pk, document_kind="dc02", remaining="chờ dữ liệu dân cư cập nhật", now=now,
        document={"number": "9/DC02", "date": "01/06/2023", "issuer": "Công an xã"},
    )  # fmt: skip
    gather()
    assert (the_update().kind, the_update().state) == ("adjustment", "queued")


def test_a_case_concluded_for_the_register_sends_nothing(desk: Desk) -> None:
    concluded_case(desk, "register_right")
    gather()
    assert updates() == []


def test_what_the_book_has_and_the_register_lacks_is_listed_and_goes_nowhere(desk: Desk) -> None:
    extract_of(citizen(mother_full_name=""))
    entry = entry_about(desk)
    found = seek(actor=desk.officer, entry_id=entry, role="child")
    cases.judge(
        actor=desk.officer,
        entry_id=entry,
        role="child",
        decision="same_person",
        look_up_id=found.pk,
        candidate="1",
    )
    gather()
    (one,) = supplements_of(desk.world.officer("verifier"))
    assert dict(one.fields)["mother_full_name"] == "Trần Thị Bé"
    assert updates() == []


@pytest.mark.django_db(transaction=True)
def test_many_gather_at_once_and_each_update_is_made_once(desk: Desk) -> None:
    for line in range(1, 5):
        not_found(desk, line=line, child__full_name=f"Lò Văn {'ABCD'[line - 1]}a")

    def run(_: int) -> Any:
        try:
            return gather()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        made = sum(done.made for done in pool.map(run, range(3)))
    assert made == 4
    assert len(updates()) == 4
    assert verify().clean


def test_the_unit_follows_the_book(desk: Desk) -> None:
    not_found(desk)
    gather()
    desk.world.book.unit = None
    desk.world.book.save(update_fields=["unit"])
    assert the_update().unit_id is None


def test_a_new_citizen_looked_at_again_after_he_was_created_rests_on_the_answer(desk: Desk) -> None:
    not_found(desk)
    gather()
    head = desk.world.officer("police_head")
    create(actor=head, update_id=the_update().pk)
    confirm(
        actor=head,
        update_id=the_update().pk,
        on=today(),
        by="Trần A",
        number="070306009999",
        now=database_now(),
    )
    assert gather() == type(gather())(0, 0, 0)
    cases.compare_again(entry_id=desk.entry)
    assert the_update().state == "acknowledged"
