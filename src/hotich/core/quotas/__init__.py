"""Days that end at a cut-off, and how fast the work goes."""

from hotich.core.quotas.pace import forecast, per_day
from hotich.core.quotas.periods import VIETNAM, Period, business_date, period_of

__all__ = ["VIETNAM", "Period", "business_date", "forecast", "per_day", "period_of"]
