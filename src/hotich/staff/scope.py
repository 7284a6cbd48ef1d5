"""What an officer's positions of a day add up to: units, teams, capabilities."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from hotich.staff.permissions import (
    BY_TEAM,
    COUNTS_ONLY,
    NO_UNIT,
    POSITIONS,
    SEES_REGISTER,
    SEES_SENSITIVE,
    VERIFIES,
    WITH_UNITS_BELOW,
)
from hotich.units.queries import with_units_below

if TYPE_CHECKING:
    from hotich.staff.models import Officer, Position


@dataclass(frozen=True, slots=True)
class OfficerScope:
    """Units whose figures, units whose persons, and teams whose books an officer may see.

    Of restricted entries: units of which he sees all, and units of which he sees those he verifies.
    """

    unit_ids: frozenset[int] = frozenset()
    personal_unit_ids: frozenset[int] = frozenset()
    sensitive_unit_ids: frozenset[int] = frozenset()
    verifying_unit_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    capabilities: frozenset[str] = frozenset()
    positions: tuple["Position", ...] = field(default=(), compare=False)

    @property
    def agency_ids(self) -> frozenset[int]:
        """The agencies he acts for."""
        return frozenset(position.agency_id for position in self.positions)

    @property
    def sees_register(self) -> bool:
        """Whether values of the population register, the personal number among them, may be shown to him."""
        return bool(SEES_REGISTER & self.capabilities)

    @property
    def own_unit_ids(self) -> frozenset[int]:
        """The units his agencies serve: what he answers for, not all he may look at."""
        return frozenset(position.agency.unit_id for position in self.positions)


def holds(on: date) -> Q:
    """Positions that hold on that day, without one that was ended on it."""
    return Q(valid_from__lte=on) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=on) | Q(valid_to=on, ended_at__isnull=True)
    )


def scope_of(officer: "Officer", *, on: date) -> OfficerScope:
    """The union over the positions that hold on that day, without one that was ended on it; nothing for a disabled account."""
    if not officer.is_active:
        return OfficerScope()
    positions = tuple(officer.positions.filter(holds(on)).select_related("agency__unit").order_by("id"))
    counts: set[int] = set()
    personal: set[int] = set()
    below: set[int] = set()
    below_personal: set[int] = set()
    keying_units: set[int] = set()
    sensitive: dict[bool, set[int]] = {False: set(), True: set()}
    verifying: set[int] = set()
    capabilities: set[str] = set()
    for position in positions:
        capabilities |= POSITIONS[position.code]
        unit_id = position.agency.unit_id
        if position.code in NO_UNIT:
            continue
        if position.code in BY_TEAM:
            keying_units.add(unit_id)
            continue
        wide = position.code in WITH_UNITS_BELOW
        (below if wide else counts).add(unit_id)
        if position.code in SEES_SENSITIVE:
            sensitive[wide].add(unit_id)
        if position.code in VERIFIES:
            verifying.add(unit_id)
        if position.code not in COUNTS_ONLY:
            (below_personal if wide else personal).add(unit_id)
    wide_personal = with_units_below(below_personal)
    wide_sensitive = wide_personal if sensitive[True] == below_personal else with_units_below(sensitive[True])
    return OfficerScope(
        unit_ids=frozenset(counts | with_units_below(below)),
        personal_unit_ids=frozenset(personal | wide_personal),
        sensitive_unit_ids=frozenset(sensitive[False] | wide_sensitive),
        verifying_unit_ids=frozenset(verifying),
        team_ids=_teams_of(officer, keying_units),
        capabilities=frozenset(capabilities),
        positions=positions,
    )


def _teams_of(officer: "Officer", unit_ids: set[int]) -> frozenset[int]:
    """His teams in the units he keys for: a team he left behind in another unit shows him nothing."""
    if not unit_ids:
        return frozenset()
    return frozenset(officer.teams.filter(agency__unit_id__in=unit_ids).values_list("id", flat=True))
