"""Which unit a book of a file belongs to: the office as it then was, in the custody of what it has become."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from hotich.campaign.models import ReportingUnit
from hotich.campaign.queries import campaigns_reporting_on, lines_of_code
from hotich.core.places import Gazetteer, read_registration_office
from hotich.core.places.units import Unit as Row
from hotich.integration.refusals import FileRefused
from hotich.units.models import Unit
from hotich.units.queries import unit_by_code


@dataclass
class Custody:
    """Units in whose custody books can be, read once per import. `today` decides which campaigns and units are in force."""

    today: datetime.date

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.key: unit for unit in Unit.objects.all()}

    @cached_property
    def _reporting(self) -> list[str]:
        """Keys of the units of campaigns at work, the campaign that began first before the others."""
        rows = ReportingUnit.objects.unscoped("which unit keeps a book; no figures").filter(
            campaign__in=campaigns_reporting_on(self.today)
        )
        return list(rows.order_by("campaign__keying_starts_on", "order").values_list("unit__key", flat=True))

    def of_code(self, code: str, *, within: Collection[int] | None = None) -> Unit:
        """The unit that a command about what is there names, read today: of several that keep books under one code the one in force, to
        which the books of the others belong. Of those `within` some ids where one of them has the code. Raises FileRefused.
        """
        found = self._having(code)
        seen = [unit for unit in found if within is None or unit.pk in within] or found
        at_work = [unit for unit in seen if unit.key in self._reporting]
        return next((unit for unit in at_work if _in_force(unit, self.today)), seen[0])

    def keeping(self, code: str) -> Unit:
        """The unit in whose custody books come in under a code, as `keeper` has it: one of a campaign at work keeps its own beside what it
        has become. Raises FileRefused.
        """
        return self._having(code)[0]

    def _having(self, code: str) -> list[Unit]:
        """The units that have or had a code: those of campaigns at work, the campaign that began first before the others; the one in force;
        those of campaigns that were closed; the others, the latest first.
        """
        lines = [line.unit for line in lines_of_code(code, on=self.today)]
        now = unit_by_code(code, on=self.today)
        known = Unit.objects.filter(code=code).order_by(F("valid_from").desc(nulls_last=True), "-pk")
        at_work = [unit for unit in lines if unit.key in self._reporting]
        found = list(dict.fromkeys([*at_work, *([now] if now else []), *lines, *known]))
        if not found:
            raise FileRefused(
                f"Không có đơn vị mang mã {code}. Kiểm tra lại --unit; 697-TP là Phòng Tư pháp.",
                code="unit.unknown",
            )
        return found

    def then(self, office: str, on: datetime.date | None, *, near: Unit | None) -> Row | None:
        """The unit of the gazetteer whose office it was on that day; None for words that name none.

        Within a year the words may still be those of before a change: printed forms and stamps outlive a district.
        """
        if not office:
            return None
        days = [on, on.replace(month=1, day=1)] if on else [None]
        key = near.key if near else None
        found = (read_registration_office(office, day, near=key).unit for day in days)
        return next((unit for unit in found if unit is not None), None)

    def of_office(self, office: str, on: datetime.date | None, *, near: Unit | None) -> Unit | None:
        """The unit that keeps the books of an office as a register names it, None where that cannot be told."""
        then = self.then(office, on, near=near)
        return self.keeper(then, near=near) if then is not None else None

    def keeper(self, then: Row, *, near: Unit | None) -> Unit | None:
        """The unit in whose custody the books of a unit of the past are: one of a campaign at work, else what it is today."""
        later = Gazetteer.load().later(then)
        if near is not None and near.key in later:
            return near
        for key in self._reporting:
            if key in later:
                return self._units[key]
        known = sorted(
            (self._units[key] for key in later if key in self._units),
            key=lambda unit: unit.valid_from or datetime.date.min,
        )
        in_force = [unit for unit in known if _in_force(unit, self.today)]
        fits = in_force or known
        return fits[-1] if fits else None

    def with_predecessors(self, unit: Unit) -> list[Unit]:
        """The unit and those whose territory it took over: their books belong to it."""
        gazetteer = Gazetteer.load()
        found = [unit]
        for key, other in self._units.items():
            earlier = gazetteer.get(key)
            if other.pk != unit.pk and earlier is not None and unit.key in gazetteer.later(earlier):
                found.append(other)
        return found


def _in_force(unit: Unit, on: datetime.date) -> bool:
    return (unit.valid_from is None or unit.valid_from <= on) and (
        unit.valid_to is None or on <= unit.valid_to
    )
