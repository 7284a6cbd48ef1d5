"""The queue of a book: who waits for an officer, in the order of the book, grouped by what the newest look-up of each suggests.

A group is a suggestion and nothing else: an officer opens every one of them and decides. Two entries of one birth or death
book that point to one citizen are a group of their own, as may be written twice or registered again; which of them is right, or
that both are, is never worked out here.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from hotich.books.models import Book
from hotich.core.matching.discrepancies import FIELD_LABELS
from hotich.core.matching.outcomes import suggest_outcome
from hotich.core.registers.catalogue import kinds_once_a_life
from hotich.entries.models import CHANGING, FINISHED, WAITING, Entry, EntryAction, Outcome, Subject
from hotich.entries.queries import awaiting_look_up
from hotich.entries.sensitive import Sees
from hotich.linkage.models import Candidate, LookUp, Way


class Group(models.TextChoices):
    """What the machine suggests, in the order in which officers work it off."""

    MATCH = "trung-khop", "gợi ý trùng khớp"
    MISMATCH = "khong-trung-khop", "gợi ý không trùng khớp"
    CHOOSE = "can-chon", "cần chọn người"
    DUPLICATE = "trung-nhau", "có thể ghi trùng"
    NOBODY = "khong-thay", "không thấy ai"
    NONE = "chua-doi-chieu", "chưa đối chiếu"


class Place(NamedTuple):
    """Where an entry stands in its book, to the eye of who turns the pages."""

    position: int
    number: int
    entry_id: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subject who waits; `personal_id` is the citizen whom its newest look-up suggests, if it suggests one."""

    subject_id: int
    entry_id: UUID
    role: str
    place: Place
    group: Group = Group.NONE
    look_up_id: UUID | None = None
    personal_id: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry of which it was decided already whose it is."""

    entry_id: UUID
    place: Place
    personal_id: str


@dataclass(frozen=True, slots=True)
class Queue:
    """Everybody of one book who waits, in the order of the book; in books of births and deaths also who does not wait any more."""

    waiting: tuple[Waiting, ...] = ()
    judged: tuple[Judged, ...] = ()

    @property
    def counts(self) -> dict[Group, int]:
        """How many wait in each group, every group named."""
        found = dict.fromkeys(Group, 0)
        for one in self.waiting:
            found[one.group] += 1
        return found

    def of(self, group: Group) -> list[Waiting]:
        """Who waits in one group; possible duplicates beside each other."""
        order = self._order(group)
        found = [one for one in self.waiting if one.group == group]
        return sorted(found, key=lambda one: order(one.place, one.personal_id))

    def pointing_to(self, personal_id: str) -> list[UUID]:
        """The entries that point to one citizen, in the order of the book: those that wait, and those judged to be his."""
        places = {one.place: one.entry_id for one in self.everybody() if one.personal_id == personal_id}
        return [places[place] for place in sorted(places)]

    def following(self, group: Group, entry: Entry, role: str) -> Waiting | None:
        """Who comes after a subject of the group, whether it still waits or not; after the last comes whoever was left out before.

        None where nobody else waits in the group.
        """
        order = self._order(group)
        number = next((one.personal_id for one in self.everybody() if one.entry_id == entry.pk), "")
        here = order(place_of(entry), number)
        rest = [one for one in self.of(group) if (one.entry_id, one.role) != (entry.pk, role)]
        after = (one for one in rest if order(one.place, one.personal_id) > here)
        return next(after, rest[0] if rest else None)

    def everybody(self) -> Iterator[Waiting | Judged]:
        """Who waits and who does not any more."""
        yield from self.waiting
        yield from self.judged

    def _order(self, group: Group) -> Callable[[Place, str], tuple[Place, Place]]:
        """By place; entries that point to one citizen stand where the first of them does."""
        first: dict[str, Place] = {}
        if group == Group.DUPLICATE:
            for one in sorted(self.everybody(), key=lambda one: one.place):
                if one.personal_id:
                    first.setdefault(one.personal_id, one.place)
        return lambda place, number: (first.get(number, place), place)


def place_of(entry: Entry) -> Place:
    """The place of an entry."""
    return Place(entry.position, entry.number_value or 0, str(entry.pk))


@dataclass(frozen=True, slots=True)
class Row:
    """One who waits, as the queue shows him: nothing of it is a value of the register but the best candidate's number, to be masked."""

    waiting: Waiting
    subject: Subject
    look_up: LookUp | None
    best: Candidate | None
    suggests: Outcome = Outcome.PENDING
    differs: tuple[str, ...] = ()
    absence: str = ""

    @property
    def entry(self) -> Entry:
        """The entry he stands in."""
        return self.subject.entry


