"""What the linkage model may learn from: what books say before anybody looked, and what was judged, with how it came about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk, typed
from making import HOA, citizen, entry_about, extract_of, identity_only, seek

from hotich.cases import operations as cases
from hotich.entries import operations as entries
from hotich.linkage.examples import entries_to_learn_from, judged_entries
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


def judge(desk: Desk, decision: str, **more: Any) -> None:
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child", second=decision == "not_found")
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision=decision, look_up_id=found.pk, **more
    )


def recorded(desk: Desk, **more: Any) -> None:
    cases.record_and_judge(
        **{
            "actor": desk.officer, "entry_id": desk.entry, "role": "child", "outcome": "matched", "reason": "",
            "searched": {"full_name": "Nguyễn Thị Hòa"}, "seen": {"full_name": "Nguyễn Thị Hòa"},
            "personal_id": HOA["personal_id"], "looked_up_at": clock() - timedelta(minutes=1), **more,
        }
    )  # fmt: skip


def test_finished_entries_are_learned_from_under_the_normalisers_words(desk: Desk) -> None:
    entry_about(desk)
    identity_only(desk, line=2, child__full_name="Nguyễn Văn Dở")
    found = entries_to_learn_from()
    assert found.texts["full_name"] == ["Nguyễn Thị Hòa"]
    assert (found.texts["mother_full_name"], found.texts["sex"]) == (["Trần Thị Bé"], ["female"])
    assert (found.kinds, found.books) == (["KS"], [str(desk.world.book.pk)])


def test_a_value_keyed_after_the_register_was_seen_teaches_nothing(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    seek(actor=desk.officer, entry_id=desk.entry, role="child")
    entries.reopen(actor=desk.officer, entry_id=desk.entry, now=desk.world.now, reason="xem lại")
    desk.key({"child.birth_date": typed("02/03/2007", reason="nhầm")})
    desk.complete()
    found = entries_to_learn_from()
    assert found.texts["full_name"] == ["Nguyễn Thị Hòa"]
    assert found.texts["birth_date"] == [""]


def test_of_many_entries_some_are_drawn(desk: Desk) -> None:
    for line in range(1, 9):
        entry_about(desk, line=line)
    assert len(entries_to_learn_from(most=3)) <= 3
    assert len(entries_to_learn_from(most=8)) == 8


def test_a_person_chosen_from_the_machines_list_is_marked_as_such(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    judge(desk, "same_person", candidate="1")
    found = judged_entries()
    assert (found.persons, found.aided) == ([HOA["personal_id"]], [True])


def test_a_person_found_on_the_police_machine_was_found_without_our_list(desk: Desk) -> None:
    entry_about(desk)
    recorded(desk)
    found = judged_entries()
    assert (found.persons, found.aided) == ([HOA["personal_id"]], [False])


def test_only_the_standing_judgement_counts(desk: Desk) -> None:
    extract_of(citizen(full_name="Lê Văn Xa"))
    entry_about(desk)
    recorded(desk)
    judge(desk, "not_found", reason="not_collected")
    assert judged_entries().persons == [""]


def test_nobody_in_less_than_the_nation_and_no_decision_teach_nothing(desk: Desk) -> None:
    extract_of(citizen(full_name="Lê Văn Xa"), coverage="town")
    entry_about(desk, line=1)
    judge(desk, "not_found", reason="not_collected")
    entry_about(desk, line=2)
    judge(desk, "undecided")
    assert not len(judged_entries())
