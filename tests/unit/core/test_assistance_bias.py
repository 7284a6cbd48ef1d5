"""The report on assistance: what it flags, and what it leaves unsaid."""

import random
from dataclasses import dataclass

from hotich.core.assistance_bias import Report, report


@dataclass(frozen=True)
class Row:
    officer_id: int | None
    field: str
    assisted: bool | None
    compared: int
    differing: int
    kind: str = "KS"


def pair(
    assisted: tuple[int, int], unassisted: tuple[int, int], officer: int = 1, name: str = "child.sex"
) -> list[Row]:
    return [Row(officer, name, True, *assisted), Row(officer, name, False, *unassisted)]


def only(found: Report) -> str:
    (line,) = found.fields
    return line.verdict


def test_a_clearly_lower_rate_with_assistance_is_flagged_and_said_in_words() -> None:
    found = report(pair((2000, 40), (150, 18)))
    (line,) = found.fields
    assert (line.verdict, line.flagged, found.overall.flagged) == ("lower", True, True)
    assert line.said.endswith("có thể đang nhận theo gợi ý.")
    assert line.ratio is not None
    assert line.ratio < 0.2
    assert line.interval[1] < 1


def test_equal_rates_are_left_in_peace() -> None:
    assert only(report(pair((20_000, 2000), (2000, 200)))) == "even"


def test_equal_rates_of_few_entries_are_not_called_equal() -> None:
    assert only(report(pair((2000, 200), (150, 15)))) == "unclear"


def test_a_higher_rate_with_assistance_is_no_sign_of_accepting() -> None:
    assert only(report(pair((2000, 400), (150, 8)))) == "higher"


def test_small_numbers_say_nothing() -> None:
    assert only(report(pair((2000, 0), (29, 20)))) == "too_few"
    assert only(report(pair((2000, 2), (100, 2)))) == "too_few"
    assert report(pair((2000, 0), (29, 20))).fields[0].ratio is None


def test_entries_of_which_nobody_knows_are_counted_apart() -> None:
    found = report([*pair((100, 10), (100, 10)), Row(1, "child.sex", None, 70, 7)])
    assert found.unknown == 70
    assert found.overall.assisted.whole + found.overall.unassisted.whole == 200


def test_one_officers_column_is_named_though_the_whole_is_even() -> None:
    rows = [row for officer in range(2, 12) for row in pair((600, 60), (60, 6), officer)]
    found = report([*rows, *pair((600, 6), (60, 12), 1)])
    assert [line.officer for line in found.cells if line.flagged] == [1]
    assert [line.officer for line in found.officers if line.flagged] == [1]


def test_among_many_honest_officers_hardly_any_is_named_by_chance() -> None:
    draw = random.Random(20230601)

    def differing(compared: int) -> int:
        return sum(draw.random() < 0.08 for _ in range(compared))

    named = 0
    for _ in range(20):
        rows = [
            row for officer in range(25) for row in pair((400, differing(400)), (40, differing(40)), officer)
        ]
        named += sum(line.flagged for line in report(rows).officers)
    assert named <= 3, "of 500 honest lines"
