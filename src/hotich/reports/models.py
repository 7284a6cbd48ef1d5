"""Daily snapshots: computed, frozen, sent. A figure is never typed."""

from django.contrib.postgres.fields import ArrayField
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
    obstacles = models.TextField("khó khăn, vướng mắc, đề xuất", blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

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

    class Meta:
        verbose_name = "khoảng đã đếm"
        indexes = [models.Index(fields=["campaign", "period_from", "end"], name="slice_of_period")]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(start__lt=models.F("end")), name="slice_has_a_length"
            ),
        ]


class Tally(Scoped):
    """How many entries more, or fewer, stand after a slice than before it: by unit, kind, machine, officer and outcome."""

    personal = False

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4)
    station_id = models.BigIntegerField(null=True)
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
