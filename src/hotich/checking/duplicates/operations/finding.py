"""Finding: the keys of entries are remade, and whoever shares one is laid beside. Cost follows the entries asked about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hotich.checking.models import DuplicateKey, DuplicatePair, DuplicateScan, PairState
from hotich.core.matching.alike import Act, Ground, Person, agrees, keys_of
from hotich.entries import operations as entries
from hotich.entries.derivation import year_of_number
from hotich.entries.models import CHANGING, ActionType, Entry, EntryAction, Subject, Transcription

MOST_ALIKE: Final = 20
"""Entries that share one key beyond this are a habit of writing, not duplicates: nobody is asked about them."""
SLICE: Final = 1000
_MARGIN: Final = timedelta(seconds=15)
"""What was still being written when the search last looked is looked at again (decisions.md 15)."""
_SAYING: Final = (
    *CHANGING, ActionType.COMPLETED, ActionType.IMPORTED, ActionType.VOIDED, ActionType.UNREADABLE, ActionType.REOPENED,
)  # fmt: skip
_EVENTS: Final = {"KT": "deceased.death_date"}
_BESIDE: Final = ("father", "mother")


def check_entry(*, entry_id: UUID, now: datetime) -> list[DuplicatePair]:
    """Looks for twins of an entry that was just finished or says something else; gives the open pairs it stands in.

    For doors that save: what their process could not do any more, `check_new` does.
    """
    return check_entries(entry_ids=[entry_id], now=now)


@transaction.atomic
def check_entries(*, entry_ids: Collection[UUID], now: datetime, flag: bool = True) -> list[DuplicatePair]:
    """Remakes the keys of these entries, lays who shares one beside them, and dissolves open pairs that nothing speaks for any
    more. `flag` marks the entries in their logs; the bulk loader's callers mark them themselves."""
    own = _acts(entry_ids)
    keys = {(pk, ground): key for pk, act in own.items() for ground, key in keys_of(act).items()}
    _remake_keys(entry_ids, keys)
    found, standing = _alike(own, keys), _pairs_of(entry_ids)
    if not (found or standing):
        return []
    _lock(
        {pk for two in found for pk in two}
        | {pk for pair in standing for pk in (pair.first_id, pair.second_id)}
    )
    touched = _keep(found, now) | _dissolve(standing, found)
    if flag:
        _mark(touched, now)
    return [pair for pair in _pairs_of(entry_ids) if pair.state == PairState.OPEN]


def check_new(*, now: datetime) -> int:
    """The next slice of what was saved since the last look, in the order of the log; says how many entries were looked at."""
    with transaction.atomic():
        scan = DuplicateScan.objects.select_for_update().filter(pk=1).first()
        rows = EntryAction.objects.filter(type__in=_SAYING)
        if scan is not None:
            # Rows of one batch bear one moment: among them the entry's id says how far the last look came.
            rows = rows.filter(received_at__gte=scan.until)
            if scan.after is not None:
                rows = rows.filter(Q(received_at__gt=scan.until) | Q(entry_id__gt=scan.after))
        seen = list(rows.order_by("received_at", "entry_id").values_list("received_at", "entry_id")[:SLICE])
        if not seen:
            return 0
        ids = list(dict.fromkeys(entry_id for _, entry_id in seen))
        check_entries(entry_ids=ids, now=now)
        until: datetime = seen[-1][0]
        after: UUID | None = seen[-1][1]
        # What is younger than the margin is looked at once more: somebody may still be writing an earlier moment.
        settled = now - _MARGIN
        if until > settled and (scan is None or settled > scan.until) and len(seen) < SLICE:
            until, after = settled, None
        DuplicateScan.objects.update_or_create(pk=1, defaults={"until": until, "after": after})
        return len(ids)


def begin_from_here(*, now: datetime) -> None:
    """Says that everything in the log so far was looked at. For who looked at it at once."""
    last = (
        EntryAction.objects.order_by("-received_at", "-entry_id")
        .values_list("received_at", "entry_id")
        .first()
    )
    until, after = last or (now, None)
    DuplicateScan.objects.update_or_create(pk=1, defaults={"until": until, "after": after})


