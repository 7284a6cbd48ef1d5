"""Hardship: a bad line, no line at all, and SIGKILL of browser and server. What the screen called kept must be there, once.

A field counts as committed when the screen shows its text with `data-saved` at `local` or later. Afterwards every committed field is
looked for in what is stored, and every place of the book must have one entry, opened and completed once.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Error as Broken

from bench.desk.hands import SCREEN, Stuck
from bench.desk.house import CHROMIUM_FLAGS, House, chromium
from bench.desk.office import login_of
from bench.desk.proxy import BAD, DOWN, FAIR, Line
from bench.desk.robot import Robot
from bench.desk.shift import Measured, is_ready, keys_login, waits_until_sent
from bench.desk.truth import NEVER_SAID, TrueBook

_KEPT = ("local", "sending", "server")
_PLACE = re.compile(r"trang (\d+)(?:, dòng (\d+))?|thứ tự (\d+)")


@dataclass
class Outcome:
    """What became of a book that was keyed under hardship."""

    name: str
    keyed: int = 0
    committed: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    trouble: str = ""
    stuck: list[str] = field(default_factory=list)
    """Where the desk had to be opened anew though nothing was killed."""


class Witness:
    """Remembers what the screen said was kept."""

    def __init__(self, book: TrueBook) -> None:
        self._book = book
        self.seen: dict[tuple[int, str], tuple[str | None, str | None]] = {}

    def looks(self, page: Any, position: int) -> None:
        entry = self._book.entries[position - 1]
        for one in page.evaluate("officer.fields()"):
            if one["saved"] in _KEPT and one["field"] in entry.fields and (one["text"] or one["missing"]):
                self.seen[position, one["field"]] = (one["text"] or None, one["missing"])


def judge(house: House, book: TrueBook, witness: Witness, outcome: Outcome) -> Outcome:
    """Compares what the screen said with what is stored."""
    stored: dict[int, list[dict[str, Any]]] = {}
    order = {(entry.page, entry.line): position for position, entry in enumerate(book.entries, start=1)}
    for row in house.kept(login_of(book)):
        stored.setdefault(order.get((row["page"], row["line"]), 0), []).append(row)
    outcome.committed = len(witness.seen)
    for (position, name), (text, missing) in witness.seen.items():
        found = [row["fields"].get(name, {}) for row in stored.get(position, [])]
        if not any((one.get("v"), one.get("m")) == (text, missing) for one in found):
            outcome.lost.append(f"{position} {name}: màn hình {text or missing}, lưu {found}")
    for position, rows in stored.items():
        log = Counter(kind for row in rows for kind in row["log"])
        if (
            len(rows) > 1
            or any(row["passes"] > 1 for row in rows)
            or log["entry_opened"] > 1
            or log["completed"] > 1
        ):
            outcome.doubled.append(f"{position}: {len(rows)} trường hợp, {dict(log)}")
    for position, entry in enumerate(book.entries[: outcome.keyed], start=1):
        fields = stored[position][0]["fields"] if position in stored else {}
        for name, said in entry.fields.items():
            have = fields.get(name, {})
            if name in NEVER_SAID and not said.text and not have.get("v"):
                continue
            if (have.get("v"), have.get("m")) != (said.text, said.missing):
                outcome.wrong.append(
                    f"{position} {name}: sổ {said.text or said.missing}, lưu {have.get('v') or have.get('m')}"
                )
    return outcome


def _context(browser: Any) -> Any:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.add_init_script(SCREEN)
    context.set_default_timeout(20_000)
    return context


def bad_line(browser: Any, house: House, book: TrueBook, *, entries: int) -> Outcome:
    """Keys through a line that delays 2 s, stalls, cuts in mid-answer and delivers twice."""
    outcome, witness, began = Outcome("đường truyền xấu"), Witness(book), time.monotonic()
    with Line(house.port, seed=7) as line:
        context = _context(browser)
        page = context.new_page()
        page.goto(f"{line.address}/nhap/")
        keys_login(page, login_of(book))
        is_ready(page)
        line.turns(BAD)
        robot = Robot(page, context.new_cdp_session(page), book)
        try:
            _keys_on(robot, page, book, witness, outcome, range(1, entries + 1))
            line.turns(FAIR)
            waits_until_sent(page, 120)
        except (Stuck, Broken) as error:
            outcome.trouble = str(error)[:600]
        context.close()
        outcome.happened = line.happened
    outcome.seconds = time.monotonic() - began
    return judge(house, book, witness, outcome)


def offline(browser: Any, house: House, book: TrueBook, measured: Measured, *, entries: int) -> Outcome:
    """Keys with the line down, the page loaded anew in the middle, then lets the line come back."""
    outcome, witness, began = Outcome("mất đường truyền"), Witness(book), time.monotonic()
    with Line(house.port) as line:
        context = _context(browser)
        page = context.new_page()
        page.goto(f"{line.address}/nhap/")
        keys_login(page, login_of(book))
        is_ready(page)
        _waits_for_worker(page)
        line.turns(DOWN)
        try:
            robot = Robot(page, context.new_cdp_session(page), book)
            half = entries // 2
            _keys_on(robot, page, book, witness, outcome, range(_position(page, book) or 1, half + 1))
            measured.take(page)
            measured.leave()
            page.reload()
            is_ready(page)
            outcome.happened["tải lại khi mất đường truyền"] += 1
            _keys_on(robot, page, book, witness, outcome, range(half + 1, entries + 1))
            measured.take(page)
            measured.leave()
            line.turns(FAIR)
            back = time.monotonic()
            waits_until_sent(page, 240)
            outcome.happened["giây gửi hết"] = round(time.monotonic() - back)
        except (Stuck, Broken) as error:
            outcome.trouble = str(error)[:600]
        context.close()
    outcome.seconds = time.monotonic() - began
    return judge(house, book, witness, outcome)


def _waits_for_worker(page: Any) -> None:
    """Until the desk is at hand for a start without a line."""
    deadline = time.monotonic() + 30
    while not page.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map((n) => caches.open(n).then((c) => c.keys()))))"
        ".flat().length > 3 && (await navigator.serviceWorker.getRegistration())?.active != null)"
    ):
        if time.monotonic() > deadline:
            raise Stuck("no service worker")
        time.sleep(0.2)
    time.sleep(1)


def _keys_on(
    robot: Robot, page: Any, book: TrueBook, witness: Witness, outcome: Outcome, positions: range,
    seen: Callable[[int], None] | None = None,
) -> None:  # fmt: skip
    for position in positions:
        entry = book.entries[position - 1]
        before = book.entries[position - 2] if position > 1 else None
        robot.on_column = lambda position=position: witness.looks(page, position)
        robot.keys_entry(entry, before)
        witness.looks(page, position)
        robot.completes()
        outcome.keyed = max(outcome.keyed, position)
        if seen is not None:
            seen(position)


class Killer:
    """SIGKILL at random moments, from a thread of its own."""

    def __init__(self, house: House, profile: Path, outcome: Outcome, *, seed: int, every: float) -> None:
        self._house, self._profile, self._outcome = house, profile, outcome
        self._rng, self._every = Random(f"hotich-kills-{seed}"), every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(20)

    def _run(self) -> None:
        while not self._stopped.wait(self._every * (0.3 + 1.4 * self._rng.random())):
            if self._rng.random() < 0.5:
                self.kills_browser()
                self._outcome.happened["kill -9 trình duyệt"] += 1
            elif self._house.answers():
                self._house.kill_everything()
                self._outcome.happened["kill -9 máy chủ"] += 1

    def kills_browser(self) -> None:
        """Every process of the browser that has this profile."""
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit() or int(folder.name) == os.getpid():
                continue
            try:
                command = (folder / "cmdline").read_bytes()
                if os.fsencode(f"--user-data-dir={self._profile}") in command:
                    os.kill(int(folder.name), signal.SIGKILL)
            except OSError:
                continue


def killed(playwright: Any, house: House, book: TrueBook, *, entries: int, every: float = 6.0) -> Outcome:
    """Keys while browser and server are killed again and again; each time the desk is opened anew on the same profile."""
    outcome, witness, began = Outcome("kill -9"), Witness(book), time.monotonic()
    profile = Path(tempfile.mkdtemp(prefix="hotich-profile-"))
    killer = Killer(house, profile, outcome, seed=3, every=every)
    is_armed = False
    deadline = time.monotonic() + 30 + 6 * entries
    try:
        while time.monotonic() < deadline:
            context = None
            try:
                context = playwright.chromium.launch_persistent_context(
                    str(profile), executable_path=chromium(), args=CHROMIUM_FLAGS,
                    viewport={"width": 1366, "height": 768}, locale="vi-VN",
                )  # fmt: skip
                context.add_init_script(SCREEN)
                context.set_default_timeout(20_000)
                page = context.pages[0]
                _opens_again(page, house, login_of(book))
                if not is_armed:
                    _waits_for_worker(page)
                    killer.start()
                    is_armed = True
                robot = Robot(page, context.new_cdp_session(page), book)
                here = _position(page, book)
                if here is None or here > entries:
                    # Without a line an empty batch says that there is nothing either: the server is asked once more.
                    killer.stop()
                    house.waits_until_it_answers()
                    _opens_again(page, house, login_of(book))
                    waits_until_sent(page, 120)
                    here = _position(page, book)
                    if here is None or here > entries:
                        outcome.keyed = entries
                        break
                _keys_on(robot, page, book, witness, outcome, range(here, entries + 1))
            except (Broken, Stuck) as error:
                words = str(error)
                if "closed" not in words and "crash" not in words.lower():
                    outcome.happened["mở lại vì mắc"] += 1
                    outcome.stuck.append(words[:400])
            finally:
                if context is not None:
                    with contextlib.suppress(Broken):
                        context.close()
    finally:
        killer.stop()
        killer.kills_browser()
    outcome.seconds = time.monotonic() - began
    if outcome.keyed < entries:
        outcome.trouble = f"chưa nhập hết: {outcome.stuck[-1:]}"
    house.waits_until_it_answers()
    judge(house, book, witness, outcome)
    if outcome.lost or outcome.trouble:
        # What is missing may lie there still: it is to be looked at before anything is said of the desk.
        outcome.trouble += f" (hồ sơ trình duyệt: {profile})"
    else:
        shutil.rmtree(profile, ignore_errors=True)
    return outcome


def _opens_again(page: Any, house: House, login: str) -> None:
    """The desk, with a server or without one; signs in where it is asked."""
    deadline = time.monotonic() + 60
    while True:
        try:
            page.goto(f"{house.address}/nhap/")
            is_ready(page, login=login)
            return
        except Broken as error:
            if "closed" in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _position(page: Any, book: TrueBook) -> int | None:
    """Which place of the book the desk shows; None at the end of the book."""
    text = page.evaluate("document.querySelector('#desk .strip-place')?.innerText ?? ''")
    found = _PLACE.search(text)
    if found is None:
        return None
    if found[3]:
        return int(found[3])
    page_number, line = int(found[1]), int(found[2] or 1)
    for position, entry in enumerate(book.entries, start=1):
        if (entry.page, entry.line) == (page_number, line):
            return position
    return None
