"""What became of the inventory, unit by unit: inventory = keyed + void + unreadable + missing + out of scope.

A finished book counts by the account it was completed with; one whose entries nobody has accounted for stays a difference, and
a difference needs its explanation, in however many books it lies and whatever they come to together. Open cases of the campaign's entries do not stop the closing: they are handed over by list.
Units without access stand apart (`closing.declared`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from django.db import connection

from hotich.books.models import Book
from hotich.books.stock import brought
from hotich.campaign.models import Campaign, ReportingUnit
from hotich.campaign.queries import reporting_units_for
from hotich.campaign.spans import Span, cases_within, spans_of
from hotich.cases.models import Case
from hotich.cases.queries import OPEN
from hotich.core.text import grouped
from hotich.staff.models import Officer

_RESULTS: Final = ("keyed", "void", "unreadable", "missing", "out_of_scope")
_ACCOUNTED: Final = " + ".join(f"COALESCE((done.figures->>'{name}')::int, 0)" for name in _RESULTS)
_BOOKS: Final = f"""
FROM books_book book
JOIN unnest(%(units)s::bigint[], %(after)s::timestamptz[], %(before)s::timestamptz[]) AS part(unit, after, before)
    ON part.unit = book.unit_id
LEFT JOIN checking_completion done ON done.book_id = book.id AND done.reopened_at IS NULL
CROSS JOIN LATERAL (SELECT COALESCE(book.entries_count, 0) - ({_ACCOUNTED}) AS short) own
WHERE book.marked_for_entry AND (part.before IS NULL OR book.created_at < part.before)
    AND {brought()}
"""
"""A unit that was in another campaign before brings to this one the books that were not settled in it, or left their shelf again since."""
_COUNTED: Final = f"""
SELECT book.unit_id, count(*), count(*) FILTER (WHERE book.entries_count IS NULL),
    COALESCE(sum(book.entries_count), 0),
    count(*) FILTER (WHERE book.status = 'inventoried'),
    count(*) FILTER (WHERE book.status IN ('handed_over', 'keying', 'complete')),
    count(*) FILTER (WHERE book.status = 'returned'), count(*) FILTER (WHERE book.status = 'lost'),
    count(done.id), {", ".join(f"COALESCE(sum((done.figures->>'{name}')::int), 0)" for name in _RESULTS)},
    count(*) FILTER (WHERE own.short <> 0), COALESCE(sum(own.short) FILTER (WHERE own.short > 0), 0),
    COALESCE(-sum(own.short) FILTER (WHERE own.short < 0), 0)
{_BOOKS}
GROUP BY 1
"""
_DIFFERING: Final = f"""
SELECT book.unit_id, book.id, own.short
{_BOOKS} AND own.short <> 0
ORDER BY book.kind, book.year_opened, book.volume
"""


@dataclass(frozen=True, slots=True)
class UnitAccount:
    """One unit's books and entries. `out` are the books that are not back with their keeper yet; `differing` those whose count in the
    inventory is not what was accounted for, with how many entries are `short` and `over` in them: one book does not make up for another.
    """

    code: str
    name: str
    books: int = 0
    uncounted: int = 0
    inventory: int = 0
    never_given: int = 0
    out: int = 0
    returned: int = 0
    lost: int = 0
    completed: int = 0
    keyed: int = 0
    void: int = 0
    unreadable: int = 0
    missing: int = 0
    out_of_scope: int = 0
    differing: int = 0
    short: int = 0
    over: int = 0
    open_cases: int = 0
    explanation: str = ""

    @property
    def accounted(self) -> int:
        """Entries of which is known what became of them."""
        return self.keyed + self.void + self.unreadable + self.missing + self.out_of_scope

    @property
    def difference(self) -> int:
        """What the inventory has more (or, below nothing, less) than was accounted for."""
        return self.inventory - self.accounted

    @property
    def differs(self) -> bool:
        """Whether a difference is to be explained; what was kept of books that differ is younger than the oldest closings."""
        return bool(self.differing or self.difference)

    @property
    def difference_in_words(self) -> str:
        """The difference, and in how many books it lies."""
        if not self.differing:
            return grouped(self.difference)
        parts = [
            f"{word} {grouped(count)}"
            for word, count in (("thiếu", self.short), ("thừa", self.over))
            if count
        ]
        return f"{grouped(self.difference)} ({grouped(self.differing)} quyển: {', '.join(parts)})"

    @property
    def in_words(self) -> str:
        """What is to be explained."""
        return f"chênh {self.difference_in_words}"

    @property
    def stops(self) -> tuple[str, ...]:
        """What stands in the way of closing, each as a sentence."""
        said = []
        if self.never_given:
            said.append(
                f"{grouped(self.never_given)} quyển chưa giao nhập, hoặc đã trả chưa nhập: giao nhập, hoặc ghi “Không nhập từ quyển này” ở trang của quyển."
            )
        if self.out:
            said.append(f"{grouped(self.out)} quyển chưa trả: hoàn thành quyển rồi lập biên bản trả sổ.")
        if self.uncounted:
            said.append(f"{grouped(self.uncounted)} quyển chưa đếm số trường hợp: ghi ở danh mục sổ.")
        return tuple(said)


_NUMBERS: Final = tuple(
    each.name
    for each in fields(UnitAccount)
    if each.name not in ("code", "name", "explanation", "open_cases")
)


def accounts_of(officer: Officer, campaign: Campaign) -> list[UnitAccount]:
    """The accounts of the campaign's units with access that the officer may see, in the campaign's order."""
    return reckoned(campaign, reporting_units_for(officer, campaign).filter(without_access=False))


def all_accounts_of(campaign: Campaign) -> list[UnitAccount]:
    """The accounts of every unit of the campaign with access: closing is the campaign's."""
    units = ReportingUnit.objects.unscoped("closing is the campaign's").filter(campaign=campaign)
    return reckoned(campaign, units.filter(without_access=False).order_by("order"))


