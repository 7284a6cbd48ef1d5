"""Which days something of a campaign can bear: those of the campaign and some weeks around it, for a year is mistyped easily."""

from datetime import date, timedelta
from typing import Final

from hotich.campaign.models import Campaign

AROUND: Final = timedelta(days=60)
"""Before the plan is signed it is prepared, and after its last day what is late is still done."""


def first_day(campaign: Campaign) -> date:
    """The earliest day that is still about the campaign."""
    return campaign.starts_on - AROUND


def last_day(campaign: Campaign, *, on: date) -> date:
    """The latest; of a campaign that is late, seen from the day on which it is asked."""
    return max(campaign.due_on, on) + AROUND


def outside(field: str, day: date, *, first: date, last: date) -> str:
    """Why the field cannot have this day and which it can; nothing where it can."""
    if first <= day <= last:
        return ""
    return f"{field} ghi {day:%d/%m/%Y}, ngoài thời gian của đợt: chọn ngày từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}."
