"""The campaign's own list of units decides who reports, whatever units are valid today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from making import campaign_of, chain_above
from world import make_world

from hotich.audit.models import AuditEvent
from hotich.campaign.operations import (
    LookUpWayUnknown,
    NoRegisterDoor,
    add_reporting_unit,
    set_look_up_way,
    set_way_of_working,
)
from hotich.campaign.queries import (
    campaigns_of,
    campaigns_on,
    lines_of_code,
    look_up_way_of,
    reporting_unit_of,
    reporting_units_for,
    searched_in,
)
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db


def test_a_campaign_reports_from_the_day_its_keying_began_even_when_late(world: Any) -> None:
    campaign, _ = campaign_of(world, due_on=today() - timedelta(days=1))
    begun = campaign.keying_starts_on
    assert list(campaigns_on(begun)) == [campaign]
    assert not campaigns_on(begun - timedelta(days=1))
    assert list(campaigns_on(today() + timedelta(days=400))) == [campaign]


def test_of_an_officers_campaigns_the_one_that_began_first_stands_first(world: Any, elsewhere: Any) -> None:
    late, _ = campaign_of(world, code="sau", keying_starts_on=today() - timedelta(days=2))
    early, _ = campaign_of(world, code="truoc", parent=late)
    campaign_of(elsewhere, code="khac")
    assert list(campaigns_of(world.officer("unit_head"))) == [early, late]


def test_a_code_is_read_in_the_campaign_at_work(world: Any) -> None:
    campaign, (unit,) = campaign_of(world)
    assert lines_of_code(unit.code, on=today()) == [unit]
    assert lines_of_code(unit.code, on=date(2020, 1, 1)) == []
    assert lines_of_code("khong-co", on=today()) == []
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


def test_the_official_interface_is_chosen_only_where_the_installation_knows_one(
    world: Any, now: Any, settings: Any
) -> None:
    _, (unit,) = campaign_of(world)
    leader = world.officer("justice_officer")
    about: dict[str, Any] = {"actor": leader, "reporting_unit_id": unit.pk, "now": now}
    with pytest.raises(NoRegisterDoor, match="HOTICH_REGISTER_ADDRESS"):
        set_look_up_way(**about, way="gateway")
    with pytest.raises(LookUpWayUnknown):
        set_look_up_way(**about, way="told")
    assert look_up_way_of(world.unit.pk, on=today()) == "recorded"
    settings.REGISTER_GATEWAY = settings.REGISTER_GATEWAY | {"address": "https://register.example/v1"}
    set_look_up_way(**about, way="gateway")
    assert look_up_way_of(world.unit.pk, on=today()) == searched_in(world.unit.pk, on=today()) == "gateway"
    assert AuditEvent.objects.get(kind="campaign.look_up_way").detail == {"from": "recorded", "to": "gateway"}


def test_how_a_unit_looks_up_is_set_by_who_leads_the_campaign(world: Any, elsewhere: Any, now: Any) -> None:
    _, (unit,) = campaign_of(world)
    with pytest.raises(NotAllowed):
        set_look_up_way(actor=world.officer("keyer"), reporting_unit_id=unit.pk, way="extract", now=now)
    with pytest.raises(NotFound):
        set_look_up_way(
            actor=elsewhere.officer("justice_officer"), reporting_unit_id=unit.pk, way="extract", now=now
        )
    above, (led_from_there,) = campaign_of(
        world, code="tren", lead_agency=elsewhere.committee, parent=unit.campaign
    )
    clerk = {"actor": world.officer("justice_officer"), "now": now}
    with pytest.raises(NotAllowed, match="cấp chủ trì"):
        set_look_up_way(**clerk, reporting_unit_id=led_from_there.pk, way="extract")
    with pytest.raises(NotAllowed, match="cấp chủ trì"):
        set_way_of_working(**clerk, campaign_id=above.pk, kind="KS", working="blind")
    assert set_look_up_way(**clerk, reporting_unit_id=unit.pk, way="extract").look_up_way == "extract"
