"""Asking the process that opens files, and starting another where it ended over one."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from hotich.books.imaging.making import Made
from hotich.books.imaging.problems import Unreadable

PATIENCE = 300.0
"""Seconds for one image by the clock; `child.SECONDS` of work end it long before, unless it waits for something."""

_SOURCE = Path(__file__).resolve().parents[3]


class Opener:
    """A child process that counts and makes images, for as long as it is used in a `with`."""

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def count(self, path: Path, kind: str) -> int:
        """How many images a file holds. Raises Unreadable."""
        return int(self._ask({"do": "count", "path": str(path), "kind": kind})["count"])

    def make(self, path: Path, kind: str, index: int, *, half: int, turn: int, out: Path) -> Made:
        """Makes the working image and the pyramid of one page into a folder. Raises Unreadable."""
        asked = {
            "do": "make", "path": str(path), "kind": kind, "index": index, "half": half, "turn": turn, "out": str(out),
        }  # fmt: skip
        return Made(**self._ask(asked))

    def _ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        child = self._started()
        assert child.stdin is not None and child.stdout is not None
        try:
            child.stdin.write(json.dumps(asked).encode() + b"\n")
            child.stdin.flush()
            is_there, _, _ = select.select([child.stdout], [], [], self._patience)
            line = child.stdout.readline() if is_there else b""
        except BrokenPipeError:
            line = b""
        if not line:
            # It ended over the file, or never will.
            self._end()
            raise Unreadable("too_hard")
        answer: dict[str, Any] = json.loads(line)
        if "problem" in answer:
            raise Unreadable(answer["problem"])
        return answer

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is None or self._child.poll() is not None:
            self._end()
            # Nothing secret of the worker's is for a process that opens strangers' files.
            kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
            self._child = subprocess.Popen(
                [sys.executable, "-m", "hotich.books.imaging.child", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=kept | {"PYTHONPATH": str(_SOURCE), "MALLOC_ARENA_MAX": "2", "VIPS_CONCURRENCY": "2"},
            )
        return self._child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                stream.close()
        self._child = None
