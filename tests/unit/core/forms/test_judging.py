"""What a birth entry is told, and what it is not told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hotich.core.findings import Finding
from hotich.core.forms.context import Context, KnownNumber
from hotich.core.forms.judging import judge, missing_required, visible_fields
from hotich.core.forms.model import Edition
from hotich.core.registers.catalogue import edition, editions_of

Fields = dict[str, dict[str, Any]]
Texts = dict[str, str | None]
Written = Callable[[Texts], Fields]


def codes(findings: list[Finding], *, grade: str | None = None) -> list[str]:
    return [each.code for each in findings if grade is None or each.grade == grade]


def shown(findings: list[Finding]) -> list[str]:
    """What an officer is shown: everything but the silent ones."""
    return [each.code for each in findings if each.grade != "silent"]


def test_a_sound_entry_raises_nothing(form_of_2006: Edition, sound: Texts, written: Written) -> None:
    assert judge(form_of_2006, written(sound)) == []


def test_an_empty_entry_is_only_told_what_is_required(form_of_2006: Edition) -> None:
    found = judge(form_of_2006, {})
    assert codes(found, grade="hard") == ["field.required"] * 6
    assert missing_required(form_of_2006, {}) == (
        "registration.number",
        "registration.date",
        "child.full_name",
        "child.sex",
        "child.birth_date",
        "mother.full_name",
    )
    assert set(codes(found, grade="soft")) == {"field.left_empty"}


@pytest.mark.parametrize("reason", ["blank_in_book", "illegible", "struck_out", "not_in_edition"])
def test_a_reason_stands_for_a_required_value(
    form_of_2006: Edition, sound: Texts, written: Written, reason: str
) -> None:
    fields = written({**sound, "registration.number": f"!{reason}", "child.full_name": f"!{reason}"})
    assert missing_required(form_of_2006, fields) == ()
    assert shown(judge(form_of_2006, fields)) == []


def test_a_blank_father_raises_nothing(form_of_2006: Edition, sound: Texts, written: Written) -> None:
    texts = {key: text for key, text in sound.items() if not key.startswith("father.")}
    assert judge(form_of_2006, written(texts)) == []
    assert judge(form_of_2006, written({**texts, "father.full_name": "!blank_in_book"})) == []


def test_an_abandoned_child_needs_no_mother(form_of_2016: Edition, sound: Texts, written: Written) -> None:
    texts = {key: text for key, text in sound.items() if not key.startswith(("mother.", "father."))}
    assert "mother.full_name" in missing_required(form_of_2016, written(texts))
    texts["child.parentage"] = "Trẻ bị bỏ rơi"
    assert missing_required(form_of_2016, written(texts)) == ()


def test_a_father_of_a_child_ticked_fatherless_is_noticed(
    form_of_2016: Edition, sound: Texts, written: Written
) -> None:
    found = judge(form_of_2016, written({**sound, "child.parentage": "Trẻ chưa xác định được cha"}))
    assert shown(found) == ["father.known_but_ticked_unknown"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"registration.date": "01/05/2006"}, "registration.before_birth"),
        ({"registration.number": "25/"}, "registration.number.trailing_slash"),
        ({"registration.number": "25/2007"}, "registration.number.year"),
        ({"child.birth_date_words": "ngày ba tháng năm năm hai nghìn linh sáu"}, "child.birth_date.words"),
        ({"child.birth_date": "31/04/2006", "child.birth_date_words": None}, "date.day_not_in_month"),
        ({"mother.birth_date": "1995"}, "parent.too_young"),
        ({"father.full_name": "Trần Thị Lan", "mother.full_name": "Nguyễn Văn Bình"}, "parents.swapped"),
        ({"father.full_name": "Trần Thị Bình"}, "parents.swapped"),
        ({"mother.full_name": "nguyễn văn bình", "father.full_name": "Nguyễn Văn Bình"}, "parents.same_name"),
        ({"child.sex": "Nam"}, "subject.sex_and_name"),
        ({"child.sex": "chưa rõ"}, "code.not_in_list"),
        ({"child.birth_place": ", , ,"}, "place.empty"),
        ({"child.birth_place": "nt"}, "value.ditto"),
        ({"registration.date": "12/08/2006"}, "registration.late_not_ticked"),
        ({"declarant.signed": "Không có chữ ký"}, "declarant.unsigned"),
        ({"child.ethnicity": None}, "field.left_empty"),
        ({"child.personal_id": "070206123456"}, "personal_number.sex"),
        ({"child.personal_id": "070305123456"}, "personal_number.birth_year"),
        ({"child.personal_id": "70306123456"}, "personal_number.lost_zero"),
    ],
)
def test_what_is_unusual_is_said_softly(
    form_of_2006: Edition, sound: Texts, written: Written, changes: Texts, code: str
) -> None:
    found = [each for each in judge(form_of_2006, written({**sound, **changes})) if each.code == code]
    assert [each.grade for each in found] == ["soft"]
    assert found[0].message.endswith(".")


@pytest.mark.parametrize("text", ["32/05/2006", "02/13/2006", "5/5/5005"])
def test_what_no_calendar_has_cannot_be_completed(
    form_of_2006: Edition, sound: Texts, written: Written, text: str
) -> None:
    found = judge(form_of_2006, written({**sound, "registration.date": text}))
    assert len(codes(found, grade="hard")) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"registration.date": "05/2006"},
        {"registration.date": "2006"},
        {"registration.date": "~2005"},
        {"registration.date": "200?"},
        {"child.birth_date": "2006", "child.birth_date_words": None},
        {"mother.birth_date": "1994"},
        {"mother.birth_date": "199?"},
        {"mother.birth_date": "~1999"},
        {"child.birth_date": "3/4/2006l", "child.birth_date_words": None},
    ],
)
def test_what_is_possible_in_one_reading_raises_nothing(
    form_of_2006: Edition, sound: Texts, written: Written, changes: Texts
) -> None:
    assert shown(judge(form_of_2006, written({**sound, **changes}))) == []


@pytest.mark.parametrize(
    ("child", "sex", "father", "mother", "ethnicity"),
    [
        ("Điểu Long", "Nam", "Điểu Sên", "Thị Brới", "Xtiêng"),
        ("Thị Brới", "Nữ", "Điểu K'Rem", "Thị Văn Sa", "S'tiêng"),
        ("Điểu Thị Mai", "Nữ", "Điểu Lôi", "Thị Nhung", "Mnông"),
        ("H'Brới Ayŭn", "Nữ", "Y Bliêm Niê", "H'Linh Ayŭn", "Ê-đê"),
        ("Thạch Sơn", "Nam", "Thạch Rây", "Néang Sa", "Khơ-me"),
        ("Thị Hoa", "Nữ", "Trần Văn Tư", "Thị Lan", "Kinh"),
        ("Hoa", "Nữ", "Tư", "Lan", "Kinh"),
        ("Nguyễn Thị Thị", "Nữ", "Văn Thị", "Hồ Văn", "Kinh"),
    ],
)
def test_names_of_every_people_are_names(
    form_of_2006: Edition,
    sound: Texts,
    written: Written,
    child: str,
    sex: str,
    father: str,
    mother: str,
    ethnicity: str,
) -> None:
    texts = {
        **sound,
        "child.full_name": child,
        "child.sex": sex,
        "child.ethnicity": ethnicity,
        "father.full_name": father,
        "father.ethnicity": ethnicity,
        "mother.full_name": mother,
        "mother.ethnicity": ethnicity,
    }
    assert shown(judge(form_of_2006, written(texts))) == []


@pytest.mark.parametrize(
    ("born", "registered", "is_late"),
    [
        ("01/01/2005", "31/01/2005", False),
        ("01/01/2005", "01/02/2005", True),
        ("01/02/2007", "02/04/2007", False),
        ("01/02/2007", "03/04/2007", True),
        ("20/02/2006", "31/03/2006", True),
        ("20/02/2006", "01/04/2006", False),
    ],
)
def test_the_law_of_the_day_says_what_is_late(
    sound: Texts, written: Written, born: str, registered: str, is_late: bool
) -> None:
    """Thirty days until 31/3/2006, sixty from 1/4/2006, whatever form the book uses."""
    texts = {
        **sound,
        "child.birth_date": born,
        "registration.date": registered,
        "child.birth_date_words": None,
    }
    for form in editions_of("KS"):
        found = codes(judge(form, written({**texts, "registration.number": "25"})))
        assert ("registration.late_not_ticked" in found) is is_late, form.id
        late = judge(form, written({**texts, "registration.type": "Quá hạn"}))
        assert "registration.late_not_ticked" not in codes(late)


@pytest.mark.parametrize(
    ("registered", "asked"), [("30/06/2025", True), ("01/07/2025", False), ("2025", False), ("06/2025", True)]
)
def test_a_missing_signature_is_lawful_from_july_2025(
    form_of_2016: Edition, sound: Texts, written: Written, registered: str, asked: bool
) -> None:
    texts = {**sound, "registration.date": registered, "declarant.signed": "Không có chữ ký"}
    assert ("declarant.unsigned" in codes(judge(form_of_2016, written(texts)))) is asked


class TestContext:
    def test_the_sentinel_is_suspected_only_where_the_book_contradicts_it(
        self, form_of_2006: Edition, sound: Texts, written: Written
    ) -> None:
        fields = written({**sound, "registration.date": "19/11/1999", "registration.type": None})
        assert "date.sentinel" not in codes(judge(form_of_2006, fields))
        assert "date.sentinel" in codes(judge(form_of_2006, fields, context=Context(book_opened="2006")))
        assert "date.sentinel" not in codes(judge(form_of_2006, fields, context=Context(book_opened="1999")))
        beside = Context(book_opened="1998", neighbours=({"registration.date": "19/11/1999"},))
        assert "date.sentinel" not in codes(judge(form_of_2006, fields, context=beside))
        apart = Context(book_opened="1998", neighbours=({"registration.date": "03/02/2003"},))
        assert "date.sentinel" in codes(judge(form_of_2006, fields, context=apart))

    def test_a_gap_and_a_repeat_of_numbers_are_noticed_with_the_books_index(
        self, form_of_2006: Edition, sound: Texts, written: Written
    ) -> None:
        fields = written(sound)
        previous = {"registration.number": "24/2006", "registration.date": "11/05/2006"}
        assert judge(form_of_2006, fields, context=Context(previous=previous)) == []
        gap = Context(previous={**previous, "registration.number": "22/2006"})
        assert shown(judge(form_of_2006, fields, context=gap)) == ["registration.number.out_of_sequence"]
        repeat = Context(numbers=(KnownNumber("25", 2006),))
        assert shown(judge(form_of_2006, fields, context=repeat)) == ["registration.number.repeated"]
        other_year = Context(numbers=(KnownNumber("25", 2005), KnownNumber("25a", 2006)))
        assert judge(form_of_2006, fields, context=other_year) == []

    def test_numbers_begin_again_every_year(
        self, form_of_2006: Edition, sound: Texts, written: Written
    ) -> None:
        fields = written({**sound, "registration.number": "01"})
        last_of_2005 = Context(previous={"registration.number": "117", "registration.date": "30/12/2005"})
        assert judge(form_of_2006, fields, context=last_of_2005) == []

    def test_an_entry_out_of_scope_is_counted_silently(
        self, form_of_2016: Edition, sound: Texts, written: Written
    ) -> None:
        context = Context(scope_until="2019-04-01")
        texts = {**sound, "registration.number": "25", "registration.type": "Quá hạn"}
        inside = written({**texts, "registration.date": "01/04/2019"})
        outside = written({**texts, "registration.date": "02/04/2019"})
        unsure = written({**texts, "registration.date": "2019"})
        assert "registration.out_of_scope" not in codes(judge(form_of_2016, inside, context=context))
        assert "registration.out_of_scope" in codes(
            judge(form_of_2016, outside, context=context), grade="silent"
        )
        assert "registration.out_of_scope" not in codes(judge(form_of_2016, unsure, context=context))

    def test_the_province_of_a_number_is_that_of_the_books_place(
        self, form_of_2016: Edition, sound: Texts, written: Written
    ) -> None:
        fields = written({**sound, "child.personal_id": "079306123456"})
        assert judge(form_of_2016, fields) == []
        found = judge(form_of_2016, fields, context=Context(province_codes=("070", "075")))
        assert shown(found) == ["personal_number.province"]

    def test_a_context_survives_the_way_to_the_desk_and_back(self) -> None:
        context = Context(
            book_opened="2006",
            province_codes=("070",),
            previous={"registration.number": "1"},
            neighbours=({"registration.date": "2006"},),
            numbers=(KnownNumber("1", 2006),),
        )
        assert Context.from_json(context.as_json()) == context


def test_conditional_columns_show_when_their_condition_holds_or_they_say_something(
    form_of_2006: Edition, sound: Texts, written: Written
) -> None:
    assert "foreign.number" not in visible_fields(form_of_2006, written(sound))
    abroad = {**sound, "registration.type": "3"}
    assert "foreign.number" in visible_fields(form_of_2006, written(abroad))
    assert "foreign.number" in visible_fields(form_of_2006, written({**sound, "foreign.number": "A-12"}))
    assert "child.missing.status" in visible_fields(
        form_of_2006, written({**sound, "notes": "Tuyên bố mất tích"})
    )


def test_wrong_letter_case_is_counted_and_never_shown(
    form_of_2006: Edition, sound: Texts, written: Written
) -> None:
    found = judge(form_of_2006, written({**sound, "father.full_name": "NGUYỄN VĂN BÌNH"}))
    assert codes(found) == ["name.letter_case"]
    assert shown(found) == []


def test_a_message_says_whose_column_it_is() -> None:
    found = judge(edition("KS/1999"), {"mother.birth_date": {"v": "1999"}, "child.birth_date": {"v": "2001"}})
    messages = " ".join(each.message for each in found)
    assert "Họ và tên người mẹ: chưa ghi" in messages
    assert "Ngày, tháng, năm sinh (người mẹ): chưa hơn con 12 tuổi" in messages


@pytest.mark.parametrize(
    ("paper", "registered", "strange"),
    [
        ("CCCD", "02/03/2012", True),
        ("CCCD", "2016", False),
        ("Thẻ căn cước", "30/06/2024", True),
        ("Thẻ căn cước", "2024", False),
        ("CMND", "02/03/1987", False),
        ("Sổ hộ khẩu", "05/05/2023", True),
        ("giấy lạ", "02/03/2012", False),
    ],
)
def test_a_paper_that_was_not_good_on_the_day_of_the_act_is_doubted_and_never_refused(
    paper: str, registered: str, strange: bool
) -> None:
    fields = {"mother.id_document.type": {"v": paper}, "registration.date": {"v": registered}}
    found = [one for one in judge(edition("KS/2016"), fields) if one.code == "code.not_of_that_day"]
    assert [one.fields[0] for one in found] == (["mother.id_document.type"] if strange else [])
    assert {one.grade for one in found} <= {"soft"}
