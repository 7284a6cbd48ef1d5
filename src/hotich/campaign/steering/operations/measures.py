"""Reminders and corrective measures: given, answered, escalated while unanswered, ended by who gave them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from hotich.audit import operations as audit
from hotich.campaign.days import last_day, outside
from hotich.campaign.models import Flag, Measure, MeasureReply, Paper
from hotich.campaign.policies import check_runs, leads, running
from hotich.campaign.steering.operations.already import check_not_asked, hold_unit
from hotich.campaign.steering.policies import unit_to_steer
from hotich.core.calendar.working_days import add_working_days
from hotich.core.parameters.reading import parameter
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotAllowed, NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import impersonal
from hotich.units.models import Agency


class MeasureRefused(Refusal):
    """The measure cannot be so, or not any more; the message says why."""

    code = "steering.measure"
    status = 422


def usual_due(on: date) -> date:
    """Before which day an answer is asked for where nobody says another: the day after the last of its working days."""
    return add_working_days(add_working_days(on, int(parameter("measure_reply_days", on).value)), 1)


@transaction.atomic
def give_measure(
    *,
    actor: Officer,
    reporting_unit_id: Any,
    kind: str,
    agency: Agency,
    finding: str,
    asked: str,
    due_on: date | None,
    now: datetime,
    flag_id: Any = None,
) -> Measure:
    """Asks something of a unit, to be answered before a day, from a flag or without one. Raises NotAllowed, NotFound, MeasureRefused, Conflict where
    the same was asked already.
    """
    unit = unit_to_steer(actor, reporting_unit_id, "steer")
    today = local(now).date()
    due_on = due_on or usual_due(today)
    if kind not in Measure.Kind.values:
        raise MeasureRefused("Chọn đôn đốc hoặc chấn chỉnh.")
    if agency.pk not in actor.scope.agency_ids:
        raise MeasureRefused("Chọn cơ quan của đồng chí làm cơ quan ban hành.")
    finding = impersonal(finding, field="Điều nhận thấy", most=600, refusal=MeasureRefused)
    asked = impersonal(asked, field="Yêu cầu đối với đơn vị", most=1000, refusal=MeasureRefused)
    if not finding or not asked:
        raise MeasureRefused("Ghi điều nhận thấy và yêu cầu đối với đơn vị.")
    if due_on <= today:
        raise MeasureRefused("Hạn trả lời phải sau hôm nay.")
    last = last_day(unit.campaign, on=today)
    if words := outside("Trả lời trước ngày", due_on, first=today + timedelta(days=1), last=last):
        raise MeasureRefused(words)
    flag = None
    if flag_id:
        flag = (
            Flag.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=flag_id, reporting_unit=unit).first()
        )  # fmt: skip
        if flag is None:
            raise NotFound
        if flag.measures.filter(ended_at__isnull=True, kind=kind).exists():
            raise MeasureRefused(
                "Cảnh báo này đã có văn bản đang chờ trả lời: xem ở mục Đôn đốc, chấn chỉnh."
            )
    hold_unit(unit)
    check_not_asked(unit, kind, finding, asked)
    measure: Measure = Measure.objects.create(
        campaign=unit.campaign, reporting_unit=unit, unit_id=unit.unit_id, kind=kind, flag=flag,
        finding=finding, asked=asked, due_on=due_on, from_agency=agency, given_by=actor,
        given_at=now,
    )  # fmt: skip
    _on_record("measure.given", actor, measure, now)
    return measure


@transaction.atomic
def put_on_paper(*, actor: Officer, measure_id: Any, paper: Paper, now: datetime) -> Measure:
    """Names the document by which it went out; also once the campaign has ended, for papers go on. Raises NotAllowed, NotFound, MeasureRefused."""
    measure = _steered(actor, measure_id)
    if measure.paper_id is not None:
        raise MeasureRefused("Đã lập văn bản cho việc này: xem trong sổ văn bản.")
    measure.paper = paper
    measure.save(update_fields=["paper"])
    return measure


@transaction.atomic
def reply_to_measure(*, actor: Officer, measure_id: Any, said: str, now: datetime) -> MeasureReply:
    """The unit answers; from its day on an answer is late, and stays so. Raises NotAllowed, NotFound, CampaignClosed, MeasureRefused."""
    require(actor, "measures.reply")
    found = Measure.objects.visible_to(actor).filter(pk=measure_id, unit_id__in=actor.scope.own_unit_ids)
    check_runs(found.values_list("campaign_id", flat=True).first())
    measure: Measure = found.select_for_update(of=("self",)).get()
    if measure.ended_at is not None:
        raise MeasureRefused("Việc này đã kết thúc, không cần trả lời nữa.")
    said = impersonal(said, field="Trả lời của đơn vị", most=1000, refusal=MeasureRefused)
    if not said:
        raise MeasureRefused("Ghi việc đã làm, kết quả, ngày xong.")
    reply: MeasureReply = MeasureReply.objects.create(
        measure=measure, unit_id=measure.unit_id, said=said, late=local(now).date() >= measure.due_on,
        replied_by=actor, replied_at=now,
    )  # fmt: skip
    _on_record("measure.answered", actor, measure, now)
    return reply


@transaction.atomic
def end_measure(*, actor: Officer, measure_id: Any, accepted: bool, words: str, now: datetime) -> Measure:
    """Accepts the unit's answer, or takes the measure back with a reason. Raises NotAllowed, NotFound, CampaignClosed, MeasureRefused."""
    require(actor, "steer")
    check_runs(_seen(actor, measure_id).values_list("campaign_id", flat=True).first())
    measure = _steered(actor, measure_id)
    if accepted and not measure.replies.exists():
        raise MeasureRefused("Đơn vị chưa trả lời: chờ trả lời, hoặc rút và ghi lý do.")
    words = impersonal(words, field="Lý do, nhận xét", most=300, refusal=MeasureRefused)
    if not accepted and not words:
        raise MeasureRefused("Ghi lý do rút.")
    measure.ended_at, measure.ended_by = now, actor
    measure.accepted, measure.ended_words = accepted, words
    measure.save(update_fields=["ended_at", "ended_by", "accepted", "ended_words"])
    _on_record("measure.ended", actor, measure, now)
    return measure