def look_ups_in_force() -> QuerySet[LookUp]:
    """Searches of extracts whose entry says today what it was searched with."""
    changed = EntryAction.objects.filter(
        entry_id=OuterRef("entry_id"), seq__gt=OuterRef("entry_seq"), type__in=CHANGING
    )
    found = LookUp.objects.unscoped("narrowed to what an officer sees, or counted, by the caller")
    return found.filter(~Exists(changed), way=Way.EXTRACT)


def answers_of_nobody(subjects: Iterable[Subject]) -> dict[int, UUID]:
    """By subject the newest look-up, where it was made without an officer and waits for one. One query."""
    asked = {(one.entry_id, one.role): one.pk for one in subjects}
    rows = (
        look_ups_in_force()
        .filter(entry_id__in={entry_id for entry_id, _ in asked})
        .order_by("entry_id", "role", "-received_at")
        .distinct("entry_id", "role")
        .values_list("entry_id", "role", "id", "officer_id")
    )
    return {
        asked[entry_id, role]: pk
        for entry_id, role, pk, officer_id in rows
        if officer_id is None and (entry_id, role) in asked
    }


def waiting_from_files() -> QuerySet[Subject]:
    """Principal subjects of finished entries from files that nobody has judged."""
    return Subject.objects.filter(
        principal=True,
        outcome__in=WAITING,
        entry__from_file=True,
        entry__void=False,
        entry__unreadable=False,
        entry__status__in=FINISHED,
    )


def books_to_review(officer: Sees) -> QuerySet[Book]:
    """The officer's books of whose entries from files somebody waits."""
    waiting = waiting_from_files().filter(entry__book_id=OuterRef("pk"))
    found: QuerySet[Book] = Book.objects.visible_to(officer).filter(Exists(waiting)).select_related("unit")
    return found.order_by("unit__sort_key", "kind", "year_opened", "volume")


def queues_of(officer: Sees, book_ids: Collection[UUID]) -> dict[UUID, Queue]:
    """The queue of each of these books, as far as the officer sees them. Three queries."""
    seen = Entry.objects.visible_to(officer).filter(book_id__in=book_ids, void=False)
    newest = (
        look_ups_in_force()
        .filter(entry__in=seen.filter(outcome__in=(*WAITING, Outcome.MISMATCHED)))
        .annotate(best=FilteredRelation("candidates", condition=Q(candidates__rank=1)))
        .order_by("entry_id", "role", "-received_at")
        .distinct("entry_id", "role")
        .values_list("entry_id", "role", "id", "state", "verdict", "best__personal_id", "best__suggested")
    )
    suggested = {(entry_id, role): rest for entry_id, role, *rest in newest}
    waiting: dict[UUID, list[Waiting]] = defaultdict(list)
    subjects = awaiting_look_up(officer).filter(entry__book_id__in=book_ids).order_by()
    for pk, role, book_id, entry_id, *place in subjects.values_list("pk", "role", *_PLACED):
        one = Waiting(pk, entry_id, role, _place(entry_id, *place))
        waiting[book_id].append(_grouped(one, *suggested.get((entry_id, role), (None, "", None, None, None))))
    judged: dict[UUID, list[Judged]] = defaultdict(list)
    decided = Subject.objects.filter(entry__in=seen.filter(kind__in=kinds_once_a_life()), principal=True)
    for number, book_id, entry_id, *place in decided.exclude(personal_id="").values_list(
        "personal_id", *_PLACED
    ):
        judged[book_id].append(Judged(entry_id, _place(entry_id, *place), number))
    return {
        book_id: _with_duplicates(Queue(tuple(waiting[book_id]), tuple(judged[book_id])))
        for book_id in book_ids
    }


_PLACED = ("entry__book_id", "entry_id", "entry__position", "entry__number_value")


def _place(entry_id: UUID, position: int, number: int | None) -> Place:
    return Place(position, number or 0, str(entry_id))


