"""A whole installation of its own, and a browser in front of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from tests.functional.line import Line
from tests.functional.officer import Officer
from tests.processes import free_port, nothing_left, processes_of

ROOT = Path(__file__).parents[2]
FAILED = pytest.StashKey[bool]()
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]  # fmt: skip


class House:
    """The product running as it is installed: web, worker and database of a home that holds the tiny town."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")
        } | {"HOTICH_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        command = [sys.executable, "-m", "tests.functional.town", "serve", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        if self.process.stdout.readline().strip() != "ready":
            self.process.wait(10)
            raise RuntimeError("the installation under test did not start; its words stand above")

    def act(self, *verb: str) -> dict[str, Any]:
        """What `tests.functional.town` does from outside the browser."""
        return json.loads(self._run("tests.functional.town", *verb))

    def hotich(self, *arguments: str) -> str:
        """The command line of the product, on this home."""
        return self._run("hotich", *arguments)

    def _run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments], env=self.environment, cwd=ROOT, capture_output=True,
            text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, f"{arguments}: {done.stderr[-2000:]}"
        return done.stdout

    def kill_everything(self) -> set[int]:
        """SIGKILL to web, worker and database, as a power cut would: nobody is told, nothing is flushed."""
        parts = {
            number: command
            for number, command in processes_of(self.home).items()
            if any(word in command for word in ("granian", "hotich worker", "procrastinate", "postgres"))
        }
        for number in parts:
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:  # ended with its parent
                continue
        return set(parts)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        finally:
            for number in nothing_left(self.home, 5):
                os.kill(number, signal.SIGKILL)


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The installation under test, filled once."""
    folder = Path(tempfile.mkdtemp(prefix="hotich-browser-"))
    folder.chmod(0o711)
    running = House(folder / "home")
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def illustrated(house: House) -> dict[str, Any]:
    """Two books with images, by the login of who keys them; drawn once."""
    return house.act("illustrate")


@pytest.fixture(scope="session")
def furnished(house: House) -> dict[str, Any]:
    """The ward of the journeys beyond keying, with its books by what they are for; made once."""
    return house.act("furnish")


@pytest.fixture(scope="session")
def manned(house: House) -> dict[str, Any]:
    """The ward of the journeys of rosters, machines and the line; made once."""
    return house.act("man")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which reaches nothing but this machine."""
    chromium = os.environ.get("HOTICH_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes at the test how it went, for who clears up after it."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def _leave(seated: list[Officer], test: pytest.Item, folder: Path) -> None:
    """The officers go; of a test that failed each leaves what stood on his screen."""
    for officer in seated:
        if officer.page.is_closed():
            continue
        if test.stash.get(FAILED, False):
            with suppress(PlaywrightError):  # the failure is told already
                officer.page.screenshot(path=folder / f"{officer.login}.png")
        officer.page.context.close()
    assert [fault for officer in seated for fault in officer.faults] == []


@pytest.fixture
def sits_down(
    request: pytest.FixtureRequest, house: House, browser: Browser, tmp_path: Path
) -> Iterator[Callable[[str], Officer]]:
    """An officer at a screen of his own, the size offices have; nothing may go wrong in its console."""
    seated: list[Officer] = []

    def sit(login: str) -> Officer:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="vi-VN", accept_downloads=True
        )
        context.set_default_timeout(15_000)
        officer = Officer(context.new_page(), house.address, login)
        seated.append(officer)
        return officer

    yield sit
    # With his profile goes what his browser had not sent yet, and the next officer would meet the entry half keyed.
    if not request.node.stash.get(FAILED, False):
        for officer in seated:
            if not officer.knows_of_trouble and not officer.page.is_closed():
                officer.has_sent_all()
    _leave(seated, request.node, tmp_path)


@pytest.fixture
def line(house: House) -> Iterator[Line]:
    """The line to the house, which the test cuts and mends."""
    relay = Line(house.port)
    yield relay
    relay.cut()


@pytest.fixture
def behind(
    request: pytest.FixtureRequest, line: Line, browser: Browser, tmp_path: Path
) -> Iterator[Callable[[str], Officer]]:
    """An officer whose desk is behind the line."""
    seated: list[Officer] = []

    def sit(login: str, context: BrowserContext | None = None) -> Officer:
        here = context or browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
        here.set_default_timeout(15_000)
        officer = Officer(here.new_page(), line.address, login)
        seated.append(officer)
        return officer

    yield sit
    _leave(seated, request.node, tmp_path)
