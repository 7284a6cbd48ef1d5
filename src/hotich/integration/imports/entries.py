"""Workbooks of keyed entries: rows become entries of the books they name."""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from hotich.audit import operations as audit
from hotich.integration.formats import layout_for_file, other_formats
from hotich.integration.imports.judging import FirstPass
from hotich.integration.imports.plans import Sheets, Source
from hotich.integration.imports.report import ImportReport
from hotich.integration.imports.shelf import Shelf
from hotich.integration.imports.units import Custody
from hotich.integration.imports.writing import SecondPass
from hotich.integration.interchange import Layout, read_numbers
from hotich.integration.refusals import ENTRIES, FileRefused
from hotich.integration.tables import Table, open_table
from hotich.linkage.operations.books import link_later
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.time import local


def import_entries(
    *,
    path: Path,
    kind: str,
    format: str,
    unit_code: str = "",
    keyed_on: date | None = None,
    station_code: str = "",
    update: bool = False,
    dry_run: bool = False,
    actor: Officer | None = None,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Imports a workbook of one kind in one format.

    The same content again is `unchanged`; other content of an entry that is there is refused with `entry.differs`, or
    with `update` appended as a correction. `dry_run` stops after the first pass: the counts say what would be done.
    Without an actor (the command line) nobody's scope is checked. Raises FileRefused.
    """
    layout = layout_for_file(format, kind, path)
    custody = Custody(local(now).date())
    unit = custody.keeping(unit_code) if unit_code else None
    source = Source(path.name, _digest(path), format, keyed_on, _station(station_code))
    report = ImportReport()
    with _open(path, layout) as table:
        sheets = Sheets(layout, table, read_numbers(table, layout))
        report.messages.add((*table.messages, *sheets.beside.messages))
        judge = FirstPass(
            sheets, Shelf(kind, custody, unit), report, update=update, actor=actor, today=custody.today
        )
        judged = judge.run(custody.with_predecessors(unit) if unit else None)
        report.details |= {"dry_run": dry_run, "corrected": 0}
        if dry_run:
            report.imported = len(judged.plans)
            return report
        write = SecondPass(sheets, judged, report, source, actor=actor, now=now, progress=progress)
        if judged.plans:
            with _settled_heap():
                write.run()
            link_later(write.books)
    audit.record(
        kind="entries.imported",
        officer=actor,
        subject=f"file:{source.digest[:16]}",
        detail={
            "kind": kind,
            "format": format,
            "rows": report.rows,
            "imported": report.imported,
            "rejected": report.rejected,
        },
        unit_id=unit.pk if unit else None,
    )
    return report


@contextmanager
def _open(path: Path, layout: Layout) -> Iterator[Table]:
    """The table of a file; a file of another format is refused with the option that reads it."""
    try:
        opened = open_table(path, layout.wanted, ENTRIES, csv_allowed=layout.verbatim)
        table = opened.__enter__()
    except FileRefused as refusal:
        misread = refusal.code in ("columns.missing", "sheet.not_found", "file.wrong_type")
        other = next((each for each in other_formats(layout) if misread and _fits(path, each)), None)
        if other is None:
            raise
        raise FileRefused(
            f"Tệp {path.name} theo {other.title}, không theo {layout.title}. Nhập lại với --format {other.format}.",
            code="format.other",
        ) from refusal
    try:
        yield table
    finally:
        opened.__exit__(None, None, None)


@contextmanager
def _settled_heap() -> Iterator[None]:
    """Keeps the garbage collector from going over gazetteer and plans again with every few rows: a fifth of the time."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _fits(path: Path, layout: Layout) -> bool:
    try:
        with open_table(path, layout.wanted, ENTRIES, csv_allowed=layout.verbatim):
            return True
    except FileRefused:
        return False


def _digest(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > ENTRIES.packed:
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _station(code: str) -> Station | None:
    if not code:
        return None
    found: Station | None = Station.objects.unscoped("named on the command line").filter(code=code).first()
    if found is None:
        raise FileRefused(f"Không có máy mang mã {code}. Kiểm tra lại --station.", code="station.unknown")
    return found
