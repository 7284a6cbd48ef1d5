"""Scans of a book: what was uploaded, which image of it shows which page, and where the fields lie on it."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped


class ScanState(models.TextChoices):
    WAITING = "waiting", "chờ làm"
    READY = "ready", "đã xong"
    FAILED = "failed", "không dùng được"


class ScanUpload(Scoped):
    """Files that came together: who brought them, from which page on they go."""

    scope_unit = "book__unit_id"
    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="scan_uploads")
    first_page = models.PositiveIntegerField("từ trang")
    pages_per_image = models.PositiveSmallIntegerField("số trang trên một ảnh", default=1)
    uploaded_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="when work on it last went on")

    class Meta(Scoped.Meta):
        verbose_name = "lần tải ảnh quét"
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pages_per_image__in=(1, 2)),
                name="scan_one_or_two_pages",
                violation_error_message="Một ảnh có một hoặc hai trang.",
            ),
        ]


class ScanFile(Scoped):
    """One file as it came; its bytes are kept unchanged under their digest."""

    scope_unit = "upload__book__unit_id"
    scope_assignments = "upload__book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    upload = models.ForeignKey(ScanUpload, on_delete=models.PROTECT, related_name="files")
    order = models.PositiveIntegerField()
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField(max_length=4)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=ScanState.choices, default=ScanState.WAITING)
    failure = models.CharField(max_length=12, blank=True, help_text="code of imaging.problems")
    images = models.PositiveIntegerField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "tệp ảnh quét"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "order"], name="scan_file_once_in_upload"),
        ]


class Scan(Scoped):
    """One page out of a file. `number` says which page it shows, none when it was set aside; rescans stand beside each other and
    one of them is current, which only a finished one can be."""

    scope_unit = "book__unit_id"
    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="scans")
    book_id: UUID  # the type checker does not find it behind a name
    file = models.ForeignKey(ScanFile, on_delete=models.PROTECT, related_name="scans")
    index = models.PositiveIntegerField(help_text="which image of the file, from 0")
    half = models.PositiveSmallIntegerField(default=0, help_text="1 left, 2 right page of an opened book")
    turn = models.PositiveSmallIntegerField(default=0, help_text="degrees clockwise")
    number = models.PositiveIntegerField("trang", null=True)
    current = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ScanState.choices, default=ScanState.WAITING)
    failure = models.CharField(max_length=12, blank=True, help_text="code of imaging.problems")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    dpi = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=0, help_text="how often it was made")
    made_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "ảnh quét"
        ordering = ["id"]
        indexes = [models.Index(fields=["book", "number"], name="scan_of_page")]
        constraints = [
            models.UniqueConstraint(fields=["file", "index", "half"], name="scan_once_in_file"),
            models.UniqueConstraint(
                fields=["book", "number"],
                condition=Q(current=True),
                name="one_current_scan_of_page",
                violation_error_message="Trang đã có ảnh đang dùng.",
            ),
            models.CheckConstraint(
                condition=Q(current=False) | Q(version__gt=0, number__isnull=False),
                name="current_scan_is_made_and_placed",
                violation_error_message="Chỉ ảnh đã làm xong và có số trang mới dùng được.",
            ),
            models.CheckConstraint(
                condition=Q(turn__in=(0, 90, 180, 270)) & Q(half__in=(0, 1, 2)),
                name="scan_turned_and_halved_as_known",
                violation_error_message="Ảnh chỉ xoay từng góc vuông.",
            ),
        ]


class Calibration(Scoped):
    """Where the corners of the printed form lie on a book's scans, from a page on. The newest that covers a page holds; none is
    changed. Without corners: the pages are printed otherwise than the edition's layout, and no boxes are shown."""

    scope_unit = "book__unit_id"
    scope_assignments = "book__assignments"

    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="calibrations")
    from_page = models.PositiveIntegerField()
    edition = models.CharField(max_length=20)
    corners = models.JSONField(
        null=True, help_text="[[x, y] × 4] in parts of the image, clockwise from top left"
    )
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "căn chỉnh ảnh của quyển"
        ordering = ["id"]
        indexes = [models.Index(fields=["book", "edition"], name="calibration_of_book")]


class Nudge(Scoped):
    """How far one page lies off its book's calibration. The newest of the image that is shown holds: a rescan begins without."""

    scope_unit = "book__unit_id"
    scope_assignments = "book__assignments"

    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="nudges")
    number = models.PositiveIntegerField("trang")
    scan = models.ForeignKey(Scan, null=True, on_delete=models.PROTECT, related_name="+")
    dx = models.FloatField()
    dy = models.FloatField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "nhích ảnh của trang"
        ordering = ["id"]
        indexes = [models.Index(fields=["book", "number"], name="nudge_of_page")]
