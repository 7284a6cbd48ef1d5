"""The interactive look-up at full size: loaded by the product's own import, searched through the application's own query.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python -m bench.look_up [--citizens 100000 1000000 10000000] [--queries 2000] [--folder DIR]

For each size it writes an extract of the synthetic country (`bench.linkage`) as parquet, imports it, and asks with the entries of the
standard and the harsher set: the share whose citizen comes first and among ten, with its interval, and how long a search takes (no HTTP,
one client, warm). Then twenty officers ask once in three seconds each while another process imports a hundred thousand
citizens more. What lies beyond a limit is marked, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.linkage.measure import Share
from bench.linkage.sets import EVALUATION_COUNTRY, build_register, build_set

SETS = ("standard", "harsher")
CHUNK = 500_000
OFFICERS, EVERY, ALONGSIDE = 20, 3.0, 100_000
RECALL = {"standard": 0.9985, "harsher": 0.995}
P95, P95_ALONGSIDE, LOADED_A_MILLION = 10.0, 25.0, 180.0
"""Milliseconds of a search, the same during an import, and seconds to load and index a million."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass
class Limits:
    """What was measured against its limit."""

    missed: list[str] = field(default_factory=list)

    def hold(self, what: str, is_well: bool) -> str:
        """A mark for the line that says it."""
        if not is_well:
            self.missed.append(what)
        return "" if is_well else "  ← ngoài giới hạn"


@dataclass(frozen=True)
class Files:
    """An extract and, by set, its entries with the personal number of each (empty: nobody's)."""

    extract: Path
    entries: dict[str, Path]


