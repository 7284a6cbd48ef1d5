"""Văn bản của đợt cao điểm: drawn here, numbered by the clerk, signed outside and kept as it came back."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear

from hotich.campaign.models.campaigns import Campaign
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Agency, Unit


class PaperKind(models.TextChoices):
    """The documents of a campaign (rules.md §10). What belongs to one case, one book or one check is drawn beside it."""

    UNIT_PLAN = "unit_plan", "kế hoạch của UBND phường, xã"
    TEAM_DECISION = "team_decision", "quyết định thành lập Tổ"
    TARGETS = "targets", "Phụ lục 01: thống kê, giao chỉ tiêu"
    UNIT_REPORT = "unit_report", "báo cáo ngày của đơn vị"
    TOWN_REPORT = "town_report", "báo cáo ngày toàn địa bàn"
    INSPECTION_NOTICE = "inspection_notice", "thông báo kiểm tra"
    INSPECTION_MINUTES = "inspection_minutes", "biên bản kiểm tra"
    REMINDER = "reminder", "công văn đôn đốc"
    CORRECTION = "correction", "công văn chấn chỉnh"
    CONFIDENTIALITY = "confidentiality", "cam kết bảo mật"
    DEVICE_CHECK = "device_check", "biên bản kiểm tra an ninh thiết bị"
    VOLUME_SHEET = "volume_sheet", "bảng kê khối lượng nhập"
    BUDGET = "budget", "tổng hợp kinh phí"
    CLOSING_REPORT = "closing_report", "báo cáo tổng kết"
    ACCEPTANCE = "acceptance", "biên bản nghiệm thu"
    OTHER = "other", "văn bản khác, lập ngoài hệ thống"


@pghistory.track(exclude=["said"])
class Paper(Scoped):
    """One document in the register of the unit that issues it. What was drawn never changes: a new one takes its place.

    `said` is the document as `support.documents.as_data` gives it, `digest` the SHA-256 of its canonical JSON; a document made
    elsewhere has none. `issued_*` are the bytes drawn when it was numbered, `signed_*` those that came back signed.
    """

    personal = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="papers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("loại văn bản", max_length=20, choices=PaperKind.choices)
    about = models.CharField("trích yếu", max_length=300)
    symbol = models.CharField("ký hiệu", max_length=30, blank=True)
    said = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    drawn_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    number = models.CharField("số", max_length=20, blank=True)
    dated = models.DateField("ngày", null=True)
    numbered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    numbered_at = models.DateTimeField(null=True)
    issued_digest = models.CharField(max_length=64, blank=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_size = models.PositiveIntegerField(null=True)
    signatures = models.PositiveSmallIntegerField(
        "chữ ký số trong tệp", null=True, help_text="found in the signed file, not judged"
    )
    signed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("bản đã ký lưu lúc", null=True)
    withdrawn_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.CharField("lý do hủy", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "văn bản của đợt"
        constraints = [
            models.UniqueConstraint(
                "agency", "symbol", ExtractYear("dated"), "number",
                condition=Q(withdrawn_at__isnull=True) & ~Q(number=""),
                name="paper_number_once_a_year",
                violation_error_message="Số này đã cấp cho một văn bản khác cùng ký hiệu trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(number="", dated__isnull=True, numbered_at__isnull=True)
                | (~Q(number="") & Q(dated__isnull=False, numbered_at__isnull=False)),
                name="paper_number_with_its_day",
                violation_error_message="Số và ngày của văn bản ghi cùng lúc.",
            ),
            models.CheckConstraint(
                condition=Q(signed_digest="", signed_at__isnull=True)
                | (~Q(signed_digest="") & Q(signed_at__isnull=False, numbered_at__isnull=False)),
                name="paper_signed_after_its_number",
                violation_error_message="Văn bản có số rồi mới lưu bản đã ký.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdraw_reason=""),
                name="paper_withdrawn_with_a_reason",
                violation_error_message="Hủy văn bản phải có lý do.",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "-drawn_at"], name="paper_of_unit")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.about}"

    @property
    def full_number(self) -> str:
        """`21/KH-UBND`; empty before it has its number."""
        return "/".join(filter(None, (self.number, self.symbol))) if self.number else ""

    @property
    def state(self) -> str:
        """`withdrawn`, `signed`, `numbered` or `draft`."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.signed_at is not None:
            return "signed"
        return "numbered" if self.numbered_at is not None else "draft"
