"""The campaign's own list of units decides who reports, whatever units are valid today."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from making import campaign_of, chain_above
from world import make_world

from hotich.campaign.operations import add_reporting_unit, move_cut_off
from hotich.campaign.queries import (
    campaign_of_unit_code,
    campaigns_on,
    reporting_unit_of,
    reporting_units_for,
)
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db


def test_a_campaign_reports_from_the_day_its_keying_began_even_when_late(world: Any) -> None:
    campaign, _ = campaign_of(world, due_on=today() - timedelta(days=1))
    begun = campaign.keying_starts_on
    assert list(campaigns_on(begun)) == [campaign]
    assert not campaigns_on(begun - timedelta(days=1))
    assert list(campaigns_on(today() + timedelta(days=400))) == [campaign]


def test_a_code_is_read_in_the_campaign_at_work(world: Any) -> None:
    campaign, (unit,) = campaign_of(world)
    assert campaign_of_unit_code(unit.code, on=today()) == unit
    assert campaign_of_unit_code(unit.code, on=date(2020, 1, 1)) is None
    assert campaign_of_unit_code("khong-co", on=today()) is None
    assert reporting_unit_of(world.unit.pk, on=today()) == unit
    assert reporting_unit_of(None, on=today()) is None


def test_a_unit_stands_once_in_a_campaign(world: Any) -> None:
    campaign, (unit,) = campaign_of(world)
    for code in (unit.code, "khac"):
        with pytest.raises(IntegrityError), transaction.atomic():
            add_reporting_unit(campaign=campaign, unit=world.unit, code=code, name="lại", order=9)


def test_an_officer_sees_figures_of_his_units_in_the_campaigns_order(
    world: Any, elsewhere: Any, now: Any
) -> None:
    far = make_world("90003", now)
    chain = chain_above(world, elsewhere, far)
    campaign, units = campaign_of(elsewhere, far, world)
    town = Agency.objects.create(code="697-UB", unit=chain.town, kind="UB", name="UBND thị xã")
    assert list(reporting_units_for(world.officer("unit_head"), campaign)) == [units[2]]
    assert list(reporting_units_for(world.officer("town_leader", agency=town), campaign)) == [
        units[0], units[2],
    ]  # fmt: skip
    assert not reporting_units_for(world.officer("admin"), campaign)


def test_the_cut_off_can_be_moved(world: Any) -> None:
    campaign, _ = campaign_of(world)
    assert move_cut_off(campaign=campaign, cut_off=time(15)).cut_off == time(15)
    campaign.refresh_from_db()
    assert campaign.cut_off == time(15)
