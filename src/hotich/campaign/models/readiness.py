"""Readiness of a unit: the campaign's own list of what must stand before keying begins, and what each unit has said of it."""

import pghistory
from django.db import models
from django.db.models import Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.staff.models import Officer
from hotich.support.scope import Scoped
from hotich.units.models import Unit


@pghistory.track()
class ReadinessItem(models.Model):
    """A line of the checklist (rules.md §10)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="readiness_items")
    code = models.SlugField(max_length=20)
    order = models.PositiveSmallIntegerField()
    label = models.CharField("nội dung", max_length=200)
    proof = models.CharField("minh chứng", max_length=200)
    due_on = models.DateField("hoàn thành trước ngày")

    class Meta:
        verbose_name = "mục sẵn sàng"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="readiness_item_once"),
        ]

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class ReadinessLine(Scoped):
    """What a unit has said of one item. There is no row before it says anything."""

    class State(models.TextChoices):
        DOING = "doing", "đang làm"
        DONE = "done", "đã xong"

    personal = False

    item = models.ForeignKey(ReadinessItem, on_delete=models.PROTECT, related_name="lines")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="readiness")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=6, choices=State.choices)
    said = models.CharField("minh chứng", max_length=300, blank=True)
    reported_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "tình trạng sẵn sàng"
        constraints = [
            models.UniqueConstraint(fields=["item", "reporting_unit"], name="readiness_line_once"),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(said=""),
                name="readiness_done_with_evidence",
                violation_error_message="Mục đã xong phải ghi minh chứng.",
            ),
        ]
