"""The verbs of the inventory: books, their custody, their printed columns, their copies, their numbers, who keys them."""

from hotich.books.operations.assignments import WHOLE_BOOK, assign, end_assignment, finish_book
from hotich.books.operations.calibrating import calibrate, nudge
from hotich.books.operations.copies import enter_from, link_copies, pair_copies, part_copies
from hotich.books.operations.custody import hand_over, receive
from hotich.books.operations.forms import confirm_form, drop_variant, save_variant
from hotich.books.operations.inventory import INVENTORY_FIELDS, record_book
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
    "INVENTORY_FIELDS",
    "Incoming",
    "WHOLE_BOOK",
    "ask_where_scans_wait",
    "assign",
    "calibrate",
    "confirm_form",
    "drop_variant",
    "end_assignment",
    "enter_from",
    "finish_book",
    "hand_over",
    "link_copies",
    "make_scans",
    "mark_numbers",
    "move_scan",
    "nudge",
    "original_of",
    "pair_copies",
    "part_copies",
    "proposed_page",
    "receive",
    "record_book",
    "save_variant",
    "shift_scans",
    "turn_scan",
    "upload_scans",
    "use_scan",
    "withdraw_mark",
]
