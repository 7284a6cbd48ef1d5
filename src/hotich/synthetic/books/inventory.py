"""The inventory of the town's books: twelve that can be keyed, some two hundred already keyed, the rest as counts."""

from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from hotich.synthetic.people.citizen import Town
from hotich.synthetic.people.places import AREAS

from .acts import acts_by_area
from .counted import counted_books, twins
from .spec import BookSpec, State, era_of
from .volumes import Numbering, Volume, cut, describe, split_by_era
from .writing import Act

JUSTICE_OFFICE = "697-TP"
HOLDERS: tuple[str, ...] = (*AREAS, JUSTICE_OFFICE)
"""The ten reporting units."""
STATIONS: dict[str, int] = {holder: 2 if holder in ("25432", "25441") else 1 for holder in HOLDERS}
DAYS = 21
LEAST_A_DAY, MOST_A_DAY = 85, 100


@dataclass(frozen=True, slots=True)
class KeyablePlan:
    """One of the twelve books that can be opened: whose, of which form, about how thick."""

    holder: str
    area: str
    era: str
    entries: int
    has_images: bool = True
    since: date | None = None
    """Start at the first act on or after this day; otherwise in the middle of the era."""
    ages: bool = False
    """The book has the parents' age and not their year of birth."""


KEYABLE: tuple[KeyablePlan, ...] = (
    KeyablePlan("25441", "25441", "1976", 55),
    KeyablePlan(JUSTICE_OFFICE, "25450", "1976", 45, has_images=False, ages=True),
    KeyablePlan("25432", "25432", "1999", 60),
    KeyablePlan("25447", "25447", "1999", 40),
    KeyablePlan("25435", "25435", "1999", 32, has_images=False),
    KeyablePlan("25441", "25441", "2006", 58),
    KeyablePlan("25444", "25444", "2006", 36, has_images=False),
    KeyablePlan("25433", "25433", "2006", 40),
    KeyablePlan("25432", "25432", "2006", 50),
    KeyablePlan("25432", "25432", "2016", 44, since=date(2018, 11, 1)),
    KeyablePlan(JUSTICE_OFFICE, JUSTICE_OFFICE, "2016", 30),
    KeyablePlan("25450", "25450", "2016", 28, has_images=False),
)


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
    acts = acts_by_area(town, rng)
    volumes = [_carve(acts, plan) for plan in KEYABLE]
    volumes = [volume for volume in volumes if volume.acts]
    volumes.extend(_bind(rng, acts))
    schedule = {
        holder: tuple(
            LEAST_A_DAY + int((MOST_A_DAY - LEAST_A_DAY + 1) * rng.random() ** 3) for _ in range(DAYS)
        )
        for holder in HOLDERS
    }
    for holder in HOLDERS:
        _choose_keyed([v for v in volumes if v.holder == holder], sum(schedule[holder]) + 40)
    numbering = Numbering()
    volumes.sort(key=lambda volume: (volume.first_day, volume.holder, volume.kind))
    listed: list[BookSpec] = []
    contents: dict[str, tuple[Volume, list[str]]] = {}
    for volume in volumes:
        spec, numbers = describe(rng, volume, numbering)
        listed.append(spec)
        contents[spec.key] = (volume, numbers)
    queues: dict[str, tuple[tuple[str, ...], ...]] = {}
    for holder in HOLDERS:
        chosen = [book for book in listed if book.holder == holder and book.state == "finished"]
        order = reading_order(chosen, STATIONS[holder])
        queues[holder] = tuple(tuple(book.key for book in books_) for books_ in order)
        progress = _keyed(order, schedule[holder])
        listed = [progress.get(book.key, book) for book in listed]
    listed.extend(counted_books(rng, numbering, listed, books=books, entries=entries))
    listed.extend(twins(rng, listed))
    with_twin = {book.twin: book.key for book in listed if not book.entered}
    listed = [replace(b, twin=with_twin[b.key]) if b.key in with_twin else b for b in listed]
    listed.sort(key=lambda b: (b.holder, b.kind, b.year_opened, b.unit_code, b.volume, b.copy_role))
    return Inventory(town, seed, tuple(listed), contents, schedule, queues)


def _carve(acts: dict[tuple[str, str], list[Act]], plan: KeyablePlan) -> Volume:
    """Takes the acts of one keyable book out of its area's."""
    listed = acts[plan.area, "KS"]
    # The area's own office only: before it had one its people went elsewhere.
    own = "697" if plan.area == JUSTICE_OFFICE else plan.area
    runs = [run for run in split_by_era(listed) if run[0].unit_code == own and era_of(run[0].day) == plan.era]
    run = max(runs, key=len, default=[])
    if plan.since is not None:
        start = next((i for i, act in enumerate(run) if act.day >= plan.since), 0)
    else:
        start = max(0, (len(run) - plan.entries) // 2)
    taken = run[start : start + plan.entries]
    chosen = {id(act) for act in taken}
    acts[plan.area, "KS"] = [act for act in listed if id(act) not in chosen]
    volume = Volume("KS", plan.holder, taken, "keyable", plan.has_images, ages=plan.ages)
    if plan.holder == JUSTICE_OFFICE:
        volume.copy_role = "bản lưu huyện" if plan.area != JUSTICE_OFFICE else "duy nhất"
    return volume


def _bind(rng: Random, acts: dict[tuple[str, str], list[Act]]) -> list[Volume]:
    """Everything else in volumes. The district keeps some of the communes' older ones: the commune's copy is lost."""
    volumes: list[Volume] = []
    for (area, kind), listed in acts.items():
        lost = 6 + int(rng.random() * 6)
        for run in split_by_era(listed):
            for taken in cut(rng, run, 72, 124):
                volume = Volume(kind, area, taken)
                lost += 1
                if area == JUSTICE_OFFICE:
                    volume.copy_role = "duy nhất"
                elif lost % 12 == 0 and taken[0].day.year < 2012:
                    volume.holder = JUSTICE_OFFICE
                    volume.copy_role = "bản lưu huyện" if rng.random() < 0.7 else "duy nhất"
                volumes.append(volume)
    return volumes


def _choose_keyed(volumes: list[Volume], wanted: int) -> None:
    """Marks the volumes that went to the keying officers in the past weeks: births first, then some of the others,
    and where births run out more of them."""
    left = float(wanted)
    for limited in (True, False):
        for kind, share in (("KS", 0.70), ("KH", 0.19), ("KT", 0.11)):
            budget = wanted * share if limited else left
            for volume in volumes:
                if min(left, budget) <= 0:
                    break
                if volume.kind == kind and volume.state == "untouched":
                    volume.state = "finished"
                    budget -= len(volume.acts)
                    left -= len(volume.acts)


def reading_order(books: list[BookSpec], stations: int) -> list[list[BookSpec]]:
    """The books of a unit in the order in which each of its stations keys them: by age, births mixed with others."""
    births = sorted((b for b in books if b.kind == "KS"), key=lambda b: (b.opened_on, b.key))
    others = sorted((b for b in books if b.kind != "KS"), key=lambda b: (b.opened_on, b.key))
    order: list[BookSpec] = []
    for index, book in enumerate(births):
        order.append(book)
        due = (index + 1) * len(others) // len(births) - index * len(others) // len(births)
        order.extend(others[index * len(others) // len(births) :][:due])
    if not births:
        order = others
    return [order[station::stations] for station in range(stations)]


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
