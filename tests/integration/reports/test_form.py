"""The form as a file: the shape others rely on, the town as the sum of its units, a workbook whose totals are formulas."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from desk import Desk
from logs import shift_of
from making import campaign_of, moment
from openpyxl import load_workbook

from hotich.books.operations import record_book
from hotich.core.quotas import VIETNAM, Period, forecast, per_day
from hotich.reports.columns import COLUMNS, Column, shown
from hotich.reports.figures import total_of
from hotich.reports.periods import period_for
from hotich.reports.queries import daily_form
from hotich.reports.tracing import TRACEABLE, entries_behind
from hotich.reports.workbook import workbook
from hotich.stations.models import Outage
from hotich.support.errors import NotFound
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db

LINE = {
    "code", "name", "status", "entered", "cumulative", "required", "outcomes", "from_files", "adjusted",
    "source", "cases", "stations", "forecast_date",
}  # fmt: skip
OUTCOMES = {"matched", "mismatched", "not_found", "unavailable", "pending", "unreadable"}


@pytest.fixture
def worked(desk: Desk, elsewhere: Any) -> dict[str, Any]:
    """A day on which two units keyed: three entries here, one there."""
    campaign, units = campaign_of(desk.world, elsewhere)
    other = Desk(elsewhere, elsewhere.officer("keyer"))
    elsewhere.assign(elsewhere.book, other.officer)
    for line in (1, 2, 3):
        desk.whole(line=line)
    other.whole()
    for world, number in ((desk.world, 120), (elsewhere, 50)):
        record_book(
            actor=None, now=moment() - timedelta(hours=1), kind="KH", office=f"UBND {world.unit.name}",
            unit=world.unit, year_opened=1999, volume="01", entries_count=number,
        )  # fmt: skip
    at = moment().astimezone(VIETNAM) + timedelta(seconds=1)
    day = at.date() if at < period_for(campaign, at.date()).end else at.date() + timedelta(days=1)
    return {
        "campaign": campaign,
        "units": units,
        "day": day,
        "at": at,
        "form": daily_form(campaign, day, now=at),
    }


def test_the_file_has_the_shape_that_others_rely_on(worked: dict[str, Any]) -> None:
    form = json.loads(json.dumps(worked["form"]))
    assert {"date", "period", "units", "total"} <= form.keys()
    assert form["date"] == worked["day"].isoformat()
    for end in ("from", "to"):
        assert datetime.fromisoformat(form["period"][end]).utcoffset() == timedelta(hours=7)
    for line in form["units"]:
        assert line.keys() >= LINE
        assert line["outcomes"].keys() == OUTCOMES
        assert line["source"] == "computed"
        assert line["status"] in {"submitted", "late", "silent", "draft"}
        for group in ("entered", "cumulative"):
            kinds = {kind: count for kind, count in line[group].items() if kind != "total"}
            assert kinds.keys() >= {"KS", "KH", "KT"}
            assert sum(kinds.values()) == line[group]["total"]
        assert sum(line["outcomes"].values()) == line["cumulative"]["total"]
    assert form["total"].keys() >= LINE - {"code", "name", "status", "source"} | {"declared"}


def test_the_town_is_the_sum_of_its_units(worked: dict[str, Any]) -> None:
    form, total = worked["form"], worked["form"]["total"]
    first, second = form["units"]
    assert [line["entered"]["total"] for line in (first, second)] == [3, 1]
    for group in ("entered", "cumulative", "outcomes", "cases", "stations"):
        for name in first[group]:
            assert total[group][name] == first[group][name] + second[group][name], (group, name)
    for figure in ("required", "from_files", "adjusted", "quota"):
        assert total[figure] == first[figure] + second[figure]
    assert total["declared"] == 0
    assert total["forecast_date"] is not None


def test_a_units_own_form_has_one_unit_and_its_figures_as_total(worked: dict[str, Any]) -> None:
    form = daily_form(worked["campaign"], worked["day"], now=moment(), units=worked["units"][1:])
    (line,) = form["units"]
    assert line["code"] == worked["units"][1].code
    assert form["total"]["cumulative"] == line["cumulative"]


def test_nothing_to_sum_is_no_error() -> None:
    assert total_of([], Period(moment(), moment())) == {}


def test_the_workbook_opens_and_its_totals_are_formulas_with_the_right_values(worked: dict[str, Any]) -> None:
    content = workbook(worked["form"])
    formulas, values = (load_workbook(BytesIO(content), data_only=cached).active for cached in (False, True))
    lines = [shown(line) for line in worked["form"]["units"]]
    first = next(row for row in range(1, 30) if formulas.cell(row, 1).value == 1)
    last = first + len(lines)
    assert formulas.cell(last, 2).value == "Tổng cộng"
    for offset, column in enumerate(COLUMNS):
        at = 3 + offset
        cells = [values.cell(first + number, at).value for number in range(len(lines))]
        assert cells == [column.of(line) for line in lines], column.heading
        if column.summed:
            letter = formulas.cell(last, at).column_letter
            assert formulas.cell(last, at).value == f"=SUM({letter}{first}:{letter}{last - 1})"
            assert values.cell(last, at).value == sum(cells)
    total = shown(worked["form"]["total"])
    said = {column.path: values.cell(last, 3 + offset).value for offset, column in enumerate(COLUMNS)}
    for path in (("percent",), ("quota_percent",), ("forecast",)):
        assert (said[path] or None) == (total[path[0]] or None), (
            "the workbook says of the whole what the paper says"
        )
    assert formulas.page_setup.orientation == "landscape"


def test_a_name_that_looks_like_a_formula_stays_text(worked: dict[str, Any]) -> None:
    form = worked["form"]
    form["units"][0] |= {"name": "=1+1", "obstacles": "=HYPERLINK(1)"}
    sheet = load_workbook(BytesIO(workbook(form))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert (cells["=1+1"], cells["=HYPERLINK(1)"]) == ("s", "s")


def test_a_form_without_units_can_still_be_written(worked: dict[str, Any]) -> None:
    form = daily_form(worked["campaign"], worked["day"], now=moment(), units=[])
    assert load_workbook(BytesIO(workbook(form)))


def test_behind_every_figure_stand_as_many_entries(worked: dict[str, Any], desk: Desk) -> None:
    unit, line = worked["units"][0], shown(worked["form"]["units"][0])
    day, period = worked["day"], period_for(worked["campaign"], worked["day"])
    head = desk.world.officer("unit_head")
    for column in COLUMNS:
        if column.path in TRACEABLE and column.path != ("stations", "shifts"):
            behind = entries_behind(head, unit, period, column.path, day=day)
            assert behind.count() == _figure(column, line), column.path
    at_work = entries_behind(head, unit, period, ("stations", "working"), day=day)
    assert len({entry.completed_station_id for entry in at_work}) == line["stations"]["working"]
    in_shifts = entries_behind(head, unit, period, ("stations", "shifts"), day=day)
    shifts = {(entry.completed_station_id, shift_of(entry.first_completed_at)) for entry in in_shifts}
    assert len(shifts) == line["stations"]["shifts"]
    with pytest.raises(NotFound):
        entries_behind(head, worked["units"][1], period, ("entered", "total"), day=day)
    with pytest.raises(NotFound):
        entries_behind(head, unit, period, ("required",), day=day)


def _figure(column: Column, line: dict[str, Any]) -> int:
    """What a figure counts: behind a share stand its entries, behind the machines at work what was keyed at them."""
    paths = {("quota_percent",): line["toward_quota"], ("stations", "working"): line["entered"]["total"]}
    return int(paths.get(column.path, column.of(line)))


def test_a_day_that_runs_has_not_lost_the_hours_to_come(worked: dict[str, Any], desk: Desk) -> None:
    station, at = desk.world.station, worked["at"]
    Outage.objects.create(
        station=station, unit=station.unit, started_at=at - timedelta(hours=30), cause="line", source="desk"
    )
    began = period_for(worked["campaign"], worked["day"]).start
    (line, _) = daily_form(worked["campaign"], worked["day"], now=database_now())["units"]
    assert line["lost_hours"] == pytest.approx((at - began) / timedelta(hours=1), abs=0.1)


def test_pace_and_forecast_come_from_what_was_done(worked: dict[str, Any]) -> None:
    line = worked["form"]["units"][0]
    assert line["pace"] == per_day(3, 1)
    left = line["required"] - 3
    # From where the figures end, not from where the day will.
    assert line["forecast_date"] == str(forecast(remaining=left, pace=3.0, from_day=worked["at"].date()))