def _grouped(
    waiting: Waiting, look_up_id: UUID | None, state: str, verdict: str | None, personal_id: str | None, suggested: str | None
) -> Waiting:  # fmt: skip
    waiting = replace(waiting, look_up_id=look_up_id)
    if state != LookUp.State.ANSWERED:
        return waiting
    if verdict == LookUp.Verdict.LINK and personal_id:
        group = Group.MISMATCH if suggested == Outcome.MISMATCHED else Group.MATCH
        return replace(waiting, group=group, personal_id=personal_id)
    return replace(waiting, group=Group.NOBODY if verdict == LookUp.Verdict.NOBODY else Group.CHOOSE)


def _with_duplicates(queue: Queue) -> Queue:
    """Who points to a citizen to whom another entry of the book points as well. The twin copy of a book is another book."""
    pointing: dict[str, set[UUID]] = defaultdict(set)
    for one in queue.everybody():
        pointing[one.personal_id].add(one.entry_id)
    return replace(
        queue,
        waiting=tuple(
            replace(one, group=Group.DUPLICATE)
            if one.personal_id and len(pointing[one.personal_id]) > 1
            else one
            for one in queue.waiting
        ),
    )


def rows_of(waiting: Sequence[Waiting]) -> list[Row]:
    """These subjects of a queue, with what a page shows of them. Three queries however many."""
    subjects = Subject.objects.select_related("entry__book", "entry__unit").in_bulk(
        [one.subject_id for one in waiting]
    )
    ids = [one.look_up_id for one in waiting if one.look_up_id]
    look_ups = LookUp.objects.unscoped("look-ups of a queue that was read for the officer").in_bulk(ids)
    best = {one.look_up_id: one for one in Candidate.objects.filter(look_up_id__in=ids, rank=1)}
    rows = []
    for one in waiting:
        look_up = look_ups.get(one.look_up_id) if one.look_up_id else None
        candidate = best.get(one.look_up_id) if one.look_up_id else None
        rows.append(
            Row(
                waiting=one,
                subject=subjects[one.subject_id],
                look_up=look_up,
                best=candidate,
                suggests=_suggestion(one, look_up, candidate),
                differs=_differing(candidate) if one.personal_id and candidate else (),
                absence=look_up.absence if one.group == Group.NOBODY and look_up else "",
            )
        )
    return rows


def _suggestion(waiting: Waiting, look_up: LookUp | None, best: Candidate | None) -> Outcome:
    if waiting.group == Group.NOBODY and look_up is not None:
        return Outcome(suggest_outcome(None, look_up.coverage))
    if waiting.personal_id and best is not None:
        return Outcome(best.suggested)
    return Outcome.PENDING


def _differing(candidate: Candidate) -> tuple[str, ...]:
    """The names of the fields that differ, and no value of them: a list shows nothing of the register."""
    fields = candidate.comparisons.get("fields") or ()
    return tuple(
        FIELD_LABELS.get(one["field"], one["field"]).lower() for one in fields if one["is_discrepancy"]
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a book's persons from files were looked up or judged."""

    done: int = 0
    total: int = 0

    @property
    def complete(self) -> bool:
        """Whether nobody is left to be looked up."""
        return self.done >= self.total


def progress_of(book_ids: Iterable[UUID]) -> dict[UUID, Progress]:
    """The progress of each book that has entries from files which can be looked up. One query; counts alone."""
    asked = look_ups_in_force().filter(entry_id=OuterRef("entry_id"), role=OuterRef("role"))
    rows = (
        Subject.objects.filter(
            principal=True,
            entry__book_id__in=list(book_ids),
            entry__from_file=True,
            entry__void=False,
        )
        .annotate(asked=Exists(asked), book_id=F("entry__book_id"))
        .values("book_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(asked=True) | ~Q(outcome__in=WAITING)))
    )
    return {row["book_id"]: Progress(row["done"], row["total"]) for row in rows}


def entries_beside(officer: Sees, entry_ids: Collection[UUID]) -> dict[UUID, Entry]:
    """These entries, as far as the officer sees them, with whom they name."""
    found: QuerySet[Entry] = Entry.objects.visible_to(officer).select_related("book")
    return found.prefetch_related("subjects").in_bulk(list(entry_ids))
