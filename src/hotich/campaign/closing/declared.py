"""Units without access as a closing has them: their inventory beside what they declared last, apart from what was counted.

They key outside the product, so that their books are neither given nor certified here and hold nothing up. What they declared is in no sum
of what was keyed (ADR 0029), and its difference from the inventory is explained as any other; so is that no form ever came.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from hotich.campaign.closing.accounts import reckoned
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import reporting_units_for
from hotich.core.text import grouped
from hotich.staff.models import Officer


@dataclass(frozen=True, slots=True)
class DeclaredAccount:
    """One unit's inventory and the whole it declared last, in the form of which day; None where it never sent one. `certified` are the
    entries of books completed here all the same, as where it had access once: they stand beside what was declared.
    """

    code: str
    name: str
    books: int = 0
    uncounted: int = 0
    inventory: int = 0
    certified: int = 0
    declared: int | None = None
    day: date | None = None
    open_cases: int = 0
    explanation: str = ""

    @property
    def difference(self) -> int | None:
        """What the inventory has more (or, below nothing, less) than was declared; not known of who declared nothing."""
        return None if self.declared is None else self.inventory - self.declared

    @property
    def differs(self) -> bool:
        """Whether something is to be explained: an inventory with books that nobody counted is none to compare with."""
        return self.difference != 0 or bool(self.uncounted)

    @property
    def in_words(self) -> str:
        """What is to be explained."""
        said = "chưa gửi biểu nào" if self.difference is None else f"chênh {grouped(self.difference)}"
        return f"{said} ({grouped(self.uncounted)} quyển chưa đếm)" if self.uncounted else said


@dataclass(frozen=True, slots=True)
class Declared:
    """The units without access among those looked at, in the campaign's order, and their sums; false where there are none."""

    units: tuple[DeclaredAccount, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units)

    def __iter__(self) -> Iterator[DeclaredAccount]:
        return iter(self.units)

    @property
    def books(self) -> int:
        return sum(one.books for one in self.units)

    @property
    def inventory(self) -> int:
        return sum(one.inventory for one in self.units)

    @property
    def certified(self) -> int:
        return sum(one.certified for one in self.units)

    @property
    def open_cases(self) -> int:
        return sum(one.open_cases for one in self.units)

    @property
    def declared(self) -> int | None:
        """What they declared together; None where none of them has."""
        said = [one.declared for one in self.units if one.declared is not None]
        return sum(said) if said else None

    @property
    def without_form(self) -> int:
        """How many have never sent a form."""
        return sum(one.declared is None for one in self.units)

    @property
    def difference(self) -> int | None:
        """Not known before each has sent a form."""
        return None if self.declared is None or self.without_form else self.inventory - self.declared


def declared_of(officer: Officer, campaign: Campaign) -> Declared:
    """Those of the campaign's units without access that the officer may see."""
    return _declared(campaign, reporting_units_for(officer, campaign).filter(without_access=True))


def all_declared_of(campaign: Campaign) -> Declared:
    """All units of the campaign without access: closing is the campaign's."""
    units = ReportingUnit.objects.unscoped("closing is the campaign's").filter(campaign=campaign)
    return _declared(campaign, units.filter(without_access=True).order_by("order"))


def _declared(campaign: Campaign, units: Iterable[ReportingUnit]) -> Declared:
    listed = list(units)
    if not listed:
        return Declared()
    said = _last_said([unit.pk for unit in listed])
    found = []
    for unit, own in zip(listed, reckoned(campaign, listed), strict=True):
        total, day = said.get(unit.pk, (None, None))
        found.append(
            DeclaredAccount(
                own.code, own.name, books=own.books, uncounted=own.uncounted, inventory=own.inventory, certified=own.accounted,
                declared=total, day=day, open_cases=own.open_cases,
            )
        )  # fmt: skip
    return Declared(tuple(found))


def _last_said(reporting_unit_ids: list[int]) -> dict[int, tuple[int, date]]:
    """By reporting unit what the newest form of the last day says was keyed altogether, and that day. The forms are the reports', which
    stand above: they are looked up from their unit.
    """
    rows = (
        ReportingUnit.objects.unscoped("what units of the closing declared")
        .filter(pk__in=reporting_unit_ids, declarations__isnull=False)
        .order_by("pk", "-declarations__date", "-declarations__number")
        .distinct("pk")
        .values_list("pk", "declarations__figures__cumulative__total", "declarations__date")
    )
    return {pk: (int(total), day) for pk, total, day in rows}


def as_declared(declared: Declared) -> list[dict[str, Any]]:
    """What a closing keeps of them."""
    return [asdict(one) | {"day": one.day.isoformat() if one.day else None} for one in declared]


def declared_in(figures: Mapping[str, Any], codes: Iterable[str]) -> Declared:
    """Those of a closing with the codes; none in the oldest closings, which knew no such units."""
    own = set(codes)
    return Declared(
        tuple(
            DeclaredAccount(**one | {"day": date.fromisoformat(one["day"]) if one["day"] else None})
            for one in figures.get("declared", ())
            if one["code"] in own
        )
    )
