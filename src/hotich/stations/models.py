"""Machines. Only one that passed the security check, and whose check has not expired, may key."""

from datetime import date

import pghistory
from django.db import models

from hotich.staff.models import Team
from hotich.support.scope import Scoped
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
    retired_on = models.DateField(null=True, blank=True)

    class Meta(Scoped.Meta):
        verbose_name = "máy"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def may_key(self, on: date) -> bool:
        """Whether its security check holds on that day."""
        return bool(
            self.checked_on
            and self.checked_on <= on
            and (self.check_expires_on is None or self.check_expires_on >= on)
            and (self.retired_on is None or self.retired_on > on)
        )
