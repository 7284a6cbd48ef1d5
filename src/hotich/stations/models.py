"""Machines. Only one that passed the security check, and whose check has not expired, may key."""

from datetime import date, datetime, timedelta

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.staff.models import Officer, Team
from hotich.stations.duty_models import Duty as Duty
from hotich.stations.duty_models import ShiftPattern as ShiftPattern
from hotich.stations.line_models import Carrier as Carrier
from hotich.stations.line_models import Heartbeat as Heartbeat
from hotich.stations.line_models import Outage as Outage
from hotich.stations.line_models import Watch as Watch
from hotich.support.scope import Scoped
from hotich.support.time import local, start_of
from hotich.units.models import Unit


@pghistory.track()
class Station(Scoped):
    """A machine of a unit."""

    personal = False

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stations")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="stations")
    seal_number = models.CharField("số niêm phong", max_length=40, blank=True)
    checked_on = models.DateField("ngày kiểm tra an ninh", null=True, blank=True)
    check_expires_on = models.DateField("kiểm tra có hiệu lực đến", null=True, blank=True)
    check_minutes = models.CharField("số biên bản kiểm tra", max_length=60, blank=True)
    # A check renewed before the last one ran out leaves no day without one: what was keyed in between stays good.
    keys_since = models.DateField("được nhập liên tục từ ngày", null=True, blank=True)
    check_failed_at = models.DateTimeField("kiểm tra không đạt lúc", null=True, blank=True)
    # From this day on it does not key.
    retired_on = models.DateField("thôi dùng từ ngày", null=True, blank=True)
    retired_because = models.CharField("lý do thôi dùng", max_length=300, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "máy"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def may_key(self, on: date) -> bool:
        """Whether its security check holds on that day, to its end."""
        return self._is_checked(on) and (
            self.check_failed_at is None or local(self.check_failed_at).date() > on
        )

    def may_key_at(self, moment: datetime) -> bool:
        """Whether its security check held at a moment: on the day on which it failed one, until then."""
        return self._is_checked(local(moment).date()) and (
            self.check_failed_at is None or moment < self.check_failed_at
        )

    def _is_checked(self, on: date) -> bool:
        since = self.keys_since or self.checked_on
        return bool(
            since
            and since <= on
            and (self.check_expires_on is None or self.check_expires_on >= on)
            and (self.retired_on is None or self.retired_on > on)
        )

    @property
    def keys_until(self) -> datetime | None:
        """The moment at which it may key no longer: when it failed a check, or the end of the check's last day or of its own."""
        ends = [] if self.check_failed_at is None else [self.check_failed_at]
        if self.check_failed_at is None and self.check_expires_on is not None:
            ends.append(start_of(self.check_expires_on + timedelta(days=1)))
        if self.retired_on is not None:
            ends.append(start_of(self.retired_on))
        return min(ends, default=None)


@pghistory.track()
class SecurityCheck(Scoped):
    """One security check of a machine: what was gone through, what was found. What was recorded stays."""

    personal = False

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="checks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField("ngày kiểm tra")
    expires_on = models.DateField("hiệu lực đến", null=True, blank=True)
    passed = models.BooleanField("đạt")
    minutes_number = models.CharField("số biên bản", max_length=60)
    seal_number = models.CharField("số niêm phong", max_length=40, blank=True)
    # By the item's code: whether it was met, and in words what was found.
    results = models.JSONField("kết quả từng nội dung")
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "kiểm tra an ninh máy"
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["station", "-recorded_at"], name="check_of_a_machine")]
        constraints = [
            models.CheckConstraint(
                condition=Q(passed=False) | Q(expires_on__gte=F("checked_on")),
                name="passed_check_expires",
                violation_error_message="Máy đạt kiểm tra phải có ngày hết hiệu lực, từ ngày kiểm tra trở đi.",
            )
        ]
