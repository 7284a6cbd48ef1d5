"""The verbs of entries. Every write goes through here, except the bulk loader's."""

from hotich.entries.operations.annotating import annotate, withdraw_note
from hotich.entries.operations.asking import answer_question, ask, close_question
from hotich.entries.operations.batches import FileRow, RowOutcome, record_imports
from hotich.entries.operations.checks import (
    hands_in,
    leave_check,
    record_arbitrated,
    record_checked,
    return_to_keyer,
    start_check,
)
from hotich.entries.operations.files import record_correction, record_import
from hotich.entries.operations.keying import (
    complete,
    flag,
    mark_unreadable,
    open_entry,
    record_fields,
    reopen,
    void,
)
from hotich.entries.operations.leases import (
    end_lease,
    grant_lease,
    hand_on,
    leases_of,
    place_at,
    place_of,
    renew_lease,
    take_over,
)
from hotich.entries.operations.lending import lend_for_note
from hotich.entries.operations.printed import confirm_alike, confirm_printed_form
from hotich.entries.operations.rederiving import rederive
from hotich.entries.operations.results import record_outcome, record_register_seen
from hotich.entries.operations.sync import Deferral, Packet, receive, settle_deferred
from hotich.entries.operations.viewing import saw, show_entries, show_entry, show_names
from hotich.entries.operations.work import work_of

__all__ = [
    "Deferral",
    "FileRow",
    "Packet",
    "RowOutcome",
    "annotate",
    "answer_question",
    "ask",
    "close_question",
    "complete",
    "confirm_alike",
    "confirm_printed_form",
    "end_lease",
    "flag",
    "grant_lease",
    "hand_on",
    "hands_in",
    "leave_check",
    "leases_of",
    "lend_for_note",
    "mark_unreadable",
    "open_entry",
    "place_at",
    "place_of",
    "receive",
    "record_arbitrated",
    "record_checked",
    "record_correction",
    "record_fields",
    "record_import",
    "record_imports",
    "record_outcome",
    "record_register_seen",
    "rederive",
    "renew_lease",
    "reopen",
    "return_to_keyer",
    "settle_deferred",
    "saw",
    "show_entries",
    "show_entry",
    "show_names",
    "start_check",
    "take_over",
    "void",
    "withdraw_note",
    "work_of",
]
