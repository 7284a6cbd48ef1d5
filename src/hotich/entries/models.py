"""An entry is a log; its state is a projection written in the same transaction by one fold.

The log is partitioned by hash of the entry's id and append-only for the application's role.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from hotich.books.models import Book
from hotich.core.registers.catalogue import titles
from hotich.staff.models import Officer, Team
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit


class Status(models.TextChoices):
    KEYING = "keying", "đang nhập"
    COMPLETED = "completed", "đã nhập xong"
    IN_CHECK = "in_check", "đang kiểm tra"
    RETURNED = "returned", "trả lại"
    ACCEPTED = "accepted", "đã chấp nhận"


class Outcome(models.TextChoices):
    MATCHED = "matched", "trùng khớp"
    MISMATCHED = "mismatched", "không trùng khớp"
    NOT_FOUND = "not_found", "không tìm thấy"
    UNAVAILABLE = "unavailable", "không tra cứu được"
    PENDING = "pending", "chờ tra cứu"
    UNREADABLE = "unreadable", "không đọc được"


class ActionType(models.TextChoices):
    OPENED = "entry_opened", "mở trường hợp"
    FIELDS_KEYED = "fields_keyed", "nhập trường"
    COMPLETED = "completed", "hoàn thành"
    REOPENED = "reopened", "mở lại"
    VOIDED = "voided", "số bỏ trống"
    UNREADABLE = "marked_unreadable", "không đọc được"
    FLAGGED = "flagged", "đánh dấu"
    IMPORTED = "imported", "nhập từ tệp"
    CORRECTED = "corrected", "đính chính từ tệp"
    ANNOTATED = "annotated", "ghi chú"
    ANNOTATION_WITHDRAWN = "annotation_withdrawn", "rút ghi chú"
    REGISTER_SEEN = "register_seen", "đã xem dữ liệu dân cư"
    OUTCOME_RECORDED = "outcome_recorded", "ghi kết quả tra cứu"
    ASKED = "asked", "hỏi Tổ trưởng"
    ANSWERED = "answered", "trả lời người nhập"
    QUESTION_CLOSED = "question_closed", "khép câu hỏi"
    CHECK_STARTED = "check_started", "bắt đầu nhập lại độc lập"
    CHECK_LEFT = "check_left", "thôi lượt kiểm tra"
    CHECKED = "checked", "đối chiếu hai lượt nhập"
    ARBITRATED = "arbitrated", "phân xử"
    RETURNED = "returned", "trả lại người nhập"


FINISHED = (Status.COMPLETED, Status.IN_CHECK, Status.ACCEPTED)
"""An entry that says all it will say."""
WAITING = (Outcome.PENDING, Outcome.UNAVAILABLE)
"""A subject who waits for an officer who may look up."""
CHANGING = (
    ActionType.FIELDS_KEYED,
    ActionType.CORRECTED,
    ActionType.ANNOTATED,
    ActionType.ANNOTATION_WITHDRAWN,
    ActionType.ARBITRATED,
)
"""Actions after which an entry says something else."""


class Entry(Scoped):
    """One registered act. Nothing about its number is unique: old books repeat theirs."""

    scope_unit = "unit_id"
    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=titles)
    edition = models.CharField(max_length=20)
    page = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    position = models.BigIntegerField(default=0, help_text="page × 1000 + line: the order in the book")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.KEYING)
    seq = models.PositiveIntegerField(default=0, help_text="of the last action folded in")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    void = models.BooleanField(default=False)
    unreadable = models.BooleanField(default=False)
    out_of_scope = models.BooleanField(default=False)
    sensitive = models.BooleanField(default=False)
    from_file = models.BooleanField(default=False)
    reopened = models.BooleanField(default=False)
    duplicate_suspected = models.BooleanField(default=False)
    author = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    assisted = models.BooleanField(
        null=True,
        help_text="whether it was keyed with assistance; unknown for entries of files and of before it was drawn",
    )
    opened_at = models.DateTimeField()
    first_completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    completed_station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    last_action_at = models.DateTimeField()
    # Derived by `core` from the transcription, recomputed after an upgrade.
    number = models.CharField(max_length=60, blank=True)
    number_value = models.BigIntegerField(null=True)
    number_suffix = models.CharField(max_length=20, blank=True)
    number_year = models.PositiveIntegerField(null=True)
    registered_on = models.CharField(max_length=30, blank=True, help_text="EDTF")
    findings = models.JSONField(default=list)
    core_version = models.CharField(max_length=20, blank=True)

    content_open: bool = False
    """Of a loaded row: whether it was opened for who looks at it. A sensitive entry stays shut until a policy opens it."""

    @property
    def restricted(self) -> bool:
        """Whether only kind and number may be shown."""
        return self.sensitive and not self.content_open

    class Meta(Scoped.Meta):
        verbose_name = "trường hợp"
        indexes = [
            models.Index(fields=["book", "position"], name="entry_book_position"),
            models.Index(fields=["unit", "kind", "first_completed_at"], name="entry_unit_kind_completed"),
            models.Index(fields=["book", "number_value"], name="entry_book_number"),
            models.Index(fields=["book"], name="entry_to_derive_again", condition=Q(core_version="")),
            models.Index(
                fields=["unit", "outcome"],
                name="entry_unit_outcome",
                condition=Q(first_completed_at__isnull=False),
            ),
            models.Index(
                fields=["unit", "first_completed_at"],
                name="entry_to_look_up",
                condition=Q(outcome__in=["pending", "unavailable", "mismatched"], void=False),
            ),
            models.Index(
                fields=["unit", "last_action_at"],
                name="entry_unfinished",
                condition=Q(status__in=["keying", "returned"], void=False),
            ),
            models.Index(
                fields=["book", "from_file"],
                name="entry_keyed_in_book",
                condition=Q(first_completed_at__isnull=False, void=False),
            ),
        ]


class EntryAction(models.Model):
    """One line of the log: what an officer did in one flush, with the digests that seal it."""

    append_only: ClassVar[bool] = True

    pk = models.CompositePrimaryKey("entry_id", "seq")
    entry_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    tx_id = models.UUIDField()
    type = models.CharField(max_length=20, choices=ActionType.choices)
    author_id = models.BigIntegerField(null=True)
    sender_id = models.BigIntegerField(null=True)
    station_id = models.BigIntegerField(null=True)
    device_time = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    pass_number = models.PositiveSmallIntegerField(default=0)
    edition = models.CharField(max_length=80, help_text="edition, revision and variant digest")
    late = models.BooleanField(default=False)
    bulk = models.BooleanField(default=False)
    payload = models.JSONField(null=True)
    payload_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "thao tác"
        constraints = [models.UniqueConstraint(fields=["entry_id", "tx_id"], name="action_once")]
        indexes = [
            models.Index(fields=["received_at"], name="action_received"),
            models.Index(fields=["type", "received_at"], name="action_type_received"),
        ]


class Transcription(models.Model):
    """What the book says, as written: one row per pass, its fields by dotted id."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transcriptions")
    pass_number = models.PositiveSmallIntegerField(default=0)
    accepted = models.BooleanField(default=True)
    author = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    annotations = models.JSONField(
        default=list, help_text="every margin note, those that no longer count too"
    )
    normalised = models.JSONField(default=dict, help_text="derived")

    class Meta:
        verbose_name = "bản nhập"
        constraints = [
            models.UniqueConstraint(fields=["entry", "pass_number"], name="transcription_per_pass"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(accepted=True), name="one_accepted_transcription"
            ),
        ]
        indexes = [
            # Few entries have a note: by their source, and by what they lack, they are found among those alone.
            GinIndex(
                fields=["annotations"],
                opclasses=["jsonb_path_ops"],
                condition=~Q(annotations=[]),
                name="transcription_notes",
            ),
        ]


