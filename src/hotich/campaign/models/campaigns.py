"""The plan being executed: basis, scope, dates, quota, and the units that report under it."""

from datetime import time

import pghistory
from django.db import models

from hotich.staff.models import Officer
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit


@pghistory.track()
class Campaign(models.Model):
    """Đợt cao điểm: everything a circular could change about it is a value here."""

    class Working(models.TextChoices):
        CONFIRM = "confirm", "đối chiếu rồi xác nhận"
        BLIND = "blind", "nhập độc lập"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=300)
    basis = models.CharField("căn cứ", max_length=300)
    parent_basis = models.CharField("kế hoạch cấp trên", max_length=300, blank=True)
    lead_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="campaigns")
    scope_until = models.DateField("ngày đăng ký muộn nhất thuộc phạm vi")
    starts_on = models.DateField()
    keying_starts_on = models.DateField()
    due_on = models.DateField("hoàn thành trước ngày")
    quota_per_station = models.PositiveIntegerField("chỉ tiêu mỗi máy mỗi ngày", default=300)
    cut_off = models.TimeField("giờ chốt số liệu", default=time(13, 30))
    unit_deadline = models.TimeField("đơn vị gửi trước", default=time(14, 0))
    town_deadline = models.TimeField("thị xã gửi Tổ kiểm tra trước", default=time(14, 30))
    province_deadline = models.TimeField("gửi Sở Tư pháp trước", default=time(15, 0))
    working = models.CharField(max_length=8, choices=Working.choices, default=Working.CONFIRM)
    unassisted_percent = models.PositiveSmallIntegerField(default=5)
    break_after_minutes = models.PositiveSmallIntegerField("nhắc nghỉ sau số phút nhập liền", default=50)
    break_minutes = models.PositiveSmallIntegerField("nghỉ số phút", default=5)

    class Meta:
        verbose_name = "đợt cao điểm"

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ReportingUnit(Scoped):
    """A unit of the campaign's own list: reports group by these, not by the units valid today."""

    personal = False

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reporting_units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reporting")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="reporting"
    )
    code = models.CharField(max_length=24)
    name = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()
    stations_required = models.PositiveSmallIntegerField(default=1)
    look_up_way = models.CharField(
        max_length=10,
        default="recorded",
        choices=[
            ("recorded", "trên máy Công an"),
            ("extract", "trong trích xuất"),
            ("gateway", "qua kết nối chính thức"),
        ],
    )
    without_access = models.BooleanField("gửi biểu bằng tệp", default=False)

    class Meta(Scoped.Meta):
        verbose_name = "đơn vị báo cáo"
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "code"], name="reporting_unit_code_once"),
            models.UniqueConstraint(fields=["campaign", "unit"], name="reporting_unit_unit_once"),
        ]


@pghistory.track()
class WayOfWorking(models.Model):
    """How one kind of register is worked on from a day on, where that is not the campaign's ordinary way (rules.md §4)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ways")
    kind = models.CharField(max_length=6)
    working = models.CharField(max_length=8, choices=Campaign.Working.choices)
    since = models.DateField()
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = "cách làm của loại sổ"
        ordering = ["kind", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "since"], name="way_of_working_once_a_day"),
        ]
