"""Margin notes in the log: written, replaced, withdrawn; who may; what is left to reconcile."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from making import change_entry

from hotich.audit.operations import seal
from hotich.audit.verifying import verify
from hotich.entries import operations as entries
from hotich.entries.errors import BookClosed, NoteGone, NoteRefused, StationNotChecked
from hotich.entries.margin_notes import linked_from, notes_lacking, sources_of, sources_unlinked
from hotich.entries.models import Entry, EntryAction, Transcription
from hotich.entries.queries import state_of
from hotich.entries.refolding import refold
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db


def kept(desk: Desk) -> list[dict[str, Any]]:
    return Transcription.objects.get(entry_id=desk.entry).annotations


def name_of(desk: Desk) -> str | None:
    return state_of(desk.entry).current_fields["child.full_name"]["v"]


def entry_of(desk: Desk) -> Entry:
    return Entry.objects.unscoped("test").get(pk=desk.entry)


def registrar(desk: Desk) -> Desk:
    """The same entry before the registrar of the unit, at no machine of the campaign."""
    other = Desk(desk.world, desk.world.officer("registrar"), entry=desk.entry)
    other.station = None
    return other


# -- the log


def test_a_note_keeps_its_day_its_paper_its_officer_and_its_words(desk: Desk) -> None:
    desk.whole()
    answer = desk.annotate(
        {"child.full_name": "Nguyễn Thị Hoa"}, date="12052010", officer="Trần Văn An",
        document={"name": "Quyết định", "number": "12/QĐ-UBND", "date": "10/05/2010", "issuer": "UBND xã"},
    )  # fmt: skip
    (note,) = kept(desk)
    assert (note["seq"], note["by"], note["state"], note["lacks"]) == (
        answer.seq,
        desk.officer.pk,
        "in_force",
        "entry",
    )
    assert (note["date"], note["officer"], note["document"]["number"]) == (
        "12/05/2010",
        "Trần Văn An",
        "12/QĐ-UBND",
    )
    assert state_of(desk.entry).fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    assert name_of(desk) == "Nguyễn Thị Hoa"


def test_a_better_reading_replaces_a_note_and_both_stay_on_record(desk: Desk) -> None:
    desk.whole()
    first = desk.annotate({"child.full_name": "Nguyễn Thị Hoa"})
    desk.annotate({"child.full_name": "Nguyễn Thị Hoài"}, replaces=first.seq, reason="đọc nhầm chữ i")
    assert [(note["state"], (note.get("ended") or {}).get("reason")) for note in kept(desk)] == [
        ("superseded", "đọc nhầm chữ i"), ("in_force", None),
    ]  # fmt: skip
    assert name_of(desk) == "Nguyễn Thị Hoài"
    with pytest.raises(NoteGone):
        desk.annotate({"child.full_name": "Nguyễn Hoa"}, replaces=first.seq, reason="lần nữa")


def test_a_withdrawn_note_restores_what_the_page_says_and_stays_on_record(desk: Desk) -> None:
    desk.whole()
    note = desk.annotate({"child.full_name": "Nguyễn Thị Hoa"})
    entries.withdraw_note(**desk.common, note=note.seq, reason="ghi nhầm trường hợp")
    assert name_of(desk) == "Nguyễn Thị Hòa"
    assert [each["state"] for each in kept(desk)] == ["withdrawn"]
    assert EntryAction.objects.filter(entry_id=desk.entry, type="annotation_withdrawn").count() == 1
    with pytest.raises(NoteGone):
        entries.withdraw_note(**desk.common, note=note.seq, reason="lần nữa")
    with pytest.raises(NoteGone):
        entries.withdraw_note(**desk.common, note=99, reason="không có")


def test_replacing_and_withdrawing_need_their_reason(desk: Desk) -> None:
    desk.whole()
    note = desk.annotate()
    with pytest.raises(Refusal, match="lý do"):
        desk.annotate(replaces=note.seq, reason="  ")
    with pytest.raises(Refusal, match="lý do"):
        entries.withdraw_note(**desk.common, note=note.seq, reason="")
    with pytest.raises(NoteRefused, match="dài quá"):
        entries.withdraw_note(**desk.common, note=note.seq, reason="x" * 501)


def test_the_same_note_sent_twice_is_kept_once(desk: Desk) -> None:
    desk.whole()
    tx = uuid7()
    said = {"note": {"kind": "divorce", "text": "Đã ly hôn"}, "tx_id": tx}
    assert entries.annotate(**desk.common, **said).status == "saved"
    assert entries.annotate(**desk.common, **said).status == "repeated"
    assert len(kept(desk)) == 1


def test_a_field_the_book_lacks_is_refused_in_words(desk: Desk) -> None:
    desk.whole()
    with pytest.raises(NoteRefused, match="không có ô"):
        desk.annotate({"husband.full_name": "Ai"})
    assert kept(desk) == []


def test_a_number_left_empty_takes_no_note(desk: Desk) -> None:
    desk.open()
    desk.key()
    entries.void(**desk.common, reason="sổ bỏ trống")
    with pytest.raises(NoteRefused, match="bỏ trống"):
        desk.annotate()


def test_what_a_note_makes_strange_is_said_with_the_answer(desk: Desk) -> None:
    desk.whole()
    answer = desk.annotate({"child.birth_date": "02/03/2007"}, date="2005")
    codes = {finding.code for finding in answer.findings}
    assert "annotation.before_registration" in codes
    assert any(
        "child.birth_date" in each.fields and not each.code.startswith("annotation.")
        for each in answer.findings
    )


def test_an_adoption_in_the_margin_restricts_the_entry_and_withdrawing_it_does_not_lift_that(
    desk: Desk,
) -> None:
    desk.whole()
    note = desk.annotate(kind="adoption", text="Cho làm con nuôi")
    assert entry_of(desk).sensitive
    entries.withdraw_note(**desk.common, note=note.seq, reason="nhầm")
    assert entry_of(desk).sensitive


@pytest.mark.django_db(transaction=True)
def test_notes_refold_clean_and_their_seals_verify(desk: Desk) -> None:
    desk.whole()
    first = desk.annotate({"child.full_name": "Nguyễn Thị Hoa"}, date="2010")
    second = desk.annotate({"child.sex": "Nam"}, replaces=first.seq, reason="đọc lại")
    entries.withdraw_note(**desk.common, note=second.seq, reason="nhầm")
    assert refold(derived=True).clean
    seal()
    assert verify().clean


# -- who may


def test_positions_that_may_not_write_notes_are_refused(desk: Desk) -> None:
    desk.whole()
    for code in ("verifier", "police_head", "list_keeper"):
        with pytest.raises(NotAllowed):
            Desk(desk.world, desk.world.officer(code), entry=desk.entry).annotate()
    for code in ("unit_head", "admin"):
        with pytest.raises((NotAllowed, NotFound)):
            Desk(desk.world, desk.world.officer(code), entry=desk.entry).annotate()


def test_who_keys_the_book_writes_its_notes_only_at_a_checked_machine_and_while_the_book_is_here(
    desk: Desk,
) -> None:
    desk.whole()
    desk.station = desk.world.machine(checked=False)
    with pytest.raises(StationNotChecked):
        desk.annotate()
    desk.station = desk.world.station
    desk.world.book.status = "returned"
    desk.world.book.save()
    with pytest.raises(BookClosed):
        desk.annotate()


def test_the_registrar_writes_notes_in_the_books_of_his_unit_after_they_came_back_too(
    desk: Desk, elsewhere: Any
) -> None:
    desk.whole()
    desk.world.book.status = "returned"
    desk.world.book.save()
    registrar(desk).annotate({"child.full_name": "Nguyễn Thị Hoa"})
    assert name_of(desk) == "Nguyễn Thị Hoa"
    stranger = Desk(elsewhere, elsewhere.officer("registrar"), entry=desk.entry)
    with pytest.raises(NotFound):
        stranger.annotate()
    with pytest.raises(NotFound):
        entries.withdraw_note(**stranger.common, note=4, reason="x")


def test_the_towns_justice_officer_sees_a_wards_entry_and_leaves_its_notes_to_the_ward(desk: Desk) -> None:
    from hotich.units.models import Agency, Level, Unit

    desk.whole()
    town = Unit.objects.create(
        key="test/town", code="697", name="Thị xã", type_label="thị xã", level=Level.DISTRICT,
        valid_from=desk.world.unit.valid_from, sort_key="697",
    )  # fmt: skip
    desk.world.unit.parent = town
    desk.world.unit.save()
    justice = Agency.objects.create(code="697-TP", unit=town, kind="TP", name="Phòng Tư pháp")
    officer = desk.world.officer("justice_officer", agency=justice)
    with pytest.raises(NotAllowed):
        Desk(desk.world, officer, entry=desk.entry).annotate()


# -- linked with the register it comes from


def test_a_change_is_linked_once_and_shown_from_both_sides(desk: Desk) -> None:
    desk.whole()
    source = change_entry(desk)
    office = registrar(desk)
    office.annotate({"child.full_name": "Nguyễn Thị Hoa"}, source=str(source.pk))
    (linked,) = linked_from(office.officer, source)
    assert (linked.entry.pk, linked.note["amends"]["child.full_name"]["v"]) == (desk.entry, "Nguyễn Thị Hoa")
    assert sources_of(office.officer, kept(desk)) == {str(source.pk): source}
    with pytest.raises(NoteRefused, match="đã nối"):
        office.annotate(source=str(source.pk))


def test_links_show_nothing_of_another_unit(desk: Desk, elsewhere: Any) -> None:
    desk.whole()
    source = change_entry(desk)
    registrar(desk).annotate(source=str(source.pk))
    stranger = elsewhere.officer("registrar")
    assert linked_from(stranger, source) == []
    assert sources_of(stranger, kept(desk)) == {}
    for rows in (
        notes_lacking(stranger, "entry"),
        notes_lacking(stranger, "margin"),
        sources_unlinked(stranger),
    ):
        assert not rows.exists()


def test_a_source_must_be_there_seen_of_the_right_register_and_another_entry(
    desk: Desk, elsewhere: Any
) -> None:
    theirs = Desk(elsewhere, elsewhere.officer("registrar"))
    foreign = change_entry(theirs)
    desk.whole()
    office = registrar(desk)
    own_kind = Desk(desk.world, desk.officer).whole(line=2, registration__number="13")
    for source, words in (
        (str(foreign.pk), "Không tìm thấy"),
        (str(uuid7()), "Không tìm thấy"),
        (str(desk.entry), "Không tìm thấy"),
        ("không phải", "không đúng dạng"),
        (str(own_kind), "trong sổ TD"),
    ):
        with pytest.raises(NoteRefused, match=words):
            office.annotate(source=source)


def test_the_registrar_finds_what_is_left_to_reconcile(desk: Desk) -> None:
    desk.whole()
    office = registrar(desk)
    source = change_entry(desk)

    def lists() -> list[int]:
        return [
            notes_lacking(office.officer, "entry").count(), notes_lacking(office.officer, "margin").count(),
            sources_unlinked(office.officer).count(),
        ]  # fmt: skip

    assert lists() == [0, 0, 1]
    alone = office.annotate({"child.full_name": "Nguyễn Thị Hoa"})
    assert lists() == [1, 0, 1]
    linked = office.annotate(
        {"child.full_name": "Nguyễn Thị Hoa"}, source=str(source.pk), in_margin=False, replaces=alone.seq,
        reason="nối với sổ thay đổi",
    )  # fmt: skip
    assert lists() == [0, 1, 0]
    office.annotate(
        {"child.full_name": "Nguyễn Thị Hoa"}, source=str(source.pk), replaces=linked.seq, reason="đã ghi vào lề",
    )  # fmt: skip
    assert lists() == [0, 0, 0]


def test_an_id_of_a_source_is_kept_in_one_writing(desk: Desk) -> None:
    desk.whole()
    source = change_entry(desk)
    registrar(desk).annotate(source=str(source.pk).upper())
    assert kept(desk)[0]["source"] == str(source.pk)


def test_a_name_that_is_the_mothers_is_not_told_as_the_childs(desk: Desk) -> None:
    from making import change_entry

    from hotich.entries.margin_notes import says_of, suggested_targets

    entry = desk.whole(mother__full_name="Trần Thị Bé", child__full_name="Nguyễn Văn An", child__sex="Nam")
    source = change_entry(desk, subject__full_name="Trần Thị Bé")
    reasons = {one.entry.pk: one.reasons for one in suggested_targets(desk.officer, source, says_of(source))}
    assert "tên ấy là người mẹ" in reasons[entry]
    assert "cùng họ tên" not in reasons[entry]
