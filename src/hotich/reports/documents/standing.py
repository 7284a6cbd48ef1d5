"""Where a unit stands and where it should stand, as a letter that reminds it says: the same plan as the room's curve."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from hotich.campaign.models import ReportingUnit
from hotich.campaign.targets.queries import approved_lines, curves_of
from hotich.core.quotas.planned import planned_by_day, planned_until
from hotich.reports.documents.letterheads import in_full
from hotich.reports.documents.steering import Standing
from hotich.reports.periods import last_closed
from hotich.reports.queries import daily_form


def standing_of(unit: ReportingUnit, *, now: datetime) -> Standing | None:
    """Of the last day that closed; None where the campaign has none yet."""
    day = last_closed(unit.campaign, now)
    if day < unit.campaign.keying_starts_on:
        return None
    (line,) = daily_form(unit.campaign, day, now=now, units=[unit])["units"]
    name = in_full(unit.agency.name) if unit.agency else unit.name
    due = due_of(unit, day, required=line["required"])
    return Standing(name, day, done_of(line, unit), due, declared=unit.without_access)


def due_of(unit: ReportingUnit, day: date, *, required: int) -> int:
    """What a unit should have keyed by the end of a day: by its approved target, as the room's curve has it; before one is approved what
    it is `required` to key lies evenly on the days of the campaign.
    """
    campaign, held = unit.campaign, approved_lines(unit.campaign).get(unit.pk)
    if held is not None:
        curve = curves_of([held])[held.pk]
    else:
        curve = planned_by_day(entries=required, starts_on=campaign.keying_starts_on, due_on=campaign.due_on)
    return round(planned_until(curve, day))


def done_of(line: Mapping[str, Any], unit: ReportingUnit) -> int | None:
    """What a unit has keyed by its line of the form: counted; of a unit without access what it declared, None before it did."""
    if not unit.without_access:
        return int(line["cumulative"]["total"])
    return int(line["declared"]) if line["source"] == "declared" else None
