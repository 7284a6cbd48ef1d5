"""What a mismatch opens. Both values are kept for ever; the case only adds to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hotich.entries.models import Entry
from hotich.linkage.models import Judgement
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class CaseState(models.TextChoices):
    TO_VERIFY = "to_verify", "chờ xác minh"
    VERIFYING = "verifying", "đang xác minh"
    CONCLUDED = "concluded", "đã có kết luận"
    WITH_REGISTRAR = "with_registrar", "đã chuyển công chức hộ tịch"
    CITIZEN_GUIDED = "citizen_guided", "đã hướng dẫn công dân"
    CORRECTING = "correcting", "đang cải chính, điều chỉnh"
    CLOSED = "closed", "đã cải chính, điều chỉnh"
    SUSPENDED = "suspended", "tạm dừng"
    WITHDRAWN = "withdrawn", "đã rút: xác định lại"


class Case(Scoped):
    """Hồ sơ không trùng khớp: one per entry and subject."""

    scope_assignments = "entry__book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(help_text="runs within the unit")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="cases")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    state = models.CharField(max_length=16, choices=CaseState.choices, default=CaseState.TO_VERIFY)
    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="cases")
    personal_id = models.CharField(max_length=12, blank=True)
    opened_at = models.DateTimeField()
    last_event_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "hồ sơ không trùng khớp"
        constraints = [
            models.UniqueConstraint(fields=["entry", "role"], name="one_case_per_subject"),
            models.UniqueConstraint(fields=["unit", "number"], name="case_number_in_unit"),
        ]
        indexes = [
            models.Index(
                fields=["unit", "state"],
                name="case_unit_state",
                condition=~Q(state__in=["closed", "withdrawn"]),
            )
        ]


class Discrepancy(models.Model):
    """One field whose two values differ."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="discrepancies")
    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    field_class = models.CharField(max_length=10, choices=[("basic", "cơ bản"), ("other", "khác")])
    book_value = models.TextField(blank=True)
    register_value = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = "điểm không khớp"
        constraints = [
            models.UniqueConstraint(fields=["case", "judgement", "field"], name="discrepancy_field_once")
        ]


class CaseEvent(models.Model):
    """One line of the case's own log."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(db_index=True)
    type = models.CharField(max_length=30)
    officer_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_index=True)
    payload = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "diễn biến hồ sơ"
