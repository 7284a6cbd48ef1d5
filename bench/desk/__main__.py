"""See README.md beside this file."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")

from playwright.sync_api import sync_playwright

from bench.desk import hardship
from bench.desk.compare import Agreement
from bench.desk.house import CHROMIUM_FLAGS, House, chromium
from bench.desk.office import login_of, shelf
from bench.desk.shift import Keyed, Measured, keys_book
from bench.desk.truth import settings


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.desk")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", default="measured", choices=("measured", "developed"))
    parser.add_argument("--books", nargs="*", default=None)
    parser.add_argument("--entries", type=int, default=0)
    parser.add_argument("--explain", action="store_true", help="every column with its way and keys")
    parser.add_argument("--home", type=Path, default=None)
    chosen = parser.parse_args()
    seed = settings()["seeds"][chosen.seed]
    most = chosen.entries or (2 if chosen.quick else None)
    shelved = [b for b in shelf(seed, most) if chosen.books is None or b.name in chosen.books]
    measured, without = Measured(), Measured()
    done: list[Keyed] = []
    with House(seed, most, tuple(chosen.books or ()), home=chosen.home) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for book in (one for one in shelved if not one.label):
            keyed = keys_book(browser, house, book, measured)
            done.append(keyed)
            if chosen.explain:
                for entry, run in zip(book.entries, keyed.runs, strict=False):
                    say(f"  {book.name} số {entry.number}: {run.keys} phím")
                    for column, way in run.ways.items():
                        say(f"    {column:32} {run.by_column[column]:3} {way:12} {entry.fields[column]}")
                    for note in (*run.wasted.items(), *run.notes):
                        say(f"    uổng {note}")
            counts = sorted(run.keys for run in keyed.runs)
            say(f"{book.name:10} {len(keyed.runs):3} / {len(book.entries)}  phím {counts}  "
                f"{sum(r.seconds for r in keyed.runs):.1f} s {keyed.stuck}")
        for book in (one for one in shelved if one.label):
            if book.label == "line":
                outcome = hardship.bad_line(browser, house, book, entries=len(book.entries))
            elif book.label == "offline":
                outcome = hardship.offline(browser, house, book, without, entries=len(book.entries))
            else:
                outcome = hardship.killed(playwright, house, book, entries=len(book.entries))
            say(f"{outcome}")
        agreement = Agreement()
        stored = defaultdict(dict)
        for row in house.kept(*(login_of(book) for book in shelved)):
            stored[row["login"]][row["position"]] = row
        for keyed in done:
            rows = stored[login_of(keyed.book)]
            for position, (entry, run) in enumerate(zip(keyed.book.entries, keyed.runs, strict=False), start=1):
                if position in rows:
                    agreement.add(keyed.book.name, entry, rows[position], run.ways)
                else:
                    say(f"missing {keyed.book.name} {position}")
        browser.close()
    say(f"exact {agreement.exact} / {agreement.columns}; {agreement.origins}")
    for fault in agreement.faults[:40]:
        say("  " + fault)
    for share in (0.5, 0.95, 0.99):
        say(f"key to paint p{share * 100:.0f} {measured.key_to_paint(share):.0f} ms of {measured.keys}")
    for name, durations in measured.marks.items():
        listed = sorted(durations)
        say(f"{name}: {len(listed)} p50 {listed[len(listed) // 2]:.0f} p95 {listed[int(len(listed) * 0.95)]:.0f}")
    nexts = sorted(r.to_next for k in done for r in k.runs)
    say(f"to next p50 {nexts[len(nexts)//2]*1000:.0f} p95 {nexts[int(len(nexts)*.95)]*1000:.0f}; pointer {measured.pointer}")
    by: dict[str, Counter] = defaultdict(Counter)
    n: Counter = Counter()
    for k in done:
        for r in k.runs:
            n[k.book.spec.kind] += 1
            by[k.book.spec.kind].update(r.by_column)
    for kind in by:
        say(f"{kind}: " + ", ".join(f"{c} {v / n[kind]:.1f}" for c, v in by[kind].most_common(22)))
    wasted = Counter()
    for k in done:
        for r in k.runs:
            wasted.update(r.wasted)
            for note in r.notes:
                say(f"  note {k.book.name}: {note}")
    say("wasted " + ", ".join(f"{w} {c}" for w, c in wasted.most_common(20)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
