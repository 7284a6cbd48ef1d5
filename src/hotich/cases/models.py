"""What a mismatch opens. Both values are kept for ever; the case only adds to them.

A case is its log: `CaseEvent` is append-only, and every column of `Case` that can change is the fold of its lines (`cases.fold`).
"""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.cases.enums import CONCLUSIONS, CaseState
from hotich.entries.models import Entry
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit

__all__ = ["Batch", "BatchItem", "Case", "CaseEvent", "CaseState", "Discrepancy", "ListKeeper"]

_ENDED = ["closed", "withdrawn"]


@pghistory.track()
class Batch(Scoped):
    """Cases that go from one agency of a unit to another under one letter: to be verified, or on to the registrar."""

    personal = False

    class Kind(models.TextChoices):
        VERIFICATION = "verification", "đề nghị xác minh"
        HANDOVER = "handover", "chuyển công chức hộ tịch"

    class State(models.TextChoices):
        DRAFT = "draft", "đang lập"
        SENT = "sent", "đã gửi"
        ACKNOWLEDGED = "acknowledged", "bên nhận đã nhận"
        ANSWERED = "answered", "đã trả lời"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveIntegerField(help_text="runs within the unit and the kind")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="batches_sent")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="batches_got")
    letter_number = models.CharField("số công văn", max_length=60, blank=True)
    letter_date = models.DateField("ngày công văn", null=True, blank=True)
    answer_number = models.CharField("số công văn trả lời", max_length=60, blank=True)
    answer_date = models.DateField("ngày công văn trả lời", null=True, blank=True)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "đợt gửi hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "number"], name="batch_number_in_unit"),
            models.CheckConstraint(
                condition=~Q(from_agency=F("to_agency")),
                name="batch_between_two_agencies",
                violation_error_message="Bên gửi và bên nhận phải là hai cơ quan khác nhau.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(letter_number="") & Q(letter_date__isnull=False)),
                name="sent_batch_has_its_letter",
                violation_error_message="Đợt đã gửi phải có số và ngày công văn.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="batch_unit_state")]


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
    # The fold of its log.
    seq = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, help_text="when it came into its state")
    turn = models.CharField(max_length=20, blank=True, default="", help_text="the position that acts next")
    due_on = models.DateField(null=True, help_text="last day of the running term")
    level = models.PositiveSmallIntegerField(default=0, help_text="1 reminded, 2 said to those above")
    batch = models.ForeignKey(
        Batch, null=True, on_delete=models.PROTECT, related_name="+", help_text="in which it was sent last"
    )
    handover = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")
    conclusion = models.CharField(max_length=20, blank=True, default="", choices=list(CONCLUSIONS.items()))
    received = models.BooleanField(default=False, help_text="the registrar has said that he has it")
    agreed = models.BooleanField(default=False, help_text="looked up again, nothing differs any more")
    look_up_asked = models.BooleanField(default=False)
    outside_due_on = models.DateField(
        null=True, help_text="when the first unanswered letter to another agency is due"
    )

    class Meta(Scoped.Meta):
        verbose_name = "hồ sơ không trùng khớp"
        constraints = [
            models.UniqueConstraint(fields=["entry", "role"], name="one_case_per_subject"),
            models.UniqueConstraint(fields=["unit", "number"], name="case_number_in_unit"),
        ]
        indexes = [
            # What a leader asks of open cases is answered from the index alone.
            models.Index(
                fields=["unit", "state"],
                include=["opened_at", "due_on", "level"],
                name="case_unit_open",
                condition=~Q(state__in=_ENDED),
            ),
            models.Index(fields=["due_on"], name="case_due", condition=~Q(state__in=_ENDED)),
            models.Index(fields=["outside_due_on"], name="case_outside_due", condition=~Q(state__in=_ENDED)),
        ]

    @property
    def is_unsent(self) -> bool:
        """Waits to be sent to the police of the same level; a draft may hold it already."""
        return self.state == CaseState.TO_VERIFY and self.batch_id is None


class BatchItem(models.Model):
    """A case in a batch: a draft takes cases in and lets them go, a batch that was sent keeps them."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="items")

    class Meta:
        verbose_name = "hồ sơ của đợt gửi"
        constraints = [models.UniqueConstraint(fields=["batch", "case"], name="case_once_in_a_batch")]


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
    """One line of the case's own log. Lines from before they were numbered have no `seq`: they come first, by their time."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case_id = models.UUIDField(db_index=True)
    type = models.CharField(max_length=30)
    officer_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_index=True)
    payload = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)
    seq = models.PositiveIntegerField(null=True)
    tx_id = models.UUIDField(
        null=True, help_text="of the act, made by who asks for it: the same again is done once"
    )

    class Meta:
        verbose_name = "diễn biến hồ sơ"
        constraints = [
            models.UniqueConstraint(fields=["case_id", "seq"], name="case_event_seq_once"),
            models.UniqueConstraint(fields=["case_id", "tx_id"], name="case_event_act_once"),
        ]


@pghistory.track()
class ListKeeper(Scoped):
    """Who keeps a unit's tracking list, by name: one at a time; who did before stands in its history."""

    personal = False

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField("văn bản phân công", max_length=120, blank=True)
    since = models.DateField()
    named_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "người theo dõi danh sách riêng"
