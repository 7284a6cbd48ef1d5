"""The verbs of cases, and those that touch an entry, its judgement and its case at once."""

from hotich.cases.operations.attaching import FileBroken, attach, open_file
from hotich.cases.operations.batches import (
    acknowledge_batch,
    answer_batch,
    change_batch,
    draft_batch,
    hand_over,
    send_batch,
)
from hotich.cases.operations.closing import close_adjusted, close_corrected
from hotich.cases.operations.correcting import annotate, withdraw_note
from hotich.cases.operations.guiding import (
    ask_look_up,
    extend,
    give_back,
    guide,
    receive,
    record_contact,
    resume,
    start_procedure,
    suspend,
)
from hotich.cases.operations.judging import (
    BY_HAND,
    RECORDED_DECISIONS,
    compare_again,
    compare_changed,
    judge,
    record_and_judge,
    record_judged_imports,
    search,
    settle,
)
from hotich.cases.operations.keeping import name_keeper, remind_due
from hotich.cases.operations.opening import open_by_hand
from hotich.cases.operations.verifying import (
    answer_outside,
    approve,
    ask_outside,
    conclude,
    return_conclusion,
    take_up,
)
from hotich.cases.policies import NOT_FOUND_REASONS, CaseRefused  # part of what judging offers

__all__ = [
    "BY_HAND",
    "CaseRefused",
    "NOT_FOUND_REASONS",
    "RECORDED_DECISIONS",
    "acknowledge_batch",
    "annotate",
    "answer_batch",
    "answer_outside",
    "approve",
    "ask_look_up",
    "ask_outside",
    "change_batch",
    "attach",
    "close_adjusted",
    "close_corrected",
    "compare_again",
    "compare_changed",
    "conclude",
    "draft_batch",
    "extend",
    "FileBroken",
    "open_file",
    "give_back",
    "guide",
    "hand_over",
    "judge",
    "name_keeper",
    "open_by_hand",
    "receive",
    "record_and_judge",
    "record_contact",
    "record_judged_imports",
    "remind_due",
    "resume",
    "return_conclusion",
    "search",
    "send_batch",
    "settle",
    "start_procedure",
    "suspend",
    "take_up",
    "withdraw_note",
]
