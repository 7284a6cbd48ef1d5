"""The inventory of the town's books: twelve that can be keyed, some two hundred already keyed, the rest as counts."""

from dataclasses import dataclass, field, replace
from random import Random

from hotich.synthetic.people.citizen import Town

from .counted import counted_books, twins
from .happenings import ActsByArea, acts_by_area
from .later import Bound, later_acts
from .plans import HOLDERS, JUSTICE_OFFICE, KEYABLE, carve
from .spec import BookSpec, State
from .volumes import Numbering, Volume, cut, describe, split_by_form

STATIONS: dict[str, int] = {holder: 2 if holder in ("25432", "25441") else 1 for holder in HOLDERS}
DAYS = 21
LEAST_A_DAY, MOST_A_DAY = 85, 100

_THICK = {"KS": (72, 124), "KH": (72, 124), "KT": (72, 124), "HN": (60, 110)}
_THIN = (14, 40)
_SHARES = {"KS": 0.64, "KH": 0.14, "KT": 0.11}
"""Share of what was keyed that these kinds have at least."""
_ONE_BOOK = 0.0005
_SPARE = 70
"""Entries beyond what was keyed, for every machine: it never waits for a book."""
_RARE = ("CMC", "TD", "CN", "HN", "CDGH", "GH", "GSGH", "LH")
"""Kinds of which every second unit keyed a book, beginning with it."""


@dataclass(frozen=True)
class Inventory:
    """All books, and what stands in those that have content."""

    town: Town
    seed: int
    books: tuple[BookSpec, ...]
    volumes: dict[str, tuple[Volume, list[str]]] = field(repr=False)
    """Book key → acts and their numbers, for every book but those known as counts only."""
    schedule: dict[str, tuple[int, ...]] = field(repr=False)
    """Unit → entries completed on each past day."""
    queues: dict[str, tuple[tuple[str, ...], ...]] = field(repr=False)
    """Unit → per station the keys of the books it was given, in the order it keys them."""

    def of_state(self, *states: State) -> list[BookSpec]:
        return [book for book in self.books if book.state in states]


def build_inventory(town: Town, seed: int = 1, *, books: int = 900, entries: int = 90_000) -> Inventory:
    """About `books` volumes with about `entries` entries to key, the same for the same town and seed.

    A town of 30,000 fills the 21 past days at 85–100 entries a unit; a smaller one gives as many as it has people for.
    """
    rng = Random(f"hotich-books-{seed}-{town.seed}-{len(town.citizens)}")
    schedule = {
        holder: tuple(
            LEAST_A_DAY + int((MOST_A_DAY - LEAST_A_DAY + 1) * rng.random() ** 3) for _ in range(DAYS)
        )
        for holder in HOLDERS
    }
    numbering = Numbering()
    bound: list[Bound] = []
    for acts in (acts_by_area(town, rng), None):
        # What refers to other books is bound when those have their numbers.
        chosen = _bound(rng, acts or later_acts(rng, town, seed, bound), schedule)
        chosen.sort(key=lambda volume: (volume.first_day, volume.holder, volume.kind))
        for volume in chosen:
            spec, numbers = describe(rng, volume, numbering)
            bound.append((spec, volume, numbers))
    listed = [spec for spec, _, _ in bound]
    contents = {spec.key: (volume, numbers) for spec, volume, numbers in bound}
    queues: dict[str, tuple[tuple[str, ...], ...]] = {}
    for holder in HOLDERS:
        given = [book for book in listed if book.holder == holder and book.state == "finished"]
        order = reading_order(given, STATIONS[holder])
        queues[holder] = tuple(tuple(book.key for book in books_) for books_ in order)
        progress = _keyed(order, schedule[holder])
        listed = [progress.get(book.key, book) for book in listed]
    listed.extend(counted_books(rng, numbering, listed, books=books, entries=entries))
    listed.extend(twins(rng, listed))
    with_twin = {book.twin: book.key for book in listed if not book.entered}
    listed = [replace(b, twin=with_twin[b.key]) if b.key in with_twin else b for b in listed]
    listed.sort(key=lambda b: (b.holder, b.kind, b.year_opened, b.unit_code, b.volume, b.copy_role))
    return Inventory(town, seed, tuple(listed), contents, schedule, queues)


