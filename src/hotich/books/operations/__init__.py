"""The verbs of the inventory: books, their custody, their printed columns, their copies, their numbers, who keys them."""

from hotich.books.operations.assignments import WHOLE_BOOK, assign, end_assignment, finish_book
from hotich.books.operations.copies import enter_from, link_copies, pair_copies, part_copies
from hotich.books.operations.custody import hand_over, receive
from hotich.books.operations.forms import confirm_form, drop_variant, save_variant
from hotich.books.operations.inventory import INVENTORY_FIELDS, record_book
from hotich.books.operations.numbers import mark_numbers, withdraw_mark

__all__ = [
    "INVENTORY_FIELDS",
    "WHOLE_BOOK",
    "assign",
    "confirm_form",
    "drop_variant",
    "end_assignment",
    "enter_from",
    "finish_book",
    "hand_over",
    "link_copies",
    "mark_numbers",
    "pair_copies",
    "part_copies",
    "receive",
    "record_book",
    "save_variant",
    "withdraw_mark",
]
