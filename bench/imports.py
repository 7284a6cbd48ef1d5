"""Workbooks of keyed births in and out: rows a second, and memory.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python bench/imports.py [--rows 5000] [--format police] [--share 0.1]

It makes a synthetic town's births as a workbook of a format, about `--share` of the rows with something wrong, and
imports it into a database of its own: judged only, for the first time, a second time, and with a corrected name in every
fifth row. Then it exports everything and imports the export. Rows a second are rows of the file over the whole time of the
command's work, both passes included; what is not our own time is the database's, or another process had the processor.
Memory is the most the process has held. The database must be empty of entries.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hotich.synthetic.workbook import DirtyRow, columns_of, dirty_rows

TOWN = "697@2022"
"""Thị xã Chơn Thành, whose synthetic namesake the births are of."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@contextmanager
def measured(name: str, rows: int) -> Iterator[None]:
    """Prints how long the block took for so many rows."""
    begun, busy = time.perf_counter(), time.process_time()
    yield
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{name:<24}{took:7.1f} s ({busy:5.1f} s of it our own){rows / took:8.0f} rows/s{most:7.0f} MB")


def write_sheet(path: Path, format: Any, rows: list[DirtyRow]) -> None:
    """The rows as a workbook, cells of every type as they are."""
    import xlsxwriter

    names = columns_of(format)
    with xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}
    ) as out:
        sheet = out.add_worksheet()
        sheet.write_row(0, 0, names)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [row.cells[name] for name in names])


def with_other_names(rows: list[DirtyRow], column: str) -> list[DirtyRow]:
    """The same rows; in every fifth somebody has corrected the child's name."""
    return [
        DirtyRow(row.cells | {column: f"{row.cells[column]} Anh"}, row.dirt, row.personal_id)
        if place % 5 == 0 and isinstance(row.cells[column], str)
        else row
        for place, row in enumerate(rows)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--format", choices=["moj", "police"], default="police")
    parser.add_argument("--share", type=float, default=0.1)
    arguments = parser.parse_args()
    os.environ.setdefault("HOTICH_HOME", str(Path("var/bench").resolve()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    import django

    django.setup()
    from hotich.support.postgres import ensure_running, migrate

    home = Path(os.environ["HOTICH_HOME"])
    with ensure_running(home):
        migrate(verbosity=0)
        run(home, arguments.rows, arguments.format, arguments.share)


def run(home: Path, count: int, format: Any, share: float) -> None:
    """All measures, over one workbook."""
    from hotich.core.places import Gazetteer
    from hotich.entries.models import Entry
    from hotich.entries.refolding import refold
    from hotich.integration.exports import export_entries
    from hotich.integration.imports import import_entries
    from hotich.support.time import now
    from hotich.units.operations import load_units

    if Entry.objects.unscoped("a bench of its own").exists():
        raise SystemExit("This database holds entries already: name an empty HOTICH_HOME.")
    gazetteer = Gazetteer.load()
    load_units(keys=[unit.id for unit in gazetteer.children(gazetteer[TOWN])])
    rows = dirty_rows(format, count, seed=5, share=share)
    source, changed, out = home / "in.xlsx", home / "changed.xlsx", home / "out.xlsx"
    write_sheet(source, format, rows)
    write_sheet(changed, format, with_other_names(rows, "NKSHOTEN" if format == "police" else "nksHoTen"))
    say(f"{len(rows)} rows, {source.stat().st_size / 1e6:.1f} MB")

    def bring(name: str, path: Path, **options: Any) -> None:
        with measured(name, len(rows)):
            report = import_entries(path=path, kind="KS", now=now(), **{"format": format} | options)
        say(f"  imported {report.imported}, unchanged {report.unchanged}, rejected {report.rejected}")

    bring("judged only", source, dry_run=True)
    bring("imported", source)
    bring("imported again", source)
    bring("every fifth corrected", changed, update=True)
    with measured("exported as moj", len(rows)):
        export_entries(kind="KS", format="moj", out=out, now=now(), with_sensitive=True, reason="đo tốc độ")
    bring("the export imported", out, format="moj")
    with measured("refolded", len(rows)):
        found = refold(derived=True)
    say(
        f"  {found.entries} entries, {found.differing} differ from their log {[d.what for d in found.differences[:3]]}"
    )


if __name__ == "__main__":
    main()
