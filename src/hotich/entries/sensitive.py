"""Restricted entries: whose content an officer sees, as one condition that every list, search, API, export and desk goes through.

An entry says that it is sensitive (its kind's definition, or an officer); here stands who sees it all the same: who keys the book,
who checks it, the registrar and the justice officers of the unit, and who verifies a case on it while the case is open. To everybody
else its row shows kind, number and “hạn chế”, and no search by name finds it.
"""

from typing import Any, Protocol

from django.db.models import Q, QuerySet

from hotich.books.models import Assignment
from hotich.entries.models import Entry, Outcome
from hotich.staff.scope import OfficerScope
from hotich.support.lookups import is_any_of


class Sees(Protocol):
    """An officer, or what stands for him on another day."""

    @property
    def scope(self) -> OfficerScope: ...


def trusted_with(officer: Sees) -> Q:
    """The entries of which the officer may see what is restricted, whole entries and single columns alike."""
    scope = officer.scope
    # An open case is what the mismatched outcome stands for: it goes when the case is closed or withdrawn.
    trusted = Q(unit_id__in=scope.sensitive_unit_ids) | Q(
        unit_id__in=scope.verifying_unit_ids, outcome=Outcome.MISMATCHED
    )
    if scope.team_ids:
        given = Assignment.objects.filter(team_id__in=scope.team_ids, ended_at__isnull=True)
        trusted |= is_any_of("book_id", given.values("book_id"))
    return trusted


def content_open_to(officer: Sees) -> Q:
    """The entries whose content the officer may see, his scope aside."""
    return Q(sensitive=False) | trusted_with(officer)


def without_sensitive(entries: QuerySet[Any], but_for: Sees | None = None) -> QuerySet[Any]:
    """What may be found by name, listed with names or leave in a file: the restricted ones only `but_for` whom they are open to."""
    return entries.filter(sensitive=False) if but_for is None else entries.filter(content_open_to(but_for))


def trusted_ids(officer: Sees, entries: list[Entry]) -> frozenset[Any]:
    """Of loaded entries those that `trusted_with` names; one query, none where nothing is asked."""
    if not entries:
        return frozenset()
    found = Entry.objects.visible_to(officer).filter(
        trusted_with(officer), pk__in=[entry.pk for entry in entries]
    )
    return frozenset(found.values_list("pk", flat=True))
