"""``hotich link`` on whole files: time of one process, where it goes, the engine alone, and the peak memory of the link itself.

``python -m bench.linkage.batch 1000000x100000 [10000000x100000 …] [--engine duckdb]`` (citizens × entries). Files are drawn a million citizens at a
time, each million a country of its own; every link runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.linkage.sets import EVALUATION_COUNTRY, build_register, build_set
from hotich.core.matching.batch import CITIZENS_AT_ONCE, ENTRIES_AT_ONCE, link_files
from hotich.core.matching.engines.answers import answers
from hotich.core.matching.files import PersonFile
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import FIELDS
from hotich.core.matching.people import People

PART = 1_000_000


def write_files(folder: Path, citizens: int, entries: int) -> None:
    """A population, entries of the standard set, and for every entry the right personal number (``truth.csv``), as csv."""
    parts = -(-citizens // PART)
    with (
        (folder / "population.csv").open("w", encoding="utf-8", newline="") as population,
        (folder / "entries.csv").open("w", encoding="utf-8", newline="") as book,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as right,
    ):
        people, asked, truth = csv.writer(population), csv.writer(book), csv.writer(right)
        for part in range(parts):
            size = citizens // parts + (part < citizens % parts)
            count = entries // parts + (part < entries % parts)
            register = build_register(seed=EVALUATION_COUNTRY + part, size=size)
            chosen = build_set(register, "standard", count)
            numbers = [f"99{int(text[2:]) + part * 2 * PART:010}" for text in register.columns["personal_id"]]
            columns = register.columns | {"personal_id": numbers}
            if not part:
                people.writerow(columns)
                asked.writerow(["entry_id", *chosen.columns])
            people.writerows(zip(*columns.values(), strict=True))
            ids = [f"{part}-{row}" for row in range(count)]
            asked.writerows(zip(ids, *chosen.columns.values(), strict=True))
            truth.writerows([numbers[row] if row >= 0 else ""] for row in chosen.truth.tolist())


def whole(folder: Path, engine: str) -> dict[str, Any]:
    """The command as it is: both files read, the answers written."""
    began = time.process_time()
    ended: dict[str, float] = {}
    wall = time.perf_counter()
    link_files(
        population=folder / "population.csv",
        entries=folder / "entries.csv",
        out=folder / "links.csv",
        model=default_model(),
        engine=engine,  # type: ignore[arg-type]
        progress=lambda stage, rows: ended.__setitem__(stage, time.process_time() - began),
    )
    # From the interpreter's start: loading modules is part of the command.
    return {"wall": time.perf_counter() - wall, "processor": time.process_time(), "ended": ended}


def alone(folder: Path) -> dict[str, Any]:
    """The engine on a register already prepared: entries read and prepared, then searched."""
    register = PersonFile(folder / "population.csv", ("personal_id", "full_name"), ("personal_id", *FIELDS))
    book = PersonFile(folder / "entries.csv", ("entry_id", "full_name"), ("entry_id", *FIELDS))
    with People(register, "personal_id", chunk=CITIZENS_AT_ONCE) as citizens:
        model = default_model()
        began = time.process_time()
        with People(book, "entry_id", chunk=ENTRIES_AT_ONCE) as asked:
            prepared = time.process_time() - began
            for part in asked.chunks():
                answers(model, citizens, part)
    return {"prepared": prepared, "searched": time.process_time() - began - prepared}


def _child(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.linkage.batch", *arguments], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _right(folder: Path) -> tuple[int, int]:
    """Links, and how many of them are right."""
    with (
        (folder / "links.csv").open(encoding="utf-8", newline="") as said,
        (folder / "truth.csv").open(encoding="utf-8", newline="") as truth,
    ):
        pairs = zip(csv.DictReader(said), csv.reader(truth), strict=True)
        linked = [
            row["personal_id"] == (right[0] if right else "")
            for row, right in pairs
            if row["outcome"] in ("matched", "mismatched")
        ]
    return len(linked), sum(linked)


def _measure(citizens: int, entries: int, engine: str) -> None:
    with tempfile.TemporaryDirectory(prefix="hotich-bench-") as name:
        folder = Path(name)
        write_files(folder, citizens, entries)
        link = _child("--whole", name, "--engine", engine)
        stages = ", ".join(f"{stage} {at:.1f}" for stage, at in link["ended"].items())
        linked, right = _right(folder)
        sys.stdout.write(
            f"{entries:,} × {citizens:,}, {engine}: {link['processor']:.1f} s of one core ({link['wall']:.1f} s by the clock), peak {link['peak']:.0f} MB\n"
            f"  stages ended at: {stages}\n"
            f"  linked {linked:,}, right {right / max(linked, 1):.5f}\n"
        )
        if engine == "numpy":
            own = _child("--alone", name)
            sys.stdout.write(
                f"  engine alone, register prepared: {own['prepared'] + own['searched']:.1f} s of one core "
                f"(entries {own['prepared']:.1f}, search {own['searched']:.1f})\n"
            )
        sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", help="CITIZENSxENTRIES")
    parser.add_argument("--engine", default="numpy", choices=["numpy", "duckdb"])
    parser.add_argument("--whole", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.whole or said.alone:
        found = whole(said.whole, said.engine) if said.whole else alone(said.alone)
        found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps(found))
        return
    for size in said.sizes or ["1000000x100000"]:
        citizens, _, entries = size.partition("x")
        _measure(int(citizens), int(entries or 100_000), said.engine)


if __name__ == "__main__":
    main()
