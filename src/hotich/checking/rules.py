"""By which numbers a unit's work is checked, and whether it has somebody of its own to check."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Count, Q

from hotich.books.models import Book
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


def settings_of(units: Iterable[Unit], on: date) -> dict[int, CheckPolicy | None]:
    """`setting_of` for many units in one query; the units come with their parents loaded."""
    chains = {unit.pk: _upward(unit) for unit in units}
    rows = (
        CheckPolicy.objects.unscoped("a rule of work, no figures")
        .filter(unit__in={pk for chain in chains.values() for pk in chain}, since__lte=on)
        .select_related("unit", "set_by")
        .order_by("since")
    )
    latest = {row.unit_id: row for row in rows}
    return {
        pk: next((latest[above] for above in chain if above in latest), None) for pk, chain in chains.items()
    }


def _upward(unit: Unit) -> list[int]:
    chain: list[int] = []
    above: Unit | None = unit
    while above is not None and len(chain) < 10:
        chain.append(above.pk)
        above = above.parent
    return chain


def keyers_of(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """How many officers key for each of the units; a unit without any is not named."""
    keying = Position.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        agency__unit_id__in=list(unit_ids), code__in=_KEYS, valid_from__lte=on, officer__is_active=True,
    )  # fmt: skip
    rows = keying.order_by().values_list("agency__unit_id").annotate(n=Count("officer_id", distinct=True))
    return dict(rows)


def has_one_keyer(unit_id: int | None, on: date) -> bool:
    """Whether one officer alone keys for the unit: nobody there could check him."""
    return unit_id is not None and keyers_of([unit_id], on).get(unit_id, 0) <= 1


def checkers_for(book: Book, on: date) -> frozenset[int]:
    """Officers whose position lets them check the book: checkers of its unit; where one officer keys there, whom the unit's setting names."""
    held = Position.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, officer__is_active=True
    )
    asked = Q(code="checker", agency__unit_id=book.unit_id)
    if has_one_keyer(book.unit_id, on):
        setting = setting_of(book.unit, on)
        if setting is None or setting.when_alone == CheckPolicy.WhenAlone.REGISTRAR:
            asked |= Q(code="registrar", agency__unit_id=book.unit_id)
        elif book.has_images and book.unit is not None and book.unit.parent_id is not None:
            asked |= Q(code="checker", agency__unit__parent_id=book.unit.parent_id)
    return frozenset(held.filter(asked).values_list("officer_id", flat=True))
