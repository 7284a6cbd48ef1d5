"""Reads of look-ups and judgements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from math import nan
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hotich.core.matching.priors import prior_of
from hotich.entries.models import Entry, Outcome, Subject
from hotich.linkage.models import OFFICER, FirstComparison, Judgement, LookUp, Showing, Way
from hotich.population.queries import model_in_force
from hotich.staff.models import Officer

_DECIDED: dict[str, float] = {Outcome.MATCHED: 1.0, Outcome.MISMATCHED: 1.0, Outcome.NOT_FOUND: 0.0}
_ENOUGH = 500
"""Newest entries of a book that its prior is estimated from: more would say the same and be read at every look-up."""


def judgement_of(officer: Officer, entry: Entry, role: str) -> Judgement | None:
    """The current judgement of one subject."""
    found = Judgement.objects.visible_to(officer).filter(entry=entry, role=role, superseded_by__isnull=True)
    return found.select_related("look_up").first()


def judgements_of(officer: Officer, entry: Entry) -> QuerySet[Judgement]:
    """Every judgement of an entry, superseded ones too, the newest first."""
    return Judgement.objects.visible_to(officer).filter(entry=entry).order_by("-received_at")


def look_up_of(officer: Officer, look_up_id: Any) -> LookUp | None:
    """One look-up with its candidates."""
    found = LookUp.objects.visible_to(officer).filter(pk=look_up_id).prefetch_related("candidates")
    return found.select_related("entry").first()


def look_ups_of(officer: Officer, entry: Entry, role: str) -> QuerySet[LookUp]:
    """The searches made for one subject, the newest first."""
    return LookUp.objects.visible_to(officer).filter(entry=entry, role=role).order_by("-received_at")


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """How often one column of an officer's first keyings differed from the register, assisted or not."""

    officer_id: int
    kind: str
    field: str
    identity: bool
    assisted: bool | None
    way: str
    compared: int
    differing: int


def field_differences(
    officer: Officer,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    unit_ids: Collection[int] | None = None,
) -> list[FieldDifference]:
    """Per officer, kind, column, assistance and way: what was compared and what differed, in the units the asking officer sees.

    One query; `since` and `until` bound half-open when the comparison was made.
    """
    rows = FirstComparison.objects.visible_to(officer)
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    if until is not None:
        rows = rows.filter(received_at__lt=until)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    columns = rows.order_by().values("officer_id", "kind", "assisted", "way", "identity", "fields")
    try:
        seen, params = columns.query.sql_with_params()
    except EmptyResultSet:  # who sees no unit
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT officer_id, kind, one.key, identity ? one.key, assisted, way, count(*), "
            "count(*) FILTER (WHERE one.value = 'differs') "
            f"FROM ({seen}) AS kept, jsonb_each_text(kept.fields) AS one "  # noqa: S608 - the query set's own SQL
            "GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 5, 6",
            params,
        )
        return [FieldDifference(*row) for row in cursor.fetchall()]


def roles_seen(officer: Officer, entry_ids: Iterable[Any]) -> dict[Any, set[str]]:
    """By entry the persons of whom the register has shown somebody a value, for many entries at once."""
    seen: dict[Any, set[str]] = {}
    # An answer that waits for a second keying has shown nobody anything.
    shown = Q(way=Way.RECORDED) | Exists(Showing.objects.filter(look_up=OuterRef("pk")))
    found = LookUp.objects.visible_to(officer).filter(shown, entry__in=list(entry_ids), found__gt=0)
    for entry_id, role in found.values_list("entry_id", "role").distinct():
        seen.setdefault(entry_id, set()).add(role)
    return seen


def prior_of_book(book_id: Any, *, but: Any = None) -> float:
    """The share of a book's persons who are in the register, as its own judgements and look-ups say it so far; the entry
    `but` stays out, because it is the one asked about. One query.
    """
    latest = LookUp.objects.unscoped("sums of evidence of one book; no person").filter(
        entry=OuterRef("entry"), role=OuterRef("role"), evidence__isnull=False, departs__isnull=True
    )
    # A police file brings whom it found, all of them: what it leaves over says nothing of the others.
    brought = Judgement.objects.unscoped("sources of judgements of one book; no person").filter(
        entry=OuterRef("entry"), role=OuterRef("role"), superseded_by__isnull=True
    )
    subjects = Subject.objects.filter(entry__book_id=book_id, principal=True).exclude(entry_id=but)
    subjects = subjects.exclude(Exists(brought.exclude(source=OFFICER)))
    rows = (
        subjects.annotate(evidence=Subquery(latest.order_by("-received_at").values("evidence")[:1]))
        .filter(Q(evidence__isnull=False) | Q(outcome__in=_DECIDED))
        .order_by("-entry_id")
        .values_list("evidence", "outcome")[:_ENOUGH]
    )
    evidence, judged = [], []
    for sum_of_ratios, outcome in rows:
        evidence.append(sum_of_ratios or 0.0)
        judged.append(_DECIDED.get(outcome, nan))
    return prior_of(evidence, judged, model_in_force().prior)
