"""The chain of an entry's margin notes, and what the entry says because of them.

Nothing leaves the chain: a note that another replaced, or that was withdrawn, stays in it and says so. Of those in force the later dated
one decides a field, and of two dated alike the one keyed later. A note without a date stands before the dated ones: what
is dated is known to have come last. Reads notes only: no definitions, no code lists, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hotich.core.values import Origin

Note = Mapping[str, Any]
Value = Mapping[str, Any]
Chain = tuple[Note, ...]

IN_FORCE, SUPERSEDED, WITHDRAWN = "in_force", "superseded", "withdrawn"


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a field says now, what it said before every note, and the note that decides it."""

    value: Value
    original: Value | None
    note: Note


def with_added(chain: Chain, payload: Mapping[str, Any], *, seq: int, by: int | None) -> Chain:
    """The chain with one more note; the one it `replaces` is superseded, with the reason given."""
    replaced, reason = payload.get("replaces"), payload.get("reason") or ""
    added = _marked({**payload, "seq": seq, "by": by}, IN_FORCE)
    return (*_ended(chain, replaced, SUPERSEDED, seq=seq, by=by, reason=reason), added)


def with_withdrawn(chain: Chain, payload: Mapping[str, Any], *, seq: int, by: int | None) -> Chain:
    """The chain with one note withdrawn. What that note had replaced stays superseded: it was wrong before."""
    return _ended(chain, payload.get("note"), WITHDRAWN, seq=seq, by=by, reason=payload.get("reason") or "")


def in_force(chain: Iterable[Note]) -> list[Note]:
    """The notes that count, in the order in which they changed the entry."""
    standing = (note for note in chain if note.get("state", IN_FORCE) == IN_FORCE)
    return sorted(standing, key=lambda note: (note.get("on") or "", note.get("seq") or 0))


def amended(fields: Mapping[str, Value], chain: Iterable[Note]) -> dict[str, Value]:
    """Fields with what the notes say they are now; a note's value carries the origin ``annotation``."""
    result = dict(fields)
    for note in in_force(chain):
        for name, value in (note.get("amends") or {}).items():
            result[name] = {**value, "o": Origin.ANNOTATION.value}
    return result


def amendments(fields: Mapping[str, Value], chain: Iterable[Note]) -> dict[str, Amendment]:
    """By dotted id, what the notes have made of a field and which of them decides it."""
    found = {}
    for note in in_force(chain):
        for name, value in (note.get("amends") or {}).items():
            found[name] = Amendment({**value, "o": Origin.ANNOTATION.value}, fields.get(name), note)
    return found


def _ended(chain: Chain, which: Any, state: str, *, seq: int, by: int | None, reason: str) -> Chain:
    ended = {"seq": seq, "by": by, "reason": reason}
    return tuple(
        _marked({**note, "ended": ended}, state)
        if note["seq"] == which and note["state"] == IN_FORCE
        else note
        for note in chain
    )


def _marked(note: Note, state: str) -> Note:
    return {**note, "state": state, "lacks": _lacking(note) if state == IN_FORCE else ""}


def _lacking(note: Note) -> str:
    """``entry``: no entry of the register that must have one is known · ``margin``: the page itself does not have the note yet."""
    if note.get("source"):
        return "" if note.get("in_margin", True) else "margin"
    return "entry" if note.get("wants") else ""
