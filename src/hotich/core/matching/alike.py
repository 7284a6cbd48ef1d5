"""What makes two entries worth laying side by side: keys that both have, and what speaks against it.

Keys are digests, so that a table of them says nothing of anybody. A key proposes and nothing more: `agrees` looks at what else
the two entries say, and an officer decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Ground = Literal["number", "persons"]
"""Same number of the same office, kind and year; same persons by name and date."""

REPEATED_BY_LAW: Final = frozenset({"HN", "TD"})
"""Kinds of which one person has many: certificates, changes. Of them only the number is a ground."""
_WIDTH: Final = 32


@dataclass(frozen=True, slots=True)
class Person:
    """A subject as the search knows him: name folded, date in EDTF, year where no more is known."""

    role: str
    name: str
    born: str = ""
    year: int | None = None
    principal: bool = True

    @property
    def has_full_date(self) -> bool:
        return len(self.born) == 10 and self.born[4] == self.born[7] == "-" and self.born[8:].isdigit()


@dataclass(frozen=True, slots=True)
class Act:
    """One entry as far as duplicates go. `volume` names the volume whatever the copy; `event` is the day of the act itself, where
    the kind has one (of a death)."""

    kind: str
    office: str
    volume: str
    year: int | None
    number: int | None
    suffix: str = ""
    persons: tuple[Person, ...] = ()
    event: str = ""
    book: str = ""
    rest: Mapping[str, str] = field(default_factory=dict)
    """Names of who is no principal subject, by role."""

    @property
    def principals(self) -> tuple[Person, ...]:
        return tuple(sorted((one for one in self.persons if one.principal), key=lambda one: one.role))


def keys_of(act: Act) -> dict[Ground, str]:
    """The keys by which an entry finds others; none of a ground where the entry says too little for it."""
    found: dict[Ground, str] = {}
    if act.number is not None and act.year is not None and act.office:
        found["number"] = _digest("n", act.kind, act.office, str(act.year), str(act.number), act.suffix)
    persons = act.principals
    if persons and act.kind not in REPEATED_BY_LAW and all(one.name for one in persons):
        # One name and a year is half a commune; two people together, or one with his day of birth, are few.
        if len(persons) > 1 and all(one.year for one in persons):
            said = [f"{one.role}:{one.name}:{one.year}" for one in persons]
            found["persons"] = _digest("p", act.kind, *said)
        elif len(persons) == 1 and (persons[0].has_full_date or (persons[0].year and act.event)):
            one = persons[0]
            when = act.event if act.event else one.born
            found["persons"] = _digest("p", act.kind, one.name, str(one.year), when)
    return found


def agrees(ground: Ground, here: Act, there: Act) -> bool:
    """Whether two entries that share a key may be one act, or one person registered twice."""
    if ground == "number":
        if here.book == there.book:
            return False  # a number twice in one book is its own question: the book's sequence shows it
        return here.volume == there.volume or _share_a_name(here, there)
    return not any(here.rest[role] != there.rest[role] for role in here.rest.keys() & there.rest.keys())


def _share_a_name(here: Act, there: Act) -> bool:
    names = {(one.role, one.name) for one in here.principals if one.name}
    return any((one.role, one.name) in names for one in there.principals)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:_WIDTH]
