"""Reads of tasks: each with its agencies by role, and the state that follows from what those answerable have reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from hotich.campaign.models import ANSWERABLE, Campaign, Task, TaskPart
from hotich.staff.models import Officer
from hotich.units.models import AgencyKind, Level

_EVERY = {
    AgencyKind.COMMITTEE: "UBND các phường, xã",
    AgencyKind.POLICE: "Công an các phường, xã",
}


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task as it stands on a day."""

    task: Task
    parts: Sequence[TaskPart]
    on: date

    @property
    def answerable(self) -> list[TaskPart]:
        return [part for part in self.parts if part.role in ANSWERABLE]

    @property
    def done(self) -> int:
        """How many of those answerable have finished."""
        return sum(part.state == TaskPart.State.DONE for part in self.answerable)

    @property
    def state(self) -> str:
        """`done` when all have finished; `late` after its day; `doing`, `open`, or `going_on` without a day."""
        if self.done == len(self.answerable):
            return "done"
        if self.task.due_on is not None and self.on >= self.task.due_on:
            return "late"
        if any(part.state != TaskPart.State.OPEN for part in self.answerable):
            return "doing"
        return "open" if self.task.due_on is not None else "going_on"

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def days_left(self) -> int | None:
        """Days to the last day of work on it; negative when it is over."""
        return (self.task.due_on - self.on).days - 1 if self.task.due_on is not None else None

    def by_role(self) -> list[tuple[str, str]]:
        """The role in words, and who: where all wards and communes of the campaign have it, they are named as the plan does."""
        return [
            (str(role.label), said)
            for role in TaskPart.Role
            if (said := named_together([part for part in self.parts if part.role == role]))
        ]


STATES = {
    "done": "đã xong", "late": "quá hạn", "doing": "đang làm", "open": "chưa báo cáo", "going_on": "thường xuyên",
}  # fmt: skip


def named_together(parts: Iterable[TaskPart]) -> str:
    """`Phòng Tư pháp, UBND các phường, xã`: more than two communes' agencies of one kind are said at once."""
    listed = list(parts)
    many: dict[str, int] = {}
    for part in listed:
        if _is_of_a_commune(part):
            many[part.agency.kind] = many.get(part.agency.kind, 0) + 1
    said: list[str] = []
    for part in listed:
        together = _is_of_a_commune(part) and many[part.agency.kind] > 2
        words = _EVERY[AgencyKind(part.agency.kind)] if together else str(part)
        if words not in said:
            said.append(words)
    return ", ".join(said)


def _is_of_a_commune(part: TaskPart) -> bool:
    return not part.named and part.agency.unit.level == Level.COMMUNE and part.agency.kind in _EVERY


def tasks_of(campaign: Campaign, *, on: date, with_withdrawn: bool = False) -> list[TaskStanding]:
    """The campaign's tasks in the plan's order; a plan names everybody it gives work to, so it is read whole."""
    parts: QuerySet[Any] = TaskPart.objects.unscoped(
        "a plan names every agency it gives work to; only how far it is done is told of others"
    ).select_related("agency__unit", "reported_by")
    tasks = Task.objects.filter(campaign=campaign).select_related("given_by", "changed_by")
    if not with_withdrawn:
        tasks = tasks.filter(withdrawn_at__isnull=True)
    shown = tasks.prefetch_related(
        Prefetch("parts", parts.order_by("agency__unit__sort_key", "id").prefetch_related("files"))
    )
    return [TaskStanding(task, list(task.parts.all()), on) for task in shown]


def parts_of(task: Task) -> list[TaskPart]:
    """Every agency's part in a task, for who leads its campaign."""
    parts = TaskPart.objects.unscoped("the parts of a task, for who leads its campaign").filter(task=task)
    return list(parts.select_related("agency__unit").order_by("agency__unit__sort_key", "id"))


def own_parts(officer: Officer, standing: TaskStanding) -> list[TaskPart]:
    """The parts on which an agency of his reports."""
    return [part for part in standing.answerable if part.agency_id in officer.scope.agency_ids]


def parts_seen(officer: Officer, standing: TaskStanding) -> list[TaskPart]:
    """The reports an officer reads: of his units. Of other wards he is told how many have finished, not what they wrote."""
    return [part for part in standing.answerable if part.unit_id in officer.scope.unit_ids]
