"""Reads of the tracking list: cases, their logs, batches, who keeps a list, what is overdue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models import When as Condition

from hotich.audit.models import CASE_KINDS, AuditEvent
from hotich.cases.enums import CaseState
from hotich.cases.fold import CaseStanding, fold
from hotich.cases.models import Batch, BatchItem, Case, CaseEvent, ListKeeper
from hotich.linkage.models import LookUp, Way
from hotich.staff.models import Officer
from hotich.support.scope import HasScope
from hotich.support.time import local
from hotich.units.models import Unit

ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN)
OPEN = [state.value for state in CaseState if state not in ENDED]
ABOVE = frozenset({"police_head", "justice_officer", "justice_head", "area_officer"})
"""Positions that are told of what has been overdue for long."""


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What of the tracking list is asked for; an empty word asks for nothing."""

    state: str = ""
    kind: str = ""
    unit_code: str = ""
    conclusion: str = ""
    turn: str = ""
    special: str = ""
    """`overdue`, `outside` (waits for another agency), `look_up` (a look-up was asked for), `unsent`."""


def tracking_list(
    officer: HasScope, *, state: str = "", kind: str = "", unit_code: str = "", asked: ListFilter | None = None,
    on: date | None = None,
) -> QuerySet[Case]:  # fmt: skip
    """Danh sách theo dõi riêng of the officer's units: cases at work unless another state is asked for."""
    asked = asked or ListFilter(state=state, kind=kind, unit_code=unit_code)
    cases = Case.objects.visible_to(officer).filter(state__in=[asked.state] if asked.state else OPEN)
    if asked.kind:
        cases = cases.filter(entry__kind=asked.kind)
    if asked.unit_code:
        cases = cases.filter(unit__code=asked.unit_code)
    if asked.conclusion:
        cases = cases.filter(conclusion=asked.conclusion)
    if asked.turn:
        cases = cases.filter(turn=asked.turn)
    if asked.special == "overdue":
        cases = cases.filter(_overdue(on))
    elif asked.special == "outside":
        cases = cases.filter(outside_due_on__isnull=False)
    elif asked.special == "look_up":
        cases = cases.filter(look_up_asked=True)
    elif asked.special == "unsent":
        cases = cases.filter(state=CaseState.TO_VERIFY, batch__isnull=True)
    order = ("due_on", "pk") if asked.special == "overdue" else ("unit__sort_key", "-number")
    shown = cases.select_related("entry__book", "unit", "judgement")
    return shown.prefetch_related("discrepancies", "entry__subjects").order_by(*order)


def _overdue(on: date | None) -> Q:
    day = on or date.min
    return Q(due_on__lt=day) | Q(outside_due_on__lt=day)


def case_of(officer: HasScope, case_id: Any) -> Case | None:
    """One case with all that was ever found to differ."""
    found = Case.objects.visible_to(officer).filter(pk=case_id)
    return (
        found.select_related(
            "entry__book", "unit", "judgement__look_up", "judgement__officer", "batch", "handover"
        )
        .prefetch_related("discrepancies", "entry__subjects")
        .first()
    )


def lines_of(case: Case) -> list[CaseEvent]:
    """The lines of a case's log, oldest first; the case was read for the officer, or locked."""
    return list(
        CaseEvent.objects.filter(case_id=case.pk).order_by(
            F("seq").asc(nulls_first=True), "received_at", "id"
        )
    )


def standing_of(case: Case) -> CaseStanding:
    """Where the case stands by its log."""
    standing = fold(lines_of(case))
    assert standing is not None, "a case is opened with its first line"
    return standing


def standings_of(cases: Sequence[Case]) -> dict[UUID, CaseStanding]:
    """The standings of many cases, with one query."""
    lines: dict[UUID, list[CaseEvent]] = defaultdict(list)
    found = CaseEvent.objects.filter(case_id__in=[case.pk for case in cases])
    for line in found.order_by("case_id", F("seq").asc(nulls_first=True), "received_at", "id"):
        lines[line.case_id].append(line)
    return {case_id: standing for case_id, rows in lines.items() if (standing := fold(rows)) is not None}


