"""What each part of the room shows, gathered for its template."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from hotich.campaign.models import Obstacle
from hotich.campaign.queries import counts_until
from hotich.campaign.steering.policies import steers
from hotich.campaign.steering.queries import (
    SteeringCounts,
    counts_for,
    escalated_ids,
    flags_for,
    measures_for,
    obstacles_for,
    visits_followed,
    with_measure,
)
from hotich.core.quotas.finish import Finish, NotEnough
from hotich.core.quotas.planned import planned_until
from hotich.reports.figures import UnitFigures
from hotich.reports.queries import figures_at
from hotich.reports.room import (
    CaseStanding,
    LineStanding,
    Pace,
    Progress,
    ReportStanding,
    UnitPace,
    cases_of,
    lines_of,
    pace_of,
    progress_of,
    reports_of,
)
from hotich.reports.room.kept import minute_of
from hotich.screens.charts import Band, Chart, Series
from hotich.support.time import local

if TYPE_CHECKING:
    from hotich.screens.campaign_room.room import Asked

SHOWN: Final = 8
"""Lines of a list before it is cut; the whole list is a click away."""
_SLOWEST: Final = 12
_FARTHEST: Final = timedelta(days=60)
"""How far beyond the due day the curves are drawn."""
OUTCOMES: Final = (
    ("matched", "trùng khớp"), ("mismatched", "không trùng khớp"), ("not_found", "không tìm thấy"),
    ("pending", "chờ tra cứu"), ("unavailable", "không tra cứu được"), ("unreadable", "không đọc được"),
)  # fmt: skip


def _figures(asked: Asked) -> list[UnitFigures]:
    return asked.once("figures", lambda: figures_at(asked.campaign, asked.moment))


def _progress(asked: Asked) -> Progress:
    return asked.once(
        "progress",
        lambda: progress_of(asked.campaign, asked.units, moment=asked.moment, figures=_figures(asked)),
    )


def _pace(asked: Asked) -> Pace:
    return asked.once(
        "pace", lambda: pace_of(asked.campaign, asked.units, moment=asked.moment, figures=_figures(asked))
    )


def _reports(asked: Asked) -> ReportStanding:
    return asked.once("reports", lambda: reports_of(asked.campaign, asked.units, moment=asked.moment))


def _lines(asked: Asked) -> LineStanding:
    return asked.once(
        "lines", lambda: lines_of(asked.campaign, asked.units, moment=asked.moment, figures=_figures(asked))
    )


def _cases(asked: Asked) -> CaseStanding:
    ids = [unit.unit_id for unit in asked.units]
    return asked.once("cases", lambda: cases_of(asked.campaign, ids, moment=asked.moment))


def _counts(asked: Asked) -> SteeringCounts:
    ids = [unit.unit_id for unit in asked.units]
    return asked.once("counts", lambda: counts_for(asked.campaign, ids))


def headline(asked: Asked) -> dict[str, Any]:
    """What a leader reads in ten seconds: how far, whether in time, what is wrong."""
    progress, reports, pace = _progress(asked), _reports(asked), _pace(asked)
    expected = round(progress.quota * pace.passed)
    return {
        "progress": progress, "reports": reports, "counts": _counts(asked), "verdict": _verdict(progress, reports.closed_at, pace),
        "lines": _lines(asked), "expected": expected, "begins": pace.begins, "cases": _cases(asked), "minute": minute_of(reports.closed_at or asked.moment),
        "percent": 100 * progress.done / progress.required if progress.required else None,
        "behind_now": expected > progress.toward_quota and reports.closed_at is None,
    }  # fmt: skip


def _verdict(progress: Progress, closed_at: datetime | None, pace: Pace) -> dict[str, str]:
    if progress.is_measured or closed_at is not None:
        return verdict(progress, closed_at, _last_by_itself(pace))
    return {
        "tone": "quiet",
        "said": "Gửi biểu bằng tệp: số liệu do đơn vị khai báo, hệ thống không đo tốc độ, không dự báo ngày xong.",
    }


def _last_by_itself(pace: Pace) -> UnitPace | None:
    """The unit that is done last at the pace of its own week, of several; None where none can be told."""
    known = [one for one in pace.units if one.forecast is not None and one.remaining]
    return max(known, key=lambda one: one.forecast or "") if len(pace.units) > 1 and known else None


def verdict(progress: Progress, closed_at: datetime | None, last: UnitPace | None = None) -> dict[str, str]:
    """In one sentence whether the units will be done in time, and how it is meant: `good`, `warn`, `bad` or `quiet`. Of a closed campaign
    that it has ended: nothing of it is to be awaited.

    The forecast takes what all units do together until nothing is left, as if who is done helped the others; where `last` by itself
    takes longer than that, it is named, and “in time” is not said unless it is in time too.
    """
    if closed_at is not None:
        return {
            "tone": "quiet",
            "said": f"Đợt đã kết thúc ngày {local(closed_at):%d/%m/%Y}: số liệu dừng ở lúc đó.",
        }
    said = progress.forecast
    last_day = progress.due_on - timedelta(days=1)
    if not progress.required:
        return {"tone": "quiet", "said": "Chưa có số trường hợp phải nhập: kiểm kê sổ trước."}
    if not progress.remaining:
        return {"tone": "good", "said": "Đã nhập hết số trường hợp theo kiểm kê."}
    if isinstance(said, NotEnough):
        return {"tone": "quiet", "said": f"Dự kiến ngày xong: {said.words}."}
    if said.middle is None:
        return {"tone": "bad", "said": "Với tốc độ đã đo, hai năm nữa vẫn chưa xong."}
    span = f"khoảng {_day(said.middle)} (tám phần mười khả năng: {_day(said.early)} – {_day(said.late)})"
    late = (said.middle - last_day).days
    alone = _alone(last, said.late)
    if said.late is not None and said.late <= last_day and not (alone and last and last.is_late):
        return {
            "tone": "good",
            "said": f"Theo tốc độ đã đo sẽ xong {span}, kịp hạn {_day(last_day)}.{alone}",
        }
    if late <= 0:
        return {
            "tone": "warn",
            "said": f"Theo tốc độ đã đo sẽ xong {span}; hạn {_day(last_day)}, chưa chắc kịp.{alone}",
        }
    return {
        "tone": "bad",
        "said": f"Theo tốc độ đã đo sẽ xong {span}, muộn {late} ngày so với hạn {_day(last_day)}.{alone}",
    }


def _alone(last: UnitPace | None, late: date | None) -> str:
    """What the forecast of all together leaves unsaid: the unit that is not done by then unless it is helped."""
    if last is None or last.forecast is None or late is None or date.fromisoformat(last.forecast) <= late:
        return ""
    return (
        " Đó là khi đơn vị xong trước làm giúp đơn vị còn lại; không giúp thì"
        f" {last.name} đến {_day(date.fromisoformat(last.forecast))} mới xong."
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "sau hai năm"


def curves(asked: Asked) -> dict[str, Any]:
    """Planned and done, day by day, and how it is likely to go on."""
    progress = _progress(asked)
    return {
        "progress": progress,
        "chart": _curve(asked, progress),
        "forecast": progress.forecast,
        "closed_at": _reports(asked).closed_at,
    }


def _curve(asked: Asked, progress: Progress) -> Chart:
    done = {one.day: float(one.cumulative) for one in progress.closed}
    said = progress.forecast
    goes_on = _reports(asked).closed_at is None
    reach = {one.day: one for one in said.course} if goes_on and isinstance(said, Finish) else {}
    base = float(progress.closed[-1].cumulative) if progress.closed else 0.0
    last_closed = progress.closed[-1].day if progress.closed else None
    first = min([asked.campaign.keying_starts_on, *progress.planned, *done])
    last = max([progress.due_on - timedelta(days=1), *done])
    if reach:
        last = max(last, min(max(reach), progress.due_on + _FARTHEST))
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    low: list[float | None] = []
    middle: list[float | None] = []
    high: list[float | None] = []
    for day in days:
        one = reach.get(day)
        joint = base if day == last_closed and reach else None
        low.append(base + one.low if one else joint)
        middle.append(base + one.middle if one else joint)
        high.append(base + one.high if one else joint)
    series = [Series("Đã nhập", [done.get(day) for day in days])]
    if progress.planned:
        final = progress.due_on - timedelta(days=1)
        plan = [round(planned_until(progress.planned, day)) if day <= final else None for day in days]
        series.append(Series("Kế hoạch", plan))
    if reach:
        series.append(
            Series("Dự báo (khả năng giữa)", [None if one is None else round(one) for one in middle])
        )
    needs_goal = bool(progress.required) and not progress.planned
    return Chart(
        key="duong-tien-do", title="Lũy kế theo ngày", unit="trường hợp", places=[f"{day:%d/%m}" for day in days],
        series=series, places_called="Ngày", dots=False,
        band=Band("Khoảng dự báo (80 %)", low, high) if reach else None,
        reference=("Phải nhập theo kiểm kê", float(progress.required)) if needs_goal else None,
    )  # fmt: skip


def pace(asked: Asked) -> dict[str, Any]:
    """Per unit, machine and shift, the slowest first."""
    found = _pace(asked)
    whole = asked.whole
    return {
        "pace": found, "rows": found.units if whole else found.units[:_SLOWEST],
        "declared": found.declared.units if whole else found.declared.units[:_SLOWEST],
        "more": sum(max(len(listed) - _SLOWEST, 0) for listed in (found.units, found.declared.units)) if not whole else 0,
        "stations": found.stations if whole else found.stations[:_SLOWEST],
        "more_stations": max(len(found.stations) - _SLOWEST, 0) if not whole else 0,
        "station_expected": round(found.quota_per_station * found.passed), "passed_percent": round(100 * found.passed),
    }  # fmt: skip


def reports(asked: Asked) -> dict[str, Any]:
    """Who has not reported, before the hour and after it."""
    return {"reports": _reports(asked)}


def lines(asked: Asked) -> dict[str, Any]:
    """Machines now, outages now, hours lost in the period."""
    return {"lines": _lines(asked), "closed_at": _pace(asked).closed_at}


def cases(asked: Asked) -> dict[str, Any]:
    """Outcomes of what was looked up, and the age of open cases."""
    lines = _progress(asked).lines
    outcomes = [(code, label, sum(line.outcomes.get(code, 0) for line in lines)) for code, label in OUTCOMES]
    whole = sum(count for _, _, count in outcomes)
    standing = _cases(asked)
    ages = Chart(
        key="tuoi-ho-so", title="Hồ sơ đang theo dõi, theo số ngày từ khi mở", unit="hồ sơ",
        places=[label for label, _ in standing.by_age], series=[Series("Hồ sơ", [float(count) for _, count in standing.by_age])],
        places_called="Số ngày", kind="bars",
    )  # fmt: skip
    return {"outcomes": outcomes, "whole": whole, "standing": standing, "chart": ages}


def to_do(asked: Asked) -> dict[str, Any]:
    """What an inspector, or the unit itself, acts on now."""
    officer, campaign = asked.request.user, asked.campaign
    unit = asked.chosen.unit_id if asked.chosen is not None and len(asked.own) > 1 else None
    flags = flags_for(officer, campaign, unit_id=unit)
    shown = list(flags[:SHOWN])
    obstacles = obstacles_for(officer, campaign, state=Obstacle.State.OPEN)
    measures = measures_for(officer, campaign, state="open")
    if unit is not None:
        obstacles, measures = obstacles.filter(unit_id=unit), measures.filter(unit_id=unit)
    waiting = list(obstacles.select_related(None).select_related("reporting_unit", "contact__agency")[:SHOWN])
    # What an item of the list says, and no more: to join six tables takes ten times longer to plan than to do.
    measures = measures.select_related(None).select_related("reporting_unit")
    asked_for = with_measure(shown)
    return {
        "flags": [(flag, asked_for.get(flag.pk, [])) for flag in shown], "counts": _counts(asked),
        "obstacles": waiting, "escalated": escalated_ids(waiting), "measures": list(measures[:SHOWN]),
        "visits": list(visits_followed(officer, campaign, unit_id=unit)[:SHOWN]), "may_steer": steers(officer, campaign),
        "moment": asked.moment, "has_ended": counts_until(campaign, asked.moment) < asked.moment,
    }  # fmt: skip
