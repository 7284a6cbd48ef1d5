"""Phụ lục 01 as a plan: per unit books, entries, machines, quota a day, days needed, from when, before when. Versioned and approved."""

from hashlib import blake2b

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.campaign.models.campaigns import Campaign, ReportingUnit
from hotich.core.quotas.targets import days_between, days_needed
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


@pghistory.track()
class TargetVersion(models.Model):
    """One version of the campaign's targets. Its figures of the inventory are those of `counted_at`, never typed."""

    class State(models.TextChoices):
        DRAFT = "draft", "dự thảo"
        APPROVED = "approved", "đã duyệt"
        SUPERSEDED = "superseded", "đã thay thế"
        DISCARDED = "discarded", "đã bỏ"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="targets")
    number = models.PositiveSmallIntegerField("bản thứ")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.CharField("lý do lập", max_length=300)
    quota_per_station = models.PositiveIntegerField("chỉ tiêu mỗi máy mỗi ngày")
    counted_at = models.DateTimeField("số liệu kiểm kê lúc")
    drawn_up_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="of its figures: what an approver saw is named by it")
    approved_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    discarded_at = models.DateTimeField(null=True)
    discard_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    class Meta:
        verbose_name = "bản chỉ tiêu"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="target_version_number_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="draft"), name="target_version_one_draft",
                violation_error_message="Đợt đang có một bản chỉ tiêu dự thảo.",
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(state="approved"), name="target_version_one_approved",
                violation_error_message="Đợt đang có một bản chỉ tiêu đã duyệt.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"], approved_by__isnull=True, approved_at__isnull=True)
                | Q(state__in=["approved", "superseded"], approved_by__isnull=False, approved_at__isnull=False),
                name="target_version_approved_by_somebody",
                violation_error_message="Bản chỉ tiêu đã duyệt phải có người duyệt.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="discarded", discarded_by__isnull=False, discarded_at__isnull=False)
                    & ~Q(discard_reason="")
                )
                | (~Q(state="discarded") & Q(discarded_by__isnull=True, discarded_at__isnull=True, discard_reason="")),
                name="target_version_discarded_by_somebody",
                violation_error_message="Bản dự thảo đã bỏ phải có người bỏ và lý do.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drawn_up_by")),
                name="target_version_approved_by_another",
                violation_error_message="Người duyệt phải khác người lập.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Chỉ tiêu bản {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


@pghistory.track()
class TargetLine(Scoped):
    """One unit of a version. Books and entries by kind are counted; machines, days and the note are decided."""

    personal = False

    version = models.ForeignKey(TargetVersion, on_delete=models.PROTECT, related_name="lines")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    books = models.JSONField("số sổ theo loại", default=dict)
    entries = models.JSONField("số trường hợp theo loại", default=dict)
    estimated = models.PositiveIntegerField("trong đó ước tính", default=0)
    teams = models.PositiveSmallIntegerField("số Tổ", default=0)
    people = models.PositiveSmallIntegerField("số người", default=0)
    stations_least = models.PositiveSmallIntegerField("số máy tối thiểu")
    stations = models.PositiveSmallIntegerField("số máy bố trí")
    stations_checked = models.PositiveSmallIntegerField("số máy đã kiểm tra an ninh", default=0)
    starts_on = models.DateField("bắt đầu")
    due_on = models.DateField("hoàn thành trước ngày")
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "chỉ tiêu của đơn vị"
        ordering = ["reporting_unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "reporting_unit"], name="target_line_once"),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("starts_on")),
                name="target_line_due_after_it_starts",
                violation_error_message="Ngày phải xong phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(stations__gte=F("stations_least")),
                name="target_line_machines_enough",
                violation_error_message="Số máy bố trí không được ít hơn số máy tối thiểu.",
            ),
        ]

    @property
    def mark(self) -> str:
        """What was decided of it, in short: another one as soon as a machine, a day or a word of the note is."""
        said = f"{self.stations}|{self.starts_on}|{self.due_on}|{self.note}"
        return blake2b(said.encode(), digest_size=8).hexdigest()

    @property
    def quota(self) -> int:
        """Entries a day."""
        return self.stations * self.version.quota_per_station

    @property
    def days(self) -> int | None:
        """Days needed at the quota."""
        return days_needed(self.entries_total, self.quota)

    @property
    def fits(self) -> bool:
        """Whether the quota finishes the unit's entries before its day."""
        return self.days is not None and self.days <= days_between(self.starts_on, self.due_on)

    @property
    def books_total(self) -> int:
        return sum(self.books.values())

    @property
    def entries_total(self) -> int:
        return sum(self.entries.values())


@pghistory.track()
class TargetShare(Scoped):
    """What a unit has decided of its own target: so many entries for a team, a machine or a week."""

    class By(models.TextChoices):
        TEAM = "team", "Tổ"
        STATION = "station", "máy"
        WEEK = "week", "tuần"

    personal = False

    line = models.ForeignKey(TargetLine, on_delete=models.PROTECT, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=8, choices=By.choices)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    week = models.DateField("thứ Hai của tuần", null=True)
    entries = models.PositiveIntegerField("số trường hợp")
    decided_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "phần chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["line", "team", "station", "week"], name="target_share_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(by="team", team__isnull=False, station__isnull=True, week__isnull=True)
                | Q(by="station", team__isnull=True, station__isnull=False, week__isnull=True)
                | Q(by="week", team__isnull=True, station__isnull=True, week__isnull=False),
                name="target_share_of_one_thing",
                violation_error_message="Một phần chỉ tiêu giao cho một Tổ, một máy hoặc một tuần.",
            ),
        ]
