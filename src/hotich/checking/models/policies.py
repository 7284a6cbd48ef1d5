"""The numbers by which checks are chosen, where a unit's differ from the dated parameters."""

import pghistory
from django.db import models

from hotich.staff.models import Officer
from hotich.support.scope import Scoped
from hotich.units.models import Unit


@pghistory.track()
class CheckPolicy(Scoped):
    """What holds from a day on in a unit and the units below it."""

    personal = False

    class WhenAlone(models.TextChoices):
        REGISTRAR = "registrar", "công chức làm công tác hộ tịch của đơn vị kiểm tra"
        OTHER_UNIT = "other_unit", "cán bộ kiểm tra của đơn vị khác, với sổ có ảnh"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="check_policies")
    since = models.DateField()
    values = models.JSONField(default=dict, help_text="names of `core.quotas.risk.Policy`, those that differ")
    when_alone = models.CharField(
        max_length=10, choices=WhenAlone.choices, default=WhenAlone.REGISTRAR,
        help_text="who checks where a unit has one keyer",
    )  # fmt: skip
    set_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "cách kiểm tra của đơn vị"
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="check_policy_once_a_day"),
        ]
