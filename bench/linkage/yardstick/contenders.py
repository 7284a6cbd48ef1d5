"""Who competes: names, what each needs installed, and one run of each in a process of its own on one core."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

STAGES = ("read", "load", "train", "predict")
INSTALL = "uv pip install --require-hashes -r requirements/bench.txt"
_ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1")  # fmt: skip


@dataclass(frozen=True)
class Contender:
    """``run`` names ``module:function``; ``needs`` the modules that must be importable; ``most``: citizens it is asked to manage."""

    name: str
    run: str
    needs: tuple[str, ...] = ()
    most: int = 1 << 40


CONTENDERS = (
    Contender("numpy", "bench.linkage.yardstick.ours:by_numpy"),
    Contender("numpy, trained here", "bench.linkage.yardstick.ours:by_numpy_trained_here"),
    Contender("our SQL, DuckDB", "bench.linkage.yardstick.ours:by_duckdb", ("duckdb",)),
    Contender("Splink", "bench.linkage.yardstick.by_splink:plain", ("splink", "duckdb")),
    Contender("Splink + family", "bench.linkage.yardstick.by_splink:with_family", ("splink", "duckdb")),
    Contender(
        "recordlinkage", "bench.linkage.yardstick.by_recordlinkage:run", ("recordlinkage",), most=100_000
    ),
)


@dataclass
class Clock:
    """Seconds of the processor by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - began


@dataclass(frozen=True)
class Said:
    """What a contender says of every entry: the best citizen (-1: none), a score that rises with the chance that he is the person, one that rises with
    the chance that the person is in the register at all, and the contender's own probability of the best."""

    best: np.ndarray
    link: np.ndarray
    present: np.ndarray
    probability: np.ndarray
    settings: tuple[str, ...]
    pairs: int
    enough: np.ndarray | None = None
    """Where given: entries that say enough for a conclusion that nobody is the person."""


@dataclass(frozen=True)
class Result:
    """A contender's run; ``said`` is None where it did not run, and ``note`` says why."""

    contender: Contender
    said: Said | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    megabytes: float = 0.0
    note: str = ""


def run(contender: Contender, folder: Path, citizens: int) -> Result:
    """Runs a contender in a child; never raises for what is missing or fails there."""
    if citizens > contender.most:
        return Result(contender, note=f"not run above {contender.most:,} citizens")
    missing = [name for name in contender.needs if importlib.util.find_spec(name) is None]
    if missing:
        return Result(contender, note=f"not installed: {', '.join(missing)}. {INSTALL}")
    out = folder / "answer.npz"
    done = subprocess.run(
        [sys.executable, "-m", "bench.linkage.yardstick.contenders", contender.run, str(folder), str(out)],
        env={**os.environ, **_ONE_CORE},
        check=False,
    )
    if done.returncode:
        return Result(contender, note=f"failed (exit {done.returncode}), see above")
    with np.load(out) as found:
        about: dict[str, Any] = json.loads(str(found["about"]))
        said = Said(
            found["best"], found["link"], found["present"], found["probability"], tuple(about["settings"]), about["pairs"], found["enough"],
        )  # fmt: skip
    return Result(contender, said, about["seconds"], about["megabytes"])


def _child() -> None:
    where, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    module, name = where.split(":")
    function: Callable[[Path, Clock], Said] = getattr(importlib.import_module(module), name)
    clock = Clock()
    said = function(folder, clock)
    about = {
        "settings": said.settings, "pairs": said.pairs, "seconds": clock.seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip
    enough = np.ones(len(said.best), bool) if said.enough is None else said.enough
    np.savez(
        out, best=said.best, link=said.link, present=said.present, probability=said.probability, enough=enough, about=np.array(json.dumps(about)),
    )  # fmt: skip


if __name__ == "__main__":
    _child()
