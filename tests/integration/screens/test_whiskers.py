"""A rate with its limits, drawn: the dot between the two ends, every row on one scale."""

from __future__ import annotations

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.error_rates import exact_interval
from hotich.core.rates import Rate
from hotich.screens.whiskers import WIDTH, scale_of, whisker_of

RATES = st.integers(1, 400).flatmap(lambda whole: st.integers(0, whole).map(lambda part: Rate(part, whole)))


@given(st.lists(RATES, min_size=1, max_size=8))
def test_every_dot_lies_between_its_ends_and_inside_the_picture(rates: list[Rate]) -> None:
    scale = scale_of(rates)
    for rate in rates:
        drawn = whisker_of(rate, scale)
        assert drawn is not None
        low, dot, high = float(drawn.low), float(drawn.dot), float(drawn.high)
        assert 0 <= low <= dot <= high <= WIDTH
        assert rate.value is not None and rate.value <= scale.top
        assert drawn.cut == (exact_interval(rate)[1] > scale.top)


def test_the_end_of_the_scale_can_be_said() -> None:
    assert scale_of([Rate(3, 1000)]).said == "1 %"
    assert scale_of([]).said == "0,5 %"
    assert scale_of([Rate(1, 2)]).said == "100 %"


def test_little_counted_runs_off_the_scale_and_does_not_flatten_the_others() -> None:
    much, little = Rate(20, 4000), Rate(0, 3)
    scale = scale_of([much, little])
    assert scale.top <= 0.03
    drawn = whisker_of(little, scale)
    assert drawn is not None and drawn.cut
    assert "cut" in render_to_string("parts/whisker.html", {"whisker": drawn})


def test_nothing_of_nothing_is_drawn() -> None:
    assert whisker_of(Rate(0, 0), scale_of([])) is None
    assert "<svg" not in render_to_string("parts/whisker.html", {"whisker": None})
