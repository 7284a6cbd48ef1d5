"""Items, amounts and rates are set by officers; keyed work is counted by a job."""

from hotich.campaign.budget.operations.amounts import (
    BudgetRefused,
    add_item,
    note_amount,
    payers_of,
    set_rate,
    withdraw_rate,
)
from hotich.campaign.budget.operations.counting import count_keyed

__all__ = [
    "BudgetRefused",
    "add_item",
    "count_keyed",
    "note_amount",
    "payers_of",
    "set_rate",
    "withdraw_rate",
]
