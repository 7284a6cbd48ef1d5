"""Behind a number of machines and behind lost hours stands what was counted then, whatever became of it since."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from django.test import Client
from making import campaign_of, moment

from hotich.core.quotas import VIETNAM
from hotich.reports.periods import day_at, period_at
from hotich.reports.queries import form_at
from hotich.reports.tracing import lost_hours_behind, machines_behind
from hotich.stations.models import Outage
from hotich.support.errors import NotFound

pytestmark = pytest.mark.django_db(transaction=True)


def page_of(officer: Any, address: str) -> str:
    client = Client()
    client.force_login(officer)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def running(desk: Desk, elsewhere: Any) -> dict[str, Any]:
    """A campaign whose period has run for six hours."""
    began = moment().astimezone(VIETNAM) - timedelta(hours=6)
    campaign, units = campaign_of(desk.world, elsewhere, cut_off=began.time())
    # Its day is named where a page is asked for: after the cut-off the page shows the report that waits, not the period that has begun.
    day = f"ngay={day_at(campaign, moment())}"
    return {
        "campaign": campaign, "units": units, "head": desk.world.officer("unit_head"), "began": began, "day": day,
    }  # fmt: skip


def lost(station: Any, *, minutes: int, cause: str) -> Outage:
    """A machine that stood for so long, until just now."""
    ended = moment() - timedelta(minutes=1)
    return Outage.objects.create(
        station=station, unit=station.unit, started_at=ended - timedelta(minutes=minutes), ended_at=ended, cause=cause, source="said",
    )  # fmt: skip


def test_the_machines_behind_a_number_are_those_it_counted(running: dict[str, Any], desk: Desk) -> None:
    world, unit = desk.world, running["units"][0]
    spare, unchecked = world.machine(), world.machine(checked=False)
    asked = moment()
    period, day = period_at(running["campaign"], asked)
    spare.retired_on, spare.retired_because = day, "hỏng"
    spare.save()
    (line,) = [one for one in form_at(running["campaign"], asked)["units"] if one["code"] == unit.code]
    behind = machines_behind(running["head"], unit, period, day=day)
    assert {one.code for one in behind} == {world.station.code, spare.code}
    assert len(behind) == line["stations"]["total"] == 2
    assert unchecked.code not in {one.code for one in behind}
    now_page = page_of(running["head"], f"/bao-cao/{unit.code}/stations.total/?{running['day']}")
    assert world.station.code in now_page
    assert spare.code not in now_page


def test_the_hours_behind_a_sum_are_those_that_were_known(running: dict[str, Any], desk: Desk) -> None:
    station, unit = desk.world.station, running["units"][0]
    outage = lost(station, minutes=60, cause="line")
    lost(desk.world.machine(), minutes=30, cause="unknown")
    asked = moment()
    period, _ = period_at(running["campaign"], asked)
    outage.cause = "idle"
    outage.save()
    (line,) = [one for one in form_at(running["campaign"], asked)["units"] if one["code"] == unit.code]
    behind = lost_hours_behind(running["head"], unit, period)
    assert [(one.cause, round(one.hours, 2), one.is_counted) for one in behind] == [
        ("line", 1.0, True),
        ("unknown", 0.5, False),
    ]
    assert line["lost_hours"] == 1.0
    page = page_of(running["head"], f"/bao-cao/{unit.code}/lost_hours/?{running['day']}")
    assert "0,0 giờ máy đã mất trong kỳ; thêm 0,5 giờ chưa rõ nguyên nhân, không cộng" in page


def test_a_day_that_runs_lists_no_hour_to_come(running: dict[str, Any], desk: Desk) -> None:
    station = desk.world.station
    Outage.objects.create(
        station=station, unit=station.unit, started_at=running["began"] - timedelta(hours=5), cause="power", source="desk"
    )  # fmt: skip
    page = page_of(running["head"], f"/bao-cao/{running['units'][0].code}/lost_hours/?{running['day']}")
    assert "6,0 giờ máy đã mất trong kỳ" in page
    assert "mất điện" in page


def test_who_reads_the_form_reads_what_is_behind_it_and_opens_a_machine_only_by_right(
    running: dict[str, Any], desk: Desk
) -> None:
    outage = lost(desk.world.station, minutes=20, cause="machine")
    code = running["units"][0].code
    head, leader = running["head"], desk.world.officer("team_leader")
    form = page_of(head, f"/bao-cao/?{running['day']}")
    for path, there in (
        ("stations.total", f"/may/{desk.world.station.code}/"),
        ("lost_hours", f"/gian-doan/{outage.pk}/"),
    ):
        assert f"/bao-cao/{code}/{path}/?" in form
        address = f"/bao-cao/{code}/{path}/?{running['day']}"
        assert there in page_of(leader, address)
        assert there not in page_of(head, address)


def test_a_machine_that_has_gone_to_another_unit_is_named_and_not_opened(
    running: dict[str, Any], desk: Desk, elsewhere: Any
) -> None:
    unit, leader = running["units"][0], desk.world.officer("team_leader")
    gone = desk.world.machine()
    address = f"/bao-cao/{unit.code}/stations.total/?ngay={day_at(running['campaign'], moment()) - timedelta(days=1)}"
    assert f"/may/{gone.code}/" in page_of(leader, address)
    gone.unit, gone.team = elsewhere.unit, elsewhere.team
    gone.save()
    page = page_of(leader, address)
    assert gone.code in page
    assert f"/may/{gone.code}/" not in page


def test_another_units_machines_and_hours_are_not_there(running: dict[str, Any]) -> None:
    period, day = period_at(running["campaign"], moment())
    with pytest.raises(NotFound):
        machines_behind(running["head"], running["units"][1], period, day=day)
    with pytest.raises(NotFound):
        lost_hours_behind(running["head"], running["units"][1], period)
    client = Client()
    client.force_login(running["head"])
    assert client.get(f"/bao-cao/{running['units'][1].code}/lost_hours/").status_code == 404
    assert client.get(f"/bao-cao/{running['units'][0].code}/forecast/").status_code == 404
