"""The plan as it is written: what it rests on, who reports to whom, who gets its papers, who answers for a unit."""

from datetime import time

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.staff.models import Officer
from hotich.support.scope import Scoped
from hotich.units.models import Unit


@pghistory.track()
class Basis(models.Model):
    """A document that the plan rests on, carries out, or hands its results to."""

    class Sort(models.TextChoices):
        OWN = "own", "kế hoạch của đợt"
        PARENT = "parent", "kế hoạch cấp trên"
        LAW = "law", "căn cứ"
        CLEANING = "cleaning", "kế hoạch làm sạch dữ liệu nhận danh sách theo dõi riêng"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="bases")
    sort = models.CharField("loại", max_length=8, choices=Sort.choices)
    order = models.PositiveSmallIntegerField(default=1)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    day = models.DateField("ngày", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.CharField("trích yếu", max_length=400)
    withdrawn_on = models.DateField("không còn áp dụng từ", null=True, blank=True)

    class Meta:
        verbose_name = "căn cứ của đợt"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(sort="own", withdrawn_on__isnull=True),
                name="basis_own_once",
                violation_error_message="Một đợt có một kế hoạch của chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})" if self.number else self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReportStep(models.Model):
    """One step of the chain of reporting: who sends to whom, through whom, before which hour of the campaign."""

    class Deadline(models.TextChoices):
        UNIT = "unit", "hạn gửi của đơn vị"
        TOWN = "town", "hạn gửi Tổ kiểm tra"
        PROVINCE = "province", "hạn gửi cấp tỉnh"

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    order = models.PositiveSmallIntegerField()
    sender = models.CharField("nơi gửi", max_length=200)
    receiver = models.CharField("nơi nhận", max_length=200)
    through = models.CharField("qua", max_length=200, blank=True)
    deadline = models.CharField(max_length=8, choices=Deadline.choices)

    class Meta:
        verbose_name = "bước báo cáo"
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="report_step_once")]

    @property
    def before(self) -> time:
        """The hour before which it is sent: the campaign keeps it, the step only says which."""
        hour: time = getattr(self.campaign, f"{self.deadline}_deadline")
        return hour


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PaperReceiver(models.Model):
    """A line of *Nơi nhận* of the campaign's papers; `paper` is empty where every kind has it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="receivers")
    paper = models.CharField("loại văn bản", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name = "nơi nhận văn bản"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "paper", "name"], name="paper_receiver_once"),
        ]


@pghistory.track()
class Responsible(Scoped):
    """Who answers for a unit of the campaign, or helps it, between two days: under the head's name its reports go."""

    class Role(models.TextChoices):
        HEAD = "head", "người đứng đầu"
        HELPER = "helper", "người hỗ trợ (cán bộ phụ trách địa bàn)"

    personal = False

    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="responsible")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices)
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức vụ", max_length=120)
    phone = models.CharField("điện thoại công vụ", max_length=40, blank=True)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày", null=True, blank=True)
    named_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "người chịu trách nhiệm"
        ordering = ["role", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_unit", "role"],
                condition=Q(until__isnull=True),
                name="responsible_one_now",
                violation_error_message="Đơn vị đang có người giữ vai trò này.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="responsible_ends_after_it_began",
                violation_error_message="Ngày thôi phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}" if self.title else self.name
