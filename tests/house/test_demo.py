"""The demo town: set up once, there again at once, and gone without a trace when asked to stop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.processes import free_port, processes_of

ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "HOTICH_HOME"))
    }
    return own | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}


def demo(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "hotich", "demo", "--home", str(home), *arguments]


@pytest.fixture(scope="module")
def town() -> Iterator[Path]:
    """A home that ``demo --once`` filled."""
    with tempfile.TemporaryDirectory(prefix="hotich-town-") as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        command = demo(home, "--once", "--port", str(free_port()))
        answer = subprocess.run(
            command, env=environment(), capture_output=True, text=True, timeout=300, check=False
        )
        assert answer.returncode == 0, answer.stdout + answer.stderr
        yield home


def test_once_leaves_the_town_and_no_process(town: Path) -> None:
    assert processes_of(town) == {}
    accounts = json.loads((town / "demo-accounts.json").read_text(encoding="utf-8"))
    assert {"keyer", "helper", "team_leader", "registrar"} <= {account["position"] for account in accounts}
    assert all(account["username"] and account["password"] and account["unit"] for account in accounts)


def test_the_whole_town_has_cases_in_every_state(town: Path) -> None:
    asked = (
        "from hotich.cli._database import database\n"
        "with database():\n"
        "    from hotich.cases.models import Case, CaseState\n"
        "    print(sorted(set(CaseState.values) - set(Case.plain.values_list('state', flat=True))))\n"
    )
    own = environment() | {"HOTICH_HOME": str(town), "DJANGO_SETTINGS_MODULE": "hotich.config.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", asked], env=own, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.stdout.strip() == "[]", answer.stdout + answer.stderr


def test_a_second_start_builds_nothing_anew_and_a_stop_ends_everything(town: Path) -> None:
    port = free_port()
    with subprocess.Popen(
        demo(town, "--port", str(port)), env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if f"http://127.0.0.1:{port}/" in line:
                    break
            assert f"http://127.0.0.1:{port}/" in said[-1]
            assert not [line for line in said if "Dựng thị xã mẫu" in line]
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                assert json.load(answer) == {"status": "ok"}
        finally:
            process.terminate()  # whatever is wrong with it, the test does not wait for it
        assert process.wait(timeout=10) == 0
    assert processes_of(town) == {}
