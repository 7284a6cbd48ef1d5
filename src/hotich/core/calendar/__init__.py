"""Working days of State offices: weekends, holidays, days moved by the Government's yearly notice.

Clocks of law run in working days from the day after an event (Bộ luật Dân sự 2015 Đ.147): a file that is complete on Monday and has three days is due on
Thursday. Holidays are data with their source (``data/holidays.yaml``): Labour Code 2019, Art. 111 and 112, and the Government Office's letter of each year. A year that has
not been announced yet counts the days of the Code and says so (`is_announced`); a day due in it is shown as provisional (`is_provisional`).
"""

from hotich.core.calendar.working_days import (
    BrokenCalendar,
    add_working_days,
    is_announced,
    is_provisional,
    is_working_day,
    read_holidays,
    source_of,
    working_days_between,
)

__all__ = [
    "BrokenCalendar",
    "add_working_days",
    "is_announced",
    "is_provisional",
    "is_working_day",
    "read_holidays",
    "source_of",
    "working_days_between",
]
