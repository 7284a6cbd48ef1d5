"""Scope is judged by entry, by the day it was registered, never by book; what may be inside is inside."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from making import campaign_of

from hotich.campaign.models import ReportingUnit
from hotich.campaign.scope import is_outside, settle_scope
from hotich.core.quotas import Period
from hotich.entries import operations as entries
from hotich.entries.models import Entry, EntryAction
from hotich.entries.numbering import closing_of, numbers_of
from hotich.entries.refolding import refold
from hotich.reports.figures import figures_of
from hotich.support.time import database_now
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db

LAST_DAY = date(2019, 4, 1)


@pytest.mark.parametrize(
    ("written", "outside"),
    [
        ("01/04/2019", False), ("02/04/2019", True), ("31/12/2018", False), ("2019", False), ("04/2019", False),
        ("05/2019", True), ("2020", True), ("03/2019", False), ("?2/04/2019", True), ("0?/04/2019", False),
        ("?1/04/2019", False), ("201?", False), ("202?", True), ("????", False), ("", False), ("nt", False),
        ("không rõ", False), ("~2020", True),
    ],
)  # fmt: skip
def test_a_date_is_outside_only_where_it_is_so_however_it_is_read(
    world: Any, written: str, outside: bool
) -> None:
    campaign, _ = campaign_of(world, scope_until=LAST_DAY)
    assert is_outside(campaign, written) is outside


@pytest.fixture
def mixed(desk: Desk) -> dict[str, Any]:
    """One book with entries on both sides of the campaign's last day."""
    campaign_of(desk.world, scope_until=LAST_DAY)
    made: dict[str, Any] = {}
    for line, day in enumerate(("28/03/2019", "01/04/2019", "02/04/2019", "04/2019", "2020"), start=1):
        desk.world.now = clock()
        made[day] = desk.whole(1, line, registration__number=str(line), registration__date=day)
        settle_scope(entry_id=made[day], now=clock())
    return made


def outside_of(made: dict[str, Any]) -> set[str]:
    flagged = Entry.objects.unscoped("test").filter(out_of_scope=True).values_list("pk", flat=True)
    return {day for day, pk in made.items() if pk in set(flagged)}


def test_a_book_with_both_is_divided_by_entry(mixed: dict[str, Any]) -> None:
    assert outside_of(mixed) == {"02/04/2019", "2020"}
    assert all(Entry.objects.unscoped("test").get(pk=pk).status == "completed" for pk in mixed.values())


def test_the_mark_is_in_the_log_and_a_refold_finds_it(mixed: dict[str, Any]) -> None:
    assert EntryAction.objects.filter(type="flagged").count() == 2
    assert refold(derived=True).clean


def test_what_lies_outside_is_counted_apart_in_the_report_and_in_the_sum_of_the_book(
    mixed: dict[str, Any], desk: Desk
) -> None:
    reporting = ReportingUnit.objects.unscoped("test").get()
    now = database_now()
    period = Period(now - timedelta(days=1), now + timedelta(seconds=1))
    (line,) = figures_of(reporting.campaign, [reporting], period)
    assert (sum(line.cumulative.values()), line.out_of_scope) == (3, 2)
    book = desk.world.book
    sums = closing_of(book, numbers_of(desk.world.officer("registrar"), book))
    assert (sums.keyed, sums.out_of_scope) == (3, 2)


def test_a_void_number_has_no_date_and_no_scope(desk: Desk) -> None:
    campaign_of(desk.world, scope_until=LAST_DAY)
    desk.open(1, 1)
    entries.void(**desk.common, reason="bỏ trống")
    assert settle_scope(entry_id=desk.entry, now=clock()) is False  # type: ignore[arg-type]


def test_an_export_takes_them_along_and_says_how_many(
    mixed: dict[str, Any], desk: Desk, tmp_path: Path
) -> None:
    from hotich.integration.exports import export_entries

    report = export_entries(kind="KS", format="moj", out=tmp_path / "ra.xlsx", now=desk.world.now)
    assert (report.rows, report.outside) == (5, 2)
