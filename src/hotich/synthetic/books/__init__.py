"""The town's register books: the inventory, the books that can be keyed, and what was keyed already."""

from .inventory import DAYS, STATIONS, Inventory, build_inventory
from .keyable import keyable_entries
from .past import past_entries, written_entries
from .plans import HOLDERS, JUSTICE_OFFICE
from .spec import BookEntry, BookSpec, PastEntry, SubjectTruth

__all__ = [
    "DAYS",
    "HOLDERS",
    "JUSTICE_OFFICE",
    "STATIONS",
    "BookEntry",
    "BookSpec",
    "Inventory",
    "PastEntry",
    "SubjectTruth",
    "build_inventory",
    "keyable_entries",
    "past_entries",
    "written_entries",
]
