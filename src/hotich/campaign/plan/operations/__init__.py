"""A campaign is opened and given its terms; its plan is written down."""

from hotich.campaign.plan.operations.opening import Terms, open_plan, set_terms, set_unit
from hotich.campaign.plan.operations.writing import (
    PlanRefused,
    Step,
    add_basis,
    name_responsible,
    set_chain,
    set_programmes,
    set_receivers,
    withdraw_basis,
)

__all__ = [
    "PlanRefused",
    "Step",
    "Terms",
    "add_basis",
    "name_responsible",
    "open_plan",
    "set_chain",
    "set_programmes",
    "set_receivers",
    "set_terms",
    "set_unit",
    "withdraw_basis",
]
