"""Minutes with many books: given as counted, received as found; loans, lost and overdue books."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from desk import Desk

from hotich.books.models import Book, BookStatus, Handover, Minutes
from hotich.books.operations import (
    Found,
    Given,
    assign,
    cancel_minutes,
    draw_up,
    end_assignment,
    is_lent,
    number_minutes,
    receive_minutes,
    record_found,
    report_lost,
    ways_open,
)
from hotich.books.policies import BookRefused
from hotich.books.queries import (
    handovers_for,
    losses_for,
    minutes_for,
    minutes_waiting_for,
    one_minutes_for,
    overdue_for,
)
from hotich.entries.errors import BookClosed
from hotich.entries.operations import annotate, lend_for_note
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar")


@pytest.fixture
def leader(world: Any) -> Any:
    return world.officer("team_leader")


def kept(world: Any, *, by: Any = None, status: str = BookStatus.INVENTORIED, **more: Any) -> Book:
    return world.new_book(custodian=by or world.committee, status=status, **more)


def give(world: Any, actor: Any, books: list[Book], to: Any, way: str = "hand_over", **more: Any) -> Minutes:
    return draw_up(
        actor=actor, now=world.now, given=[Given(book) for book in books], to_agency=to, way=way, **more
    )


def take(world: Any, actor: Any, minutes: Minutes, **more: Any) -> Minutes:
    return receive_minutes(actor=actor, now=world.now, minutes=minutes, **more)


def state(book: Book) -> tuple[Any, str]:
    book.refresh_from_db()
    return book.custodian, book.status


def refusal(act: Any) -> str:
    with pytest.raises(BookRefused) as refused:
        act()
    return refused.value.code


def line(minutes: Minutes, book: Book) -> Handover:
    return minutes.handovers.get(book=book)


# -- many books at once


def test_one_act_gives_many_books_with_condition_and_counts_of_each(
    world: Any, registrar: Any, leader: Any
) -> None:
    sound, worn = kept(world, condition="tốt"), kept(world)
    minutes = draw_up(
        actor=registrar, now=world.now, to_agency=world.police, way="hand_over", number="05/BB",
        given=[Given(sound), Given(worn, "gáy rách", pages=48, entries=97)],
    )  # fmt: skip
    assert [
        (one.order, one.book_id, one.condition, one.pages_count, one.entries_count)
        for one in minutes.handovers.all()
    ] == [(1, sound.pk, "tốt", 50, 100), (2, worn.pk, "gáy rách", 48, 97)]
    assert list(minutes_waiting_for(leader)) == [minutes]
    assert not minutes_waiting_for(registrar)
    take(world, leader, minutes, place="Phòng nhập liệu")
    assert {state(book) for book in (sound, worn)} == {(world.police, "handed_over")}
    assert (worn.condition, worn.place) == ("gáy rách", "Phòng nhập liệu")
    assert not minutes_waiting_for(leader)


def test_who_receives_notes_what_is_otherwise_and_what_is_not_there_stays_with_the_giver(
    world: Any, registrar: Any, leader: Any
) -> None:
    here, thin, gone = kept(world), kept(world), kept(world)
    minutes = give(world, registrar, [here, thin, gone], world.police)
    silent = {line(minutes, thin).pk: Found(pages=49)}
    assert refusal(lambda: take(world, leader, minutes, found=silent)) == "minutes.difference"
    assert state(here) == (world.committee, "inventoried")
    absent = {line(minutes, gone).pk: Found(absent=True)}
    assert refusal(lambda: take(world, leader, minutes, found=absent)) == "minutes.difference"
    take(
        world, leader, minutes,
        found={
            line(minutes, thin).pk: Found(pages=49, condition="mất một trang", difference="thiếu trang 12"),
            line(minutes, gone).pk: Found(absent=True, difference="không có trong thùng"),
        },
    )  # fmt: skip
    assert state(here) == state(thin) == (world.police, "handed_over")
    assert state(gone) == (world.committee, "inventoried")
    assert (thin.condition, line(minutes, thin).found_pages) == ("mất một trang", 49)
    assert minutes_for(leader).get().differing == 2
    # What stayed behind is given once more.
    again = give(world, registrar, [gone], world.police)
    take(world, leader, again)
    assert state(gone) == (world.police, "handed_over")


def test_received_twice_answers_as_it_is(world: Any, registrar: Any, leader: Any) -> None:
    book = kept(world)
    minutes = give(world, registrar, [book], world.police)
    take(world, leader, minutes)
    receive_minutes(
        actor=leader, now=world.now + timedelta(days=1), minutes=minutes,
        found={line(minutes, book).pk: Found(absent=True, difference="?")},
    )  # fmt: skip
    assert line(minutes, book).received_at == world.now
    assert state(book) == (world.police, "handed_over")


def test_all_books_of_one_act_are_with_one_agency_and_may_be_given(
    world: Any, registrar: Any, leader: Any
) -> None:
    mine, theirs, lost = kept(world), kept(world, by=world.police), kept(world, status=BookStatus.LOST)
    assert refusal(lambda: give(world, registrar, [], world.police)) == "minutes.no_books"
    assert refusal(lambda: give(world, registrar, [mine, theirs], world.police)) == "book.not_in_custody"
    assert refusal(lambda: give(world, registrar, [mine, lost], world.police)) == "book.state"
    assert not Handover.objects.exists()


def test_the_giver_takes_back_what_nobody_received_and_nobody_else_does(
    world: Any, registrar: Any, leader: Any
) -> None:
    book = kept(world)
    minutes = give(world, registrar, [book], world.police)
    said = {"now": world.now, "minutes": minutes}
    assert refusal(lambda: cancel_minutes(actor=registrar, reason=" ", **said)) == "minutes.reason"
    assert refusal(lambda: cancel_minutes(actor=leader, reason="x", **said)) == "minutes.not_the_giver"
    cancel_minutes(actor=registrar, reason="ghi nhầm sổ", **said)
    assert refusal(lambda: take(world, leader, minutes)) == "minutes.cancelled"
    again = give(world, registrar, [book], world.police)
    take(world, leader, again)
    late = {"actor": registrar, "now": world.now, "minutes": again, "reason": "muộn"}
    assert refusal(lambda: cancel_minutes(**late)) == "minutes.received"


def test_the_clerks_number_is_written_down_later_by_either_side(
    world: Any, elsewhere: Any, registrar: Any, leader: Any
) -> None:
    minutes = give(world, registrar, [kept(world)], world.police)
    for officer, number in ((registrar, "07/BB-UBND"), (leader, "08/BB-UBND")):
        assert number_minutes(actor=officer, minutes=minutes, number=number).number == number
    assert refusal(lambda: number_minutes(actor=leader, minutes=minutes, number=" ")) == "minutes.number"
    with pytest.raises(NotFound):
        number_minutes(actor=elsewhere.officer("registrar"), minutes=minutes, number="1")


def test_another_unit_sees_no_minutes(world: Any, elsewhere: Any, registrar: Any) -> None:
    minutes = give(world, registrar, [kept(world)], world.police)
    stranger = elsewhere.officer("registrar")
    assert not minutes_for(stranger)
    with pytest.raises(NotFound):
        one_minutes_for(stranger, minutes.pk)
    with pytest.raises(NotFound):
        take(world, elsewhere.officer("team_leader"), minutes)
    assert one_minutes_for(registrar, minutes.pk) == minutes


# -- in place, back unkeyed, once more


def test_a_book_handed_over_in_place_keeps_its_place(world: Any, registrar: Any, leader: Any) -> None:
    book = kept(world, place="Kho lưu trữ")
    take(world, leader, give(world, registrar, [book], world.police, "in_place"), place="Phòng khác")
    assert state(book) == (world.police, "handed_over")
    assert book.place == "Kho lưu trữ"


def test_a_book_that_was_not_keyed_goes_back_with_a_reason(world: Any, registrar: Any, leader: Any) -> None:
    book = kept(world, by=world.police, status=BookStatus.HANDED_OVER)
    assert refusal(lambda: give(world, leader, [book], world.committee, "return")) == "minutes.reason"
    minutes = give(world, leader, [book], world.committee, "return", reason="giao nhầm quyển")
    take(world, registrar, minutes)
    assert state(book) == (world.committee, "inventoried")


def test_a_book_being_keyed_is_completed_before_it_goes_back(world: Any, leader: Any) -> None:
    book = world.book
    book.custodian = world.police
    book.save()
    given = world.assign(book, leader)
    Desk(world, leader).whole()
    end_assignment(actor=leader, now=world.now, assignment=given)
    with_reason = {"reason": "xong", "checked": True}
    assert (
        refusal(lambda: give(world, leader, [book], world.committee, "return", **with_reason)) == "book.state"
    )
    assert ways_open(leader, [book]) == ["lend_back"]


def test_a_book_that_was_assigned_and_not_keyed_goes_back_when_nobody_is_to_key_it(
    world: Any, registrar: Any, leader: Any
) -> None:
    book = kept(world, by=world.police, status=BookStatus.HANDED_OVER)
    given = assign(actor=leader, now=world.now, book=book, team=world.team, officer=leader, station=None)
    book.refresh_from_db()
    assert ways_open(leader, [book]) == ["lend_back"]
    back = {"to": world.committee, "way": "return", "reason": "ngoài phạm vi đợt"}
    with pytest.raises(BookRefused, match="thu hồi phân công") as held:
        give(world, leader, [book], **back)
    assert held.value.code == "book.assigned"
    end_assignment(actor=leader, now=world.now, assignment=given)
    assert ways_open(leader, [book]) == ["return", "lend_back"]
    assert refusal(lambda: give(world, leader, [book], **back | {"reason": " "})) == "minutes.reason"
    minutes = give(world, leader, [book], **back)
    again = assign(actor=leader, now=world.now, book=book, team=world.team, officer=leader, station=None)
    assert refusal(lambda: take(world, registrar, minutes)) == "book.assigned", "work began on it meanwhile"
    end_assignment(actor=leader, now=world.now, assignment=again)
    take(world, registrar, minutes)
    assert state(book) == (world.committee, "inventoried")
    assert ways_open(registrar, [book]) == ["hand_over", "in_place"]


def test_a_returned_book_is_handed_over_again_only_with_a_reason(
    world: Any, registrar: Any, leader: Any
) -> None:
    book = kept(world, status=BookStatus.RETURNED)
    assert refusal(lambda: give(world, registrar, [book], world.police)) == "minutes.reason"
    take(world, leader, give(world, registrar, [book], world.police, reason="sót hai trang cuối"))
    assert state(book) == (world.police, "handed_over")


# -- due days


def test_a_book_is_overdue_after_its_day_until_it_is_back(world: Any, registrar: Any, leader: Any) -> None:
    today = world.now.date()
    book = kept(world)
    early = {"due_on": today - timedelta(days=1)}
    assert refusal(lambda: give(world, registrar, [book], world.police, **early)) == "minutes.due"
    take(world, leader, give(world, registrar, [book], world.police, due_on=today + timedelta(days=3)))
    assert not overdue_for(leader, on=today + timedelta(days=3))
    assert list(overdue_for(registrar, on=today + timedelta(days=4))) == [book]
    minutes = give(world, leader, [book], world.committee, "return", reason="chưa nhập được")
    take(world, registrar, minutes)
    assert not overdue_for(registrar, on=date(2999, 1, 1))


def test_a_loan_has_its_own_day_and_the_handovers_day_holds_again_after_it(
    world: Any, registrar: Any, leader: Any
) -> None:
    today = world.now.date()
    book, end, soon = kept(world), today + timedelta(days=40), today + timedelta(days=2)
    assert ways_open(registrar, [book]) == ["hand_over", "in_place"]
    take(world, leader, give(world, registrar, [book], world.police, due_on=end))
    for wrong, code in (
        ({"due_on": soon}, "minutes.purpose"),
        ({"purpose": "extract"}, "minutes.due"),
    ):
        assert (
            refusal(lambda wrong=wrong: give(world, leader, [book], world.committee, "lend_back", **wrong))
            == code
        )
    lent = give(world, leader, [book], world.committee, "lend_back", purpose="extract", due_on=soon)
    take(world, registrar, lent)
    assert is_lent(book)
    assert state(book) == (world.committee, "handed_over")
    assert ways_open(registrar, [book]) == ["bring_back"]
    assert ways_open(registrar, [book, kept(world, volume="09")]) == []
    assert book.due_back_on == soon
    take(world, leader, give(world, registrar, [book], world.police, "bring_back"))
    assert not is_lent(book)
    assert state(book) == (world.police, "handed_over")
    assert ways_open(leader, [book]) == ["return", "lend_back"]
    assert book.due_back_on == end


def test_only_a_lent_book_is_brought_back(world: Any, registrar: Any) -> None:
    book = kept(world, status=BookStatus.KEYING)
    assert refusal(lambda: give(world, registrar, [book], world.police, "bring_back")) == "book.not_lent"


# -- lost


def test_a_lost_book_is_keyed_and_given_by_nobody_until_it_is_found_as_it_was(
    world: Any, elsewhere: Any, registrar: Any, leader: Any
) -> None:
    book = kept(world, by=world.police, status=BookStatus.KEYING)
    said = {"now": world.now, "book": book}
    assert refusal(lambda: report_lost(actor=leader, circumstances=" ", **said)) == "loss.circumstances"
    assert refusal(lambda: report_lost(actor=registrar, circumstances="x", **said)) == "book.not_in_custody"
    with pytest.raises(NotAllowed):
        report_lost(actor=world.officer("keyer"), circumstances="x", **said)
    report_lost(actor=leader, circumstances="không có trong tủ số 2", **said)
    assert state(book) == (world.police, "lost")
    assert [loss.book for loss in losses_for(registrar)] == [book]
    assert not losses_for(elsewhere.officer("registrar"))
    assert refusal(lambda: report_lost(actor=leader, circumstances="lần nữa", **said)) == "book.state"
    assign_it = {"team": world.team, "officer": None, "station": None, **said}
    assert refusal(lambda: assign(actor=leader, **assign_it)) == "book.not_handed_over"
    assert refusal(lambda: record_found(actor=leader, found="", **said)) == "loss.found"
    record_found(actor=leader, found="sau tủ, còn nguyên", **said)
    assert state(book) == (world.police, "keying")
    assert not losses_for(registrar)


# -- a loan for a margin note opens its entry once


def note(text: str = "Cải chính họ tên") -> dict[str, Any]:
    return {"kind": "other", "date": "01/06/2010", "text": text}


def test_a_loan_for_a_margin_note_opens_that_entry_for_one_annotation(
    world: Any, registrar: Any, leader: Any
) -> None:
    world.book.custodian = world.police
    world.book.save()
    desk = Desk(world, leader)
    desk.open()
    desk.key_all(registration__number="12")
    desk.complete()
    other = Desk(world, leader)
    other.open(1, 2)
    other.key_all(registration__number="13")
    other.complete()
    Book.plain.filter(pk=world.book.pk).update(status=BookStatus.COMPLETE)
    world.book.refresh_from_db()

    def write(entry: Any) -> None:
        annotate(actor=leader, entry_id=entry, note=note(), now=world.now, station=world.station)

    with pytest.raises(BookClosed):
        write(desk.entry)
    loan = {
        "actor": leader, "now": world.now, "given": Given(world.book), "to_agency": world.committee,
        "due_on": world.now.date() + timedelta(days=3),
    }  # fmt: skip
    assert refusal(lambda: lend_for_note(numbers=["99"], **loan)) == "lending.number"
    assert refusal(lambda: lend_for_note(numbers=[" "], **loan)) == "lending.number"
    minutes = lend_for_note(numbers=["12"], **loan)
    with pytest.raises(BookClosed):
        write(desk.entry)
    take(world, registrar, minutes)
    take(world, leader, give(world, registrar, [world.book], world.police, "bring_back"))
    with pytest.raises(BookClosed):
        write(other.entry)
    write(desk.entry)
    opening = minutes.openings.get()
    assert (opening.number, opening.used_by) == ("12", leader)
    with pytest.raises(BookClosed):
        write(desk.entry)
    assert state(world.book) == (world.police, "complete")


def test_the_chain_of_custody_keeps_every_hand(world: Any, registrar: Any, leader: Any) -> None:
    book = kept(world)
    take(world, leader, give(world, registrar, [book], world.police))
    minutes = give(world, leader, [book], world.committee, "return", reason="giao nhầm")
    take(world, registrar, minutes)
    chain = [
        (one.minutes.way, one.minutes.handed_by, one.received_by)
        for one in handovers_for(registrar).filter(book=book)
    ]
    assert sorted(chain, key=lambda each: each[0]) == [
        ("hand_over", registrar, leader),
        ("return", leader, registrar),
    ]
