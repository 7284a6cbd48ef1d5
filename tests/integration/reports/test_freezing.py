"""A day is frozen once, when nothing earlier can come any more, and stays as it was frozen."""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta
from typing import Any

import psycopg
import pytest
from desk import Desk
from making import campaign_of, moment, moved
from psycopg.conninfo import make_conninfo

from hotich.audit.clock import log_time
from hotich.campaign.models import Campaign, Closing
from hotich.core.quotas import VIETNAM
from hotich.entries import operations as entries
from hotich.jobs.figures import freeze_day
from hotich.reports import periods
from hotich.reports.errors import ReportRefused
from hotich.reports.models import DailyReport
from hotich.reports.operations import SETTLING, freeze, freeze_due, freezing
from hotich.reports.periods import check_settled, day_at, last_closed, period_at, period_for, period_running
from hotich.reports.queries import daily_form, figures_at
from hotich.reports.room import reports_of


def local_now() -> datetime:
    return moment().astimezone(VIETNAM)


def cut_at(campaign: Any, at: datetime) -> Any:
    """The campaign's cut-off moved to this moment of the day."""
    return moved(campaign, at.timetz().replace(tzinfo=None))


def frozen() -> Any:
    return DailyReport.objects.unscoped("test")


# -- one day


@pytest.mark.django_db
def test_a_day_cannot_be_frozen_before_its_cut_off_nor_right_at_it(world: Any) -> None:
    campaign, _ = campaign_of(world)
    day = local_now().date()
    end = period_for(campaign, day).end
    for now in (end - timedelta(minutes=1), end, end + SETTLING - timedelta(microseconds=1)):
        with pytest.raises(ReportRefused):
            freeze(campaign=campaign, day=day, now=now)
    assert len(freeze(campaign=campaign, day=day, now=end + SETTLING)) == 2
    assert freeze(campaign=campaign, day=day, now=end + SETTLING) == []
    assert frozen().count() == 2


@pytest.mark.django_db
def test_the_frozen_figures_stay_and_the_next_day_goes_on_where_they_ended(desk: Desk) -> None:
    campaign, units = campaign_of(desk.world)
    desk.whole(line=1)
    campaign = cut_at(campaign, local_now())
    day = period_for(campaign, local_now().date()).end.date()
    later = period_for(campaign, day).end + SETTLING
    freeze(campaign=campaign, day=day, now=later)
    desk.whole(line=2)
    entries.reopen(**desk.common, reason="nhầm")
    entries.void(**desk.common, reason="bỏ số")
    desk.whole(line=3)

    (line,) = daily_form(campaign, day, now=later, units=units)["units"]
    assert line["cumulative"]["total"] == line["entered"]["total"] == 1
    (line,) = daily_form(campaign, day + timedelta(days=1), now=later, units=units)["units"]
    assert (line["entered"]["total"], line["cumulative"]["total"]) == (1, 2)


@pytest.mark.django_db
def test_a_moved_cut_off_leaves_no_gap_and_counts_nothing_twice(desk: Desk) -> None:
    campaign, units = campaign_of(desk.world)
    desk.whole(line=1)
    campaign = cut_at(campaign, local_now())
    day = local_now().date()
    ended = period_for(campaign, day).end
    freeze(campaign=campaign, day=day, now=ended + SETTLING)
    for cut_off in (time(6), time(23, 59, 59)):
        campaign = moved(campaign, cut_off)
        assert period_for(campaign, day).end == ended
        tomorrow = period_for(campaign, day + timedelta(days=1))
        assert (tomorrow.start, tomorrow.end.timetz().replace(tzinfo=None)) == (ended, cut_off)
    desk.whole(line=2)
    (line,) = daily_form(campaign, day + timedelta(days=1), now=moment(), units=units)["units"]
    assert (line["entered"]["total"], line["cumulative"]["total"]) == (1, 2)


