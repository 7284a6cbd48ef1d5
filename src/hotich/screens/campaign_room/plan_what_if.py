"""Thử xem: with so many machines at so many shifts a day and the pace that was measured, when is the rest done."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hotich.campaign.models import Campaign, ReportingUnit, TargetLine
from hotich.campaign.targets.queries import PACE_DAYS, approved_lines, measured_pace
from hotich.core.quotas.targets import SHIFTS_A_DAY, Measured, WhatIf, stations_to_finish, what_if
from hotich.reports.models import DailyReport
from hotich.reports.room import Declared, declared_of, measured
from hotich.screens.campaign_room.asked import campaign_asked, common, units_asked
from hotich.screens.common import needs, whole_number
from hotich.staff.requests import OfficerRequest
from hotich.support.time import now, today

MOST = 99
"""Machines somebody may try out for one unit."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One unit: what is left, the pace measured there, and what comes of the numbers tried."""

    unit: ReportingUnit
    entries: int
    done: int
    measured: Measured
    borrowed: bool
    """Whether the pace is that of all units, because this one has shown none."""
    said: WhatIf | None
    needed: int | None

    @property
    def remaining(self) -> int:
        return max(self.entries - self.done, 0)


@require_safe
@needs("campaign.view")
def tried(request: OfficerRequest) -> HttpResponse:
    """All units of the officer's at the shifts a day that are asked for; machines of each may be tried by its own field. Units without
    access stand below with what they declared: there is no pace to try.
    """
    campaign = campaign_asked(request)
    shifts = whole_number(request.GET.get("ca", "")) or SHIFTS_A_DAY
    shifts = min(max(shifts, 1), SHIFTS_A_DAY)
    units, targets = units_asked(request, campaign), approved_lines(campaign)
    rows = _rows(request, campaign, measured(units), targets, shifts)
    whole = sum((row.measured for row in rows if not row.borrowed), Measured())
    return render(
        request,
        "campaign_room/plan_what_if.html",
        common(request, campaign, "what_if")
        | {
            "rows": rows, "shifts": shifts, "shift_choices": range(1, SHIFTS_A_DAY + 1), "days": PACE_DAYS, "whole": whole,
            "most": MOST, "has_targets": bool(targets), "total": _total(rows) if len(rows) > 1 else None,
            "declared": _declared(campaign, units, targets),
        },
    )  # fmt: skip


def _rows(
    request: OfficerRequest, campaign: Campaign, units: list[ReportingUnit], targets: dict[int, TargetLine], shifts: int
) -> list[Tried]:  # fmt: skip
    shown = measured_pace([unit.unit_id for unit in units], now())
    whole = sum(shown.values(), Measured())
    done = _done(request, campaign)
    rows = []
    for unit in units:
        line = targets.get(unit.pk)
        if line is None:
            continue
        own = shown.get(unit.unit_id, Measured())
        pace = own.per_shift or whole.per_shift
        asked = whole_number(request.GET.get(f"may-{unit.code}", ""))
        stations = min(asked if asked is not None else line.stations, MOST)
        left = max(line.entries_total - done.get(unit.pk, 0), 0)
        common_terms: dict[str, Any] = {
            "remaining": left, "shifts": shifts, "per_shift": pace or 0.0, "today": today(), "due_on": line.due_on,
        }  # fmt: skip
        rows.append(
            Tried(
                unit, line.entries_total, done.get(unit.pk, 0), own, own.per_shift is None,
                what_if(stations=stations, **common_terms) if pace else None,
                stations_to_finish(**common_terms) if pace else None,
            )
        )  # fmt: skip
    return rows


def _declared(campaign: Campaign, units: list[ReportingUnit], targets: dict[int, TargetLine]) -> Declared:
    """The units without access that have a target, with what they declared of it."""
    targeted = [unit for unit in units if unit.pk in targets]
    required = {unit.code: targets[unit.pk].entries_total for unit in targeted}
    return declared_of(campaign, targeted, required, moment=now())


def _total(rows: list[Tried]) -> dict[str, Any]:
    """All units together: they are done when the last of them is."""
    said = [row.said for row in rows if row.said is not None]
    ends = [one.finish_on for one in said if one.finish_on is not None]
    needed = [row.needed for row in rows if row.needed is not None]
    return {
        "entries": sum(row.entries for row in rows), "done": sum(row.done for row in rows),
        "remaining": sum(row.remaining for row in rows), "stations": sum(one.stations for one in said),
        "per_day": sum(one.per_day for one in said),
        "finish_on": max(ends) if len(ends) == len(rows) else None,
        "needed": sum(needed) if len(needed) == len(rows) else None,
    }  # fmt: skip


def _done(request: OfficerRequest, campaign: Campaign) -> dict[int, int]:
    """By reporting unit what was keyed up to the last day that is closed."""
    reports = DailyReport.objects.visible_to(request.user).filter(
        campaign=campaign, level=DailyReport.Level.UNIT
    )
    last = reports.order_by("-date").values_list("date", flat=True).first()
    return {
        report.reporting_unit_id: int(report.figures["cumulative"]["total"])
        for report in reports.filter(date=last)
    }
