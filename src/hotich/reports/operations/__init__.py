"""The life of a daily report: counted, frozen, sent, sent again with a reason; figures declared in a file."""

from hotich.reports.operations.declaring import declare
from hotich.reports.operations.drawing import draw_papers, sweep_papers
from hotich.reports.operations.freezing import (
    SETTLING,
    count_due,
    count_period,
    count_until,
    freeze,
    freeze_due,
    snapshot,
)
from hotich.reports.operations.sending import keep_file, send_again, send_town_report, send_unit_report
from hotich.reports.operations.watching import take_up_obstacles, watch_campaign, watch_units

__all__ = [
    "SETTLING",
    "count_due",
    "count_period",
    "count_until",
    "declare",
    "draw_papers",
    "freeze",
    "freeze_due",
    "keep_file",
    "send_again",
    "send_town_report",
    "send_unit_report",
    "snapshot",
    "sweep_papers",
    "take_up_obstacles",
    "watch_campaign",
    "watch_units",
]
