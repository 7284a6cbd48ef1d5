"""Reminders and corrective measures: what is asked of a unit before which day, and what it answers."""

import pghistory
from django.db import models
from django.db.models import Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.campaign.models.flags import Flag
from hotich.campaign.models.papers import Paper
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit


@pghistory.track()
class Measure(Scoped):
    """Đôn đốc or chấn chỉnh. It ends when who asked accepts an answer, or takes it back with a reason."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", "đôn đốc"
        CORRECTION = "correction", "chấn chỉnh"

    personal = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="measures")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="measures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("hình thức", max_length=10, choices=Kind.choices)
    flag = models.ForeignKey(Flag, null=True, on_delete=models.PROTECT, related_name="measures")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField("nhận thấy", max_length=600)
    asked = models.CharField("yêu cầu", max_length=1000)
    due_on = models.DateField("trả lời trước ngày")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    escalated_at = models.DateTimeField("báo lên lúc", null=True)
    escalated_to = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    ended_words = models.CharField("kết luận", max_length=300, blank=True)
    accepted = models.BooleanField("đã chấp nhận trả lời", default=False)

    class Meta(Scoped.Meta):
        verbose_name = "văn bản đôn đốc, chấn chỉnh"
        ordering = ["-given_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, accepted=False)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="measure_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(accepted=True) | ~Q(ended_words=""),
                name="measure_taken_back_with_a_reason",
                violation_error_message="Rút đôn đốc, chấn chỉnh phải ghi lý do.",
            ),
            models.CheckConstraint(
                condition=Q(escalated_at__isnull=True) | Q(escalated_to__isnull=False),
                name="measure_escalated_to_somebody",
            ),
        ]
        indexes = [models.Index(fields=["unit", "ended_at"], name="measure_of_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.finding}"


@pghistory.track()
class MeasureReply(Scoped):
    """One answer of the unit; a further one adds to it. `late` is said when it comes, and stays."""

    personal = False

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    said = models.CharField("trả lời", max_length=1000)
    late = models.BooleanField("muộn")
    replied_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "trả lời đôn đốc"
        ordering = ["replied_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(said=""), name="measure_reply_says_something"),
        ]