# -- what entries say ------------------------------------------------------------------------------------------------


def _acts(entry_ids: Collection[UUID]) -> dict[UUID, Act]:
    """The finished entries among these, as far as duplicates go. Thousands at once: rows, not objects."""
    rows = (
        Entry.objects.unscoped("only laid beside each other; nothing of it is shown to anybody")
        .filter(pk__in=entry_ids, first_completed_at__isnull=False, void=False)
        .values_list(
            "pk", "kind", "book_id", "book__office_key", "book__year_opened", "book__volume_key", "number_value",
            "number_suffix", "number_year", "registered_on",
        )
    )  # fmt: skip
    loaded = {row[0]: row for row in rows}
    people: dict[UUID, list[Person]] = defaultdict(list)
    beside: dict[UUID, dict[str, str]] = defaultdict(dict)
    subjects = Subject.objects.filter(Q(principal=True) | Q(role__in=_BESIDE), entry__in=loaded)
    columns = ("entry_id", "role", "name_search", "birth_date", "birth_year", "principal")
    for entry_id, role, name, born, year, principal in subjects.values_list(*columns):
        if principal:
            people[entry_id].append(Person(role, name, born, year))
        elif name:
            beside[entry_id][role] = name
    events = _events({pk: _EVENTS[row[1]] for pk, row in loaded.items() if row[1] in _EVENTS})
    return {
        pk: Act(
            kind=kind,
            office=office,
            volume=f"{kind}|{office}|{opened}|{volume}",
            year=year_of_number(number_year, registered),
            number=number,
            suffix=suffix,
            persons=tuple(people[pk]),
            event=events.get(pk, ""),
            book=str(book),
            rest=beside[pk],
        )
        for pk, kind, book, office, opened, volume, number, suffix, number_year, registered in loaded.values()
    }


def _events(fields: Mapping[UUID, str]) -> dict[UUID, str]:
    """The day of the act itself, normalised, of entries whose kind has one; `fields` says which column it is."""
    rows = Transcription.objects.filter(entry__in=fields, accepted=True).values_list("entry_id", "normalised")
    found = {}
    for entry_id, normalised in rows:
        value = (normalised or {}).get(fields[entry_id])
        found[entry_id] = value if isinstance(value, str) else str((value or {}).get("edtf", ""))
    return found


