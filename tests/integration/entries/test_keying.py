"""Keying an entry: one action a flush, idempotent, judged, projected in the same transaction."""

from __future__ import annotations

from typing import Any

import pytest
from desk import CHILD, Desk, blank, typed

from hotich.entries import operations as entries
from hotich.entries.errors import (
    BookClosed,
    CompletionBlocked,
    NotAssigned,
    NotOpen,
    NotOpened,
    NotSeen,
    PacketMalformed,
    ReasonNeeded,
    StationNotChecked,
)
from hotich.entries.models import Entry, EntryAction, Subject, Transcription
from hotich.entries.queries import state_of
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db


def entry_of(desk: Desk) -> Entry:
    return Entry.objects.unscoped("test").get(pk=desk.entry)


def log_of(desk: Desk) -> list[str]:
    return list(
        EntryAction.objects.filter(entry_id=desk.entry).order_by("seq").values_list("type", flat=True)
    )


def test_an_entry_is_opened_keyed_and_completed(desk: Desk) -> None:
    assert desk.open().seq == 1
    desk.key_all()
    answer = desk.complete()

    entry = entry_of(desk)
    assert (answer.status, answer.seq, entry.status, entry.seq) == ("saved", 3, "completed", 3)
    assert log_of(desk) == ["entry_opened", "fields_keyed", "completed"]
    assert (entry.number, entry.number_value, entry.registered_on) == ("12", 12, "2006-05-03")
    assert entry.completed_by == desk.officer
    assert entry.completed_station == desk.station
    assert entry.outcome == "pending"


def test_the_transcription_keeps_values_as_written_and_subjects_are_derived(desk: Desk) -> None:
    desk.open()
    desk.key({**CHILD, "mother.full_name": typed("Trần Thị  Bé")})

    kept = Transcription.objects.get(entry_id=desk.entry)
    assert kept.fields["mother.full_name"]["v"] == "Trần Thị  Bé"
    child = Subject.objects.get(entry_id=desk.entry, role="child")
    assert (child.principal, child.full_name, child.name_search) == (True, "Nguyễn Thị Hòa", "nguyen thi hoa")
    assert (child.birth_date, child.birth_year, child.sex) == ("2006-03-02", 2006, "female")
    assert not Subject.objects.get(entry_id=desk.entry, role="mother").principal


def test_a_decomposed_name_is_stored_composed(desk: Desk) -> None:
    import unicodedata

    desk.open()
    desk.key({"child.full_name": typed(unicodedata.normalize("NFD", "Nguyễn Thị Hòa"))})
    assert state_of(desk.entry).fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"


def test_a_name_that_is_cleared_takes_its_subject_away(desk: Desk) -> None:
    desk.open()
    desk.key({"father.full_name": typed("Lê Văn Thử")})
    assert Subject.objects.filter(entry_id=desk.entry, role="father").exists()
    desk.key({"father.full_name": blank()})
    assert not Subject.objects.filter(entry_id=desk.entry, role="father").exists()


def test_every_action_sent_twice_is_recorded_once_and_answered_alike(desk: Desk) -> None:
    opening, keying, completing = uuid7(), uuid7(), uuid7()
    first = desk.open(tx_id=opening)
    again = desk.open(tx_id=opening, entry_id=desk.entry)
    assert (again.status, again.seq) == ("repeated", first.seq)

    first = desk.key(tx_id=keying, base_seq=1)
    again = desk.key(tx_id=keying, base_seq=1)
    assert (again.status, again.seq) == ("repeated", first.seq)
    assert {f.code for f in again.findings} <= {f.code for f in first.findings}

    desk.key_all()
    first = desk.complete(tx_id=completing)
    again = desk.complete(tx_id=completing)
    assert (again.status, again.seq) == ("repeated", first.seq)
    assert log_of(desk) == ["entry_opened", "fields_keyed", "fields_keyed", "completed"]


def test_an_entry_opened_in_two_tabs_is_one_entry(desk: Desk) -> None:
    desk.open()
    again = desk.open(entry_id=desk.entry)
    assert (again.status, again.seq) == ("repeated", 1)
    assert log_of(desk) == ["entry_opened"]


def test_different_fields_keyed_at_once_are_merged(desk: Desk) -> None:
    desk.open()
    desk.key({"child.full_name": typed("Nguyễn Thị Hòa")}, base_seq=1)
    answer = desk.key({"child.sex": typed("Nữ")}, base_seq=1)
    assert answer.status == "saved"
    assert {"child.full_name", "child.sex"} <= state_of(desk.entry).fields.keys()


