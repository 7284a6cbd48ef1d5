"""The form of a unit without access is taken in from its file: its figures in columns of their own, its words as a report may say them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from frozen_day import Day
from making import moment
from openpyxl import Workbook, load_workbook

from hotich.books.models import Book, BookCount
from hotich.integration.daily_form.reading import read_line
from hotich.integration.refusals import FileRefused
from hotich.reports.columns import percent, shown
from hotich.reports.documents.daily import _in_words
from hotich.reports.errors import ReportRefused
from hotich.reports.models import Declaration
from hotich.reports.operations import declare
from hotich.reports.periods import day_at
from hotich.reports.queries import daily_form
from hotich.reports.workbook import workbook

pytestmark = pytest.mark.django_db


def filled(frozen: Day, **figures: int | str) -> bytes:
    """The form of the day, downloaded and filled in for the second unit."""
    book = load_workbook(BytesIO(workbook(frozen.form())))
    sheet = book.active
    row = next(row for row in range(1, 40) if sheet.cell(row, 2).value == frozen.units[1].name)
    columns = {"entered_ks": 4, "entered_total": 8, "ks": 11, "total": 15}
    for name, value in figures.items():
        sheet.cell(row, columns[name]).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def without_access(frozen: Day) -> Any:
    unit = frozen.units[1]
    unit.without_access = True
    unit.save()
    return unit


def test_a_form_that_came_as_a_file_stands_in_its_own_columns(frozen: Day, elsewhere: Any) -> None:
    unit = without_access(frozen)
    content = filled(frozen, entered_ks=12, entered_total=12, ks=90, total=90)
    line = read_line(content, unit.name)
    assert (line.day, line.figures["cumulative"]["total"]) == (frozen.day, 90)
    officer = elsewhere.officer("justice_officer")
    found = declare(
        actor=officer, now=frozen.at(), reporting_unit_id=unit.pk, day=line.day, figures=line.figures, content=content
    )  # fmt: skip
    assert found.number == 1
    shown = frozen.form()["units"][1]
    assert (shown["declared_entered"], shown["declared"], shown["cumulative"]["total"]) == (12, 90, 0)
    assert (shown["source"], shown["status"]) == ("declared", "declared")
    total = frozen.form()["total"]
    assert (total["declared"], total["cumulative"]["total"]) == (90, 0)
    with pytest.raises(ReportRefused):
        declare(
            actor=officer, now=frozen.at(), reporting_unit_id=unit.pk, day=line.day, figures=line.figures, content=content
        )  # fmt: skip


def test_who_declared_yesterday_and_is_silent_today_is_not_a_zero(frozen: Day, elsewhere: Any) -> None:
    unit = without_access(frozen)
    line = read_line(filled(frozen, entered_ks=12, entered_total=12, ks=90, total=90), unit.name)
    declare(
        actor=elsewhere.officer("justice_officer"), now=frozen.at(), reporting_unit_id=unit.pk, day=frozen.day,
        figures=line.figures, content=b"",
    )  # fmt: skip
    form = daily_form(frozen.campaign, frozen.day + timedelta(days=1), now=frozen.at() + timedelta(days=1))
    shown = form["units"][1]
    assert (shown["declared"], shown["declared_entered"], shown["status"]) == (90, None, "silent")
    assert (form["total"]["declared"], form["total"]["declared_entered"]) == (90, 0)
    workbook(form)
    before = daily_form(frozen.campaign, frozen.day - timedelta(days=1), now=frozen.at())["units"][1]
    assert before["declared"] == 0


def test_a_unit_that_sends_files_has_no_share_no_quota_and_no_forecast_and_the_town_has_those_of_the_others(
    frozen: Day, elsewhere: Any
) -> None:
    apart, here = without_access(frozen), frozen.units[0]
    for unit, entries in ((here, 400), (apart, 1_000)):
        book = Book.objects.unscoped("test").filter(unit=unit.unit).first()
        assert book is not None
        BookCount.objects.create(
            book=book,
            entries_count=entries,
            count_basis="estimate",
            counted_at=frozen.at() - timedelta(minutes=1),
        )
    at = moment()
    form = daily_form(frozen.campaign, day_at(frozen.campaign, at), now=at)
    mine, silent, total = (shown(line) for line in (*form["units"], form["total"]))
    assert mine["percent"] == total["percent"] == percent(mine["cumulative"]["total"], mine["required"])
    assert total["required"] == mine["required"] + silent["required"] > mine["required"]
    assert (silent["percent"], silent["quota_percent"], silent["quota"]) == (None, None, 0)
    assert (silent["declared"], silent["declared_entered"], silent["forecast"]) == (
        None,
        None,
        "gửi bằng tệp",
    )
    assert total["apart"] == {"units": 1, "required": silent["required"], "cumulative": 0}
    assert "without_access" not in mine
    said = _in_words(silent)
    assert "chưa gửi biểu nào" in said.text
    assert "%" not in said.text
    assert "Trong đó 1 đơn vị gửi biểu bằng tệp" in _in_words(total).text
    sheet = load_workbook(BytesIO(workbook(form))).active
    at_percent = next(cell.column for cell in sheet[7] if cell.value == "Tỷ lệ %")
    row = next(row for row in range(8, 20) if sheet.cell(row, 2).value == "Tổng cộng")
    assert f"-{silent['required']})" in sheet.cell(row, at_percent).value
    assert sheet.cell(row - 1, at_percent).value is None
    assert "không tính 1 đơn vị gửi biểu bằng tệp" in sheet.cell(row + 1, 2).value


@pytest.mark.parametrize("days", [-40, 3])
def test_a_form_of_a_day_that_is_none_of_the_campaigns_is_refused(
    frozen: Day, elsewhere: Any, days: int
) -> None:
    unit = without_access(frozen)
    line = read_line(filled(frozen), unit.name)
    with pytest.raises(ReportRefused, match="ngoài thời gian"):
        declare(
            actor=elsewhere.officer("justice_officer"), now=frozen.at(), reporting_unit_id=unit.pk,
            day=frozen.day + timedelta(days=days), figures=line.figures, content=b"",
        )  # fmt: skip


def test_typed_totals_that_do_not_add_up_are_refused(frozen: Day, elsewhere: Any) -> None:
    unit = without_access(frozen)
    line = read_line(filled(frozen, ks=90, total=91), unit.name)
    with pytest.raises(ReportRefused, match="cộng lại là 90"):
        declare(
            actor=elsewhere.officer("justice_officer"), now=frozen.at(), reporting_unit_id=unit.pk, day=line.day,
            figures=line.figures, content=b"",
        )  # fmt: skip


def given(frozen: Day, **cells: str) -> bytes:
    """The form filled in for the second unit, with words in cells of its line: of the obstacles, of how it was sent."""
    book = load_workbook(BytesIO(filled(frozen)))
    sheet = book.active
    row = next(row for row in range(1, 40) if sheet.cell(row, 2).value == frozen.units[1].name)
    places = {"obstacles": sheet.max_column - 1, "sent": sheet.max_column}
    for name, words in cells.items():
        sheet.cell(row, places[name]).value = words
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def taken_in(frozen: Day, officer: Any, content: bytes) -> Declaration:
    unit = frozen.units[1]
    line = read_line(content, unit.name)
    return declare(
        actor=officer, now=frozen.at(), reporting_unit_id=unit.pk, day=line.day, figures=line.figures, content=content,
        obstacles=line.obstacles, cell=line.cell,
    )  # fmt: skip


def test_each_line_of_a_cell_stays_a_line_of_its_own(frozen: Day, elsewhere: Any) -> None:
    without_access(frozen)
    content = given(frozen, obstacles="  Mất  điện cả sáng\n\nThiếu một máy ")
    found = taken_in(frozen, elsewhere.officer("justice_officer"), content)
    assert found.obstacles == "Mất điện cả sáng\nThiếu một máy"


NAMED = "Bà Lan số 070188001234 chưa có trong tàng thư"


@pytest.mark.parametrize("cell", ["obstacles", "sent"])
def test_a_form_with_a_citizens_number_in_its_words_is_refused_at_its_cell(
    frozen: Day, elsewhere: Any, cell: str
) -> None:
    without_access(frozen)
    content = given(frozen, **{cell: NAMED})
    sheet = load_workbook(BytesIO(content)).active
    (place,) = (one.coordinate for row in sheet.iter_rows() for one in row if one.value == NAMED)
    with pytest.raises(FileRefused) as refused:
        taken_in(frozen, elsewhere.officer("justice_officer"), content)
    said = refused.value.message
    assert f"Ô {place} của biểu" in said
    assert "070…234" in said
    assert "070188001234" not in said
    assert "sửa biểu rồi gửi lại" in said
    assert not Declaration.objects.unscoped("test").exists()


def test_obstacles_that_name_a_citizen_are_declared_by_no_way(frozen: Day, elsewhere: Any) -> None:
    unit = without_access(frozen)
    line = read_line(filled(frozen), unit.name)
    with pytest.raises(ReportRefused, match="ô AK8: Khó khăn.*070…234.*sửa biểu rồi gửi lại"):
        declare(
            actor=elsewhere.officer("justice_officer"), now=frozen.at(), reporting_unit_id=unit.pk, day=line.day,
            figures=line.figures, content=b"", obstacles=NAMED, cell="AK8",
        )  # fmt: skip
    assert frozen.form()["units"][1]["obstacles"] == ""


def test_obstacles_of_a_form_are_as_long_as_a_report_may_say(frozen: Day, elsewhere: Any) -> None:
    without_access(frozen)
    officer = elsewhere.officer("justice_officer")
    content = given(frozen, obstacles="x" * 4001)
    cell = read_line(content, frozen.units[1].name).cell
    with pytest.raises(
        ReportRefused, match=f"ô {cell}: .*4.001 ký tự, nhiều nhất 4.000.*sửa biểu rồi gửi lại"
    ):
        taken_in(frozen, officer, content)
    assert len(taken_in(frozen, officer, given(frozen, obstacles="x" * 4000)).obstacles) == 4000


def test_a_figure_that_is_a_citizens_number_is_not_shown_whole(frozen: Day) -> None:
    without_access(frozen)
    with pytest.raises(FileRefused, match="không phải là một số đếm") as refused:
        read_line(filled(frozen, ks=270188001234), frozen.units[1].name)
    assert "270188001234" not in refused.value.message


def test_a_formula_whose_result_is_not_in_the_file_is_no_zero(frozen: Day) -> None:
    unit = without_access(frozen)
    with pytest.raises(FileRefused, match="Nhập trong kỳ: Khai sinh: công thức chưa có kết quả"):
        read_line(filled(frozen, entered_ks="=6+6"), unit.name)


def test_a_unit_that_works_in_the_product_declares_nothing(frozen: Day, elsewhere: Any) -> None:
    line = read_line(filled(frozen), frozen.units[1].name)
    with pytest.raises(ReportRefused, match="nhật ký"):
        declare(
            actor=elsewhere.officer("justice_officer"), now=frozen.at(), reporting_unit_id=frozen.units[1].pk, day=line.day,
            figures=line.figures, content=b"",
        )  # fmt: skip


def test_another_workbook_is_no_daily_form(frozen: Day) -> None:
    out = BytesIO()
    Workbook().save(out)
    with pytest.raises(FileRefused):
        read_line(out.getvalue(), frozen.units[1].name)
