"""One register size: a country's files, and ``hotich link`` on them in a process of its own on one core."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.linkage.batch import write_files
from hotich.core.matching.batch import link_files
from hotich.core.matching.model import default_model

BATCH_ENTRIES = 10_000


def measure(citizens: int) -> dict[str, float]:
    """The figures of one size, by name."""
    found: dict[str, float] = {"citizens": citizens}
    with tempfile.TemporaryDirectory() as folder:
        for step in ("write", "batch"):
            sys.stderr.write(f"{citizens:,}: {step} …\n")
            done = subprocess.run(
                [sys.executable, "-m", "bench.linkage.cost.measure", step, folder, str(citizens)],
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            found |= json.loads(done.stdout)
    return found


def _write(folder: Path, citizens: int) -> dict[str, float]:
    write_files(folder, citizens, BATCH_ENTRIES)
    return {}


def _batch(folder: Path, citizens: int) -> dict[str, float]:
    before = _peak()
    began = time.process_time()
    link_files(
        population=folder / "population.csv",
        entries=folder / "entries.csv",
        out=folder / "links.csv",
        model=default_model(),
    )
    return {"batch_s": time.process_time() - began, "batch_mb": _peak() - before}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_STEPS: dict[str, Any] = {"write": _write, "batch": _batch}

if __name__ == "__main__":
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    sys.stdout.write(json.dumps(_STEPS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
