"""The office served in a home of its own, and a browser in front of it that reaches nothing but this machine."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.processes import free_port, nothing_left, processes_of

from bench.desk.truth import TrueBook

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]  # fmt: skip


def chromium() -> str | None:
    return os.environ.get("HOTICH_CHROMIUM") or shutil.which("chromium")


class House:
    """Web, worker and database of an office that has these books."""

    def __init__(self, books: Sequence[TrueBook]) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hotich-desk-"))
        self._folder.chmod(0o711)
        self.home = self._folder / "home"
        (self._folder / "books").write_bytes(pickle.dumps(list(books)))
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")
        } | {"HOTICH_HOME": str(self.home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        command = [
            sys.executable, "-m", "bench.desk.office", "serve", str(self.port), str(self._folder / "books"),
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        if self.process.stdout.readline().strip() != "ready":
            self.process.wait(10)
            raise RuntimeError("the office did not open; its words stand above")

    def kept(self, *logins: str) -> list[dict[str, Any]]:
        """What is stored of the books of these officers."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.desk.office", "kept", *logins], env=self.environment, cwd=ROOT,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout)

    def kill_everything(self) -> set[int]:
        """SIGKILL to web, worker and database: nobody is told, nothing is flushed."""
        words = ("granian", "hotich worker", "procrastinate", "postgres")
        found = {
            n for n, command in processes_of(self.home).items() if any(word in command for word in words)
        }
        for number in found:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return found

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                return True
        except (OSError, urllib.error.HTTPError):
            return False

    def waits_until_it_answers(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > deadline:
                raise RuntimeError("the office did not come back")
            time.sleep(0.1)

    def __enter__(self) -> House:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        finally:
            for number in nothing_left(self.home, 5):
                os.kill(number, signal.SIGKILL)
            shutil.rmtree(self._folder, ignore_errors=True)
