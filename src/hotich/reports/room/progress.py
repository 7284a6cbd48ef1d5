"""Progress against plan: what should be done by each day, what was, and when the rest will be, with how sure that is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Max

from hotich.campaign.models import Campaign, ReportingUnit, TargetShare
from hotich.campaign.queries import counts_until
from hotich.campaign.targets.queries import approved_lines, curves_of, due_lines
from hotich.core.calendar.working_days import is_working_day
from hotich.core.quotas.finish import WINDOW, DayDone, Finish, NotEnough, finish
from hotich.core.quotas.planned import planned_until
from hotich.reports.figures import UnitFigures
from hotich.reports.models import DailyReport
from hotich.reports.queries import figures_at
from hotich.reports.room.declared import Declared, declared_of, measured
from hotich.reports.room.kept import DAY, kept, key_of
from hotich.stations.at_work import rostered
from hotich.support.time import local


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A frozen day of the units looked at: keyed in it, and in all by its end."""

    day: date
    entered: int
    cumulative: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the curves and the headline say. Counts are of now; `closed` of frozen days. What is counted, planned and foreseen is of
    the units whose work is in the log; what the others `declared` stands apart, in no sum of it.
    """

    figures: tuple[UnitFigures, ...]
    """Of the units whose work is in the log."""
    lines: tuple[UnitFigures, ...]
    """Of all units looked at, as the log has them: what was looked up."""
    closed: tuple[ClosedDay, ...]
    planned: dict[date, float]
    """What should be done by the end of each day by the approved targets; empty where none is approved."""
    forecast: Finish | NotEnough
    due_on: date
    today: date
    """The day of the figures: of a closed campaign the day of its closing."""
    declared: Declared = Declared()

    @property
    def is_measured(self) -> bool:
        """Whether anything is: not where every unit looked at sends its form as a file."""
        return bool(self.figures) or not self.declared

    @property
    def required(self) -> int:
        return sum(line.required for line in self.figures)

    @property
    def done(self) -> int:
        return sum(sum(line.cumulative.values()) for line in self.figures)

    @property
    def remaining(self) -> int:
        return max(self.required - self.done, 0)

    @property
    def entered(self) -> int:
        """In the period that runs."""
        return sum(sum(line.entered.values()) for line in self.figures)

    @property
    def from_files(self) -> int:
        """Taken in from files in the period that runs: done, and toward no quota."""
        return sum(line.from_files for line in self.figures)

    @property
    def toward_quota(self) -> int:
        return sum(line.toward_quota for line in self.figures)

    @property
    def quota(self) -> int:
        return sum(line.quota for line in self.figures)

    @property
    def pace(self) -> float:
        """Entries a day over the last week."""
        return sum(line.pace for line in self.figures)

    @property
    def days_left(self) -> int:
        """Days of keying left, today among them; negative after the last."""
        return (self.due_on - self.today).days

    @property
    def needed(self) -> int | None:
        """Entries a day that finish in time from today on; None when no day is left."""
        return -(-self.remaining // self.days_left) if self.days_left > 0 else None

    @property
    def planned_now(self) -> int | None:
        """What should be done by the end of the last closed day."""
        if not self.closed or not self.planned:
            return None
        return round(planned_until(self.planned, self.closed[-1].day))

    @property
    def behind(self) -> int | None:
        """How much less than planned stood at the last cut-off; negative where it is more."""
        planned = self.planned_now
        return planned - self.closed[-1].cumulative if planned is not None else None


def progress_of(
    campaign: Campaign, units: Sequence[ReportingUnit], *, moment: datetime, figures: Sequence[UnitFigures] | None = None
) -> Progress:  # fmt: skip
    """Progress of some units of a campaign, the whole of it or one of its units. `figures`: of the moment, where they are known."""
    counting = measured(units)
    codes = {unit.code for unit in counting}
    lines_now = figures or figures_at(campaign, moment)
    counted = tuple(line for line in lines_now if line.code in codes)
    closed = closed_days(campaign, counting)
    due = due_lines(campaign)
    own = [due[unit.pk] for unit in counting or units if unit.pk in due]
    due_on = max((line.on for line in own), default=campaign.due_on)
    planned = _planned(campaign, {line.line_id for line in own})
    required = sum(line.required for line in counted)
    forecast = _forecast(campaign, counting, closed, required, due_on)
    declared = declared_of(campaign, units, {line.code: line.required for line in lines_now}, moment=moment)
    looked_at = {unit.code for unit in units}
    shown = tuple(line for line in lines_now if line.code in looked_at)
    return Progress(
        counted,
        shown,
        tuple(closed),
        planned,
        forecast,
        due_on,
        local(counts_until(campaign, moment)).date(),
        declared,
    )


def closed_days(campaign: Campaign, units: Sequence[ReportingUnit]) -> list[ClosedDay]:
    """The frozen days of units whose work is in the log, the oldest first. They change no more, so they are read once a day."""
    if not units:
        return []
    frozen = DailyReport.objects.unscoped("which day was frozen last").filter(
        campaign=campaign, level=DailyReport.Level.TOWN
    )
    last = frozen.order_by("-date").values_list("date", flat=True).first()
    if last is None:
        return []
    ids = [unit.unit_id for unit in units]
    key = key_of("closed", campaign.pk, last, units=ids)
    return kept(key, DAY, lambda: _closed(campaign, ids))


def _closed(campaign: Campaign, unit_ids: Collection[int]) -> list[ClosedDay]:
    others = ReportingUnit.objects.unscoped("whether all are asked for").filter(campaign=campaign)
    left_out = list(others.exclude(unit_id__any_of=unit_ids))
    whole = not measured(left_out)
    # The sum of all units is frozen too: ninety rows, less those of the units without access, instead of ninety for each.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT date, sum(sign * (figures->'entered'->>'total')::int), sum(sign * (figures->'cumulative'->>'total')::int)
            FROM reports_dailyreport
            CROSS JOIN LATERAL (SELECT CASE WHEN %(whole)s AND level = 'unit' THEN -1 ELSE 1 END) AS counts(sign)
            WHERE campaign_id = %(campaign)s
                AND (level = 'unit' AND unit_id = ANY(%(units)s) OR %(whole)s AND level = 'town')
            GROUP BY date ORDER BY date
            """,
            {
                "campaign": campaign.pk, "whole": whole,
                "units": [unit.unit_id for unit in left_out] if whole else list(unit_ids),
            },
        )  # fmt: skip
        return [
            ClosedDay(day, int(entered or 0), int(total or 0)) for day, entered, total in cursor.fetchall()
        ]


