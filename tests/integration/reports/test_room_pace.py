"""The pace of machines and of shifts: to the minute, and of teams that set hours of their own."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from logs import Line, write
from making import campaign_of, moment

from hotich.campaign.models import Closing
from hotich.core.quotas import VIETNAM, shifts
from hotich.entries.at_machines import done_by_shift, keying_teams
from hotich.entries.models import Entry
from hotich.reports.counting.slices import Stretch
from hotich.reports.operations.slicing import close_slices
from hotich.reports.periods import period_at, period_for
from hotich.reports.room import pace_of
from hotich.reports.room.pace import UnitPace, slowness
from hotich.stations.models import ShiftPattern

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


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


def keyed(world: Any, station: Any, at: datetime, *, void: bool = False) -> None:
    """An entry of the world's book that was completed at a machine, and whose number was found to be void an hour later."""
    later = [Line("voided", at + HOUR)] if void else []
    lines = [
        Line("entry_opened", at, {"principal": ["child"]}, station=station.pk),
        Line("completed", at, station=station.pk),
    ]
    entry = write(world.book, lines + later)
    Entry.objects.unscoped("test").filter(pk=entry).update(completed_station=station)


@pytest.fixture
def day(world: Any, elsewhere: Any) -> Any:
    """A period over three cut-offs of shifts, with work at three machines of two teams: a shift that began before it, a void number, a
    machine that was retired since, and one that nobody keyed at.
    """
    campaign, units = campaign_of(world, elsewhere)
    _, of_day = period_at(campaign, moment())
    period = period_for(campaign, of_day - timedelta(days=1))
    second, idle = world.machine(), world.machine()
    for hours, where, station, void in (
        (0.2, world, world.station, False), (3, world, world.station, False), (3, world, second, False), (4, world, second, True),
        (9, world, second, False), (9.5, elsewhere, elsewhere.station, False), (17, elsewhere, elsewhere.station, False),
        (20, world, world.station, False),
    ):  # fmt: skip
        keyed(where, station, period.start + hours * HOUR, void=void)
    second.retired_on = of_day
    second.save()
    return SimpleNamespace(campaign=campaign, units=units, period=period, second=second, idle=idle)


def recounted(day: Any, until: datetime) -> list[tuple[datetime, datetime, int, int]]:
    """The shifts as the entries tell them, team by team."""
    ids = [unit.unit_id for unit in day.units]
    lines: dict[tuple[datetime, datetime], list[int]] = {}
    for one in done_by_shift(keying_teams(ids), ids, day.period.start, until):
        line = lines.setdefault((one.shift.starts_at, one.shift.ends_at), [0, 0])
        line[0] += one.entries
        line[1] += one.stations
    return [(*hours, *counts) for hours, counts in sorted(lines.items())]


@pytest.mark.parametrize("own_hours", [False, True])
@pytest.mark.parametrize("closed", [False, True])
def test_shifts_and_machines_are_counted_to_the_minute_as_a_recount_of_the_entries_has_them(
    day: Any, elsewhere: Any, own_hours: bool, closed: bool
) -> None:
    if own_hours:
        ShiftPattern.objects.create(
            team=elsewhere.team, since=day.period.start.date() - timedelta(days=9), starts=[time(8, 30), time(20, 30)],
            silent_minutes=10, set_at=moment(),
        )  # fmt: skip
    if closed:
        ids = [unit.unit_id for unit in day.units]
        for hours in (4, 10):
            at = day.period.start + hours * HOUR
            close_slices(day.campaign, ids, Stretch(day.period.start, at, day.period.end.date()))
    for hours in (3, 9.25, 18, 23):
        until = day.period.start + hours * HOUR
        found = pace_of(day.campaign, day.units, moment=until)
        shown = [(one.shift.starts_at, one.shift.ends_at, one.done, one.stations) for one in found.shifts]
        if hours == 23:  # by then nothing is void any more that was counted
            assert shown == recounted(day, until)
        assert sum(one.done for one in found.units) == sum(done for *_, done, _ in shown)
        assert sum(one.done for one in found.stations) == sum(done for *_, done, _ in shown)
    by_machine = {one.code: one.done for one in found.stations}
    assert by_machine == {
        day.idle.code: 0, day.second.code: 2, elsewhere.station.code: 2, "90001-M1": 3,
    }  # fmt: skip


def test_a_campaign_that_ends_within_a_minute_of_its_cut_off_shows_the_seconds_of_its_last_day(
    day: Any, world: Any
) -> None:
    end = day.period.end + timedelta(seconds=20)
    keyed(world, world.station, end - timedelta(seconds=10))
    Closing.objects.create(
        campaign=day.campaign, figures={}, digest="0" * 64, closed_by=world.officer("viewer"), closed_at=end
    )
    campaign = type(day.campaign).objects.get(pk=day.campaign.pk)
    pace = pace_of(campaign, day.units, moment=end + HOUR)
    assert (pace.period.start, pace.period.end) == (day.period.end, end)
    assert [sum(one.done for one in shown) for shown in (pace.units, pace.stations, pace.shifts)] == [1, 1, 1]


def test_where_the_ordinary_hours_change_no_work_falls_between_two_shifts(
    day: Any, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = day.period.end.astimezone(VIETNAM).date()
    monkeypatch.setattr(
        shifts, "ordinary_starts", lambda on: tuple(time(hour - (on >= changes)) for hour in (6, 14, 22))
    )
    shifts._ordinary_around.cache_clear()
    try:
        # Before the new first shift of the day: by its hours in one that began an hour earlier than that of the day before.
        keyed(world, world.station, datetime.combine(changes, time(4, 30), tzinfo=VIETNAM))
        pace = pace_of(day.campaign, day.units, moment=day.period.end)
        assert sum(one.done for one in pace.shifts) == sum(one.done for one in pace.stations) == 8
    finally:
        shifts._ordinary_around.cache_clear()


def test_of_units_that_are_as_slow_today_the_one_that_ends_later_stands_first() -> None:
    def unit(name: str, done: int, forecast: str | None) -> UnitPace:
        return UnitPace(name, name, done, 300, 100.0, 0.0, 1, 1, forecast, 5_000, 4_000, moment().date())

    units = [
        unit("nhanh", 90, "2026-12-01"), unit("chưa rõ", 0, None), unit("sớm", 0, "2027-01-05"), unit("muộn", 0, "2027-05-22"),
    ]  # fmt: skip
    assert [one.name for one in sorted(units, key=slowness)] == ["muộn", "sớm", "chưa rõ", "nhanh"]
