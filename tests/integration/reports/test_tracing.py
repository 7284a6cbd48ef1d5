"""Behind a figure of the report stands what it counted, as it counted then."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from making import campaign_of, citizen, entry_about, extract_of, moment, seek

from hotich.cases import operations as cases
from hotich.cases.models import Case, CaseEvent
from hotich.entries.models import Entry, Outcome
from hotich.reports.figures import figures_of
from hotich.reports.periods import period_at
from hotich.reports.tracing import cases_behind, entries_behind, outcomes_behind
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)


def mismatched(desk: Desk) -> None:
    """The citizen's register has another birth date than the desk's entry: a case begins."""
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.id, candidate="1"
    )  # fmt: skip


def with_a_second_case(case: Case) -> None:
    """The mother of the same entry does not agree either."""
    event = CaseEvent.objects.filter(case_id=case.pk).order_by("seq").last()
    assert event is not None
    case.pk, case.role, case.number, case._state.adding = uuid7(), "mother", case.number + 1, True
    case.save()
    event.pk, event.case_id, event._state.adding = uuid7(), case.pk, True
    event.save()


def test_of_a_number_of_cases_as_many_are_counted_though_two_are_of_one_entry(
    desk: Desk, elsewhere: Any
) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    campaign, (unit, _) = campaign_of(desk.world, elsewhere)
    entry_about(desk)
    mismatched(desk)
    with_a_second_case(Case.objects.unscoped("test").get(entry_id=desk.entry))
    column = ("cases", "verifying")
    period, day = period_at(campaign, moment())
    head = desk.world.officer("unit_head")
    listed = entries_behind(head, unit, period, column, day=day)
    counted = cases_behind(unit, period, column)
    assert [entry.pk for entry in listed] == [desk.entry]
    assert counted == {desk.entry: 2}
    (line,) = figures_of(campaign, [unit], period)
    assert counted.total() == line.cases["verifying"], "the page says another number than the report"
    assert not cases_behind(unit, period, ("cumulative", "total"))


def test_behind_a_past_figure_entries_have_the_outcome_they_had_then(desk: Desk, elsewhere: Any) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    campaign, (unit, other) = campaign_of(desk.world, elsewhere)
    entry_about(desk)
    listed = Entry.objects.unscoped("test").filter(pk=desk.entry)

    def outcomes(at: Any, of: Any = unit) -> dict[Any, str]:
        return outcomes_behind(listed, of, period_at(campaign, at)[0])

    before, asked = moment(), desk.entry
    mismatched(desk)
    after = moment()
    assert listed.get().outcome == Outcome.MISMATCHED
    assert outcomes(before) == {asked: Outcome.PENDING}, "today's outcome stands beside the figure of then"
    assert outcomes(after) == {asked: Outcome.MISMATCHED}
    desk.world.book.unit = elsewhere.unit
    desk.world.book.save()
    assert outcomes(before) == {asked: Outcome.PENDING}, "the book has gone since"
    assert outcomes(moment(), other) == {asked: Outcome.MISMATCHED}
