"""The verbs of the outbox: found, decided, sent, answered, settled."""

from hotich.integration.npd.operations.answering import confirm, keep_reply
from hotich.integration.npd.operations.deciding import create, drop, retry, same_person, set_apart, settle
from hotich.integration.npd.operations.gathering import gather
from hotich.integration.npd.operations.sending import send_due

__all__ = [
    "confirm",
    "create",
    "drop",
    "gather",
    "keep_reply",
    "retry",
    "same_person",
    "send_due",
    "set_apart",
    "settle",
]
