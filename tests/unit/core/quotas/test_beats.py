"""Heartbeats: a bit a minute says when a machine was heard, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.beats import bit_of, first_beat_from, hour_of, last_beat, minutes_heard

NINE = datetime(2023, 6, 15, 9, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 600).map(lambda minutes: NINE + timedelta(minutes=minutes)), max_size=40)


def tallied(moments: list[datetime]) -> list[tuple[datetime, int]]:
    bits: dict[datetime, int] = defaultdict(int)
    for moment in moments:
        bits[hour_of(moment)] |= bit_of(moment)
    return list(bits.items())


@given(MOMENTS, st.integers(0, 600))
def test_what_was_heard_can_be_read_back(moments: list[datetime], since: int) -> None:
    hours = tallied(moments)
    after = NINE + timedelta(minutes=since)
    assert last_beat(hours) == max(moments, default=None)
    assert first_beat_from(hours, after) == min((one for one in moments if one >= after), default=None)
    assert minutes_heard(hours) == len(set(moments))


def test_the_last_minute_of_an_hour_has_a_bit_too() -> None:
    assert last_beat([(NINE, bit_of(NINE + timedelta(minutes=59)))]) == NINE + timedelta(minutes=59)
    assert bit_of(NINE + timedelta(minutes=59)) < 2**63
