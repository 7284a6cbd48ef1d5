"""What of restricted entries may leave in a file.

An officer's file holds nothing of them, unless he may see them and says why it must. The command line belongs to whoever runs the
server; the file the ministry or the police wait for is whole, so there everything goes along unless it is told to stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hotich.books.models import Page
from hotich.entries.derivation import sensitive_fields
from hotich.entries.models import Entry
from hotich.entries.policies import withheld, without_sensitive
from hotich.staff.models import Officer
from hotich.support.errors import NotAllowed, Refusal


class ReasonMissing(Refusal):
    """Restricted entries were asked for without a reason."""

    code = "export.reason_missing"
    message = (
        "Kết xuất cả trường hợp hạn chế phải nêu lý do (văn bản đề nghị, mục đích sử dụng): thêm lý do rồi kết xuất lại. "
        "Lý do được ghi vào nhật ký."
    )


@dataclass(frozen=True, slots=True)
class Restricted:
    """What was agreed for one file. `units` are those of whose entries the actor may see all, None on the command line."""

    included: bool
    reason: str
    actor: Officer | None
    units: frozenset[int] | None

    @classmethod
    def agreed(cls, actor: Officer | None, *, with_sensitive: bool | None, reason: str) -> Restricted:
        """`with_sensitive` None: as is usual for the command line or an officer. Raises ReasonMissing for an officer who says no
        reason, and NotAllowed for one who may see no restricted entry."""
        reason = reason.strip()
        with_sensitive = actor is None if with_sensitive is None else with_sensitive
        if with_sensitive and actor is not None and not reason:
            raise ReasonMissing
        units = None if actor is None else actor.scope.sensitive_unit_ids
        if with_sensitive and units is not None and not units:
            raise NotAllowed
        return cls(with_sensitive, reason if with_sensitive else "", actor, units)

    def leaving(self, entries: QuerySet[Any]) -> QuerySet[Any]:
        """The entries that may go out."""
        if not self.included:
            return without_sensitive(entries)
        return entries if self.actor is None else without_sensitive(entries, self.actor)

    def fields_of(self, entry: Entry, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields of one of them, restricted columns without their value."""
        if self.included and (self.units is None or entry.unit_id in self.units):
            return fields
        shut = [name for name in sensitive_fields(entry.book) if (fields.get(name) or {}).get("v")]
        return {**fields, **{name: withheld(fields[name]) for name in shut}} if shut else fields

    def notes_of(self, entry: Entry, notes: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The margin notes of one of them; those that amend a restricted column stay behind with it."""
        if self.included and (self.units is None or entry.unit_id in self.units):
            return list(notes)
        shut = sensitive_fields(entry.book)
        return [note for note in notes if shut.isdisjoint(note.get("amends") or {})]

    def may_show(self, page: Page) -> bool:
        """Whether an image of the page may leave: nothing restricted stands on it that stays behind."""
        if self.included and self.units is None:
            return True
        on_page = Entry.objects.unscoped("whether a page that leaves shows what stays behind").filter(
            book_id=page.book_id, page=page.number
        )
        shown = self.leaving(on_page)
        return on_page.count() == shown.count()

    def on_record(self, left_out: int) -> dict[str, Any]:
        """What the audit keeps of it."""
        return {"with_sensitive": self.included, "reason": self.reason, "left_out": left_out}
