"""Workbooks of keyed entries of every format in and out: rows a second, and memory.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python bench/imports.py [--rows 10000] [--sheet KS-police|…|all] [--share 0.1]

It makes a synthetic town's entries as a workbook of a sheet, about `--share` of the rows with something wrong, and
imports it into a database of its own: read and judged without one, judged with it, for the first time, a second time,
and with a corrected name in every fifth row. Then it checks and exports everything and imports the export. Rows a second are rows of the file over the whole time of the
command's work, both passes included; what is not our own time is the database's, or another process had the processor.
Memory is the most the process has held. The database must be empty of entries; `all` makes one for each sheet.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.sheets import write_sheet

from hotich.synthetic.workbook import SHEETS, DirtyRow, Sheet, dirty_rows

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


def with_other_names(rows: list[DirtyRow], column: str) -> list[DirtyRow]:
    """The same rows; in every fifth somebody has corrected a name."""
    return [
        replace(row, cells=row.cells | {column: f"{row.cells[column]} Anh"})
        if place % 5 == 0 and isinstance(row.cells[column], str)
        else row
        for place, row in enumerate(rows)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--sheet", choices=[*SHEETS, "all"], default="KS-police")
    parser.add_argument("--share", type=float, default=0.1)
    arguments = parser.parse_args()
    home = Path(os.environ.setdefault("HOTICH_HOME", str(Path("var/bench").resolve())))
    if arguments.sheet == "all":
        for name in SHEETS:
            own = os.environ | {"HOTICH_HOME": str(home / name)}
            subprocess.run(
                [sys.executable, __file__, "--sheet", name, "--rows", str(arguments.rows),
                 "--share", str(arguments.share)],
                env=own, check=True,
            )  # fmt: skip
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    import django

    django.setup()
    from hotich.support.postgres import ensure_running, migrate

    with ensure_running(home):
        migrate(verbosity=0)
        run(home, arguments.rows, SHEETS[arguments.sheet], arguments.share)


def read_only(path: Path, sheet: Sheet) -> None:
    """Parses and validates every row, as the first pass does, without a database."""
    import datetime

    from hotich.integration.formats import layout_of
    from hotich.integration.interchange import read_row
    from hotich.integration.refusals import ENTRIES
    from hotich.integration.tables import open_table

    layout = layout_of(sheet.format, sheet.kind)
    clean: set[tuple[str, str]] = set()
    with open_table(path, layout.wanted, ENTRIES) as table:
        for row in table.rows():
            read_row(layout, table, row, today=datetime.date(2023, 6, 12), clean=clean)


def run(home: Path, count: int, sheet: Sheet, share: float) -> None:
    """All measures, over one workbook."""
    from hotich.core.places import Gazetteer
    from hotich.entries.models import Entry
    from hotich.entries.refolding import refold
    from hotich.integration.exports import check_entries, export_entries
    from hotich.integration.imports import import_entries
    from hotich.support.time import now
    from hotich.units.operations import load_units

    if Entry.objects.unscoped("a bench of its own").exists():
        raise SystemExit("This database holds entries already: name an empty HOTICH_HOME.")
    gazetteer = Gazetteer.load()
    load_units(keys=[unit.id for unit in gazetteer.children(gazetteer[TOWN])])
    rows = dirty_rows(sheet, count, seed=5, share=share)
    source, changed, out = home / "in.xlsx", home / "changed.xlsx", home / "out.xlsx"
    write_sheet(source, sheet, rows)
    named = sheet.names[0].upper() if sheet.format == "police" else sheet.names[0]
    write_sheet(changed, sheet, with_other_names(rows, named))
    say(f"{sheet.name}: {len(rows)} rows, {source.stat().st_size / 1e6:.1f} MB")

    def bring(name: str, path: Path, **options: Any) -> None:
        with measured(name, len(rows)):
            report = import_entries(
                path=path, kind=sheet.kind, now=now(), **{"format": sheet.format} | options
            )
        say(f"  imported {report.imported}, unchanged {report.unchanged}, rejected {report.rejected}")

    with measured("read and validated", len(rows)):
        read_only(source, sheet)
    bring("judged only", source, dry_run=True)
    bring("imported", source)
    bring("imported again", source)
    bring("every fifth corrected", changed, update=True)
    with measured("checked before sending", len(rows)):
        checked = check_entries(kind=sheet.kind, format="moj", now=now())
    say(f"  {checked.rows} rows, {checked.refused} of them would be refused")
    with measured("exported as moj", len(rows)):
        export_entries(kind=sheet.kind, format="moj", out=out, now=now())
    bring("the export imported", out, format="moj")
    with measured("refolded", len(rows)):
        found = refold(derived=True)
    say(
        f"  {found.entries} entries, {found.differing} differ from their log {[d.what for d in found.differences[:3]]}"
    )


if __name__ == "__main__":
    main()
