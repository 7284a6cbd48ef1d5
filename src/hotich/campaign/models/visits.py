"""Inspection visits: notice, checklist, ten entries against the book, findings with their tasks, minutes."""

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.campaign.models.papers import Paper
from hotich.campaign.models.tasks import Task
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit


@pghistory.track()
class Visit(Scoped):
    """Kiểm tra: announced with its day, held by going through the checklist, followed up until every finding is settled."""

    personal = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="visits")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("ngày kiểm tra")
    hour = models.CharField("giờ, địa điểm", max_length=200)
    members = models.JSONField("thành phần đoàn", default=list, help_text="rows of name, office, part")
    reason = models.CharField("lý do", max_length=300, blank=True)
    checklist = models.JSONField(
        "nội dung kiểm tra",
        default=list,
        help_text="pairs of code and words in their order, as of the notice",
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    announced_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()
    held_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField("kiểm tra xong lúc", null=True)
    conclusion = models.CharField("kết luận", max_length=1000, blank=True)
    minutes = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    called_off_because = models.CharField("lý do hoãn", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "cuộc kiểm tra"
        ordering = ["-on", "-announced_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | ~Q(conclusion=""),
                name="visit_held_with_a_conclusion",
                violation_error_message="Kiểm tra xong phải ghi kết luận.",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True) | Q(held_at__isnull=True) & ~Q(called_off_because=""),
                name="visit_called_off_with_a_reason",
                violation_error_message="Hủy cuộc kiểm tra phải ghi lý do.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-on"], name="visit_of_unit")]

    def __str__(self) -> str:
        return f"kiểm tra {self.reporting_unit.name} ngày {self.on:%d/%m/%Y}"

    @property
    def lines(self) -> dict[str, str]:
        """The checklist by code, in its order."""
        return dict(self.checklist)


@pghistory.track()
class VisitCheck(Scoped):
    """What was found of one line of the checklist."""

    class Result(models.TextChoices):
        MET = "met", "đạt"
        FAULT = "fault", "chưa đạt"
        SKIPPED = "skipped", "không kiểm tra"

    personal = False

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="checks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.SlugField(max_length=20)
    result = models.CharField("kết quả", max_length=8, choices=Result.choices)
    note = models.CharField("nhận xét", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "nội dung đã kiểm tra"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="visit_check_once")]


@pghistory.track()
class VisitSample(Scoped):
    """One of the entries drawn at random to be held against the book."""

    class Result(models.TextChoices):
        RIGHT = "right", "đúng sổ"
        WRONG = "wrong", "sai sổ"

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="samples")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=6, choices=Result.choices, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "trường hợp đối chiếu"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["visit", "entry"], name="visit_sample_once")]


@pghistory.track()
class Finding(Scoped):
    """Something that is not as it must be, how grave it is, and the task that mends it."""

    class Severity(models.TextChoices):
        LIGHT = "light", "nhẹ: nhắc tại chỗ"
        SERIOUS = "serious", "cần khắc phục"
        GRAVE = "grave", "nghiêm trọng: khắc phục ngay"

    personal = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    item = models.SlugField(max_length=20)
    severity = models.CharField("mức độ", max_length=8, choices=Severity.choices)
    words = models.CharField("tồn tại", max_length=500)
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="+")
    found_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField("khắc phục xong lúc", null=True)
    settled_words = models.CharField("kết quả khắc phục", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "tồn tại qua kiểm tra"
        ordering = ["found_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_by__isnull=False) & ~Q(settled_words=""),
                name="finding_settled_with_words",
                violation_error_message="Ghi kết quả khắc phục.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("found_at")),
                name="finding_settled_after_it_was_found",
            ),
        ]
