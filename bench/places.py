"""Places offered while one is typed: how many keys a place costs, and how long an answer takes.

    .venv/bin/python -m bench.places [--places 2000] [--seed 7]

Places are drawn for a book of the town: half from its own district, a quarter from its province, the rest from the country. For each the
shortest beginning without marks is looked for that brings it among five; then the initials of its levels. Times are those of one
call on one core, warm. What lies beyond a limit is marked, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from random import Random

from hotich.core.places import Gazetteer, Level, Unit, suggest_places
from hotich.core.places.units import folded_key

BOOK, DAY, TOP = "25441@2003", dt.date(2010, 6, 1), 5
P95, KEYS = 80.0, 6.0
"""Milliseconds of an answer, and keys of a place (the accepting one included)."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


def drawn(count: int, random: Random) -> list[Unit]:
    """Communes of the day, by how near they are to the book."""
    gazetteer = Gazetteer.load()
    communes = [unit for unit in gazetteer if unit.level is Level.COMMUNE and unit.valid_on(DAY)]
    home, province = gazetteer["697@2003"], gazetteer["70@1997"]
    near = [unit for unit in communes if gazetteer.lies_within(unit, home)]
    middle = [unit for unit in communes if gazetteer.lies_within(unit, province)]
    chosen = [near] * 2 + [middle] + [communes]
    return [random.choice(random.choice(chosen)) for _ in range(count)]


def keys_of(unit: Unit, took: list[float]) -> int | None:
    """Keys until the place stands among five, the accepting one included; None where its whole name does not bring it there."""
    name = folded_key(unit.name)
    for length in range(1, len(name) + 1):
        if stands(unit, name[:length], took):
            return length + 1
    return None


def stands(unit: Unit, typed: str, took: list[float]) -> bool:
    begin = time.perf_counter()
    found = suggest_places(typed, on=DAY, near=BOOK, limit=TOP)
    took.append((time.perf_counter() - begin) * 1000)
    return any(one.unit is unit for one in found)


def initials_of(unit: Unit) -> str:
    gazetteer = Gazetteer.load()
    names = [unit.name]
    above = gazetteer.parents(unit)
    while above:
        names.append(above[-1].name)
        above = gazetteer.parents(above[-1])
    return " ".join("".join(word[0] for word in folded_key(name).split()) for name in names)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    units = drawn(options.places, Random(options.seed))
    begin = time.perf_counter()
    suggest_places("m", on=DAY, near=BOOK)
    say(f"first answer (the day's index is made): {(time.perf_counter() - begin) * 1000:.0f} ms")
    took: list[float] = []
    keys = [keys_of(unit, took) for unit in units]
    known = sorted(each for each in keys if each is not None)
    by_initials = sum(stands(unit, initials_of(unit), took) for unit in units)
    took.sort()
    p95 = took[int(len(took) * 0.95)]
    mean = sum(known) / len(known)
    say(f"places: {len(units)}, brought among {TOP} by their name alone: {len(known) / len(units):.1%}")
    say(f"keys a place, accepting included: mean {mean:.1f}, median {known[len(known) // 2]}")
    say(f"brought among {TOP} by initials of every level: {by_initials / len(units):.1%}")
    say(
        f"an answer: median {took[len(took) // 2]:.1f} ms, p95 {p95:.1f} ms, longest {took[-1]:.0f} ms ({len(took)} asked)"
    )
    missed = [what for what, bad in (("p95", p95 > P95), ("keys", mean > KEYS)) if bad]
    if missed:
        say(f"beyond the limit: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
