"""By which numbers a unit's work is checked, and whether it has somebody of its own to check."""

from dataclasses import replace
from datetime import date

from django.db.models import Q

from hotich.checking.models import CheckPolicy
from hotich.core.quotas.risk import Policy
from hotich.staff.models import Position
from hotich.units.models import Unit

_KEYS = ("keyer", "helper", "team_leader")


def setting_of(unit: Unit | None, on: date) -> CheckPolicy | None:
    """What was last set for the unit by that day, else for the unit it reports to, and so on upward."""
    seen = 0
    while unit is not None and seen < 10:
        own = CheckPolicy.objects.unscoped("a rule of work, no figures").filter(unit=unit, since__lte=on)
        if (found := own.order_by("-since").first()) is not None:
            return found
        unit, seen = unit.parent, seen + 1
    return None


def policy_of(unit: Unit | None, on: date) -> Policy:
    """The numbers that hold in a unit on a day: the dated parameters, and what was set otherwise."""
    found = setting_of(unit, on)
    return replace(Policy.on(on), **(found.values if found else {}))


def has_one_keyer(unit_id: int | None, on: date) -> bool:
    """Whether one officer alone keys for the unit: nobody there could check him."""
    if unit_id is None:
        return False
    keying = Position.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        agency__unit_id=unit_id, code__in=_KEYS, valid_from__lte=on, officer__is_active=True,
    )  # fmt: skip
    return keying.values("officer_id").distinct().count() <= 1