def _planned(campaign: Campaign, line_ids: Collection[int]) -> dict[date, float]:
    """What should be done by each day, by lines that hold. An approved version stays as it is, only units share theirs out anew by week: so
    the curve is drawn once for its lines and the last sharing out.
    """
    if not line_ids:
        return {}
    shares = TargetShare.objects.unscoped("when the plan's own split was decided last").filter(
        line_id__any_of=line_ids, by=TargetShare.By.WEEK
    )
    key = key_of("planned", shares.aggregate(last=Max("decided_at"))["last"], units=line_ids)
    return kept(key, DAY, lambda: _drawn(campaign, line_ids))


def _drawn(campaign: Campaign, line_ids: Collection[int]) -> dict[date, float]:
    lines = [line for line in approved_lines(campaign).values() if line.pk in line_ids]
    return _summed(list(curves_of(lines).values())) if lines else {}


def _summed(curves: Sequence[dict[date, float]]) -> dict[date, float]:
    total: dict[date, float] = {}
    day, last = min(next(iter(curve)) for curve in curves), max(next(reversed(curve)) for curve in curves)
    while day <= last:
        total[day] = sum(planned_until(curve, day) for curve in curves)
        day += timedelta(days=1)
    return total


def _forecast(
    campaign: Campaign,
    units: Sequence[ReportingUnit],
    closed: Sequence[ClosedDay],
    required: int,
    due_on: date,
) -> Finish | NotEnough:
    """From the last closed day on: the day that runs is measured when it has closed. Kept as long as no other day closes and nothing is
    counted anew."""
    if not closed or not required:
        return NotEnough(len(closed), uncounted=not required)
    ids = [unit.unit_id for unit in units]
    last = closed[-1]
    key = key_of("forecast", campaign.pk, last.day, last.cumulative, required, due_on, units=ids)
    return kept(key, DAY, lambda: _foreseen(campaign, ids, closed, required, due_on))


def _foreseen(
    campaign: Campaign, unit_ids: Collection[int], closed: Sequence[ClosedDay], required: int, due_on: date
) -> Finish | NotEnough:
    last = closed[-1]
    effort = rostered(unit_ids, closed[-WINDOW:][0].day, due_on)
    return finish(
        remaining=required - last.cumulative,
        measured=[DayDone(one.day, one.entered, effort.get(one.day)) for one in closed[-WINDOW:]],
        from_day=last.day,
        is_off=lambda day: not is_working_day(day),
        due_on=due_on,
        effort_on=effort.get,
        seed=f"{campaign.code}:{last.day}",
    )
