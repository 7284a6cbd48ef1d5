"""Reads of pairs: whole for who may see both entries; of the other one only where it stands, for who sees one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from hotich.checking.models import DuplicatePair, PairState
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.support.errors import NotFound


@dataclass(frozen=True, slots=True)
class SeenPair:
    """A pair as one officer may see it: `mine` are the entries of his units, `twin` the one that is not."""

    pair: DuplicatePair
    mine: tuple[Entry, ...]
    twin: Entry | None

    @property
    def both_mine(self) -> bool:
        return self.twin is None

    @property
    def grounds(self) -> str:
        """What speaks for it, in words."""
        said = [("cùng số, cùng nơi đăng ký", self.pair.by_number), ("cùng người", self.pair.by_persons)]
        return "; ".join(text for text, holds in said if holds)


def pairs_for(
    officer: Officer, *, state: str = PairState.OPEN, kind: str = "", across: bool = False
) -> QuerySet[DuplicatePair]:
    """Pairs with an entry of the officer's units, those whose both entries are his first; `across`: only pairs of two units."""
    units = officer.scope.personal_unit_ids
    pairs = DuplicatePair.objects.filter(Q(first_unit__in=units) | Q(second_unit__in=units))
    if state:
        pairs = pairs.filter(state=state)
    if kind:
        pairs = pairs.filter(kind=kind)
    if across:
        pairs = pairs.exclude(first_unit=F("second_unit"))
    return pairs.select_related(
        "first__book__unit", "second__book__unit", "first_unit", "second_unit", "judged_by"
    ).order_by("-found_at", "-id")


def seen(officer: Officer, pair: DuplicatePair) -> SeenPair:
    """What of a pair is the officer's. Raises NotFound where nothing is."""
    units = officer.scope.personal_unit_ids
    sides = [(pair.first, pair.first_unit_id in units), (pair.second, pair.second_unit_id in units)]
    mine = tuple(entry for entry, is_mine in sides if is_mine)
    if not mine:
        raise NotFound
    return SeenPair(pair, mine, next((entry for entry, is_mine in sides if not is_mine), None))


def pair_for(officer: Officer, pair_id: UUID) -> SeenPair:
    """One pair as the officer may see it. Raises NotFound."""
    found = pairs_for(officer, state="").filter(pk=pair_id).first()
    if found is None:
        raise NotFound
    return seen(officer, found)


def twins_of(officer: Officer, entry: Entry) -> list[SeenPair]:
    """The pairs of an entry that the officer sees, dissolved ones aside."""
    pairs = pairs_for(officer, state="").filter(Q(first=entry) | Q(second=entry))
    return [seen(officer, pair) for pair in pairs.exclude(state=PairState.DISSOLVED)]


def open_pairs(book_id: UUID) -> int:
    """How many open pairs have an entry of a book that the caller has judged."""
    return DuplicatePair.objects.filter(
        Q(first__book_id=book_id) | Q(second__book_id=book_id), state=PairState.OPEN
    ).count()
