"""Questions to the team leader: asked with or without a line, answered, closed; each an action of the entry's log."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from sender import Sender

from hotich.books.models import Page
from hotich.entries import operations as entries
from hotich.entries.errors import PacketMalformed, QuestionClosed, QuestionRefused
from hotich.entries.models import Entry, Question
from hotich.entries.refolding import refold
from hotich.support.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db

BOX = [1200, 3000, 2500, 400]


def asked(desk: Desk, text: str = "Chữ này là “Hòa” hay “Hóa”?", **more: Any) -> Question:
    answer = entries.ask(**desk.common, text=text, **more)
    return question(desk.entry, answer.seq)


def question(entry_id: Any, seq: int) -> Question:
    found: Question = Question.objects.unscoped("a test's own question").get(entry_id=entry_id, seq=seq)
    return found


def settle(desk: Desk, actor: Any, seq: int) -> dict[str, Any]:
    return {"actor": actor, "entry_id": desk.entry, "question": seq, "now": desk.world.now}


def page_of(book: Any, number: int = 1) -> Page:
    page: Page = Page.objects.create(book=book, number=number)
    return page


def test_a_question_goes_to_the_leader_and_comes_back_answered(desk: Any) -> None:
    desk.open()
    page = page_of(desk.world.book)
    one = asked(desk, field="child.full_name", crop={"page": str(page.pk), "box": BOX})
    assert (one.state, one.asker, one.field, one.unit) == (
        "open",
        desk.officer,
        "child.full_name",
        desk.world.unit,
    )
    assert one.crop == {"page": str(page.pk), "box": BOX}
    leader = desk.world.officer("team_leader")
    entries.answer_question(**settle(desk, leader, one.seq), text="Hòa, dấu huyền.")
    answered = question(desk.entry, one.seq)
    assert (answered.state, answered.answer, answered.answered_by) == ("answered", "Hòa, dấu huyền.", leader)
    entries.close_question(**settle(desk, desk.officer, one.seq))
    closed = question(desk.entry, one.seq)
    assert (closed.state, closed.closed_by, closed.answer) == ("closed", desk.officer, "Hòa, dấu huyền.")
    assert refold().clean


def test_a_finished_entry_can_be_asked_about_and_stays_finished(desk: Any) -> None:
    desk.whole()
    asked(desk)
    entry = Entry.objects.unscoped("test").get(pk=desk.entry)
    assert (entry.status, entry.reopened) == ("completed", False)


def test_only_who_leads_answers_and_only_in_his_unit(desk: Any, elsewhere: Any) -> None:
    desk.open()
    one = asked(desk)
    with pytest.raises(NotAllowed):
        entries.answer_question(**settle(desk, desk.world.officer("keyer"), one.seq), text="Không biết")
    with pytest.raises(NotFound):
        entries.answer_question(**settle(desk, elsewhere.officer("team_leader"), one.seq), text="Có")
    with pytest.raises(NotAllowed):
        entries.close_question(**settle(desk, desk.world.officer("registrar"), one.seq))


def test_a_closed_question_is_not_answered_any_more(desk: Any) -> None:
    desk.open()
    one = asked(desk)
    leader = desk.world.officer("team_leader")
    entries.close_question(**settle(desk, leader, one.seq))
    with pytest.raises(QuestionClosed):
        entries.answer_question(**settle(desk, leader, one.seq), text="Muộn rồi")
    with pytest.raises(NotFound):
        entries.answer_question(**settle(desk, leader, one.seq + 50), text="Câu nào?")


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001])
def test_a_question_says_something_and_not_too_much(desk: Any, text: str) -> None:
    desk.open()
    with pytest.raises(QuestionRefused):
        asked(desk, text)


def test_a_crop_is_of_a_page_of_the_same_book(desk: Any) -> None:
    desk.open()
    own, foreign = page_of(desk.world.book), page_of(desk.world.new_book())
    with pytest.raises(NotFound):
        asked(desk, crop={"page": str(foreign.pk), "box": BOX})
    for box in ([0, 0, 0, 10], [9000, 0, 2000, 10], [1, 2, 3], "box"):
        with pytest.raises(PacketMalformed):
            asked(desk, crop={"page": str(own.pk), "box": box})
    with pytest.raises(PacketMalformed):
        asked(desk, field="child.nothing")


def test_a_question_comes_through_the_outbox_of_another_officers_browser(world: Any) -> None:
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    sender = Sender(world, officer)
    (opened,) = sender.send(sender.opening())
    packet = sender.packet("asked", {"text": "Trang này mờ?", "field": "", "crop": None})
    sender.client.force_login(world.officer("keyer"))
    (first,) = sender.send(packet)
    (again,) = sender.send(packet)
    assert [opened["status"], first["status"], again["status"]] == ["saved", "saved", "repeated"]
    one = Question.objects.unscoped("test").get(entry_id=sender.entry)
    assert (one.asker, one.text) == (officer, "Trang này mờ?")
    (closed,) = sender.send(sender.packet("question_closed", {"question": one.seq}))
    assert closed["status"] == "saved"


def test_what_the_table_says_against_the_log_is_found(desk: Any) -> None:
    desk.open()
    one = asked(desk)
    Question.objects.unscoped("somebody tampers").filter(pk=one.pk).update(text="khác")
    assert [each.what for each in refold().differences] == [f"question {one.seq}: text"]
