"""The room: each unit against its own day, and a campaign that has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from making import campaign_of, moment

from hotich.campaign.models import Closing, TargetLine, TargetVersion
from hotich.core.quotas import VIETNAM
from hotich.reports.operations import SETTLING, freeze
from hotich.reports.periods import day_at, period_for
from hotich.reports.queries import deadline_of
from hotich.reports.room import lines_of, pace_of, progress_of, reports_of
from hotich.stations.models import Outage

pytestmark = pytest.mark.django_db

_DAY = timedelta(days=1)


def approved(world: Any, campaign: Any, unit: Any, due_on: Any) -> TargetLine:
    """The unit's line of targets that hold."""
    now = moment()
    version = TargetVersion.objects.create(
        campaign=campaign, number=1, state="approved", reason="thử", quota_per_station=300, counted_at=now, changed_at=now,
        drawn_up_by=world.officer("registrar"), drawn_up_at=now, approved_by=world.officer("unit_head"), approved_at=now,
    )  # fmt: skip
    return TargetLine.objects.create(
        version=version, reporting_unit=unit, unit_id=unit.unit_id, stations_least=1, stations=1,
        starts_on=campaign.keying_starts_on, due_on=due_on,
    )  # fmt: skip


@pytest.fixture
def closed(world: Any, elsewhere: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A campaign of two units, its yesterday frozen, closed just now; neither unit has sent its report."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    campaign, units = campaign_of(world, elsewhere)
    day = moment().astimezone(VIETNAM).date() - timedelta(days=1)
    freeze(campaign=campaign, day=day, now=period_for(campaign, day).end + SETTLING)
    Closing.objects.create(
        campaign=campaign,
        figures={},
        digest="0" * 64,
        closed_by=world.officer("unit_head"),
        closed_at=moment(),
    )
    campaign.refresh_from_db()
    return campaign, units


def test_a_unit_is_late_by_its_own_day_not_by_the_campaigns(world: Any, elsewhere: Any) -> None:
    campaign, units = campaign_of(world, elsewhere)
    sooner = campaign.due_on - timedelta(days=20)
    approved(world, campaign, units[0], sooner)
    found = {one.code: one for one in pace_of(campaign, units, moment=moment()).units}
    assert found[units[0].code].due_on == sooner
    assert found[units[1].code].due_on == campaign.due_on
    foreseen = (sooner + timedelta(days=3)).isoformat()
    assert replace(found[units[0].code], forecast=foreseen).is_late
    assert not replace(found[units[1].code], forecast=foreseen).is_late
    assert replace(found[units[0].code], forecast=sooner.isoformat()).is_late
    assert not replace(found[units[0].code], forecast=None).is_late


def test_the_pace_of_a_closed_campaign_stands_still_at_its_closing(closed: Any) -> None:
    campaign, units = closed
    end = campaign.closing.closed_at
    pace = pace_of(campaign, units, moment=end + timedelta(days=40))
    assert pace.closed_at == end
    assert pace.period.end == end, "as its figures"
    assert pace.whole.start < end
    assert pace_of(campaign, units, moment=end).closed_at is None


def test_no_report_is_awaited_of_a_closed_campaign(closed: Any) -> None:
    campaign, units = closed
    end = campaign.closing.closed_at
    later = end + timedelta(days=40)
    standing = reports_of(campaign, units, moment=later)
    assert standing.closed_at == end
    assert not standing.is_last, "what came since the last cut-off is not frozen yet"
    assert [one.unit for one in standing.missing] == units
    progress = progress_of(campaign, units, moment=later)
    assert progress.today == end.astimezone(VIETNAM).date()
    assert progress.days_left > 0


def test_the_last_report_of_a_closed_campaign_is_that_of_the_period_that_ended_with_it(closed: Any) -> None:
    campaign, units = closed
    end = campaign.closing.closed_at
    day = day_at(campaign, end + SETTLING)
    for each in (day - _DAY, day):
        freeze(campaign=campaign, day=each, now=end + SETTLING)
    standing = reports_of(campaign, units, moment=end + timedelta(days=40))
    assert (standing.day, standing.last_day, standing.is_last) == (day, day, True)
    assert standing.deadline == deadline_of(campaign, day, "town")


def test_machines_and_lost_hours_of_a_closed_campaign_stand_as_they_did_at_its_end(
    closed: Any, world: Any
) -> None:
    campaign, units = closed
    end = campaign.closing.closed_at
    said = {"unit": world.unit, "source": "said", "cause": "power", "noted_at": end}
    running = Outage.objects.create(station=world.station, started_at=end - timedelta(minutes=30), **said)
    mended = Outage.objects.create(
        station=world.machine(),
        started_at=end - timedelta(minutes=20),
        ended_at=end + timedelta(minutes=5),
        **said,
    )
    Outage.objects.create(station=world.machine(), started_at=end + timedelta(minutes=1), **said)
    found = [lines_of(campaign, units, moment=end + timedelta(days=days, minutes=1)) for days in (0, 40)]
    for lines in found:
        assert lines.running == (running, mended)
        assert [minutes for _, minutes, _ in lines.minutes()] == [30, 20]
    assert found[0].lost == found[1].lost
    assert found[0].machines == found[1].machines


def test_before_its_first_period_a_campaign_asks_for_nothing_and_says_when_it_begins(
    world: Any, elsewhere: Any
) -> None:
    day = moment().astimezone(VIETNAM).date() + timedelta(days=5)
    campaign, units = campaign_of(world, elsewhere, keying_starts_on=day, due_on=day + timedelta(days=40))
    first = period_for(campaign, day)
    found = pace_of(campaign, units, moment=moment())
    assert found.begins == first.start
    assert found.passed == 0.0
    assert {one.expected for one in found.units} == {0.0}
    assert reports_of(campaign, units, moment=moment()).next_cut_off == first.end
    assert pace_of(campaign, units, moment=first.start + timedelta(hours=1)).begins is None
