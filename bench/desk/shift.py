"""One officer's shift at one book: signs in, keys it from its first page to its last, and what the browser measured meanwhile."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from bench.desk.hands import SCREEN, Stuck
from bench.desk.house import House
from bench.desk.office import PASSWORD, login_of
from bench.desk.robot import Robot, Run
from bench.desk.truth import TrueBook


@dataclass
class Measured:
    """What the browsers measured: slow key presses (16 ms or more), how many there were, marks by their name."""

    slow: list[float] = field(default_factory=list)
    keys: int = 0
    pointer: int = 0
    marks: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, page: Any) -> None:
        """Reads and forgets what the page has gathered since the last time."""
        seen = page.evaluate("officer.measured()")
        self.slow += seen["slow"]
        for name, durations in seen["marks"].items():
            self.marks[name] += durations
        self._last = (seen["keys"], seen["pointer"])

    def leave(self) -> None:
        """The page goes: what it counted is added up."""
        keys, pointer = getattr(self, "_last", (0, 0))
        self.keys, self.pointer = self.keys + keys, self.pointer + pointer
        self._last = (0, 0)

    def key_to_paint(self, share: float) -> float:
        """The percentile; presses that were painted within 16 ms are not listed one by one."""
        fast = max(0, self.keys - len(self.slow))
        place = int(share * (fast + len(self.slow)))
        return 16.0 if place < fast else sorted(self.slow)[min(place - fast, len(self.slow) - 1)]


@dataclass
class Keyed:
    """A book as it was keyed."""

    book: TrueBook
    runs: list[Run] = field(default_factory=list)
    stuck: str = ""


def opens(
    browser: Any, house: House, *, login: str, viewport: tuple[int, int] = (1366, 768), scale: float = 1
) -> Any:
    """A browser context with the officer signed in; nothing is touched but keys. 200 % zoom is half the pixels at double size."""
    context = browser.new_context(
        viewport={"width": int(viewport[0] / scale), "height": int(viewport[1] / scale)},
        device_scale_factor=scale, locale="vi-VN",
    )  # fmt: skip
    context.add_init_script(SCREEN)
    context.set_default_timeout(15_000)
    page = context.new_page()
    signs_in(page, house, login)
    return page


def signs_in(page: Any, house: House, login: str, path: str = "/nhap/") -> None:
    page.goto(house.address + path)
    keys_login(page, login)
    is_ready(page)


def keys_login(page: Any, login: str) -> None:
    """Name and password at the sign-in page."""
    page.locator("#id_login").wait_for()
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def is_ready(page: Any, seconds: float = 30, *, login: str = "") -> None:
    """Until a first key can be typed at the desk, or nothing is left to key; with `login` a sign-in page is answered."""
    deadline = time.monotonic() + seconds
    while True:
        at = page.evaluate(
            "document.getElementById('id_login') !== null ? 'login' : document.querySelector('[data-field]:focus') !== null"
            " ? 'desk' : document.querySelector('.desk-nothing [role=alert]') !== null ? 'refused'"
            " : document.querySelector('.desk-nothing [data-sign-in]') !== null ? 'signed out'"
            " : document.querySelector('.desk-nothing') !== null ? 'end' : ''"
        )
        if at == "login" and login:
            keys_login(page, login)
        elif at == "signed out" and login:
            page.goto(page.evaluate("document.querySelector('[data-sign-in]').href"))
        elif at in ("desk", "end"):
            return
        elif at == "refused":
            # "Chưa mở được bàn nhập … Tải lại trang để thử lại": he does.
            time.sleep(1)
            page.reload()
        if time.monotonic() > deadline:
            raise Stuck(f"the desk does not open: {page.evaluate('document.body.innerText.slice(0, 500)')}")
        time.sleep(0.03)


def waits_until_sent(page: Any, seconds: float = 30) -> None:
    """Until nothing is left on this machine that the server does not have."""
    deadline = time.monotonic() + seconds
    while page.evaluate("officer.unsent()") != "0":
        if time.monotonic() > deadline:
            raise Stuck(
                f"still unsent: {page.evaluate('officer.unsent()')} {page.evaluate('officer.open()')}"
            )
        time.sleep(0.05)


def keys_book(
    browser: Any, house: House, book: TrueBook, measured: Measured, *, most: int | None = None, **screen: Any
) -> Keyed:
    """Keys a book, or its first entries."""
    done = Keyed(book)
    page = opens(browser, house, login=login_of(book), **screen)
    robot = Robot(page, page.context.new_cdp_session(page), book)
    before = None
    try:
        for entry in book.entries[:most]:
            run = robot.keys_entry(entry, before)
            done.runs.append(run)
            measured.take(page)
            robot.completes()
            before = entry
        waits_until_sent(page)
    except Exception as error:
        done.stuck = f"{type(error).__name__}: {error}"[:1500]
    finally:
        try:
            measured.take(page)
        finally:
            measured.leave()
            page.context.close()
    return done
