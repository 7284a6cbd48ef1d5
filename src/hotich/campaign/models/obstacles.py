"""Khó khăn, vướng mắc: raised by a unit, put to a contact point, escalated level by level, answered once and used again."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.campaign.models.contacts import ContactPoint, Topic
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Level, Unit


@pghistory.track(exclude=["words"])
class Obstacle(Scoped):
    """A problem of a unit. `level` and `contact` say with whom it lies; its life is its steps. It ends when the unit says so."""

    class State(models.TextChoices):
        OPEN = "open", "chờ trả lời"
        ANSWERED = "answered", "đã trả lời"
        CLOSED = "closed", "đã tháo gỡ"

    class Source(models.TextChoices):
        SAID = "said", "đơn vị nêu"
        REPORT = "report", "báo cáo ngày"

    personal = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="obstacles")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="obstacles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField("lĩnh vực", max_length=8, choices=Topic.choices)
    text = models.CharField("nội dung", max_length=1000)
    words = ArrayField(models.CharField(max_length=40), default=list, help_text="folded, for the search")
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.SAID)
    source_key = models.CharField(
        max_length=60, blank=True, help_text="what it was taken from, so that it is taken once"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    contact = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField("trả lời trước", null=True, help_text="then it goes a level up")
    raised_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "khó khăn, vướng mắc"
        ordering = ["-raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="obstacle_taken_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="obstacle_says_something"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="obstacle_closed_with_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="obstacle_of_unit"),
            models.Index(fields=["answer_by"], condition=Q(state="open"), name="obstacle_to_escalate"),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class ObstacleStep(Scoped):
    """One line of an obstacle's life; nothing of it is changed afterwards."""

    class Kind(models.TextChoices):
        ROUTED = "routed", "chuyển đầu mối"
        ESCALATED = "escalated", "chuyển cấp trên"
        REPEATED = "repeated", "nêu lại"
        ANSWERED = "answered", "trả lời"
        REOPENED = "reopened", "chưa tháo gỡ được"
        CLOSED = "closed", "đã tháo gỡ"

    personal = False

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="steps")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    contact = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=2000, blank=True)
    by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "bước xử lý vướng mắc"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["answered", "reopened"]) | ~Q(said=""),
                name="obstacle_answer_says_something",
            ),
        ]


@pghistory.track(exclude=["words"])
class Answer(models.Model):
    """An answer that may be used again: the question in general words, what was answered, by whom. Everybody of the campaign reads it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="answers")
    topic = models.CharField("lĩnh vực", max_length=8, choices=Topic.choices)
    question = models.CharField("câu hỏi chung", max_length=1000)
    answer = models.CharField("trả lời", max_length=2000)
    words = ArrayField(
        models.CharField(max_length=40), default=list, help_text="of question and answer, folded"
    )
    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="answers")
    used = models.PositiveIntegerField("số lần dùng lại", default=0)
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField("thôi dùng lúc", null=True)
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "trả lời dùng chung"
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="answer_says_something"),
        ]
        indexes = [GinIndex(fields=["words"], name="answer_words")]
