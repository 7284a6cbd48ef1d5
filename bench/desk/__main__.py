"""See README.md beside this file."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")

from playwright.sync_api import sync_playwright

from bench.desk import figures, hardship, screens
from bench.desk.compare import Agreement
from bench.desk.figures import Limits, say
from bench.desk.house import CHROMIUM_FLAGS, House, chromium
from bench.desk.office import login_of, shelf
from bench.desk.shift import Keyed, Measured, keys_book
from bench.desk.truth import TrueBook, settings, shares

QUICK = ("ks2006a", "ks2006g", "kh2006a", "kt2006a")
PARTS = ("keying", "screens", "line", "offline", "killed")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.desk", description="The bench of the entry desk.")
    parser.add_argument(
        "--quick", action="store_true", help="a few entries of the commonest books, three minutes"
    )
    parser.add_argument("--seed", default="measured", choices=("measured", "developed"))
    parser.add_argument(
        "--books", nargs="*", default=None, help="only these: ks2006a (with images), kt1999g (without) …"
    )
    parser.add_argument("--entries", type=int, default=0, help="at most so many of each book")
    parser.add_argument("--parts", nargs="*", default=PARTS, choices=PARTS)
    parser.add_argument("--explain", action="store_true", help="every column with its way and keys")
    return parser.parse_args()


def is_wanted(name: str, wanted: argparse.Namespace) -> bool:
    if name in PARTS:
        return name in wanted.parts or ("screens" in wanted.parts and name in ("offline", "killed"))
    if "keying" not in wanted.parts:
        return False
    if wanted.books is not None:
        return name in wanted.books
    return not wanted.quick or name in QUICK


def explain(keyed: Keyed) -> None:
    for entry, run in zip(keyed.book.entries, keyed.runs, strict=False):
        say(f"  {keyed.book.name} số {entry.number}: {run.keys} phím")
        for column, way in run.ways.items():
            said = entry.fields[column]
            say(
                f"    {column:32} {run.by_column[column]:3} {way:12} {said.text or said.missing} {said.struck or ''}"
            )
        for note in (*run.wasted.items(), *run.notes):
            say(f"    uổng {note}")


def agree(house: House, done: list[Keyed]) -> Agreement:
    """What is stored beside what the pages have."""
    agreement = Agreement()
    stored: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
    for row in house.kept(*(login_of(keyed.book) for keyed in done)):
        stored[row["login"]][row["page"], row["line"]] = row
    for keyed in done:
        rows = stored[login_of(keyed.book)]
        for entry, run in zip(keyed.book.entries, keyed.runs, strict=False):
            row = rows.get((entry.page, entry.line), {"fields": {}})
            agreement.add(keyed.book.name, entry, row, run.ways)
    return agreement


def main() -> int:
    wanted = parsed()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # the office and the browser are closed on the way out
    began = time.monotonic()
    seed = settings()["seeds"][wanted.seed]
    most = wanted.entries or (3 if wanted.quick else None)
    shelved = list(shelf(seed, most, lambda name: is_wanted(name, wanted)))
    by_label = {book.label: book for book in shelved if book.label}
    paper = [book for book in shelved if not book.label]
    limits, measured, without = Limits(), Measured(), Measured()
    done: list[Keyed] = []
    say(
        f"sự thật: hạt giống {wanted.seed} ({seed}), {len(paper)} quyển, {sum(len(b.entries) for b in paper)} trường hợp"
    )
    if paper:
        figures.truth(shares(paper))
    with (
        House(shelved) as house,
        sync_playwright() as playwright,
    ):
        say(f"đơn vị mở cửa sau {time.monotonic() - began:.0f} s")
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        if "keying" in wanted.parts:
            for book in paper:
                started = time.monotonic()
                keyed = keys_book(browser, house, book, measured)
                done.append(keyed)
                counts = [run.keys for run in keyed.runs]
                say(
                    f"  {book.name:10} {len(counts):3} trường hợp, trung vị {figures.percentile(counts, 0.5):.0f} phím,"
                    f" {time.monotonic() - started:.0f} s"
                )
                if wanted.explain:
                    explain(keyed)
            figures.keystrokes(done, limits)
            figures.costly(done)
            figures.stored(agree(house, done), limits)
        outcomes = []
        seen: list[screens.Sight] = []
        if "screens" in wanted.parts:
            figures.first(screens.first_key(browser, house, by_label["offline"]), limits)
            for name, scale, label, entries in (
                ("1366 × 768", 1.0, "offline", range(1, 3)), ("phóng 200 %", 2.0, "killed", range(1, 3)),
            ):  # fmt: skip
                seen.append(
                    screens.at_size(browser, house, by_label[label], name=name, scale=scale, entries=entries)
                )
        trials: dict[str, Callable[[TrueBook], hardship.Outcome]] = {
            "line": lambda book: hardship.bad_line(browser, house, book, entries=len(book.entries)),
            "offline": lambda book: hardship.offline(
                browser, house, book, without, entries=len(book.entries)
            ),
            "killed": lambda book: hardship.killed(playwright, house, book, entries=len(book.entries)),
        }
        for label, trial in trials.items():
            if label in wanted.parts and label in by_label:
                outcomes.append(trial(by_label[label]))
                say(f"  {label}: {outcomes[-1].seconds:.0f} s")
        if done:
            nexts = [run.to_next for keyed in done for run in keyed.runs if run.to_next]
            figures.times(measured, without, nexts, limits)
        figures.sights(seen, limits)
        figures.hardships(outcomes, limits)
        browser.close()
    say(f"\n{time.monotonic() - began:.0f} s")
    if limits.missed:
        say("Ngoài giới hạn: " + "; ".join(dict.fromkeys(limits.missed)))
    return 1 if limits.missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
