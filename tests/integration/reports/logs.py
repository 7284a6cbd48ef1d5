"""Logs of entries written line by line, at whatever times: what no desk could do within one test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import Q

from hotich.books.models import BookMove
from hotich.cases.models import Case, CaseEvent
from hotich.core.quotas import VIETNAM
from hotich.entries.fold import EntryState, fold
from hotich.entries.models import Entry, EntryAction
from hotich.linkage.models import Judgement
from hotich.support.ids import uuid7
from hotich.units.models import Unit


@dataclass(frozen=True)
class Line:
    """One action: its type, when it was received, what it says."""

    type: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    pass_number: int = 0
    station: int | None = None
    author: int | None = None


def write(book: Any, lines: list[Line], *, kind: str = "KS") -> UUID:
    """An entry of the book with this log, its state as the fold has it."""
    entry_id = uuid7()
    rows = [
        EntryAction(
            entry_id=entry_id, seq=seq, tx_id=uuid7(), type=line.type, author_id=line.author, station_id=line.station,
            received_at=line.at, pass_number=line.pass_number, edition="KS/1999", payload_digest=b"", digest=b"",
            payload={"book": str(book.pk), "kind": kind, "position": 1001} | line.payload if seq == 1 else line.payload,
        )
        for seq, line in enumerate(lines, start=1)
    ]  # fmt: skip
    EntryAction.objects.bulk_create(rows)
    state = fold(rows)
    Entry.objects.create(
        id=entry_id, book=book, kind=kind, edition="KS/1999", opened_at=lines[0].at, last_action_at=lines[-1].at,
        first_completed_at=state.first_completed_at, outcome=state.outcome, void="void" in state.flags, status=state.status,
    )  # fmt: skip
    return entry_id


@dataclass(frozen=True)
class Opened:
    """A case of somebody in an entry: the states it came into, and when, in their order."""

    role: str
    states: tuple[tuple[datetime, str], ...]


def follow(entry_id: UUID, opened: Opened) -> UUID:
    """The case of an entry with this log, as it stands after it."""
    (at, _), (_, state) = opened.states[0], opened.states[-1]
    number = 1 + max(Case.objects.unscoped("test").values_list("number", flat=True), default=0)
    judgement = Judgement.objects.create(
        entry_id=entry_id,
        role=opened.role,
        decision="same_person",
        outcome="mismatched",
        received_at=at,
        digest=b"",
    )
    case = Case.objects.create(
        number=number, entry_id=entry_id, role=opened.role, state=state, judgement=judgement, opened_at=at,
        last_event_at=opened.states[-1][0],
    )  # fmt: skip
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case_id=case.pk, type="opened", received_at=moment, payload={"state": said}, digest=b"", seq=seq
        )
        for seq, (moment, said) in enumerate(opened.states, start=1)
    )
    return case.pk


@dataclass(frozen=True)
class Whereabouts:
    """Where a book was: the unit it had at first, and from when on which other; None where it was not known."""

    first: int | None
    moves: tuple[tuple[datetime, int | None], ...] = ()

    def before(self, moment: datetime) -> int | None:
        """The unit just before a moment."""
        return next((unit for at, unit in reversed(self.moves) if at < moment), self.first)


def placed(world: Any, where: Whereabouts) -> Any:
    """A book of the unit's inventory that was in these places, each move noted as the database notes it."""
    left, last = where.first, where.moves[-1][1] if where.moves else where.first
    book = world.new_book(unit=None if last is None else Unit.objects.get(pk=last))
    for at, unit in where.moves:
        BookMove.objects.create(book=book, left_id=left, unit_id=unit, at=at)
        left = unit
    return book


Part = tuple[datetime | None, datetime | None]
"""From when on and up to when what a unit keys is a campaign's; None where nothing bounds it."""
WHOLE: Part = (None, None)


