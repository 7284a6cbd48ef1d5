"""Whom a unit asks about something: at its own level, or at a level above it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from hotich.campaign.models import Campaign, ContactPoint
from hotich.staff.models import Officer
from hotich.units.models import Level, Unit
from hotich.units.queries import with_units_above

LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
"""From below: the way an obstacle takes."""


def contacts_on(campaign: Campaign, day: date) -> QuerySet[ContactPoint]:
    """The contact points of that day, in the order in which they are asked."""
    return (
        ContactPoint.objects.filter(campaign=campaign, since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
        .select_related("agency__unit", "officer")
        .order_by("topic", "order", "id")
    )


def contacts_for(officer: Officer, campaign: Campaign, *, on: date) -> list[ContactPoint]:
    """Those of his units and of what lies above them, by topic and from the lowest level up: a ward sees no other ward's."""
    units = officer.scope.unit_ids | with_units_above(officer.scope.own_unit_ids)
    rank = {level: number for number, level in enumerate(LEVELS)}
    return sorted(
        contacts_on(campaign, on).filter(agency__unit_id__in=units),
        key=lambda each: (
            each.topic,
            rank.get(Level(each.agency.unit.level), len(LEVELS)),
            each.order,
            each.pk,
        ),
    )


def contact_for(
    topic: str, unit: Unit, level: str, *, campaign: Campaign, on: date, asker: Officer | None = None
) -> ContactPoint | None:
    """Who answers for the topic at a level for a unit: the first of those whose agency serves the unit or a unit above it, of that
    level. Where the level has none, the next above it has; None where there is nobody up to the top. Nobody is sent to himself.
    """
    found = contacts_at(topic, unit, campaign=campaign, on=on, asker=asker)
    start = LEVELS.index(Level(level))
    return next((found[each] for each in LEVELS[start:] if each in found), None)


def contacts_at(
    topic: str, unit: Unit, *, campaign: Campaign, on: date, asker: Officer | None = None
) -> dict[str, ContactPoint]:
    """By level the first contact point of the topic for a unit, besides who asks."""
    chain = with_units_above([unit.pk])
    listed = contacts_on(campaign, on).filter(topic=topic, agency__unit_id__in=chain)
    return _first_by_level(one for one in listed if asker is None or one.officer_id != asker.pk)


def is_contact(officer: Officer, campaign: Campaign) -> bool:
    """Whether something of the campaign may have been put to him by name."""
    return ContactPoint.objects.filter(campaign=campaign, officer=officer).exists()


def _first_by_level(contacts: Iterable[ContactPoint]) -> dict[str, ContactPoint]:
    found: dict[str, ContactPoint] = {}
    for each in contacts:
        found.setdefault(each.agency.unit.level, each)
    return found
