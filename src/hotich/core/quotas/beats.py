"""Heartbeats of a machine: sixty bits an hour, one for each minute in which the server heard from it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

Hours = Iterable[tuple[datetime, int]]
"""Hours, each by its beginning, with the bits of its minutes."""


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour a moment lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def bit_of(moment: datetime) -> int:
    """The bit of a moment's minute in its hour."""
    return 1 << moment.minute


def last_beat(hours: Hours) -> datetime | None:
    """The last minute in which the machine was heard, by its beginning."""
    return max((hour + MINUTE * (bits.bit_length() - 1) for hour, bits in hours if bits), default=None)


def first_beat_from(hours: Hours, moment: datetime) -> datetime | None:
    """The first minute that begins at a moment or later and in which the machine was heard."""
    return min(
        (
            beat
            for hour, bits in hours
            for minute in range(60)
            if bits >> minute & 1 and (beat := hour + MINUTE * minute) >= moment
        ),
        default=None,
    )


def minutes_heard(hours: Hours) -> int:
    """In how many minutes the machine was heard."""
    return sum(bits.bit_count() for _, bits in hours)
