"""The pace of teams by shift, where each sets hours of its own."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from making import campaign_of, moment

from hotich.reports.room import pace_of
from hotich.stations.models import ShiftPattern

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


def test_teams_of_other_hours_have_lines_of_their_own(world: Any, elsewhere: Any) -> None:
    campaign, units = campaign_of(world, elsewhere)

    def hours() -> list[str]:
        cache.clear()
        found = pace_of(campaign, units, moment=moment()).shifts
        return [f"{one.shift.starts_at:%H:%M}–{one.shift.ends_at:%H:%M}" for one in found]

    assert set(hours()) <= {"06:00–14:00", "14:00–22:00", "22:00–06:00"}
    assert len(hours()) == len(set(hours())), "both teams together, one line a shift"
    ShiftPattern.objects.create(
        team=elsewhere.team, since=moment().date() - timedelta(days=9), starts=[time(8, 30), time(20, 30)],
        silent_minutes=10, set_at=moment(),
    )  # fmt: skip
    apart = hours()
    assert {"08:30–20:30", "20:30–08:30"} & set(apart)
    assert {"06:00–14:00", "14:00–22:00", "22:00–06:00"} & set(apart)
