"""What is noticed by rule of a unit that is late or works incorrectly, by which parameters, and when the rules were gone through."""

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.core.steering import RULES, Grade
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit

RULE_CHOICES = [(code, rule.title) for code, rule in RULES.items()]


@pghistory.track()
class FlagRule(models.Model):
    """The parameters of a rule from a day on, where the campaign has set its own; without `active` it raises nothing."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="flag_rules")
    rule = models.CharField("quy tắc", max_length=20, choices=RULE_CHOICES)
    since = models.DateField("từ ngày")
    values = models.JSONField("tham số", default=dict)
    active = models.BooleanField("áp dụng", default=True)
    set_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = "tham số quy tắc"
        ordering = ["rule", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "rule", "since"], name="flag_rule_once_a_day"),
        ]


@pghistory.track(exclude=["seen_at"])
class Flag(Scoped):
    """One rule that spoke of one unit. It opens and closes by itself; what it said on each day stands in its history."""

    personal = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="flags")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="flags")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField("quy tắc", max_length=20, choices=RULE_CHOICES)
    grade = models.CharField("mức", max_length=8, choices=[(grade.value, grade.label) for grade in Grade])
    said = models.CharField("nhận xét", max_length=600)
    figures = models.JSONField("số liệu", default=dict)
    parameters = models.JSONField("tham số", default=dict)
    opened_on = models.DateField("từ ngày")
    opened_at = models.DateTimeField()
    said_at = models.DateTimeField("nhận xét lúc", help_text="as of which moment it says this")
    seen_at = models.DateTimeField("xét lần cuối")
    closed_at = models.DateTimeField("hết lúc", null=True)

    class Meta(Scoped.Meta):
        verbose_name = "cảnh báo"
        ordering = ["-opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_unit", "rule"], condition=Q(closed_at__isnull=True), name="flag_open_once",
                violation_error_message="Đơn vị đang có cảnh báo này.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="flag_closes_after_it_opened",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["campaign", "closed_at"], name="flag_of_campaign")]

    def __str__(self) -> str:
        return str(self.get_rule_display())

    @property
    def group(self) -> str:
        """`late` or `incorrect`."""
        return RULES[self.rule].group


class WatchRound(models.Model):
    """The rules were gone through for a campaign as of a moment: once, whoever asks again."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    moment = models.DateTimeField()
    ran_at = models.DateTimeField()
    opened = models.PositiveSmallIntegerField(default=0)
    closed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "lượt xét quy tắc"
        constraints = [models.UniqueConstraint(fields=["campaign", "moment"], name="watch_round_once")]
