"""`hotich import` and `hotich export` as somebody types them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.birth_rows import BIRTH

pytestmark = pytest.mark.django_db(transaction=True)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def hotich(process_environment: dict[str, str]) -> Run:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hotich", *map(str, arguments)],
            env=process_environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def births(count: int) -> list[dict[str, str]]:
    return [
        BIRTH | {"registration.number": f"{number}/2006", "child.personal_id": f"070206{number:06}"}
        for number in range(1, count + 1)
    ]


def test_import_and_export_entries(hotich: Run, file_of: Callable[..., Path], tmp_path: Path) -> None:
    path = file_of("police", births(2))
    answer = hotich("import", "entries", path, "--kind", "KS", "--format", "police", "--json")
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout)
    assert (report["rows"], report["imported"], report["unchanged"], report["rejected"]) == (2, 2, 0, 0)
    assert set(report["messages"][0]) == {"row", "column", "severity", "code", "message"}
    out = tmp_path / "ra.xlsx"
    assert hotich("export", "entries", "--kind", "KS", "--format", "moj", "--out", out).returncode == 0
    again = json.loads(hotich("import", "entries", out, "--kind", "KS", "--format", "moj", "--json").stdout)
    assert (again["rows"], again["imported"], again["rejected"]) == (2, 0, 0) or again["unchanged"] == 2


@pytest.mark.parametrize(
    "command", [["entries", "--kind", "KS", "--format", "moj"], ["books"], ["population"]]
)
def test_a_refused_file_is_one_json_object_and_exit_one(
    hotich: Run, tmp_path: Path, command: list[str]
) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"%PDF-1.7")
    name, *options = command
    answer = hotich("import", name, path, *options, "--json")
    assert answer.returncode == 1
    report = json.loads(answer.stdout)
    assert (report["rows"], report["imported"]) == (0, 0)
    assert report["messages"][0]["severity"] == "error" and "PDF" in report["messages"][0]["message"]
    assert "Traceback" not in answer.stderr


def test_a_refused_row_is_exit_one_and_named(hotich: Run, file_of: Callable[..., Path]) -> None:
    path = file_of("moj", [*births(1), {"registration.date": "12.05.2006"}])
    answer = hotich("import", "entries", path, "--kind", "KS", "--format", "moj")
    assert answer.returncode == 1
    assert "Dòng 3" in answer.stderr
    assert "2 dòng: nhập 1" in answer.stdout


def test_wrong_usage_is_exit_two(hotich: Run, tmp_path: Path) -> None:
    assert (
        hotich("import", "entries", tmp_path / "so.xlsx", "--kind", "XX", "--format", "moj").returncode == 2
    )
    assert hotich("import", "entries", tmp_path / "so.xlsx").returncode == 2


@pytest.mark.parametrize(
    "arguments", [["import", "entries"], ["import", "books"], ["import", "population"], ["export", "entries"]]
)
def test_every_command_helps_with_an_example(hotich: Run, arguments: list[str]) -> None:
    answer = hotich(*arguments, "--help")
    assert answer.returncode == 0
    assert "Ví dụ: hotich " in answer.stdout


def test_a_killed_import_goes_on_where_it_stopped(
    hotich: Run, file_of: Callable[..., Path], process_environment: dict[str, str]
) -> None:
    from hotich.entries.models import Entry, EntryAction
    from hotich.entries.queries import state_of

    path = file_of("moj", births(1000))
    command = [
        sys.executable,
        "-m",
        "hotich",
        "import",
        "entries",
        str(path),
        "--kind",
        "KS",
        "--format",
        "moj",
    ]
    process = subprocess.Popen(
        command, env=process_environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: EntryAction.objects.exists())
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = Entry.objects.unscoped("test").count()
    assert 0 < before < 1000
    report = json.loads(hotich("import", "entries", path, "--kind", "KS", "--format", "moj", "--json").stdout)
    assert (report["imported"], report["unchanged"], report["rejected"]) == (1000 - before, before, 0)
    for entry in Entry.objects.unscoped("test")[:20]:
        assert state_of(entry.pk).seq == entry.seq


def wait_for(condition: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the import never began to write"
        time.sleep(0.05)
