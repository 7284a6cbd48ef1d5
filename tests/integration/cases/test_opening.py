"""A case opened by hand: a judgement like any other, which the next look-up supersedes."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from making import citizen, entry_about, extract_of, seek
from tracking import Ward, fresh

from hotich.cases import operations as cases
from hotich.cases.models import Case
from hotich.cases.operations.log import refolded
from hotich.entries.models import Entry
from hotich.linkage.models import Judgement
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(desk: Desk) -> Ward:
    extract_of(citizen())
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.id, candidate="1"
    )  # fmt: skip
    return Ward(desk)


def open_it(ward: Ward, **more: Any) -> Case:
    said = {
        "actor": ward.registrar, "entry_id": ward.desk.entry, "role": "child", "field": "birth_date",
        "register_value": "05/03/2006", "reason": "công dân báo căn cước ghi khác", "now": clock(), **more,
    }  # fmt: skip
    return cases.open_by_hand(**said)


def test_it_has_both_values_and_the_reason_and_lives_as_any_other(ward: Ward) -> None:
    case = open_it(ward)
    (point,) = case.discrepancies.all()
    assert (point.field, point.book_value, point.register_value) == ("birth_date", "02/03/2006", "05/03/2006")
    assert point.note == "công dân báo căn cước ghi khác"
    assert case.personal_id
    entry = Entry.objects.unscoped("test").get(pk=case.entry_id)
    assert (case.state, entry.outcome) == ("to_verify", "mismatched")
    assert ward.concluded(case).conclusion == "book_right"
    assert refolded(fresh(case)) == {}


def test_a_comparison_made_anew_does_not_take_it_away_and_a_look_up_does(ward: Ward) -> None:
    case = open_it(ward)
    ward.desk.annotate({"child.ethnicity": "Kinh"})
    cases.compare_again(entry_id=case.entry_id)
    assert fresh(case).state == "to_verify"
    found = seek(actor=ward.desk.officer, entry_id=case.entry_id, role="child")
    cases.judge(
        actor=ward.desk.officer, entry_id=case.entry_id, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip
    assert fresh(case).state == "withdrawn"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"field": "residence"}, "case.field"),
        ({"field": "nothing"}, "case.field"),
        ({"register_value": " "}, "case.text"),
        ({"register_value": "x" * 201}, "case.text"),
        ({"register_value": "02/03/2006"}, "case.same"),
        ({"reason": ""}, "case.text"),
    ],
)
def test_what_cannot_be_a_case_is_refused(ward: Ward, change: dict[str, str], code: str) -> None:
    with pytest.raises(cases.CaseRefused) as refused:
        open_it(ward, **change)
    assert refused.value.code == code
    assert Judgement.objects.unscoped("test").count() == 1


def test_a_subject_has_one_case(ward: Ward) -> None:
    case = open_it(ward)
    with pytest.raises(cases.CaseRefused, match=f"số {case.number}"):
        open_it(ward, field="full_name", register_value="Nguyễn Thị Hoa")


def test_who_keys_and_who_is_of_another_unit_opens_none(ward: Ward, elsewhere: Any) -> None:
    with pytest.raises(NotAllowed):
        open_it(ward, actor=ward.desk.officer)
    with pytest.raises(NotFound):
        open_it(ward, actor=elsewhere.officer("registrar"))
