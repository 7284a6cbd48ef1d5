"""A book, or what was keyed of it, judged by a sample: accepted, or keyed again as a whole."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from hotich.books.models import Book
from hotich.core.registers.catalogue import titles
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


@pghistory.track()
class Lot(Scoped):
    """Lô kiểm tra: so many entries of one book, the plan that holds for them, and what came of it.

    Lots of a unit and a kind of register follow one another by `number`; the severity of the next follows from those before
    (`core.quotas.switching`), which is why the plan is kept as it was.
    """

    class State(models.TextChoices):
        CHECKING = "checking", "đang kiểm tra mẫu"
        ACCEPTED = "accepted", "đạt"
        REJECTED = "rejected", "không đạt: đang nhập lại toàn bộ"
        RECTIFIED = "rectified", "đã nhập lại toàn bộ"

    class Sort(models.TextChoices):
        QUALITY = "aql", "theo mức chất lượng (AQL)"
        ZERO = "zero", "mẫu không lỗi"

    class Severity(models.TextChoices):
        NORMAL = "normal", "kiểm tra thường"
        TIGHTENED = "tightened", "kiểm tra ngặt"
        REDUCED = "reduced", "kiểm tra giảm"

    OPEN: ClassVar[tuple[str, ...]] = (State.CHECKING, State.REJECTED)

    personal = False
    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(help_text="runs within the unit and the kind of register")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="lots")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=titles)
    sort = models.CharField(max_length=4, choices=Sort.choices)
    size = models.PositiveIntegerField()
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.NORMAL)
    quality_limit = models.FloatField(
        help_text="AQL, or the share of wrong ones a sample without errors must show, in %"
    )
    level = models.CharField(max_length=3, blank=True)
    letter = models.CharField(max_length=1, blank=True)
    sample = models.PositiveIntegerField()
    accept = models.PositiveIntegerField()
    reject = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    wrong = models.PositiveIntegerField(null=True, help_text="entries of the sample with an error")
    draw = models.CharField(max_length=64, help_text="by which the sample can be drawn again")
    note = models.CharField(
        max_length=500, blank=True, help_text="why it goes on after inspection had stopped"
    )
    drawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "lô kiểm tra"
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "number"], name="lot_number_in_unit_and_kind"),
            models.UniqueConstraint(
                fields=["book"],
                condition=Q(state__in=["checking", "rejected"]),
                name="one_open_lot_a_book",
                violation_error_message="Quyển này đang có lô kiểm tra chưa xong.",
            ),
            models.CheckConstraint(
                condition=Q(state="checking", wrong__isnull=True, decided_at__isnull=True)
                | (~Q(state="checking") & Q(wrong__isnull=False, decided_at__isnull=False)),
                name="lot_decided_with_its_count",
                violation_error_message="Lô đã kết luận phải có số trường hợp sai và thời điểm kết luận.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="lot_unit_state")]
