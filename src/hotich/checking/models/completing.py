"""Hoàn thành quyển: what a book came to when our work on it ended, and why it was opened again."""

import pghistory
from django.db import models
from django.db.models import Q

from hotich.books.models import Book
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped


@pghistory.track()
class Completion(Scoped):
    """One certificate of completion. The newest one that was not reopened holds; none is taken away."""

    personal = False
    scope_unit = "book__unit_id"
    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="completions")
    order = models.PositiveSmallIntegerField(default=1, help_text="how many-th of the book")
    note_pages = models.PositiveIntegerField("số trang theo lời khóa sổ", null=True)
    note_entries = models.PositiveIntegerField("số trường hợp theo lời khóa sổ", null=True)
    note_closed_on = models.DateField("ngày khóa sổ", null=True)
    no_note = models.CharField("vì sao không có lời khóa sổ", max_length=200, blank=True)
    explanation = models.CharField("giải thích chênh lệch", max_length=500, blank=True)
    figures = models.JSONField(help_text="the account of the book at that moment: `completing.figures_of`")
    completed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    reopened_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(null=True)
    reopen_reason = models.CharField("lý do mở lại", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "hoàn thành quyển"
        ordering = ["book", "order"]
        constraints = [
            models.UniqueConstraint(fields=["book", "order"], name="completion_order_in_book"),
            models.UniqueConstraint(
                fields=["book"],
                condition=Q(reopened_at__isnull=True),
                name="book_completed_once_at_a_time",
                violation_error_message="Quyển này đã hoàn thành.",
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reopen_reason=""),
                name="completion_reopened_with_a_reason",
                violation_error_message="Mở lại quyển phải có lý do.",
            ),
        ]
