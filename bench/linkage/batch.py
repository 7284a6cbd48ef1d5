"""``hotich link`` on whole files: time of one process, of the processor, and peak memory.

``python -m bench.linkage.batch CITIZENS ENTRIES``
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.linkage.sets import EVALUATION_COUNTRY, build_register, build_set
from hotich.core.matching.batch import link_files
from hotich.core.matching.model import default_model


def write_files(folder: Path, citizens: int, entries: int) -> np.ndarray:
    """A population and the entries of the standard set as csv; returns the right personal number of every entry."""
    register = build_register(seed=EVALUATION_COUNTRY, size=citizens)
    chosen = build_set(register, "standard", entries)
    with (folder / "population.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(register.columns)
        writer.writerows(zip(*register.columns.values(), strict=True))
    with (folder / "entries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["entry_id", *chosen.columns])
        writer.writerows(zip(range(entries), *chosen.columns.values(), strict=True))
    numbers = np.array([*register.columns["personal_id"], ""], dtype=object)
    return numbers[chosen.truth]


def main() -> None:
    citizens, entries = int(sys.argv[1]), int(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = write_files(folder, citizens, entries)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wall, processor = time.perf_counter(), time.process_time()
        link_files(
            population=folder / "population.csv",
            entries=folder / "entries.csv",
            out=folder / "links.csv",
            model=default_model(),
            progress=lambda stage, rows: marks.__setitem__(stage, time.process_time() - processor),
        )
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    linked = [
        (row, right)
        for row, right in zip(rows, truth, strict=True)
        if row["outcome"] in ("matched", "mismatched")
    ]
    sys.stdout.write(
        f"{entries:,} × {citizens:,}: {wall:.1f} s, {processor:.1f} s of one core; peak {peak / 1024:.0f} MB ({before / 1024:.0f} MB of it the generator's)\n"
        f"ended at, s of one core: {', '.join(f'{stage} {at:.1f}' for stage, at in marks.items())}\n"
        f"linked {len(linked):,}, right {sum(row['personal_id'] == right for row, right in linked) / max(len(linked), 1):.5f}\n"
    )


marks: dict[str, float] = {}

if __name__ == "__main__":
    main()
