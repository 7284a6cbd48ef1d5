"""How an entry is worked on, as its campaign says (rules.md §4): handed down by whoever calls, linkage knows no campaign."""

from dataclasses import dataclass

from hotich.linkage.models import Way


@dataclass(frozen=True, slots=True)
class Working:
    """In both ways identity fields are keyed before anything of the register is seen and those that differ are keyed once
    more. Blind work also asks it of whom nobody confirms; an entry that is not assisted is looked up once it is finished.
    `way` is where a search is made: in the extracts, or through the official interface.
    """

    blind: bool = False
    assisted: bool = True
    way: str = Way.EXTRACT


ORDINARY = Working()
"""The plan's procedure (confirm), with assistance."""
