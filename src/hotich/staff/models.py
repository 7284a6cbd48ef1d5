"""Officers, positions and teams."""

from functools import cached_property
from typing import TYPE_CHECKING

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from hotich.support.scope import Scoped
from hotich.units.models import Agency, Level

if TYPE_CHECKING:
    from hotich.staff.scope import OfficerScope


@pghistory.track(exclude=["password", "last_login"])
class Officer(AbstractUser):
    """A person who uses the product: one account, one human being."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=120)
    must_change_password = models.BooleanField(default=False)
    closed_with_term = models.BooleanField(
        default=False,
        help_text="closed because the helper's term was over: extending it opens the account, what an administrator closed stays closed",
    )

    class Meta:
        verbose_name = "cán bộ"

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def scope(self) -> "OfficerScope":
        """What his positions of today add up to; kept for the length of a request."""
        from hotich.staff.scope import scope_of
        from hotich.support.time import today

        return scope_of(self, on=today())

    def may(self, capability: str) -> bool:
        """Whether a position of today carries the capability (`staff.permissions`)."""
        return capability in self.scope.capabilities


class PositionCode(models.TextChoices):
    """The positions of the plan; what each may do stands in `staff.permissions`."""

    KEYER = "keyer", "cán bộ nhập liệu (Công an)"
    HELPER = "helper", "lực lượng hỗ trợ"
    TEAM_LEADER = "team_leader", "Tổ trưởng Tổ nhập dữ liệu"
    VERIFIER = "verifier", "cán bộ Công an xác minh"
    POLICE_HEAD = "police_head", "lãnh đạo Công an"
    REGISTRAR = "registrar", "công chức làm công tác hộ tịch"
    LIST_KEEPER = "list_keeper", "người theo dõi danh sách riêng"
    CHECKER = "checker", "cán bộ kiểm tra, đối chiếu"
    UNIT_HEAD = "unit_head", "lãnh đạo UBND phường/xã"
    AREA_OFFICER = "area_officer", "cán bộ Công an phụ trách địa bàn"
    JUSTICE_OFFICER = "justice_officer", "chuyên viên Phòng Tư pháp"
    JUSTICE_HEAD = "justice_head", "lãnh đạo Phòng Tư pháp"
    DEVICE_OFFICER = "device_officer", "cán bộ kiểm tra an ninh thiết bị"
    LINE_OFFICER = "line_officer", "cán bộ phụ trách đường truyền"
    INSPECTOR = "inspector", "thành viên Tổ kiểm tra, hướng dẫn"
    TOWN_LEADER = "town_leader", "lãnh đạo UBND thị xã"
    PROVINCE_VIEWER = "province_viewer", "cán bộ Sở Tư pháp"
    ADMIN = "admin", "quản trị hệ thống"

    def label_at(self, level: str) -> str:
        """Its name in an agency of a unit of that level: the justice office of a province is its department."""
        if level == Level.PROVINCE:
            return str(self.label).replace("Phòng Tư pháp", "Sở Tư pháp")
        return str(self.label)


@pghistory.track()
class Position(models.Model):
    """What an officer may do in an agency, between two days."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="positions")
    code = models.CharField(max_length=20, choices=PositionCode.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="ended by hand; one that had not begun ends before its first day and never holds",
    )
    confidentiality_signed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "vị trí"
        constraints = [
            models.CheckConstraint(
                condition=~Q(code="helper")
                | (Q(valid_to__isnull=False) & Q(confidentiality_signed_on__isnull=False)),
                name="helper_signs_and_ends",
                violation_error_message="Lực lượng hỗ trợ phải ký cam kết bảo mật và có ngày hết hạn.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from"))
                | Q(ended_at__isnull=False),
                name="position_ends_after_it_began",
                violation_error_message="Ngày kết thúc vị trí phải sau ngày bắt đầu.",
            ),
        ]

    @property
    def label(self) -> str:
        """What the position is called where it is held; reads the agency and its unit."""
        return PositionCode(self.code).label_at(self.agency.unit.level)


@pghistory.track()
class HelperTerm(Scoped):
    """What a helper's position rests on: who sent him, and the undertaking of confidentiality he signed (kept by its digest).

    A term that is extended beyond `signed_until` rests on a new signed page; which one it rested on before stands in its history.
    """

    personal = False
    scope_unit = "position__agency__unit_id"

    position = models.OneToOneField(Position, on_delete=models.PROTECT, related_name="term")
    organisation = models.CharField("cơ quan, tổ chức cử", max_length=160)
    paper_digest = models.CharField("tệp cam kết", max_length=64)
    paper_size = models.PositiveIntegerField()
    signed_until = models.DateField(
        "cam kết đến hết ngày", null=True, help_text="the last day the page names; null where nobody said"
    )
    taken_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "lần nhận lực lượng hỗ trợ"


@pghistory.track()
class Team(models.Model):
    """Officers under one decision number: Tổ nhập dữ liệu, Tổ kiểm tra."""

    class Kind(models.TextChoices):
        DATA_ENTRY = "data_entry", "Tổ nhập dữ liệu"
        INSPECTION = "inspection", "Tổ kiểm tra, hướng dẫn"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DATA_ENTRY)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    members = models.ManyToManyField(Officer, related_name="teams", blank=True)

    class Meta:
        verbose_name = "Tổ"

    def __str__(self) -> str:
        return self.name
