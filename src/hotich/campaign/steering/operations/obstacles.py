"""Obstacles: raised, put to a contact point, passed on, escalated, answered, answered from what was answered before, closed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from hotich.campaign.models import Answer, Obstacle, ObstacleStep, ReportingUnit, Topic
from hotich.campaign.policies import check_runs, running
from hotich.campaign.queries import campaigns_of
from hotich.campaign.steering.operations.already import (
    check_answer,
    check_not_raised,
    check_not_shared,
    hold_unit,
)
from hotich.campaign.steering.policies import check_answers, own_unit, speaks_for, withdrawable
from hotich.campaign.steering.queries import usable_answers
from hotich.campaign.steering.routing import above, answer_by, route
from hotich.core.identifiers import without_numbers
from hotich.core.steering.topics import topic_of, words_of
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.words import impersonal

LONGEST: Final = 1000
LONGEST_ANSWER: Final = 2000


class ObstacleRefused(Refusal):
    """The obstacle cannot be so, or not in its state; the message says why."""

    code = "steering.obstacle"
    status = 422


@transaction.atomic
def raise_obstacle(
    *, actor: Officer, reporting_unit_id: Any, topic: str, text: str, now: datetime, answer_id: Any = None
) -> Obstacle:
    """A unit says what hinders it; it goes to the contact point of the topic. With `answer_id` an earlier answer has settled it, which is
    kept with it. Raises NotAllowed, NotFound, CampaignClosed, ObstacleRefused, Conflict where the unit has raised it already.
    """
    unit = own_unit(actor, reporting_unit_id, "obstacles.raise")
    said = _said(text)
    if topic not in Topic.values:
        raise ObstacleRefused("Chọn lĩnh vực có trong danh sách.")
    hold_unit(unit)
    check_not_raised(unit, said, settled=answer_id is not None, now=now)
    obstacle = _put(unit, topic, said, now, by=actor, source=Obstacle.Source.SAID)
    if answer_id is not None:
        _settle_from(obstacle, answer_id, actor, now)
    return obstacle


def _said(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise ObstacleRefused("Ghi khó khăn, vướng mắc.")
    return impersonal(said, field="Nội dung vướng mắc", most=LONGEST, refusal=ObstacleRefused)


def _put(
    unit: ReportingUnit,
    topic: str,
    text: str,
    now: datetime,
    *,
    by: Officer | None,
    source: str,
    key: str = "",
    through: Officer | None = None,
) -> Obstacle:
    level, contact = route(topic, unit.unit, campaign=unit.campaign, asker=by, now=now)
    obstacle: Obstacle = Obstacle.objects.create(
        campaign=unit.campaign, reporting_unit=unit, unit_id=unit.unit_id, topic=topic, text=text, words=words_of(text),
        source=source, source_key=key, level=level, contact=contact, answer_by=answer_by(topic, now), raised_by=by,
        raised_at=now,
    )  # fmt: skip
    _step(obstacle, ObstacleStep.Kind.ROUTED, now, by=by or through)
    return obstacle


def _settle_from(obstacle: Obstacle, answer_id: Any, actor: Officer, now: datetime) -> None:
    answer = usable_answers(obstacle.campaign).filter(pk=answer_id).first()
    if answer is None:
        raise NotFound
    Answer.objects.filter(pk=answer.pk).update(used=F("used") + 1)
    _step(
        obstacle, ObstacleStep.Kind.ANSWERED, now, by=answer.given_by, said=f"Trả lời đã có: {answer.answer}"
    )
    _step(obstacle, ObstacleStep.Kind.CLOSED, now, by=actor)
    obstacle.state, obstacle.answered_at, obstacle.closed_at = Obstacle.State.CLOSED, now, now
    obstacle.answer_by = None
    obstacle.save(update_fields=["state", "answered_at", "closed_at", "answer_by"])


@transaction.atomic
def take_from_report(
    *, reporting_unit_id: int, key: str, text: str, said_at: datetime, day_words: str, through: Officer | None = None
) -> Obstacle | None:  # fmt: skip
    """What a unit wrote as an obstacle in a report becomes one on record, once; what it had open in the same words when it wrote is noted
    as raised again. The topic is guessed from the words; a citizen's number in them stays in the report. Gives the obstacle, None where nothing new was said, or the campaign has
    ended: its last report keeps the words.

    `through` is who took in the form of a unit without access: he stands on the record, but it is the unit that asks, so it may come to
    himself where he is the contact point.
    """
    said = _as_kept(text)
    if not said or Obstacle.objects.unscoped("whether it was taken before").filter(source_key=key).exists():
        return None
    unit = (
        ReportingUnit.objects.unscoped("the report of a unit speaks for it")
        .select_related("unit", "campaign")
        .get(pk=reporting_unit_id)
    )
    if not running([unit.campaign_id]):
        return None
    words = words_of(said)
    same = (
        Obstacle.objects.unscoped("what the unit has open itself")
        .select_for_update(of=("self",))
        .filter(reporting_unit=unit, words=words)
        # What was settled after the report was sent is settled: its line, taken up later, would raise it anew.
        .exclude(state=Obstacle.State.CLOSED, closed_at__lte=said_at)
        .order_by("-raised_at", "id")
        .first()
    )
    if same is None:
        return _put(
            unit,
            topic_of(said),
            said,
            said_at,
            by=None,
            source=Obstacle.Source.REPORT,
            key=key,
            through=through,
        )
    again = f"Nêu lại trong báo cáo ngày {day_words}."
    told = f"báo cáo ngày {day_words}"
    if same.source_key != key and not same.steps.filter(said__contains=told).exists():
        _step(same, ObstacleStep.Kind.REPEATED, said_at, by=through, said=again)
        return same
    return None


@transaction.atomic
def let_go_of_report(*, keys: str, kept: Iterable[str], said: str, now: datetime) -> int:
    """What was taken from earlier versions of a report, whose keys begin with `keys`, and stands in its newest no more is over: by sending
    it again the unit has said so. What was answered, or raised again in another report, waits for a word of its own. Gives how many ended.
    """
    lines = [words_of(_as_kept(line)) for line in kept]
    standing = Obstacle.objects.unscoped("the report of a unit speaks for it").filter(
        source_key__startswith=keys, state=Obstacle.State.OPEN, campaign__closing__isnull=True
    )
    over = [
        obstacle
        for obstacle in standing.exclude(steps__kind=ObstacleStep.Kind.REPEATED).select_for_update(
            of=("self",)
        )
        if obstacle.words not in lines
    ]
    for obstacle in over:
        obstacle.state, obstacle.closed_at, obstacle.answer_by = Obstacle.State.CLOSED, now, None
        obstacle.save(update_fields=["state", "closed_at", "answer_by"])
        _step(obstacle, ObstacleStep.Kind.CLOSED, now, by=None, said=said)
    return len(over)


def _as_kept(line: str) -> str:
    """A line of a report as it becomes an obstacle."""
    return without_numbers(" ".join(line.split()))[:LONGEST]


@transaction.atomic
def answer_obstacle(
    *, actor: Officer, obstacle_id: Any, said: str, now: datetime, reusable: bool = False, question: str = "",
    seen: int | None = None,
) -> Obstacle:  # fmt: skip
    """Answers it; a reusable answer is kept with the question in general words, for every unit of the campaign to find. `seen` is the id
    of the `last_word` that the officer had before him, None where nothing had been said. Raises NotAllowed, NotFound, CampaignClosed,
    ObstacleRefused, Conflict where something was said since, the same was answered or the question is shared already.
    """
    obstacle = _locked(actor, obstacle_id)
    check_answers(actor, obstacle)
    if obstacle.state == Obstacle.State.CLOSED:
        raise ObstacleRefused("Vướng mắc này đã tháo gỡ.")
    check_answer(obstacle, said, seen)
    words = impersonal(said, field="Nội dung trả lời", most=LONGEST_ANSWER, refusal=ObstacleRefused)
    if not words:
        raise ObstacleRefused("Ghi nội dung trả lời.")
    asked = " ".join((question or obstacle.text).split())
    if reusable:
        asked = impersonal(asked, field="Câu hỏi chung", most=LONGEST, refusal=ObstacleRefused)
        check_not_shared(obstacle, asked)
    _step(obstacle, ObstacleStep.Kind.ANSWERED, now, by=actor, said=words)
    obstacle.state, obstacle.answered_at, obstacle.answer_by = Obstacle.State.ANSWERED, now, None
    obstacle.save(update_fields=["state", "answered_at", "answer_by"])
    if reusable:
        Answer.objects.create(
            campaign=obstacle.campaign, topic=obstacle.topic, question=asked, answer=words,
            words=words_of(f"{asked} {words}"), obstacle=obstacle, given_by=actor, given_at=now,
        )  # fmt: skip
    return obstacle


@transaction.atomic
def pass_on(*, actor: Officer, obstacle_id: Any, topic: str, now: datetime) -> Obstacle:
    """It is about something else than it was put under: to the contact point of that topic at its level. Raises NotAllowed, NotFound,
    CampaignClosed, ObstacleRefused.
    """
    obstacle = _locked(actor, obstacle_id)
    check_answers(actor, obstacle)
    if topic not in Topic.values or topic == obstacle.topic:
        raise ObstacleRefused("Chọn lĩnh vực khác để chuyển.")
    if obstacle.state != Obstacle.State.OPEN:
        raise ObstacleRefused("Vướng mắc này đã có trả lời.")
    obstacle.topic = topic
    _lie_at(obstacle, obstacle.level, now)
    _step(obstacle, ObstacleStep.Kind.ROUTED, now, by=actor)
    return obstacle


@transaction.atomic
def reopen_obstacle(*, actor: Officer, obstacle_id: Any, why: str, now: datetime) -> Obstacle:
    """The answer did not help: it lies where it lay, its hours run anew. Raises NotAllowed, NotFound, CampaignClosed,
    ObstacleRefused.
    """
    obstacle = _own(actor, obstacle_id)
    if obstacle.state != Obstacle.State.ANSWERED:
        raise ObstacleRefused("Chỉ nêu lại khi đã có trả lời mà chưa tháo gỡ được.")
    why = impersonal(why, field="Lý do chưa tháo gỡ được", most=LONGEST_ANSWER, refusal=ObstacleRefused)
    if not why:
        raise ObstacleRefused("Ghi vì sao trả lời chưa tháo gỡ được.")
    obstacle.state, obstacle.answered_at = Obstacle.State.OPEN, None
    obstacle.answer_by = answer_by(obstacle.topic, now)
    obstacle.save(update_fields=["state", "answered_at", "answer_by"])
    _step(obstacle, ObstacleStep.Kind.REOPENED, now, by=actor, said=why)
    return obstacle


@transaction.atomic
def close_obstacle(*, actor: Officer, obstacle_id: Any, now: datetime) -> Obstacle:
    """The unit says that it hinders no more. Raises NotAllowed, NotFound, CampaignClosed, ObstacleRefused."""
    obstacle = _own(actor, obstacle_id)
    if obstacle.state == Obstacle.State.CLOSED:
        raise ObstacleRefused("Vướng mắc này đã tháo gỡ.")
    obstacle.state, obstacle.closed_at, obstacle.answer_by = Obstacle.State.CLOSED, now, None
    obstacle.save(update_fields=["state", "closed_at", "answer_by"])
    _step(obstacle, ObstacleStep.Kind.CLOSED, now, by=actor)
    return obstacle


@transaction.atomic
def escalate_overdue(*, now: datetime) -> int:
    """What nobody has answered in its hours goes to the next level that has a contact point; at the last one it stays and runs no longer.
    Nothing goes of a campaign that has ended. Gives how many went.
    """
    due = Obstacle.objects.unscoped("terms of all units").filter(
        state=Obstacle.State.OPEN, answer_by__lte=now, campaign__closing__isnull=True
    )
    runs = running(due.values_list("campaign_id", flat=True).order_by())
    locked = due.filter(campaign_id__in=runs).select_for_update(of=("self",), skip_locked=True)
    found = list(locked.select_related("unit", "campaign", "raised_by"))
    for obstacle in found:
        level = above(obstacle.level)
        if level is None:
            obstacle.answer_by = None
            obstacle.save(update_fields=["answer_by"])
            _step(obstacle, ObstacleStep.Kind.ESCALATED, now, by=None, said="Đã quá hạn ở cấp cao nhất: báo lãnh đạo đợt.")  # fmt: skip
            continue
        _lie_at(obstacle, level, now)
        _step(obstacle, ObstacleStep.Kind.ESCALATED, now, by=None)
    return len(found)


@transaction.atomic
def withdraw_answer(*, actor: Officer, answer_id: Any, now: datetime) -> Answer:
    """An answer is offered no more; where it was used it stays. Raises NotAllowed, NotFound, CampaignClosed."""
    found = Answer.objects.filter(pk=answer_id, withdrawn_at__isnull=True, campaign__in=campaigns_of(actor))
    check_runs(found.values_list("campaign_id", flat=True).first())
    locked = found.select_for_update(of=("self",)).select_related("campaign__lead_agency__unit")
    answer = locked.first()
    if answer is None:
        raise NotFound
    if not withdrawable(actor, [answer]):
        raise NotAllowed("Người trả lời hoặc cấp chủ trì đợt mới thôi dùng trả lời này được.")
    answer.withdrawn_at, answer.withdrawn_by = now, actor
    answer.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return answer


def _lie_at(obstacle: Obstacle, level: str, now: datetime) -> None:
    obstacle.level, obstacle.contact = route(
        obstacle.topic,
        obstacle.unit,
        campaign=obstacle.campaign,
        asker=obstacle.raised_by,
        now=now,
        level=level,
    )
    obstacle.answer_by = answer_by(obstacle.topic, now)
    obstacle.save(update_fields=["topic", "level", "contact", "answer_by"])


def _step(obstacle: Obstacle, kind: str, now: datetime, *, by: Officer | None, said: str = "") -> None:
    ObstacleStep.objects.create(
        obstacle=obstacle, unit_id=obstacle.unit_id, kind=kind, level=obstacle.level, contact=obstacle.contact,
        said=said, by=by, at=now,
    )  # fmt: skip


def _locked(actor: Officer, obstacle_id: Any) -> Obstacle:
    """The obstacle, locked. Raises NotFound, CampaignClosed."""
    found = Obstacle.objects.visible_to(actor).filter(pk=obstacle_id)
    check_runs(found.values_list("campaign_id", flat=True).first())
    locked: Obstacle = (
        found.select_for_update(of=("self",))
        .select_related(
            "unit", "reporting_unit", "campaign__lead_agency__unit", "contact__agency", "raised_by"
        )
        .get()
    )
    return locked


def _own(actor: Officer, obstacle_id: Any) -> Obstacle:
    require(actor, "obstacles.raise")
    found = _locked(actor, obstacle_id)
    if not speaks_for(actor, found.reporting_unit):
        raise NotAllowed(
            "Đơn vị nêu vướng mắc mới nói được đã tháo gỡ hay chưa; đơn vị gửi biểu bằng tệp thì người nhận biểu ghi thay."
        )
    return found
