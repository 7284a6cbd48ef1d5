"""Under whose name a unit's report goes."""

from datetime import date

from hotich.campaign.models import ReportingUnit
from hotich.campaign.plan.queries import head_of as named_head
from hotich.staff.models import Position, PositionCode
from hotich.units.models import Unit

_HEADS = (PositionCode.UNIT_HEAD, PositionCode.JUSTICE_HEAD, PositionCode.TOWN_LEADER)


def head_of(reporting_unit: ReportingUnit | None, unit: Unit, *, on: date) -> str:
    """Whom the plan names as the head of the unit on that day; where it names nobody, who leads an office of the unit by his
    position, and the office; empty where there is neither. Of several the last who came. The report of all units goes under the latter.
    """
    named = named_head(reporting_unit, on=on) if reporting_unit is not None else None
    if named is not None:
        return str(named)
    held = Position.objects.filter(agency__unit=unit, code__in=_HEADS, valid_from__lte=on).exclude(
        valid_to__lt=on
    )
    found = list(held.select_related("officer", "agency__unit").order_by("-valid_from", "-id"))
    by_rank = sorted(found, key=lambda position: _HEADS.index(PositionCode(position.code)))
    if not by_rank:
        return ""
    return f"{by_rank[0].officer.full_name}, {by_rank[0].label}"
