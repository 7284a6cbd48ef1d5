"""What the model made of an answer, kept with it; the prior of the book; who has seen whom before he decides."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from desk import Desk
from django.db import connection
from django.test.utils import CaptureQueriesContext
from making import citizen, entry_about, extract_of, seek

from hotich.audit.digests import row_digest
from hotich.audit.rows import rows_between
from hotich.audit.sealing import BEGINNING
from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.policies import JudgementRefused
from hotich.core.matching.model import default_model
from hotich.entries.models import Entry, Subject
from hotich.entries.queries import state_of
from hotich.linkage.models import LookUp, Showing
from hotich.linkage.operations import keep_judgement, show
from hotich.linkage.policies import was_shown
from hotich.linkage.queries import prior_of_book
from hotich.linkage.words import cautions_of
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db

BROTHER = {
    "personal_id": "070204000077", "full_name": "Nguyễn Văn Thành", "sex": "1", "birth_date": "14/09/2004",
}  # fmt: skip
TWIN = {"personal_id": "070306000013", "full_name": "Nguyễn Thị Huệ"}
NAMESAKE = {
    "personal_id": "070306000014", "mother_full_name": "Lê Thị Lan", "father_full_name": "Phạm Văn Dũng",
    "birth_date": "11/11/2006",
}  # fmt: skip


def look(desk: Desk, **more: Any) -> LookUp:
    return seek(**{"actor": desk.officer, "entry_id": desk.entry, "role": "child"} | more)


def judge(desk: Desk, found: LookUp, decision: str = "same_person", **more: Any) -> Any:
    said = {
        "actor": desk.officer,
        "entry_id": desk.entry,
        "role": "child",
        "look_up_id": found.id,
        "candidate": "1",
    }
    return cases.judge(**said | {"decision": decision} | more)


def relations(found: LookUp) -> dict[str, str]:
    return {one.personal_id: one.relation for one in found.candidates.all()}


# -- kept with the look-up


def test_a_look_up_keeps_the_model_its_verdict_and_the_probabilities(desk: Desk) -> None:
    extract_of(citizen(), citizen(**NAMESAKE))
    entry_about(desk)
    found = LookUp.objects.unscoped("test").get(pk=look(desk).pk)
    assert (found.model, found.searched) == (default_model().digest, 2)
    assert found.verdict == "link"
    assert found.prior == pytest.approx(default_model().prior)
    assert found.nobody is not None
    assert found.nobody < 0.1
    assert found.evidence is not None
    assert found.evidence > 1
    first = found.candidates.first()
    assert first is not None
    assert (first.probability > 0.9, first.bits > 10, first.comparisons["likely"]) == (True, True, True)
    said = {one["field"]: one for one in first.evidence}
    assert said["birth"]["sentence"] == "ngày sinh trùng"
    assert said["birth"]["bits"] > 5
    assert {"field", "title", "level", "sentence", "bits", "missing"} == set(said["birth"])


def test_a_search_without_an_extract_keeps_no_verdict(desk: Desk) -> None:
    entry_about(desk)
    found = LookUp.objects.unscoped("test").get(pk=look(desk).pk)
    assert (found.state, found.model, found.verdict, found.nobody) == ("unavailable", "", "", None)


def test_family_and_namesakes_are_called_what_they_are(desk: Desk) -> None:
    extract_of(citizen(**BROTHER), citizen(**TWIN), citizen(**NAMESAKE))
    entry_about(desk)
    found = look(desk, second=True)
    assert relations(found) == {
        BROTHER["personal_id"]: "sibling", TWIN["personal_id"]: "twin", NAMESAKE["personal_id"]: "namesake",
    }  # fmt: skip
    kept = list(found.candidates.all())
    said = {one.relation: " ".join(cautions_of(one, kept)) for one in kept}
    assert "anh chị em ruột" in said["sibling"]
    assert "sinh đôi" in said["twin"]
    assert "trùng tên" in said["namesake"]


def test_the_brother_of_a_missing_child_is_not_suggested(desk: Desk) -> None:
    extract_of(citizen(**BROTHER), citizen(**TWIN))
    entry_about(desk)
    assert not any(one.comparisons["likely"] for one in look(desk).candidates.all())


def test_two_rows_of_one_person_are_called_so(desk: Desk) -> None:
    extract_of(citizen(), citizen(personal_id="070306000099"))
    entry_about(desk)
    kept = list(look(desk).candidates.all())
    assert len(kept) == 2
    for one in kept:
        assert any("hai dòng" in sentence for sentence in cautions_of(one, kept))


# -- evidence that verifies


def test_look_ups_from_before_the_model_still_verify_and_cannot_be_filled_in(
    desk: Desk, addresses: Any
) -> None:
    extract_of(citizen())
    entry_about(desk)
    found = look(desk)
    later = ("model", "verdict", "nobody", "prior", "evidence", "searched")
    (row,) = (row for row in rows_between(BEGINNING, None) if row.table == "linkage_lookup")
    before = {name: value for name, value in row.columns.items() if name not in later}
    emptied = "model = '', verdict = '', nobody = NULL, prior = NULL, evidence = NULL, searched = NULL"
    with psycopg.connect(addresses.owner, autocommit=True) as owner:
        # As it would stand had it been made before there were such columns.
        owner.execute(f"UPDATE linkage_lookup SET {emptied}, digest = %s", [row_digest(before)])
        assert verify().clean, verify().as_json()
        for change in ("model = 'x'", "verdict = 'link'", "nobody = 0.5", "searched = 0"):
            owner.execute(f"UPDATE linkage_lookup SET {change} WHERE id = %s", [found.id])
            assert not verify().clean, change
            owner.execute(f"UPDATE linkage_lookup SET {emptied} WHERE id = %s", [found.id])


@pytest.mark.parametrize(
    "change",
    [
        "model = ''",
        "verdict = 'nobody'",
        "nobody = NULL",
        "prior = prior + 0.1",
        "evidence = 0",
        "searched = NULL",
    ],
)
def test_what_the_model_said_cannot_be_changed_or_taken_away(desk: Desk, addresses: Any, change: str) -> None:
    extract_of(citizen())
    entry_about(desk)
    look(desk)
    assert verify().clean
    with psycopg.connect(addresses.owner, autocommit=True) as owner:
        owner.execute(f"UPDATE linkage_lookup SET {change}")
    assert "linkage_lookup" in {broken.what.split()[0] for broken in verify().broken}


# -- the prior of the book


def test_the_prior_of_a_book_follows_what_was_judged_in_it(desk: Desk) -> None:
    extract_of(
        citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", father_full_name="", mother_full_name="")
    )
    general = default_model().prior
    for line in range(1, 6):
        entry_about(desk, line=line)  # type: ignore[arg-type]
        look(desk)
        judge(desk, look(desk, second=True), "not_found", reason="not_collected")
    own = prior_of_book(desk.world.book.pk)
    assert own == pytest.approx(40 * general / 45, abs=0.01)
    entry_about(desk, line=6)  # type: ignore[arg-type]
    found = LookUp.objects.unscoped("test").get(pk=look(desk).pk)
    assert found.prior == pytest.approx(own, abs=0.001)
    # Asked about again, an entry does not speak for itself.
    assert look(desk).prior == found.prior


def test_another_book_says_nothing_about_this_one(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    judge(desk, look(desk))
    other = desk.world.new_book()
    assert prior_of_book(other.pk) == pytest.approx(default_model().prior)
    assert prior_of_book(desk.world.book.pk) > default_model().prior


def test_whom_a_police_file_found_says_nothing_about_those_it_left_over(desk: Desk) -> None:
    for line in (1, 2, 3):
        entry_about(desk, line=line)  # type: ignore[arg-type]
        keep_judgement(
            actor=None, entry=Entry.objects.unscoped("test").get(pk=desk.entry), role="child", look_up=None,
            decision="same_person", outcome="matched", personal_id="070306000012", reason="", comparisons=[],
            source="phần mềm Công an", received_at=database_now(),
        )  # fmt: skip
        Subject.objects.filter(entry_id=desk.entry, role="child").update(outcome="matched")
    assert prior_of_book(desk.world.book.pk) == pytest.approx(default_model().prior)


def test_the_prior_is_one_query(desk: Desk) -> None:
    extract_of(citizen())
    for line in (1, 2, 3):
        entry_about(desk, line=line)  # type: ignore[arg-type]
        judge(desk, look(desk))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        prior_of_book(desk.world.book.pk)
    assert len(queries) == 1


# -- seen before it is decided


def test_who_concludes_that_nobody_is_there_has_seen_the_nearest(desk: Desk) -> None:
    extract_of(citizen(**TWIN))
    entry_about(desk)
    look(desk)
    wider = look(desk, second=True)
    assert wider.found == 1
    colleague = desk.world.officer("keyer")
    desk.world.assign(desk.world.book, colleague)
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, wider, "not_found", reason="died", actor=colleague)
    assert refused.value.code == "judgement.not_shown"
    assert "1 người gần nhất" in refused.value.message

    show(actor=colleague, look_up=wider)
    assert judge(desk, wider, "not_found", reason="died", actor=colleague).outcome == "not_found"
    assert set(wider.showings.values_list("officer", "candidates")) == {
        (desk.officer.pk, 1),
        (colleague.pk, 1),
    }
    assert verify().clean


def test_only_the_newest_wider_search_counts_as_seen(desk: Desk) -> None:
    extract_of(citizen(**TWIN))
    entry_about(desk)
    look(desk, second=True)
    colleague = desk.world.officer("keyer")
    desk.world.assign(desk.world.book, colleague)
    newest = look(desk, second=True, actor=colleague)
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, newest, "not_found", reason="died")
    assert refused.value.code == "judgement.not_shown"


def test_nobody_is_chosen_unseen(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    found = look(desk)
    colleague = desk.world.officer("keyer")
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, found, actor=colleague)
    assert refused.value.code == "judgement.not_shown"


def test_shown_twice_it_is_kept_once(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    found = look(desk)
    seen = state_of(desk.entry)
    show(actor=desk.officer, look_up=found)
    assert Showing.objects.count() == 1
    assert state_of(desk.entry) == seen


def test_of_nobody_there_is_nothing_to_show(desk: Desk) -> None:
    extract_of(
        citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", father_full_name="", mother_full_name="")
    )
    entry_about(desk)
    found = look(desk)
    assert (found.found, was_shown(found, desk.officer)) == (0, True)
    assert not Showing.objects.exists()
