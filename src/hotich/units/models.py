"""Units and agencies. A unit is a territory between two dates; official codes are used again for other territories."""

import pghistory
from django.db import models
from django.db.models import F, Q


class Level(models.TextChoices):
    PROVINCE = "province", "cấp tỉnh"
    DISTRICT = "district", "cấp huyện"
    COMMUNE = "commune", "cấp xã"


@pghistory.track()
class Unit(models.Model):
    """A territory with an administrative level, valid from a day to a day, with successors."""

    key = models.CharField(max_length=80, unique=True, help_text="id of the gazetteer")
    code = models.CharField(
        max_length=10, blank=True, help_text="official code; a key only together with a date"
    )
    name = models.CharField(max_length=100)
    type_label = models.CharField(max_length=40, help_text="phường, xã, thị trấn …")
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True, help_text="last day it existed")
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)
    sort_key = models.CharField(max_length=120)

    class Meta:
        verbose_name = "đơn vị"
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="unit_ends_after_it_began",
                violation_error_message="Ngày hết hiệu lực của đơn vị phải sau ngày có hiệu lực.",
            ),
        ]
        indexes = [models.Index(fields=["code", "valid_from"], name="unit_code_from")]

    def __str__(self) -> str:
        return f"{self.type_label} {self.name}"


class AgencyKind(models.TextChoices):
    POLICE = "CA", "Công an"
    COMMITTEE = "UB", "Ủy ban nhân dân"
    JUSTICE = "TP", "cơ quan Tư pháp"
    CULTURE = "VH", "Phòng Văn hóa và Thông tin"
    FINANCE = "TC", "Phòng Tài chính - Kế hoạch"
    OFFICE = "VP", "Văn phòng HĐND và UBND"
    SYSTEM = "HT", "quản trị hệ thống"


@pghistory.track()
class Agency(models.Model):
    """An office that serves a unit. Two agencies of one unit are of the same level (cùng cấp)."""

    code = models.CharField(max_length=24, unique=True, help_text="25441-CA, 25441-UB, 697-TP")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agencies")
    kind = models.CharField(max_length=4, choices=AgencyKind.choices)
    name = models.CharField(max_length=150)

    class Meta:
        verbose_name = "cơ quan"

    def __str__(self) -> str:
        return self.name
