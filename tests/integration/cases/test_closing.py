"""A case ends because the book was corrected: note, comparison, case and seals, in one act or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from desk import Desk, typed
from django.db import connection
from making import citizen, entry_about, extract_of, seek
from outbox import closed_port, register_at_work, wired

from hotich.audit.models import AuditEvent
from hotich.audit.operations import seal
from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.models import Case, CaseEvent
from hotich.cases.queries import standing_of
from hotich.entries.models import Entry
from hotich.entries.queries import state_of
from hotich.entries.refolding import refold
from hotich.linkage.models import Judgement, LookUp
from hotich.population.models import Extract
from hotich.population.operations import wipe
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.ids import uuid7
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db(transaction=True)

PAPER = {"number": "12/QĐ-UBND", "date": "10/05/2010", "issuer": "UBND xã"}


@pytest.fixture
def case(desk: Desk) -> Case:
    extract_of(citizen(birth_date="02/03/2007"))
    entry = entry_about(desk)
    about = {"actor": desk.officer, "entry_id": entry, "role": "child"}
    found = seek(**about)
    cases.judge(**about, decision="same_person", look_up_id=found.id, candidate="1")
    return Case.objects.unscoped("test").get()


def close(desk: Desk, case: Case, *, officer: Any = None, born: str = "02/03/2007", **more: Any) -> Case:
    return close_with(desk, case, PAPER, officer=officer, born=born, **more)


def close_with(
    desk: Desk, case: Case, paper: Any, *, officer: Any = None, born: str = "02/03/2007", **more: Any
) -> Case:
    note = {
        "kind": "correction", "text": "Cải chính năm sinh", "document": paper,
        "amends": {"child.birth_date": typed(born)},
    }  # fmt: skip
    return cases.close_corrected(
        actor=officer or desk.world.officer("registrar"), case_id=case.pk, document_kind="extract", note=note,
        now=desk.world.now, **more,
    )  # fmt: skip


def by_number() -> list[LookUp]:
    found = LookUp.objects.unscoped("test").order_by("received_at")
    return [one for one in found if one.is_by_number]


def closing_of(case: Case) -> Any:
    standing = standing_of(case)
    assert standing.closing is not None
    return standing.closing


def test_note_comparison_and_end_of_the_case_are_one_act_that_folds_and_verifies(
    desk: Desk, case: Case
) -> None:
    closed = close(desk, case)
    entry = Entry.objects.unscoped("test").get(pk=case.entry_id)
    (note,) = state_of(entry.pk).annotations
    assert (closed.state, entry.outcome) == ("closed", "matched")
    assert note["document"] == PAPER | {"name": "Trích lục"}
    events = CaseEvent.objects.filter(case_id=case.pk).order_by("received_at").values_list("type", flat=True)
    assert list(events)[-1] == "closed"
    assert refold(derived=True).clean
    seal()
    assert verify().clean


def test_where_it_still_differs_nothing_at_all_is_kept(desk: Desk, case: Case) -> None:
    with pytest.raises(cases.CaseRefused, match="vẫn còn khác"):
        close(desk, case, born="02/03/2008")
    case.refresh_from_db()
    assert (case.state, state_of(case.entry_id).annotations) == ("to_verify", ())
    assert len(by_number()) == 1, "but the look-up was made, and stays on record"
    assert close(desk, case, born="02/03/2008", remaining="chờ Công an điều chỉnh").state == "closed"


def test_a_registrar_of_another_unit_does_not_find_the_case(desk: Desk, case: Case, elsewhere: Any) -> None:
    with pytest.raises(NotFound):
        close(desk, case, officer=elsewhere.officer("registrar"))


def test_a_case_that_has_ended_is_not_closed_again(desk: Desk, case: Case) -> None:
    close(desk, case)
    with pytest.raises(cases.CaseRefused, match="đã đóng"):
        close(desk, case)


# -- what the register says on the day


def test_the_register_is_asked_anew_by_number_and_the_case_says_who_asked_when_and_where(
    desk: Desk, case: Case
) -> None:
    newer, registrar = (
        extract_of(citizen(birth_date="02/03/2007"), name="trích xuất sau"), desk.world.officer("registrar"),
    )  # fmt: skip
    closed = close(desk, case, officer=registrar)
    (look_up,) = by_number()
    assert closing_of(closed)["look_up"] == str(look_up.pk)
    assert (closing_of(closed)["fresh"], closing_of(closed)["remaining"]) == ("agrees", "")
    assert (look_up.officer, look_up.extract, look_up.found) == (registrar, newer, 1)
    assert (look_up.asked, look_up.model) == ({"personal_id": case.personal_id}, "")
    judgement = Judgement.objects.unscoped("test").get(entry_id=case.entry_id, superseded_by__isnull=True)
    assert (judgement.look_up, judgement.outcome) == (look_up, "matched")
    audited = AuditEvent.objects.get(kind="population.searched", detail__case=str(case.pk))
    assert audited.detail["look_up"] == str(look_up.pk)


def test_the_book_corrected_to_what_the_register_said_then_still_differs_from_what_it_says_now(
    desk: Desk, case: Case
) -> None:
    extract_of(citizen(birth_date="02/03/2009"), name="trích xuất sau")
    with pytest.raises(cases.CaseRefused) as refused:
        close(desk, case)
    assert refused.value.code == "case.still_differs"
    closed = close(desk, case, remaining="dữ liệu dân cư vừa đổi, báo Công an xem lại")
    assert (closed.state, closing_of(closed)["fresh"]) == ("closed", "differs")
    assert [one.register_value for one in closed.discrepancies.order_by("pk")] == ["02/03/2007", "02/03/2009"]


def test_a_register_that_cannot_be_asked_asks_for_a_reason(desk: Desk, case: Case) -> None:
    for extract in Extract.objects.filter(wiped_at__isnull=True):
        wipe(extract=extract, now=database_now())
    with pytest.raises(cases.CaseRefused, match="chưa có trích xuất dân cư nào đang dùng") as refused:
        close(desk, case)
    assert refused.value.code == "case.register_silent"
    closed = close(desk, case, remaining="trích xuất đã hết hạn dùng")
    assert (closed.state, closing_of(closed)["fresh"]) == ("closed", "unavailable")
    assert [one.state for one in by_number()] == ["unavailable", "unavailable"]
    assert verify().clean


def test_somebody_whose_number_the_register_does_not_hold_any_more_does_not_agree(
    desk: Desk, case: Case
) -> None:
    for extract in Extract.objects.filter(wiped_at__isnull=True):
        wipe(extract=extract, now=database_now())
    extract_of(citizen(personal_id="070306000099"), name="trích xuất sau")
    with pytest.raises(cases.CaseRefused) as refused:
        close(desk, case)
    assert refused.value.code == "case.number_not_there"
    assert case.personal_id not in refused.value.message
    assert closing_of(close(desk, case, remaining="đã cấp số khác"))["fresh"] == "not_there"


def test_the_same_act_again_asks_nobody(desk: Desk, case: Case) -> None:
    act = uuid7()
    first = close(desk, case, tx_id=act)
    assert close(desk, case, tx_id=act).seq == first.seq
    assert len(by_number()) == 1


def test_who_may_not_close_asks_nobody(desk: Desk, case: Case) -> None:
    with pytest.raises(NotAllowed):
        close(desk, case, officer=desk.officer)
    with pytest.raises(cases.CaseRefused, match="còn thiếu"):
        close_with(desk, case, {"number": "12"})
    assert by_number() == []


def test_two_who_close_at_once_make_one_end(desk: Desk, case: Case) -> None:
    def run(_: int) -> str:
        try:
            return str(close(desk, case).state)
        except cases.CaseRefused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == ["case.ended", "closed"]
    assert len(state_of(case.entry_id).annotations) == 1
    assert CaseEvent.objects.filter(case_id=case.pk, type="closed").count() == 1


def test_through_the_interface_the_register_itself_answers(desk: Desk, case: Case, settings: Any) -> None:
    with register_at_work() as register:
        register.people = [citizen(sex="female", birth_date="02/03/2007")]
        wired(settings, register.address)
        closed = close(desk, case, way="gateway")
    (look_up,) = by_number()
    assert (closed.state, look_up.way, look_up.extract_id) == ("closed", "gateway", None)
    assert register.asked[-1][1]["question"] == {"personal_id": case.personal_id}


def test_an_interface_that_is_not_reached_asks_for_a_reason(desk: Desk, case: Case, settings: Any) -> None:
    wired(settings, closed_port())
    with pytest.raises(cases.CaseRefused, match="không kết nối được"):
        close(desk, case, way="gateway")
    assert closing_of(close(desk, case, way="gateway", remaining="mất kết nối"))["fresh"] == "unavailable"


# -- on the police machine


def recorded(desk: Desk, case: Case, born: str) -> LookUp:
    cases.record_and_judge(
        actor=desk.officer, entry_id=case.entry_id, role="child", searched={"personal_id": case.personal_id},
        seen={"full_name": "Nguyễn Thị Hòa", "birth_date": born, "sex": "Nữ"}, personal_id=case.personal_id,
        outcome="mismatched", reason="", looked_up_at=database_now(),
    )  # fmt: skip
    return LookUp.objects.unscoped("test").filter(way="recorded").latest("received_at")


def test_what_was_seen_on_the_police_machine_since_is_what_the_case_closes_on(desk: Desk, case: Case) -> None:
    with pytest.raises(cases.CaseRefused) as refused:
        close(desk, case, way="recorded")
    assert refused.value.code == "case.no_fresh_look_up"
    seen = recorded(desk, case, "02/03/2007")
    closed = close(desk, case, way="recorded")
    assert (closing_of(closed)["look_up"], closing_of(closed)["fresh"]) == (str(seen.pk), "agrees")
    assert by_number() == [], "no extract is asked where the unit looks up on the police machine"


def test_a_recorded_look_up_that_differs_asks_for_a_reason(desk: Desk, case: Case) -> None:
    recorded(desk, case, "02/03/2008")
    with pytest.raises(cases.CaseRefused) as refused:
        close(desk, case, way="recorded")
    assert refused.value.code == "case.still_differs"


def test_without_a_recorded_look_up_a_reason_closes(desk: Desk, case: Case) -> None:
    closed = close(desk, case, way="recorded", remaining="máy Công an đang sửa")
    assert (closing_of(closed)["look_up"], closing_of(closed)["fresh"]) == ("", "none")
