"""The inventory: one row per physical volume, its custody, its pages, and who keys which of them."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from hotich.books.custody_models import Handover as Handover
from hotich.books.custody_models import Loss as Loss
from hotich.books.custody_models import Minutes as Minutes
from hotich.books.custody_models import NoteOpening as NoteOpening
from hotich.books.custody_models import Purpose as Purpose
from hotich.books.custody_models import Way as Way
from hotich.books.scan_models import Calibration as Calibration
from hotich.books.scan_models import Nudge as Nudge
from hotich.books.scan_models import Scan as Scan
from hotich.books.scan_models import ScanFile as ScanFile
from hotich.books.scan_models import ScanState as ScanState
from hotich.books.scan_models import ScanUpload as ScanUpload
from hotich.core.registers.catalogue import titles
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit


class CopyRole(models.TextChoices):
    COMMUNE = "commune", "bản lưu xã"
    DISTRICT = "district", "bản lưu huyện"
    ONLY = "only", "duy nhất"


class BookStatus(models.TextChoices):
    INVENTORIED = "inventoried", "đã kiểm kê"
    HANDED_OVER = "handed_over", "đã bàn giao"
    KEYING = "keying", "đang nhập"
    COMPLETE = "complete", "hoàn thành"
    RETURNED = "returned", "đã trả"
    LOST = "lost", "thất lạc"


@pghistory.track()
class Book(Scoped):
    """One physical volume. Identity: kind, office, year opened, volume, copy role."""

    personal = False
    scope_unit = "unit_id"
    scope_assignments = "assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("loại sổ", max_length=4, choices=titles)
    office = models.CharField("nơi đăng ký, như ghi trên sổ", max_length=300)
    office_key = models.CharField(max_length=300, help_text="the office folded, for identity")
    unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="books", help_text="custody of record"
    )
    year_opened = models.PositiveSmallIntegerField("năm mở sổ", null=True)
    volume = models.CharField("quyển số", max_length=40, blank=True)
    volume_key = models.CharField(max_length=40, blank=True)
    form_mark = models.CharField("ký hiệu mẫu sổ", max_length=60, blank=True)
    edition = models.CharField("mẫu sổ", max_length=20)
    variant = models.JSONField(default=dict, help_text='{"off": [ids], "extra": [{"id", "label", "after"}]}')
    form_changes = models.JSONField(
        default=list,
        help_text='[{"page" or "nth", "number", "year", "edition", "variant"}]: where the form changes midway',
    )
    form_confirmed_at = models.DateTimeField("mẫu sổ xác nhận lúc", null=True)
    first_number = models.CharField("từ số", max_length=20, blank=True)
    last_number = models.CharField("đến số", max_length=20, blank=True)
    year_from = models.PositiveSmallIntegerField("từ năm", null=True)
    year_to = models.PositiveSmallIntegerField("đến năm", null=True)
    opened_on = models.DateField("ngày mở sổ", null=True)
    closed_on = models.DateField("ngày khóa sổ", null=True)
    pages_count = models.PositiveIntegerField("số trang", null=True)
    entries_count = models.PositiveIntegerField("số trường hợp", null=True)
    count_basis = models.CharField(
        max_length=10,
        choices=[("counted", "đếm"), ("estimated", "ước tính")],
        default="counted",
    )
    copy_role = models.CharField("bản", max_length=10, choices=CopyRole.choices, default=CopyRole.ONLY)
    twin = models.OneToOneField("self", null=True, blank=True, on_delete=models.SET_NULL)
    marked_for_entry = models.BooleanField("nhập từ bản này", default=True)
    custodian = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="books_in_custody"
    )
    due_back_on = models.DateField(
        "hạn trả", null=True, help_text="last day its custodian may keep it; none where it is at home"
    )
    place = models.CharField("nơi để", max_length=120, blank=True)
    condition = models.CharField("tình trạng", max_length=120, blank=True)
    notes = models.TextField("ghi chú", blank=True)
    status = models.CharField(max_length=12, choices=BookStatus.choices, default=BookStatus.INVENTORIED)
    has_images = models.BooleanField("có ảnh", default=False)
    from_file = models.BooleanField("tạo từ tệp", default=False)
    created_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "sổ hộ tịch"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "office_key", "year_opened", "volume_key", "copy_role"],
                name="book_identity",
                nulls_distinct=False,
                violation_error_message="Đã có quyển này trong danh mục: trùng loại sổ, nơi đăng ký, năm mở, quyển số và bản.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "kind", "year_opened"], name="book_unit_kind_year"),
            models.Index(
                fields=["due_back_on"], name="book_due_back", condition=Q(due_back_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Sổ đăng ký khai sinh, quyển 01/2006."""
        volume = f", quyển {self.volume}" if self.volume else ""
        year = (
            f", năm {self.year_opened}"
            if self.year_opened and str(self.year_opened) not in self.volume
            else ""
        )
        return f"Sổ {self.get_kind_display().lower()}{volume}{year}"


