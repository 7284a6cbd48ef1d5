"""Of two campaigns of one unit, one after the other, a case is the one's whose entry it is: on the form and behind its figures, on the
closing's list, in the room and before the rules of steering."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from logs import Line, Opened, follow, write
from making import campaign_of, moment

from hotich.campaign.closing.accounts import all_accounts_of, open_cases_of
from hotich.campaign.closing.operations import close_campaign
from hotich.campaign.models import Closing
from hotich.cases.models import Case
from hotich.core.quotas import VIETNAM, Period
from hotich.reports.counting.slices import Stretch
from hotich.reports.facts import facts_of
from hotich.reports.figures import figures_of
from hotich.reports.models import CaseTally, Slice, Tally
from hotich.reports.operations.slicing import close_slices, open_next
from hotich.reports.room import cases_of
from hotich.reports.tracing import cases_behind, entries_behind

pytestmark = pytest.mark.django_db

NEXT = date(2026, 3, 4)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=VIETNAM)


def cut_off(day: int) -> datetime:
    return at(day, 13) + timedelta(minutes=30)


class Succession(NamedTuple):
    """A campaign of the unit and the next one, from the fourth of March on; the line of each that is the unit's."""

    first: Any
    second: Any
    of_first: Any
    of_second: Any


@pytest.fixture
def late(world: Any) -> Succession:
    """The first campaign is not done when the next one begins."""
    days = {"starts_on": date(2026, 3, 1), "keying_starts_on": date(2026, 3, 2), "due_on": NEXT}
    first, (of_first,) = campaign_of(world, **days)
    days = {"starts_on": NEXT, "keying_starts_on": NEXT, "due_on": NEXT + timedelta(days=30)}
    second, (of_second,) = campaign_of(world, code="sau", **days)
    return Succession(first, second, of_first, of_second)


@pytest.fixture
def ended(late: Succession, world: Any) -> Succession:
    """The first campaign was closed the evening before."""
    Closing.objects.create(
        campaign=late.first,
        figures={},
        digest="0" * 64,
        closed_by=world.officer("unit_head"),
        closed_at=at(3, 18),
    )
    return late


def keyed(world: Any, done: datetime, *states: str, opened: datetime | None = None) -> tuple[Any, Any]:
    """An entry completed then, and its case, one hour in each state."""
    begun = opened or done
    entry = write(
        world.book,
        [Line("entry_opened", begun, {"principal": ["child"]}), Line("completed", done)],
    )
    lines = tuple((begun + timedelta(hours=hours), state) for hours, state in enumerate(states))
    return entry, follow(entry, Opened("child", lines))


def cases_on(unit: Any, period: Period, day: date = NEXT) -> dict[str, int]:
    (line,) = figures_of(unit.campaign, [unit], period, day=day)
    return {column: count for column, count in line.cases.items() if count}


def test_what_became_of_the_cases_of_one_campaign_is_in_no_figure_of_the_next(
    ended: Succession, world: Any
) -> None:
    keyed(world, at(2, 15), "to_verify", "verifying", "concluded", "correcting", "closed")
    keyed(world, at(2, 16), "to_verify", "verifying")
    first_day = Period(cut_off(3), cut_off(4))
    assert cases_on(ended.of_second, first_day) == {}
    assert cases_on(ended.of_first, Period(cut_off(2), at(3, 18))) == {
        "corrected": 1, "verifying": 1, "open": 1,
    }  # fmt: skip
    keyed(world, at(4, 9), "to_verify")
    assert cases_on(ended.of_second, first_day) == {"verifying": 1, "open": 1}


def test_the_cases_of_the_next_campaign_do_not_grow_those_of_a_late_one(late: Succession, world: Any) -> None:
    keyed(world, at(2, 15), "to_verify")
    keyed(world, at(4, 9), "to_verify", "verifying", "concluded")
    keyed(world, at(4, 10), "to_verify")
    for unit, expected in (
        (late.of_first, {"verifying": 1, "open": 1}),
        (late.of_second, {"verified": 1, "verifying": 1, "open": 2}),
    ):
        assert cases_on(unit, Period(cut_off(3), cut_off(4))) == expected
        stretch = Stretch(cut_off(3), cut_off(4), NEXT)
        close_slices(unit.campaign, [unit.unit_id], stretch)
        open_next(unit.campaign, [unit.unit_id], stretch)
        assert cases_on(unit, Period(cut_off(4), cut_off(5)), NEXT + timedelta(days=1)) == expected


def test_a_case_of_the_first_campaign_stays_there_whatever_comes_of_it_and_whenever(
    late: Succession, world: Any
) -> None:
    entry = write(world.book, [Line("entry_opened", at(2, 14)), Line("completed", at(2, 15))])
    follow(entry, Opened("child", ((at(4, 8), "to_verify"), (at(4, 11), "closed"))))
    period = Period(cut_off(3), cut_off(4))
    assert cases_on(late.of_first, period) == {"corrected": 1}
    assert cases_on(late.of_second, period) == {}


def test_a_case_opened_while_its_entry_is_keyed_goes_to_the_campaign_in_which_that_is_completed(
    late: Succession, world: Any
) -> None:
    keyed(world, at(4, 9), "to_verify", opened=at(3, 20))
    both = (late.of_first, late.of_second)
    for hour, where in ((8, [1, 0]), (10, [0, 1])):
        stretch = Stretch(cut_off(3), at(4, hour), NEXT)
        period = Period(stretch.period_from, stretch.until)
        assert [cases_on(unit, period).get("open", 0) for unit in both] == where
        for unit in both:
            close_slices(unit.campaign, [unit.unit_id], stretch)
        assert [cases_on(unit, period).get("open", 0) for unit in both] == where
    (line,) = figures_of(late.second, [late.of_second], Period(cut_off(3), at(4, 10)), day=NEXT)
    assert sum(line.outcomes.values()) == line.cases["open"] == 1, "the case is where its entry is counted"