def closing_of(case: Case) -> Mapping[str, Any] | None:
    """With which document a closed case was closed; the case was read for the officer."""
    return standing_of(case).closing if case.state == CaseState.CLOSED else None


def officers_of(lines: Iterable[CaseEvent]) -> dict[int, Officer]:
    """Who wrote the lines of a log, by id."""
    wanted = {line.officer_id for line in lines if line.officer_id is not None}
    return Officer.objects.in_bulk(list(wanted)) if wanted else {}


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody had the case, its candidates or a paper about it before him."""

    at: datetime
    officer: Officer | None
    what: str
    detail: Mapping[str, Any]


def looks_at(case: Case, *, most: int = 30) -> list[Look]:
    """Who saw what of the case, the newest first: the page, the citizens of the look-up it rests on, papers drawn. The case was read for the officer."""
    events = list(
        AuditEvent.objects.filter(kind__in=CASE_KINDS, subject=f"case:{case.pk}").order_by("-at")[:most]
    )
    look_up = case.judgement.look_up
    showings = list(look_up.showings.select_related("officer")[:most]) if look_up else []
    officers = Officer.objects.in_bulk([one.officer_id for one in events if one.officer_id])
    found = [
        Look(one.at, officers.get(one.officer_id or 0), one.kind, one.detail or {}) for one in events
    ] + [Look(one.received_at, one.officer, "candidates", {}) for one in showings]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def batches_for(officer: HasScope, *, kind: str = "", open_only: bool = False) -> QuerySet[Batch]:
    """Batches of the officer's units, what needs somebody first."""
    batches = Batch.objects.visible_to(officer)
    if kind:
        batches = batches.filter(kind=kind)
    done = Q(state=Batch.State.ANSWERED) | Q(kind=Batch.Kind.HANDOVER, state=Batch.State.ACKNOWLEDGED)
    if open_only:
        batches = batches.exclude(done)
    rest = When(Condition(done, then=Value(1)), default=Value(0))
    return (
        batches.annotate(rest=rest, size=Count("items"))
        .select_related("unit", "from_agency__unit", "to_agency__unit", "made_by")
        .order_by("rest", "-made_at", "pk")
    )


def batch_of(officer: HasScope, batch_id: Any) -> Batch | None:
    """One batch of the officer's units."""
    found = Batch.objects.visible_to(officer).filter(pk=batch_id)
    return found.select_related(
        "unit", "from_agency__unit", "to_agency__unit", "made_by", "sent_by", "acknowledged_by", "answered_by"
    ).first()


def cases_in(officer: HasScope, batch: Batch) -> QuerySet[Case]:
    """The cases of a batch that the officer sees, by number."""
    return (
        Case.objects.visible_to(officer)
        .filter(items__batch=batch)
        .select_related("entry__book", "unit", "judgement")
        .prefetch_related("discrepancies", "entry__subjects")
        .order_by("number")
    )


def drafts_of(officer: HasScope) -> QuerySet[Batch]:
    """Batches that still take cases in."""
    return Batch.objects.visible_to(officer).filter(state=Batch.State.DRAFT).order_by("-made_at")


def drafts_holding(cases: Iterable[Case]) -> dict[UUID, Batch]:
    """By case the batch that holds it and was not sent yet; the cases were read for the officer."""
    items = BatchItem.objects.filter(case__in=list(cases), batch__state=Batch.State.DRAFT)
    return {item.case_id: item.batch for item in items.select_related("batch")}


def keepers_of(officer: HasScope, unit_ids: Iterable[int]) -> dict[int, ListKeeper]:
    """By unit who keeps its list."""
    found = (
        ListKeeper.objects.visible_to(officer).filter(unit_id__in=list(unit_ids)).select_related("officer")
    )
    return {keeper.unit_id: keeper for keeper in found}


