"""What runs for a home, and a port nobody uses: for tests that start the product as a user does."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path


def processes_of(home: Path) -> dict[int, str]:
    """The processes that were told of this home, with their command lines; the test itself aside."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            told = command + (folder / "environ").read_bytes()
        except OSError:
            continue
        if command and os.fsencode(home) in told:
            found[int(folder.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def nothing_left(home: Path, seconds: float) -> dict[int, str]:
    """What is still there of this home after at most ``seconds``."""
    deadline = time.monotonic() + seconds
    while (left := processes_of(home)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
