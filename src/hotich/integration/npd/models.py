"""Updates of the population register: each with what it says, on what it rests, and a log of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hotich.cases.models import Case
from hotich.entries.models import Entry
from hotich.integration.npd.enums import GOING, TAKEN, Kind, State
from hotich.linkage.models import Judgement
from hotich.staff.models import Officer
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class Update(Scoped):
    """One fact of one person that the register is to be told. Its state is what the last line of its log says."""

    scope_assignments = "entry__book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField("việc", max_length=14, choices=Kind.choices)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="updates")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    judgement = models.ForeignKey(
        Judgement, on_delete=models.PROTECT, related_name="updates", help_text="on which it rests"
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="updates")
    facts = models.JSONField(help_text="what the register is told, by its own words")
    person_key = models.CharField(max_length=64, help_text="digest of who it is: the same in every entry")
    apart = models.PositiveSmallIntegerField(
        default=0, help_text="tells two persons of one key apart, once an officer said that they are two"
    )
    name_key = models.CharField(max_length=500, blank=True, help_text="folded; finds who may be the same")
    apart_from = models.JSONField(default=list, help_text="updates that were said to be of somebody else")
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    dropped = models.BooleanField(
        default=False, help_text="an officer decided, on this judgement, that it does not go out"
    )
    key = models.CharField(max_length=64, help_text="of person and fact: the register takes each once")
    state = models.CharField("tình trạng", max_length=12, choices=State.choices, default=State.WAITING)
    since = models.DateTimeField("từ lúc", help_text="when it came into this state")
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(help_text="when it was last seen that its ground still holds")
    tries = models.PositiveSmallIntegerField(default=0, help_text="since it was queued last")
    next_try_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True, help_text="a sender has it in hand until then")
    trouble = models.CharField(max_length=300, blank=True, help_text="what stands in the way, in words")
    answer = models.JSONField(default=dict, help_text="what the register said, or who entered it by hand")
    answered = models.ForeignKey(
        Judgement, null=True, on_delete=models.PROTECT, related_name="+", help_text="made of the answer"
    )

    class Meta(Scoped.Meta):
        verbose_name = "cập nhật dữ liệu dân cư"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "entry", "role"],
                condition=~Q(state=State.WITHDRAWN),
                name="one_update_of_a_subject",
                violation_error_message="Người này trong trường hợp đã có một cập nhật cùng loại.",
            ),
            models.UniqueConstraint(
                fields=["kind", "person_key", "apart"],
                condition=Q(state__in=TAKEN),
                name="nobody_is_created_twice",
                violation_error_message="Cùng người này đã có cập nhật ở trường hợp khác.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ADJUSTMENT, case__isnull=False)
                | (~Q(kind=Kind.ADJUSTMENT) & Q(case__isnull=True)),
                name="adjustment_is_of_a_case",
                violation_error_message="Điều chỉnh theo Sổ là của một hồ sơ đã có kết luận.",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(state__in=(State.WITHDRAWN, State.WAITING)),
                name="a_copy_does_not_go_out",
                violation_error_message="Trường hợp cùng người với trường hợp khác thì không cập nhật riêng.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "since"], name="update_unit_state"),
            models.Index(fields=["name_key"], name="update_name"),
            models.Index(fields=["next_try_at"], name="update_due", condition=Q(state__in=GOING)),
        ]


class UpdateEvent(models.Model):
    """One line of an update's log: what was done, by whom, and the state it left."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    update_id = models.UUIDField(db_index=True)
    type = models.CharField(max_length=20)
    officer_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(db_index=True)
    payload = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "diễn biến cập nhật"

    @property
    def officer(self) -> Officer | None:
        """Who did it; nobody for what the product does by itself."""
        return Officer.objects.filter(pk=self.officer_id).first() if self.officer_id else None
