"""Look-ups, candidates and judgements. A newer judgement supersedes an older one; nothing is erased."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hotich.core.text import grouped
from hotich.entries.models import Entry, Outcome
from hotich.population.models import Coverage, Extract, Trouble
from hotich.staff.models import Officer
from hotich.stations.models import Station
from hotich.support.ids import uuid7
from hotich.support.scope import Scoped
from hotich.units.models import Unit

OFFICER = "officer"
"""The source of a judgement that somebody here made, unlike one that came in a file."""


class Way(models.TextChoices):
    RECORDED = "recorded", "tra cứu trên máy Công an"
    EXTRACT = "extract", "tra cứu trong trích xuất"
    GATEWAY = "gateway", "tra cứu qua kết nối chính thức"
    TOLD = "told", "cập nhật vào dữ liệu dân cư"
    """Nothing was searched: the register was told of the person and answered with his number."""


class LookUp(Scoped):
    """One search of the population register for one principal subject: asked what, came back what, when, by whom."""

    append_only: ClassVar[bool] = True
    scope_assignments = "entry__book__assignments"

    class State(models.TextChoices):
        ANSWERED = "answered", "có trả lời"
        UNAVAILABLE = "unavailable", "không tra cứu được"

    class Verdict(models.TextChoices):
        LINK = "link", "gợi ý một người"
        NOBODY = "nobody", "gợi ý không có ai"
        REVIEW = "review", "cần người xem"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="look_ups")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    entry_seq = models.PositiveIntegerField(help_text="the log line whose values were asked with")
    way = models.CharField(max_length=10, choices=Way.choices)
    second = models.BooleanField(default=False, help_text="a second search with looser terms")
    asked = models.JSONField()
    departs = models.JSONField(
        null=True,
        default=None,
        help_text="where the officer changed what was asked: what the book says there, by the register's word",
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.ANSWERED)
    trouble = models.CharField(
        max_length=12, choices=Trouble.choices, blank=True, default="", help_text="why nobody answered"
    )
    coverage = models.CharField(max_length=10, choices=Coverage.choices, blank=True)
    as_of = models.DateField(null=True)
    extract = models.ForeignKey(Extract, null=True, on_delete=models.PROTECT, related_name="+")
    seen = models.JSONField(default=dict, help_text="recorded: the basic values the officer saw")
    found = models.PositiveIntegerField(default=0)
    # What the model made of the answer; nothing where no model was asked, as on the police machine.
    model = models.CharField(
        max_length=64, blank=True, default="", help_text="digest of the model that weighed"
    )
    verdict = models.CharField(max_length=6, choices=Verdict.choices, blank=True, default="")
    nobody = models.FloatField(null=True, help_text="probability that nobody searched is the person")
    prior = models.FloatField(null=True, help_text="share of this book's persons taken to be in the extracts")
    evidence = models.FloatField(null=True, help_text="sum of LR / N over all candidates")
    searched = models.PositiveIntegerField(null=True, help_text="citizens in the extracts searched")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="look_ups")
    station = models.ForeignKey(Station, null=True, on_delete=models.PROTECT, related_name="+")
    looked_up_at = models.DateTimeField(
        help_text="when the officer searched; for an extract the same as received_at"
    )
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta(Scoped.Meta):
        verbose_name = "tra cứu"
        indexes = [
            models.Index(fields=["entry", "role", "received_at"], name="look_up_entry_role"),
            models.Index(fields=["received_at"], name="look_up_received"),
        ]

    @property
    def source(self) -> str:
        """Where was searched and as of when: stands on every result."""
        if self.state == self.State.UNAVAILABLE:
            return f"Không tra cứu được: {self.get_trouble_display() or 'không có nguồn dân cư nào trả lời'}"
        if self.way != Way.EXTRACT:
            return f"{self.get_way_display().capitalize()} ngày {self._day}, phạm vi {self._where}"
        among = f", {grouped(self.searched)} công dân" if self.searched else ""
        return f"Trích xuất ngày {self._day}, phạm vi {self._where}{among}"

    @property
    def absence(self) -> str:
        """What may be said of somebody whom a search of less than the nation did not find; empty for the nation."""
        if self.coverage == Coverage.NATION or self.state == self.State.UNAVAILABLE:
            return ""
        where = "trích xuất" if self.way == Way.EXTRACT else "dữ liệu được tra cứu"
        return (
            f"Chỉ nói được: không có trong {where} ngày {self._day} (phạm vi {self._where}). "
            "Kết quả ghi chờ tra cứu, không phải không tìm thấy."
        )

    @property
    def is_by_number(self) -> bool:
        """Whether he was asked for by his personal number alone: what the register says of him now."""
        return self.way in (Way.EXTRACT, Way.GATEWAY) and set(self.asked) == {"personal_id"}

    @property
    def of_the_book(self) -> dict[str, str]:
        """What would have been asked by the book alone."""
        return {word: text for word, text in (self.asked | (self.departs or {})).items() if text}

    @property
    def _day(self) -> str:
        return f"{self.as_of:%d/%m/%Y}" if self.as_of else "không rõ"

    @property
    def _where(self) -> str:
        return self.get_coverage_display() if self.coverage else "không rõ"


class Candidate(models.Model):
    """A citizen who came back from a search: what differs by meaning, and what the model weighed, field by field."""

    append_only: ClassVar[bool] = True

    class Relation(models.TextChoices):
        TWIN = "twin", "có thể là anh chị em sinh đôi"
        SIBLING = "sibling", "có thể là anh chị em ruột"
        NAMESAKE = "namesake", "người cùng họ tên"

    look_up = models.ForeignKey(LookUp, on_delete=models.PROTECT, related_name="candidates")
    rank = models.PositiveSmallIntegerField()
    personal_id = models.CharField(max_length=12)
    comparisons = models.JSONField(help_text="what differs by meaning: {label, likely, fields}")
    probability = models.FloatField(null=True, help_text="calibrated; nothing where no model was asked")
    bits = models.FloatField(null=True, help_text="log2 of same person : stranger")
    relation = models.CharField(max_length=8, choices=Relation.choices, blank=True, default="")
    by_number = models.BooleanField(default=False, help_text="the number in the book is his")
    evidence = models.JSONField(
        default=list, help_text="per field, weightiest first: what it said and its bits"
    )
    suggested = models.CharField(max_length=12, choices=Outcome.choices)

    class Meta:
        verbose_name = "ứng viên"
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["look_up", "rank"], name="candidate_rank_once")]


class Showing(models.Model):
    """The candidates of one look-up came before an officer's eyes: what a decision that nobody is there rests on."""

    append_only: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look_up = models.ForeignKey(LookUp, on_delete=models.PROTECT, related_name="showings")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    candidates = models.PositiveSmallIntegerField(help_text="how many were shown")
    keyed_again = models.JSONField(
        default=list, help_text="blind work: the fields that were keyed a second time before"
    )
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = "lần hiện ứng viên"
        constraints = [
            models.UniqueConstraint(fields=["look_up", "officer"], name="shown_once_to_an_officer")
        ]
        indexes = [models.Index(fields=["received_at"], name="showing_received")]


