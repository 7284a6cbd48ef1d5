"""Rosters: which officer sits at which machine in which shift, and what one shift leaves to the next."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from hotich.staff.models import Officer, Team
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class Span(Func):
    """The stretch of time between two columns, half-open; without an end where the second has none."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@pghistory.track()
class ShiftPattern(Scoped):
    """At which hours a team's shifts begin from a day on, and how long one of its machines may be silent."""

    personal = False
    scope_unit = "team__agency__unit_id"

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shift_patterns")
    since = models.DateField("từ ngày")
    starts = ArrayField(models.TimeField(), verbose_name="giờ bắt đầu các ca")
    silent_minutes = models.PositiveSmallIntegerField("im lặng quá số phút thì mở gián đoạn")
    set_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "cách chia ca"
        ordering = ["team", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["team", "since"], name="shift_pattern_once_a_day"),
            models.CheckConstraint(
                condition=Q(silent_minutes__gte=2) & Q(silent_minutes__lte=240),
                name="silence_in_reason",
                violation_error_message="Số phút im lặng từ 2 đến 240.",
            ),
        ]


@pghistory.track()
class Duty(Scoped):
    """One officer at one machine in one shift. What is taken off the roster is marked, not erased: past figures rest on it."""

    personal = False

    station = models.ForeignKey("stations.Station", on_delete=models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="duties")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="duties")
    day = models.DateField("ngày bắt đầu ca")
    number = models.PositiveSmallIntegerField("ca")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    set_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField("nhận ca lúc", null=True, blank=True)
    left_at = models.DateTimeField("giao ca lúc", null=True, blank=True)
    note = models.CharField("ghi chú giao ca", max_length=1000, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "ca trực"
        ordering = ["starts_at", "station", "id"]
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="duties_of_a_unit"),
            models.Index(fields=["officer", "starts_at"], name="duties_of_an_officer"),
            models.Index(fields=["starts_at"], name="duties_by_beginning"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(taken_at__isnull=False),
                name="duty_left_was_taken",
                violation_error_message="Chưa nhận ca thì chưa giao ca được.",
            ),
            ExclusionConstraint(
                name="one_officer_a_machine",
                expressions=[
                    ("station", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="Máy này trong ca đã có người trực.",
            ),
            ExclusionConstraint(
                name="one_machine_an_officer",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    (Span("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at__isnull=True),
                violation_error_message="Cán bộ này trong ca đã trực ở máy khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"ca {self.number} ngày {self.day:%d/%m/%Y}"