def reckoned(campaign: Campaign, units: Iterable[ReportingUnit]) -> list[UnitAccount]:
    """What is counted here of units, in their order."""
    listed = list(units)
    ids = [each.unit_id for each in listed]
    spans = spans_of(campaign)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, _parts_of(spans, ids))
        rows: dict[int, dict[str, Any]] = {
            row[0]: dict(zip(_NUMBERS, map(int, row[1:]), strict=True)) for row in cursor.fetchall()
        }
    cases: dict[int, int] = {}
    for case in _open_cases(spans, ids):
        cases[case["unit_id"]] = cases.get(case["unit_id"], 0) + 1
    return [
        UnitAccount(each.code, each.name, open_cases=cases.get(each.unit_id, 0), **rows.get(each.unit_id, {}))
        for each in listed
    ]


def _parts_of(spans: Mapping[int, Span], unit_ids: list[int]) -> dict[str, Any]:
    parts = [spans.get(unit, Span()) for unit in unit_ids]
    return {
        "units": unit_ids,
        "after": [part.after for part in parts],
        "before": [part.before for part in parts],
    }


@dataclass(frozen=True, slots=True)
class Differing:
    """A book whose count in the inventory is not what was accounted for: so many more, or, below nothing, fewer."""

    book: Book
    difference: int

    @property
    def in_words(self) -> str:
        return f"{'thiếu' if self.difference > 0 else 'thừa'} {grouped(abs(self.difference))}"


def books_that_differ(campaign: Campaign, unit_ids: Iterable[int]) -> dict[int, list[Differing]]:
    """By unit the books that differ, of those units."""
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING, _parts_of(spans_of(campaign), list(unit_ids)))
        rows = cursor.fetchall()
    books = Book.objects.unscoped("titles of books of units the officer may see").in_bulk(
        [row[1] for row in rows]
    )
    found: dict[int, list[Differing]] = {}
    for unit, book, short in rows:
        found.setdefault(unit, []).append(Differing(books[book], short))
    return found


def open_cases_of(campaign: Campaign, unit_ids: Iterable[int]) -> list[dict[str, Any]]:
    """The open cases of what units keyed in the campaign, by number and state, in the order of their numbers: nothing of anybody is in it.
    What an earlier campaign handed over is on its list, not on this one's.
    """
    return _open_cases(spans_of(campaign), unit_ids)


def _open_cases(spans: Mapping[int, Span], unit_ids: Iterable[int]) -> list[dict[str, Any]]:
    rows = Case.objects.unscoped("numbers and states of open cases, handed over by list").filter(
        unit_id__in=list(unit_ids), state__in=OPEN
    )
    listed = cases_within(rows, spans).order_by("unit_id", "number")
    return list(listed.values("unit_id", "number", "state"))


def total_of(accounts: Iterable[UnitAccount]) -> UnitAccount:
    """The sum of lines."""
    listed = list(accounts)
    return UnitAccount(
        "", "Cộng", open_cases=sum(one.open_cases for one in listed),
        **{name: sum(getattr(one, name) for one in listed) for name in _NUMBERS},
    )  # fmt: skip


def as_figures(
    accounts: Iterable[UnitAccount], cases: Mapping[str, list[Mapping[str, Any]]]
) -> dict[str, Any]:
    """What a closing keeps: the lines, their sum, and the open cases by unit."""
    listed = list(accounts)
    return {
        "units": [asdict(one) for one in listed],
        "total": asdict(total_of(listed)),
        "cases": {code: [dict(one) for one in rows] for code, rows in cases.items()},
    }


def accounts_in(figures: Mapping[str, Any]) -> list[UnitAccount]:
    """The lines of a closing."""
    return [UnitAccount(**one) for one in figures["units"]]
