"""The verbs of the inventory: books, their custody, their printed columns, their copies, their numbers, who keys them."""

from hotich.books.operations.assignments import (
    WHOLE_BOOK,
    assign,
    end_assignment,
    end_work,
    take_up_again,
)
from hotich.books.operations.calibrating import calibrate, nudge
from hotich.books.operations.copies import enter_from, link_copies, pair_copies, part_copies
from hotich.books.operations.custody import (
    Found,
    Given,
    Opening,
    cancel_minutes,
    draw_up,
    hand_over,
    is_lent,
    number_minutes,
    receive,
    receive_minutes,
    ways_open,
)
from hotich.books.operations.forms import confirm_form, drop_variant, save_variant
from hotich.books.operations.inventory import INVENTORY_FIELDS, record_book
from hotich.books.operations.losing import record_found, report_lost
from hotich.books.operations.marking import leave_out, take_in
from hotich.books.operations.notes import use_note_opening
from hotich.books.operations.numbers import mark_numbers, withdraw_mark
from hotich.books.operations.scan_making import ask_where_scans_wait, make_scans
from hotich.books.operations.scans import (
    Incoming,
    move_scan,
    original_of,
    proposed_page,
    shift_scans,
    turn_scan,
    upload_scans,
    use_scan,
)

__all__ = [
    "Found",
    "Given",
    "INVENTORY_FIELDS",
    "Incoming",
    "Opening",
    "WHOLE_BOOK",
    "ask_where_scans_wait",
    "assign",
    "calibrate",
    "cancel_minutes",
    "confirm_form",
    "draw_up",
    "drop_variant",
    "end_assignment",
    "end_work",
    "enter_from",
    "hand_over",
    "is_lent",
    "leave_out",
    "link_copies",
    "make_scans",
    "mark_numbers",
    "move_scan",
    "nudge",
    "number_minutes",
    "original_of",
    "pair_copies",
    "part_copies",
    "proposed_page",
    "receive",
    "receive_minutes",
    "record_book",
    "record_found",
    "report_lost",
    "save_variant",
    "shift_scans",
    "take_in",
    "take_up_again",
    "turn_scan",
    "upload_scans",
    "use_note_opening",
    "use_scan",
    "ways_open",
    "withdraw_mark",
]
