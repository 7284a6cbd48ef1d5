"""The interactive look-up: how often it finds the right citizen, how often it is misled, and how long it takes.

    HOTICH_HOME=/a/scratch/folder .venv/bin/python bench/look_up.py [--citizens 30000 200000] [--entries 2000]

For each size of the register it builds that synthetic town, loads it into a database of its own as an extract, and searches for the
children of the town's birth entries as their pages have them. It prints, for the entries that agree with the register and those that
differ, the share whose citizen comes first and among the first ten; of the persons who are in no register, the share for whom somebody
is called *likely* (every twentieth citizen is withheld, so that most of them have brothers and sisters in it); and the time of a search with its scoring (no HTTP, one client, warm cache).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from hotich.synthetic.books import BookEntry, build_inventory, keyable_entries, written_entries
from hotich.synthetic.people import Town, build_town
from hotich.synthetic.people.rows import POPULATION_COLUMNS, population_rows


def say(text: str) -> None:
    sys.stdout.write(text + "\n")


@dataclass
class Measured:
    """One group of entries, counted."""

    searches: int = 0
    first: int = 0
    among_ten: int = 0
    likely_right: int = 0
    misled: int = 0

    def row(self, name: str) -> str:
        share = [f"{100 * count / max(1, self.searches):6.1f}" for count in (
            self.first, self.among_ten, self.likely_right, self.misled)]  # fmt: skip
        return f"{name:<28}{self.searches:>8}{''.join(f'{one:>9}' for one in share)}"


def birth_entries(town: Town, *, most: int) -> Iterator[BookEntry]:
    """Entries of the town's birth books as their pages have them, the keyable books first."""
    inventory = build_inventory(town)
    count = 0
    for book in inventory.books:
        if book.kind != "KS" or book.key not in inventory.volumes or count >= most:
            continue
        entries = keyable_entries if book in inventory.of_state("keyable") else written_entries
        for entry in entries(inventory, book):
            if not {"void", "unreadable"} & set(entry.flags):
                yield entry
                count += 1
            if count >= most:
                break


def question(entry: BookEntry) -> Any:
    """What an officer who keyed the page as it is would ask."""
    from hotich.linkage.terms import question_of, terms_of

    terms = terms_of("KS")["child"].fields
    return question_of({word: {"v": entry.fields.get(dotted)} for word, dotted in terms.items()})


def measure(
    entries: list[BookEntry], *, withheld: frozenset[str], on: Any, second: bool = False
) -> tuple[dict[str, Measured], list[float]]:
    """Searches for every entry's child; the groups are `agrees`, `differs`, `nobody` and `withheld`."""
    from hotich.population.queries import search

    groups = {"agrees": Measured(), "differs": Measured(), "nobody": Measured(), "withheld": Measured()}
    times = []
    for entry in entries:
        truth = entry.truth[0]
        asked = question(entry)
        begun = time.perf_counter()
        answer = search(asked, on=on, second=second)
        times.append(1000 * (time.perf_counter() - begun))
        wrong = bool(truth.differing or truth.amended or truth.other)
        if truth.personal_id is None:
            group = groups["nobody"]
        else:
            away = truth.personal_id in withheld
            group = groups["withheld" if away else "differs" if wrong else "agrees"]
        group.searches += 1
        ranked = [one.citizen.personal_id for one in answer.candidates]
        best = answer.candidates[0] if answer.candidates else None
        group.first += ranked[:1] == [truth.personal_id]
        group.among_ten += truth.personal_id in ranked
        if best is not None and best.likely:
            group.likely_right += best.citizen.personal_id == truth.personal_id
            group.misled += best.citizen.personal_id != truth.personal_id
    return groups, times


def load_town(town: Town) -> frozenset[str]:
    """The town's citizens as one extract in force, but for every twentieth: the numbers withheld."""
    from datetime import timedelta

    from hotich.population.operations import load, open_extract
    from hotich.support.time import now, today

    extract = open_extract(
        name=f"town of {len(town.citizens)}", as_of=today(), coverage="nation", basis="bench",
        expires_on=today() + timedelta(days=1), actor_id=None, now=now(),
    )  # fmt: skip
    rows = (dict(zip(POPULATION_COLUMNS, row, strict=True)) for row in population_rows(town.citizens))
    withheld = frozenset(one.personal_id for one in town.citizens[::20])
    kept = (row for row in rows if row["personal_id"] not in withheld)
    load(extract=extract, rows=enumerate(kept, start=2))
    return withheld


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--citizens", type=int, nargs="+", default=[30_000, 200_000])
    parser.add_argument("--entries", type=int, default=2000)
    arguments = parser.parse_args()
    os.environ.setdefault("HOTICH_HOME", str(Path("var/bench").resolve()))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    import django

    django.setup()
    from django.db import connection

    from hotich.population.models import Citizen
    from hotich.support.postgres import ensure_running, migrate
    from hotich.support.time import today

    with ensure_running(Path(os.environ["HOTICH_HOME"])):
        migrate(verbosity=0)
        p95 = []
        for size in arguments.citizens:
            Citizen.objects.all().delete()
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM population_extract")
            town = build_town(n=size)
            begun = time.perf_counter()
            withheld = load_town(town)
            say(f"\n{size} citizens, loaded in {time.perf_counter() - begun:.1f} s")
            entries = list(birth_entries(town, most=arguments.entries))
            measure(entries[:300], withheld=withheld, on=today())
            for second in (False, True):
                groups, times = measure(entries, withheld=withheld, on=today(), second=second)
                cuts = quantiles(times, n=100)
                say(f"{'second search' if second else 'first search'}: p50 {cuts[49]:.1f} ms, "
                      f"p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms, most {max(times):.1f} ms")  # fmt: skip
                say(f"{'':<28}{'searches':>8}{'first %':>9}{'ten %':>9}{'likely %':>9}{'misled %':>9}")
                for name, group in groups.items():
                    say(group.row(name))
                if not second:
                    p95.append(cuts[94])
        for (small, fast), (large, slow) in zip(
            zip(arguments.citizens, p95, strict=True), list(zip(arguments.citizens, p95, strict=True))[1:], strict=False
        ):  # fmt: skip
            say(f"\n{large / small:.1f} times the citizens: {slow / fast:.2f} times the p95")


if __name__ == "__main__":
    main()
