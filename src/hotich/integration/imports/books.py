"""The inventory of books into the database."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from hotich.books.models import Book
from hotich.books.operations import link_copies, record_book
from hotich.core.text import search_key, squeeze
from hotich.integration.books import BookRow, read_book_row
from hotich.integration.books.reading import wanted
from hotich.integration.imports.report import ImportReport
from hotich.integration.imports.units import Custody
from hotich.integration.messages import Message, Severity
from hotich.integration.refusals import ENTRIES, FileRefused
from hotich.integration.tables import open_table
from hotich.staff.models import Officer
from hotich.support.errors import Refusal
from hotich.support.time import local
from hotich.units.models import Agency, Unit


def import_books(*, path: Path, actor: Officer | None = None, now: datetime) -> ImportReport:
    """Records every row of an inventory; a book known by kind, office, year, volume and copy is updated.

    A first pass reads the whole file. Raises FileRefused for a file that is no inventory.
    """
    report = ImportReport()
    with open_table(path, wanted(), ENTRIES, csv_allowed=True) as table:
        report.messages.add(table.messages)
        books = [book for row in table.rows() if (book := read_book_row(table, row)) is not None]
    custody = Custody(local(now).date())
    agencies = {
        search_key(name): agency for agency in Agency.objects.all() for name in (agency.name, agency.code)
    }
    created = updated = 0
    recorded: list[tuple[BookRow, Book]] = []
    for row in books:
        report.rows += 1
        report.messages.add(row.messages)
        if row.rejected:
            report.rejected += 1
            continue
        unit = _unit_of(row, custody, report)
        columns = _columns(row, agencies, report)
        if long := too_long({"office": row.office, "volume": row.volume, **columns}):
            report.rejected += 1
            report.messages.add(
                [_about(row, "error", "book.value_too_long", f"{long}. Ghi gọn lại rồi nhập lần nữa.")]
            )
            continue
        try:
            recorded_book, what = record_book(
                actor=actor,
                now=now,
                kind=row.kind,
                office=row.office,
                unit=unit,
                year_opened=row.year_opened,
                volume=row.volume,
                copy_role=row.copy_role,
                reason=f"nhập từ tệp {path.name}",
                **columns,
            )
        except Refusal as refusal:
            report.rejected += 1
            report.messages.add([_about(row, "error", refusal.code, refusal.message)])
            continue
        recorded.append((row, recorded_book))
        if what == "unchanged":
            report.unchanged += 1
        else:
            report.imported += 1
            created += what == "created"
            updated += what == "updated"
    report.details = {"created": created, "updated": updated, "twins": _link_copies(recorded, actor, report)}
    return report


def _link_copies(recorded: list[tuple[BookRow, Book]], actor: Officer | None, report: ImportReport) -> int:
    """Links the two copies of a volume that the inventory lists; says how many pairs are new."""
    linked = 0
    for row, book in recorded:
        other = link_copies(actor=actor, book=book)
        if other is not None:
            linked += 1
            entered = other if other.marked_for_entry else book
            report.messages.add(
                [
                    _about(
                        row, "note", "book.copies_linked",
                        f"hai bản của {book.title} đã được nối với nhau; nhập từ {entered.get_copy_role_display()}.",
                    )
                ]
            )  # fmt: skip
    return linked


def too_long(values: Mapping[str, Any]) -> str | None:
    """The Vietnamese name of the first text that the inventory has no room for."""
    for name, value in values.items():
        column: Any = Book._meta.get_field(name)
        longest = column.max_length
        if isinstance(value, str) and longest is not None and len(value) > longest:
            return f"{column.verbose_name} dài quá {longest} chữ"
    return None


def _unit_of(row: BookRow, custody: Custody, report: ImportReport) -> Unit | None:
    opened = row.values.get("opened_on")
    if row.unit_code:
        try:
            return custody.keeping(row.unit_code)
        except FileRefused as refusal:
            report.messages.add([_about(row, "warning", refusal.code, refusal.message)])
    unit = custody.of_office(row.office, opened, near=None)
    if unit is None:
        report.messages.add(
            [
                _about(
                    row, "warning", "book.no_unit",
                    f"không rõ “{row.office}” nay thuộc đơn vị nào; quyển sổ chờ Phòng Tư pháp giao đơn vị. "
                    "Ghi đủ xã, huyện, tỉnh hoặc thêm cột Mã đơn vị.",
                )
            ]
        )  # fmt: skip
    return unit


def _columns(row: BookRow, agencies: Mapping[str, Agency], report: ImportReport) -> dict[str, Any]:
    columns = dict(row.values)
    custodian = columns.pop("custodian", None)
    if custodian:
        agency = agencies.get(search_key(squeeze(custodian)))
        if agency is None:
            report.messages.add(
                [
                    _about(
                        row,
                        "warning",
                        "book.custodian_unknown",
                        f"không có cơ quan “{custodian}”, bỏ qua nơi giữ.",
                    )
                ]
            )
        else:
            columns["custodian"] = agency
    twin = columns.pop("twin", None)
    if twin:
        report.messages.add(
            [
                _about(
                    row,
                    "note",
                    "book.twin_by_identity",
                    f"“{twin}”: hai bản của một quyển được nhận ra theo cột Bản.",
                )
            ]
        )
    return columns


def _about(row: BookRow, severity: Severity, code: str, sentence: str) -> Message:
    return Message(row.row, "", severity, code, f"Dòng {row.row}: {sentence}")
