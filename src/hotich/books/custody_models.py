"""Custody: the minutes by which books pass from one agency to another, what was found of each, and books that are lost."""

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.units.models import Agency


class Way(models.TextChoices):
    HAND_OVER = "hand_over", "bàn giao để nhập"
    IN_PLACE = "in_place", "bàn giao tại chỗ"
    LEND_BACK = "lend_back", "cho mượn lại tạm thời"
    BRING_BACK = "bring_back", "giao lại sổ đã mượn"
    RETURN = "return", "trả sổ"


class Purpose(models.TextChoices):
    EXTRACT = "extract", "cấp trích lục"
    MARGIN_NOTE = "margin_note", "ghi chú bên lề"


@pghistory.track()
class Minutes(models.Model):
    """Biên bản: one act by which one agency gives books to another. Custody passes book by book when the other receives them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    way = models.CharField("cách giao", max_length=10, choices=Way.choices)
    purpose = models.CharField("mượn lại để", max_length=12, choices=Purpose.choices, blank=True)
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="minutes_given")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="minutes_taken")
    number = models.CharField("số biên bản", max_length=60, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)
    due_on = models.DateField("hạn trả", null=True, help_text="last day the receiver may keep the books")
    handed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "biên bản bàn giao"
        ordering = ["handed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_agency=F("to_agency")),
                name="minutes_between_two_agencies",
                violation_error_message="Bên giao và bên nhận phải là hai cơ quan khác nhau.",
            ),
            models.CheckConstraint(
                condition=Q(purpose="") | Q(way="lend_back"),
                name="minutes_purpose_of_a_loan",
                violation_error_message="Chỉ sổ cho mượn lại mới có mục đích mượn.",
            ),
        ]

    def __str__(self) -> str:
        return f"Biên bản {self.number}" if self.number else "Biên bản chưa có số"


@pghistory.track()
class Handover(models.Model):
    """One book of the minutes: as it was given, and as it was found by who received it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="handovers")
    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="handovers")
    order = models.PositiveIntegerField(default=1)
    condition = models.CharField("tình trạng khi giao", max_length=200, blank=True)
    pages_count = models.PositiveIntegerField("số trang khi giao", null=True)
    entries_count = models.PositiveIntegerField("số trường hợp khi giao", null=True)
    received_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    absent = models.BooleanField("không có trong đợt giao", default=False)
    found_condition = models.CharField("tình trạng khi nhận", max_length=200, blank=True)
    found_pages = models.PositiveIntegerField("số trang khi nhận", null=True)
    found_entries = models.PositiveIntegerField("số trường hợp khi nhận", null=True)
    difference = models.CharField("sai khác", max_length=300, blank=True)

    class Meta:
        verbose_name = "bàn giao"
        ordering = ["minutes__handed_at", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "book"],
                name="book_once_in_minutes",
                violation_error_message="Một quyển chỉ đứng một lần trong biên bản.",
            ),
            models.CheckConstraint(
                condition=Q(absent=False) | Q(received_at__isnull=False),
                name="handover_absent_is_said_by_the_receiver",
                violation_error_message="Bên nhận mới nói được quyển nào không có trong đợt giao.",
            ),
        ]
        indexes = [models.Index(fields=["book", "received_at"], name="handover_book_received")]

    @property
    def differs(self) -> bool:
        """Whether the receiver found something else than the giver wrote."""
        return self.absent or bool(self.difference)


@pghistory.track()
class Loss(models.Model):
    """A book that nobody finds, from the report until it is found again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="losses")
    status_before = models.CharField(max_length=12)
    custodian = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    circumstances = models.CharField("hoàn cảnh", max_length=500)
    reported_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    found = models.CharField("tìm thấy thế nào", max_length=500, blank=True)
    found_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "sổ thất lạc"
        ordering = ["reported_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book"],
                condition=Q(found_at__isnull=True),
                name="book_lost_once_at_a_time",
                violation_error_message="Quyển này đã báo thất lạc.",
            ),
        ]


@pghistory.track()
class NoteOpening(models.Model):
    """One entry of a book lent for a margin note: what stands in the margin since may be written down once, although our work
    on the book is done. The entry is named by its id: books know nothing of entries."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="openings")
    book = models.ForeignKey("books.Book", on_delete=models.PROTECT, related_name="note_openings")
    entry_id = models.UUIDField()
    number = models.CharField("số", max_length=60, blank=True)
    used_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "trường hợp mở để ghi chú"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["entry_id"], name="note_opening_unused", condition=Q(used_at__isnull=True))
        ]