def _remake_keys(entry_ids: Collection[UUID], wanted: Mapping[tuple[UUID, Ground], str]) -> None:
    standing = {
        (row.entry_id, _ground(row.ground)): row
        for row in DuplicateKey.objects.filter(entry_id__in=entry_ids)
    }
    gone = [row.pk for at, row in standing.items() if wanted.get(at) != row.key]
    DuplicateKey.objects.filter(pk__in=gone).delete()
    DuplicateKey.objects.bulk_create(
        (
            DuplicateKey(entry_id=pk, ground=ground, key=key)
            for (pk, ground), key in wanted.items()
            if (pk, ground) not in standing or standing[pk, ground].key != key
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )


def _ground(text: str) -> Ground:
    return "number" if text == "number" else "persons"


def _lock(entry_ids: set[UUID]) -> None:
    """Entries before their pairs, in one order: whoever judges a pair does the same."""
    rows = Entry.objects.unscoped("entries are locked before their pairs").select_for_update(of=("self",))
    list(rows.filter(pk__in=entry_ids).order_by("pk").values_list("pk"))


# -- who is alike ----------------------------------------------------------------------------------------------------

Two = tuple[UUID, UUID]


def _alike(own: dict[UUID, Act], keys: Mapping[tuple[UUID, Ground], str]) -> dict[Two, set[Ground]]:
    """Pairs with an entry of these, each with its grounds."""
    sharing: dict[str, list[UUID]] = defaultdict(list)
    for entry_id, key in DuplicateKey.objects.filter(key__in=set(keys.values())).values_list(
        "entry_id", "key"
    ):
        sharing[key].append(entry_id)
    crowds = {key: ids for key, ids in sharing.items() if 1 < len(ids) <= MOST_ALIKE}
    others = _acts({pk for ids in crowds.values() for pk in ids} - own.keys())
    acts = own | others
    found: dict[Two, set[Ground]] = defaultdict(set)
    for (entry_id, ground), key in keys.items():
        for other in crowds.get(key, ()):
            if other != entry_id and other in acts and agrees(ground, acts[entry_id], acts[other]):
                found[_in_order(entry_id, other)].add(ground)
    return dict(found)


def _in_order(one: UUID, other: UUID) -> Two:
    return (one, other) if one < other else (other, one)


def _keep(found: dict[Two, set[Ground]], now: datetime) -> set[UUID]:
    """Writes new pairs, opens dissolved ones again, and says whose flag may have changed."""
    if not found:
        return set()
    ids = {pk for pair in found for pk in pair}
    facts = {
        pk: (unit_id, kind)
        for pk, unit_id, kind in Entry.objects.unscoped("a pair names the units of its entries")
        .filter(pk__in=ids)
        .values_list("pk", "unit_id", "kind")
    }
    standing = {
        (pair.first_id, pair.second_id): pair
        for pair in DuplicatePair.objects.select_for_update().filter(first_id__in=ids, second_id__in=ids)
    }
    touched: set[UUID] = set()
    new = []
    for (first, second), grounds in found.items():
        said: dict[str, Any] = {"by_number": "number" in grounds, "by_persons": "persons" in grounds}
        pair = standing.get((first, second))
        if pair is None:
            new.append(
                DuplicatePair(
                    first_id=first, second_id=second, first_unit_id=facts[first][0], second_unit_id=facts[second][0],
                    kind=facts[first][1], found_at=now, **said,
                )
            )  # fmt: skip
            touched |= {first, second}
        elif pair.state == PairState.DISSOLVED or any(
            getattr(pair, name) != value for name, value in said.items()
        ):
            if pair.state == PairState.DISSOLVED:
                pair.state, pair.found_at = PairState.OPEN, now
                touched |= {first, second}
            pair.by_number, pair.by_persons = said["by_number"], said["by_persons"]
            pair.save(update_fields=["state", "found_at", "by_number", "by_persons"])
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    return touched


def _pairs_of(entry_ids: Collection[UUID]) -> list[DuplicatePair]:
    as_first = DuplicatePair.objects.filter(first_id__in=entry_ids)
    return list(as_first.union(DuplicatePair.objects.filter(second_id__in=entry_ids)))


def _dissolve(standing: Iterable[DuplicatePair], found: Collection[Two]) -> set[UUID]:
    """Open pairs that nothing speaks for any more."""
    gone = [
        pair
        for pair in standing
        if pair.state == PairState.OPEN and (pair.first_id, pair.second_id) not in found
    ]
    for pair in gone:
        pair.state = PairState.DISSOLVED
        pair.save(update_fields=["state"])
    return {pk for pair in gone for pk in (pair.first_id, pair.second_id)}


def _mark(entry_ids: set[UUID], now: datetime) -> None:
    """Sets or clears `duplicate_suspected` of entries whose pairs changed, in one order for everybody."""
    if not entry_ids:
        return
    suspected = {
        pk
        for pair in _pairs_of(entry_ids)
        if pair.state == PairState.OPEN
        for pk in (pair.first_id, pair.second_id)
    }
    flagged = dict(
        Entry.objects.unscoped("whether a pair is open is no personal data")
        .filter(pk__in=entry_ids)
        .values_list("pk", "duplicate_suspected")
    )
    for pk in sorted(entry_ids):
        if flagged.get(pk) != (pk in suspected):
            entries.flag(
                actor=None, entry_id=pk, flags={"duplicate_suspected": pk in suspected}, now=now,
                reason="có trường hợp giống" if pk in suspected else "không còn cặp nghi trùng",
            )  # fmt: skip


def mark_pair(pair: DuplicatePair, *, now: datetime) -> None:
    """The flags of a pair's entries after it was judged."""
    _mark({pair.first_id, pair.second_id}, now)