class Subject(models.Model):
    """A role in the entry; names and dates here are derived from the accepted transcription."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subjects")
    role = models.CharField(max_length=30)
    principal = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.PENDING)
    personal_id = models.CharField(max_length=12, blank=True, help_text="of the judgement, never of the book")
    full_name = models.CharField(max_length=500, blank=True)
    name_search = models.CharField(max_length=500, blank=True)
    birth_date = models.CharField(max_length=30, blank=True, help_text="EDTF")
    birth_year = models.PositiveIntegerField(null=True)
    sex = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = "người trong trường hợp"
        constraints = [models.UniqueConstraint(fields=["entry", "role"], name="subject_role_once")]
        indexes = [
            models.Index(fields=["name_search"], name="subject_name_search"),
            models.Index(fields=["personal_id"], name="subject_personal_id", condition=~Q(personal_id="")),
            models.Index(
                fields=["entry", "role"],
                name="subject_waiting",
                condition=Q(principal=True, outcome__in=["pending", "unavailable"]),
            ),
        ]


class EntryWork(Scoped):
    """How the first keying of an entry went, in numbers (`core.work`): for the officer's own trend and the pace of a team."""

    personal = False

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="work")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=titles)
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    keys = models.PositiveIntegerField()
    mouse = models.PositiveIntegerField()
    active_ms = models.PositiveIntegerField()
    offline_ms = models.PositiveIntegerField()
    overrides = models.PositiveIntegerField()
    carried_field = models.PositiveIntegerField()
    carried_group = models.PositiveIntegerField()
    carried_entry = models.PositiveIntegerField()
    picks = models.PositiveIntegerField()
    illegible_marks = models.PositiveIntegerField()
    blank_marks = models.PositiveIntegerField()
    lists_shown = models.PositiveIntegerField()
    paint_p50 = models.PositiveIntegerField(help_text="milliseconds")
    paint_p95 = models.PositiveIntegerField(help_text="milliseconds")
    paint_samples = models.PositiveIntegerField()
    fields = models.PositiveIntegerField(help_text="that said something when it was completed")
    carried = models.PositiveIntegerField()
    picked = models.PositiveIntegerField()
    illegible = models.PositiveIntegerField()
    blank = models.PositiveIntegerField()
    clipped = models.JSONField(default=list, help_text="numbers of the desk that were not believed")

    class Meta(Scoped.Meta):
        verbose_name = "nhịp nhập của trường hợp"
        indexes = [
            models.Index(fields=["officer", "completed_at"], name="work_officer_completed"),
            models.Index(fields=["unit", "completed_at"], name="work_unit_completed"),
        ]


