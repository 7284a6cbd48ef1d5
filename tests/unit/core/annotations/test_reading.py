"""A margin note as an officer states it: kept as the law of the field has it, or refused with what to change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hotich.core.annotations import AnnotationRefused, current_findings, note_findings, read_note, with_added
from hotich.core.registers.catalogue import edition

TODAY = date(2023, 6, 1)
FORM = edition("KS/2006")


def typed(text: str | None, **more: Any) -> dict[str, Any]:
    return {"v": text, "m": None, "o": "typed", "struck": None, **more}


CURRENT = {
    "registration.date": typed("03/05/2006"),
    "child.full_name": typed("Nguyễn Thị Hòa"),
    "child.birth_date": typed("02/03/2006"),
    "child.sex": typed("Nữ"),
}


def read(**said: Any) -> dict[str, Any]:
    whole = {"kind": "correction", "text": "Cải chính theo QĐ số 12", "date": "12/05/2010", **said}
    return read_note(whole, form=FORM, current=CURRENT, today=TODAY)


def refused(**said: Any) -> str:
    with pytest.raises(AnnotationRefused) as error:
        read(**said)
    return str(error.value)


def test_a_note_says_what_kind_when_on_which_paper_and_who_wrote_it() -> None:
    note = read(
        officer=" Trần Văn  An ",
        document={
            "name": "Quyết định",
            "number": "12/QĐ-UBND",
            "date": "10052010",
            "issuer": "UBND xã Minh Hưng",
        },
    )
    assert (note["kind"], note["date"], note["on"], note["officer"]) == (
        "correction", "12/05/2010", "2010-05-12", "Trần Văn An",
    )  # fmt: skip
    assert note["document"]["date"] == "10/05/2010"
    assert note["wants"] == ["TD"]


def test_dates_and_coded_values_are_kept_as_keyed_ones_are() -> None:
    amends = read(
        amends={
            "child.birth_date": typed("020307"),
            "child.sex": typed("nam"),
            "child.ethnicity": typed("xtiêng"),
        }
    )["amends"]
    assert [one["v"] for one in amends.values()] == ["02/03/2007", "Nam", "Xtiêng"]
    assert amends["child.sex"] == typed("Nam", o="annotation")


def test_letters_are_composed_and_nothing_else_of_a_name_is_touched() -> None:
    note = read(amends={"child.full_name": typed("Nguyễn THỊ Hoa")})
    assert note["amends"]["child.full_name"]["v"] == "Nguyễn THỊ Hoa"


def test_a_partial_date_is_enough_and_none_at_all_is_taken_from_the_paper() -> None:
    assert (read(date="2010")["date"], read(date="2010")["on"]) == ("2010", "2010-01-01")
    undated = read(date="", document={"date": "07/2011"})
    assert (undated["date"], undated["on"]) == ("", "2011-07-01")
    assert read(date="")["on"] == ""


def test_a_field_the_book_does_not_have_is_refused_by_name() -> None:
    assert "không có ô “child.blood_group”" in refused(amends={"child.blood_group": typed("O")})


def test_a_kind_without_a_form_amends_only_what_the_entry_says() -> None:
    said = {"kind": "correction", "text": "x", "amends": {"subject.full_name": typed("An")}}
    with pytest.raises(AnnotationRefused, match="Trường hợp này không có ô"):
        read_note(said, form=None, current={}, today=TODAY)
    kept = read_note(said, form=None, current={"subject.full_name": typed("Ân")}, today=TODAY)
    assert kept["amends"]["subject.full_name"]["v"] == "An"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "rename"}, "loại ghi chú"),
        ({"kind": 3}, "không đúng dạng"),
        ({"text": "  "}, "Chưa ghi lời"),
        ({"text": 1.5}, "phải là chữ"),
        ({"text": "x" * 4001}, "dài quá"),
        ({"officer": "x" * 501}, "dài quá"),
        ({"date": "32/05/2010"}, "Ngày của ghi chú"),
        ({"date": "05/2031"}, "ở tương lai"),
        ({"document": {"date": "99/99/2010"}}, "Ngày của văn bản"),
        ({"document": {"page": "3"}}, "Văn bản làm căn cứ"),
        ({"document": "12/QĐ"}, "Văn bản làm căn cứ"),
        ({"document": {"number": 0.1}}, "không đúng dạng"),
        ({"amends": []}, None),
        ({"amends": ["child.sex"]}, "không đúng dạng"),
        ({"amends": {"child.sex": "Nam"}}, "không đúng dạng"),
        ({"amends": {"child.sex": typed("Nam", m="illegible")}}, "vừa có giá trị vừa có lý do"),
        ({"amends": {"child.sex": typed("")}}, "bỏ trống"),
        ({"amends": {"child.birth_date": typed("40/03/2006")}}, "Ngày, tháng, năm sinh"),
        ({"source": 5}, "nguồn"),
        ({"in_margin": "có"}, "nguồn"),
        ({"in_margin": False}, "lề sổ"),
        ({"color": "đỏ"}, "phần lạ"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_what_to_change(said: dict[str, Any], words: str | None) -> None:
    if words is None:
        assert read(**said)["amends"] == {}
    else:
        assert words in refused(**said)


def test_a_value_may_be_taken_away_without_another_in_its_place() -> None:
    note = read(amends={"father.full_name": typed(None, m="struck_out")})
    assert note["amends"]["father.full_name"] == typed(None, m="struck_out", o="annotation")


# -- findings


def codes(*notes: dict[str, Any]) -> list[str]:
    chain: tuple[Any, ...] = ()
    for seq, each in enumerate(notes, start=4):
        chain = with_added(chain, each, seq=seq, by=1)
    return [finding.code.removeprefix("annotation.") for finding in note_findings(CURRENT, chain)]


def test_a_correction_without_its_entry_and_an_entry_without_its_margin_note_are_found() -> None:
    assert codes(read()) == ["without_entry"]
    assert codes(read(source="0190")) == []
    assert codes(read(source="0190", in_margin=False)) == ["not_in_margin"]
    assert codes(read(kind="divorce")) == []


def test_before_there_was_a_register_of_changes_none_is_missed() -> None:
    assert read(date="1995")["wants"] == []
    assert read(date="01/04/2006")["wants"] == ["TD"]


def test_a_note_older_than_the_entry_is_strange() -> None:
    assert codes(read(kind="divorce", date="2005")) == ["before_registration"]
    assert codes(read(kind="divorce", date="2006")) == []


def test_a_note_that_changes_nothing_asks_whether_the_page_was_keyed_as_corrected() -> None:
    assert codes(read(kind="other", amends={"child.sex": typed("Nữ")})) == ["changes_nothing"]


def test_what_the_entry_says_since_is_judged_by_its_own_rules() -> None:
    after = read(kind="other", amends={"child.birth_date": typed("02/03/2007")})
    chain = with_added((), after, seq=4, by=1)
    assert any("child.birth_date" in finding.fields for finding in current_findings(FORM, CURRENT, chain))
    assert current_findings(FORM, CURRENT, ()) == ()


def test_dates_that_leave_the_order_open_are_told() -> None:
    first = read(kind="other", date="2010", amends={"child.full_name": typed("Nguyễn Hoa")})
    second = read(kind="other", date="12/05/2010", amends={"child.full_name": typed("Nguyễn Thị Hoa")})
    later = read(kind="other", date="2012", amends={"child.full_name": typed("Nguyễn Thị Hoa")})
    assert codes(first, second) == ["order_unsure"]
    assert codes(first, later) == []
