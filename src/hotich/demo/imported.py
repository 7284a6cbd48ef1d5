"""A book that somebody keyed elsewhere and sent as a workbook: its entries are here, looked up, and wait for an officer."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction
from psycopg.types.range import Range

from hotich.books.models import Assignment, Book, BookStatus
from hotich.demo.inventory import FROM_FILE, Shelf
from hotich.demo.officers import Staff
from hotich.demo.territory import SCOPE_UNTIL, Holder
from hotich.entries.operations import FileRow, record_imports
from hotich.linkage.operations.books import link_book
from hotich.synthetic.books import BookEntry, BookSpec, Inventory, written_entries

ROWS = 60
"""Entries of the workbook: enough for every group of a queue, looked up in a second."""
FILE = "khai-sinh-nhap-tu-tep.xlsx"


def import_book(shelf: Shelf, inventory: Inventory, staff: Staff, *, now: datetime) -> int:
    """Brings in the workbook and links it; how many entries. Nothing where the town is too small for such a book.

    After everything that `entries.bulk` loads, and outside a transaction.
    """
    found = _book_for(shelf, inventory)
    if found is None:
        return 0
    holder, spec, book = found
    entries = [one for one in written_entries(inventory, spec) if not one.flags][:ROWS]
    with transaction.atomic():
        rows = [_row(book, entry, number) for number, entry in enumerate(_written_twice(entries), start=1)]
        record_imports(actor=staff.of(holder, "hotich"), rows=rows, now=now)
        Assignment.objects.create(
            book=book, team=staff.teams[holder.code], pages=Range(1, 1_000_000),
            assigned_by=staff.of(holder, "totruong"), assigned_at=now,
        )  # fmt: skip
    while link_book(book_id=book.pk, now=now).more:
        pass
    return len(rows)


def _book_for(shelf: Shelf, inventory: Inventory) -> tuple[Holder, BookSpec, Book] | None:
    """The ward's book of births that nobody has begun at a desk."""
    for holder, spec in shelf.specs:
        begun = shelf.books[spec.key].status not in (BookStatus.INVENTORIED, BookStatus.HANDED_OVER)
        if holder.code == FROM_FILE and spec.kind == "KS" and spec.key in inventory.volumes and not begun:
            return holder, spec, shelf.books[spec.key]
    return None


def _written_twice(entries: list[BookEntry]) -> list[BookEntry]:
    """One birth stands in the book a second time, under the next number: what a queue shows side by side."""
    if not entries:
        return []
    again, last = entries[len(entries) // 2], entries[-1]
    digits = last.number.partition("/")[0]
    number = last.number.replace(digits, str(int(digits) + 1), 1) if digits.isdigit() else f"{last.number}a"
    fields = {**again.fields, "registration.number": number}
    return [*entries, replace(again, number=number, page=last.page, line=last.line + 1, fields=fields)]


def _row(book: Book, entry: BookEntry, number: int) -> FileRow:
    return FileRow(
        tx_id=uuid5(NAMESPACE_OID, f"demo tx {book.pk} {number}"),
        entry_id=uuid5(NAMESPACE_OID, f"demo {book.pk} {number}"),
        book=book,
        fields={name: _value(entry, name, text) for name, text in entry.fields.items()},
        page=entry.page,
        line=entry.line,
        position=number,
        source={"file": FILE, "row": number + 1},
        flags=("out_of_scope",) if entry.registered > SCOPE_UNTIL else (),
    )


def _value(entry: BookEntry, name: str, text: str | None) -> dict[str, Any]:
    missing = None if text else entry.marks.get(name, "blank_in_book")
    return {"v": text or None, "m": missing, "o": "imported", "struck": None}
