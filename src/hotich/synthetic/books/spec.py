"""One synthetic register book as the inventory lists it, and one entry of it as written on the page."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

State = Literal["keyable", "finished", "partial", "untouched"]
CopyRole = Literal["bản lưu xã", "bản lưu huyện", "duy nhất"]
Outcome = Literal["matched", "mismatched", "not_found", "unavailable", "pending", "unreadable"]

EDITIONS: tuple[tuple[str, date, date], ...] = (
    ("KS/1976", date(1977, 3, 11), date(1998, 12, 31)),
    ("KS/1999", date(1999, 1, 1), date(2006, 3, 31)),
    ("KS/2006", date(2006, 4, 1), date(2015, 12, 31)),
    ("KS/2016", date(2016, 1, 1), date(2019, 12, 31)),
)
"""The editions of the birth book in the town, with the days between which it was used."""


def era_of(day: date) -> str:
    """`1976`, `1999`, `2006` or `2016`: which generation of forms a book opened on `day` uses."""
    for edition, _, last in EDITIONS:
        if day <= last:
            return edition[3:]
    return "2016"


@dataclass(frozen=True, slots=True)
class SubjectTruth:
    """What is really so about one principal subject of an entry."""

    role: str
    personal_id: str | None
    """None where the person is not in the register."""
    differing: tuple[str, ...] = ()
    """Dotted ids of basic fields in which book and register truly differ."""
    harmless: tuple[str, ...] = ()
    """Dotted ids written differently without a discrepancy."""
    other: tuple[str, ...] = ()
    """Dotted ids that differ but are not basic (parents' names and years)."""
    amended: tuple[str, ...] = ()
    """Dotted ids in which the page differs until its margin note is made an annotation."""


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One entry as the page has it."""

    kind: str
    number: str
    page: int
    line: int
    """Place on the page, from 1."""
    registered: date
    fields: dict[str, str | None]
    """Dotted id → text as written; None where the column is there and empty."""
    truth: tuple[SubjectTruth, ...]
    marks: dict[str, str] = field(default_factory=dict)
    """Dotted id → `illegible` or `struck_out`, for a value that is missing for another reason than emptiness."""
    struck: dict[str, str] = field(default_factory=dict)
    """Dotted id → text struck out beside the value that stands."""
    flags: tuple[str, ...] = ()
    """`void`, `unreadable`."""

    @property
    def outcome(self) -> Outcome:
        """The entry's outcome when every subject is looked up in the whole register. A void number has nobody in it and
        is never looked up: ask its `flags` first."""
        if any(subject.differing or subject.amended for subject in self.truth):
            return "mismatched"
        if "unreadable" in self.flags:
            return "unreadable"
        if any(subject.personal_id is None for subject in self.truth):
            return "not_found"
        return "matched"


@dataclass(frozen=True, slots=True)
class PastEntry:
    """An entry that was keyed on one of the campaign's past days."""

    unit: str
    """Code of the reporting unit; `697-TP` for the district's justice office."""
    book_key: str
    station: int
    """0 or 1: which of the unit's machines."""
    officer: int
    """Index of the unit's keying officer."""
    day: int
    """1 … 21."""
    at: time
    """When it was completed."""
    outcome: Outcome
    entry: BookEntry


@dataclass(frozen=True, slots=True)
class BookSpec:
    """One volume. `(kind, office_text, year_opened, volume, copy_role)` identifies it."""

    kind: str
    office_text: str
    unit_code: str
    """The unit whose office registered, as coded at the time; `697` for the district."""
    year_opened: int
    volume: str
    copy_role: CopyRole
    holder: str
    """The reporting unit that keeps and keys it: a ward's code or `697-TP`."""
    edition: str
    """`KIND/era`."""
    form_mark: str
    years: tuple[int, int]
    first_number: str
    last_number: str
    opened_on: date
    closed_on: date | None
    pages: int
    entries: int
    entries_basis: Literal["counted", "estimated"]
    condition: str
    entered: bool
    """Whether this copy carries the mark *nhập từ bản này*."""
    state: State
    has_images: bool
    twin: str | None = None
    """Key of the other copy."""
    notes: str = ""
    keyed: int = 0
    """Entries keyed on the past days: all of a finished book's, some of a partial one's."""

    @property
    def key(self) -> str:
        """Identity in one string, in the order of the inventory's columns."""
        return "|".join((self.kind, self.office_text, str(self.year_opened), self.volume, self.copy_role))

    @property
    def book_number(self) -> str:
        """`01/2006`: volume and year, as the cover says."""
        return f"{self.volume}/{self.year_opened}"
