"""What is done with machines: their checks, their shifts, their lines."""

from hotich.stations.operations.checks import (
    CheckRefused,
    record_security_check,
    security_checklist,
)
from hotich.stations.operations.duty import (
    RosterRefused,
    copy_roster,
    leave_duty,
    set_duty,
    set_shift_pattern,
    take_duty,
    withdraw_duty,
)
from hotich.stations.operations.line import (
    OutageRefused,
    beat,
    beat_of,
    forget_beats,
    is_beat_due,
    keep_carrier,
    note_outage,
    say_outage,
    watch_lines,
)
from hotich.stations.operations.machines import (
    StationRefused,
    give_station,
    register_station,
    retire_station,
)

__all__ = [
    "CheckRefused",
    "OutageRefused",
    "RosterRefused",
    "StationRefused",
    "beat",
    "beat_of",
    "copy_roster",
    "forget_beats",
    "give_station",
    "is_beat_due",
    "keep_carrier",
    "leave_duty",
    "note_outage",
    "record_security_check",
    "register_station",
    "retire_station",
    "say_outage",
    "security_checklist",
    "set_duty",
    "set_shift_pattern",
    "take_duty",
    "watch_lines",
    "withdraw_duty",
]
