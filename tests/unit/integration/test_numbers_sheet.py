"""The second sheet: which row it speaks of, and what is told where that is not clear."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.unit.integration.birth_rows import BIRTH, cells_of

from hotich.integration.formats import layout_of
from hotich.integration.interchange import ImportedRow, NumbersBeside, read_numbers, read_row
from hotich.integration.refusals import ENTRIES
from hotich.integration.tables import open_table

HEADING = ["so", "quyenSo", "ngayDangKy", "role", "number"]
HUSBAND, WIFE = "070080012345", "070180012345"
Read = Callable[..., tuple[list[ImportedRow], NumbersBeside]]


def marriage(number: str, name: str = "Điểu Long") -> dict[str, str]:
    return {
        "registration.number": number,
        "book.number": "01/2006",
        "registration.date": "12.05.2006",
        "husband.full_name": name,
        "wife.full_name": "Thị Brới",
    }


@pytest.fixture
def read(workbook: Callable[..., Path]) -> Read:
    """Reads rows of a kind with a second sheet of these lines."""

    def run(
        rows: Sequence[dict[str, str]],
        lines: Sequence[Sequence[str]],
        *,
        heading: Sequence[str] = HEADING,
        kind: str = "KH",
    ) -> tuple[list[ImportedRow], NumbersBeside]:
        layout = layout_of("moj", kind)
        first = [layout.names, *(cells_of(layout, row, number) for number, row in enumerate(rows, 1))]
        path = workbook({"DL Import": first, "SoDinhDanh": [heading, *lines]})
        with open_table(path, layout.wanted, ENTRIES) as table:
            beside = read_numbers(table, layout)
            found = [read_row(layout, table, row, today=datetime.date(2023, 6, 12)) for row in table.rows()]
        return [beside.added_to(row, layout) for row in found if row is not None], beside

    return run


def codes(beside: NumbersBeside) -> list[tuple[int, str]]:
    return [(message.row, message.code) for message in beside.messages]


def test_a_line_names_its_row_by_number_volume_and_date(read: Read) -> None:
    rows, beside = read(
        [marriage("1/2006"), marriage("2/2006")],
        [
            ["2/2006", "01/2006", "12.05.2006", "wife", WIFE],
            ["1/2006", "01/2006", "12.05.2006", "husband", HUSBAND],
        ],
    )
    assert [dict(row.personal_numbers) for row in rows] == [
        {"husband.personal_id": HUSBAND},
        {"wife.personal_id": WIFE},
    ]
    assert codes(beside) == []


def test_a_name_that_two_rows_have_is_told_and_no_number_is_guessed(read: Read) -> None:
    twins = [marriage("1/2006"), marriage("1/2006", "Điểu Lợi")]
    rows, beside = read(twins, [["1/2006", "01/2006", "12.05.2006", "husband", HUSBAND]])
    assert [dict(row.personal_numbers) for row in rows] == [{}, {}]
    assert codes(beside) == [(2, "numbers.ambiguous")]


def test_the_row_of_the_first_sheet_tells_such_rows_apart(read: Read) -> None:
    twins = [marriage("1/2006"), marriage("1/2006", "Điểu Lợi")]
    rows, beside = read(
        twins, [["1/2006", "01/2006", "12.05.2006", "husband", HUSBAND, "3"]], heading=[*HEADING, "dong"]
    )
    assert [dict(row.personal_numbers) for row in rows] == [{}, {"husband.personal_id": HUSBAND}]
    assert codes(beside) == []


def test_a_row_number_that_names_another_entry_is_not_believed(read: Read) -> None:
    rows, _ = read(
        [marriage("1/2006"), marriage("2/2006")],
        [["1/2006", "01/2006", "12.05.2006", "husband", HUSBAND, "3"]],
        heading=[*HEADING, "dong"],
    )
    assert [dict(row.personal_numbers) for row in rows] == [{"husband.personal_id": HUSBAND}, {}]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["9/2006", "01/2006", "12.05.2006", "wife", WIFE], "numbers.no_row"),
        (["1/2006", "01/2006", "12.05.2006", "deceased", WIFE], "numbers.role_unknown"),
        (["1/2006", "01/2006", "12.05.2006", "declarant", WIFE], "numbers.role_unknown"),
        (["1/2006", "01/2006", "12.05.2006", "wife", "70180012345"], "personal_number.lost_zero"),
        (["1/2006", "01/2006", "12.05.2006", "wife", "7.018E+10"], "personal_number.rounded"),
    ],
)
def test_a_line_that_cannot_be_taken_as_it_is_says_why(read: Read, line: list[str], code: str) -> None:
    _, beside = read([marriage("1/2006")], [line])
    assert codes(beside) == [(2, code)]


def test_a_second_number_of_the_same_person_is_told_and_left(read: Read) -> None:
    line = ["1/2006", "01/2006", "12.05.2006", "wife"]
    rows, beside = read([marriage("1/2006")], [[*line, WIFE], [*line, "070180054321"]])
    assert dict(rows[0].personal_numbers) == {"wife.personal_id": WIFE}
    assert codes(beside) == [(3, "numbers.twice")]
    assert "070180054321" not in beside.messages[0].message


def test_the_number_the_book_has_is_told_from_the_one_that_was_found(read: Read) -> None:
    line = ["1/2006", "01/2006", "12.05.2006", "wife"]
    rows, beside = read(
        [marriage("1/2006")],
        [[*line, "070180054321", "2", "sổ"], [*line, WIFE, "2", "xác định"]],
        heading=[*HEADING, "dong", "nguon"],
    )
    assert rows[0].fields["wife.personal_id"]["v"] == "070180054321"
    assert dict(rows[0].judged) == {"wife": WIFE}
    assert codes(beside) == []


def test_beside_a_column_for_numbers_the_second_sheet_holds_what_the_book_says(read: Read) -> None:
    line = [BIRTH["registration.number"], BIRTH["book.number"], BIRTH["registration.date"]]
    rows, _ = read([BIRTH], [[*line, "child", "070206054321"]], kind="KS")
    assert rows[0].fields["child.personal_id"]["v"] == "070206054321"
    assert dict(rows[0].judged) == {"child": BIRTH["child.personal_id"]}
    assert dict(rows[0].personal_numbers) == {}
