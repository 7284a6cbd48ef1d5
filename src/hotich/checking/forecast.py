"""What a policy would ask of a unit's coming work, reckoned over what was keyed there lately; and the samples of the books to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from hotich.books.models import Book, BookStatus
from hotich.checking.sources import Sources
from hotich.core.quotas.coming import Load, load_of
from hotich.core.quotas.risk import Policy
from hotich.core.quotas.sampling import Plan, chance_accepted, plan_for, zero_defect_plan
from hotich.entries.models import Entry

BOOKS, ENTRIES = 4, 50
"""Of how many books, and of how many entries of each, a forecast is made."""
_USUAL = (50, 100, 200, 400)
"""Sizes shown where no book is ready to be drawn from."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A book's sample under a policy; the chance that it is accepted though a tenth of its entries is wrong."""

    size: int
    quality: Plan
    quality_bad: float
    zero: Plan
    zero_bad: float


def loads_of(unit_ids: Iterable[int], policies: Iterable[Policy]) -> list[Load]:
    """The units' latest entries under each of the policies; nothing where nothing was keyed. Counts only."""
    listed = list(policies)
    units = list(unit_ids)
    keyed = _finished().filter(book=OuterRef("pk"))
    books = Book.objects.unscoped("how much a rule would ask: counts only").filter(
        Exists(keyed), unit__in=units, status__in=(BookStatus.KEYING, BookStatus.COMPLETE)
    )
    found = [Load() for _ in listed]
    # "keying" comes after "complete" in the alphabet.
    for book in books.select_related("unit").order_by("-status", "-pk")[:BOOKS]:
        entries = list(
            _finished().filter(book=book).select_related("book__unit").order_by("-position", "id")[:ENTRIES]
        )
        for number, policy in enumerate(listed):
            sources = Sources(book, entries, policy)
            for entry in entries:
                found[number] += load_of(
                    policy, str(entry.pk), sources.keyed_of(entry), new_officer=sources.is_new(entry)
                )
    return found


def _finished() -> Any:
    return Entry.objects.unscoped("how much a rule would ask: counts only").filter(
        first_completed_at__isnull=False, from_file=False, void=False
    )


def sizes_of(unit_ids: Iterable[int]) -> list[int]:
    """How many entries the units' books hold that a lot may be drawn of next; ordinary sizes where there is none."""
    finished = Q(entries__first_completed_at__isnull=False, entries__from_file=False, entries__void=False)
    books = Book.objects.unscoped("how large the next lots are: counts only").filter(
        unit__in=list(unit_ids), status__in=(BookStatus.KEYING, BookStatus.COMPLETE)
    )
    counted = books.annotate(finished=Count("entries", filter=finished)).filter(finished__gt=1)
    sizes = sorted(set(counted.order_by("-finished").values_list("finished", flat=True)[:40]))
    # From the smallest to the largest, a few of them.
    return sizes[:: max(1, len(sizes) // len(_USUAL))][: len(_USUAL)] or list(_USUAL)


def sampled(policy: Policy, size: int) -> Sampled:
    """The two samples of a book of that size."""
    level: Any = policy.level
    quality = plan_for(lot=size, level=level, aql=policy.quality_limit)
    zero = zero_defect_plan(lot=size, limit=policy.alone_limit / 100)
    bad = -(-size * 10 // 100)
    return Sampled(
        size, quality, chance_accepted(quality, lot=size, wrong=bad), zero, chance_accepted(zero, lot=size, wrong=bad)
    )  # fmt: skip
