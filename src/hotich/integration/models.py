"""What an officer asked to have exported: made in the background, kept for a day, his alone."""

from django.db import models
from django.db.models import Q

from hotich.books.models import Book
from hotich.staff.models import Officer
from hotich.support.ids import uuid7


class ExportRun(models.Model):
    """One export: what was asked for, how far it is, what the check found, and the names of its files.

    The files lie in a folder of the run's own; `unit_ids` are the units whose entries are in them.
    """

    class What(models.TextChoices):
        ENTRIES = "entries", "tệp các trường hợp"
        DOSSIER = "dossier", "hồ sơ của quyển"

    class State(models.TextChoices):
        WAITING = "waiting", "chờ làm"
        RUNNING = "running", "đang làm"
        READY = "ready", "đã xong"
        FAILED = "failed", "không làm được"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)
    kind = models.CharField("loại sổ", max_length=4)
    format = models.CharField("mẫu", max_length=10)
    book = models.ForeignKey(Book, null=True, on_delete=models.PROTECT, related_name="+")
    unit_code = models.CharField("đơn vị", max_length=20, blank=True)
    with_sensitive = models.BooleanField("cả trường hợp hạn chế", default=False)
    reason = models.CharField("lý do kết xuất trường hợp hạn chế", max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="when it last said how far it is")
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, help_text="what the check found; goes with the files")
    files = models.JSONField(default=list, help_text="names, in the order in which they are offered")
    unit_ids = models.JSONField(default=list)
    failure = models.CharField(max_length=500, blank=True)
    wiped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lần kết xuất"
        indexes = [models.Index(fields=["officer", "-asked_at"], name="export_of_officer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="entries") | Q(book__isnull=False),
                name="dossier_is_of_a_book",
                violation_error_message="Hồ sơ là của một quyển sổ: chọn quyển.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "running"), finished_at__isnull=True)
                | Q(state__in=("ready", "failed"), finished_at__isnull=False),
                name="export_finished_at_its_end",
                violation_error_message="Lần kết xuất đã xong phải có thời điểm xong.",
            ),
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (self.State.READY, self.State.FAILED)
