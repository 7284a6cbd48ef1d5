"""The life of a case: from a mismatch to its end, each step by whom it belongs to, its columns always the fold of its log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from making import citizen, extract_of, seek
from tracking import Ward, conclude, days_ago, fresh, hand_over, make_ward, today

from hotich.audit.operations import seal
from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.enums import CONCLUSIONS, TURNS, CaseState
from hotich.cases.models import Case, CaseEvent
from hotich.cases.operations.log import refolded
from hotich.cases.queries import lines_of, standing_of
from hotich.core.calendar import add_working_days
from hotich.core.workflow import workflow
from hotich.entries import operations as entries
from hotich.entries.models import Entry, Subject
from hotich.entries.queries import awaiting_look_up
from hotich.linkage.models import Judgement
from hotich.staff.permissions import POSITIONS
from hotich.support.errors import Conflict, NotAllowed, NotFound
from hotich.support.ids import uuid7
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return make_ward(desk)


def types(case: Case) -> list[str]:
    return [line.type for line in lines_of(case)]


def test_the_words_of_the_model_are_those_of_the_table() -> None:
    flow = workflow("case")
    assert [(state.id, state.label) for state in flow.states if state.id != "suspended"] == [
        (str(value), str(label)) for value, label in CaseState.choices if value != "suspended"
    ]
    assert {state.id for state in flow.states} == set(CaseState.values)
    assert set(TURNS.values()) <= set(flow.positions) <= set(POSITIONS) | {"system"}
    assert "different_person" in CONCLUSIONS


def test_from_the_mismatch_to_a_look_up_that_agrees_and_the_document_that_closes(ward: Ward) -> None:
    case = ward.correcting(ward.mismatch())
    assert (case.state, case.turn, case.due_on) == ("correcting", "registrar", add_working_days(today(), 2))
    with pytest.raises(cases.CaseRefused) as refused:
        close(ward, case)
    assert refused.value.code == "case.still_differs"

    cases.ask_look_up(actor=ward.registrar, case_id=case.pk, now=clock())
    assert fresh(case).look_up_asked
    extract_of(citizen())
    found = seek(actor=ward.desk.officer, entry_id=case.entry_id, role="child")
    cases.judge(
        actor=ward.desk.officer, entry_id=case.entry_id, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    assert (fresh(case).state, case.agreed, case.look_up_asked) == ("correcting", True, False)
    closed = close(ward, case)
    assert (closed.state, closed.turn, closed.due_on) == ("closed", "", None)
    assert types(case) == [
        "opened", "verification_started", "concluded", "approved", "handed_to_registrar", "received", "citizen_guided",
        "correction_started", "look_up_asked", "agreed", "closed_adjusted",
    ]  # fmt: skip
    assert [line.seq for line in lines_of(case)] == list(range(1, 12))
    assert refolded(fresh(case)) == {}
    seal()
    assert verify().clean


def close(ward: Ward, case: Case, **more: Any) -> Case:
    paper = {"number": "7/DC01", "date": "01/06/2023", "issuer": "Công an xã"}
    said = {"document_kind": "dc01", "document": paper, "now": clock(), **more}
    return cases.close_adjusted(actor=ward.registrar, case_id=case.pk, **said)


def test_a_case_closes_with_a_document_that_its_procedure_ends_with(ward: Ward) -> None:
    case = ward.correcting(ward.mismatch())
    with pytest.raises(cases.CaseRefused) as refused:
        close(ward, case, document_kind="extract", remaining="trích lục cải chính")
    assert refused.value.code == "case.document"
    assert "Phiếu DC01, Phiếu DC02, Công văn" in refused.value.message
    assert close(ward, case, document_kind="letter", remaining="chờ cập nhật").state == "closed"


def test_a_page_is_good_for_one_act(ward: Ward) -> None:
    case, page = ward.correcting(ward.mismatch()), uuid7()
    said = {"actor": ward.registrar, "case_id": case.pk, "now": clock(), "tx_id": page}
    cases.ask_look_up(**said)
    cases.ask_look_up(**said)
    with pytest.raises(Conflict):
        cases.extend(reason="phải xác minh thêm", **said)
    assert types(case).count("look_up_asked") == 1


def test_a_case_may_close_with_a_difference_that_is_explained(ward: Ward) -> None:
    case = ward.correcting(ward.mismatch())
    closed = close(ward, case, remaining="chờ cơ sở dữ liệu cập nhật")
    standing = standing_of(closed)
    assert standing.closing is not None
    assert (closed.state, standing.closing["remaining"]) == ("closed", "chờ cơ sở dữ liệu cập nhật")
    with pytest.raises(cases.CaseRefused):
        close(ward, case, remaining="lần nữa")


def test_a_document_without_number_day_or_issuer_closes_nothing(ward: Ward) -> None:
    case = ward.correcting(ward.mismatch())
    for paper in ({}, {"number": "1", "date": "", "issuer": "UBND"}, {"number": "1", "date": "01/06/2023"}):
        with pytest.raises(cases.CaseRefused, match="còn thiếu"):
            close(ward, case, document=paper, remaining="x")
    with pytest.raises(cases.CaseRefused, match="loại văn bản"):
        close(ward, case, document_kind="note", remaining="x")
    assert fresh(case).state == "correcting"


def test_who_concluded_does_not_approve(ward: Ward) -> None:
    from hotich.staff.models import Position

    case = ward.verifying(ward.mismatch())
    position = ward.verifier.positions.get()
    Position.objects.create(
        officer=ward.verifier, code="police_head", agency=position.agency, valid_from=position.valid_from
    )
    conclude(ward, case)
    both = type(ward.verifier).objects.get(pk=ward.verifier.pk)
    with pytest.raises(cases.CaseRefused) as refused:
        cases.approve(actor=both, case_id=case.pk, now=clock())
    assert refused.value.code == "case.own_conclusion"
    assert fresh(case).state == "to_approve"
    assert cases.approve(actor=ward.head, case_id=case.pk, now=clock()).state == "concluded"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"evidence": []}, "case.evidence"),
        ({"evidence": ["hearsay"]}, "case.evidence"),
        ({"conclusion": "maybe"}, "case.conclusion"),
        ({"text": "  "}, "case.text"),
        ({"text": "x" * 501}, "case.text"),
    ],
)
def test_a_conclusion_carries_its_evidence(ward: Ward, change: dict[str, Any], code: str) -> None:
    case = ward.verifying(ward.mismatch())
    with pytest.raises(cases.CaseRefused) as refused:
        conclude(ward, case, **change)
    assert refused.value.code == code
    assert fresh(case).state == "verifying"


def test_a_conclusion_can_be_sent_back_and_a_case_asked_about_again(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    conclude(ward, case)
    cases.return_conclusion(actor=ward.head, case_id=case.pk, reason="chưa rõ", now=clock())
    assert fresh(case).state == "verifying"
    conclude(ward, case, "register_right")
    cases.approve(actor=ward.head, case_id=case.pk, now=clock())
    hand_over(ward, [case])
    cases.receive(actor=ward.registrar, case_id=case.pk, now=clock())
    cases.give_back(actor=ward.registrar, case_id=case.pk, reason="thiếu hồ sơ gốc", now=clock())
    assert (fresh(case).state, case.received, case.handover_id) == ("verifying", False, None)
    assert refolded(case) == {}


def test_another_person_is_looked_up_again_and_the_case_is_withdrawn(ward: Ward) -> None:
    case = ward.concluded(ward.mismatch(), "different_person")
    assert case.state == "withdrawn"
    judgement = Judgement.objects.unscoped("test").get(entry_id=case.entry_id, superseded_by__isnull=True)
    assert (judgement.source, judgement.decision, judgement.outcome) == (
        "verification",
        "undecided",
        "pending",
    )
    assert Subject.objects.get(entry_id=case.entry_id, role="child").outcome == "pending"
    assert [one.entry_id for one in awaiting_look_up(ward.desk.officer)] == [case.entry_id]
    assert types(case)[-1] == "approved_different_person"
    assert refolded(fresh(case)) == {}
    assert verify().clean


def test_judged_to_differ_again_after_its_end_it_begins_anew(ward: Ward) -> None:
    case = ward.concluded(ward.mismatch(), "different_person")
    found = seek(actor=ward.desk.officer, entry_id=case.entry_id, role="child")
    cases.judge(
        actor=ward.desk.officer, entry_id=case.entry_id, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    assert (fresh(case).state, case.conclusion, case.turn) == ("to_verify", "", "list_keeper")
    assert standing_of(case).conclusion is None
    assert case.due_on is not None
    assert refolded(case) == {}


def test_a_case_nobody_has_concluded_leaves_the_list_when_nothing_differs_any_more(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    extract_of(citizen())
    found = seek(actor=ward.desk.officer, entry_id=case.entry_id, role="child")
    cases.judge(
        actor=ward.desk.officer, entry_id=case.entry_id, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    assert (fresh(case).state, refolded(case)) == ("withdrawn", {})
    assert case.discrepancies.count() == 1


# -- the registrar's part


def test_before_he_has_received_it_the_registrar_does_nothing_with_a_case(ward: Ward) -> None:
    case = ward.concluded(ward.mismatch())
    hand_over(ward, [case])
    with pytest.raises(cases.CaseRefused) as refused:
        cases.guide(actor=ward.registrar, case_id=case.pk, way="phone", text="x", on=today(), now=clock())
    assert refused.value.code == "case.receipt"


def test_contacts_are_kept_with_why_they_failed_until_the_case_rests(ward: Ward) -> None:
    case = ward.with_registrar(ward.mismatch())
    tried = {"actor": ward.registrar, "case_id": case.pk, "text": "", "on": today(), "now": clock()}
    with pytest.raises(cases.CaseRefused, match="vì sao"):
        cases.record_contact(**tried, way="phone", reached=False, why="")
    with pytest.raises(cases.CaseRefused, match="cách liên hệ"):
        cases.record_contact(**tried, way="telepathy", reached=False, why="moved")
    with pytest.raises(cases.CaseRefused, match="nội dung"):
        cases.record_contact(**tried, way="phone", reached=True, why="")
    for way, why in (("phone", "no_answer"), ("visit", "moved")):
        cases.record_contact(**tried, way=way, reached=False, why=why)
    assert [(one.way, one.why) for one in standing_of(case).contacts] == [
        ("phone", "no_answer"), ("visit", "moved"),
    ]  # fmt: skip
    cases.suspend(actor=ward.registrar, case_id=case.pk, why="unreachable", now=clock())
    assert (fresh(case).state, case.turn, case.due_on) == ("suspended", "", None)
    cases.resume(actor=ward.registrar, case_id=case.pk, reason="gia đình đã liên lạc", now=clock())
    assert (fresh(case).state, case.turn) == ("with_registrar", "registrar")
    assert case.due_on is not None
    assert refolded(case) == {}


def test_a_suspended_term_goes_on_with_what_was_left_of_it(ward: Ward) -> None:
    case = ward.correcting(ward.mismatch(), "register_right")
    left = case.due_on
    cases.suspend(actor=ward.registrar, case_id=case.pk, why="papers", now=clock())
    assert standing_of(case).left == 3
    cases.resume(actor=ward.registrar, case_id=case.pk, reason="đã đủ giấy tờ", now=clock())
    assert fresh(case).due_on == left


def test_the_route_is_the_laws_and_another_one_needs_its_reason(ward: Ward) -> None:
    case = ward.with_registrar(ward.mismatch(), "register_right")
    start = {"actor": ward.registrar, "case_id": case.pk, "filed_on": today(), "now": clock()}
    with pytest.raises(cases.CaseRefused, match="khác với luật"):
        cases.start_procedure(**start, route="adjust_register")
    with pytest.raises(cases.CaseRefused, match="hướng xử lý"):
        cases.start_procedure(**start, route="burn")
    with pytest.raises(cases.CaseRefused, match="Ngày nhận đủ"):
        cases.start_procedure(**start | {"filed_on": today() + timedelta(days=1)})
    with pytest.raises(cases.CaseRefused, match="Ngày nhận đủ"):
        cases.start_procedure(**start | {"filed_on": days_ago(400)})
    cases.start_procedure(**start, route="adjust_register", reason="công dân có quyết định khác")
    procedure = standing_of(case).procedure
    assert procedure is not None
    assert (procedure["route"], procedure["by_law"], procedure["reason"]) == (
        "adjust_register", "correct_book", "công dân có quyết định khác",
    )  # fmt: skip


def test_the_laws_term_is_extended_once_and_only_where_the_law_lets_it(ward: Ward) -> None:
    case = ward.correcting(ward.mismatch(), "register_right")
    assert case.due_on == add_working_days(today(), 3)
    cases.extend(actor=ward.registrar, case_id=case.pk, reason="xác minh ở nơi khác", now=clock())
    assert fresh(case).due_on == add_working_days(today(), 6)
    with pytest.raises(cases.CaseRefused, match="một lần"):
        cases.extend(actor=ward.registrar, case_id=case.pk, reason="nữa", now=clock())
    other = ward.correcting(ward.mismatch(line=2), "book_right")
    with pytest.raises(cases.CaseRefused, match="không cho gia hạn"):
        cases.extend(actor=ward.registrar, case_id=other.pk, reason="x", now=clock())


# -- letters outside


def test_a_letter_to_another_agency_waits_by_itself_until_it_is_answered(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    due = case.due_on
    cases.ask_outside(
        actor=ward.verifier, case_id=case.pk, agency="Công an tỉnh", number="3/CV", on=today(), about="hồ sơ lưu",
        now=clock(),
    )  # fmt: skip
    assert (fresh(case).state, case.due_on) == ("verifying", due)
    assert case.outside_due_on == add_working_days(today(), 10)
    (letter,) = standing_of(case).open_letters
    answer = {"actor": ward.verifier, "case_id": case.pk, "number": "9/TL", "on": today(), "text": "có", "now": clock()}  # fmt: skip
    with pytest.raises(cases.CaseRefused):
        cases.answer_outside(**answer, letter=str(uuid7()))
    cases.answer_outside(**answer, letter=letter.id)
    with pytest.raises(cases.CaseRefused, match="Không có công văn"):
        cases.answer_outside(**answer, letter=letter.id)
    assert (fresh(case).outside_due_on, refolded(case)) == (None, {})


# -- who


def test_only_officers_of_the_cases_own_unit_act_and_others_do_not_find_it(
    ward: Ward, elsewhere: Any
) -> None:
    case = ward.mismatch()
    with pytest.raises(NotFound):
        cases.take_up(actor=elsewhere.officer("verifier"), case_id=case.pk, now=clock())
    for officer in (ward.registrar, ward.keeper):
        with pytest.raises(NotAllowed):
            cases.take_up(actor=officer, case_id=case.pk, now=clock())
    with pytest.raises(NotAllowed):
        cases.take_up(actor=ward.world.officer("keyer"), case_id=case.pk, now=clock())
    assert CaseEvent.objects.filter(case_id=case.pk).count() == 1


def test_a_step_that_is_not_the_next_one_is_refused_in_words(ward: Ward) -> None:
    case = ward.mismatch()
    with pytest.raises(cases.CaseRefused, match="chờ xác minh"):
        conclude(ward, case)
    with pytest.raises(cases.CaseRefused):
        cases.approve(actor=ward.head, case_id=case.pk, now=clock())


def test_a_restricted_entry_is_concluded_by_whom_it_is_open_to_and_by_nobody_else(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.entries.errors import ContentRestricted
    from hotich.entries.operations import flag

    case = ward.verifying(ward.mismatch())
    flag(actor=None, entry_id=case.entry_id, flags={"sensitive": True}, reason="thử", now=clock())
    conclude(ward, case)
    cases.approve(actor=ward.head, case_id=case.pk, now=clock())
    Entry.objects.unscoped("test").filter(pk=case.entry_id).update(outcome="matched")
    cases.hand_over(
        actor=ward.verifier, case_ids=[case.pk], letter_number="1", letter_date=today(), now=clock()
    )
    cases.receive(actor=ward.registrar, case_id=case.pk, now=clock())
    cases.give_back(actor=ward.registrar, case_id=case.pk, reason="xem lại", now=clock())
    with pytest.raises(ContentRestricted):
        conclude(ward, case)


# -- the same act twice, and another one in between


def test_the_same_act_sent_twice_is_done_once(ward: Ward) -> None:
    case, act = ward.mismatch(), uuid7()
    for _ in range(3):
        cases.take_up(actor=ward.verifier, case_id=case.pk, now=clock(), tx_id=act)
    assert types(case) == ["opened", "verification_started"]


def test_what_was_decided_on_a_page_that_is_out_of_date_is_not_done(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    conclude(ward, case)
    seen = fresh(case).seq
    cases.return_conclusion(actor=ward.head, case_id=case.pk, reason="xem lại", now=clock())
    conclude(ward, case, "register_right")
    with pytest.raises(Conflict):
        cases.approve(actor=ward.head, case_id=case.pk, now=clock(), seen=seen)
    assert fresh(case).state == "to_approve"
    cases.approve(actor=ward.head, case_id=case.pk, now=clock(), seen=case.seq)


def test_the_case_of_a_number_left_empty_leaves_the_list_and_comes_back_with_it(ward: Ward) -> None:
    case = ward.verifying(ward.mismatch())
    said = {
        "entry_id": case.entry_id,
        "actor": ward.desk.officer,
        "now": clock(),
        "station": ward.desk.station,
    }
    entries.reopen(reason="nhầm", **said)
    entries.void(reason="sổ bỏ trống", **said)
    assert cases.compare_changed(since=clock() - timedelta(minutes=10)) == 0
    assert (fresh(case).state, case.turn) == ("withdrawn", "")
    cases.compare_again(entry_id=case.entry_id)
    entries.reopen(reason="đánh dấu nhầm", **said)
    entries.complete(**said)
    cases.compare_again(entry_id=case.entry_id)
    cases.compare_again(entry_id=case.entry_id)
    assert (fresh(case).state, case.turn) == ("to_verify", "list_keeper")
    assert types(case) == ["opened", "verification_started", "withdrawn", "judged_again"]
    assert refolded(case) == {}
