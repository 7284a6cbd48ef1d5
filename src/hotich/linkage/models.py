"""Look-ups, candidates and judgements. A newer judgement supersedes an older one; nothing is erased."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hotich.entries.models import Entry, Outcome
from hotich.population.models import Coverage, Extract
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class Way(models.TextChoices):
    RECORDED = "recorded", "tra cứu trên máy Công an"
    EXTRACT = "extract", "tra cứu trong trích xuất"
    GATEWAY = "gateway", "tra cứu qua kết nối chính thức"


class LookUp(Scoped):
    """One search of the population register for one principal subject: asked what, came back what, when, by whom."""

    append_only: ClassVar[bool] = True
    scope_assignments = "entry__book__assignments"

    class State(models.TextChoices):
        ANSWERED = "answered", "có trả lời"
        UNAVAILABLE = "unavailable", "không tra cứu được"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="look_ups")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    entry_seq = models.PositiveIntegerField(help_text="the log line whose values were asked with")
    way = models.CharField(max_length=10, choices=Way.choices)
    second = models.BooleanField(default=False, help_text="a second search with looser terms")
    asked = models.JSONField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ANSWERED)
    coverage = models.CharField(max_length=10, choices=Coverage.choices, blank=True)
    as_of = models.DateField(null=True)
    extract = models.ForeignKey(Extract, null=True, on_delete=models.PROTECT, related_name="+")
    seen = models.JSONField(default=dict, help_text="recorded: the basic values the officer saw")
    found = models.PositiveIntegerField(default=0)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="look_ups")
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    looked_up_at = models.DateTimeField(
        help_text="when the officer searched; for an extract the same as received_at"
    )
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta(Scoped.Meta):
        verbose_name = "tra cứu"
        indexes = [
            models.Index(fields=["entry", "role", "received_at"], name="look_up_entry_role"),
            models.Index(fields=["received_at"], name="look_up_received"),
        ]


class Candidate(models.Model):
    """A citizen the machine suggests, with what agreed and what differed, field by field."""

    append_only: ClassVar[bool] = True

    look_up = models.ForeignKey(LookUp, on_delete=models.PROTECT, related_name="candidates")
    rank = models.PositiveSmallIntegerField()
    personal_id = models.CharField(max_length=12)
    comparisons = models.JSONField()
    suggested = models.CharField(max_length=12, choices=Outcome.choices)

    class Meta:
        verbose_name = "ứng viên"
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["look_up", "rank"], name="candidate_rank_once")]


class Judgement(Scoped):
    """What an officer (or a police file) decided of one subject, on the strength of one look-up."""

    append_only: ClassVar[bool] = True
    scope_assignments = "entry__book__assignments"

    class Decision(models.TextChoices):
        SAME_PERSON = "same_person", "đúng người này"
        NOT_FOUND = "not_found", "không tìm thấy"
        UNDECIDED = "undecided", "để người khác chọn"
        UNAVAILABLE = "unavailable", "không tra cứu được"
        UNREADABLE = "unreadable", "không đọc được"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="judgements")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    look_up = models.ForeignKey(LookUp, null=True, on_delete=models.PROTECT, related_name="judgements")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    personal_id = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    comparisons = models.JSONField(default=list)
    source = models.CharField(max_length=60, default="officer", help_text="officer, or phần mềm Công an")
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="judgements")
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta(Scoped.Meta):
        verbose_name = "xác định"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "role"], condition=Q(supersedes__isnull=True), name="one_first_judgement"
            ),
        ]
        indexes = [models.Index(fields=["received_at"], name="judgement_received")]
