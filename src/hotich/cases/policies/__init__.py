"""What a decision of a case must rest on, and who may move a case from where to where."""

from hotich.cases.policies.judging import (
    ANOTHER_REASON,
    NOT_FOUND_REASONS,
    JudgementRefused,
    chosen_of,
    not_found_from,
    standing,
    unavailable_from,
    unreadable_from,
)
from hotich.cases.policies.moving import (
    CaseRefused,
    acts_for,
    agency_acting,
    check_seen,
    check_text,
    may_close,
    may_move,
    may_touch,
    offered,
    positions_at,
)

__all__ = [
    "ANOTHER_REASON",
    "NOT_FOUND_REASONS",
    "CaseRefused",
    "JudgementRefused",
    "acts_for",
    "agency_acting",
    "check_seen",
    "check_text",
    "chosen_of",
    "may_close",
    "may_move",
    "may_touch",
    "not_found_from",
    "offered",
    "positions_at",
    "standing",
    "unavailable_from",
    "unreadable_from",
]