def test_the_same_field_with_another_value_is_a_conflict_and_neither_value_vanishes(desk: Desk) -> None:
    desk.open()
    desk.key({"child.full_name": typed("Nguyễn Thị Hòa")}, base_seq=1)
    tx_id = uuid7()
    mine = {"child.full_name": typed("Nguyễn Thị Hoa"), "child.sex": typed("Nữ")}
    answer = desk.key(mine, base_seq=1, tx_id=tx_id)

    conflict = answer.conflicts["child.full_name"]
    assert answer.status == "conflict"
    assert (conflict.mine["v"], conflict.theirs["v"]) == ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa")
    assert conflict.by == desk.officer.full_name
    state = state_of(desk.entry)
    assert state.fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    assert state.fields["child.sex"]["v"] == "Nữ", "what does not conflict is kept"
    on_record = EntryAction.objects.get(entry_id=desk.entry, tx_id=tx_id).payload
    assert on_record["child.full_name"] == typed("Nguyễn Thị Hoa", lost_to=2)

    again = desk.key(mine, base_seq=1, tx_id=tx_id)
    assert again.status == "repeated"
    assert again.conflicts.keys() == {"child.full_name"}
    settled = desk.key({"child.full_name": typed("Nguyễn Thị Hoa")}, base_seq=answer.seq)
    assert settled.status == "saved"
    assert state_of(desk.entry).fields["child.full_name"]["v"] == "Nguyễn Thị Hoa"


def test_the_same_value_twice_is_no_conflict(desk: Desk) -> None:
    desk.open()
    desk.key({"child.sex": typed("Nữ")}, base_seq=1)
    assert desk.key({"child.sex": typed("Nữ", o="picked")}, base_seq=1).status == "saved"


def test_a_hard_finding_blocks_completion_and_keeps_everything_keyed(desk: Desk) -> None:
    desk.open()
    desk.key({"child.full_name": typed("Nguyễn Thị Hòa")})
    with pytest.raises(CompletionBlocked) as blocked:
        desk.complete()
    assert any("registration.number" in finding.fields for finding in blocked.value.findings)
    assert entry_of(desk).status == "keying"
    assert state_of(desk.entry).fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"


def test_reasons_for_soft_findings_are_on_record(desk: Desk) -> None:
    desk.open()
    desk.key_all()
    override = {"code": "x.soft", "fields": ["child.full_name"], "reason": "đúng như sổ"}
    desk.complete(overrides=[override])
    assert EntryAction.objects.get(entry_id=desk.entry, type="completed").payload["overrides"] == [override]


def test_a_number_used_twice_in_the_book_is_found_in_the_answer(desk: Desk) -> None:
    desk.whole(page=1, line=1)
    desk.open(page=1, line=2)
    answer = desk.key_all()
    assert any("registration.number" in f.fields and f.grade == "soft" for f in answer.findings)


def test_a_finished_entry_is_changed_only_after_it_was_reopened_and_counts_once(desk: Desk) -> None:
    desk.whole()
    with pytest.raises(NotOpen):
        desk.key({"child.sex": typed("Nam")})
    counted_at = entry_of(desk).first_completed_at

    entries.reopen(**desk.common, reason="gõ nhầm giới tính")
    desk.key({"child.sex": typed("Nam")})
    desk.complete()
    entry = entry_of(desk)
    assert (entry.status, entry.reopened, entry.first_completed_at) == ("completed", True, counted_at)


def test_a_void_number_does_not_count_and_an_unreadable_entry_does(desk: Desk) -> None:
    desk.open(1, 1)
    entries.void(**desk.common, reason="số bỏ trống trong sổ")
    assert (entry_of(desk).void, entry_of(desk).first_completed_at) == (True, None)

    desk.open(1, 2)
    entries.mark_unreadable(**desk.common)
    entry = entry_of(desk)
    assert entry.unreadable
    assert entry.first_completed_at is not None
    assert entry.outcome == "unreadable"


