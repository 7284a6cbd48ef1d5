"""What a checker and an arbiter do, in the words of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk import Desk, typed

from hotich.checking.models import Check
from hotich.checking.operations import arbitrate, plan_book, receive_check, take_checks
from hotich.entries import grants
from hotich.entries.grants import CheckPass
from hotich.entries.models import Entry, Outcome
from hotich.entries.operations import Packet, record_outcome
from hotich.entries.packets import read_fields
from hotich.support.ids import uuid7


def keyed(desk: Desk, line: int = 1, **values: str) -> Any:
    """A finished entry that was looked up: nobody found, so that no column of it is confirmed."""
    entry = desk.whole(line=line, **values)
    record_outcome(
        actor=desk.officer, entry_id=entry, role="child", outcome=Outcome.NOT_FOUND, now=desk.world.now
    )
    return entry


@dataclass
class Checker:
    """An officer who keys checks at a machine, through the door his desk uses."""

    world: Any
    officer: Any

    def take(self, **more: Any) -> list[Check]:
        return take_checks(actor=self.officer, station=self.world.station, now=self.world.now, **more)

    def send(
        self,
        check: Check,
        type: str,
        payload: dict[str, Any],
        *,
        actor: Any = None,
        number: int | None = None,
    ) -> Any:
        """One packet under the grant that came with the check."""
        number = check.pass_number if number is None else number
        grant = grants.issue(
            officer=actor or self.officer, station=self.world.station, leases=(), now=self.world.now, position="checker",
            checks=[CheckPass(check.entry_id, check.book_id, check.pass_number or 0)],
        )  # fmt: skip
        packet = Packet(
            tx_id=uuid7(),
            entry=check.entry_id,
            book=check.book_id,
            type=type,
            payload=payload,
            grant=grant,
            pass_number=number,
        )
        return receive_check(packet=packet, sender=actor or self.officer, now=self.world.now)

    def keys(self, check: Check, **other: str) -> Check:
        """Keys everything asked as the first officer did, but for `other` (dotted ids with `__` for the dot), and finishes."""
        first = check.entry.transcriptions.get(accepted=True).fields
        said = {
            name: {part: (first.get(name) or {}).get(part) for part in ("v", "m", "struck")} | {"o": "typed"}
            for name in check.fields
        }
        said |= {name.replace("__", "."): typed(text) for name, text in other.items()}
        self.send(check, "fields_keyed", read_fields(said))
        self.send(check, "completed", {"overrides": []})
        check.refresh_from_db()
        return check


def planned(world: Any, book: Any = None) -> list[Check]:
    """Plans the book's checks; all of them in its order."""
    book = book or world.book
    while plan_book(book=book, now=world.now):
        pass
    rows = Check.objects.unscoped("a test's own world").filter(book=book)
    return list(rows.select_related("entry__book__unit", "book").order_by("position"))


def entry_of(pk: Any) -> Entry:
    return Entry.objects.unscoped("a test's own entry").get(pk=pk)


def accepted_fields(pk: Any) -> dict[str, Any]:
    return entry_of(pk).transcriptions.get(accepted=True).fields


def decide(world: Any, arbiter: Any, check: Check, **said: str) -> Check:
    """Decides every difference as `said` (dotted ids with `__`): first, second, unreadable, or what the book says."""
    known = {"first", "second", "unreadable"}
    wanted = {name.replace("__", "."): text for name, text in said.items()}
    decisions = {
        one.field: {
            "as": text if (text := wanted.get(one.field, "first")) in known else "other",
            "value": text,
        }
        for one in check.differences.all()
    }
    return arbitrate(actor=arbiter, check_id=check.pk, decisions=decisions, now=world.now)
