"""Contact points by topic and level: whom a unit asks, and where an obstacle goes next."""

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.campaign.models.campaigns import Campaign
from hotich.staff.models import Officer
from hotich.units.models import Agency


class Topic(models.TextChoices):
    JUSTICE = "justice", "nghiệp vụ hộ tịch"
    SOFTWARE = "software", "phần mềm, tài khoản"
    LINE = "line", "đường truyền, kết nối"
    DEVICE = "device", "an ninh thiết bị"
    REPORT = "report", "báo cáo, số liệu"
    MONEY = "money", "kinh phí"


@pghistory.track()
class ContactPoint(models.Model):
    """A person of an agency who answers for a topic; his level is that of the unit the agency serves."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="contacts")
    topic = models.CharField("lĩnh vực", max_length=8, choices=Topic.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("họ và tên", max_length=120)
    title = models.CharField("chức vụ", max_length=120)
    phone = models.CharField("điện thoại công vụ", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự liên hệ", default=1)
    since = models.DateField("từ ngày")
    until = models.DateField("đến hết ngày", null=True, blank=True)
    named_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = "đầu mối"
        ordering = ["topic", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "topic", "agency", "name"],
                condition=Q(until__isnull=True),
                name="contact_point_once",
                violation_error_message="Người này đã là đầu mối của lĩnh vực ấy.",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="contact_point_ends_after_it_began",
                violation_error_message="Ngày thôi phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"
