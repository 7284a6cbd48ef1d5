"""Writes of steering, one file per noun."""

from hotich.campaign.steering.operations.flags import keep_flags, set_rule
from hotich.campaign.steering.operations.measures import (
    end_measure,
    escalate_unanswered,
    give_measure,
    put_on_paper,
    reply_to_measure,
)
from hotich.campaign.steering.operations.obstacles import (
    answer_obstacle,
    close_obstacle,
    escalate_overdue,
    let_go_of_report,
    pass_on,
    raise_obstacle,
    reopen_obstacle,
    take_from_report,
    withdraw_answer,
)
from hotich.campaign.steering.operations.visits import (
    announce_visit,
    call_off_visit,
    draw_samples,
    hold_visit,
    put_visit_on_paper,
    record_finding,
    settle_finding,
)

__all__ = [
    "announce_visit",
    "answer_obstacle",
    "call_off_visit",
    "close_obstacle",
    "draw_samples",
    "end_measure",
    "escalate_overdue",
    "escalate_unanswered",
    "give_measure",
    "hold_visit",
    "keep_flags",
    "let_go_of_report",
    "pass_on",
    "put_on_paper",
    "put_visit_on_paper",
    "raise_obstacle",
    "record_finding",
    "reopen_obstacle",
    "reply_to_measure",
    "set_rule",
    "settle_finding",
    "take_from_report",
    "withdraw_answer",
]