def _bound(rng: Random, acts: ActsByArea, schedule: dict[str, tuple[int, ...]]) -> list[Volume]:
    """Acts in volumes: those that can be opened, and the rest with the share that was keyed in the past weeks."""
    volumes = [carve(acts, plan) for plan in KEYABLE if (plan.area, plan.kind) in acts]
    volumes = [volume for volume in volumes if volume.acts]
    volumes.extend(_bind(rng, acts))
    for number, holder in enumerate(HOLDERS):
        shares = dict.fromkeys(_RARE[number % 2 :: 2], _ONE_BOOK) | _SHARES
        _choose_keyed(
            [v for v in volumes if v.holder == holder],
            sum(schedule[holder]) + _SPARE * STATIONS[holder],
            shares,
        )
    return volumes


def _bind(rng: Random, acts: ActsByArea) -> list[Volume]:
    """Everything else in volumes. The district keeps some of the communes' older ones: the commune's copy is lost."""
    volumes: list[Volume] = []
    for (area, kind), listed in acts.items():
        lost = 6 + int(rng.random() * 6)
        for run in split_by_form(listed):
            for taken in cut(rng, run, *_THICK.get(kind, _THIN)):
                volume = Volume(kind, area, taken)
                lost += 1
                if area == JUSTICE_OFFICE:
                    volume.copy_role = "duy nhất"
                elif kind in _SHARES and lost % 12 == 0 and taken[0].day.year < 2012:
                    volume.holder = JUSTICE_OFFICE
                    volume.copy_role = "bản lưu huyện" if rng.random() < 0.7 else "duy nhất"
                volumes.append(volume)
    return volumes


def _choose_keyed(volumes: list[Volume], wanted: int, shares: dict[str, float]) -> None:
    """Marks the volumes that went to the keying officers in the past weeks: a book of each rarer kind, births, some
    marriages and deaths, and where births run out more of these."""
    left = float(wanted)
    kinds = {volume.kind for volume in volumes}
    for limited in (True, False):
        for kind, share in shares.items():
            if kind not in kinds or not (limited or kind in _SHARES):
                continue
            budget = wanted * share if limited else left
            for volume in volumes:
                if min(left, budget) <= 0:
                    break
                if volume.kind == kind and volume.state == "untouched":
                    volume.state = "finished"
                    budget -= len(volume.acts)
                    left -= len(volume.acts)


def reading_order(books: list[BookSpec], stations: int) -> list[list[BookSpec]]:
    """The books of a unit in the order in which each of its stations keys them: by age, births mixed with others, the
    rarer kinds first among these."""
    births = sorted((b for b in books if b.kind == "KS"), key=lambda b: (b.opened_on, b.key))
    others = sorted(
        (b for b in books if b.kind != "KS"), key=lambda b: (b.kind in _SHARES, b.opened_on, b.key)
    )
    order: list[BookSpec] = []
    for index, book in enumerate(births):
        order.append(book)
        due = (index + 1) * len(others) // len(births) - index * len(others) // len(births)
        order.extend(others[index * len(others) // len(births) :][:due])
    if not births:
        order = others
    queues: list[list[BookSpec]] = [[] for _ in range(stations)]
    for book in order:
        min(queues, key=lambda queue: sum(each.entries for each in queue)).append(book)
    return queues


def share_of(wanted: int, station: int, stations: int) -> int:
    """How many of a day's entries one station does."""
    return wanted // stations + (1 if station < wanted % stations else 0)


def _keyed(queues: list[list[BookSpec]], schedule: tuple[int, ...]) -> dict[str, BookSpec]:
    """How far the past days came in each of the chosen books."""
    out: dict[str, BookSpec] = {}
    for station, order in enumerate(queues):
        left = sum(share_of(wanted, station, len(queues)) for wanted in schedule)
        for book in order:
            done = min(left, book.entries)
            left -= done
            state: State = "finished" if done == book.entries else "partial" if done else "untouched"
            out[book.key] = replace(book, state=state, keyed=done)
    return out
