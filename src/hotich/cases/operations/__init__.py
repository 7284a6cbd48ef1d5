"""The verbs of cases, and those that touch an entry, its judgement and its case at once."""

from hotich.cases.operations.asking_again import ask_again
from hotich.cases.operations.correcting import CaseRefused, annotate, close_corrected, withdraw_note
from hotich.cases.operations.judging import (
    RECORDED_DECISIONS,
    compare_again,
    compare_changed,
    judge,
    record_and_judge,
    record_judged_imports,
    search,
    settle,
)
from hotich.cases.operations.tracking import locked
from hotich.cases.policies import NOT_FOUND_REASONS  # part of what judging offers

__all__ = [
    "CaseRefused",
    "NOT_FOUND_REASONS",
    "RECORDED_DECISIONS",
    "annotate",
    "ask_again",
    "close_corrected",
    "compare_again",
    "compare_changed",
    "judge",
    "locked",
    "record_and_judge",
    "record_judged_imports",
    "search",
    "settle",
    "withdraw_note",
]
