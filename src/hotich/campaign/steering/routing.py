"""To whom an obstacle goes, and until when it may lie there (ADR 0032)."""

from datetime import datetime, timedelta
from typing import Final

from hotich.campaign.contacts.queries import LEVELS, contact_for
from hotich.campaign.models import Campaign, ContactPoint, Topic
from hotich.core.calendar.office_hours import add_office_hours
from hotich.core.parameters.reading import parameter
from hotich.staff.models import Officer
from hotich.support.time import VIETNAM, local
from hotich.units.models import Level, Unit

BY_THE_CLOCK: Final = frozenset({Topic.LINE, Topic.SOFTWARE, Topic.DEVICE})
"""What stops machines that run around the clock; the rest waits for offices."""


def hours_for(topic: str, now: datetime) -> int:
    """How many hours a level has."""
    hours: dict[str, int] = parameter("obstacle_hours", local(now).date()).value
    return hours[topic]


def answer_by(topic: str, now: datetime) -> datetime:
    """When an obstacle that reaches a level now goes on to the next."""
    hours = hours_for(topic, now)
    if topic in BY_THE_CLOCK:
        return now + timedelta(hours=hours)
    return add_office_hours(now, hours, VIETNAM)


def route(
    topic: str, unit: Unit, *, campaign: Campaign, asker: Officer | None, now: datetime, level: str = ""
) -> tuple[str, ContactPoint | None]:
    """The level and the contact point that has the topic for a unit, from a level (its own) upward, and is not who asks. Without any it
    lies with who leads the campaign, at the level asked for."""
    start = level or unit.level
    found = contact_for(topic, unit, start, campaign=campaign, on=local(now).date(), asker=asker)
    return (found.agency.unit.level if found is not None else start), found


def above(level: str) -> str | None:
    """The next level; None above the last."""
    place = LEVELS.index(Level(level)) + 1
    return LEVELS[place] if place < len(LEVELS) else None
