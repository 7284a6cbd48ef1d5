"""The figures of a minute are reckoned before they are asked for, as long as somebody looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from making import campaign_of, moment

from hotich.jobs.figures import keep_rooms_ready
from hotich.reports import queries
from hotich.reports.queries import figures_at, keep_ready

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def forgotten() -> None:
    cache.clear()


def test_nothing_is_reckoned_for_nobody(world: Any) -> None:
    campaign, _ = campaign_of(world)
    assert not keep_ready(campaign, moment())


def test_who_looks_on_finds_the_next_minute_ready(world: Any, django_assert_num_queries: Any) -> None:
    campaign, _ = campaign_of(world)
    now = moment()
    figures_at(campaign, now)
    assert keep_ready(campaign, now + MINUTE)
    assert not keep_ready(campaign, now + MINUTE), "once is enough"
    with django_assert_num_queries(1):  # what is kept
        ready = figures_at(campaign, now + MINUTE)
    cache.clear()
    assert figures_at(campaign, now + MINUTE) == ready


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten minutes in place of days, three in place of an hour."""
    monkeypatch.setattr(queries, "_LOOKED_AT", 10 * MINUTE)
    monkeypatch.setattr(queries, "_NOTED", 3 * MINUTE)


def test_some_time_after_the_last_look_it_ends(world: Any, short: None) -> None:
    campaign, _ = campaign_of(world)
    now = moment()
    figures_at(campaign, now)
    assert [keep_ready(campaign, now + ahead * MINUTE) for ahead in range(1, 12)] == [True] * 9 + [False] * 2
    figures_at(campaign, now + 11 * MINUTE)
    assert keep_ready(campaign, now + 12 * MINUTE), "somebody looks again"


def test_who_finds_a_minute_ready_has_looked_too(world: Any, short: None) -> None:
    campaign, _ = campaign_of(world)
    now = moment()
    figures_at(campaign, now)
    for ahead in range(1, 6):
        keep_ready(campaign, now + ahead * MINUTE)
    figures_at(campaign, now + 5 * MINUTE)
    assert all(keep_ready(campaign, now + ahead * MINUTE) for ahead in range(6, 15))
    assert not keep_ready(campaign, now + 15 * MINUTE)


def test_a_minute_that_the_worker_missed_does_not_end_it(world: Any) -> None:
    campaign, _ = campaign_of(world)
    now = moment()
    figures_at(campaign, now)
    assert keep_ready(campaign, now + 2 * MINUTE)
    assert not keep_ready(campaign, now + 5 * MINUTE), "nothing is kept of the minutes before"


def test_the_worker_goes_by_the_minute_that_has_begun(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, _ = campaign_of(world)
    later = moment() + MINUTE
    figures_at(campaign, later - MINUTE)
    monkeypatch.setattr("hotich.jobs.figures.now", lambda: later)
    keep_rooms_ready(0)
    assert not keep_ready(campaign, later), "the worker did"
