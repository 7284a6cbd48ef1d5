"""What every kind of register and every edition must have, and what each kind is judged by."""

from __future__ import annotations

import csv
from importlib import resources
from typing import Any

import pytest

from hotich.core.forms.judging import judge
from hotich.core.forms.model import CODED_TYPES, Edition
from hotich.core.forms.normalising import principal_roles, subjects_of
from hotich.core.registers import catalogue
from hotich.core.registers.catalogue import edition, editions_of, kinds, register

EVERY = [form for kind in kinds() for form in editions_of(kind)]
every_edition = pytest.mark.parametrize("form", EVERY, ids=lambda form: form.id)
every_kind = pytest.mark.parametrize("kind", kinds())


def columns_of_the_ministry() -> list[dict[str, str]]:
    text = resources.files("hotich.integration.moj").joinpath("columns.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["dotted_id"]]


def written(texts: dict[str, str | None]) -> dict[str, dict[str, Any]]:
    return {
        name: {"v": None, "m": text[1:]} if text and text.startswith("!") else {"v": text, "m": None}
        for name, text in texts.items()
    }


def codes(edition_id: str, texts: dict[str, str | None]) -> list[str]:
    return [each.code for each in judge(edition(edition_id), written(texts)) if each.grade == "soft"]


@every_kind
def test_every_column_of_the_ministry_is_known_with_its_type(kind: str) -> None:
    same = {"time": "text"}
    for column in columns_of_the_ministry():
        if column["kind"] == kind:
            for form in editions_of(kind):
                known = form.get(column["dotted_id"])
                assert known is not None, f"{form.id} does not know {column['dotted_id']}"
                wanted = same.get(column["type"], column["type"])
                assert known.type in (wanted, "long_text" if wanted == "text" else wanted), known.id


@every_edition
def test_only_facts_of_the_book_are_constants(form: Edition) -> None:
    assert {each.id for each in form.all_fields() if each.constant} <= {"registration.place", "book.number"}


@every_edition
def test_every_coded_column_has_its_list(form: Edition) -> None:
    for each in form.all_fields():
        if each.type in CODED_TYPES:
            assert each.codes is not None
            assert form.code_lists[each.codes].rows and form.code_lists[each.codes].legal_reference


@every_edition
def test_every_finding_says_where_it_comes_from_and_what_to_do(form: Edition) -> None:
    for rule in form.rules:
        assert rule.source and rule.message.endswith(".") and len(rule.message) > 30
        assert "{" not in rule.message


@every_edition
def test_every_edition_says_its_law_and_what_is_unverified(form: Edition) -> None:
    assert form.legal_reference and form.unverified
    assert form.id.startswith(form.kind + "/")


@every_edition
def test_whoever_is_looked_up_is_identified_by_columns_of_the_page(form: Edition) -> None:
    for subject in form.subjects:
        if subject.principal:
            assert form.prints(subject.name), f"{form.id} does not print {subject.name}"
            assert subject.compared["full_name"] == subject.name


@every_edition
def test_the_number_and_the_date_are_on_every_page(form: Edition) -> None:
    assert form.prints("registration.number") and form.prints("registration.date")


@every_kind
def test_eras_follow_one_another_without_gap_or_overlap(kind: str) -> None:
    forms = editions_of(kind)
    for earlier, later in zip(forms, forms[1:], strict=False):
        assert earlier.valid_to is not None and later.valid_from is not None
        assert (later.valid_from - earlier.valid_to).days == 1


def test_principal_subjects_are_those_the_domain_names() -> None:
    found = {
        kind: [each.role for each in editions_of(kind)[-1].subjects if each.principal] for kind in kinds()
    }
    assert found == {
        "KS": ["child"],
        "KH": ["husband", "wife"],
        "KT": ["deceased"],
        "CMC": ["parent", "child"],
        "HN": ["holder"],
        "GH": ["ward", "guardian1", "guardian2"],
        "CDGH": ["ward", "guardian1", "guardian2"],
        "GSGH": ["ward", "guardian1", "guardian2"],
        "TD": ["subject"],
        "CN": ["adoptee", "adoptive_father", "adoptive_mother"],
        "LH": ["husband", "wife"],
    }


def test_kinds_that_come_once_a_life_are_births_and_deaths() -> None:
    assert catalogue.kinds_once_a_life() == ("KS", "KT")


def test_no_two_kinds_go_by_the_same_name() -> None:
    names = [name.casefold() for kind in kinds() for name in register(kind).names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", ["KH", "CMC", "GH", "CN"])
def test_a_label_says_whose_it_is_where_several_people_have_the_column(kind: str) -> None:
    form = editions_of(kind)[-1]
    labels = [form.label_in_full(each.id) for each in form.printed_fields() if each.id.endswith(".ethnicity")]
    assert len(labels) == len(set(labels)) > 1


@pytest.mark.parametrize(
    ("form_id", "first"), [("KH/2006", "husband"), ("KH/1976", "husband"), ("KH/2016", "wife")]
)
def test_until_2015_the_husband_stands_first_then_the_wife(form_id: str, first: str) -> None:
    printed = [each.id for each in edition(form_id).printed_fields() if each.id.endswith(".full_name")]
    assert printed[0] == f"{first}.full_name"


class TestMarriageAge:
    """The law of the day of registration judges, whatever form the book uses (rules of the domain, §9)."""

    @pytest.mark.parametrize(
        ("registered", "born", "asked"),
        [
            ("01/06/1990", "02/06/1970", True),
            ("01/06/1990", "01/06/1970", False),
            ("01/06/2005", "31/05/1986", False),
            ("01/06/2005", "02/06/1986", True),
            ("01/06/2015", "02/06/1995", True),
            ("01/06/2015", "01/06/1995", False),
            ("01/06/2015", "1995", False),
            ("01/06/2015", "1996", True),
            ("01/06/1976", "01/06/1962", False),
            ("2000", "01/06/1981", True),
            ("2000", "01/06/1980", False),
        ],
    )
    def test_of_the_husband(self, registered: str, born: str, asked: bool) -> None:
        for form in ("KH/1976", "KH/2016"):
            texts = {"registration.date": registered, "husband.birth_date": born}
            assert ("marriage.age" in codes(form, texts)) is asked

    @pytest.mark.parametrize(
        ("registered", "born", "asked"),
        [
            ("01/06/1990", "02/06/1972", True),
            ("01/06/2005", "31/05/1988", False),
            ("01/06/2005", "02/06/1988", True),
            ("01/06/2015", "02/06/1997", True),
            ("01/06/2015", "~1997", False),
        ],
    )
    def test_of_the_wife(self, registered: str, born: str, asked: bool) -> None:
        texts = {"registration.date": registered, "wife.birth_date": born}
        assert ("marriage.age" in codes("KH/2006", texts)) is asked


@pytest.mark.parametrize(
    ("form", "texts", "code"),
    [
        ("KH/2006", {"husband.full_name": "Trần Thị Lan", "wife.full_name": "Lê Văn Bình"}, "spouses.swapped"),
        ("KH/2006", {"husband.full_name": "Trần An", "wife.full_name": "Trần An"}, "spouses.same_name"),
        ("KT/2016", {"deceased.death_date": "01/02/2017", "deceased.birth_date": "01/03/2017"}, "death.before_birth"),
        ("KT/2016", {"deceased.death_date": "02/02/2017", "registration.date": "01/02/2017"}, "death.after_registration"),
        ("KT/2006", {"deceased.death_date": "01/05/2010", "deceased.death_date_words": "ngày hai tháng năm năm hai nghìn không trăm mười"}, "death.date_words"),
        ("KT/2006", {"registration.type": "Đúng hạn", "deceased.death_date": "01/05/2010", "registration.date": "17/05/2010"}, "registration.late_not_ticked"),
        ("CMC/2016", {"parent.birth_date": "1990", "child.birth_date": "1999"}, "parent.too_young"),
        ("CMC/2016", {"recognition.type": "Cha nhận con", "parent.full_name": "Lê Thị Hoa"}, "recognition.parent_sex"),
        ("CMC/2016", {"recognition.type": "Mẹ nhận con", "parent.sex": "Nam"}, "recognition.type_and_sex"),
        ("HN/2016", {"holder.residence_period.from": "2010", "holder.residence_period.to": "2009"}, "residence_period.reversed"),
        ("GH/2016", {"guardian1.birth_date": "01/01/2005", "registration.date": "01/06/2018"}, "guardian.under_age"),
        ("CDGH/2016", {"original.date": "2018", "registration.date": "01/06/2017"}, "original.after_registration"),
        ("GSGH/2017", {"supervisor.full_name": "Lê An", "guardian1.full_name": "Lê An"}, "supervisor.is_party"),
        ("TD/2006", {"decision.date": "02/06/2010", "registration.date": "01/06/2010"}, "decision.after_registration"),
        ("TD/2016", {"target.date": "2019", "registration.date": "01/06/2018"}, "change.target_after_registration"),
        ("CN/2011", {"adoptive_mother.birth_date": "1990", "adoptee.birth_date": "2005", "registration.date": "01/06/2012"}, "adoption.age_gap"),
        ("LH/2016", {"divorce.date": "2015", "marriage.date": "2016"}, "divorce.before_marriage"),
        ("LH/2016", {"husband.birth_date": "2017", "registration.date": "01/06/2016"}, "registration.before_birth"),
        ("KT/2016", {"deceased.sex": "Nam", "deceased.full_name": "Lê Thị Hoa"}, "subject.sex_and_name"),
    ],
)  # fmt: skip
def test_a_contradiction_is_told(form: str, texts: dict[str, str | None], code: str) -> None:
    assert code in codes(form, texts)


@pytest.mark.parametrize(
    ("form", "texts"),
    [
        ("KH/2006", {"husband.full_name": "Thị Brơi", "husband.ethnicity": "Xtiêng", "wife.full_name": "Điểu Krang", "wife.ethnicity": "S'tiêng"}),
        ("KH/1976", {"husband.full_name": "Điểu Long", "wife.full_name": "Thị Mơi"}),
        ("KT/1976", {"deceased.full_name": "Thị Brơi", "deceased.sex": "Nam", "deceased.ethnicity": "Mnông"}),
        ("CMC/2016", {"recognition.type": "Cha nhận con", "parent.full_name": "Thị Nhơi", "parent.ethnicity": "Xtiêng"}),
        ("KT/1976", {"deceased.full_name": "K'Brêh", "deceased.sex": "Nam"}),
        ("KS/1976", {"child.full_name": "H'Bia", "child.sex": "Nữ"}),
    ],
)  # fmt: skip
def test_names_of_the_xtieng_and_mnong_and_names_without_surname_raise_nothing(
    form: str, texts: dict[str, str | None]
) -> None:
    assert {"spouses.swapped", "subject.sex_and_name", "recognition.parent_sex"}.isdisjoint(
        codes(form, texts)
    )
    assert not [code for code in codes(form, texts) if code.startswith("name.")]


class TestSomebodyWhoMayBeMissing:
    adoption = edition("CN/2011")

    def test_is_not_waited_for_while_the_book_does_not_name_him(self) -> None:
        fields = written({"adoptee.full_name": "Lê An", "adoptive_mother.full_name": "Lê Thị Hoa"})
        assert principal_roles(self.adoption, fields) == ["adoptee", "adoptive_mother"]
        assert [each.role for each in subjects_of(self.adoption, fields)] == ["adoptee", "adoptive_mother"]
        assert self.adoption.always_looked_up() == ["adoptee"]

    def test_is_there_when_his_name_cannot_be_read_and_not_when_the_book_leaves_it_blank(self) -> None:
        unread = written({"adoptive_father.full_name": "!illegible"})
        assert "adoptive_father" in principal_roles(self.adoption, unread)
        blank = written({"adoptive_father.full_name": "!blank_in_book"})
        assert "adoptive_father" not in principal_roles(self.adoption, blank)


def test_a_book_of_a_year_without_a_known_form_is_shown_on_the_nearest() -> None:
    assert catalogue.nearest_edition("GH", 1990).id == "GH/1999"
    assert catalogue.nearest_edition("KS", 2030).id == "KS/2016"
    assert catalogue.nearest_edition("KT", None).id == "KT/2016"
