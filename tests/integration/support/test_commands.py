"""The installation's own commands: migrate and doctor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hotich.support.postgres.server import Server


def hotich(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hotich", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def codes(answer: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return {check["code"]: check["status"] for check in json.loads(answer.stdout)["checks"]}


def test_doctor_names_the_missing_tables_and_is_content_once_they_are_made(
    home: Path, child_environment: dict[str, str]
) -> None:
    before = hotich("doctor", "--json", environment=child_environment)
    assert before.returncode == 1
    assert codes(before)["tables.behind"] == "error"

    assert hotich("migrate", "--check", environment=child_environment).returncode == 1
    assert hotich("migrate", environment=child_environment).returncode == 0
    assert hotich("migrate", "--check", environment=child_environment).returncode == 0

    after = hotich("doctor", "--json", environment=child_environment)
    assert after.returncode == 0
    assert codes(after)["tables.log_closed"] == "ok"
    assert codes(after)["database.durability"] == "ok"
    assert codes(after)["worker.absent"] == "warning"
    assert Server(home).state() == "down", "a command leaves no server behind"


def test_doctor_finds_a_password_that_others_can_read(home: Path, child_environment: dict[str, str]) -> None:
    hotich("doctor", environment=child_environment)
    (home / "secrets" / "hotich_app.password").chmod(0o644)
    assert codes(hotich("doctor", "--json", environment=child_environment))["home.secret_open"] == "error"


@pytest.mark.parametrize("command", ["migrate", "serve", "worker"])
def test_a_database_out_of_reach_is_a_sentence_and_not_a_traceback(
    child_environment: dict[str, str], command: str
) -> None:
    environment = child_environment | {"DATABASE_URL": "postgresql://x:y@127.0.0.1:9/hotich"}
    environment["HOTICH_PORT"] = "38417"
    answer = hotich(command, environment=environment)
    assert answer.returncode == 1
    assert "Không kết nối được cơ sở dữ liệu" in answer.stderr
    assert "Traceback" not in answer.stderr
