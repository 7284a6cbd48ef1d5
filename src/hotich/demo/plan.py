"""The plan's days, moved: its 12 June 2023, the 22nd day of keying, is today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hotich.core.quotas import VIETNAM

_TODAY_OF_THE_PLAN = date(2023, 6, 12)
PAST_DAYS = 21


@dataclass(frozen=True, slots=True)
class Plan:
    """Dates of the plan as the demo has them."""

    today: date

    def moved(self, day: date) -> date:
        """A date of the plan as published, moved."""
        return day + (self.today - _TODAY_OF_THE_PLAN)

    @property
    def starts_on(self) -> date:
        """The day the plan was signed."""
        return self.moved(date(2023, 5, 12))

    @property
    def handed_over_on(self) -> date:
        """The first handover of books."""
        return self.moved(date(2023, 5, 19))

    @property
    def keying_starts_on(self) -> date:
        return self.moved(date(2023, 5, 22))

    @property
    def due_on(self) -> date:
        return self.moved(date(2023, 7, 15))

    @property
    def second_starts_on(self) -> date:
        """Where the second campaign's keying begins: four days ago."""
        return self.today - timedelta(days=4)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on a Vietnamese clock."""
    return datetime.combine(day, time(hour, minute), tzinfo=VIETNAM)
