"""The gazetteer is whole, and it knows what became of every unit."""

import datetime as dt
import itertools

import pytest

from hotich.core.places import Gazetteer, Level, Unit
from hotich.core.places.units import read_units

GAZETTEER = Gazetteer.load()
TODAY_OF_THE_TOWN = {
    "25432": "phường Chơn Thành",
    "25433": "phường Chơn Thành",
    "25447": "phường Chơn Thành",
    "25441": "phường Minh Hưng",
    "25444": "phường Minh Hưng",
    "25435": "xã Nha Bích",
    "25450": "xã Nha Bích",
    "25453": "xã Nha Bích",
    "25439": "xã Tân Quan",
}


def titles(units: frozenset[Unit]) -> set[str]:
    return {unit.title for unit in units}


def test_every_unit_begins_before_it_ends() -> None:
    backwards = [u.id for u in GAZETTEER if u.valid_from and u.valid_to and u.valid_from > u.valid_to]
    assert backwards == []


def test_every_unit_that_ended_became_something_of_today() -> None:
    lost = [unit.id for unit in GAZETTEER if not GAZETTEER.place_now(unit)]
    assert lost == []


def test_no_two_units_bear_one_code_on_one_day() -> None:
    codes = {unit.code for unit in GAZETTEER if unit.code}
    twice = [
        (a.id, b.id)
        for code in codes
        for a, b in itertools.combinations(GAZETTEER.with_code(code), 2)
        if a.level is b.level and GAZETTEER.overlap(a, b)
    ]
    assert twice == []


def test_parents_are_one_level_up_or_two_and_lived_at_the_same_time() -> None:
    for unit in GAZETTEER:
        for parent in GAZETTEER.parents(unit):
            assert parent.level < unit.level, unit.id
            assert GAZETTEER.overlap(unit, parent), (unit.id, parent.id)


def test_successors_begin_when_or_after_the_unit_ended() -> None:
    for unit in GAZETTEER:
        for successor in unit.successors:
            later = GAZETTEER[successor]
            assert unit.valid_to is not None, unit.id
            if later.valid_from:
                assert later.valid_from > unit.valid_to, (unit.id, successor)


def test_the_country_has_34_provinces_and_3321_communes_today() -> None:
    today = [unit for unit in GAZETTEER if unit.is_current]
    assert sum(unit.level is Level.PROVINCE for unit in today) == 34
    assert sum(unit.level is Level.COMMUNE for unit in today) == 3321
    assert sum(unit.level is Level.DISTRICT for unit in today) == 0


def test_the_country_had_63_provinces_on_the_last_day_before_the_merger() -> None:
    day = dt.date(2025, 6, 30)
    assert sum(u.level is Level.PROVINCE and u.valid_on(day) for u in GAZETTEER) == 63


@pytest.mark.parametrize("code", TODAY_OF_THE_TOWN)
def test_each_of_the_towns_nine_units_of_2023_is_known_with_its_successor(code: str) -> None:
    unit = GAZETTEER.by_code(code, dt.date(2023, 5, 22))
    assert unit is not None
    assert GAZETTEER.full_name(unit).endswith("thị xã Chơn Thành, tỉnh Bình Phước")
    assert titles(GAZETTEER.place_now(unit)) == {TODAY_OF_THE_TOWN[code]}


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (dt.date(1980, 1, 1), "xã Chơn Thành"),
        (dt.date(1994, 7, 31), "xã Chơn Thành"),
        (dt.date(1994, 8, 1), "thị trấn Chơn Thành"),
        (dt.date(2003, 2, 20), "thị trấn Chơn Thành"),
        (dt.date(2022, 10, 1), "phường Hưng Long"),
        (dt.date(2025, 7, 1), "phường Chơn Thành"),
    ],
)
def test_a_code_is_a_key_only_with_its_day(day: dt.date, title: str) -> None:
    unit = GAZETTEER.by_code("25432", day)
    assert unit is not None
    assert unit.title == title


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(1980, 1, 1), "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé"),
        (dt.date(1999, 1, 1), "xã Minh Hưng, huyện Bình Long, tỉnh Bình Phước"),
        (dt.date(2010, 1, 1), "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước"),
        (dt.date(2023, 1, 1), "phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước"),
        (dt.date(2025, 8, 1), "phường Minh Hưng, tỉnh Đồng Nai"),
        (dt.date(2026, 5, 1), "phường Minh Hưng, thành phố Đồng Nai"),
    ],
)
def test_a_unit_is_called_as_it_was_on_the_day(day: dt.date, name: str) -> None:
    unit = GAZETTEER.by_code("25441", day)
    assert unit is not None
    assert GAZETTEER.full_name(unit, day) == name


def test_a_split_province_is_several_places_today() -> None:
    assert titles(GAZETTEER.place_now(GAZETTEER["song-be@1976"])) == {
        "thành phố Đồng Nai",
        "thành phố Hồ Chí Minh",
    }


def test_an_abolished_district_is_the_communes_made_from_it() -> None:
    assert titles(GAZETTEER.place_now(GAZETTEER["697@2003"])) == {
        "phường Chơn Thành",
        "phường Minh Hưng",
        "xã Nha Bích",
        "xã Tân Quan",
    }


def test_what_goes_into_a_merger_does_not_come_out_as_its_neighbour() -> None:
    nam_ha, ninh_binh = GAZETTEER["nam-ha@1965"], GAZETTEER["37@1991"]
    assert GAZETTEER.related(nam_ha, GAZETTEER["nam-ha@1991"])
    assert not GAZETTEER.related(nam_ha, ninh_binh)


def test_being_related_is_mutual_and_runs_along_the_lineage() -> None:
    for unit in [u for u in GAZETTEER if "25432" <= u.code <= "25453" or u.level is Level.PROVINCE]:
        for other in GAZETTEER.lineage(unit):
            assert GAZETTEER.related(unit, other)
            assert GAZETTEER.related(other, unit)


def test_a_commune_lies_in_its_districts_of_all_times_and_in_no_other() -> None:
    minh_hung = GAZETTEER["25441@2025"]
    assert GAZETTEER.lies_within(minh_hung, GAZETTEER["697@2003"])
    assert GAZETTEER.lies_within(minh_hung, GAZETTEER["binh-long.d@1978"])
    assert not GAZETTEER.lies_within(minh_hung, GAZETTEER["692@2003"])
    assert not GAZETTEER.lies_within(minh_hung, GAZETTEER["74@1997"])


def test_a_broken_row_is_named() -> None:
    rows = [
        "id,code,name,type,parents,valid_from,valid_to,successors,aliases,mark",
        "x@1,1,X,làng,y@1,,,,,medium",
    ]
    with pytest.raises(ValueError, match="unit x@1: unknown type of unit: làng"):
        list(read_units(rows))


def test_a_row_that_names_an_unknown_unit_is_refused() -> None:
    rows = [
        "id,code,name,type,parents,valid_from,valid_to,successors,aliases,mark",
        "x@1,1,X,tỉnh,,,1990-01-01,y@1,,medium",
    ]
    with pytest.raises(ValueError, match="unit x@1 names y@1"):
        Gazetteer(read_units(rows))
