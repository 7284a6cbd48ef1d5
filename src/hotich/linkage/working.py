"""How an entry is worked on, as its campaign says (rules.md §4): handed down by whoever calls, linkage knows no campaign."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Working:
    """In both ways identity fields are keyed before anything of the register is seen and those that differ are keyed once
    more. Blind work also asks it of whom nobody confirms; an entry that is not assisted is looked up once it is finished.
    """

    blind: bool = False
    assisted: bool = True


ORDINARY = Working()
"""The plan's procedure (confirm), with assistance."""