def test_behind_a_number_of_cases_stand_those_of_the_campaign(late: Succession, world: Any) -> None:
    earlier, _ = keyed(world, at(2, 15), "to_verify")
    later, _ = keyed(world, at(4, 9), "to_verify")
    period, column = Period(cut_off(3), cut_off(4)), ("cases", "verifying")
    head = world.officer("unit_head")
    for unit, entry in ((late.of_first, earlier), (late.of_second, later)):
        assert [one.pk for one in entries_behind(head, unit, period, column, day=NEXT)] == [entry]
        assert cases_behind(unit, period, column) == {entry: 1}
        (line,) = figures_of(unit.campaign, [unit], period, day=NEXT)
        assert line.cases["verifying"] == 1


def test_the_closing_hands_over_its_own_open_cases(late: Succession, world: Any) -> None:
    world.book.marked_for_entry = False
    world.book.save()
    _, own = keyed(world, at(2, 15), "to_verify")
    keyed(world, at(2, 16), "to_verify", "closed")
    _, others = keyed(world, at(4, 9), "to_verify")
    number = dict(Case.objects.unscoped("test").values_list("pk", "number"))

    def listed(campaign: Any) -> list[int]:
        return [case["number"] for case in open_cases_of(campaign, [world.unit.pk])]

    assert (listed(late.first), listed(late.second)) == ([number[own]], [number[others]])
    assert [line.open_cases for line in all_accounts_of(late.first)] == [1]
    closing = close_campaign(
        actor=world.officer("justice_head", agency=late.first.lead_agency), now=moment(), campaign_id=late.first.pk,
        explanations={}, code=late.first.code,
    )  # fmt: skip
    handed_over = closing.figures["cases"][late.of_first.code]
    assert [case["number"] for case in handed_over] == [number[own]]
    assert closing.figures["total"]["open_cases"] == 1
    assert listed(late.second) == [number[others]], "what was handed over is not this one's"
    assert [line.open_cases for line in all_accounts_of(late.second)] == [1]


def test_the_room_and_the_rules_look_at_the_open_cases_of_their_campaign(
    late: Succession, world: Any
) -> None:
    _, old = keyed(world, at(2, 15), "to_verify")
    _, young = keyed(world, at(4, 9), "to_verify")
    open_cases, today = Case.objects.unscoped("test"), at(6, 12)
    open_cases.filter(pk=old).update(due_on=date(2026, 3, 4), level=2)
    open_cases.filter(pk=young).update(due_on=date(2026, 3, 9))
    of_first = cases_of(late.first, [world.unit.pk], moment=today)
    of_second = cases_of(late.second, [world.unit.pk], moment=today)
    assert (of_first.open, of_first.overdue, of_first.escalated) == (1, 1, 1)
    assert (of_second.open, of_second.overdue, of_second.escalated) == (1, 0, 0)
    overdue = [
        facts_of(unit.campaign, [unit], moment=today, days=7)[unit.pk].overdue_cases
        for unit in (late.of_first, late.of_second)
    ]
    assert overdue == [1, 0]


def test_open_cases_are_told_by_their_age_in_days(late: Succession, world: Any) -> None:
    now = at(20, 12)
    for days in (0, 3.99, 4, 8, 14.99, 15, 15.5):
        keyed(world, now - timedelta(days=days), "to_verify")
    assert cases_of(late.second, [world.unit.pk], moment=now).ages == (2, 1, 2, 2, 0)


def test_of_a_unit_in_one_campaign_open_cases_are_counted_without_their_entries(world: Any) -> None:
    campaign, _ = campaign_of(world)
    keyed(world, at(2, 15), "to_verify")
    with CaptureQueriesContext(connection) as asked:
        assert cases_of(campaign, [world.unit.pk], moment=at(20, 12)).open == 1
    assert not [query for query in asked.captured_queries if "entries_entry" in query["sql"]]


def test_an_upgraded_installation_counts_anew_what_two_campaigns_may_share(
    late: Succession, world: Any, elsewhere: Any
) -> None:
    above, (of_above,) = campaign_of(elsewhere, code="tren", keying_starts_on=date(2026, 3, 2))
    below, (of_below,) = campaign_of(elsewhere, code="duoi", keying_starts_on=NEXT, parent=above)
    keyed(world, at(2, 15), "to_verify")
    for unit in (late.of_first, late.of_second, of_above, of_below):
        for day in (3, 4):
            stretch = Stretch(cut_off(day - 1), cut_off(day), date(2026, 3, day))
            close_slices(unit.campaign, [unit.unit_id], stretch)
            open_next(unit.campaign, [unit.unit_id], stretch)
    before = set(Slice.objects.values_list("campaign__code", "start", "end"))
    with connection.cursor() as cursor:
        for sql in import_module("hotich.reports.migrations.0003_cases_by_campaign").FORGET:
            cursor.execute(sql)
    stale = {one for one in before if one[0] == late.second.code}
    stale |= {one for one in before if one[0] == late.first.code and one[2] > at(4, 0)}
    assert set(Slice.objects.values_list("campaign__code", "start", "end")) == before - stale
    for tallies in (Tally, CaseTally):
        assert not tallies.objects.unscoped("test").exclude(slice__in=Slice.objects.all()).exists()
