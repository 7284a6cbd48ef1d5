"""Reads of steering: flags, measures, visits, obstacles, and the answers that were given before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from hotich.campaign.models import (
    Answer,
    Campaign,
    Finding,
    Flag,
    Measure,
    MeasureReply,
    Obstacle,
    ObstacleStep,
    TaskPart,
    Visit,
    VisitSample,
    WatchRound,
)
from hotich.core.steering.topics import ranked, words_of
from hotich.staff.models import Officer
from hotich.support.errors import NotFound

CANDIDATES: Final = 300
"""Answers that share a word, the newest, among which the likest are looked for."""
OFFERED: Final = 5


def flags_for(
    officer: Officer,
    campaign: Campaign,
    *,
    open_only: bool = True,
    unit_id: int | None = None,
    rule: str = "",
) -> QuerySet[Flag]:
    """The flags of his units: open ones, the grave first, or all that ever were, the newest first."""
    found: QuerySet[Any] = Flag.objects.visible_to(officer).filter(campaign=campaign)
    if open_only:
        found = found.filter(closed_at__isnull=True)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    if rule:
        found = found.filter(rule=rule)
    order = ("grade", "opened_at", "reporting_unit__order", "id") if open_only else ("-opened_at", "id")
    return found.select_related("reporting_unit", "campaign").order_by(*order)


def flag_for(officer: Officer, flag_id: Any) -> Flag:
    """One flag. Raises NotFound outside his units."""
    found: Flag | None = (
        Flag.objects.visible_to(officer)
        .select_related("reporting_unit__agency", "campaign__lead_agency__unit", "unit")
        .filter(pk=flag_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a flag said at a moment of its life."""

    at: datetime
    said: str
    grade: str
    closed: bool


def life_of(flag: Flag) -> list[Told]:
    """What it said each time that it said something else, from its history."""
    rows = (
        Flag.pgh_event_model.objects.filter(pgh_obj_id=flag.pk)  # type: ignore[attr-defined]  # made by pghistory
        .order_by("pgh_id")
        .values_list("said_at", "said", "grade", "closed_at")
    )
    told: list[Told] = []
    for since, said, grade, closed in rows:
        if not told or (told[-1].said, told[-1].closed) != (said, closed is not None):
            told.append(Told(closed or since, said, grade, closed is not None))
    return told


def with_measure(flags: Iterable[Flag]) -> dict[Any, list[Measure]]:
    """By flag what was asked of the unit because of it, the newest first."""
    found: dict[Any, list[Measure]] = {}
    listed = Measure.objects.unscoped("measures of flags the caller has judged").filter(
        flag__in=[flag.pk for flag in flags]
    )
    for measure in listed.order_by("-given_at"):
        found.setdefault(measure.flag_id, []).append(measure)
    return found


def measures_for(officer: Officer, campaign: Campaign, *, state: str = "") -> QuerySet[Measure]:
    """What was asked of his units: all, or what is `open`, `overdue` (escalated), `answered` (to be accepted) or `ended`."""
    answered = MeasureReply.objects.unscoped("whether there is one at all").filter(measure=OuterRef("pk"))
    found: QuerySet[Any] = (
        Measure.objects.visible_to(officer)
        .filter(campaign=campaign)
        .annotate(is_answered=Exists(answered))
        .select_related("reporting_unit", "from_agency", "given_by", "flag", "paper", "escalated_to")
        .order_by("-given_at", "id")
    )
    if state == "ended":
        return found.filter(ended_at__isnull=False)
    if state:
        found = found.filter(ended_at__isnull=True)
    if state == "overdue":
        found = found.filter(escalated_at__isnull=False, is_answered=False)
    if state == "answered":
        found = found.filter(is_answered=True)
    return found