class Question(Scoped):
    """What an officer asked his team leader about an entry, or one field of it, with the piece of the page he meant."""

    class State(models.TextChoices):
        OPEN = "open", "chờ trả lời"
        ANSWERED = "answered", "đã trả lời"
        CLOSED = "closed", "đã khép"

    scope_assignments = "entry__book__assignments"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="questions")
    seq = models.PositiveIntegerField(help_text="of the action that asked")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=80, blank=True, help_text="dotted id; empty for the whole entry")
    text = models.CharField(max_length=1000)
    crop = models.JSONField(null=True, help_text="page and box, in ten-thousandths of its width and height")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    asker = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        verbose_name = "câu hỏi của người nhập"
        constraints = [models.UniqueConstraint(fields=["entry", "seq"], name="question_once")]
        indexes = [
            models.Index(fields=["unit", "state", "asked_at"], name="question_unit_state"),
            models.Index(fields=["asker", "state", "asked_at"], name="question_asker_state"),
        ]


class Lease(models.Model):
    """A stretch of a book that one officer keys at one station until a time; two that overlap cannot exist."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="leases")
    span = BigIntegerRangeField(help_text="page × 1000 + line, or the number where the book has no pages")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="leases")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="leases")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="leases")
    granted_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "phần sổ đang giữ"
        constraints = [
            ExclusionConstraint(
                name="leases_never_overlap",
                expressions=[("book", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
                violation_error_message="Phần sổ này đang có người nhập.",
            ),
            models.CheckConstraint(condition=Q(until__gt=F("granted_at")), name="lease_ends_after_it_began"),
        ]


class DeferredPacket(Scoped):
    """A packet that came under a work grant no longer good: kept in the team leader's tray until he settles it."""

    class Reason(models.TextChoices):
        WITHDRAWN = "withdrawn", "cán bộ không còn quyền nhập"
        EXPIRED = "expired", "giấy giao việc đã hết hạn"
        PLACE_TAKEN = "place_taken", "người khác đã nhập vị trí này"
        NOT_OPENED = "not_opened", "trường hợp chưa mở được"
        BOOK_CLOSED = "book_closed", "quyển sổ đã hoàn thành hoặc đã trả"

    scope_assignments = "book__assignments"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tx_id = models.UUIDField(unique=True)
    entry_id = models.UUIDField()
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="deferred_packets")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    packet = models.JSONField(help_text="as it came, without the grant")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    recorded = models.BooleanField(default=False, help_text="settled by recording it, else set aside")

    class Meta(Scoped.Meta):
        verbose_name = "gói chờ xử lý"
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="deferred_packet_settled_by_somebody",
                violation_error_message="Gói đã xử lý phải có người và thời điểm xử lý.",
            ),
        ]
