"""The generators: noise not below its floors, the same country for the same seed, sets that hold what their names say."""

import numpy as np
import pytest
from bench.linkage.measure import Share
from bench.linkage.noise import _KINDS, MATERIAL, rates, raw_telex
from bench.linkage.sets import Register, build_register, build_set, floors_met

from hotich.core.matching.normaliser.slips import from_telex


@pytest.fixture(scope="module")
def register() -> Register:
    return build_register(seed=3, size=6_000)


@pytest.mark.parametrize("name", ["standard", "harsher"])
def test_noise_is_not_below_the_prototypes(register: Register, name: str) -> None:
    met = floors_met(build_set(register, name, 9_000))
    floors = rates()["floors"]
    # Two standard errors of a sample of this size are allowed for.
    for profile, floor in floors["material"].items():
        assert met[profile] > floor - 0.025, profile
    assert rates()["mixes"] == floors["mixes"]


def test_every_kind_of_noise_has_rates_and_code() -> None:
    assert set(rates()["profiles"]) == set(_KINDS)
    assert set(_KINDS) >= MATERIAL


def test_one_seed_gives_one_set(register: Register) -> None:
    one, other = build_set(register, "standard", 200), build_set(register, "standard", 200)
    assert one.columns == other.columns
    assert np.array_equal(one.truth, other.truth)
    again = build_register(seed=3, size=6_000)
    assert again.columns == register.columns


def test_a_fifth_are_in_no_register_and_the_siblings_set_has_nobody(register: Register) -> None:
    assert (build_set(register, "standard", 1_000).truth < 0).mean() == pytest.approx(0.2)
    assert (build_set(register, "siblings", 200).truth < 0).all()


def test_the_thin_set_has_a_name_and_a_year(register: Register) -> None:
    columns = build_set(register, "thin", 200).columns
    assert not any(columns["mother_full_name"]) and not any(columns["hometown"])
    assert all(len(date) <= 4 for date in columns["birth_date"])


def test_most_withheld_people_have_a_brother_or_sister_inside(register: Register) -> None:
    assert (register.people.siblings[register.people.withheld] > 0).mean() > 0.5


@pytest.mark.parametrize("word", ["Nguyễn", "Đức", "Hương", "Trần", "Phượng", "Thị"])
def test_raw_telex_is_undone_by_the_normaliser(word: str) -> None:
    assert from_telex(raw_telex(word).lower()) == word.lower()


def test_an_interval_holds_the_share() -> None:
    low, high = Share(9_985, 10_000).interval
    assert low < 0.9985 < high
    assert (round(low, 4), round(high, 4)) == (0.9975, 0.9991)