@pytest.mark.django_db
def test_the_period_that_runs_begins_where_the_frozen_one_ended(world: Any) -> None:
    campaign, _ = campaign_of(world)
    campaign = cut_at(campaign, local_now())
    day = local_now().date()
    ended = period_for(campaign, day).end
    freeze(campaign=campaign, day=day, now=ended + SETTLING)
    for cut_off in (time(0, 0, 1), time(23, 59, 59)):
        campaign.cut_off = cut_off
        campaign.save()
        later = ended + timedelta(seconds=30)
        whole, running = period_running(campaign, later)
        assert running == period_at(campaign, later)[1] == day + timedelta(days=1)
        assert whole.start == ended and later in whole


@pytest.mark.django_db
def test_every_desk_means_the_same_day_after_the_cut_off_was_moved(world: Any) -> None:
    first = date(2026, 3, 2)
    campaign, units = campaign_of(world, keying_starts_on=first)
    ended = period_for(campaign, first).end
    freeze(campaign=campaign, day=first, now=ended + SETTLING)
    campaign = moved(campaign, time(16))
    # 14:00 of the frozen day: by the hour alone it would still be that day's.
    later = ended + timedelta(minutes=30)
    running = first + timedelta(days=1)
    assert (day_at(campaign, later), last_closed(campaign, later)) == (running, first)
    standing = reports_of(campaign, units, moment=later)
    assert (standing.day, standing.next_cut_off) == (first, period_for(campaign, running).end)
    assert standing.next_cut_off == datetime(2026, 3, 3, 16, tzinfo=VIETNAM)


@pytest.mark.django_db
def test_after_its_end_a_campaign_has_no_day_but_its_last(world: Any) -> None:
    first = date(2026, 3, 2)
    campaign, _ = campaign_of(world, keying_starts_on=first)
    closed = period_for(campaign, first).end + timedelta(hours=2)
    Closing.objects.create(
        campaign=campaign, figures={}, digest="0" * 64, closed_by=world.officer("unit_head"), closed_at=closed
    )
    campaign = Campaign.objects.get(pk=campaign.pk)
    last = first + timedelta(days=1)
    assert (day_at(campaign, closed), last_closed(campaign, closed)) == (last, first)
    later = closed + timedelta(days=40)
    assert (day_at(campaign, later), last_closed(campaign, later)) == (last, last)


# -- the job


@pytest.mark.django_db(transaction=True)
def test_every_closed_day_is_frozen_oldest_first_and_only_once(world: Any) -> None:
    campaign, _ = campaign_of(world, keying_starts_on=local_now().date() - timedelta(days=3))
    today, begun = campaign.keying_starts_on + timedelta(days=3), moment()
    end = period_for(campaign, today).end
    now = end + SETTLING
    done = [day for _, day in freeze_due(now=now)]
    past = [today - timedelta(days=days) for days in (3, 2, 1)]
    # Today's where nothing earlier than its cut-off can be written any more; the hour may strike meanwhile.
    assert done == past + [today] * (begun >= end) or done == past + [today] * (moment() >= end)
    assert freeze_due(now=now) == []
    days = frozen().filter(level="town").order_by("date")
    for before, after in zip(days, days[1:], strict=False):
        assert before.period_to == after.period_from


@pytest.mark.django_db(transaction=True)
def test_what_came_between_the_last_cut_off_and_the_closing_stands_in_a_last_report(desk: Desk) -> None:
    campaign, _ = campaign_of(desk.world, keying_starts_on=local_now().date())
    desk.whole(line=1)
    closed = moment()
    Closing.objects.create(
        campaign=campaign, figures={}, digest="0" * 64, closed_by=desk.officer, closed_at=closed
    )
    desk.whole(line=2)
    campaign = Campaign.objects.get(pk=campaign.pk)
    done = freeze_due(now=closed + SETTLING + timedelta(seconds=1))
    assert done
    last = frozen().filter(level="town").latest("date")
    assert (last.date, last.period_to) == (done[-1][1], closed)
    assert last.figures["cumulative"]["total"] == 1
    later = closed + timedelta(days=3)
    assert sum(sum(line.cumulative.values()) for line in figures_at(campaign, later)) == 1
    assert freeze_due(now=later) == []
    after = last.date + timedelta(days=1)
    with pytest.raises(ReportRefused, match="đã kết thúc"):
        freeze(campaign=campaign, day=after, now=later)


