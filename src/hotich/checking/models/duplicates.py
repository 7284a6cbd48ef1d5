"""Two entries that may be one act, or one person registered twice: linked and judged, never merged."""

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.core.registers.catalogue import titles
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.units.models import Unit


class PairState(models.TextChoices):
    OPEN = "open", "chờ xác định"
    JUDGED = "judged", "đã xác định"
    DISSOLVED = "dissolved", "không còn trùng"


class Decision(models.TextChoices):
    SAME_ACT = "same_act", "cùng một việc, ghi ở hai bản hoặc ghi lặp"
    AGAIN = "again", "đăng ký lại, đăng ký hai lần"
    DIFFERENT = "different", "hai việc khác nhau"


class DuplicateKey(models.Model):
    """By which keys an entry finds others; remade whenever it says something else."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=8)
    key = models.CharField(max_length=32)

    class Meta:
        verbose_name = "khóa tìm trùng"
        constraints = [models.UniqueConstraint(fields=["entry", "ground"], name="duplicate_key_per_ground")]
        indexes = [models.Index(fields=["key"], name="duplicate_key_found")]


@pghistory.track()
class DuplicatePair(models.Model):
    """Two entries with what speaks for it, and what an officer decided; the earlier id stands first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="pairs_as_first")
    second = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="pairs_as_second")
    first_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    second_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=titles)
    by_number = models.BooleanField("cùng số", default=False)
    by_persons = models.BooleanField("cùng người", default=False)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    judged_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "cặp nghi trùng"
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="duplicate_pair_once",
                violation_error_message="Hai trường hợp này đã được ghép cặp.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="duplicate_pair_in_order",
                violation_error_message="Một trường hợp không trùng với chính nó.",
            ),
            models.CheckConstraint(
                condition=Q(state="judged", judged_at__isnull=False, judged_by__isnull=False)
                & ~Q(decision="")
                | ~Q(state="judged"),
                name="duplicate_judged_by_somebody",
                violation_error_message="Đã xác định thì phải có kết quả, người xác định và lúc xác định.",
            ),
        ]
        indexes = [
            models.Index(fields=["first_unit", "state"], name="duplicate_first_unit"),
            models.Index(fields=["second_unit", "state"], name="duplicate_second_unit"),
        ]

    @property
    def stand(self) -> str:
        """What has been decided of it so far, for a page that decides on it."""
        return f"{self.state} {self.judged_at.isoformat()}" if self.judged_at else self.state


class DuplicateScan(models.Model):
    """Up to which moment of the entries' log the search has come: its cost follows what is new, not what there is."""

    until = models.DateTimeField()
    after = models.UUIDField(null=True, help_text="the last entry looked at of those that bear that moment")

    class Meta:
        verbose_name = "mốc tìm trùng"
