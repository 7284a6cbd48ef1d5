"""Telling one register from another."""

import numpy as np
import pytest
from bench.linkage.sets import build_register

from hotich.core.matching.normaliser import Prepared, prepare
from hotich.core.matching.portraits import FAR, distance, portrait, register_note


@pytest.fixture(scope="module")
def people() -> Prepared:
    return prepare(build_register(seed=606, size=8_000).columns)


def part(people: Prepared, rows: np.ndarray) -> Prepared:
    return {name: column[rows] for name, column in people.items()}


def test_two_samples_of_one_register_are_near(people: Prepared) -> None:
    half = np.random.default_rng(1).random(len(people["g_p"])) < 0.5
    one, other = portrait(part(people, np.flatnonzero(half))), portrait(part(people, np.flatnonzero(~half)))
    assert distance(one, one) == 0.0
    assert distance(one, other) < FAR / 3
    assert distance(one, other) == pytest.approx(distance(other, one))


def test_another_part_of_the_country_is_far(people: Prepared) -> None:
    provinces = np.unique(people["h_v"][people["h_v"] != 0])
    north = np.isin(people["h_v"], provinces[: len(provinces) // 2])
    one, other = portrait(part(people, np.flatnonzero(north))), portrait(part(people, np.flatnonzero(~north)))
    assert distance(one, other) > 2 * FAR


def test_nothing_in_common_is_one() -> None:
    assert distance({"s_f": {"1": 1.0}}, {"s_f": {"2": 1.0}}) == 1.0
    assert distance({}, {}) == 0.0


def test_a_note_has_a_digest_of_its_own_for_every_extract(people: Prepared) -> None:
    may = register_note(people, population=8_000, as_of="2023-05-01", coverage="town")
    june = register_note(people, population=8_000, as_of="2023-06-01", coverage="town")
    assert may["digest"] != june["digest"]
    assert distance(may["shares"], june["shares"]) == 0.0
    assert (may["citizens"], may["sampled"], may["coverage"]) == (8_000, len(people["g_p"]), "town")