def recount(
    unit_id: int,
    start: datetime,
    end: datetime,
    day: date,
    *,
    where: Mapping[UUID, Whereabouts] = MappingProxyType({}),
    part: Part = WHOLE,
) -> dict[str, Any]:
    """The same figures the long way: every entry of the unit folded up to two moments; `where` tells of books that moved, `part` from
    when on and up to when the unit's work is the campaign's.
    """
    figures: dict[str, Any] = {
        "entered": Counter(), "cumulative": Counter(), "outcomes": Counter(), "from_files": 0, "adjusted": 0,
        "out_of_scope": 0, "toward_quota": 0, "working": set(), "shifts": set(), "cases": Counter(),
    }  # fmt: skip
    for entry in Entry.objects.unscoped("recount").filter(Q(unit_id=unit_id) | Q(book_id__in=where)):
        been = where.get(entry.book_id, Whereabouts(entry.unit_id))
        was, stands_here = (been.before(moment) == unit_id for moment in (start, end))
        rows = list(EntryAction.objects.filter(entry_id=entry.pk).order_by("seq"))
        first, last = _at(rows, start), _at(rows, end)
        if stands_here:
            figures["cases"] += _cases_of(entry, last, end, part)
        if last is None or last.first_completed_at is None or not _in(part, last.first_completed_at):
            continue
        done = next(row for row in rows if row.received_at == last.first_completed_at and row.type in _ENDS)
        from_file = done.type == "imported"
        keyed_on = ((done.payload or {}).get("source") or {}).get("keyed_on")
        figures["out_of_scope"] += stands_here and "out_of_scope" in last.flags and "void" not in last.flags
        stands = stands_here and _stands(last)
        if stands:
            figures["cumulative"][last.kind] += 1
            figures["outcomes"][last.outcome] += 1
        if last.first_completed_at < start:
            figures["adjusted"] += stands - (was and _stands(first))
        elif stands and from_file:
            figures["from_files"] += 1
            figures["toward_quota"] += done.station_id is not None and keyed_on in days_of(start, day)
        elif stands:
            figures["entered"][last.kind] += 1
            figures["toward_quota"] += 1
            if done.station_id is not None:
                figures["working"].add(done.station_id)
                begun = shift_of(done.received_at)
                figures["shifts"] |= {(done.station_id, begun)} if begun >= start else set()
    return figures | {name: len(figures[name]) for name in ("working", "shifts")}


def _cases_of(entry: Entry, state: EntryState | None, end: datetime, part: Part) -> Counter[str]:
    """By column how many cases of the entry stand in it at a moment; of one not completed by then they are the work of when they were
    opened.
    """
    found: Counter[str] = Counter()
    done_at = state.first_completed_at if state is not None else None
    for case in Case.objects.unscoped("recount").filter(entry=entry):
        lines = CaseEvent.objects.filter(case_id=case.pk, received_at__lt=end).order_by("seq")
        last = lines.last()
        if last is None or not _in(part, done_at or case.opened_at):
            continue
        said = last.payload["state"]
        found.update([COLUMNS[said]] if said in COLUMNS else [])
        found["open"] += said not in ("closed", "withdrawn")
    return +found


COLUMNS = {
    "to_verify": "verifying", "verifying": "verifying", "concluded": "verified", "with_registrar": "verified",
    "citizen_guided": "guided", "correcting": "guided", "closed": "corrected",
}  # fmt: skip


def _in(part: Part, moment: datetime) -> bool:
    after, before = part
    return (after is None or moment >= after) and (before is None or moment < before)


def shift_of(moment: datetime) -> datetime:
    """When the shift of the moment began: 6, 14 or 22 o'clock."""
    hour = moment.astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0)
    while hour.hour not in (6, 14, 22):
        hour -= timedelta(hours=1)
    return hour


def days_of(start: datetime, day: date) -> set[str]:
    """The days on which the period of a report lies: from the one it begins on to the report's own."""
    first = start.astimezone(VIETNAM).date()
    return {(first + timedelta(days=ahead)).isoformat() for ahead in range((day - first).days + 1)}


_ENDS = ("completed", "marked_unreadable", "imported")


def _at(rows: list[EntryAction], until: datetime) -> EntryState | None:
    earlier = [row for row in rows if row.received_at < until]
    return fold(earlier) if earlier else None


def _stands(state: EntryState | None) -> bool:
    return (
        state is not None
        and state.first_completed_at is not None
        and not {"void", "out_of_scope"} & state.flags
    )


def told(line: Any) -> dict[str, Any]:
    """A line of the form as `recount` has it."""
    return {
        "entered": line.entered, "cumulative": line.cumulative,
        "outcomes": {name: count for name, count in line.outcomes.items() if count},
        "from_files": line.from_files, "adjusted": line.adjusted, "out_of_scope": line.out_of_scope,
        "toward_quota": line.toward_quota, "working": line.stations["working"],
        "shifts": line.stations["shifts"], "cases": {name: count for name, count in line.cases.items() if count},
    }  # fmt: skip
