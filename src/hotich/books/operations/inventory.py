"""The inventory: one row per physical volume, and the counts it has had."""

from datetime import datetime
from typing import Any

from django.db import transaction

from hotich.books.identity import edition_of, office_key, volume_key
from hotich.books.models import Book, BookCount
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound
from hotich.units.models import Unit

INVENTORY_FIELDS = frozenset(
    {
        "form_mark", "first_number", "last_number", "year_from", "year_to", "opened_on",
        "closed_on", "pages_count", "entries_count", "count_basis", "marked_for_entry", "custodian", "place",
        "condition", "notes", "unit",
    }
)  # fmt: skip


@transaction.atomic
def record_book(
    *,
    actor: Officer | None,
    now: datetime,
    kind: str,
    office: str,
    unit: Unit | None,
    year_opened: int | None,
    volume: str,
    copy_role: str = "only",
    from_file: bool = False,
    reason: str = "",
    **columns: Any,
) -> tuple[Book, str]:
    """Adds a book to the inventory or updates it by its identity; says `created`, `updated` or `unchanged`.

    `columns` are those of `INVENTORY_FIELDS`. A changed count keeps the one before it. Raises NotAllowed, NotFound,
    TypeError for a column that the inventory does not have.
    """
    if unknown := set(columns) - INVENTORY_FIELDS:
        raise TypeError(f"not columns of the inventory: {sorted(unknown)}")
    if actor is not None:
        require(actor, "inventory")
        if unit is None or unit.pk not in actor.scope.unit_ids:
            raise NotFound
    identity = {
        "kind": kind,
        "office_key": office_key(office),
        "year_opened": year_opened,
        "volume_key": volume_key(volume),
        "copy_role": copy_role,
    }
    book = (
        Book.objects.unscoped("identity is looked up across units")
        .select_for_update()
        .filter(**identity)
        .first()
    )
    if book is None:
        book = Book.objects.create(
            **identity, office=office, unit=unit, volume=volume, from_file=from_file, created_at=now,
            edition=edition_of(kind, year_opened, columns.get("form_mark", "")), **columns,
        )  # fmt: skip
        _keep_count(book, actor=actor, now=now, reason=reason or "kiểm kê")
        return book, "created"
    if actor is not None and book.unit_id not in actor.scope.unit_ids:
        raise NotFound
    changed = [name for name, value in columns.items() if getattr(book, name) != value]
    if unit is not None and book.unit_id is None:
        book.unit = unit
        changed.append("unit")
    if "form_mark" in changed and book.form_confirmed_at is None and not book.entries.exists():
        book.edition = edition_of(kind, year_opened, columns["form_mark"])
        changed.append("edition")
    if not changed:
        return book, "unchanged"
    for name in changed:
        if name in columns:
            setattr(book, name, columns[name])
    book.save(update_fields=changed)
    if {"entries_count", "pages_count", "count_basis"} & set(changed):
        _keep_count(book, actor=actor, now=now, reason=reason)
    return book, "updated"


def _keep_count(book: Book, *, actor: Officer | None, now: datetime, reason: str) -> None:
    BookCount.objects.create(
        book=book,
        entries_count=book.entries_count,
        pages_count=book.pages_count,
        count_basis=book.count_basis,
        reason=reason,
        counted_by=actor,
        counted_at=now,
    )
