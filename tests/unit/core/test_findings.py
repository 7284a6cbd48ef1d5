"""What a finding is, whoever makes it."""

from hotich.core.findings import GRADE_LABELS, GRADES, Finding, about, worst_grade


def finding(grade) -> Finding:
    return Finding("date.unreadable", grade, about("child.birth_date"), "Không hiểu ngày sinh. Xem lại sổ.")


def test_the_worst_grade_decides_what_may_be_done() -> None:
    assert worst_grade([finding("silent"), finding("hard"), finding("soft")]) == "hard"
    assert worst_grade([finding("silent"), finding("soft")]) == "soft"
    assert worst_grade([]) is None


def test_a_finding_travels_as_plain_data() -> None:
    assert finding("soft").as_json() == {
        "code": "date.unreadable",
        "grade": "soft",
        "fields": ["child.birth_date"],
        "message": "Không hiểu ngày sinh. Xem lại sổ.",
        "source": "",
    }
    assert about("") == ()


def test_every_grade_has_its_words() -> None:
    assert set(GRADE_LABELS) == set(GRADES)