def units_with_cases(officer: HasScope) -> list[Unit]:
    """The units whose cases the officer may see."""
    has_one = Case.objects.visible_to(officer).filter(unit_id=OuterRef("pk"))
    return list(Unit.objects.filter(Exists(has_one)).order_by("sort_key"))


AGES: tuple[tuple[str, int], ...] = (
    ("0–3", 3),
    ("4–7", 7),
    ("8–14", 14),
    ("15–30", 30),
    ("trên 30", 1 << 20),
)
"""Days that a case has stood in its state: label, and the last day of the bucket."""


def ages_of(cases: QuerySet[Case], now: datetime) -> dict[str, list[int]]:
    """By whose turn it is how many open cases have stood so long in their state: counts, bucket by bucket."""
    bounds = [now - timedelta(days=last + 1) for _, last in AGES[:-1]]
    whens = [Condition(since__gt=bound, then=Value(place)) for place, bound in enumerate(bounds)]
    rows = (
        cases.order_by()
        .exclude(turn="")
        .annotate(bucket=When(*whens, default=Value(len(AGES) - 1)))
        .values("turn", "bucket")
        .annotate(n=Count("pk"))
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["turn"], [0] * len(AGES))[row["bucket"]] = row["n"]
    return found


@dataclass(frozen=True, slots=True)
class Late:
    """A case with the term that has run out: its own, or another agency's."""

    case: Case
    due_on: date
    outside: bool


@dataclass(frozen=True, slots=True)
class Reminders:
    """What is overdue for an officer: cases whose turn is his, and those that he has to press for."""

    own: int
    escalated: int
    first: tuple[Late, ...]

    def __bool__(self) -> bool:
        return bool(self.own or self.escalated)


def reminders_for(officer: Officer, now: datetime, *, most: int = 5) -> Reminders:
    """Cases overdue that wait for one of his positions in their own unit, and, for those above, what has been overdue for long in all his units."""
    day = local(now).date()
    waiting = Q(pk__in=[])
    for position in officer.scope.positions:
        waiting |= Q(unit_id=position.agency.unit_id, turn=position.code)
        # A case that rests while another agency is asked is looked after by who has it.
        if position.code in ("verifier", "registrar"):
            waiting |= Q(unit_id=position.agency.unit_id, turn="", received=position.code == "registrar")
    visible = Case.objects.visible_to(officer).filter(state__in=OPEN)
    own = visible.filter(waiting).filter(_overdue(day))
    first = tuple(_late(case, day) for case in own.select_related("unit").order_by("due_on", "number")[:most])
    above = any(position.code in ABOVE for position in officer.scope.positions)
    return Reminders(
        own=len(first) if len(first) < most else own.count(),
        escalated=visible.filter(level__gte=2).count() if above else 0,
        first=first,
    )


def _late(case: Case, day: date) -> Late:
    if case.due_on is not None and case.due_on < day:
        return Late(case, case.due_on, outside=False)
    assert case.outside_due_on is not None, "one of its terms has run out"
    return Late(case, case.outside_due_on, outside=True)


def recorded_since(case: Case, moment: datetime) -> LookUp | None:
    """The newest search on the police machine after that moment which found the case's person under his number."""
    found = LookUp.objects.unscoped("the case was read for the officer").filter(
        entry_id=case.entry_id, role=case.role, way=Way.RECORDED, state=LookUp.State.ANSWERED, looked_up_at__gt=moment,
        candidates__personal_id=case.personal_id,
    )  # fmt: skip
    newest: LookUp | None = found.order_by("-looked_up_at", "-received_at").first()
    return newest


def look_up_at_closing(officer: Officer, standing: CaseStanding) -> LookUp | None:
    """The look-up that a closed case was closed on."""
    kept = (standing.closing or {}).get("look_up")
    if not kept:
        return None
    found: LookUp | None = (
        LookUp.objects.visible_to(officer).filter(pk=kept).select_related("officer").first()
    )
    return found
