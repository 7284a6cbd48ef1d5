"""Using the private server together: the last process that needs it stops it."""

from __future__ import annotations

import atexit
import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from hotich.support.postgres.layout import Layout, home_directory
from hotich.support.postgres.server import Server


class Session:
    """A process's share in the running server: a shared lock on ``pg.lock`` until it is released."""

    def __init__(self, server: Server, lock: IO[Any] | None) -> None:
        self.server = server
        self._lock = lock
        atexit.register(self.release)

    def release(self) -> None:
        """Give the share back; whoever can then take the lock alone stops the server. May be called twice."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        atexit.unregister(self.release)
        try:
            # Turning the lock drops the shared one first, so of several that leave together one succeeds.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self.server.stop()
        finally:
            lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def ensure_running(home: Path | None = None, *, die_with_parent: bool = False) -> Session:
    """Start the private server of ``home`` where it does not run yet, and hold it until released.

    With DATABASE_URL set there is nothing of ours to start, and the session is empty.
    Raises PostgresError with a sentence that says what to do.
    """
    server = Server(home or home_directory())
    if os.environ.get("DATABASE_URL"):
        return Session(server, None)
    layout: Layout = server.layout
    layout.prepare()
    lock = layout.lock.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while the last user of before is stopping it
        if server.state() != "up":
            server.start(die_with_parent=die_with_parent)
    except BaseException:
        lock.close()
        raise
    return Session(server, lock)
