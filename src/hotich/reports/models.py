"""Daily snapshots: computed, frozen, sent. A figure is never typed."""

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
