"""Nhịp làm việc của tôi: how his keying goes, by day and hour, beside his own past and nobody else's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.core.quotas import VIETNAM
from hotich.entries.pace import Pace, own_days, own_hours, together
from hotich.screens.charts import Chart, Series, said
from hotich.screens.common import needs
from hotich.staff.requests import OfficerRequest
from hotich.support.time import today

DAYS = 21
BEFORE = 28
WEEK = 7


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the trend: what it is called, and how it is told from a stretch of work."""

    key: str
    title: str
    unit: str
    of: Callable[[Pace], float | None]
    decimals: int = 0


MEASURES = (
    Measure("moi-gio", "Trường hợp mỗi giờ", "không tính lúc nghỉ", lambda pace: pace.per_hour),
    Measure("phim", "Phím mỗi trường hợp", "lần gõ phím", lambda pace: pace.keys),
    Measure("lay-lai", "Ô lấy lại từ trước", "trong 100 ô", lambda pace: pace.carried, 1),
    Measure("giu-nguyen", "Điều khác thường giữ nguyên, có lý do", "trong 100 trường hợp", lambda pace: pace.overrides, 1),
    Measure("khong-doc", "Ô không đọc được", "trong 100 ô", lambda pace: pace.illegible, 1),
)  # fmt: skip
LATENCY = Measure("tre", "Từ lúc gõ đến lúc hiện chữ", "mili giây", lambda pace: pace.latency)


@require_safe
@needs("key")
def own(request: OfficerRequest) -> HttpResponse:
    """His days and hours as pictures, and his last week beside the four weeks before it."""
    officer, day = request.user, today()
    days = own_days(officer, _midnight(day - timedelta(days=WEEK + BEFORE - 1)), _midnight(day + timedelta(days=1)))  # fmt: skip
    hours = own_hours(officer, _midnight(day - timedelta(days=DAYS - 1)), _midnight(day + timedelta(days=1)))
    week_starts = day - timedelta(days=WEEK - 1)
    week = together(pace for on, pace in days.items() if on >= week_starts)
    before = together(pace for on, pace in days.items() if on < week_starts)
    return render(
        request,
        "pace_room/own.html",
        {
            "charts": [_by_day(measure, days, before, day) for measure in (*MEASURES, LATENCY)],
            "hours": _by_hour(hours),
            "comparison": [
                (measure, said(measure.of(week), measure.decimals), said(measure.of(before), measure.decimals))
                for measure in MEASURES
            ],
            "week": week,
            "before": before,
            "days": DAYS,
        },
    )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=VIETNAM)


def _by_day(measure: Measure, days: dict[date, Pace], before: Pace, last: date) -> Chart:
    shown = [day for day in sorted(days) if last - day < timedelta(days=DAYS)]
    values = [measure.of(days[day]) for day in shown]
    usual = measure.of(before)
    return Chart(
        key=measure.key,
        title=measure.title,
        unit=measure.unit,
        places=[f"{day:%d/%m}" for day in shown],
        series=[Series(measure.title, values)],
        places_called="Ngày có nhập",
        reference=("trung bình bốn tuần trước của đồng chí", usual) if usual is not None else None,
        decimals=measure.decimals,
    )


def _by_hour(hours: dict[int, Pace]) -> Chart:
    """Only hours in which he worked: what is not there is no gap in his work."""
    shown = range(min(hours), max(hours) + 1) if hours else range(0)
    return Chart(
        key="theo-gio",
        title="Trường hợp mỗi giờ theo giờ trong ngày",
        unit="không tính lúc nghỉ",
        places=[f"{hour}h" for hour in shown],
        series=[Series("Trường hợp mỗi giờ", [hours[hour].per_hour if hour in hours else None for hour in shown])],
        places_called="Giờ",
        kind="bars",
    )  # fmt: skip
