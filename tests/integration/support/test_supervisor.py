"""Whatever ends the process that runs an installation, nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.processes import free_port, nothing_left, processes_of

from hotich.support.postgres import ensure_running
from hotich.support.postgres.server import Server
from hotich.support.supervisor import SupervisorError, check_port


def answers(port: int, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return True
        except urllib.error.HTTPError:
            return True  # without its worker it says that it is not well, but it speaks
        except OSError:
            time.sleep(0.1)
    return False


WHOLE_HOUSE = """
import sys
from hotich.support.supervisor import Supervisor
with Supervisor(port=int(sys.argv[1])) as house:
    house.start("web", "worker")
    house.wait_until_ready()
    print("ready", flush=True)
    if sys.argv[2] == "stay":
        house.watch()
"""


def whole_house(environment: dict[str, str], port: int, how: str) -> subprocess.Popen[str]:
    """A process that runs all three parts until it is asked to stop, or only until they are ready."""
    command = [sys.executable, "-c", WHOLE_HOUSE, str(port), how]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serving(
    home_with_tables: Path, child_environment: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """``hotich serve`` with a private server, answering."""
    command = [sys.executable, "-m", "hotich", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=child_environment, stderr=subprocess.DEVNULL) as process:
        assert answers(port, 60)
        yield process
        process.kill()


def test_a_stop_ends_everything_within_ten_seconds(home: Path, serving: subprocess.Popen[bytes]) -> None:
    assert any("granian" in command for command in processes_of(home).values())
    assert any("postgres" in command for command in processes_of(home).values())
    serving.terminate()
    assert serving.wait(timeout=10) == 0
    assert nothing_left(home, 0) == {}


def test_a_killed_supervisor_leaves_nothing_behind(home: Path, serving: subprocess.Popen[bytes]) -> None:
    serving.kill()
    serving.wait()
    assert nothing_left(home, 10) == {}


def test_parts_that_are_killed_are_started_again(
    home: Path, serving: subprocess.Popen[bytes], port: int
) -> None:
    for number, command in processes_of(home).items():
        if number != serving.pid and ("granian" in command or "postgres -D" in command):
            os.kill(number, signal.SIGKILL)
    assert answers(port)
    deadline = time.monotonic() + 15
    while Server(home).state() != "up" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert Server(home).state() == "up"
    serving.terminate()
    assert serving.wait(timeout=10) == 0
    assert nothing_left(home, 0) == {}


def test_the_web_server_is_not_told_the_owners_password(home: Path, serving: subprocess.Popen[bytes]) -> None:
    secret = (home / "secrets" / "hotich_owner.password").read_bytes()
    for number in processes_of(home):
        assert secret not in Path(f"/proc/{number}/environ").read_bytes()


def test_web_worker_and_database_get_ready_together_and_leave_nothing(
    home_with_tables: Path, child_environment: dict[str, str], port: int
) -> None:
    with whole_house(child_environment, port, "leave") as house:
        output, _ = house.communicate(timeout=60)
    assert (output, house.returncode) == ("ready\n", 0)
    assert nothing_left(home_with_tables, 0) == {}


def test_a_whole_house_stops_within_ten_seconds(
    home_with_tables: Path, child_environment: dict[str, str], port: int
) -> None:
    with whole_house(child_environment, port, "stay") as house:
        assert house.stdout is not None
        assert house.stdout.readline() == "ready\n"
        house.terminate()
        assert house.wait(timeout=10) == 0
    assert nothing_left(home_with_tables, 0) == {}


def test_a_taken_port_is_named(port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SupervisorError, match=f"cổng {port}.*--port"):
            check_port("127.0.0.1", port)


def test_a_supervisor_uses_a_server_that_runs_and_leaves_it_to_its_users(
    home_with_tables: Path, child_environment: dict[str, str], port: int
) -> None:
    home = home_with_tables
    with ensure_running(home):
        command = [sys.executable, "-m", "hotich", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=child_environment, stderr=subprocess.DEVNULL) as process:
            assert answers(port, 60)
            process.terminate()
            assert process.wait(timeout=10) == 0
        assert Server(home).state() == "up"
