"""Going through the rules from frozen days, and obstacles that units wrote in their reports."""

from __future__ import annotations

from datetime import date, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from making import campaign_of, moment

from hotich.books.models import BookCount
from hotich.campaign.models import Flag, Obstacle
from hotich.campaign.steering.operations import close_obstacle
from hotich.core.quotas import VIETNAM
from hotich.core.steering import DayFacts, Report, UnitFacts, judge
from hotich.reports.facts import facts_of, without_reports
from hotich.reports.models import DailyReport
from hotich.reports.operations import (
    SETTLING,
    freeze,
    send_again,
    send_unit_report,
    take_up_obstacles,
    watch_units,
)
from hotich.reports.operations.watching import moment_due
from hotich.reports.periods import period_for
from hotich.reports.queries import daily_form, deadline_of
from hotich.reports.room import progress_of, reports_of

pytestmark = pytest.mark.django_db
MINUTE, INSTANT = timedelta(minutes=1), timedelta(microseconds=1)


@pytest.fixture
def frozen(world: Any, elsewhere: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Yesterday, frozen; its units may send until the deadline."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    campaign, units = campaign_of(world, elsewhere)
    day = moment().astimezone(VIETNAM).date() - timedelta(days=1)
    freeze(campaign=campaign, day=day, now=period_for(campaign, day).end + SETTLING)

    return SimpleNamespace(
        campaign=campaign, units=units, day=day, head=world.officer("unit_head"),
        deadline=deadline_of(campaign, day, "town"), closed=period_for(campaign, day).end,
    )  # fmt: skip


def sent(frozen: Any, *, now: Any, obstacles: str = "") -> Any:
    report = DailyReport.objects.unscoped("test").get(
        campaign=frozen.campaign, date=frozen.day, reporting_unit=frozen.units[0]
    )
    return send_unit_report(actor=frozen.head, now=now, report_id=report.pk, obstacles=obstacles)


def silent(frozen: Any) -> list[tuple[str, bool]]:
    flags = Flag.objects.unscoped("test").filter(campaign=frozen.campaign, rule="report_silent")
    return [
        (flag.reporting_unit.code, flag.closed_at is None) for flag in flags.order_by("reporting_unit__order")
    ]


def test_who_is_silent_is_flagged_when_the_hour_has_passed_and_freed_when_he_sends(frozen: Any) -> None:
    watch_units(now=frozen.closed + MINUTE)
    assert silent(frozen) == []
    # Who sends as the hour strikes may not be seen yet.
    watch_units(now=frozen.deadline + SETTLING - INSTANT)
    assert silent(frozen) == []
    watch_units(now=frozen.deadline + SETTLING)
    assert [is_open for _, is_open in silent(frozen)] == [True, True]
    sent(frozen, now=frozen.deadline + 5 * MINUTE)
    # Nobody is reminded of what has come: not only from the next full hour on.
    watch_units(now=frozen.deadline + 6 * MINUTE + SETTLING)
    assert [is_open for _, is_open in silent(frozen)] == [False, True]
    assert moment_due(frozen.campaign, frozen.deadline + 20 * MINUTE) is None
    watch_units(now=frozen.deadline + 61 * MINUTE)
    assert [is_open for _, is_open in silent(frozen)] == [False, True]


def test_reports_that_come_in_time_ask_for_no_round_of_their_own(frozen: Any) -> None:
    watch_units(now=frozen.closed + MINUTE)
    sent(frozen, now=frozen.closed + 5 * MINUTE)
    assert moment_due(frozen.campaign, frozen.closed + 7 * MINUTE) is None


def test_a_moment_is_gone_through_once(frozen: Any) -> None:
    assert moment_due(frozen.campaign, frozen.deadline + SETTLING) == frozen.deadline
    watch_units(now=frozen.deadline + SETTLING)
    assert moment_due(frozen.campaign, frozen.deadline + MINUTE) is None
    assert watch_units(now=frozen.deadline + MINUTE) == []
    assert len(silent(frozen)) == 2


def test_a_unit_that_sends_by_file_is_not_called_silent(frozen: Any) -> None:
    frozen.units[1].without_access = True
    frozen.units[1].save(update_fields=["without_access"])
    watch_units(now=frozen.deadline + SETTLING)
    assert [code for code, _ in silent(frozen)] == [frozen.units[0].code]


def test_an_empty_log_is_a_slow_pace_only_of_who_keys_in_it(frozen: Any) -> None:
    for days in range(9, 1, -1):
        day = frozen.day - timedelta(days=days - 1)
        freeze(campaign=frozen.campaign, day=day, now=frozen.closed)
    frozen.units[1].without_access = True
    frozen.units[1].save(update_fields=["without_access"])
    watch_units(now=frozen.deadline)
    flags = Flag.objects.unscoped("test").filter(campaign=frozen.campaign)
    assert {flag.reporting_unit.code for flag in flags} == {frozen.units[0].code}
    assert {flag.rule for flag in flags} >= {"pace", "report_silent"}


def test_each_line_of_a_reports_obstacles_is_taken_up_once(frozen: Any) -> None:
    now = frozen.deadline - MINUTE
    sent(frozen, now=now, obstacles="Đường truyền gián đoạn cả sáng\n\nSổ năm 1977 mờ, khó đọc")
    assert take_up_obstacles(now=now + MINUTE) == 2
    assert take_up_obstacles(now=now + MINUTE) == 0
    taken = Obstacle.objects.unscoped("test").filter(campaign=frozen.campaign).order_by("text")
    assert {(one.topic, one.source, one.raised_at) for one in taken} == {
        ("justice", "report", now), ("line", "report", now),
    }  # fmt: skip


@pytest.mark.parametrize("newer", ["Mất điện 40 phút", ""])
def test_a_line_that_the_report_sent_again_names_no_more_is_over(frozen: Any, newer: str) -> None:
    now = frozen.deadline - 5 * MINUTE
    first = sent(frozen, now=now, obstacles="Mất điện 30 phút\nThiếu máy")
    assert take_up_obstacles(now=now + MINUTE) == 2
    lines = f"{newer}\nThiếu  máy" if newer else ""
    send_again(actor=frozen.head, now=now + 2 * MINUTE, sending_id=first.pk, reason="Sửa", obstacles=lines)
    assert take_up_obstacles(now=now + 3 * MINUTE) == (1 if newer else 0)
    found = Obstacle.objects.unscoped("test").filter(campaign=frozen.campaign)
    assert set(found.filter(state="open").values_list("text", flat=True)) == (
        {newer, "Thiếu máy"} if newer else set()
    )
    over = found.get(text="Mất điện 30 phút")
    assert (over.state, over.answer_by) == ("closed", None)
    assert "gửi lại không còn nêu" in over.steps.get(kind="closed").said


def test_what_was_answered_waits_for_the_units_own_word_though_its_line_is_gone(frozen: Any) -> None:
    now = frozen.deadline - 5 * MINUTE
    first = sent(frozen, now=now, obstacles="Thiếu máy")
    take_up_obstacles(now=now + MINUTE)
    Obstacle.objects.unscoped("test").filter(campaign=frozen.campaign).update(state="answered")
    send_again(actor=frozen.head, now=now + 2 * MINUTE, sending_id=first.pk, reason="Sửa", obstacles="")
    take_up_obstacles(now=now + 3 * MINUTE)
    assert Obstacle.objects.unscoped("test").get(campaign=frozen.campaign).state == "answered"


def test_a_minute_in_which_nobody_sent_costs_one_question(
    frozen: Any, django_assert_num_queries: Any
) -> None:
    now = frozen.deadline - MINUTE
    sent(frozen, now=now, obstacles="Đường truyền gián đoạn cả sáng\nSổ năm 1977 mờ, khó đọc")
    assert take_up_obstacles(now=now + MINUTE) == 2
    with django_assert_num_queries(1):
        assert take_up_obstacles(now=now + 2 * MINUTE) == 0


def test_a_report_sent_again_does_not_raise_anew_what_was_settled_meanwhile(frozen: Any, world: Any) -> None:
    now, words = frozen.deadline - 10 * MINUTE, "Đường truyền gián đoạn cả sáng"
    first = sent(frozen, now=now, obstacles=words)
    assert take_up_obstacles(now=now + MINUTE) == 1
    raised = Obstacle.objects.unscoped("test").get(campaign=frozen.campaign)
    close_obstacle(actor=world.officer("team_leader"), obstacle_id=raised.pk, now=now + 2 * MINUTE)
    send_again(
        actor=frozen.head, now=now + 3 * MINUTE, sending_id=first.pk, reason="thêm đề xuất",
        obstacles=f"{words}\nThiếu một máy", proposals="Cấp thêm máy",
    )  # fmt: skip
    assert take_up_obstacles(now=now + 4 * MINUTE) == 1
    texts = Obstacle.objects.unscoped("test").filter(campaign=frozen.campaign).values_list("text", "state")
    assert set(texts) == {(words, "closed"), ("Thiếu một máy", "open")}


def test_a_deadline_that_is_moved_afterwards_leaves_late_what_was_late(frozen: Any) -> None:
    sent(frozen, now=frozen.deadline + 5 * MINUTE)
    frozen.campaign.unit_deadline, frozen.campaign.town_deadline = time(14, 15), time(14, 30)
    frozen.campaign.save(update_fields=["unit_deadline", "town_deadline"])
    now = frozen.deadline + 60 * MINUTE
    assert daily_form(frozen.campaign, frozen.day, now=now)["units"][0]["status"] == "late"
    assert [one.status for one in reports_of(frozen.campaign, frozen.units, moment=now).units] == [
        "late",
        "silent",
    ]
    facts = facts_of(frozen.campaign, frozen.units, moment=now, days=7)
    assert facts[frozen.units[0].pk].days[-1].report is Report.LATE


def test_no_quota_is_held_against_who_keys_elsewhere() -> None:
    days = tuple(DayFacts(date(2026, 6, day), 0, 300, True, Report.SILENT) for day in range(8, 13))
    facts = UnitFacts(days=days, remaining=900)
    numbers = {"pace": {"percent": 80, "days": 3}}
    assert [one.rule for one in judge(facts, numbers)] == ["pace"]
    assert judge(without_reports(facts), numbers) == []


def test_the_room_tells_who_has_sent_who_was_late_and_who_is_awaited(frozen: Any) -> None:
    before = reports_of(frozen.campaign, frozen.units, moment=frozen.deadline - 10 * MINUTE)
    assert (before.sent, before.minutes_left, before.is_over) == (0, 10, False)
    sent(frozen, now=frozen.deadline + MINUTE)
    after = reports_of(frozen.campaign, frozen.units, moment=frozen.deadline + 2 * MINUTE)
    assert [one.status for one in after.units] == ["late", "silent"]
    assert [one.unit for one in after.missing] == [frozen.units[1]]


def test_where_no_book_is_counted_nothing_is_called_done(frozen: Any, world: Any, elsewhere: Any) -> None:
    for one in (world, elsewhere):
        one.book.entries_count = None
        one.book.save(update_fields=["entries_count"])
    progress = progress_of(frozen.campaign, frozen.units, moment=frozen.deadline)
    assert "chưa thống kê sổ" in progress.forecast.words  # type: ignore[union-attr]


def test_one_closed_day_is_too_little_for_a_forecast(frozen: Any, world: Any) -> None:
    BookCount.objects.create(
        book=world.book,
        entries_count=900,
        count_basis="counted",
        counted_at=frozen.closed - timedelta(days=9),
    )
    progress = progress_of(frozen.campaign, frozen.units, moment=frozen.deadline)
    assert [one.day for one in progress.closed] == [frozen.day]
    assert "mới có 1" in progress.forecast.words  # type: ignore[union-attr]  # too few days
