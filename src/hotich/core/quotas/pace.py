"""Pace and forecast from what was done, never from what was promised."""

from datetime import date, timedelta
from math import ceil


def per_day(done: int, days: int) -> float:
    """Entries a day over the last `days` days; 0.0 where no day has passed."""
    return max(done, 0) / days if days > 0 else 0.0


def forecast(*, remaining: int, pace: float, from_day: date) -> date | None:
    """The day on which the rest is done at this pace; the day itself where nothing remains; None at no pace."""
    if remaining <= 0:
        return from_day
    if pace <= 0:
        return None
    days = ceil(remaining / pace)
    return from_day + timedelta(days=days) if days < 36_500 else None
