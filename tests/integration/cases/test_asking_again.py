"""Look-ups that could not be made are made without the officer; he is shown the answer and decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from making import citizen, entry_about, extract_of, seek

from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.operations.asking_again import ask_again
from hotich.cases.policies import JudgementRefused
from hotich.entries.models import Entry, EntryAction
from hotich.entries.queries import awaiting_look_up
from hotich.entries.refolding import refold
from hotich.linkage.models import Judgement, LookUp
from hotich.linkage.policies import was_shown
from hotich.population.operations import wipe
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db


def in_extracts(unit_id: int | None) -> str:
    return "extract"


def outcomes(desk: Desk) -> tuple[str, str]:
    entry = Entry.objects.unscoped("test").get(pk=desk.entry)
    return entry.outcome, entry.subjects.get(role="child").outcome


def look_ups() -> list[LookUp]:
    return list(LookUp.objects.unscoped("test").order_by("received_at"))


@pytest.fixture
def without_answer(desk: Desk) -> Desk:
    """A finished entry that was looked up while nobody answered."""
    entry_about(desk)
    seek(actor=desk.officer, entry_id=desk.entry, role="child")
    assert outcomes(desk) == ("unavailable", "unavailable")
    return desk


def test_while_nobody_answers_nothing_is_written(without_answer: Desk) -> None:
    before = EntryAction.objects.count()
    assert ask_again(way_of=in_extracts, now=database_now()) == 0
    assert (len(look_ups()), EntryAction.objects.count()) == (1, before)
    assert outcomes(without_answer) == ("unavailable", "unavailable")


def test_once_an_extract_is_in_force_the_answer_waits_for_an_officer(without_answer: Desk) -> None:
    extract_of(citizen())
    assert ask_again(way_of=in_extracts, now=database_now()) == 1
    assert outcomes(without_answer) == ("pending", "pending")
    _, made = look_ups()
    assert (made.officer, made.found, made.verdict) == (None, 1, "link")
    assert not was_shown(made, without_answer.officer), "nobody has seen anything of the register by it"
    log = EntryAction.objects.filter(entry_id=without_answer.entry, type="outcome_recorded").order_by("seq")
    assert [row.payload["outcome"] for row in log] == ["unavailable", "pending"]
    assert [one.entry_id for one in awaiting_look_up(without_answer.officer)] == [without_answer.entry]
    assert ask_again(way_of=in_extracts, now=database_now()) == 0
    assert refold(derived=True).clean
    assert verify().clean


def test_an_answer_of_nobody_is_never_not_found(without_answer: Desk) -> None:
    extract_of(
        citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", mother_full_name="", father_full_name="")
    )
    assert ask_again(way_of=in_extracts, now=database_now()) == 1
    assert outcomes(without_answer) == ("pending", "pending")
    with pytest.raises(JudgementRefused) as refused:
        cases.judge(
            actor=without_answer.officer, entry_id=without_answer.entry, role="child", decision="not_found",
            look_up_id=look_ups()[-1].pk, reason="not_collected",
        )  # fmt: skip
    assert refused.value.code == "judgement.second_search"


def test_the_officer_is_shown_the_answer_and_decides(without_answer: Desk) -> None:
    from hotich.linkage.operations import show

    extract_of(citizen())
    ask_again(way_of=in_extracts, now=database_now())
    found = look_ups()[-1]
    said: dict[str, Any] = {
        "actor": without_answer.officer, "entry_id": without_answer.entry, "role": "child",
        "decision": "same_person", "look_up_id": found.pk, "candidate": "1",
    }  # fmt: skip
    with pytest.raises(JudgementRefused):
        cases.judge(**said)
    show(actor=without_answer.officer, look_up=found)
    assert cases.judge(**said).outcome == "matched"


def test_an_officer_who_was_faster_is_not_overtaken(without_answer: Desk) -> None:
    extract_of(citizen())
    found = seek(actor=without_answer.officer, entry_id=without_answer.entry, role="child")
    cases.judge(
        actor=without_answer.officer, entry_id=without_answer.entry, role="child", decision="same_person",
        look_up_id=found.pk, candidate="1",
    )  # fmt: skip
    assert ask_again(way_of=in_extracts, now=database_now()) == 0
    assert outcomes(without_answer) == ("matched", "matched")


def test_what_could_not_be_searched_on_the_police_machine_is_not_searched_elsewhere(desk: Desk) -> None:
    entry_about(desk)
    cases.record_and_judge(
        actor=desk.officer, entry_id=desk.entry, role="child", searched={"full_name": "Nguyễn Thị Hòa"}, seen={},
        personal_id="", outcome="unavailable", reason="", looked_up_at=database_now() - timedelta(minutes=1),
    )  # fmt: skip
    extract_of(citizen())
    assert ask_again(way_of=in_extracts, now=database_now()) == 0


def test_an_entry_still_being_keyed_is_left_to_who_keys_it(desk: Desk) -> None:
    desk.open()
    desk.key()
    seek(actor=desk.officer, entry_id=desk.entry, role="child")
    extract_of(citizen())
    assert ask_again(way_of=in_extracts, now=database_now()) == 0


@pytest.mark.django_db(transaction=True)
def test_many_jobs_at_once_ask_each_subject_once(desk: Desk) -> None:
    for line in range(1, 5):
        entry_about(desk, line=line)  # type: ignore[arg-type]
        seek(actor=desk.officer, entry_id=desk.entry, role="child")
    extract = extract_of(citizen())

    def run(_: int) -> int:
        try:
            return ask_again(way_of=in_extracts, now=database_now())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(run, range(3))) == 4
    assert Judgement.objects.unscoped("test").filter(source="tra cứu lại").count() == 4
    wipe(extract=extract, now=database_now())
