"""The private PostgreSQL: durable, closed, and gone when nobody needs it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from hotich.support.postgres import database_urls, ensure_running
from hotich.support.postgres.errors import BinariesMissing
from hotich.support.postgres.layout import Layout
from hotich.support.postgres.server import Server

HOLD = """
import sys, time
from pathlib import Path
from hotich.support.postgres import ensure_running
with ensure_running(Path(sys.argv[1]), die_with_parent=sys.argv[2] == "tied"):
    print("running", flush=True)
    sys.stdin.read()
"""


def holder(home: Path, environment: dict[str, str], how: str = "free") -> subprocess.Popen[str]:
    """Another process that uses the server of ``home`` until its input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    return process


def becomes_true(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_the_running_server_never_trades_durability_for_speed(home: Path) -> None:
    with ensure_running(home), psycopg.connect(database_urls(home).app) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            assert connection.execute("SELECT current_setting(%s)", [setting]).fetchone() == ("on",)


def test_the_server_listens_on_a_closed_socket_only(home: Path) -> None:
    with ensure_running(home) as session, psycopg.connect(database_urls(home).app) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert stat.S_IMODE(session.server.layout.sockets.stat().st_mode) == 0o700


def test_passwords_are_checked_and_readable_by_nobody_else(home: Path) -> None:
    with ensure_running(home):
        for secret in (home / "secrets").iterdir():
            assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        right = Layout(home).secret("hotich_app")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(database_urls(home).app.replace(right, "wrong"))


def test_text_sorts_by_code_point_and_vietnamese_letters_change_case(home: Path) -> None:
    with ensure_running(home), psycopg.connect(database_urls(home).app) as connection:
        query = "SELECT upper('đặng văn ước'), 'Đ' > 'z', pg_encoding_to_char(encoding) FROM pg_database"
        assert connection.execute(f"{query} WHERE datname = current_database()").fetchone() == (
            "ĐẶNG VĂN ƯỚC",
            True,
            "UTF8",
        )


def test_asking_for_the_addresses_starts_nothing(home: Path) -> None:
    assert database_urls(home).app.startswith("postgresql://hotich_app:")
    assert Server(home).state() == "down"
    assert not (home / "postgres" / "data").exists()


def test_with_an_address_given_nothing_is_started(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@db.example/hotich")
    with ensure_running(home):
        assert Server(home).pid() is None
    assert database_urls(home).owner == "postgresql://somebody@db.example/hotich"


def test_no_acknowledged_row_is_missing_after_the_server_is_killed_in_mid_insert(home: Path) -> None:
    acknowledged: list[int] = []

    def insert() -> None:
        with psycopg.connect(database_urls(home).owner, autocommit=True) as connection:
            for number in range(100_000):
                connection.execute("INSERT INTO kept VALUES (%s)", [number])
                acknowledged.append(number)

    def insert_until_killed() -> None:
        try:
            insert()
        except psycopg.OperationalError:
            return

    with ensure_running(home) as session:
        with psycopg.connect(database_urls(home).owner) as connection:
            connection.execute("CREATE TABLE kept (number int PRIMARY KEY)")
        writer = threading.Thread(target=insert_until_killed)
        writer.start()
        assert becomes_true(lambda: len(acknowledged) > 200)
        assert session.server.process is not None
        os.kill(session.server.process.pid, signal.SIGKILL)
        writer.join(timeout=10)
        session.server.process.wait()
        assert session.server.state() == "down"

        again = Server(home)
        again.start()
        with psycopg.connect(database_urls(home).owner) as connection:
            kept = {row[0] for row in connection.execute("SELECT number FROM kept")}
        assert set(acknowledged) <= kept
        assert len(kept) <= len(acknowledged) + 1  # at most the one under way
        again.stop()


def test_a_pid_file_that_names_another_process_does_not_keep_the_server_from_starting(home: Path) -> None:
    ensure_running(home).release()
    (home / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with ensure_running(home) as session:
        assert session.server.state() == "up"


def test_the_last_process_that_leaves_stops_the_server(home: Path, child_environment: dict[str, str]) -> None:
    other = holder(home, child_environment)
    ours = ensure_running(home)
    assert ours.server.process is None, "one server serves both"
    ours.release()
    assert Server(home).state() == "up"
    other.communicate(timeout=10)
    assert Server(home).state() == "down"


def test_a_server_left_by_a_killed_command_is_used_and_stopped_by_the_next(
    home: Path, child_environment: dict[str, str]
) -> None:
    other = holder(home, child_environment)
    other.kill()
    other.wait()
    assert Server(home).state() == "up"
    ensure_running(home).release()
    assert Server(home).state() == "down"


def test_a_supervised_server_ends_with_its_supervisor_even_when_that_is_killed(
    home: Path, child_environment: dict[str, str]
) -> None:
    supervisor = holder(home, child_environment, "tied")
    number = Server(home).pid()
    assert number is not None
    supervisor.kill()
    supervisor.wait()
    assert becomes_true(lambda: Server(home).pid() is None)


def test_an_open_transaction_does_not_delay_the_stop(home: Path) -> None:
    session = ensure_running(home)
    connection = psycopg.connect(database_urls(home).app)
    connection.execute("SELECT pg_sleep(0)")
    began = time.monotonic()
    session.release()
    assert time.monotonic() - began < 5
    assert Server(home).pid() is None
    connection.close()


def test_a_long_path_and_a_closed_parent_are_no_obstacle(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    deep = closed / ("dài-" * 12) / ("x" * 60)
    layout = Layout(deep)
    with ensure_running(deep):
        assert len(os.fsencode(layout.sockets / ".s.PGSQL.5432")) <= 107
        with psycopg.connect(database_urls(deep).app) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not layout.sockets.exists() or layout.sockets.is_relative_to(deep)


def test_a_cluster_of_a_version_that_is_not_installed_is_left_alone_and_named(home: Path) -> None:
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(BinariesMissing, match="PostgreSQL 9"):
        ensure_running(home)
    assert (data / "PG_VERSION").read_text() == "9\n"
