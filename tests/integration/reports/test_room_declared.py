"""Units without access in the room: what they declared stands apart, and no progress, pace or plan of what is counted knows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from frozen_day import Day

from hotich.books.models import BookCount
from hotich.campaign.models import TargetLine, TargetVersion
from hotich.reports.models import Declaration
from hotich.reports.operations import declare
from hotich.reports.room import pace_of, progress_of

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LONG_AGO = timedelta(days=9)


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


@pytest.fixture
def apart(frozen: Day, world: Any, elsewhere: Any) -> Day:
    """The second unit of the frozen day has no access; the first has 700 entries in its books, the second 9,000."""
    for one, entries in ((world, 700), (elsewhere, 9_000)):
        BookCount.objects.create(
            book=one.book, entries_count=entries, count_basis="counted", counted_at=frozen.at() - LONG_AGO
        )
        type(one.book).objects.unscoped("test").filter(pk=one.book.pk).update(
            created_at=frozen.at() - LONG_AGO
        )
    frozen.units[1].without_access = True
    frozen.units[1].save(update_fields=["without_access"])
    frozen.town = elsewhere.officer("justice_officer")
    return frozen


def declared(
    day: Day, total: int, *, before: int = 0, at: datetime | None = None, reason: str = ""
) -> Declaration:
    """What the second unit declares of the frozen day, or of one so many days before it."""
    figures = {"KS": total, "KH": 0, "KT": 0, "other": 0, "total": total}
    return declare(
        actor=day.town, now=at or day.at(), reporting_unit_id=day.units[1].pk, day=day.day - timedelta(days=before),
        figures={"entered": figures, "cumulative": figures}, content=b"x", reason=reason,
    )  # fmt: skip


def looked(day: Day, units: Any = None, *, at: datetime | None = None) -> Any:
    return progress_of(day.campaign, units or day.units, moment=at or day.at() + 2 * MINUTE)


def test_what_is_to_be_keyed_without_access_is_in_no_sum_of_what_is_counted(apart: Day) -> None:
    declared(apart, 8_000)
    progress = looked(apart)
    assert (progress.required, progress.done, progress.remaining) == (700, 0, 700)
    assert [line.code for line in progress.figures] == [apart.units[0].code]
    assert progress.quota == progress.figures[0].quota
    (one,) = progress.declared.units
    assert (one.code, one.entries, one.required, one.day) == (apart.units[1].code, 8_000, 9_000, apart.day)
    assert (progress.declared.entries, progress.declared.required) == (8_000, 9_000)
    assert [line.code for line in progress.lines] == [unit.code for unit in apart.units], (
        "what was looked up is counted everywhere"
    )


def test_who_declares_is_not_the_slowest_but_has_no_pace(apart: Day) -> None:
    declared(apart, 8_000)
    pace = pace_of(apart.campaign, apart.units, moment=apart.at() + 2 * MINUTE)
    assert [one.code for one in pace.units] == [apart.units[0].code]
    assert [(one.code, one.entries, one.required) for one in pace.declared.units] == [
        (apart.units[1].code, 8_000, 9_000)
    ]
    assert {one.unit for one in pace.stations} == {apart.units[0].name}


def test_where_all_units_work_in_the_product_nothing_is_declared(apart: Day) -> None:
    apart.units[1].without_access = False
    apart.units[1].save(update_fields=["without_access"])
    progress = looked(apart)
    assert progress.required == 9_700
    assert not progress.declared
    assert progress.is_measured


def test_a_unit_that_never_sent_a_form_has_no_figure_which_is_not_zero(apart: Day) -> None:
    said = looked(apart).declared
    assert (said.entries, said.required, said.without_form) == (None, 9_000, 1)
    assert said.units[0].day is None


def test_the_newest_form_of_the_last_day_is_what_stands(apart: Day) -> None:
    declared(apart, 8_000)
    declared(apart, 8_100, at=apart.at() + MINUTE, reason="đếm sót")
    declared(apart, 7_000, before=1, at=apart.at() + 2 * MINUTE)
    assert looked(apart, at=apart.at() + MINUTE).declared.entries == 8_000, "what has not come is not known"
    assert looked(apart, at=apart.at() + 3 * MINUTE).declared.entries == 8_100


def test_the_curve_of_closed_days_is_of_what_is_counted(apart: Day) -> None:
    for report, entered, total in (
        (apart.report(0), 5, 40),
        (apart.report(1), 2, 7),
        (apart.of_the_town, 7, 47),
    ):
        report.figures |= {"entered": {"total": entered}, "cumulative": {"total": total}}
        report.save()
    town = looked(apart)
    alone = looked(apart, apart.units[:1])
    for progress in (town, alone):
        (day,) = progress.closed
        assert (day.day, day.entered, day.cumulative) == (apart.day, 5, 40)
    nobody = looked(apart, apart.units[1:])
    assert nobody.closed == ()
    assert not nobody.is_measured
    assert nobody.required == 0


def test_the_plan_of_what_is_counted_knows_no_target_of_who_declares(apart: Day) -> None:
    version = TargetVersion.objects.create(
        campaign=apart.campaign, number=1, state="approved", reason="thử", quota_per_station=300, counted_at=apart.at(),
        changed_at=apart.at(), drawn_up_by=apart.town, drawn_up_at=apart.at(), approved_by=apart.head, approved_at=apart.at(),
    )  # fmt: skip
    for unit, entries in zip(apart.units, (700, 9_000), strict=True):
        TargetLine.objects.create(
            version=version, reporting_unit=unit, unit_id=unit.unit_id, stations_least=1, stations=1, entries={"KS": entries},
            starts_on=apart.campaign.keying_starts_on, due_on=apart.campaign.due_on,
        )  # fmt: skip
    planned = looked(apart).planned
    assert round(planned[max(planned)]) == 700


def test_the_room_asks_one_question_about_forms_however_many_there_are(apart: Day) -> None:
    def asked(minutes: int) -> int:
        with CaptureQueriesContext(connection) as found:
            at = apart.at() + minutes * MINUTE
            looked(apart, at=at)
            pace_of(apart.campaign, apart.units, moment=at)
        return sum("reports_declaration" in one["sql"] for one in found)

    declared(apart, 100)
    assert asked(2) == 1, "one for progress and pace together"
    for before in range(1, 9):
        declared(apart, 90, before=before)
    assert asked(3) == 1
