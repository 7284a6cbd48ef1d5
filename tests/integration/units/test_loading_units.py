"""Units come from the gazetteer with their chain above, their successors, and agencies of their own."""

from datetime import date

import pytest

from hotich.units.models import Unit
from hotich.units.operations import UnitUnknown, agency_of_code, load_units, open_agency
from hotich.units.queries import unit_by_code, with_units_below

pytestmark = pytest.mark.django_db


def test_a_ward_comes_with_what_stands_above_it_and_what_it_became() -> None:
    units = load_units(keys=["25444@2022"])
    ward = units["25444@2022"]
    assert str(ward) == "phường Minh Long"
    assert ward.parent == units["697@2022"]
    assert ward.parent.parent == units["70@1997"]
    assert [str(after) for after in ward.successors.all()] == ["phường Minh Hưng"]
    assert ward.pk in with_units_below([units["70@1997"].pk])


def test_loading_twice_adds_nothing() -> None:
    load_units(keys=["25444@2022"])
    before = Unit.objects.count()
    load_units(keys=["25444@2022", "25441@2025"])
    assert Unit.objects.count() == before


def test_one_code_is_different_units_on_different_days() -> None:
    load_units(keys=["25432@1994"])
    assert str(unit_by_code("25432", on=date(2000, 1, 1))) == "thị trấn Chơn Thành"
    assert str(unit_by_code("25432", on=date(2023, 6, 1))) == "phường Hưng Long"


def test_units_sort_in_the_vietnamese_order() -> None:
    load_units(keys=["25432@2022", "25439@2022", "25441@2022", "25444@2022", "25450@2022"])
    names = [unit.name for unit in Unit.objects.filter(parent__key="697@2022")]
    assert names == ["Hưng Long", "Minh Hưng", "Minh Long", "Nha Bích", "Quang Minh"]


def test_a_unit_that_no_gazetteer_has_is_refused() -> None:
    with pytest.raises(UnitUnknown):
        load_units(keys=["99999@2022"])


def test_an_agency_is_opened_once_and_named_after_its_unit() -> None:
    ward = load_units(keys=["25441@2022"])["25441@2022"]
    first = open_agency(unit=ward, kind="CA")
    assert (first.code, first.name) == ("25441-CA", "Công an phường Minh Hưng")
    assert open_agency(unit=ward, kind="CA") == first


def test_an_agency_nobody_opened_yet_is_found_by_its_code() -> None:
    assert agency_of_code("697-TP", on=date(2023, 6, 1)).name == "Phòng Tư pháp thị xã Chơn Thành"
    assert agency_of_code("70-TP", on=date(2023, 6, 1)).name == "Sở Tư pháp tỉnh Bình Phước"
    with pytest.raises(UnitUnknown, match="25441-CA"):
        agency_of_code("697-XX", on=date(2023, 6, 1))
