"""Runs the parts of an installation as children of one process: the demo, and ``hotich serve`` without a server.

In production systemd does this. Whatever ends the supervisor, SIGKILL included, ends its children: each asked the kernel
to be told.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Any, Self

from hotich.support.postgres import Session, database_urls, ensure_running, home_directory
from hotich.support.postgres.identity import die_with_parent
from hotich.support.tls import Files

CHILD_PATIENCE = 4.0
"""Seconds web and worker have to end after SIGTERM; with the database's own patience it stays below ten."""
RESTARTS, WINDOW = 5, 60.0
"""A child that ends more than RESTARTS times in WINDOW seconds is not started again."""


class SupervisorError(Exception):
    """A part cannot be started or does not stay up; the text is Vietnamese and says what to do."""


def web_command(host: str, port: int, processes: int, tls: Files | None = None) -> list[str]:
    """The web server's command line; with certificates it speaks HTTPS, and its processes start anew each day to read renewed ones."""
    own = [
        *("--ssl-certificate", str(tls.server), "--ssl-keyfile", str(tls.server_key)),
        *("--ssl-protocol-min", "tls1.2", "--workers-lifetime", "24h"),
    ] if tls else []  # fmt: skip
    return [
        *(sys.executable, "-m", "granian", "hotich.config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"),
        *("--workers", str(processes), "--blocking-threads", "4"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "3"),
        *("--log-level", "warning"),
        *own,
    ]


def worker_command() -> list[str]:
    """The worker's command line."""
    return [sys.executable, "-m", "hotich", "worker"]


def check_port(host: str, port: int) -> None:
    """Raises SupervisorError where somebody listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SupervisorError(
                f"Không dùng được cổng {port} trên {host} ({error.strerror}). Chọn cổng khác bằng --port, "
                "hoặc tắt chương trình đang dùng cổng này."
            ) from error


class Child:
    """One part: its command, its process, when it was started."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path | None) -> None:
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.process: subprocess.Popen[Any] | None = None
        self.starts: list[float] = []

    def start(self) -> None:
        parent = os.getpid()
        stream: IO[Any] | None = self.log.open("ab") if self.log else None
        try:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                # A session of its own: Ctrl-C reaches the supervisor, who ends the parts in order.
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM, parent),
            )
        finally:
            if stream:
                stream.close()
        self.starts.append(time.monotonic())

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals, *, group: bool = False) -> None:
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if group:
                os.killpg(self.process.pid, number)
            elif self.process.poll() is None:
                self.process.send_signal(number)

    def restart(self) -> None:
        """Start it again after it ended by itself. Raises SupervisorError when it does so all the time."""
        recent = [moment for moment in self.starts if time.monotonic() - moment < WINDOW]
        if len(recent) > RESTARTS:
            raise SupervisorError(f"'{self.name}' dừng liên tục.{self.last_words()}")
        self.signal(signal.SIGKILL, group=True)  # what a killed web server left of its processes
        time.sleep(min(0.2 * len(recent), 1.0))
        self.start()

    def last_words(self) -> str:
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()[-12:]
        return f" Nhật ký {self.log}:\n" + "\n".join(lines)


class Supervisor:
    """The database, the web server and the worker of one home, from ``with`` to its end.

    >>> with Supervisor(home, port=8000) as house:      # the database answers from here on
    ...     fill(home)
    ...     house.start("web", "worker")
    ...     house.wait_until_ready()
    ...     house.watch()                               # until SIGTERM or Ctrl-C
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 8000,
        processes: int = 1,
        logs: bool = True,
        tls: Files | None = None,
    ) -> None:
        self.home = (home or home_directory()).absolute()
        self.host, self.port, self.processes, self.logs = host, port, processes, logs
        self.tls = tls
        self.database: Session | None = None
        self.children: list[Child] = []
        self._signals: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._signals[number] = signal.signal(number, self._asked_to_stop)
        try:
            self.database = ensure_running(self.home, die_with_parent=True)
        except BaseException:
            self._restore_signals()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in self._signals:
            signal.signal(number, signal.SIG_IGN)  # we are ending already
        self._stop_children()
        if self.database is not None:
            if self.database.server.process is not None:
                self.database.server.stop()  # ours, whoever else uses it
            self.database.release()
        self._restore_signals()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    def _restore_signals(self) -> None:
        for number, before in self._signals.items():
            signal.signal(number, before)

    def environment(self) -> dict[str, str]:
        """What web and worker are told: the application's password and no other."""
        urls = database_urls(self.home)
        own = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
        own |= {"HOTICH_HOME": str(self.home), "DATABASE_URL": urls.app, "HOTICH_PORT": str(self.port)}
        return own

    def start(self, *names: str) -> None:
        """Start ``web``, ``worker`` or both. Raises SupervisorError where the port is taken."""
        commands = {
            "web": web_command(self.host, self.port, self.processes, self.tls),
            "worker": worker_command(),
        }
        for name in names:
            if name == "web":
                check_port(self.host, self.port)
            log = self.home / "logs" / f"{name}.log" if self.logs else None
            if log:
                log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            child = Child(name, commands[name], self.environment(), log)
            child.start()
            self.children.append(child)

    def wait_until_ready(self, patience: float = 60.0) -> None:
        """Return once ``/healthz`` says 200. Raises SupervisorError with the reason."""
        deadline = time.monotonic() + patience
        reason = "không có trả lời"
        while time.monotonic() < deadline:
            for child in self.children:
                if not child.running():
                    child.restart()
            try:
                with urllib.request.urlopen(f"{self.address()}healthz", timeout=5):
                    return
            except urllib.error.HTTPError as error:
                reason = _reason(error)
            except OSError as error:
                reason = str(error)
            time.sleep(0.1)
        words = "".join(child.last_words() for child in self.children)
        raise SupervisorError(f"Không sẵn sàng sau {patience:.0f} giây: {reason}.{words}")

    def address(self) -> str:
        """Where the web server answers, with a slash at the end."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host
        return f"http{'s' if self.tls else ''}://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def watch(self, report: Callable[[str], None] = lambda message: None) -> None:
        """Keep everything running until this process is asked to stop; a part that dies is started again."""
        while True:
            time.sleep(0.25)
            database = self.database.server if self.database else None
            if database is not None and not os.environ.get("DATABASE_URL") and database.pid() is None:
                report("PostgreSQL dừng đột ngột; khởi động lại.")
                database.start(die_with_parent=True)
            for child in self.children:
                if not child.running():
                    report(f"'{child.name}' dừng đột ngột; khởi động lại.")
                    child.restart()

    def _stop_children(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + CHILD_PATIENCE
        while any(child.running() for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.02)
        for child in self.children:
            child.signal(signal.SIGKILL, group=True)
            if child.process is not None:
                child.process.wait()


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.loads(error.read()).get("reason") or error)
    except ValueError:
        return str(error)
