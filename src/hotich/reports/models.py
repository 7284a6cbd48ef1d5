"""Daily snapshots: computed, frozen, sent. A figure is never typed; one that came in a file stands apart as declared."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from hotich.campaign.models import Campaign, ReportingUnit
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class DailyReport(Scoped):
    """One unit's form of one day, or the town's; `figures` is frozen at the cut-off."""

    personal = False

    class Level(models.TextChoices):
        UNIT = "unit", "đơn vị"
        TOWN = "town", "thị xã"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="daily_reports")
    level = models.CharField(max_length=4, choices=Level.choices)
    reporting_unit = models.ForeignKey(
        ReportingUnit, null=True, on_delete=models.PROTECT, related_name="daily_reports"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    period_from = models.DateTimeField()
    period_to = models.DateTimeField()
    figures = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "báo cáo ngày"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "level", "reporting_unit", "date"],
                name="one_report_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(level="town", reporting_unit__isnull=True)
                | Q(level="unit", reporting_unit__isnull=False),
                name="unit_report_names_its_unit",
            ),
        ]


class Receiver(models.TextChoices):
    """To whom a report goes; the campaign sets a deadline for each."""

    TOWN = "town", "Phòng Tư pháp"
    INSPECTION = "inspection", "Tổ kiểm tra, hướng dẫn"
    PROVINCE = "province", "Sở Tư pháp"


@pghistory.track()
class Sending(Scoped):
    """One version of a report as it went out: frozen figures, and what the officer adds in words. A later version gives its reason
    and leaves the earlier ones as they were."""

    personal = False

    report = models.ForeignKey(DailyReport, on_delete=models.PROTECT, related_name="sendings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=10, choices=Receiver.choices)
    number = models.PositiveSmallIntegerField("bản thứ")
    obstacles = models.TextField("khó khăn, vướng mắc", blank=True)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True)
    reason = models.CharField("lý do gửi lại", max_length=300, blank=True)
    head = models.CharField(
        "người đứng đầu", max_length=200, blank=True, help_text="under whose name it goes, as of the sending"
    )
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)

    class Meta(Scoped.Meta):
        verbose_name = "lần gửi báo cáo"
        ordering: ClassVar[list[str]] = ["report", "receiver", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "receiver", "number"], name="sending_version_once"),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="sending_again_has_a_reason",
                violation_error_message="Gửi lại báo cáo phải ghi lý do.",
            ),
        ]


class TakenUp(models.Model):
    """That the obstacles of a sending were put on record: nobody looks at its lines again."""

    sending = models.OneToOneField(
        Sending, primary_key=True, on_delete=models.PROTECT, related_name="taken_up"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = "đã ghi nhận vướng mắc"


@pghistory.track()
class ReportFile(models.Model):
    """The bytes of what was sent, in one form, kept by their digest (`reports.files`)."""

    sending = models.ForeignKey(Sending, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=[(kind, kind) for kind in ("json", "xlsx", "docx", "pdf")])
    digest = models.CharField(max_length=64, help_text="SHA-256")
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "tệp báo cáo đã gửi"
        constraints = [models.UniqueConstraint(fields=["sending", "kind"], name="report_file_kind_once")]


@pghistory.track()
class Declaration(Scoped):
    """What a unit without access declared of a day in the form it sent as a file. It is shown in columns of its own and in no recount."""

    personal = False

    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="declarations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    number = models.PositiveSmallIntegerField("bản thứ")
    figures = models.JSONField()
    obstacles = models.TextField("khó khăn, vướng mắc, đề xuất", blank=True)
    reason = models.CharField("lý do nhận lại", max_length=300, blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    class Meta(Scoped.Meta):
        verbose_name = "số liệu khai báo"
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_unit", "date", "number"], name="declaration_version_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="declaring_again_has_a_reason",
                violation_error_message="Nhận lại số liệu khai báo phải ghi lý do.",
            ),
        ]


class FormTakenUp(models.Model):
    """That the obstacles of a form that came as a file were put on record: nobody looks at its lines again."""

    declaration = models.OneToOneField(
        Declaration, primary_key=True, on_delete=models.PROTECT, related_name="taken_up"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = "đã ghi nhận vướng mắc của biểu bằng tệp"


class Slice(models.Model):
    """A stretch of a period whose log is closed and counted; without `start` the opening, which is everything before the period.

    Derived from the logs and rebuilt from them: what a report says is frozen in the report.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    period_from = models.DateTimeField()
    start = models.DateTimeField(null=True)
    end = models.DateTimeField()
    units = ArrayField(
        models.BigIntegerField(), help_text="the units counted, those with nothing to count too"
    )
    token = models.UUIDField(
        db_default=RandomUUID(),
        editable=False,
        help_text="tells it from another of the same number, as there is in a database that was restored",
    )

    class Meta:
        verbose_name = "khoảng đã đếm"
        indexes = [models.Index(fields=["campaign", "period_from", "end"], name="slice_of_period")]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(start__lt=models.F("end")), name="slice_has_a_length"
            ),
        ]


class Tally(Scoped):
    """How many entries more, or fewer, stand after a slice than before it: by unit, kind, machine, shift, officer and outcome."""

    personal = False

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4)
    station_id = models.BigIntegerField(null=True)
    shift_at = models.DateTimeField(
        null=True,
        help_text="when the shift began in which it was first completed at the machine, of those of the period",
    )
    officer_id = models.BigIntegerField(null=True, help_text="who completed it first")
    fresh = models.BooleanField(help_text="first completed in the period itself")
    from_file = models.BooleanField()
    outcome = models.CharField(max_length=12)
    standing = models.IntegerField()
    outside = models.IntegerField()
    quota = models.IntegerField()
    first_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "số đếm trường hợp"
        indexes = [models.Index(fields=["unit", "slice"], name="tally_of_unit")]


class CaseTally(Scoped):
    """How many cases more, or fewer, are in a state after a slice than before it."""

    personal = False

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="case_tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20)
    count = models.IntegerField()

    class Meta(Scoped.Meta):
        verbose_name = "số đếm hồ sơ"