def test_an_identity_field_changed_after_the_register_was_seen_needs_a_reason(desk: Desk) -> None:
    desk.open()
    desk.key()
    entries.record_register_seen(**desk.common, role="child")
    with pytest.raises(ReasonNeeded) as refused:
        desk.key({"child.full_name": typed("Nguyễn Thị Hoa")})
    assert refused.value.fields == ("child.full_name",)

    desk.key({"child.full_name": typed("Nguyễn Thị Hoa", reason="đọc lại sổ: không có dấu huyền")})
    assert state_of(desk.entry).fields["child.full_name"]["o"] == "after_seeing"
    desk.key({"child.sex": typed("Nữ")})
    assert state_of(desk.entry).fields["child.sex"]["o"] == "typed", "the same value is no change"


def test_a_value_is_confirmed_only_once_the_register_was_seen(desk: Desk) -> None:
    desk.open()
    desk.key()
    with pytest.raises(NotSeen):
        desk.key({"child.ethnicity": typed("Kinh", o="confirmed")})
    entries.record_register_seen(**desk.common, role="child")
    desk.key({"child.ethnicity": typed("Kinh", o="confirmed")})
    assert state_of(desk.entry).fields["child.ethnicity"]["o"] == "confirmed"


def test_an_outcome_is_recorded_and_a_later_one_takes_its_place(desk: Desk) -> None:
    desk.whole()
    for outcome, number in (("not_found", ""), ("mismatched", "070206000019")):
        entries.record_outcome(**desk.common, role="child", outcome=outcome, personal_id=number)
    assert entry_of(desk).outcome == "mismatched"
    assert Subject.objects.get(entry_id=desk.entry, role="child").personal_id == "070206000019"
    assert log_of(desk)[-2:] == ["outcome_recorded", "outcome_recorded"]


def test_an_annotation_amends_the_current_value_and_not_the_transcription(desk: Desk) -> None:
    desk.whole()
    desk.annotate({"child.full_name": "Nguyễn Thị Hoa"})
    state = state_of(desk.entry)
    assert state.fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    assert state.current_fields["child.full_name"] == typed("Nguyễn Thị Hoa", o="annotation")


def test_nobody_keys_without_an_assignment(world: Any) -> None:
    with pytest.raises(NotFound):
        Desk(world, world.officer("keyer")).open()
    other = world.new_book()
    world.assign(world.book, pages=(1, 10))
    desk = Desk(world, world.officer("keyer"))
    desk.open(page=9)
    with pytest.raises(NotAssigned):
        desk.open(page=10)
    with pytest.raises(NotFound):
        desk.open(book=other)


def test_only_a_checked_machine_keys(desk: Desk) -> None:
    desk.station = desk.world.machine(checked=False)
    with pytest.raises(StationNotChecked):
        desk.open()


def test_a_finished_book_takes_no_more_entries(desk: Desk) -> None:
    desk.world.book.status = "complete"
    desk.world.book.save()
    with pytest.raises(BookClosed):
        desk.open()


def test_positions_without_the_right_to_key_are_refused(desk: Desk) -> None:
    for code in ("registrar", "unit_head", "checker", "admin"):
        with pytest.raises(NotAllowed):
            Desk(desk.world, desk.world.officer(code)).open()


def test_a_helper_keys_and_may_not_look_up(desk: Desk) -> None:
    helper = Desk(desk.world, desk.world.officer("helper"))
    desk.world.assign(desk.world.new_book(), None)
    book = desk.world.new_book()
    desk.world.assign(book, helper.officer)
    helper.open(book=book)
    helper.key()
    with pytest.raises(NotAllowed):
        entries.record_register_seen(**helper.common, role="child")
    entries.record_register_seen(**{**helper.common, "actor": desk.officer}, role="child")


def test_what_is_not_a_field_of_the_form_is_refused(desk: Desk) -> None:
    desk.open()
    for fields in (
        {"child.shoe_size": typed("41")},
        {"child.sex": {"v": "Nữ", "m": "illegible"}},
        {"child.sex": typed("Nữ", o="imported")},
        {"child.full_name": typed("x" * 5000)},
        {"child.full_name": "Nguyễn"},
    ):
        with pytest.raises(PacketMalformed):
            desk.key(fields)


def test_text_the_database_cannot_hold_is_refused(desk: Desk) -> None:
    desk.open()
    with pytest.raises(PacketMalformed):
        entries.void(**desk.common, reason="1\x00")


def test_an_entry_must_be_opened_first(desk: Desk) -> None:
    desk.entry = uuid7()
    with pytest.raises(NotOpened):
        desk.key()