def write_files(folder: Path, *, size: int, queries: int, seed: int = EVALUATION_COUNTRY) -> Files:
    """Writes what is not there yet, half a million citizens at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(
        folder / f"dan-cu-{size}-{seed}.parquet",
        {name: folder / f"{name}-{size}-{queries}-{seed}.parquet" for name in SETS},
    )
    if all(path.exists() for path in (files.extract, *files.entries.values())):
        return files
    draft = files.extract.with_suffix(".draft")
    writer: pq.ParquetWriter | None = None
    entries: dict[str, list[pa.Table]] = {name: [] for name in SETS}
    chunks = [min(CHUNK, size - begin) for begin in range(0, size, CHUNK)]
    for number, part in enumerate(chunks):
        register = build_register(seed=seed + 10_000 * number, size=part)
        # Every chunk numbers its people from 0.
        begin = number * 2 * CHUNK
        numbers = [f"99{int(one[2:]) + begin:010d}" for one in register.columns["personal_id"]]
        table = pa.table(register.columns | {"personal_id": numbers})
        writer = writer or pq.ParquetWriter(draft, table.schema, compression="zstd")
        writer.write_table(table)
        for name in SETS:
            chosen = build_set(register, name, -(-queries // len(chunks)))
            truth = [numbers[at] if at >= 0 else "" for at in chosen.truth.tolist()]
            entries[name].append(pa.table(chosen.columns | {"truth": truth}))
    assert writer is not None
    writer.close()
    for name, tables in entries.items():
        pq.write_table(pa.concat_tables(tables), files.entries[name])
    draft.rename(files.extract)
    return files


def questions(path: Path) -> list[tuple[Any, str]]:
    """What an officer asks for each entry, and whose it is."""
    from hotich.population.queries import Question

    words = set(Question.__dataclass_fields__)
    return [
        (Question(**{word: text for word, text in row.items() if word in words}), row["truth"])
        for row in pq.read_table(path).to_pylist()
    ]


def times_of(times: list[float]) -> str:
    """Milliseconds in four figures."""
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    return f"p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f}  lâu nhất {max(times):.0f} ms"


def p95_of(times: list[float]) -> float:
    return float(np.percentile(times, 95))


def measure(asked: list[tuple[Any, str]], *, second: bool) -> tuple[Share, Share, list[float]]:
    """Found first, found among ten, and milliseconds of every search."""
    from hotich.population.queries import search
    from hotich.support.time import today

    times: list[float] = []
    first = ten = members = 0
    for question, truth in asked:
        begun = time.perf_counter()
        answer = search(question, on=today(), second=second)
        times.append(1000 * (time.perf_counter() - begun))
        if truth:
            ranked = [one.citizen.personal_id for one in answer.candidates]
            members += 1
            first += ranked[:1] == [truth]
            ten += truth in ranked
    return Share(first, members), Share(ten, members), times


def load(path: Path) -> float:
    """Imports an extract as the command does; seconds it took."""
    from hotich.integration.imports import import_population
    from hotich.support.time import now

    begun = time.perf_counter()
    report = import_population(path=path, coverage="nation", basis="bench", now=now())
    assert report.complete, list(report.messages)[:3]
    return time.perf_counter() - begun


def wipe_all() -> None:
    """Takes away what an earlier size left."""
    from hotich.population.models import Extract
    from hotich.population.operations import wipe
    from hotich.support.time import now

    for extract in Extract.objects.filter(wiped_at__isnull=True):
        wipe(extract=extract, now=now())
        # Its name may be used again here, unlike in an installation at work.
        Extract.objects.filter(pk=extract.pk).update(name=f"{extract.name} {now().isoformat()}")


def alongside(asked: list[tuple[Any, str]], more: Path) -> tuple[list[float], float]:
    """Milliseconds of the officers' searches while another process imports, and the seconds that this took."""
    from django.db import connection

    from hotich.population.queries import search
    from hotich.support.time import today

    times: list[float] = []
    ended = threading.Event()

    def officer(number: int) -> None:
        chance = Random(number)
        try:
            search(asked[number][0], on=today())  # his connection is there before he is timed
            while not ended.wait(EVERY * chance.uniform(0.5, 1.5)):
                begun = time.perf_counter()
                search(chance.choice(asked)[0], on=today())
                times.append(1000 * (time.perf_counter() - begun))
        finally:
            connection.close()

    officers = [threading.Thread(target=officer, args=(number,)) for number in range(OFFICERS)]
    for one in officers:
        one.start()
    time.sleep(EVERY)
    times.clear()
    begun = time.perf_counter()
    importer = [sys.executable, "-m", "hotich", "import", "population", str(more), "--json"]
    answer = subprocess.run(importer, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    ended.set()
    for one in officers:
        one.join()
    assert answer.returncode == 0, answer.stderr
    return times, took


def run(size: int, queries: int, folder: Path, limits: Limits) -> tuple[float, float]:
    """One size: seconds to load, p95 of a search."""
    from hotich.population.models import Extract
    from hotich.population.operations import warm

    files = write_files(folder, size=size, queries=queries)
    wipe_all()
    loaded = load(files.extract)
    allowed = LOADED_A_MILLION * max(1.0, size / 1_000_000)
    mark = limits.hold(f"nạp {size:,}", loaded <= allowed)
    say(f"\n{size:,} công dân: nạp và lập chỉ mục {loaded:.0f} s (≤ {allowed:.0f}){mark}")
    warm(extract=Extract.objects.get(wiped_at__isnull=True))
    times_first: list[float] = []
    asked: list[tuple[Any, str]] = []
    for name in SETS:
        asked = questions(files.entries[name])
        measure(asked[:200], second=False)
        first, ten, times = measure(asked, second=False)
        times_first += times
        mark = limits.hold(f"{name}: trong mười, {size:,}", ten.value >= RECALL[name])
        say(f"  {name}: đứng đầu {first}, trong mười {ten} (≥ {RECALL[name]}){mark}; {times_of(times)}")
    mark = limits.hold(f"p95, {size:,}", p95_of(times_first) <= P95)
    say(f"  một người tra cứu: {times_of(times_first)} (p95 ≤ {P95:.0f}){mark}")
    _, ten, times = measure(asked[: queries // 4], second=True)
    say(f"  tra cứu lần hai: trong mười {ten}; {times_of(times)}")
    more = write_files(folder, size=ALONGSIDE, queries=100, seed=EVALUATION_COUNTRY + 1).extract
    times, took = alongside(asked, _elsewhere(more))
    mark = limits.hold(f"p95 khi đang nhập, {size:,}", p95_of(times) <= P95_ALONGSIDE)
    say(
        f"  {OFFICERS} cán bộ trong khi nhập {ALONGSIDE:,} công dân ({took:.0f} s): {len(times)} lần, {times_of(times)}"
        f" (p95 ≤ {P95_ALONGSIDE:.0f}){mark}"
    )
    return loaded, p95_of(times_first)


def _elsewhere(path: Path) -> Path:
    """The same people under numbers of their own, and a name that was not wiped before."""
    table = pq.read_table(path)
    numbers = [f"98{number[2:]}" for number in table["personal_id"].to_pylist()]
    out = path.with_name(f"them-{time.time_ns()}.parquet")
    pq.write_table(
        table.set_column(table.schema.get_field_index("personal_id"), "personal_id", [numbers]), out
    )
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--citizens", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    arguments = parser.parse_args()
    os.environ.setdefault("HOTICH_HOME", str((arguments.folder / "home").resolve()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    import django

    django.setup()
    from hotich.support.postgres import ensure_running, migrate

    limits = Limits()
    cost: list[tuple[int, float, float]] = []
    with ensure_running(Path(os.environ["HOTICH_HOME"])):
        migrate(verbosity=0)
        for size in arguments.citizens:
            cost.append((size, *run(size, arguments.queries, arguments.folder.resolve(), limits)))
    say(f"\n{'công dân':>12}{'nạp, s':>10}{'p95, ms':>10}")
    for size, loaded, p95 in cost:
        say(f"{size:>12,}{loaded:>10.0f}{p95:>10.1f}")
    if limits.missed:
        say("\nNgoài giới hạn: " + "; ".join(limits.missed))
        raise SystemExit(1)


if __name__ == "__main__":
    main()