@transaction.atomic
def escalate_unanswered(*, now: datetime) -> int:
    """What has no answer on its day is put before the agency that leads the campaign; each once, and nothing of one that has ended. Gives
    how many.
    """
    answered = MeasureReply.objects.unscoped("whether there is one at all").filter(measure=OuterRef("pk"))
    due = (
        Measure.objects.unscoped("terms of all units")
        .filter(
            ended_at__isnull=True,
            escalated_at__isnull=True,
            due_on__lte=local(now).date(),
            campaign__closing__isnull=True,
        )
        .exclude(Exists(answered))
    )
    runs = running(due.values_list("campaign_id", flat=True).order_by())
    locked = due.filter(campaign_id__in=runs).select_for_update(of=("self",), skip_locked=True)
    found = list(locked.select_related("campaign"))
    for measure in found:
        measure.escalated_at, measure.escalated_to_id = now, measure.campaign.lead_agency_id
        measure.save(update_fields=["escalated_at", "escalated_to"])
    return len(found)


def _seen(actor: Officer, measure_id: Any) -> QuerySet[Any]:
    return Measure.objects.visible_to(actor).filter(pk=measure_id)


def _steered(actor: Officer, measure_id: Any) -> Measure:
    require(actor, "steer")
    measure: Measure | None = (
        _seen(actor, measure_id)
        .select_for_update(of=("self",))
        .select_related("campaign__lead_agency__unit")
        .first()
    )
    if measure is None:
        raise NotFound
    if not leads(actor, measure.campaign):
        raise NotAllowed(f"Việc này của cấp chủ trì đợt ({measure.campaign.lead_agency}).")
    if measure.ended_at is not None:
        raise MeasureRefused("Việc này đã kết thúc.")
    return measure


def _on_record(kind: str, actor: Officer, measure: Measure, now: datetime) -> None:
    audit.record(
        kind=kind, officer=actor, subject=f"measure:{measure.pk}", unit_id=measure.unit_id, now=now,
        detail={"kind": str(measure.kind), "rule": measure.flag.rule if measure.flag is not None else ""},
    )  # fmt: skip
