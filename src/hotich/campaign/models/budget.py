"""Kinh phí của đợt: items with their amounts, and the dated rates by which keyed work is counted into money."""

import pghistory
from django.db import models
from django.db.models import Q

from hotich.campaign.models.campaigns import Campaign
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


@pghistory.track()
class BudgetItem(Scoped):
    """A line of the budget: what for, out of whose budget. Its amounts are rows of their own."""

    personal = False

    class Group(models.TextChoices):
        DEVICES = "devices", "thiết bị"
        LINE = "line", "đường truyền"
        OVERTIME = "overtime", "làm thêm giờ, nhập liệu"
        PRINTING = "printing", "in ấn, văn phòng phẩm"
        UPKEEP = "upkeep", "duy trì, quản trị, khai thác dữ liệu"
        OTHER = "other", "khác"

    class Source(models.TextChoices):
        PROVINCE = "province", "ngân sách tỉnh"
        DISTRICT = "district", "ngân sách huyện, thị xã"
        COMMUNE = "commune", "ngân sách phường, xã"
        OTHER = "other", "nguồn khác"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="budget_items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.CharField("nhóm", max_length=10, choices=Group.choices)
    name = models.CharField("nội dung chi", max_length=200)
    source = models.CharField("nguồn", max_length=10, choices=Source.choices)
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "khoản kinh phí"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "group", "source", "name"],
                name="budget_item_once",
                violation_error_message="Khoản này đã có: ghi số tiền vào khoản đó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Amount(models.Model):
    """Đồng planned, allotted or spent on a day. What was noted wrongly is noted again with the opposite sign, with its reason."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "dự toán"
        ALLOTTED = "allotted", "được cấp"
        SPENT = "spent", "đã chi"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(BudgetItem, on_delete=models.PROTECT, related_name="amounts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = models.BigIntegerField("số tiền (đồng)")
    day = models.DateField("ngày")
    note = models.CharField("chứng từ, ghi chú", max_length=200, blank=True)
    noted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = "số tiền"
        ordering = ["day", "noted_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="amount_is_something",
                violation_error_message="Số tiền phải khác 0.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | ~Q(note=""),
                name="amount_taken_back_with_a_reason",
                violation_error_message="Ghi giảm số tiền phải có lý do.",
            ),
        ]


@pghistory.track()
class Rate(models.Model):
    """What keyed work is worth from a day on, in đồng: an entry, and each filled field by its length in characters."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="rates")
    since = models.DateField("áp dụng từ ngày")
    per_entry = models.PositiveIntegerField("mỗi trường hợp", default=0)
    per_short = models.PositiveIntegerField("mỗi mục đến 15 ký tự", default=0)
    per_medium = models.PositiveIntegerField("mỗi mục 16–50 ký tự", default=0)
    per_long = models.PositiveIntegerField("mỗi mục trên 50 ký tự", default=0)
    basis = models.CharField("căn cứ", max_length=300)
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name = "đơn giá"
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "since"], name="rate_once_a_day"),
        ]


class KeyedDay(Scoped):
    """What an officer keyed in the books of a unit on one day, counted from the entries: their number, and their filled fields by
    length. It is counted again whenever an entry of that day changes, and has no history of its own: the entries have.
    """

    personal = False

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("ngày")
    entries = models.PositiveIntegerField("trường hợp")
    short = models.PositiveIntegerField("mục đến 15 ký tự")
    medium = models.PositiveIntegerField("mục 16–50 ký tự")
    long = models.PositiveIntegerField("mục trên 50 ký tự")

    class Meta(Scoped.Meta):
        verbose_name = "khối lượng nhập trong ngày"
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "officer"], name="keyed_day_once"),
        ]


class KeyedUntil(models.Model):
    """Up to when changes of entries are in the counts of keyed days: one row."""

    moment = models.DateTimeField()

    class Meta:
        verbose_name = "mốc đếm khối lượng nhập"
