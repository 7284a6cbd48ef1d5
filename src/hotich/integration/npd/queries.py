"""Reads of the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from hotich.entries.models import Entry, Outcome, Subject
from hotich.entries.sensitive import Sees
from hotich.integration.npd.enums import OPEN, Kind, State
from hotich.integration.npd.facts import DIED, may_be_one
from hotich.integration.npd.models import Update, UpdateEvent
from hotich.linkage.models import Judgement


def updates_of(officer: Sees, *, state: str = "", kind: str = "", unit_code: str = "") -> QuerySet[Update]:
    """The updates of the officer's units: those that something has still to be done about unless a state is asked for, the longest
    waiting first."""
    found = Update.objects.visible_to(officer).filter(state__in=[state] if state else OPEN)
    if kind:
        found = found.filter(kind=kind)
    if unit_code:
        found = found.filter(unit__code=unit_code)
    return (
        found.select_related("entry__book", "unit")
        .prefetch_related("entry__subjects")
        .order_by("since", "id")
    )


def update_of(officer: Sees, update_id: Any) -> Update | None:
    """One update."""
    found: Update | None = (
        Update.objects.visible_to(officer)
        .select_related("entry__book", "unit", "judgement__officer", "judgement__look_up", "case", "same_as")
        .prefetch_related("entry__subjects")
        .filter(pk=update_id)
        .first()
    )
    return found


@dataclass(frozen=True, slots=True)
class Pending:
    """How many stand in a state, and since when the oldest does."""

    count: int = 0
    since: datetime | None = None


def pending_of(officer: Sees) -> dict[str, Pending]:
    """By state, every state named. One query."""
    rows = (
        Update.objects.visible_to(officer)
        .order_by()
        .values("state")
        .annotate(n=Count("pk"), first=Min("since"))
    )
    found = {row["state"]: Pending(row["n"], row["first"]) for row in rows}
    return {state: found.get(state, Pending()) for state in State.values}


def log_of(update: Update) -> list[UpdateEvent]:
    """All that happened to an update, the newest first."""
    return list(UpdateEvent.objects.filter(update_id=update.pk).order_by("-received_at", "-id"))


def alike(update: Update) -> list[Update]:
    """Other updates that may be of the same person, wherever they are: for the rule that nobody is created twice. What of them an
    officer may see, the screen decides."""
    others = Update.objects.unscoped("nobody is told of twice, in whatever unit").filter(kind=update.kind)
    if update.kind == Kind.NEW_CITIZEN:
        others = others.filter(name_key=update.name_key)
    else:
        others = others.filter(person_key=update.person_key)
    found = others.exclude(pk=update.pk).exclude(entry_id=update.entry_id, role=update.role)
    found = (
        found.exclude(state=State.WITHDRAWN).select_related("entry__book", "unit").order_by("made_at", "id")
    )
    return [
        other for other in found if update.kind != Kind.NEW_CITIZEN or may_be_one(update.facts, other.facts)
    ]


def is_apart(one: Update, other: Update) -> bool:
    """Whether an officer said, of either, that they are two persons."""
    return str(other.pk) in one.apart_from or str(one.pk) in other.apart_from


def alike_undecided(update: Update) -> list[Update]:
    """Those alike of which nobody said yet whether they are the same person."""
    return [other for other in alike(update) if not is_apart(update, other)]


def also_not_found(officer: Sees, update: Update) -> list[Subject]:
    """Other entries, of any kind, that name somebody alike who was not found either: married, a guardian. They create nobody, and
    will find him once he is there. Only those the officer sees."""
    here = Subject.objects.filter(entry_id=update.entry_id, role=update.role).first()
    if here is None or not here.name_search:
        return []
    seen = Entry.objects.visible_to(officer).exclude(pk=update.entry_id).filter(sensitive=False, void=False)
    found = Subject.objects.filter(
        Q(birth_year=here.birth_year) | Q(birth_year__isnull=True),
        name_search=here.name_search, principal=True, outcome=Outcome.NOT_FOUND, entry__in=seen,
    )  # fmt: skip
    return list(found.select_related("entry__book", "entry__unit").order_by("entry_id", "role")[:20])


@dataclass(frozen=True, slots=True)
class Supplement:
    """What a book says of a citizen whose record in the register does not: shown in a list, and nothing else."""

    judgement: Judgement
    fields: tuple[tuple[str, str], ...]


def supplements_of(officer: Sees, *, unit_code: str = "", limit: int = 200) -> list[Supplement]:
    """The newest matched persons whose register record lacks something that their book holds."""
    found = Judgement.objects.visible_to(officer).filter(
        superseded_by__isnull=True, outcome=Outcome.MATCHED, entry__sensitive=False,
        comparisons__contains=[{"agreement": "register_lacks"}],
    ).exclude(entry__kind__in={kind for kind, _ in DIED})  # fmt: skip  # a day of death goes out as an update
    if unit_code:
        found = found.filter(unit__code=unit_code)
    rows = (
        found.select_related("entry__book", "unit")
        .prefetch_related("entry__subjects")
        .order_by("-received_at")
    )
    return [Supplement(each, tuple(_lacking(each.comparisons))) for each in rows[:limit]]


def _lacking(comparisons: Iterable[dict[str, Any]]) -> Iterable[tuple[str, str]]:
    for one in comparisons:
        if one["agreement"] == "register_lacks" and one["book"]:
            yield one["field"], one["book"]
