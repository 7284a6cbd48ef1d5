"""What does not need a hundred entries: how much must come before a first key, axe on the keying screens, 200 % and small screens."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from bench.desk.house import ROOT, House
from bench.desk.office import login_of
from bench.desk.robot import Robot
from bench.desk.shift import is_ready, keys_login, opens
from bench.desk.truth import TrueBook

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class FirstKey:
    """What came over the line until a first key could be typed, with nothing at hand."""

    kilobytes: float
    seconds: float
    largest: list[tuple[str, float]] = field(default_factory=list)


def first_key(browser: Any, house: House, book: TrueBook) -> FirstKey:
    """Signs in, forgets every cache, and opens the desk."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="vi-VN", service_workers="block"
    )
    page = context.new_page()
    page.goto(f"{house.address}/dang-nhap/?next=/viec-hom-nay/")
    keys_login(page, login_of(book))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    addresses: dict[str, str] = {}
    sizes: dict[str, float] = {}
    until = [float("inf")]

    def answered(event: dict[str, Any]) -> None:
        addresses[event["requestId"]] = event["response"]["url"]

    def came(event: dict[str, Any]) -> None:
        if event["timestamp"] <= until[0]:
            sizes[event["requestId"]] = event["encodedDataLength"]

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", came)
    began = time.monotonic()
    page.goto(f"{house.address}/nhap/", wait_until="commit")
    is_ready(page)
    seconds = time.monotonic() - began
    listed = sorted(
        ((addresses.get(one, "?"), size / 1000) for one, size in sizes.items()), key=lambda one: -one[1]
    )
    context.close()
    return FirstKey(sum(size for _, size in listed), seconds, listed[:6])


def faults(page: Any) -> list[str]:
    """Serious and critical violations by axe, and a page wider than the screen."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"
    )
    said = [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:140]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return said + ([f"{wide} px too wide"] if wide > 0 else [])


@dataclass
class Sight:
    """A book keyed at one size of screen."""

    name: str
    entries: int = 0
    hidden: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    trouble: str = ""


def at_size(browser: Any, house: House, book: TrueBook, *, name: str, scale: float, entries: range) -> Sight:
    """Keys a few entries; at every column the cursor must be in sight; axe looks at the form, an open list, a question and the keys."""
    sight = Sight(name)
    page = opens(browser, house, login=login_of(book), scale=scale)
    robot = Robot(page, page.context.new_cdp_session(page), book)

    def looks() -> None:
        where = page.evaluate("officer.in_sight()")
        if where is not None:
            sight.hidden.append(where)

    robot.on_column = looks
    try:
        sight.faults += faults(page)
        robot.keyboard.presses("F1")
        sight.faults += faults(page)
        robot.keyboard.presses("Escape")
        for position in entries:
            if position > len(book.entries):
                break
            robot.keys_entry(book.entries[position - 1], book.entries[position - 2] if position > 1 else None)
            sight.faults += faults(page)
            robot.completes()
            sight.entries += 1
    except Exception as error:
        sight.trouble = f"{type(error).__name__}: {error}"[:500]
    finally:
        page.context.close()
    sight.faults = sorted(set(sight.faults))
    sight.hidden = sorted(set(sight.hidden))
    return sight
