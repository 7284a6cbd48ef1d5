"""What the campaign room shows, in counts: progress against plan, pace, reports, cases, lines. Every figure of a past day is read as it was
frozen and kept; what is of today is computed once a minute for everybody who looks.
"""

from hotich.reports.room.declared import Declared, DeclaredWork, declared_of, measured
from hotich.reports.room.pace import Pace, UnitPace, pace_of
from hotich.reports.room.progress import Progress, progress_of
from hotich.reports.room.standing import (
    CaseStanding,
    LineStanding,
    ReportStanding,
    cases_of,
    lines_of,
    reports_of,
)

__all__ = [
    "CaseStanding",
    "Declared",
    "DeclaredWork",
    "LineStanding",
    "Pace",
    "Progress",
    "ReportStanding",
    "UnitPace",
    "cases_of",
    "declared_of",
    "lines_of",
    "measured",
    "pace_of",
    "progress_of",
    "reports_of",
]
