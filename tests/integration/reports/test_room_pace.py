"""The pace of machines and of shifts: up to when it is counted, and teams that set hours of their own."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from making import campaign_of, moment

from hotich.reports.counting.slices import Stretch
from hotich.reports.operations.slicing import close_slices
from hotich.reports.periods import period_at
from hotich.reports.room import pace_of
from hotich.reports.room.kept import minute_of
from hotich.reports.room.pace import UnitPace, slowness
from hotich.stations.models import ShiftPattern

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


def test_teams_of_other_hours_have_lines_of_their_own(world: Any, elsewhere: Any) -> None:
    campaign, units = campaign_of(world, elsewhere)

    def shifts() -> list[tuple[datetime, str]]:
        cache.clear()
        found = pace_of(campaign, units, moment=moment()).shifts
        return [
            (one.shift.starts_at, f"{one.shift.starts_at:%H:%M}–{one.shift.ends_at:%H:%M}") for one in found
        ]

    together = shifts()
    assert {hours for _, hours in together} <= {"06:00–14:00", "14:00–22:00", "22:00–06:00"}
    assert len(together) == len(set(together)), "both teams together, one line a shift"
    ShiftPattern.objects.create(
        team=elsewhere.team, since=moment().date() - timedelta(days=9), starts=[time(8, 30), time(20, 30)],
        silent_minutes=10, set_at=moment(),
    )  # fmt: skip
    apart = {hours for _, hours in shifts()}
    assert {"08:30–20:30", "20:30–08:30"} & apart
    assert {"06:00–14:00", "14:00–22:00", "22:00–06:00"} & apart


def test_machines_are_counted_up_to_the_last_closed_slice_whether_anything_was_keyed_in_it(
    world: Any,
) -> None:
    campaign, units = campaign_of(world)
    now = moment()
    so_far, day = period_at(campaign, minute_of(now))
    later = max(now, so_far.start + timedelta(minutes=2))  # the period may have begun only now
    assert pace_of(campaign, units, moment=later).counted_until is None
    for seconds in (15, 30):
        until = so_far.start + timedelta(seconds=seconds)
        close_slices(campaign, [world.unit.pk], Stretch(so_far.start, until, day))
        cache.clear()
        assert pace_of(campaign, units, moment=later).counted_until == until


def test_of_units_that_are_as_slow_today_the_one_that_ends_later_stands_first() -> None:
    def unit(name: str, done: int, forecast: str | None) -> UnitPace:
        return UnitPace(name, name, done, 300, 100.0, 0.0, 1, 1, forecast, 5_000, 4_000, moment().date())

    units = [
        unit("nhanh", 90, "2026-12-01"), unit("chưa rõ", 0, None), unit("sớm", 0, "2027-01-05"), unit("muộn", 0, "2027-05-22"),
    ]  # fmt: skip
    assert [one.name for one in sorted(units, key=slowness)] == ["muộn", "sớm", "chưa rõ", "nhanh"]
