"""Writes of linkage. Who judges is decided above, in `cases.operations.judge`."""

from hotich.linkage.operations.comparing import (
    compared,
    compared_again,
    first_marks,
    judged_fields_differ,
    keep_first_comparison,
)
from hotich.linkage.operations.judgements import FirstJudgement, keep_first_judgements, keep_judgement
from hotich.linkage.operations.look_ups import (
    Asked,
    LookUpRefused,
    answer_rows,
    ask_for,
    keep_asked,
    key_again,
    look_up_number,
    record_look_up,
    show,
)
from hotich.linkage.operations.told import keep_told

__all__ = [
    "Asked",
    "FirstJudgement",
    "LookUpRefused",
    "answer_rows",
    "ask_for",
    "compared",
    "compared_again",
    "judged_fields_differ",
    "first_marks",
    "keep_asked",
    "keep_first_comparison",
    "keep_first_judgements",
    "keep_judgement",
    "keep_told",
    "key_again",
    "look_up_number",
    "record_look_up",
    "show",
]
