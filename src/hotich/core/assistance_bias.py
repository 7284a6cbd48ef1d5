"""Whether assistance makes officers accept: how often book and register differ with it, and without.

Some entries, drawn by chance (`core.assistance`), are keyed without any. What the book says does not depend on the draw, so both sorts
should differ from the register equally often; where the assisted ones differ clearly less, suggestions were taken where the book
says something else. One entry counts once for each of its columns: columns of one entry go together a little, so
intervals over several columns are slightly too narrow.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from hotich.core.rates import Rate, chance_of_fewer, ratio, ratio_interval, standing_out

ENOUGH_COMPARED = 30
"""Comparisons of each sort below which nothing is said."""
ENOUGH_DIFFERING = 5
"""Differences of both sorts together below which nothing is said."""

CLOSE = 0.8
"""Only where the ratio lies above this for certain is it said that assistance hides nothing."""

Verdict = Literal["too_few", "lower", "perhaps_lower", "unclear", "even", "higher"]

SAID: dict[Verdict, str] = {
    "too_few": "Chưa đủ số liệu.",
    "lower": "Tỷ lệ lệch ở trường hợp có hỗ trợ thấp hơn hẳn: có thể đang nhận theo gợi ý.",
    "perhaps_lower": "Thấp hơn ở trường hợp có hỗ trợ, nhưng còn có thể do ngẫu nhiên: theo dõi thêm.",
    "unclear": "Chưa thấy khác nhau, nhưng khoảng còn rộng: chưa nói chắc được.",
    "even": "Không thấy khác nhau: hỗ trợ không che mất điểm lệch.",
    "higher": "Tỷ lệ lệch ở trường hợp có hỗ trợ cao hơn: không phải dấu hiệu nhận theo gợi ý.",
}


class Difference(Protocol):
    """Comparisons of one officer's entries in one column."""

    @property
    def officer_id(self) -> int | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def assisted(self) -> bool | None: ...
    @property
    def compared(self) -> int: ...
    @property
    def differing(self) -> int: ...


@dataclass(slots=True)
class Compared:
    """One line of the report: the two rates side by side, and what they come to."""

    officer: int | None = None
    kind: str = ""
    field: str = ""
    assisted: Rate = Rate(0, 0)
    unassisted: Rate = Rate(0, 0)
    flagged: bool = False

    @property
    def enough(self) -> bool:
        """Whether the numbers say anything."""
        fewest = min(self.assisted.whole, self.unassisted.whole)
        return fewest >= ENOUGH_COMPARED and self.assisted.part + self.unassisted.part >= ENOUGH_DIFFERING

    @property
    def ratio(self) -> float | None:
        """How many times as often the assisted ones differ; 1 is what is hoped for."""
        return ratio(self.assisted, self.unassisted) if self.enough else None

    @property
    def interval(self) -> tuple[float, float]:
        return ratio_interval(self.assisted, self.unassisted)

    @property
    def verdict(self) -> Verdict:
        if not self.enough:
            return "too_few"
        low, high = self.interval
        if self.flagged:
            return "lower"
        if high < 1:
            return "perhaps_lower"
        if low > 1:
            return "higher"
        return "even" if low >= CLOSE else "unclear"

    @property
    def said(self) -> str:
        return SAID[self.verdict]


@dataclass(slots=True)
class Report:
    """The whole, every column, every officer, and where one officer's column stands out. `unknown`: comparisons of entries
    of which nobody knows whether they were assisted."""

    overall: Compared
    fields: list[Compared] = field(default_factory=list)
    officers: list[Compared] = field(default_factory=list)
    cells: list[Compared] = field(default_factory=list)
    unknown: int = 0


def report(rows: Iterable[Difference]) -> Report:
    """Sums the comparisons up. Of each sort of line those are flagged that stand out among all of their sort."""
    sums: dict[tuple[int | None, str, str, bool], Rate] = defaultdict(lambda: Rate(0, 0))
    unknown = 0
    for row in rows:
        if row.assisted is None:
            unknown += row.compared
            continue
        sums[row.officer_id, row.kind, row.field, row.assisted] += Rate(row.differing, row.compared)
    overall = Compared()
    fields: dict[tuple[str, str], Compared] = {}
    officers: dict[int | None, Compared] = {}
    cells: dict[tuple[int | None, str, str], Compared] = {}
    for (officer, kind, name, assisted), rate in sums.items():
        for line in (
            overall,
            fields.setdefault((kind, name), Compared(kind=kind, field=name)),
            officers.setdefault(officer, Compared(officer=officer)),
            cells.setdefault((officer, kind, name), Compared(officer, kind, name)),
        ):
            if assisted:
                line.assisted += rate
            else:
                line.unassisted += rate
    found = Report(overall, list(fields.values()), list(officers.values()), list(cells.values()), unknown)
    for lines in ([found.overall], found.fields, found.officers, found.cells):
        _flag(lines)
    return found


def _flag(lines: list[Compared]) -> None:
    judged = [line for line in lines if line.enough]
    chances = [chance_of_fewer(line.assisted, line.unassisted) for line in judged]
    for line, stands_out in zip(judged, standing_out(chances), strict=True):
        line.flagged = stands_out and line.interval[1] < 1
