"""Lines of the plan: what is to be done, before which day, and which agency leads, performs, co-operates, supervises."""

from typing import Final

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.campaign.models.campaigns import Campaign
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit


@pghistory.track()
class Task(models.Model):
    """Nhiệm vụ. Its state follows from what the agencies answerable for it have reported; without a due day it goes on all the time."""

    class Origin(models.TextChoices):
        PLAN = "plan", "kế hoạch"
        INSPECTION = "inspection", "kiểm tra"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tasks")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.PLAN)
    order = models.PositiveSmallIntegerField(default=100)
    title = models.CharField("nội dung", max_length=500)
    starts_on = models.DateField("bắt đầu từ", null=True, blank=True)
    due_on = models.DateField("hoàn thành trước ngày", null=True, blank=True)
    given_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    # The last change; those before it stand in the history.
    changed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True)
    changed_what = models.CharField("đã sửa gì", max_length=600, blank=True)
    changed_because = models.CharField("lý do sửa", max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField("lý do rút", max_length=300, blank=True)

    class Meta:
        verbose_name = "nhiệm vụ"
        ordering = ["order", "given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(starts_on__isnull=True) | Q(due_on__gt=F("starts_on")),
                name="task_due_after_it_starts",
                violation_error_message="Hạn của nhiệm vụ phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="task_withdrawn_with_a_reason",
                violation_error_message="Rút nhiệm vụ phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=True) | ~Q(changed_because=""),
                name="task_changed_with_a_reason",
                violation_error_message="Sửa nhiệm vụ phải ghi lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class TaskPart(Scoped):
    """An agency's part in a task. Who leads or performs reports on it; what was reported before stands in its history."""

    class Role(models.TextChoices):
        LEAD = "lead", "chủ trì"
        PERFORM = "perform", "thực hiện"
        COOPERATE = "cooperate", "phối hợp"
        SUPERVISE = "supervise", "hướng dẫn, theo dõi, đôn đốc"

    class State(models.TextChoices):
        OPEN = "open", "chưa báo cáo"
        DOING = "doing", "đang làm"
        DONE = "done", "đã xong"

    personal = False

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="parts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    named = models.CharField(
        max_length=200, blank=True, help_text="how the plan calls them, where it is not the agency's name"
    )
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    said = models.CharField("kết quả", max_length=600, blank=True)
    reported_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "phần việc"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "agency", "role"],
                name="task_part_once",
                violation_error_message="Cơ quan này đã có phần việc ấy trong nhiệm vụ.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "perform"]) | Q(state="open"),
                name="task_part_reported_by_who_answers",
                violation_error_message="Cơ quan chủ trì hoặc thực hiện mới báo cáo kết quả.",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(reported_at__isnull=False),
                name="task_part_reported_at",
                violation_error_message="Kết quả phải có thời điểm báo cáo.",
            ),
        ]

    def __str__(self) -> str:
        return self.named or self.agency.name


ANSWERABLE: Final = (TaskPart.Role.LEAD, TaskPart.Role.PERFORM)
"""Roles that report; the others help and watch."""
