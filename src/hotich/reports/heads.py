"""Under whose name a unit's report goes."""

from datetime import date

from hotich.staff.models import Position, PositionCode
from hotich.units.models import Unit

_HEADS = (PositionCode.UNIT_HEAD, PositionCode.JUSTICE_HEAD, PositionCode.TOWN_LEADER)


def head_of(unit: Unit, *, on: date) -> str:
    """The head of the unit on that day: his name and the office he leads; empty where nobody is named."""
    held = Position.objects.filter(agency__unit=unit, code__in=_HEADS, valid_from__lte=on).exclude(
        valid_to__lt=on
    )
    found = list(held.select_related("officer", "agency").order_by("valid_from", "id"))
    by_rank = sorted(found, key=lambda position: _HEADS.index(PositionCode(position.code)))
    if not by_rank:
        return ""
    return f"{by_rank[0].officer.full_name}, {by_rank[0].get_code_display()}"
