"""What is no discrepancy and is shown all the same: every manner of rules §3, through a look-up as an officer makes it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from desk import Desk, blank
from making import citizen, entry_about, extract_of, identity_only

from hotich.cases import operations as cases
from hotich.cases.models import Case

pytestmark = pytest.mark.django_db


class Manner(NamedTuple):
    """The register's values, the book's, the field in question, how it is shown, and a part of its sentence."""

    register: dict[str, str]
    keyed: dict[str, str]
    field: str
    agreement: str
    says: str


OLD_PLACE = "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"
NEW_PLACE = "phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước"
HARMLESS = {
    "tone placement": Manner({"full_name": "Nguyễn Thị Hoà"}, {}, "full_name", "agrees_shown", "cách bỏ dấu"),
    "i and y": Manner(
        {"full_name": "Nguyễn Thị Mỹ"}, {"child__full_name": "Nguyễn Thị Mĩ"}, "full_name", "agrees_shown", "i/y"
    ),
    "letter case": Manner({"full_name": "NGUYỄN THỊ HÒA"}, {}, "full_name", "agrees_shown", "chữ hoa"),
    "an abbreviation in the book": Manner(
        {}, {"child__full_name": "Nguyễn T. Hòa"}, "full_name", "agrees_shown", "viết tắt"
    ),
    "an abbreviated parent": Manner(
        {}, {"father__full_name": "Ng. Văn Ba"}, "father_full_name", "agrees_shown", "viết tắt"
    ),
    "a value the register lacks": Manner({"ethnicity": ""}, {"child__ethnicity": "Kinh"}, "ethnicity", "register_lacks", "dân cư không có"),
    "a less precise date in the register": Manner({"birth_date": "2006"}, {}, "birth_date", "agrees_shown", "ít chi tiết hơn"),
    "a less precise date in the book": Manner({}, {"child__birth_date": "2006"}, "birth_date", "agrees_shown", "ít chi tiết hơn"),
    "a month without a day": Manner({"birth_date": "03/2006"}, {}, "birth_date", "agrees_shown", "ít chi tiết hơn"),
    "another name of an ethnic group": Manner(
        {"ethnicity": "Xơ Đăng"}, {"child__ethnicity": "Xê Đăng"}, "ethnicity", "agrees_shown", "hai tên gọi"
    ),
    "another spelling of an ethnic group": Manner(
        {"ethnicity": "Stiêng"}, {"child__ethnicity": "Xtiêng"}, "ethnicity", "agrees_shown", "tên gọi"
    ),
    "another name of a country": Manner(
        {"nationality": "Hoa Kỳ"}, {"child__nationality": "Mỹ"}, "nationality", "agrees_shown", "tên gọi"
    ),
    "the same place under an older unit": Manner(
        {"hometown": NEW_PLACE}, {"child__hometown": OLD_PLACE}, "hometown", "agrees_shown", ""
    ),
    "the same place under today's unit": Manner(
        {"hometown": "phường Minh Hưng, tỉnh Đồng Nai"}, {"child__hometown": OLD_PLACE}, "hometown", "agrees_shown", ""
    ),
    "the office of registration under a later unit": Manner(
        {"birth_registration_place": f"Ủy ban nhân dân {NEW_PLACE}"},
        {"registration__place": f"UBND {OLD_PLACE}"},
        "birth_registration_place", "agrees_shown", "",
    ),
    "the same birth place under an older unit": Manner(
        {"birth_place": NEW_PLACE}, {"child__birth_place": OLD_PLACE}, "birth_place", "agrees_shown", ""
    ),
    "a place said less precisely": Manner(
        {"hometown": NEW_PLACE}, {"child__hometown": "tỉnh Bình Phước"}, "hometown", "agrees_shown", ""
    ),
}  # fmt: skip


def compared(desk: Desk) -> tuple[Any, dict[str, dict[str, Any]]]:
    found = cases.search(actor=desk.officer, entry_id=desk.entry, role="child")
    candidate = found.candidates.first()
    assert candidate is not None
    return found, {field["field"]: field for field in candidate.comparisons["fields"]}


def judged(desk: Desk, found: Any) -> str:
    said = {"actor": desk.officer, "entry_id": desk.entry, "role": "child", "look_up_id": found.pk}
    return cases.judge(**said, decision="same_person", candidate="1").outcome


@pytest.mark.parametrize("name", HARMLESS)
def test_it_is_shown_with_its_sentence_and_opens_no_case(desk: Desk, name: str) -> None:
    manner = HARMLESS[name]
    extract_of(citizen(**manner.register))
    entry_about(desk, **manner.keyed)
    found, fields = compared(desk)
    shown = fields[manner.field]
    assert (shown["is_discrepancy"], shown["agreement"]) == (False, manner.agreement), shown
    assert manner.says in shown["note"], shown["note"]
    assert len(shown["note"]) > len("Quê quán: ."), "no sentence"
    assert [one["field"] for one in fields.values() if one["is_discrepancy"]] == []
    assert judged(desk, found) == "matched"
    assert not Case.objects.unscoped("test").exists()


def test_residence_is_shown_and_never_a_case(desk: Desk) -> None:
    extract_of(citizen(residence="Phường 1, thành phố Đà Lạt, tỉnh Lâm Đồng"))
    entry_about(desk)
    found, fields = compared(desk)
    assert (fields["residence"]["is_discrepancy"], fields["residence"]["register"]) == (
        False, "Phường 1, thành phố Đà Lạt, tỉnh Lâm Đồng",
    )  # fmt: skip
    assert fields["residence"]["note"].startswith("Nơi cư trú")
    assert not fields["residence"]["can_supplement"]
    assert judged(desk, found) == "matched"


def test_a_value_that_an_annotation_has_changed_is_shown_with_what_it_was(desk: Desk) -> None:
    extract_of(citizen(ethnicity="Kinh"))
    entry_about(desk, child__ethnicity="Hoa")
    desk.annotate(
        {"child.ethnicity": "Kinh"}, kind="ethnic_redetermination", document={"number": "5/QĐ-UBND"}
    )
    found, fields = compared(desk)
    assert fields["ethnicity"]["agreement"] == "agrees_shown"
    assert "“Hoa”" in fields["ethnicity"]["note"]
    assert judged(desk, found) == "matched"


def test_a_register_that_still_has_the_old_value_is_no_discrepancy_either(desk: Desk) -> None:
    extract_of(citizen(ethnicity="Hoa"))
    entry_about(desk, child__ethnicity="Hoa")
    desk.annotate(
        {"child.ethnicity": "Kinh"}, kind="ethnic_redetermination", document={"number": "5/QĐ-UBND"}
    )
    _, fields = compared(desk)
    assert (fields["ethnicity"]["is_discrepancy"], fields["ethnicity"]["agreement"]) == (
        False,
        "agrees_shown",
    )
    assert "giá trị cũ" in fields["ethnicity"]["note"]


def test_a_field_left_blank_in_the_book_can_be_supplemented(desk: Desk) -> None:
    extract_of(citizen(hometown=NEW_PLACE))
    identity_only(desk)
    desk.key({"child.hometown": blank()})
    found, fields = compared(desk)
    shown = fields["hometown"]
    assert (shown["is_discrepancy"], shown["agreement"], shown["can_supplement"]) == (
        False,
        "book_lacks",
        True,
    )
    assert shown["note"] == "Quê quán: sổ để trống, dân cư có giá trị, có thể bổ sung hộ tịch."
    assert judged(desk, found) == "matched"
