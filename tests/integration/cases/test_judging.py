"""Judging: what follows from a look-up, what an officer may conclude, and what it opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk, typed
from making import HOA, citizen, entry_about, extract_of, identity_only, seek

from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.models import Case, CaseEvent
from hotich.cases.policies import JudgementRefused
from hotich.cases.queries import tracking_list
from hotich.entries import operations as entries
from hotich.entries.models import Entry, EntryAction, Subject
from hotich.entries.queries import awaiting_look_up, state_of
from hotich.linkage.models import Candidate, Judgement, LookUp
from hotich.linkage.policies import EntryVoid
from hotich.linkage.terms import IdentityMissing, NotComparable
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db
NO_PARENTS = {"mother_full_name": "", "father_full_name": ""}


def look(desk: Desk, *, second: bool = False, **more: Any) -> LookUp:
    return seek(**{"actor": desk.officer, "entry_id": desk.entry, "role": "child", "second": second, **more})


def judge(desk: Desk, found: LookUp | None, decision: str = "same_person", **more: Any) -> Judgement:
    said = {
        "actor": desk.officer, "entry_id": desk.entry, "role": "child", "decision": decision,
        "look_up_id": found.id if found else None, "candidate": "1" if decision == "same_person" else "",
    }  # fmt: skip
    return cases.judge(**said | more)


def record(desk: Desk, outcome: str = "matched", **more: Any) -> Judgement:
    said: dict[str, Any] = {
        "actor": desk.officer, "entry_id": desk.entry, "role": "child", "outcome": outcome, "reason": "",
        "searched": {"full_name": "Nguyễn Thị Hòa"}, "personal_id": HOA["personal_id"],
        "seen": {"full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006", "sex": "Nữ"},
        "looked_up_at": clock() - timedelta(minutes=5),
    }  # fmt: skip
    return cases.record_and_judge(**said | more)


def outcome_of(desk: Desk) -> tuple[str, str]:
    entry = Entry.objects.unscoped("test").get(pk=desk.entry)
    return entry.outcome, Subject.objects.get(entry=entry, role="child").outcome


def case_of(desk: Desk) -> Case | None:
    return Case.objects.unscoped("test").filter(entry_id=desk.entry).first()


def code_of(refused: pytest.ExceptionInfo[JudgementRefused]) -> str:
    return refused.value.code


# -- before anything is asked


def test_nobody_is_looked_up_before_his_identity_was_keyed(desk: Desk) -> None:
    extract_of(citizen())
    identity_only(desk, child__full_name="Nguyễn Thị Hòa")
    with pytest.raises(IdentityMissing) as missing:
        look(desk)
    assert "ngày" in missing.value.message.lower()
    with pytest.raises(IdentityMissing):
        record(desk)
    assert not LookUp.objects.unscoped("test").exists()


def test_a_helper_keys_and_does_not_look_up(world: Any) -> None:
    extract_of(citizen())
    helper = Desk(world, world.officer("helper"))
    world.assign(world.book, helper.officer)
    entry_about(helper)
    with pytest.raises(NotAllowed):
        look(helper)
    with pytest.raises(NotAllowed):
        judge(helper, None, "undecided")
    with pytest.raises(NotAllowed):
        record(helper)
    keyer = world.officer("keyer")
    assert [one.entry_id for one in awaiting_look_up(keyer)] == [helper.entry]
    look(helper, actor=keyer)


def test_an_officer_of_another_unit_finds_no_such_entry(desk: Desk, elsewhere: Any) -> None:
    extract_of(citizen())
    entry_about(desk)
    found = look(desk)
    stranger = elsewhere.officer("team_leader")
    for act in (
        lambda: look(desk, actor=stranger),
        lambda: judge(desk, found, actor=stranger),
        lambda: record(desk, actor=stranger),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("role", ["mother", "father", "declarant", "nobody"])
def test_only_a_principal_subject_is_looked_up_and_judged(desk: Desk, role: str) -> None:
    extract_of(citizen())
    entry_about(desk)
    with pytest.raises(NotComparable):
        look(desk, role=role)
    with pytest.raises(NotComparable):
        judge(desk, None, "undecided", role=role)


def test_an_empty_number_names_nobody(desk: Desk) -> None:
    extract_of(citizen())
    identity_only(desk)
    entries.void(**desk.common, reason="bỏ số")
    with pytest.raises(EntryVoid):
        look(desk)
    with pytest.raises(EntryVoid):
        judge(desk, None, "undecided")


# -- the six outcomes


def test_who_agrees_in_everything_is_matched(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    judgement = judge(desk, look(desk))
    assert (judgement.outcome, judgement.personal_id) == ("matched", HOA["personal_id"])
    assert outcome_of(desk) == ("matched", "matched")
    assert case_of(desk) is None


def test_matched_or_mismatched_follows_from_what_differs_not_from_the_choice(desk: Desk) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    assert judge(desk, look(desk)).outcome == "mismatched"
    assert record(desk, "matched", seen={"full_name": "Nguyễn Thị Hoa"}).outcome == "mismatched"
    assert record(desk, "mismatched").outcome == "matched"


def test_not_found_needs_a_reason_a_wider_search_and_the_whole_nation(desk: Desk) -> None:
    extract_of(citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", **NO_PARENTS))
    entry_about(desk)
    found = look(desk)
    assert found.found == 0
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, found, "not_found")
    assert code_of(refused) == "judgement.reason"
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, found, "not_found", reason="died")
    assert code_of(refused) == "judgement.second_search"
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, None, "not_found", reason="died")
    assert code_of(refused) == "judgement.no_look_up"

    again = look(desk, second=True)
    assert judge(desk, again, "not_found", reason="died").outcome == "not_found"
    assert outcome_of(desk) == ("not_found", "not_found")


@pytest.mark.parametrize("coverage", ["province", "town", "list"])
def test_an_extract_of_less_than_the_nation_leaves_the_question_open(desk: Desk, coverage: str) -> None:
    extract_of(citizen(full_name="Lê Văn Khác", birth_date="01/01/1950"), coverage=coverage)
    entry_about(desk)
    look(desk)
    judgement = judge(desk, look(desk, second=True), "not_found", reason="not_collected")
    assert (judgement.decision, judgement.outcome) == ("not_found", "pending")


def test_a_name_keyed_anew_after_the_search_must_be_searched_again(desk: Desk) -> None:
    extract_of(citizen(full_name="Lê Văn Khác", birth_date="01/01/1950"))
    identity_only(desk)
    look(desk)
    found = look(desk, second=True)
    desk.key({"child.full_name": typed("Nguyễn Thị Huệ", reason="đọc lại")})
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, found, "not_found", reason="other")
    assert code_of(refused) == "judgement.stale"


def test_without_an_extract_nobody_is_not_found_and_the_queue_offers_him_again(desk: Desk) -> None:
    entry_about(desk)
    found = look(desk)
    assert (found.state, outcome_of(desk)) == ("unavailable", ("unavailable", "unavailable"))
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, found, "not_found", reason="died")
    assert code_of(refused) == "judgement.unavailable"
    assert [one.entry_id for one in awaiting_look_up(desk.officer)] == [desk.entry]

    extract_of(citizen())
    assert judge(desk, look(desk)).outcome == "matched"


def test_a_search_without_an_answer_takes_no_judgement_away(desk: Desk) -> None:
    record(desk) if entry_about(desk) else None
    look(desk)
    assert outcome_of(desk) == ("matched", "matched")
    with pytest.raises(JudgementRefused) as refused:
        record(desk, "unavailable")
    assert code_of(refused) == "judgement.already"


def test_unavailable_is_said_of_a_search_without_an_answer_only(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    for found in (None, look(desk)):
        with pytest.raises(JudgementRefused) as refused:
            judge(desk, found, "unavailable")
        assert code_of(refused) == "judgement.answered"
    assert record(desk, "unavailable").outcome == "unavailable"


def test_unreadable_needs_a_field_that_cannot_be_read(desk: Desk) -> None:
    entry_about(desk)
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, None, "unreadable")
    assert code_of(refused) == "judgement.readable"

    entries.reopen(**desk.common, reason="đọc lại")
    desk.key({"child.birth_date": typed("0?/03/2006")})
    assert judge(desk, None, "unreadable").outcome == "unreadable"


def test_left_to_somebody_else_it_stays_pending(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    assert judge(desk, look(desk), "undecided").outcome == "pending"
    assert [one.role for one in awaiting_look_up(desk.officer)] == ["child"]


@pytest.mark.parametrize("candidate", ["", "0", "2", "-1", "²", "9" * 30, "x"])
def test_a_candidate_must_be_one_of_the_look_ups(desk: Desk, candidate: str) -> None:
    extract_of(citizen())
    entry_about(desk)
    with pytest.raises(JudgementRefused) as refused:
        judge(desk, look(desk), candidate=candidate)
    assert code_of(refused) == "judgement.candidate"


def test_a_look_up_of_another_entry_is_not_there(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    other = look(desk)
    entry_about(desk, line=2)
    with pytest.raises(NotFound):
        judge(desk, other)


def test_words_that_are_no_decision_are_refused(desk: Desk) -> None:
    entry_about(desk)
    with pytest.raises(JudgementRefused):
        judge(desk, None, "maybe")
    with pytest.raises(JudgementRefused):
        record(desk, "maybe")
    with pytest.raises(JudgementRefused):
        judge(desk, None, "undecided", reason="x" * 61)


# -- judged again


def test_a_newer_judgement_supersedes_and_nothing_is_erased(desk: Desk) -> None:
    extract_of(citizen())
    entry_about(desk)
    first = judge(desk, look(desk), "undecided")
    second = judge(desk, look(desk))
    assert second.supersedes == first
    kept = Judgement.objects.unscoped("test").filter(entry_id=desk.entry)
    assert kept.count() == 2
    assert [one.pk for one in kept.filter(superseded_by__isnull=True)] == [second.pk]
    log = EntryAction.objects.filter(entry_id=desk.entry, type="outcome_recorded").order_by("seq")
    assert [row.payload["outcome"] for row in log] == ["pending", "matched"]


def test_what_is_keyed_after_the_judgement_is_compared_too(desk: Desk) -> None:
    extract_of(citizen(hometown="Minh Hưng, Chơn Thành, Bình Phước", nationality="Lào"))
    identity_only(desk)
    assert judge(desk, look(desk)).outcome == "matched"
    desk.key_all(child__nationality="Việt Nam")
    desk.complete()

    (renewed,) = cases.compare_again(entry_id=desk.entry)
    assert (renewed.outcome, renewed.source, renewed.officer) == ("mismatched", "comparison", None)
    assert outcome_of(desk) == ("mismatched", "mismatched")
    assert case_of(desk) is not None
    assert cases.compare_again(entry_id=desk.entry) == []


def test_a_judgement_compares_what_the_entry_says_when_it_is_made(desk: Desk) -> None:
    extract_of(citizen())
    identity_only(desk)
    found = look(desk)
    desk.key({"child.birth_date": typed("02/03/2005", reason="đọc lại sổ")})
    assert judge(desk, found).outcome == "mismatched"


def test_what_changed_after_a_judgement_is_found_by_the_job(desk: Desk) -> None:
    extract_of(citizen(nationality="Lào"))
    identity_only(desk)
    judge(desk, look(desk))
    since = clock() - timedelta(hours=1)
    assert cases.compare_changed(since=since) == 0
    desk.key_all(child__nationality="Việt Nam")
    desk.complete()
    assert cases.compare_changed(since=since) == 1
    assert cases.compare_changed(since=since) == 0


# -- the tracking list


def test_a_mismatch_opens_one_case_by_itself_with_what_differs(desk: Desk) -> None:
    extract_of(citizen(full_name="Nguyễn Thị Hoài"))
    entry_about(desk)
    judge(desk, look(desk))
    case = case_of(desk)
    assert case is not None
    assert (case.number, case.state, case.role, case.personal_id) == (
        1, "to_verify", "child", HOA["personal_id"],
    )  # fmt: skip
    (only,) = case.discrepancies.all()
    assert (only.field, only.field_class) == ("full_name", "basic")
    assert (only.book_value, only.register_value) == ("Nguyễn Thị Hòa", "Nguyễn Thị Hoài")
    keeper = desk.world.officer("list_keeper")
    assert list(tracking_list(keeper)) == [case]


def test_judged_again_the_case_is_withdrawn_and_renewed_and_stays_one(desk: Desk) -> None:
    extract_of(citizen(full_name="Nguyễn Thị Hoài"))
    entry_about(desk)
    judge(desk, look(desk))
    record(desk)
    case = case_of(desk)
    assert case is not None
    assert case.state == "withdrawn"
    assert not tracking_list(desk.world.officer("list_keeper"))

    judge(desk, look(desk))
    case.refresh_from_db()
    assert (case.state, case.number) == ("to_verify", 1)
    events = CaseEvent.objects.filter(case_id=case.id).order_by("received_at", "id")
    assert [(event.type, event.payload["state"]) for event in events] == [
        ("opened", "to_verify"), ("withdrawn", "withdrawn"), ("judged_again", "to_verify"),
    ]  # fmt: skip
    assert Case.objects.unscoped("test").count() == 1


def test_an_officer_who_cannot_decide_leaves_the_case_where_it_is(desk: Desk) -> None:
    extract_of(citizen(full_name="Nguyễn Thị Hoài"))
    entry_about(desk)
    judge(desk, look(desk))
    judge(desk, look(desk), decision="undecided")
    case = case_of(desk)
    assert case is not None
    assert case.state == "to_verify"
    assert outcome_of(desk) == ("pending", "pending")


def test_numbers_run_within_the_unit(desk: Desk, elsewhere: Any) -> None:
    other = Desk(elsewhere, elsewhere.officer("keyer"))
    elsewhere.assign(elsewhere.book, other.officer)
    extract_of(citizen(birth_date="02/03/2007"))
    for who, line in ((desk, 1), (desk, 2), (other, 1)):
        entry_about(who, line=line)  # type: ignore[arg-type]
        judge(who, look(who))
    numbers = Case.objects.unscoped("test").order_by("unit_id", "number").values_list("unit_id", "number")
    assert list(numbers) == [(desk.world.unit.pk, 1), (desk.world.unit.pk, 2), (elsewhere.unit.pk, 1)]


# -- evidence


def test_every_row_of_a_judged_entry_verifies(desk: Desk) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    judge(desk, look(desk))
    record(desk)
    judge(desk, None, "undecided")
    checked = verify()
    assert checked.clean, checked.as_json()
    assert checked.rows >= 10


def test_a_changed_look_up_judgement_or_event_is_named(desk: Desk, addresses: Any) -> None:
    import psycopg

    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    judge(desk, look(desk))
    for table, change in (
        ("linkage_lookup", "found = found + 1"),
        ("linkage_judgement", "outcome = 'matched'"),
        ("cases_caseevent", "type = 'closed'"),
    ):
        with psycopg.connect(addresses.owner, autocommit=True) as owner:
            owner.execute(f"UPDATE {table} SET {change}")
        assert table in {broken.what.split()[0] for broken in verify().broken}


def test_the_log_says_that_the_register_was_seen(desk: Desk) -> None:
    extract_of(citizen())
    identity_only(desk)
    look(desk)
    assert "child.full_name" in state_of(desk.entry).fields_seen
    assert Candidate.objects.get().suggested == "matched"
