"""One officer keys columns of another's entry again without seeing what was keyed; where they differ, a third decides.

What happened stands in the entry's log (`check_started`, `fields_keyed`, `checked`, `arbitrated`): these rows are what the lists read.
"""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from hotich.books.models import Book
from hotich.checking.models.lots import Lot
from hotich.core.registers.catalogue import titles
from hotich.entries.models import Entry
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class Check(Scoped):
    """Lượt kiểm tra: one entry, the columns asked, and who keyed them again."""

    class State(models.TextChoices):
        WAITING = "waiting", "chờ kiểm tra"
        KEYING = "keying", "đang nhập lại"
        DIFFERING = "differing", "chờ phân xử"
        AGREED = "agreed", "hai lượt giống nhau"
        ARBITRATED = "arbitrated", "đã phân xử"
        RETURNED = "returned", "đã trả lại người nhập"
        WITHDRAWN = "withdrawn", "đã rút"
        NOTHING = "nothing", "không có ô phải nhập lại"

    class Reason(models.TextChoices):
        RISK = "risk", "theo rủi ro"
        SAMPLE = "sample", "mẫu của lô"
        WHOLE = "whole", "lô không đạt: nhập lại toàn bộ"
        SEED = "seed", "đã biết đáp án"

    OPEN: ClassVar[tuple[str, ...]] = (State.WAITING, State.KEYING, State.DIFFERING)
    COMPARED: ClassVar[tuple[str, ...]] = (State.AGREED, State.ARBITRATED)

    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="checks")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="checks")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=titles)
    position = models.BigIntegerField(default=0)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.PROTECT, related_name="checks")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    fields = models.JSONField(help_text="dotted ids that are keyed again")
    whys = models.JSONField(default=dict, help_text="dotted id: why it is asked")
    first_pass = models.PositiveSmallIntegerField(default=0, help_text="the keying that is checked")
    pass_number = models.PositiveSmallIntegerField(null=True, help_text="in which it is keyed again")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    keyer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    checker = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    seen_before = models.BooleanField(
        default=False,
        help_text="the checker had seen what was keyed, and nobody else could check it (ADR 27)",
    )
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    arbiter = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    arbitrated_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "lượt kiểm tra"
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state__in=["waiting", "keying", "differing"]),
                name="one_open_check_an_entry",
                violation_error_message="Trường hợp này đang có lượt kiểm tra khác.",
            ),
            models.CheckConstraint(
                condition=Q(checker__isnull=True) | Q(keyer__isnull=True) | ~Q(checker=F("keyer")),
                name="checker_is_not_the_keyer",
                violation_error_message="Người kiểm tra phải khác người nhập.",
            ),
            models.CheckConstraint(
                condition=Q(arbiter__isnull=True)
                | ((Q(keyer__isnull=True) | ~Q(arbiter=F("keyer"))) & ~Q(arbiter=F("checker"))),
                name="arbiter_is_a_third",
                violation_error_message="Người phân xử phải khác người nhập và người kiểm tra.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "position"], name="check_unit_state"),
            models.Index(fields=["book", "state"], name="check_book_state"),
            models.Index(fields=["checker", "state"], name="check_checker_state"),
            models.Index(fields=["keyer", "state"], name="check_keyer_state"),
        ]


class FieldDifference(models.Model):
    """A column that the two officers keyed differently, and what the third decided. Never a difference between book and register."""

    class Decision(models.TextChoices):
        FIRST = "first", "bản thứ nhất đúng"
        SECOND = "second", "bản thứ hai đúng"
        OTHER = "other", "cả hai sai, sổ ghi khác"
        UNREADABLE = "unreadable", "không đọc được"

    check_row = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="differences")
    field = models.CharField(max_length=80)
    first = models.JSONField(null=True, help_text="as the keyer has it")
    second = models.JSONField(null=True, help_text="as the checker has it")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided = models.JSONField(null=True, help_text="what the book says, where neither has it")
    first_wrong = models.BooleanField(null=True, help_text="an error of who keyed first")
    second_wrong = models.BooleanField(null=True, help_text="an error of who checked")

    class Meta:
        verbose_name = "điểm hai lượt nhập khác nhau"
        constraints = [
            models.UniqueConstraint(fields=["check_row", "field"], name="difference_once_a_field"),
        ]


@pghistory.track()
class Contest(Scoped):
    """Phản hồi: an officer says that what was called his error is none; the answer changes the rate, and the record where it must."""

    class State(models.TextChoices):
        OPEN = "open", "chờ trả lời"
        UPHELD = "upheld", "chấp nhận: không tính là sai"
        DISMISSED = "dismissed", "giữ kết quả phân xử"

    scope_assignments = "difference__check_row__book__assignments"

    difference = models.OneToOneField(FieldDifference, on_delete=models.PROTECT, related_name="contest")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    contested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "phản hồi của người nhập"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("officer")),
                name="contest_answered_by_another",
                violation_error_message="Không ai trả lời phản hồi của chính mình.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="contest_unit_state")]
