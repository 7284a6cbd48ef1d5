"""Accounts, positions, teams, helpers: who works here, and since when."""

from hotich.staff.operations.accounts import (
    AccountRefused,
    give_position,
    keep_own_password,
    open_account,
    reset_password,
    set_active,
)
from hotich.staff.operations.helpers import (
    HelperRefused,
    end_helper,
    expire_helpers,
    extend_helper,
    paper_of,
    take_in_helper,
)
from hotich.staff.operations.teams import TeamRefused, change_team, form_team

__all__ = [
    "AccountRefused",
    "HelperRefused",
    "TeamRefused",
    "change_team",
    "end_helper",
    "expire_helpers",
    "extend_helper",
    "form_team",
    "give_position",
    "keep_own_password",
    "open_account",
    "paper_of",
    "reset_password",
    "set_active",
    "take_in_helper",
]
