"""Searching for the children of a synthetic town's birth entries: found, suggested, misled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hotich.synthetic.books import BookEntry, build_inventory, keyable_entries, written_entries
from hotich.synthetic.people import Town
from hotich.synthetic.people.rows import POPULATION_COLUMNS, population_rows


@dataclass
class Measured:
    """One group of entries, counted."""

    searches: int = 0
    first: int = 0
    among_ten: int = 0
    likely_right: int = 0
    misled: int = 0


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

    terms = terms_of("KS")["child"]
    return question_of({word: {"v": entry.fields.get(dotted)} for word, dotted in terms.items()})


def measure(entries: list[BookEntry], *, withheld: frozenset[str], on: Any) -> dict[str, Measured]:
    """Searches for every entry's child; the groups are `agrees`, `differs`, `nobody` and `withheld`."""
    from hotich.population.queries import search

    groups = {"agrees": Measured(), "differs": Measured(), "nobody": Measured(), "withheld": Measured()}
    for entry in entries:
        truth = entry.truth[0]
        asked = question(entry)
        answer = search(asked, on=on)
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
    return groups


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
