"""On what updates rest, found by query: what is judged or concluded and has none yet, and what has one and is so no longer.

Nothing is handed over when a judgement is made, so nothing can be lost between the two: whatever stands in the database is found
here the next minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from hotich.cases.models import Case, CaseState
from hotich.entries.models import FINISHED, Entry, Outcome
from hotich.integration.npd import facts
from hotich.integration.npd.enums import Kind, State
from hotich.integration.npd.models import Update
from hotich.linkage.models import Judgement

BOOK_RIGHT = "book_right"
_AT_WORK = (CaseState.CONCLUDED, CaseState.WITH_REGISTRAR, CaseState.CITIZEN_GUIDED, CaseState.CORRECTING)
"""A case whose conclusion stands and which nothing has ended yet."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact that the register is to be told, and on what it rests."""

    kind: str
    entry_id: Any
    role: str
    judgement_id: Any
    case_id: Any = None


def _judgements() -> QuerySet[Judgement]:
    found = Judgement.objects.unscoped("what follows from judgements; officers see their units' updates")
    return found.filter(
        superseded_by__isnull=True, entry__status__in=FINISHED, entry__void=False, entry__unreadable=False
    )


def _roles(pairs: frozenset[tuple[str, str]]) -> Q:
    asked = Q()
    for kind, role in pairs:
        asked |= Q(entry__kind=kind, role=role)
    return asked


def _without_update(kind: str) -> Combinable:
    """Whether the subject has no such update: neither one that lives, nor one that was dropped on this very judgement."""
    made = Update.objects.unscoped("whether there is one already").filter(
        kind=kind, entry_id=OuterRef("entry_id"), role=OuterRef("role")
    )
    return ~Exists(made.filter(~Q(state=State.WITHDRAWN) | Q(dropped=True, judgement_id=OuterRef("pk"))))


def not_found() -> QuerySet[Judgement]:
    """Persons whose birth is registered and whom the register does not have, for a reason that leaves them to be created."""
    return _judgements().filter(_roles(facts.BORN), outcome=Outcome.NOT_FOUND, reason__in=facts.CREATING)


def died() -> QuerySet[Judgement]:
    """Persons whose death entry was matched, and of whose death the register did not know when it was asked."""
    known = _knows_of_death()
    return _judgements().filter(
        _roles(facts.DIED), decision=Judgement.Decision.SAME_PERSON, outcome=Outcome.MATCHED, look_up__isnull=False
    ).exclude(known)  # fmt: skip


def _knows_of_death() -> Q:
    """The comparison kept with the judgement holds a date of death on the register's side."""
    return Q(
        comparisons__contains=[{"field": "death_date", "agreement": "agrees"}]
    ) | Q(comparisons__contains=[{"field": "death_date", "agreement": "agrees_shown"}]) | Q(
        comparisons__contains=[{"field": "death_date", "agreement": "differs"}]
    ) | Q(comparisons__contains=[{"field": "death_date", "agreement": "book_lacks"}])  # fmt: skip


def concluded() -> QuerySet[Case]:
    """Cases at work whose last conclusion is that the book is right."""
    return _book_right().filter(state__in=_AT_WORK)


def _book_right() -> QuerySet[Case]:
    cases = Case.objects.unscoped("what follows from conclusions; officers see their units' updates")
    return cases.filter(conclusion=BOOK_RIGHT)


def _untold() -> QuerySet[Case]:
    """Cases of which the register has still to be told: at work, or closed while it still said something else."""
    differs = Judgement.objects.unscoped("whether entry and register still differ").filter(
        entry_id=OuterRef("entry_id"), role=OuterRef("role"), superseded_by__isnull=True, outcome=Outcome.MISMATCHED
    )  # fmt: skip
    return _book_right().filter(Q(state__in=_AT_WORK) | Q(Exists(differs), state=CaseState.CLOSED))


def missing(*, since: datetime | None = None) -> Iterator[Ground]:
    """What should have an update and has none, the oldest first; with `since` only what was judged or concluded from then on."""
    lately = {"received_at__gte": since} if since else {}
    for kind, judgements in ((Kind.NEW_CITIZEN, not_found()), (Kind.DATE_OF_DEATH, died())):
        rows = judgements.filter(_without_update(kind), **lately).order_by("received_at", "id")
        for pk, entry_id, role in rows.values_list("pk", "entry_id", "role"):
            yield Ground(kind, entry_id, role, pk)
    cases = concluded().filter(_without_adjustment(), **({"last_event_at__gte": since} if since else {}))
    cases = cases.order_by("last_event_at", "id")
    for pk, entry_id, role, judgement_id in cases.values_list("pk", "entry_id", "role", "judgement_id"):
        yield Ground(Kind.ADJUSTMENT, entry_id, role, judgement_id, pk)


