"""The receiving systems' rules: none is dead, clean rows pass, and each thing that is wrong is sent back or told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.sheets import write_sheet
from tests.unit.integration.birth_rows import BIRTH, write_rows
from tests.unit.integration.test_dirty_workbooks import REMEDY

from hotich.integration import moj, police
from hotich.integration.checks import CheckReport, check_file
from hotich.integration.formats import acceptance_of, layout_of
from hotich.integration.interchange.acceptance import CELL_RULES, Checker
from hotich.integration.xlsx import Cell
from hotich.synthetic.workbook import SHEETS, DirtyRow, dirty_rows

FORMATS = {"moj": moj, "police": police}
_REMEDY = rf"{REMEDY.pattern}|Bổ sung|Rút gọn|Đổi dạng|nơi nhận"
SENT_BACK = {
    "date_with_slashes": "send.date",
    "date_as_serial": "send.date",
    "no_such_day": "send.date",
    "impossible_year": "send.date",
    "unknown_code": "send.code",
    "lost_zero": "send.personal_number",
}


def checked(tmp_path: Path, name: str, *, share: float) -> tuple[CheckReport, list[DirtyRow]]:
    sheet = SHEETS[name]
    rows = dirty_rows(sheet, 220, seed=31, share=share)
    path = write_sheet(tmp_path / "gui.xlsx", sheet, rows)
    return check_file(path=path, kind=sheet.kind, format=sheet.format), rows


@pytest.mark.parametrize("format", FORMATS)
def test_every_rule_is_about_a_column_and_says_where_it_is_known_from(format: str) -> None:
    layouts = [layout_of(format, kind) for kind in FORMATS[format].KINDS]
    for rule in acceptance_of(layouts[0]):
        assert any(rule.is_about(column) for layout in layouts for column in layout.columns), rule
        assert rule.source
    assert {rule.name for rule in acceptance_of(layouts[0])} >= CELL_RULES.keys()


def test_of_the_police_software_nothing_has_been_seen() -> None:
    assert not any(rule.verified for rule in acceptance_of(layout_of("police", "KS")))


@pytest.mark.parametrize("name", SHEETS)
def test_no_clean_row_would_be_sent_back(tmp_path: Path, name: str) -> None:
    report, _ = checked(tmp_path, name, share=0)
    assert (report.rows, report.refused) == (220, 0)
    assert [message for message in report.messages if message.severity == "error"] == []


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_wrong_is_sent_back_with_row_column_and_remedy(tmp_path: Path, name: str) -> None:
    report, rows = checked(tmp_path, name, share=0.4)
    told = {(m.row, m.column.split()[0], m.code) for m in report.messages if m.severity == "error"}
    for number, row in enumerate(rows, start=2):
        for dirt in row.dirt:
            if code := SENT_BACK.get(dirt.kind):
                assert (number, dirt.column, code) in told, f"row {number}: {dirt}"
    assert report.refused == len({row for row, _, _ in told})
    bare = [m.message for m in report.messages if m.row and not re.search(_REMEDY, m.message)]
    assert bare == []


def judged(format: str = "moj", kind: str = "KS", **values: str) -> list[tuple[str, str, str]]:
    layout = layout_of(format, kind)
    cells = BIRTH | {name.replace("__", "."): text for name, text in values.items()}
    found = Checker(layout, acceptance_of(layout)).check(
        2, {name: Cell(text) for name, text in cells.items()}
    )
    return [(message.severity, message.column, message.code) for message in found]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("child__full_name", "A" * 501, ("error", "nksHoTen", "send.too_long")),
        ("notes", "a" * 1001, ("error", "ghiChu", "send.too_long")),
        ("registration__date", "", ("error", "ngayDangKy", "send.empty")),
        ("registration__place", "  ", ("error", "noiDangKy", "send.empty")),
        ("child__birth_date", "2.5.2006", ("error", "nksNgaySinh", "send.date")),
        ("child__birth_date", "~1945", ("error", "nksNgaySinh", "send.date")),
        ("child__sex", "Nam", ("error", "nksGioiTinh", "send.code")),
        ("child__personal_id", "070 206 012 345", ("error", "nksSoDinhDanh", "send.personal_number")),
        ("child__ethnicity", "Vân Sơn", ("warning", "nksDanToc", "send.unknown")),
        ("registration__number", "25", ("warning", "so", "send.no_year")),
    ],
)
def test_each_rule_says_what_it_is_for(field: str, text: str, expected: tuple[str, str, str]) -> None:
    assert judged(**{field: text}) == [expected]


@pytest.mark.parametrize("date", ["02.05.2006", "05.2006", "2006"])
def test_a_date_goes_with_as_many_parts_as_the_book_has(date: str) -> None:
    assert judged(child__birth_date=date) == []


def test_a_number_that_stands_twice_in_a_book_is_told_and_sent() -> None:
    layout = layout_of("moj", "KS")
    checker = Checker(layout, acceptance_of(layout))
    cells = {name: Cell(text) for name, text in BIRTH.items()}
    other = cells | {"book.number": Cell("02/2006")}
    assert [
        [m.code for m in checker.check(row, each)] for row, each in enumerate((cells, cells, other), 2)
    ] == [
        [],
        ["send.repeated"],
        [],
    ]


def test_a_cell_of_a_finished_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    layout = layout_of("moj", "KS")
    cells = {name: Cell(text) for name, text in BIRTH.items()}
    cells["child.personal_id"] = Cell("070206012345", "number")
    found = Checker(layout, acceptance_of(layout)).check(2, cells)
    assert [(m.severity, m.code) for m in found] == [("error", "send.not_text")]
    path = write_rows(tmp_path / "chu.xlsx", layout, [BIRTH])
    assert check_file(path=path, kind="KS", format="moj").refused == 0


def test_fields_are_counted_by_length(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "so.xlsx", layout_of("moj", "KS"), [BIRTH, BIRTH | {"notes": ""}])
    (book,) = check_file(path=path, kind="KS", format="moj").as_json()["books"]
    texts = [text for text in BIRTH.values() if text] * 2
    texts.remove(BIRTH["notes"])
    assert book["fields"] == {
        "up_to_15": sum(len(text) <= 15 for text in texts),
        "from_16_to_50": sum(15 < len(text) <= 50 for text in texts),
        "over_50": sum(len(text) > 50 for text in texts),
        "total": len(texts),
    }
