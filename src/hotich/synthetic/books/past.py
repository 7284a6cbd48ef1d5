"""The campaign's past: what was keyed on each of its first days, by whom, when, and with which outcome."""

from collections.abc import Iterator
from datetime import time
from random import Random

from .bound import entries_in
from .inventory import STATIONS, Inventory, share_of
from .plans import HOLDERS
from .spec import BookEntry, BookSpec, Outcome, PastEntry

_SHIFTS: tuple[tuple[int, int], ...] = ((7 * 3600 + 900, 11 * 3600), (13 * 3600 + 900, 16 * 3600 + 2700))
OFFICERS_A_STATION = 3
"""Officers who take turns at one machine: indexes 0–2 at the first, 3–5 at the second."""
_EVENING = (18 * 3600, 20 * 3600 + 1800)


def past_entries(inventory: Inventory) -> Iterator[PastEntry]:
    """Every entry keyed on days 1 to 21, unit by unit in the order of the units, each unit's in order of time.

    An officer keys at one station on one day; the books of a station follow each other, the last may be unfinished.
    """
    for holder in HOLDERS:
        yield from _of_unit(inventory, holder)


def _of_unit(inventory: Inventory, holder: str) -> Iterator[PastEntry]:
    rng = Random(f"hotich-past-{inventory.seed}-{inventory.town.seed}-{holder}")
    stations = STATIONS[holder]
    by_key = {book.key: book for book in inventory.of_state("finished", "partial")}
    streams = [
        _entries_in_turn(inventory, [by_key[key] for key in queue if key in by_key])
        for queue in inventory.queues[holder]
    ]
    for day, wanted in enumerate(inventory.schedule[holder], start=1):
        done: list[PastEntry] = []
        for station, stream in enumerate(streams):
            officer = station * OFFICERS_A_STATION + day % OFFICERS_A_STATION
            for at in _times(rng, share_of(wanted, station, stations)):
                taken = next(stream, None)
                if taken is None:
                    break
                book, entry = taken
                done.append(
                    PastEntry(holder, book.key, station, officer, day, at, _seen(rng, entry, day), entry)
                )
        done.sort(key=lambda past: (past.at, past.station))
        yield from done


def _entries_in_turn(inventory: Inventory, books: list[BookSpec]) -> Iterator[tuple[BookSpec, BookEntry]]:
    for book in books:
        for entry in written_entries(inventory, book):
            yield book, entry


def written_entries(inventory: Inventory, book: BookSpec) -> Iterator[BookEntry]:
    """What stands in a book that was keyed in the past, or will be from a file."""
    volume, numbers = inventory.volumes[book.key]
    return entries_in(inventory.town, inventory.seed, book, volume, numbers)


def _seen(rng: Random, entry: BookEntry, day: int) -> Outcome:
    """What the look-up said: the truth, unless nobody looked yet or the line was down."""
    chance = rng.random()
    if day >= 20 and chance < 0.03:
        return "pending"
    if day in (9, 17) and chance < 0.05:
        return "unavailable"
    return entry.outcome


def _times(rng: Random, count: int) -> list[time]:
    """Moments of a day's work, rising: two shifts, and the evening for a busy day."""
    if not count:
        return []
    spans = (*_SHIFTS, _EVENING) if count > 60 else _SHIFTS
    total = sum(end - start for start, end in spans)
    moments: list[time] = []
    step = total / count
    for index in range(count):
        at = (index + 0.15 + 0.7 * rng.random()) * step
        for start, end in spans:
            if at < end - start:
                second = int(start + at)
                moments.append(time(second // 3600, second // 60 % 60, second % 60))
                break
            at -= end - start
    return moments