def measure_for(officer: Officer, measure_id: Any) -> Measure:
    """One measure with its replies. Raises NotFound outside his units."""
    replies = MeasureReply.objects.unscoped("replies of the measure that was judged").select_related(
        "replied_by"
    )
    found: Measure | None = (
        Measure.objects.visible_to(officer)
        .select_related(
            "reporting_unit", "from_agency", "given_by", "flag", "paper", "escalated_to", "ended_by",
            "campaign__lead_agency__unit",
        )
        .prefetch_related(Prefetch("replies", replies))
        .filter(pk=measure_id)
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def visits_for(officer: Officer, campaign: Campaign) -> QuerySet[Visit]:
    """The inspection visits of his units, the newest first, with how many findings are still to be settled."""
    found: QuerySet[Any] = (
        Visit.objects.visible_to(officer)
        .filter(campaign=campaign)
        .select_related("reporting_unit", "agency")
        .annotate(
            found=Count("findings", distinct=True),
            unsettled=Count("findings", filter=Q(findings__settled_at__isnull=True), distinct=True),
        )
        .order_by("-on", "-announced_at")
    )
    return found


def visit_state(visit: Visit, unsettled: int) -> tuple[str, str]:
    """`called_off`, `announced`, `following` while a finding is unsettled, `done`; with its words."""
    if visit.called_off_at is not None:
        return "called_off", "đã hủy"
    if visit.held_at is None:
        return "announced", "đã thông báo"
    return ("following", f"theo dõi khắc phục: còn {unsettled}") if unsettled else ("done", "đã xong")


def visits_followed(officer: Officer, campaign: Campaign, *, unit_id: int | None = None) -> QuerySet[Visit]:
    """Those of which something is still to come: not held yet, or with a finding to be settled; of all his units or of one."""
    found = visits_for(officer, campaign).filter(called_off_at__isnull=True)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return found.filter(Q(held_at__isnull=True) | Q(unsettled__gt=0))


def visit_for(officer: Officer, visit_id: Any) -> Visit:
    """One visit with its checks and findings. Raises NotFound outside his units."""
    parts = TaskPart.objects.unscoped("how far the tasks of the visit's findings are").select_related(
        "agency", "reported_by"
    )
    findings = Finding.objects.unscoped("findings of the visit that was judged").select_related(
        "task", "found_by", "settled_by"
    )
    found: Visit | None = (
        Visit.objects.visible_to(officer)
        .select_related(
            "reporting_unit__agency", "agency", "campaign__lead_agency__unit", "notice", "minutes", "announced_by", "held_by",
            "unit",
        )
        .prefetch_related(
            "checks", Prefetch("findings", findings.prefetch_related(Prefetch("task__parts", parts)))
        )
        .filter(pk=visit_id)
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def samples_of(officer: Officer, visit: Visit) -> list[VisitSample]:
    """The entries drawn, by where they stand in the book: for who may see entries of the unit."""
    found = VisitSample.objects.visible_to(officer).filter(visit=visit)
    return list(found.select_related("entry__book").order_by("order"))


def obstacles_for(
    officer: Officer, campaign: Campaign, *, state: str = "", topic: str = "", mine: bool = False
) -> QuerySet[Obstacle]:
    """The obstacles of his units; `mine` are those that lie with him by name or, where he may answer for it, with an agency of his. What
    waits longest comes first.
    """
    found: QuerySet[Any] = (
        Obstacle.objects.visible_to(officer)
        .filter(campaign=campaign)
        .select_related("reporting_unit", "contact__agency", "raised_by", "campaign__lead_agency")
    )
    if state:
        found = found.filter(state=state)
    if topic:
        found = found.filter(topic=topic)
    if mine:
        his = Q(contact__officer=officer)
        if officer.may("obstacles.answer"):
            his |= Q(contact__agency_id__in=officer.scope.agency_ids)
        found = found.filter(his, state=Obstacle.State.OPEN)
    if state == Obstacle.State.OPEN or mine:
        return found.order_by("raised_at", "id")
    return found.order_by("-raised_at", "id")


def obstacle_for(officer: Officer, obstacle_id: Any) -> Obstacle:
    """One obstacle with its life. Raises NotFound outside his units."""
    steps = ObstacleStep.objects.unscoped("steps of the obstacle that was judged").select_related(
        "by", "contact__agency"
    )
    found: Obstacle | None = (
        Obstacle.objects.visible_to(officer)
        .select_related(
            "reporting_unit", "unit", "contact__agency", "campaign__lead_agency__unit", "raised_by"
        )
        .prefetch_related(Prefetch("steps", steps.order_by("at", "id")))
        .filter(pk=obstacle_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def last_word(obstacle: Obstacle) -> ObstacleStep | None:
    """The newest answer to it, or the unit's word that one did not help: what who answers must have read. A page names it by its id."""
    spoken = (ObstacleStep.Kind.ANSWERED, ObstacleStep.Kind.REOPENED)
    said: list[ObstacleStep] = [step for step in obstacle.steps.all() if step.kind in spoken]
    # Steps of an obstacle are written one after the other under its lock: of equal moments the greater id is the later one.
    return max(said, key=lambda step: step.pk, default=None)


def usable_answers(campaign: Campaign) -> QuerySet[Answer]:
    """The answers that may be used again: of this campaign, and of the one of the level above that it carries out."""
    family = [each for each in (campaign.pk, campaign.parent_id) if each is not None]
    return Answer.objects.filter(campaign_id__in=family, withdrawn_at__isnull=True)


def earlier_answers(campaign: Campaign, text: str, *, most: int = OFFERED) -> list[Answer]:
    """Those that share words with a text, the likest first."""
    asked = words_of(text)
    if not asked:
        return []
    candidates = list(
        usable_answers(campaign)
        .filter(words__overlap=asked)
        .select_related("given_by", "campaign__lead_agency__unit")
        .order_by("-used", "-given_at")[:CANDIDATES]
    )
    by_id = {answer.pk: answer for answer in candidates}
    likest = ranked(asked, [(answer.pk, answer.words) for answer in candidates])
    return [by_id[pk] for pk in likest[:most] if isinstance(pk, int)]


def answers_of(campaign: Campaign, text: str = "") -> list[Answer]:
    """All answers that may be used again, or those that share words with a text."""
    if text.strip():
        return earlier_answers(campaign, text, most=50)
    kept = Answer.objects.filter(campaign=campaign, withdrawn_at__isnull=True)
    found = kept.select_related("given_by", "campaign__lead_agency__unit")
    return list(found.order_by("topic", "-used", "-given_at")[:200])


@dataclass(frozen=True, slots=True)
class SteeringCounts:
    """What waits, in counts: for the room."""

    flags: int
    serious: int
    measures: int
    unanswered: int
    to_accept: int
    obstacles: int
    escalated: int
    visits: int
    unsettled: int


def counts_for(campaign: Campaign, unit_ids: Sequence[int]) -> SteeringCounts:
    """The counts of some units."""
    asked: dict[str, Any] = {"campaign": campaign, "unit_id__any_of": unit_ids}
    flags = Flag.objects.unscoped("counts of the units asked for").filter(closed_at__isnull=True, **asked)
    by_flag = flags.aggregate(n=Count("pk"), serious=Count("pk", filter=Q(grade="serious")))
    answered = MeasureReply.objects.unscoped("counts of the units asked for").filter(measure=OuterRef("pk"))
    by_measure = (
        Measure.objects.unscoped("counts of the units asked for")
        .filter(ended_at__isnull=True, **asked)
        .annotate(has_reply=Exists(answered))
        .aggregate(
            n=Count("pk"),
            unanswered=Count("pk", filter=Q(has_reply=False, escalated_at__isnull=False)),
            to_accept=Count("pk", filter=Q(has_reply=True)),
        )
    )
    lowest = Obstacle.objects.unscoped("counts of the units asked for").filter(
        state=Obstacle.State.OPEN, **asked
    )
    moved = ObstacleStep.objects.unscoped("counts of the units asked for").filter(
        obstacle=OuterRef("pk"), kind=ObstacleStep.Kind.ESCALATED
    )
    by_obstacle = lowest.annotate(moved=Exists(moved)).aggregate(
        n=Count("pk"), escalated=Count("pk", filter=Q(moved=True))
    )
    visits = Visit.objects.unscoped("counts of the units asked for").filter(
        held_at__isnull=True, called_off_at__isnull=True, **asked
    )
    findings = Finding.objects.unscoped("counts of the units asked for").filter(
        settled_at__isnull=True, visit__campaign=campaign, unit_id__any_of=unit_ids
    )
    return SteeringCounts(
        flags=by_flag["n"], serious=by_flag["serious"], measures=by_measure["n"],
        unanswered=by_measure["unanswered"], to_accept=by_measure["to_accept"], obstacles=by_obstacle["n"],
        escalated=by_obstacle["escalated"], visits=visits.count(), unsettled=findings.count(),
    )  # fmt: skip


def escalated_ids(obstacles: Iterable[Obstacle]) -> set[Any]:
    """Which of them went a level up."""
    steps = ObstacleStep.objects.unscoped("steps of obstacles the caller has judged").filter(
        obstacle__in=[each.pk for each in obstacles], kind=ObstacleStep.Kind.ESCALATED
    )
    return set(steps.values_list("obstacle_id", flat=True))


def last_round(campaign: Campaign) -> datetime | None:
    """The moment as of which the rules were gone through last."""
    found: datetime | None = WatchRound.objects.filter(campaign=campaign).aggregate(last=Max("moment"))[
        "last"
    ]
    return found
