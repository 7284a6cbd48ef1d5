"""The verbs of checking."""

from hotich.checking.operations.arbitrating import arbitrate, return_entry
from hotich.checking.operations.contesting import answer_contest, contest
from hotich.checking.operations.keying import give_back, receive_check, take_checks
from hotich.checking.operations.lots import draw_lot, settle_lot
from hotich.checking.operations.planning import plan_book, plan_units
from hotich.checking.operations.setting import set_policy

__all__ = [
    "answer_contest",
    "arbitrate",
    "contest",
    "draw_lot",
    "give_back",
    "plan_book",
    "plan_units",
    "receive_check",
    "return_entry",
    "set_policy",
    "settle_lot",
    "take_checks",
]
