"""The figures of a province: what freezing a day, the room, the report and a past minute cost, and that none of it grows with history.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python -m bench.reports [--entries 2000000] [--days 90] [--recount]

240 wards, 19,200 books, 480 machines. Every past day is frozen in turn, then the open day is cut into slices as the worker cuts it. Each
measurement of the room is of another minute and finds nothing kept. `--recount` counts everything once more from the whole log and
compares. What lies beyond its limit is marked, and the exit status is 1. A home that was filled once is measured again as it stands.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bench.reports import past
from bench.reports.room import measure_room
from bench.reports.steered import steer

ROOM, REPORT = 0.5, 5.0
"""Seconds: of the room's figures at the 95th percentile, of a report of the province."""
SLICED = timedelta(days=8)
"""Of how many past days every quarter of an hour is counted: the pace of a week reads the first of them. Of the days before only the end is,
as where no worker ran: all ninety take an hour."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def timed(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def percentile(taken: list[float], share: float) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))]


def told(name: str, taken: list[float], limit: float | None = None) -> int:
    """One line of the table; 1 where the 95th percentile is beyond the limit."""
    p95 = percentile(taken, 0.95)
    beyond = limit is not None and p95 > limit
    say(
        f"  {name:<48} p50 {percentile(taken, 0.5) * 1000:8.0f} ms   p95 {p95 * 1000:8.0f} ms{'  ← ngoài giới hạn' if beyond else ''}"
    )
    return int(beyond)


def freeze_past(campaign: Any, until: datetime) -> None:
    """Every closed day, the oldest first; the last ones were cut into slices before, as the worker cuts every day."""
    from hotich.reports.operations import SETTLING, freeze
    from hotich.reports.periods import period_for

    taken, day = [], campaign.keying_starts_on
    frozen = set(campaign.daily_reports.values_list("date", flat=True))
    while (period := period_for(campaign, day)).end + SETTLING <= until:
        moment = period.end + SETTLING
        if day not in frozen:
            if until - period.end < SLICED:
                _cut(campaign, period, day, period.end)
            taken.append(timed(lambda day=day, moment=moment: freeze(campaign=campaign, day=day, now=moment)))
        day += timedelta(days=1)
    if taken:
        tenth = max(1, len(taken) // 10)
        say(f"{len(taken)} ngày đã chốt")
        told("chốt một ngày, mười phần trăm đầu", taken[:tenth])
        told("chốt một ngày, mười phần trăm cuối", taken[-tenth:])


def cut_open_day(campaign: Any, until: datetime) -> None:
    """Slices of a quarter of an hour up to now."""
    from hotich.reports.periods import period_at

    period, day = period_at(campaign, until)
    if taken := _cut(campaign, period, day, until):
        told("đếm một khoảng 15 phút", taken)


def _cut(campaign: Any, period: Any, day: date, until: datetime) -> list[float]:
    from hotich.reports.counting.slices import Stretch, is_counted
    from hotich.reports.operations import slicing
    from hotich.reports.operations.freezing import SLICE

    units = list(campaign.reporting_units.values_list("unit_id", flat=True))
    taken, moment = [], period.start + SLICE
    while moment <= until:
        stretch = Stretch(period.start, moment, day)
        if not is_counted(campaign, period.start, moment):
            taken.append(timed(lambda stretch=stretch: slicing.close_slices(campaign, units, stretch)))
        moment += SLICE
    return taken


def measure(campaign: Any, until: datetime, times: int) -> int:
    """The room, the report, a past minute; how many are beyond their limit."""
    from django.core.cache import cache

    from hotich.reports.files import json_of
    from hotich.reports.queries import daily_form, figures_at, form_at
    from hotich.reports.workbook import workbook

    cache.clear()
    rng = Random("hotich-bench-reports")
    room = [timed(lambda n=n: figures_at(campaign, until - timedelta(minutes=n))) for n in range(times)]
    beyond = told("phòng điều hành: số liệu của một phút", room, ROOM)
    beyond += told(
        "  phút ấy khi đã có người hỏi",
        [timed(lambda: figures_at(campaign, until)) for _ in range(times)],
        ROOM,
    )
    day = (until - timedelta(days=1)).date()
    report = [timed(lambda: workbook(daily_form(campaign, day, now=until))) for _ in range(5)]
    beyond += told("báo cáo toàn tỉnh, ngày đã chốt (xlsx)", report, REPORT)
    live = [timed(lambda n=n: workbook(form_at(campaign, until - timedelta(minutes=n)))) for n in range(5)]
    beyond += told("báo cáo toàn tỉnh, lúc này (xlsx)", live, REPORT)
    moments = [until - timedelta(minutes=rng.randrange(60, 60 * 24)) for _ in range(times // 2)]
    again = [timed(lambda moment=moment: form_at(campaign, moment)) for moment in moments]
    beyond += told("một phút bất kỳ đã qua, ngày đã đếm từng khoảng", again, REPORT)
    told("một phút của ngày chỉ đếm khi chốt", [timed(lambda: form_at(campaign, until - timedelta(days=20)))])
    for moment in moments[:3]:
        if json_of(form_at(campaign, moment)) != json_of(form_at(campaign, moment)):
            raise SystemExit(f"{moment}: hai lần hỏi cho hai kết quả")
    return beyond


def recount(campaign: Any, until: datetime) -> int:
    """Everything from the whole log, compared with the opening, the slices and what came since."""
    from hotich.reports.counting.slices import Stretch, sums
    from hotich.reports.counting.tallies import Counts, Log, counted
    from hotich.reports.periods import period_at

    period, day = period_at(campaign, until)
    units = list(campaign.reporting_units.values_list("unit_id", flat=True))
    log = Log(campaign)
    found = sums(log, units, Stretch.of(period, day))
    found.at_start.add(found.since)
    whole = Counts()
    seconds = timed(lambda: whole.add(counted(log, units, None, until, period_from=period.start, day=day)))
    same = _plain(found.at_start) == _plain(whole)
    say(f"  đếm lại từ toàn bộ nhật ký: {seconds:.0f} s, {'khớp' if same else 'KHÔNG KHỚP'}")
    return int(not same)


def _plain(counts: Any) -> tuple[dict[Any, tuple[int, int]], dict[Any, int]]:
    entries = {key: (cell.standing, cell.outside) for key, cell in counts.opening().cells()}
    return (
        {key: pair for key, pair in entries.items() if any(pair)},
        {key: count for key, count in counts.cases.items() if count},
    )


def main() -> int:
    """Fills the home where it is empty, and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--entries", type=int, default=2_000_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--recount", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    from hotich.cli._database import database

    with database():
        from django.db import connection

        from hotich.campaign.models import Campaign
        from hotich.core.quotas import VIETNAM
        from hotich.entries.models import EntryAction
        from hotich.support.postgres import owner_role
        from hotich.support.time import database_now

        with owner_role():
            campaign = Campaign.objects.filter(code="DO").first()
            if campaign is None:
                begun = time.perf_counter()
                campaign = past.fill(asked.entries, asked.days, database_now().astimezone(VIETNAM), say)
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                say(f"nạp trong {time.perf_counter() - begun:.0f} giây")
            last = EntryAction.objects.order_by("-received_at").values_list("received_at", flat=True)[0]
            until = last.astimezone(VIETNAM).replace(second=0, microsecond=0) + timedelta(minutes=1)
            freeze_past(campaign, until)
            cut_open_day(campaign, until)
            steer(campaign, until)
            beyond = measure(campaign, until, asked.times)
            beyond += measure_room(campaign, until, asked.times, timed=timed, told=told)
            if asked.recount:
                beyond += recount(campaign, until)
        return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
