"""What the linkage model can learn from in this installation: entries as the books have them, and what officers have judged.

Nobody is shown anything of it, so the scope is the installation. A value that was keyed after the register had been seen is left out: it says what the register
says, not what a book says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast, Right

from hotich.core.matching.learning import MOST_ENTRIES
from hotich.core.matching.normaliser import FIELDS
from hotich.core.values import Origin
from hotich.entries.models import Entry, Transcription
from hotich.linkage.models import Judgement, Way
from hotich.linkage.terms import asked_with, book_values, terms_of
from hotich.population.models import Coverage

_PAGE = 1_000
_AFTER_SEEING = frozenset({Origin.CONFIRMED, Origin.AFTER_SEEING, Origin.BESIDE_REGISTER})
_ALL = 1 << 16


@dataclass
class Examples:
    """Subjects of entries, in no particular order: their texts under the normaliser's words, their book and kind."""

    texts: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in FIELDS})
    books: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    persons: list[str] = field(default_factory=list)
    """Judged examples: the personal number of whom each was judged to be, empty for nobody."""
    aided: list[bool] = field(default_factory=list)
    """Judged examples: whether the officer chose from a list that this machine had ranked."""

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(frozen=True, slots=True)
class _One:
    entry: Entry
    role: str
    person: str = ""
    aided: bool = False


def entries_to_learn_from(*, most: int = MOST_ENTRIES) -> Examples:
    """Finished entries whose subjects are looked up, a sample where there are more."""
    finished = Entry.objects.unscoped("a model learns from values; nobody is shown one").filter(
        first_completed_at__isnull=False, void=False, unreadable=False
    )
    found = (_One(entry, role) for entry in _sampled(finished, most) for role in terms_of(entry.kind))
    return _examples(found, most)


def judged_entries(*, most: int = MOST_ENTRIES) -> Examples:
    """Current judgements that say who somebody is, or that he is not in the nation's register."""
    decided = Q(decision=Judgement.Decision.SAME_PERSON) & ~Q(personal_id="")
    absent = Q(decision=Judgement.Decision.NOT_FOUND, look_up__coverage=Coverage.NATION)
    current = (
        Judgement.objects.unscoped("a model learns from judgements; nobody is shown one")
        .filter(decided | absent, superseded_by__isnull=True, entry__void=False)
        .select_related("look_up", "entry__book")
    )
    found = (
        _One(
            one.entry,
            one.role,
            one.personal_id if one.decision == Judgement.Decision.SAME_PERSON else "",
            one.look_up is not None and one.look_up.way == Way.EXTRACT,
        )
        for one in _sampled(current, most)
        if one.role in terms_of(one.entry.kind)
    )
    return _examples(found, most)


def _sampled(rows: QuerySet[Any], most: int) -> Iterator[Any]:
    """The rows whose numbers end below a bound, page by page: the ends of these numbers are random."""
    total = rows.count()
    bound = f"{min(_ALL - 1, _ALL * most // max(total, 1)):04x}"
    chosen = rows.annotate(end=Right(Cast("id", CharField()), 4)).filter(end__lte=bound).order_by("id")
    last = UUID(int=0)
    while page := list(chosen.filter(id__gt=last)[:_PAGE]):
        yield from page
        last = page[-1].pk


def _examples(found: Iterator[_One], most: int) -> Examples:
    every = list(found)
    Random(11).shuffle(every)
    made = Examples()
    for begin in range(0, min(len(every), most), _PAGE):
        page = every[begin : min(begin + _PAGE, most)]
        transcriptions = {
            one.entry_id: one
            for one in Transcription.objects.filter(accepted=True, entry__in={one.entry.pk for one in page})
        }
        for one in page:
            transcription = transcriptions.get(one.entry.pk)
            if transcription is not None:
                _add(made, one, _as_the_book_has_it(one, transcription))
    return made


def _as_the_book_has_it(one: _One, transcription: Transcription) -> Mapping[str, Any]:
    values, _ = book_values(one.entry.kind, one.role, transcription)
    return {word: value for word, value in values.items() if value.get("o") not in _AFTER_SEEING}


def _add(made: Examples, one: _One, values: Mapping[str, Any]) -> None:
    said = asked_with(values)
    if not said.get("full_name"):
        return
    for name, column in made.texts.items():
        column.append(said.get(name, ""))
    made.books.append(str(one.entry.book_id))
    made.kinds.append(one.entry.kind)
    made.persons.append(one.person)
    made.aided.append(one.aided)
