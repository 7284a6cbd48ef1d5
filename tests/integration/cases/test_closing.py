"""A case ends because the book was corrected: note, comparison, case and seals, in one act or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk, typed
from making import citizen, entry_about, extract_of, seek

from hotich.audit.operations import seal
from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.models import Case, CaseEvent
from hotich.entries.models import Entry
from hotich.entries.queries import state_of
from hotich.entries.refolding import refold
from hotich.support.errors import NotFound

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
    note = {
        "kind": "correction", "text": "Cải chính năm sinh", "document": PAPER,
        "amends": {"child.birth_date": typed(born)},
    }  # fmt: skip
    return cases.close_corrected(
        actor=officer or desk.world.officer("registrar"), case_id=case.pk, document_kind="extract", note=note,
        now=desk.world.now, **more,
    )  # fmt: skip


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
    assert close(desk, case, born="02/03/2008", remaining="chờ Công an điều chỉnh").state == "closed"


def test_a_registrar_of_another_unit_does_not_find_the_case(desk: Desk, case: Case, elsewhere: Any) -> None:
    with pytest.raises(NotFound):
        close(desk, case, officer=elsewhere.officer("registrar"))


def test_a_case_that_has_ended_is_not_closed_again(desk: Desk, case: Case) -> None:
    close(desk, case)
    with pytest.raises(cases.CaseRefused, match="đã đóng"):
        close(desk, case)
