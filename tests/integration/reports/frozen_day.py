"""A frozen day whose reports can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from making import campaign_of, moment

from hotich.core.quotas import VIETNAM
from hotich.reports.models import DailyReport
from hotich.reports.operations import SETTLING, freeze
from hotich.reports.periods import period_for
from hotich.reports.queries import daily_form, deadline_of

INSTANT = timedelta(microseconds=1)


@dataclass
class Day:
    """A frozen day of two units; the first may send, and so may the town."""

    campaign: Any
    units: list[Any]
    day: date
    head: Any
    town: Any

    def report(self, unit: int = 0) -> DailyReport:
        found: DailyReport = DailyReport.objects.unscoped("test").get(
            campaign=self.campaign, date=self.day, reporting_unit=self.units[unit]
        )
        return found

    @property
    def of_the_town(self) -> DailyReport:
        found: DailyReport = DailyReport.objects.unscoped("test").get(
            campaign=self.campaign, date=self.day, level="town"
        )
        return found

    def at(self, receiver: str = "town") -> datetime:
        return deadline_of(self.campaign, self.day, receiver)

    def form(self, now: datetime | None = None) -> dict[str, Any]:
        return daily_form(self.campaign, self.day, now=now or self.at())


def freeze_a_day(world: Any, elsewhere: Any) -> Day:
    """The day before the tests' moment; nothing of it is sent yet."""
    campaign, units = campaign_of(world, elsewhere)
    day = moment().astimezone(VIETNAM).date() - timedelta(days=1)
    freeze(campaign=campaign, day=day, now=period_for(campaign, day).end + SETTLING)
    return Day(campaign, units, day, world.officer("unit_head"), world.officer("justice_officer"))