class BookCount(models.Model):
    """The counts a book has had: a change keeps the figure before it, with its reason."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="counts")
    entries_count = models.PositiveIntegerField(null=True)
    pages_count = models.PositiveIntegerField(null=True)
    count_basis = models.CharField(max_length=10)
    reason = models.CharField(max_length=200, blank=True)
    counted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = "số liệu kiểm kê"
        ordering = ["counted_at", "id"]
        indexes = [models.Index(fields=["counted_at"], name="bookcount_by_moment")]


class BookMove(Scoped):
    """A book came to another unit, or its unit became known: with what was keyed in it. The database writes it (`books_note_move`)."""

    personal = False

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="moves")
    left = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta(Scoped.Meta):
        verbose_name = "sổ chuyển đơn vị"


class Page(Scoped):
    """A page of which there is an image, drawn or scanned. A scan is not a page: pages are rescanned."""

    scope_unit = "book__unit_id"
    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()
    source = models.JSONField(
        default=dict, help_text='{"synthetic": …} is drawn when asked for; a scan goes before it'
    )

    class Meta(Scoped.Meta):
        verbose_name = "trang"
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="page_once_in_book")]


@pghistory.track()
class Assignment(models.Model):
    """A book, or a range of its pages, given to a team, an officer and a machine."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="assignments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assignments")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="assignments")
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="assignments")
    pages = IntegerRangeField("trang", null=True, help_text="half-open; empty for the whole book")
    assigned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "phân công"
        ordering = ["assigned_at"]
        constraints = [
            ExclusionConstraint(
                name="pages_assigned_once",
                expressions=[("book", RangeOperators.EQUAL), ("pages", RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
                violation_error_message="Các trang này đang được phân công cho người khác.",
            ),
        ]

    @property
    def last_page(self) -> int | None:
        """The last page it covers, as people say it."""
        return self.pages.upper - 1 if self.pages and self.pages.upper is not None else None


class FormConfirmation(models.Model):
    """What an officer stated of a book's printed columns, the pages before him. The newest one holds; none is changed."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="form_confirmations")
    edition = models.CharField(max_length=20)
    variant = models.JSONField(default=dict)
    form_changes = models.JSONField(default=list)
    proposed = models.CharField(max_length=20, blank=True, help_text="the edition that mark and year propose")
    reason = models.CharField("lý do", max_length=300, blank=True)
    confirmed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        verbose_name = "xác nhận mẫu sổ"
        ordering = ["-confirmed_at", "-id"]


@pghistory.track()
class SavedVariant(Scoped):
    """A variant under a name, to be used again for other books that an office had printed alike (Mẫu riêng)."""

    personal = False
    scope_unit = "unit_id"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="saved_variants")
    kind = models.CharField("loại sổ", max_length=4)
    edition = models.CharField("mẫu sổ", max_length=20)
    name = models.CharField("tên mẫu riêng", max_length=80)
    office_key = models.CharField(max_length=300)
    variant = models.JSONField()
    saved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "mẫu riêng"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "edition", "name"],
                name="saved_variant_named_once",
                violation_error_message="Đơn vị đã có mẫu riêng tên này cho loại sổ và mẫu sổ này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class NumberMark(models.Model):
    """What an officer stated of numbers that no entry has: left empty in the book, or on a page that is gone.

    It speaks of what is still absent only: a number that is keyed afterwards needs no mark.
    """

    class Is(models.TextChoices):
        VOID = "void", "số bỏ trống trong sổ"
        MISSING = "missing", "thiếu trang, trang rách"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="number_marks")
    year = models.PositiveSmallIntegerField(null=True, help_text="of the numbers; none where nobody can tell")
    numbers = IntegerRangeField("số", help_text="half-open")
    kind = models.CharField(max_length=8, choices=Is.choices)
    reason = models.CharField("lý do", max_length=300)
    marked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "số bỏ trống, số thiếu"
        ordering = ["year", "numbers"]
        constraints = [
            ExclusionConstraint(
                name="number_marked_once",
                expressions=[
                    ("book", RangeOperators.EQUAL),
                    (Coalesce("year", 0), RangeOperators.EQUAL),
                    ("numbers", RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="Một số trong khoảng này đã được đánh dấu.",
            ),
        ]

    @property
    def first(self) -> int:
        return int(self.numbers.lower)

    @property
    def last(self) -> int:
        return int(self.numbers.upper) - 1
