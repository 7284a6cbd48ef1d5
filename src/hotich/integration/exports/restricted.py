"""What of restricted entries may leave in a file: nothing, unless somebody who may see it says why it must."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

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
    def agreed(cls, actor: Officer | None, *, with_sensitive: bool, reason: str) -> Restricted:
        """Raises ReasonMissing, and NotAllowed for an actor who may see no restricted entry."""
        reason = reason.strip()
        if with_sensitive and not reason:
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

    def on_record(self, left_out: int) -> dict[str, Any]:
        """What the audit keeps of it."""
        return {"with_sensitive": self.included, "reason": self.reason, "left_out": left_out}
