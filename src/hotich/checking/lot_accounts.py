"""The account of a lot: its sample in the order of the draw, what came of each entry, the errors by column and sort. Nobody's name.

What a lot's paper says and its page shows; counts and places in the book, no value of any entry.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hotich.checking.models import Check, FieldDifference, Lot
from hotich.core.quotas.error_kinds import ERROR_KINDS, error_kind
from hotich.core.quotas.error_rates import exact_interval
from hotich.core.quotas.sampling import Plan, chance_accepted, draw_order
from hotich.core.rates import Rate
from hotich.entries.derivation import edition_of_entry
from hotich.entries.models import Entry

State, Decision = Check.State, FieldDifference.Decision
SHARES = (1, 2, 4, 6, 10, 15, 20)
"""Shares of wrong entries, in %, for which a plan's promise is shown."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entry of the sample: how many-th drawn, where it stands, how far it is, how many columns were keyed again and how many wrong."""

    order: int
    place: str
    number: str
    state: str
    asked: int
    wrong: int
    unreadable: int

    @property
    def is_open(self) -> bool:
        return self.state in Check.OPEN

    @property
    def result(self) -> str:
        if self.is_open:
            return str(State(self.state).label)
        if self.state == State.RETURNED:
            return "sai: trả lại nhập mới"
        said = f"sai {self.wrong} ô" if self.wrong else "không sai"
        return f"{said}; {self.unreadable} ô không đọc được" if self.unreadable else said

    @property
    def is_wrong(self) -> bool:
        return bool(self.wrong) or self.state == State.RETURNED


@dataclass(frozen=True, slots=True)
class Found:
    """Errors of one column and sort; those that cannot be read are counted apart."""

    label: str
    kind: str
    times: int


@dataclass(frozen=True)
class LotAccount:
    """Everything a lot's paper says."""

    lot: Lot
    drawn: tuple[Drawn, ...]
    found: tuple[Found, ...]
    rest: Mapping[str, int]
    """Of a lot that was not accepted: the other entries that are keyed again, by state."""
    rest_wrong: int
    seen_before: int
    """Entries of the sample whose checker had seen what was keyed, because nobody else could check (ADR 27)."""

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.lot.sample, self.lot.accept, self.lot.reject, self.lot.letter)

    @property
    def open(self) -> int:
        """Entries of the sample that are not finished."""
        return sum(one.is_open for one in self.drawn)

    @property
    def wrong(self) -> int | None:
        """Entries of the sample with an error; None while any is open."""
        if self.lot.wrong is not None:
            return self.lot.wrong
        return None if self.open else sum(one.is_wrong for one in self.drawn)

    @property
    def rate(self) -> Rate | None:
        return None if self.wrong is None else Rate(self.wrong, self.lot.sample)

    @property
    def limits(self) -> tuple[float, float] | None:
        """Between which the share of wrong entries of the lot lies, 95 %."""
        return exact_interval(self.rate) if self.rate else None

    @property
    def columns(self) -> Rate:
        """Wrong columns among those of the sample that were keyed again."""
        return Rate(sum(one.wrong for one in self.drawn), sum(one.asked for one in self.drawn))

    @property
    def curve(self) -> list[tuple[int, int]]:
        """Share of wrong entries in the lot → chance that it is accepted, both in %."""
        size = self.lot.size
        return [
            (share, round(100 * chance_accepted(self.plan, lot=size, wrong=-(-share * size // 100))))
            for share in SHARES
        ]


def account_of_lot(lot: Lot) -> LotAccount:
    """Reads the lot's checks with their differences: three queries, whatever its size. The caller has judged who may see the lot."""
    checks = list(
        Check.objects.unscoped("of a lot the caller has judged")
        .filter(lot=lot, reason__in=(Check.Reason.SAMPLE, Check.Reason.WHOLE))
        .select_related("entry__book__unit")
        .prefetch_related("differences")
    )
    sample = sorted(
        (one for one in checks if one.reason == Check.Reason.SAMPLE),
        key=lambda one: draw_order(lot.draw, one.entry_id),
    )
    rest = [one for one in checks if one.reason == Check.Reason.WHOLE]
    return LotAccount(
        lot,
        tuple(_drawn(order, check) for order, check in enumerate(sample, start=1)),
        _found(sample),
        Counter(one.state for one in rest),
        sum(any(each.first_wrong for each in one.differences.all()) for one in rest),
        sum(one.seen_before for one in sample),
    )


def _drawn(order: int, check: Check) -> Drawn:
    differences = list(check.differences.all())
    return Drawn(
        order, place_said(check.entry), check.entry.number or "", check.state, len(check.fields) if check.state in Check.COMPARED else 0,
        sum(bool(one.first_wrong) for one in differences),
        sum(one.decision == Decision.UNREADABLE for one in differences),
    )  # fmt: skip


def place_said(entry: Entry) -> str:
    """Where an entry stands in its book."""
    if entry.page:
        return f"trang {entry.page}, dòng {entry.line}" if entry.line else f"trang {entry.page}"
    return f"thứ tự {entry.position}" if entry.position else ""


def _found(sample: list[Check]) -> tuple[Found, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for check in sample:
        form = edition_of_entry(check.entry)
        for one in check.differences.all():
            label = form.label_in_full(one.field) if form else one.field
            if one.decision == Decision.UNREADABLE:
                counted[label, "không đọc được (tính riêng)"] += 1
            elif one.first_wrong:
                counted[label, ERROR_KINDS[error_kind(one.first, _right(one))]] += 1
    return tuple(
        Found(label, kind, times)
        for (label, kind), times in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    )


def _right(one: FieldDifference) -> dict[str, Any] | None:
    """What the book says by the decision, of a column that the first keying has wrong."""
    right: dict[str, Any] | None = one.second if one.decision == Decision.SECOND else one.decided
    return right
