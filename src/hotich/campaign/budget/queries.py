"""Reads of the budget: sums by item, by unit, and what an entry costs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from hotich.campaign.budget.counting import entries_keyed
from hotich.campaign.models import Amount, BudgetItem, Campaign
from hotich.campaign.queries import counts_until
from hotich.staff.models import Officer
from hotich.support.errors import NotFound
from hotich.support.time import local
from hotich.units.models import Level


def items_for(officer: Officer, campaign: Campaign) -> QuerySet[BudgetItem]:
    """The items of the officer's units with their sums as `planned`, `allotted`, `spent`."""
    return (
        BudgetItem.objects.visible_to(officer)
        .filter(campaign=campaign)
        .select_related("unit")
        .annotate(
            **{
                kind: Coalesce(Sum("amounts__amount", filter=Q(amounts__kind=kind)), 0)
                for kind in Amount.Kind.values
            }
        )
        .order_by("unit__level", "unit__sort_key", "group", "name")
    )


def item_for(officer: Officer, item_id: Any) -> BudgetItem:
    """One item. Raises NotFound."""
    found: BudgetItem | None = (
        BudgetItem.objects.visible_to(officer)
        .select_related("unit", "campaign", "made_by")
        .filter(pk=item_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def sources_of(campaign: Campaign) -> list[BudgetItem.Source]:
    """The budgets that the campaign may be paid from: that of a district only where one leads it or has units in it."""
    led = campaign.lead_agency.unit.level == Level.DISTRICT
    has_district = led or campaign.reporting_units.filter(unit__parent__level=Level.DISTRICT).exists()
    return [one for one in BudgetItem.Source if has_district or one != BudgetItem.Source.DISTRICT]


def over_of(item: BudgetItem) -> int:
    """Đồng spent beyond what the item was allotted."""
    over: int = item.spent - item.allotted  # type: ignore[attr-defined]  # annotated
    return max(over, 0)


@dataclass(slots=True)
class Sums:
    """Đồng of a unit or of the whole, the entries keyed there, and what one of them cost."""

    name: str
    planned: int = 0
    allotted: int = 0
    spent: int = 0
    entries: int = 0
    items: list[BudgetItem] = field(default_factory=list)

    @property
    def over(self) -> int:
        """Đồng spent that nobody allotted, item by item: what is left of one pays for no other."""
        return sum(over_of(item) for item in self.items)

    @property
    def per_entry(self) -> int | None:
        """Đồng spent for an entry keyed, rounded; None where nothing was keyed."""
        return round(self.spent / self.entries) if self.entries else None


def sums_of(items: Iterable[BudgetItem], campaign: Campaign, *, now: datetime) -> tuple[list[Sums], Sums]:
    """The sums unit by unit in the items' order, and of all; `items` as `items_for` gives them.

    An entry's cost at the unit that leads counts the entries of the whole campaign: it pays for all of them. Whoever does not see what
    that unit spent has in his sum the entries of the units whose money is in it. Entries are those of the last count of keyed days.
    """
    by_unit: dict[int, Sums] = {}
    for item in items:
        sums = by_unit.setdefault(item.unit_id, Sums(str(item.unit)))
        sums.items.append(item)
        item.over = over_of(item)  # type: ignore[attr-defined]  # beside the annotated sums
        sums.planned += item.planned  # type: ignore[attr-defined]  # annotated
        sums.allotted += item.allotted  # type: ignore[attr-defined]
        sums.spent += item.spent  # type: ignore[attr-defined]
    units = list(campaign.reporting_units.values_list("unit_id", flat=True))
    keyed = entries_keyed(campaign, units, until=local(counts_until(campaign, now)).date())
    whole, lead = sum(keyed.values()), campaign.lead_agency.unit_id
    for unit_id, sums in by_unit.items():
        sums.entries = whole if unit_id == lead else keyed.get(unit_id, 0)
    total = Sums("Cộng", entries=whole if lead in by_unit else sum(one.entries for one in by_unit.values()))
    for sums in by_unit.values():
        total.planned += sums.planned
        total.allotted += sums.allotted
        total.spent += sums.spent
    return list(by_unit.values()), total