def _without_adjustment() -> Combinable:
    made = Update.objects.unscoped("whether there is one already").filter(
        kind=Kind.ADJUSTMENT, case_id=OuterRef("pk")
    )
    on_this = Q(dropped=True, judgement_id=OuterRef("judgement_id"))
    return ~Exists(made.filter(~Q(state=State.WITHDRAWN) | on_this))


def facts_of(ground: Ground, entry: Entry) -> dict[str, Any] | None:
    """What the register would be told of it now; None where it no longer holds or says nothing. The entry is locked by the caller."""
    if ground.kind == Kind.ADJUSTMENT:
        case = _untold().filter(pk=ground.case_id).first()
        return _adjustment(case) if case is not None else None
    standing = not_found() if ground.kind == Kind.NEW_CITIZEN else died()
    judgement = standing.filter(entry=entry, role=ground.role).first()
    if judgement is None:
        return None
    if ground.kind == Kind.NEW_CITIZEN:
        return facts.new_citizen(entry, ground.role)
    return facts.date_of_death(entry, ground.role, judgement.personal_id)


def _adjustment(case: Case) -> dict[str, Any] | None:
    points = case.discrepancies.filter(judgement_id=case.judgement_id)
    said = {point.field: (point.register_value, point.book_value) for point in points}
    return facts.adjustment(case.personal_id, said) if said and case.personal_id else None


def ground_of(update: Update) -> Ground:
    """The ground of an update that is there."""
    return Ground(update.kind, update.entry_id, update.role, update.judgement_id, update.case_id)


def perhaps_fallen() -> QuerySet[Update]:
    """Updates whose subject was judged anew, whose entry says something else, or whose case moved on since they were looked at.

    Cheap and wide: each is looked at under its lock. A citizen whom the register has created rests on the answer's judgement.
    """
    updates = Update.objects.unscoped("what may rest on nothing any more").exclude(
        state__in=(State.WITHDRAWN, State.UNSETTLED)
    )
    current = Judgement.objects.unscoped("whether it was superseded").filter(superseded_by__isnull=True)
    rests = current.filter(pk=OuterRef("judgement_id"))
    answered = current.filter(pk=OuterRef("answered_id"))
    judged_anew = Q(answered__isnull=True) & ~Exists(rests) | Q(answered__isnull=False) & ~Exists(answered)
    said_otherwise = Q(entry__last_action_at__gt=F("checked_at"))
    moved_on = Q(case__isnull=False, case__last_event_at__gt=F("checked_at"))
    return updates.filter(judged_anew | said_otherwise | moved_on)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an update still rests on something, and on which judgement; `why` it does not, in words."""

    judgement_id: Any = None
    why: str = ""


def standing_of(update: Update, entry: Entry) -> Standing:
    """Looked at under the entry's lock."""
    judged = Judgement.objects.unscoped("the current judgement of the locked entry").filter(
        entry=entry, role=update.role, superseded_by__isnull=True
    )
    now = judged.first()
    if now is None:
        return Standing(why="Người trong trường hợp không còn kết quả xác định")
    if update.state == State.ACKNOWLEDGED:
        return Standing(now.pk, why=_why_answer_fell(update, entry, now))
    told = facts_of(ground_of(update), entry)
    if told is None:
        return Standing(why=_WHY[Kind(update.kind)])
    if told != update.facts:
        return Standing(why="Bản nhập của sổ đã sửa sau khi lập cập nhật này")
    return Standing(now.pk)


_WHY = {
    Kind.NEW_CITIZEN: "Người này đã được xác định lại, không còn là không tìm thấy",
    Kind.DATE_OF_DEATH: "Người chết đã được xác định lại, hoặc dữ liệu dân cư đã có ngày chết",
    Kind.ADJUSTMENT: "Hồ sơ không trùng khớp không còn kết luận Sổ đúng, hoặc đã xong",
}


def _why_answer_fell(update: Update, entry: Entry, now: Judgement) -> str:
    if update.kind == Kind.ADJUSTMENT:
        return ""
    number = update.answer.get("personal_id") or update.facts.get("personal_id")
    if number and now.personal_id != number:
        return "Đã cập nhật vào dữ liệu dân cư, nhưng trường hợp đã được xác định lại là người khác"
    if (
        update.kind == Kind.DATE_OF_DEATH
        and facts.date_of_death(entry, update.role, str(number)) != update.facts
    ):
        return "Ngày chết trong sổ đã sửa sau khi cập nhật vào dữ liệu dân cư"
    return ""
