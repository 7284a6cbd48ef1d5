"""Units without access as the room shows them: what they declared last, apart from what is counted. They are not at zero, they are not
measured: no progress, pace, forecast or quota knows them (ADR 0029).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.reports.queries import last_declared
from hotich.reports.room.kept import MINUTE, kept, key_of, minute_of


def measured(units: Iterable[ReportingUnit]) -> list[ReportingUnit]:
    """The units whose work is in the log: all but those that the plan has send their form as a file."""
    return [unit for unit in units if not unit.without_access]


@dataclass(frozen=True, slots=True)
class DeclaredWork:
    """One unit without access: the whole it declared last and for which day, None where it never did, of what it is to key."""

    name: str
    code: str
    entries: int | None
    day: date | None
    required: int


@dataclass(frozen=True, slots=True)
class Declared:
    """The units without access among those looked at, in the campaign's order, and their sums; false where there are none."""

    units: tuple[DeclaredWork, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def entries(self) -> int | None:
        """What they declared together; None where none of them has yet."""
        said = [one.entries for one in self.units if one.entries is not None]
        return sum(said) if said else None

    @property
    def required(self) -> int:
        return sum(one.required for one in self.units)

    @property
    def without_form(self) -> int:
        """How many have never sent a form."""
        return sum(one.entries is None for one in self.units)


def declared_of(
    campaign: Campaign, units: Sequence[ReportingUnit], required: Mapping[str, int], *, moment: datetime
) -> Declared:
    """What those of the units that declare have declared by a minute; `required` by code of the unit. One question a minute, none where all
    work in the product.
    """
    listed = [unit for unit in units if unit.without_access]
    if not listed:
        return Declared()
    minute = minute_of(moment)
    ids = [unit.pk for unit in listed]
    key = key_of("declared", campaign.pk, minute, units=ids)
    said = kept(
        key,
        MINUTE,
        lambda: {
            unit: (int(one.figures["cumulative"]["total"]), one.date)
            for unit, one in last_declared(ids, before=minute).items()
        },
    )
    return Declared(tuple(_work(unit, said.get(unit.pk), required.get(unit.code, 0)) for unit in listed))


def _work(unit: ReportingUnit, said: tuple[int, date] | None, required: int) -> DeclaredWork:
    entries, day = said or (None, None)
    return DeclaredWork(unit.name, unit.code, entries, day, required)
