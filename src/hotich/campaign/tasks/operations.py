"""Giving tasks, changing them, reporting on one's part, withdrawing a task that is no longer asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hotich.campaign.days import first_day, last_day, outside
from hotich.campaign.models import ANSWERABLE, Campaign, Task, TaskPart
from hotich.campaign.policies import check_leads, check_runs
from hotich.staff.models import Officer
from hotich.staff.policies import require
from hotich.support.errors import NotFound, Refusal
from hotich.support.time import local
from hotich.support.words import impersonal
from hotich.units.models import Agency

STARTS, DUE = "Bắt đầu từ", "Hoàn thành trước ngày"
"""What the form calls the two days."""


class TaskRefused(Refusal):
    """The task cannot be so; the message says why and what to do."""

    code = "campaign.task"
    status = 422


@dataclass(frozen=True, slots=True)
class Share:
    """An agency's part; `named` is how the plan calls it, where that is not the agency's name (`Tổ kiểm tra`)."""

    role: str
    agency: Agency
    named: str = ""


def _check(title: str, shares: Sequence[Share], starts_on: date | None, due_on: date | None) -> None:
    """Raises TaskRefused for what no task can be."""
    if not title.strip():
        raise TaskRefused("Ghi nội dung nhiệm vụ.")
    if not any(share.role in ANSWERABLE for share in shares):
        raise TaskRefused("Chọn cơ quan chủ trì hoặc thực hiện: nhiệm vụ phải có người chịu trách nhiệm.")
    if len({(share.role, share.agency.pk) for share in shares}) != len(shares):
        raise TaskRefused("Một cơ quan được chọn hai lần cho cùng một vai trò: bỏ bớt một lần.")
    if starts_on is not None and due_on is not None and due_on <= starts_on:
        raise TaskRefused("Hạn của nhiệm vụ phải sau ngày bắt đầu: sửa lại hai ngày.")


def _check_days(campaign: Campaign, days: Mapping[str, date | None], now: datetime) -> None:
    """Raises TaskRefused for a day, by the name of its field, that lies outside the campaign."""
    first, last = first_day(campaign), last_day(campaign, on=local(now).date())
    for field, day in days.items():
        if day is not None and (words := outside(field, day, first=first, last=last)):
            raise TaskRefused(words)


@transaction.atomic
def give_task(
    *,
    actor: Officer,
    campaign_id: int | None,
    title: str,
    shares: Sequence[Share],
    now: datetime,
    starts_on: date | None = None,
    due_on: date | None = None,
    order: int = 100,
    origin: str = Task.Origin.PLAN,
) -> Task:
    """A line of the plan, or what an inspection asks for, which who inspects gives. Without a due day it goes on all the time. Raises
    NotAllowed, NotFound, TaskRefused where nobody is answerable for it.
    """
    campaign = check_leads(
        actor, campaign_id, "inspect" if origin == Task.Origin.INSPECTION else "campaign.plan"
    )
    title = _titled(title)
    _check(title, shares, starts_on, due_on)
    _check_days(campaign, {STARTS: starts_on, DUE: due_on}, now)
    task = Task.objects.create(
        campaign=campaign, origin=origin, order=order, title=title, starts_on=starts_on, due_on=due_on,
        given_by=actor, given_at=now,
    )  # fmt: skip
    TaskPart.objects.bulk_create(
        TaskPart(
            task=task, agency=share.agency, unit_id=share.agency.unit_id, role=share.role, named=share.named
        )
        for share in shares
    )
    return task


@transaction.atomic
def change_task(
    *,
    actor: Officer,
    task_id: Any,
    title: str,
    shares: Sequence[Share],
    reason: str,
    now: datetime,
    starts_on: date | None = None,
    due_on: date | None = None,
) -> Task:
    """The task is asked for otherwise from now on: in other words, before another day, of other agencies. A part that goes on keeps
    what was reported and proved; one that was reported on cannot be taken away. Raises NotAllowed, NotFound, TaskRefused.
    """
    task = _asked_for(actor, task_id)
    title, reason = _titled(title), _why(reason)
    if not reason:
        raise TaskRefused("Ghi lý do sửa nhiệm vụ: các cơ quan được giao đọc lý do này.")
    _check(title, shares, starts_on, due_on)
    # A day that stands already may stay: the campaign's own days move, too.
    new = {STARTS: (task.starts_on, starts_on), DUE: (task.due_on, due_on)}
    _check_days(task.campaign, {field: day for field, (was, day) in new.items() if day != was}, now)
    changed = _dates_in_words(task, starts_on, due_on)
    if title != task.title:
        changed.insert(0, f"nội dung trước đó: “{task.title}”")
    changed += _share_out(task, shares)
    if not changed:
        raise TaskRefused("Chưa có gì thay đổi: sửa nội dung, ngày hoặc cơ quan rồi lưu.")
    task.title, task.starts_on, task.due_on = title, starts_on, due_on
    task.changed_by, task.changed_at = actor, now
    task.changed_what, task.changed_because = "; ".join(changed)[:600], reason
    task.save()
    return task


def _asked_for(actor: Officer, task_id: Any) -> Task:
    """The task that is still asked for, locked, for who leads its campaign. Raises NotAllowed, NotFound, CampaignClosed."""
    found = Task.objects.filter(pk=task_id, withdrawn_at__isnull=True)
    check_leads(actor, found.values_list("campaign_id", flat=True).first(), "campaign.plan")
    task = found.select_for_update().first()
    if task is None:
        raise NotFound
    return task


def _titled(title: str) -> str:
    return impersonal(title, field="Nội dung nhiệm vụ", most=500, refusal=TaskRefused)


def _why(reason: str) -> str:
    return impersonal(reason, field="Lý do", most=300, refusal=TaskRefused)


def _dates_in_words(task: Task, starts_on: date | None, due_on: date | None) -> list[str]:
    changed = []
    if starts_on != task.starts_on:
        changed.append(f"bắt đầu trước đó: {_day(task.starts_on, 'không ghi ngày')}")
    if due_on != task.due_on:
        changed.append(f"hạn trước đó: {_day(task.due_on, 'thường xuyên')}")
    return changed


def _day(day: date | None, none: str) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else none


def _share_out(task: Task, shares: Sequence[Share]) -> list[str]:
    """Adds and takes away parts; what was done, in words. Raises TaskRefused for a part that was reported on."""
    every = TaskPart.objects.unscoped("the parts of a task that its leader changes")
    parts = {
        (part.role, part.agency_id): part
        for part in every.filter(task=task).select_for_update(of=("self",)).select_related("agency__unit")
    }
    wanted = {(str(share.role), share.agency.pk): share for share in shares}
    gone = [part for key, part in parts.items() if key not in wanted]
    for part in gone:
        if part.reported_at is not None or part.files.exists():
            raise TaskRefused(
                f"{part} đã báo cáo phần “{part.get_role_display()}”: giữ cơ quan này, hoặc rút nhiệm vụ rồi giao nhiệm vụ mới."
            )
    added = [
        TaskPart(
            task=task, agency=share.agency, unit_id=share.agency.unit_id, role=share.role, named=share.named
        )
        for key, share in wanted.items()
        if key not in parts
    ]
    every.filter(pk__in=[part.pk for part in gone]).delete()
    TaskPart.objects.bulk_create(added)
    return [
        f"{act} {part} ({part.get_role_display()})"
        for act, some in (("thêm", added), ("bỏ", gone))
        for part in some
    ]


@transaction.atomic
def report_part(*, actor: Officer, part_id: int, state: str, said: str, now: datetime) -> TaskPart:
    """An agency says how its part stands; what it said before stays in the history. Raises NotAllowed, NotFound where it is not his
    agency's, CampaignClosed, TaskRefused.
    """
    require(actor, "tasks.report")
    found = TaskPart.objects.visible_to(actor).filter(
        pk=part_id, agency_id__in=actor.scope.agency_ids, role__in=ANSWERABLE
    )
    check_runs(found.values_list("task__campaign_id", flat=True).first())
    part: TaskPart | None = (
        found.select_for_update(of=("self",)).select_related("task__campaign", "agency").first()
    )
    if part is None:
        raise NotFound
    if part.task.withdrawn_at is not None:
        raise TaskRefused("Nhiệm vụ này đã rút, không cần báo cáo nữa.")
    if state not in (TaskPart.State.DOING, TaskPart.State.DONE):
        raise TaskRefused("Chọn “đang làm” hoặc “đã xong”.")
    said = impersonal(said, field="Kết quả", most=600, refusal=TaskRefused)
    if not said:
        raise TaskRefused("Ghi kết quả: số văn bản, ngày, việc đã làm.")
    part.state, part.said = state, said
    part.reported_by, part.reported_at = actor, now
    part.save(update_fields=["state", "said", "reported_by", "reported_at"])
    return part


@transaction.atomic
def withdraw_task(*, actor: Officer, task_id: Any, reason: str, now: datetime) -> Task:
    """The task is asked for no more; it stays on record with the reason. Raises NotAllowed, NotFound, TaskRefused."""
    task = _asked_for(actor, task_id)
    reason = _why(reason)
    if not reason:
        raise TaskRefused("Ghi lý do rút nhiệm vụ.")
    task.withdrawn_at, task.withdrawn_because = now, reason
    task.save(update_fields=["withdrawn_at", "withdrawn_because"])
    return task
