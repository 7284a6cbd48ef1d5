"""Private servers that a test may kill: each in a home of its own, whatever DATABASE_URL says."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotich.support.postgres.server import Server


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty HOTICH_HOME with a short path; its server is stopped afterwards."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_REPORT_URL"):
        monkeypatch.delenv(name, raising=False)
    with tempfile.TemporaryDirectory(prefix="hotich-home-") as folder:
        Path(folder).chmod(0o711)
        place = Path(folder) / "home"
        monkeypatch.setenv("HOTICH_HOME", str(place))
        yield place
        Server(place).stop()


@pytest.fixture
def child_environment(home: Path) -> dict[str, str]:
    """What a process started by a test is told."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src"), "HOTICH_HOME": str(home)}


@pytest.fixture(scope="session")
def migrated() -> Iterator[Path]:
    """A home whose tables were made once; its server is stopped."""
    with tempfile.TemporaryDirectory(prefix="hotich-made-") as folder:
        Path(folder).chmod(0o711)
        place = Path(folder) / "home"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        environment |= {"PYTHONPATH": str(Path(__file__).parents[3] / "src"), "HOTICH_HOME": str(place)}
        command = [sys.executable, "-m", "hotich", "migrate"]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        yield place


@pytest.fixture
def home_with_tables(home: Path, migrated: Path) -> Path:
    """``home`` with all its tables: a cold copy, owners and all."""
    subprocess.run(["cp", "-a", migrated, home], check=True)
    return home