@pytest.mark.django_db(transaction=True)
def test_a_closed_campaign_whose_last_day_nobody_froze_is_frozen_days_later(desk: Desk) -> None:
    campaign, _ = campaign_of(desk.world, keying_starts_on=local_now().date())
    desk.whole(line=1)
    closed = moment()
    Closing.objects.create(
        campaign=campaign, figures={}, digest="0" * 64, closed_by=desk.officer, closed_at=closed
    )
    desk.whole(line=2)
    assert freeze_due(now=closed + timedelta(days=9))
    assert frozen().filter(level="town").latest("date").period_to == closed


@pytest.mark.django_db(transaction=True)
def test_the_worker_freezes_a_day_whose_cut_off_was_moved_to_just_now(desk: Desk) -> None:
    campaign, _ = campaign_of(desk.world, keying_starts_on=local_now().date())
    desk.whole()
    cut_at(campaign, local_now() - timedelta(seconds=0))
    freeze_day(timestamp=0)
    assert not frozen().exists()
    # The rest of the fifteen seconds is another run's: the job asks the clock.
    later = moment() + SETTLING + timedelta(seconds=1)
    assert [code for code, _ in freeze_due(now=later)] == [campaign.code]
    assert frozen().get(level="unit").figures["cumulative"]["total"] == 1


@pytest.mark.django_db
def test_freezing_what_is_due_inside_a_transaction_is_a_mistake(world: Any) -> None:
    with pytest.raises(RuntimeError):
        freeze_due(now=moment())


@pytest.mark.django_db(transaction=True)
def test_freezing_waits_for_who_may_still_write_an_earlier_time(
    desk: Desk, addresses: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, _ = campaign_of(desk.world, keying_starts_on=local_now().date())
    with psycopg.connect(addresses.app) as saving:
        saving.execute("SELECT pg_current_xact_id(), clock_timestamp()")
        cut_at(campaign, local_now())
        now = moment() + SETTLING + timedelta(seconds=1)
        monkeypatch.setattr(freezing, "PATIENCE", 0.3)
        assert freeze_due(now=now) == []

        monkeypatch.setattr(freezing, "PATIENCE", 30.0)
        timer = threading.Timer(0.4, saving.commit)
        timer.start()
        assert len(freeze_due(now=now)) == 1
        timer.join()


@pytest.mark.django_db(transaction=True)
def test_a_past_minute_is_told_when_nobody_can_still_write_in_it(
    addresses: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periods, "_PATIENCE", 0.3)
    with psycopg.connect(addresses.app) as saving:
        saving.execute("SELECT pg_current_xact_id(), clock_timestamp()")
        asked = {"moment": moment(), "now": moment() + timedelta(minutes=20)}
        with pytest.raises(ReportRefused, match="thử lại sau ít phút"):
            check_settled(**asked)
        saving.commit()
        check_settled(**asked)


@pytest.mark.django_db(transaction=True)
def test_freezing_waits_for_nobody_in_another_database(
    desk: Desk, addresses: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, _ = campaign_of(desk.world, keying_starts_on=local_now().date())
    with psycopg.connect(make_conninfo(addresses.owner, dbname="postgres")) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        cut_at(campaign, local_now())
        monkeypatch.setattr(freezing, "PATIENCE", 0.0)
        assert len(freeze_due(now=moment() + SETTLING + timedelta(seconds=1))) == 1


@pytest.mark.django_db(transaction=True)
def test_who_saves_takes_his_number_before_he_reads_the_clock(world: Any) -> None:
    """The horizon relies on it: see `audit.clock`."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        log_time()
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        assert cursor.fetchone() == (True,)


def test_the_worker_knows_what_to_do_every_minute() -> None:
    from procrastinate.contrib.django import app

    from hotich.jobs import tasks

    every_minute = {
        task.task.name for task in app.periodic_registry.periodic_tasks.values() if task.cron == "* * * * *"
    }
    assert {"hotich.seal", "hotich.freeze_day", "hotich.compare"} <= every_minute
    assert "hotich.wipe_extracts" in app.tasks
    assert tasks.seal.name == "hotich.seal"
