"""The line: heartbeats of machines as the server hears them, outages, carriers and their clocks."""

from datetime import datetime, timedelta

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q

from hotich.staff.models import Officer
from hotich.stations.duty_models import Span
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class Heartbeat(Scoped):
    """The minutes of one hour in which the server heard from a machine: a tally of what its desk sends anyway."""

    personal = False
    scope_unit = "station__unit_id"

    station = models.ForeignKey("stations.Station", on_delete=models.PROTECT, related_name="heartbeats")
    hour = models.DateTimeField()
    minutes = models.BigIntegerField("các phút có tín hiệu, mỗi phút một bit")

    class Meta(Scoped.Meta):
        verbose_name = "nhịp tín hiệu"
        constraints = [models.UniqueConstraint(fields=["station", "hour"], name="heartbeats_once_an_hour")]


class Watch(models.Model):
    """When the watch over the lines last went round, and the last time it did not: then the server stood, not the lines."""

    ran_at = models.DateTimeField()
    paused_from = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "lần canh đường truyền"


@pghistory.track()
class Carrier(models.Model):
    """A carrier of the line, whom to call, and within how many hours it has promised to repair."""

    name = models.CharField("nhà mạng", max_length=80, unique=True)
    hotline = models.CharField("số báo hỏng", max_length=40, blank=True)
    repair_hours = models.PositiveSmallIntegerField("cam kết khắc phục trong số giờ", default=4)

    class Meta:
        verbose_name = "nhà mạng"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Outage(Scoped):
    """A time in which a machine on shift was not heard. It opens and closes by itself; people say why."""

    class Cause(models.TextChoices):
        UNKNOWN = "unknown", "chưa rõ"
        LINE = "line", "đường truyền"
        POWER = "power", "mất điện"
        MACHINE = "machine", "hỏng máy"
        SERVER = "server", "máy chủ dừng"
        IDLE = "idle", "máy nghỉ, không gián đoạn"

    class Source(models.TextChoices):
        SILENCE = "silence", "máy im lặng"
        DESK = "desk", "bàn nhập đo"
        SAID = "said", "cán bộ báo"

    LOST = (Cause.LINE, Cause.POWER, Cause.MACHINE, Cause.SERVER)
    """What costs machine-hours; of what is not known yet the hours are told apart."""
    EXPLAINED = (Cause.LINE, Cause.POWER, Cause.MACHINE, Cause.IDLE)
    """What a person may say. That the server stood it knows itself."""

    personal = False

    station = models.ForeignKey("stations.Station", on_delete=models.PROTECT, related_name="outages")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField("mất lúc")
    ended_at = models.DateTimeField("có lại lúc", null=True, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    cause = models.CharField("nguyên nhân", max_length=8, choices=Cause.choices, default=Cause.UNKNOWN)
    carrier = models.ForeignKey(
        Carrier, null=True, blank=True, on_delete=models.PROTECT, related_name="outages"
    )
    ticket = models.CharField("số phiếu của nhà mạng", max_length=40, blank=True)
    told_at = models.DateTimeField("báo nhà mạng lúc", null=True, blank=True)
    due_at = models.DateTimeField("nhà mạng phải xong trước", null=True, blank=True)
    words = models.CharField("ghi chú", max_length=500, blank=True)
    noted_by = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "gián đoạn"
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "ended_at"], name="outages_of_a_unit"),
            models.Index(fields=["started_at"], name="outages_by_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gt=F("started_at")),
                name="outage_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | (Q(told_at__isnull=False) & Q(carrier__isnull=False)),
                name="carrier_clock_starts_when_told",
            ),
            ExclusionConstraint(
                name="outages_never_overlap",
                expressions=[
                    ("station", RangeOperators.EQUAL),
                    (Span("started_at", "ended_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Máy này trong khoảng đó đã có một lần gián đoạn.",
            ),
        ]

    def lasted(self, now: datetime) -> timedelta:
        """How long it lasted, or has lasted so far."""
        return (self.ended_at or now) - self.started_at

    def is_overdue(self, now: datetime) -> bool:
        """Whether the carrier has let its time pass."""
        return self.due_at is not None and (self.ended_at or now) > self.due_at