class Judgement(Scoped):
    """What an officer (or a police file) decided of one subject, on the strength of one look-up."""

    append_only: ClassVar[bool] = True
    scope_assignments = "entry__book__assignments"

    class Decision(models.TextChoices):
        SAME_PERSON = "same_person", "đúng người này"
        NOT_FOUND = "not_found", "không tìm thấy"
        UNDECIDED = "undecided", "để người khác chọn"
        UNAVAILABLE = "unavailable", "không tra cứu được"
        UNREADABLE = "unreadable", "không đọc được"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="judgements")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    look_up = models.ForeignKey(LookUp, null=True, on_delete=models.PROTECT, related_name="judgements")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    personal_id = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    reason_words = models.CharField(
        max_length=300, blank=True, default="", help_text="where the reason is another one: which"
    )
    comparisons = models.JSONField(default=list)
    source = models.CharField(max_length=60, default=OFFICER, help_text="officer, or phần mềm Công an")
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="judgements")
    received_at = models.DateTimeField()
    digest = models.BinaryField(max_length=32)

    class Meta(Scoped.Meta):
        verbose_name = "xác định"
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "role"], condition=Q(supersedes__isnull=True), name="one_first_judgement"
            ),
        ]
        indexes = [models.Index(fields=["received_at"], name="judgement_received")]


class FirstComparison(Scoped):
    """In which columns the first keying of a subject agreed with the person it was judged to be: marks, and no values.

    Derived, and written once an entry and role, so that what is changed after seeing the register does not count.
    """

    personal = False
    scope_assignments = "entry__book__assignments"

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="first_comparisons")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    kind = models.CharField(max_length=6)
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="+", help_text="who finished the first keying"
    )
    assisted = models.BooleanField(null=True, help_text="as the entry says")
    way = models.CharField(max_length=10, choices=Way.choices)
    fields = models.JSONField(help_text="dotted id: agrees or differs; columns that both sides fill")
    identity = models.JSONField(help_text="the dotted ids that are name, date or sex of the person")
    received_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        verbose_name = "so sánh lần nhập đầu"
        constraints = [
            models.UniqueConstraint(fields=["entry", "role"], name="first_comparison_once"),
        ]
        indexes = [models.Index(fields=["unit", "received_at"], name="first_comparison_unit_time")]
