"""The form counts what the log says, half-open between two cut-offs, and equals a recount written otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from desk import Desk, typed
from logs import recount, told
from making import campaign_of, citizen, entry_about, extract_of, identity_only, moment, seek

from hotich.books.operations import record_book
from hotich.campaign.spans import Span
from hotich.cases import operations as cases
from hotich.core.quotas import VIETNAM, Period
from hotich.entries import operations as entries
from hotich.entries.models import Entry, EntryAction
from hotich.reports.counting.changes import cases_in, changes
from hotich.reports.counting.slices import Stretch
from hotich.reports.figures import UnitFigures, figures_of
from hotich.reports.models import Slice
from hotich.reports.operations.slicing import close_slices, open_next
from hotich.reports.room import progress_of
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db


@dataclass
class Clock:
    """Cut-offs at moments between acts, as the database's clock shows them."""

    units: list[Any]
    campaign: Any
    cuts: list[datetime] = field(default_factory=lambda: [moment()])

    def close(self) -> UnitFigures:
        """The first unit's line from the last cut-off to now."""
        self.cuts.append(moment())
        return self.lines()[0]

    def lines(self) -> list[UnitFigures]:
        return figures_of(self.campaign, self.units, Period(self.cuts[-2], self.cuts[-1]))


@pytest.fixture
def clock(world: Any, elsewhere: Any) -> Clock:
    campaign, units = campaign_of(world, elsewhere)
    return Clock(units, campaign)


def total(line: UnitFigures) -> int:
    return sum(line.cumulative.values())


def imported(desk: Desk, number: str = "90", **more: Any) -> Any:
    entry_id = uuid7()
    entries.record_import(
        actor=None, book=desk.world.book, entry_id=entry_id, now=desk.world.now,
        fields={"registration.number": typed(number), "child.full_name": typed("Điểu Lợi")}, **more,
    )  # fmt: skip
    return entry_id


# -- what counts


def test_an_entry_counts_once_at_its_first_completion(desk: Desk, clock: Clock) -> None:
    desk.open()
    desk.key_all()
    assert clock.close().entered == {}
    desk.complete()
    line = clock.close()
    assert (line.entered, line.cumulative, line.stations["working"]) == ({"KS": 1}, {"KS": 1}, 1)
    entries.reopen(**desk.common, reason="đọc lại")
    assert total(clock.close()) == 1
    desk.complete()
    line = clock.close()
    assert (line.entered, line.adjusted, total(line)) == ({}, 0, 1)


def test_a_further_pass_does_not_count(desk: Desk, clock: Clock) -> None:
    desk.open()
    desk.key_all(child__full_name="Nguyễn Thị Hòa")
    again = {**desk.common, "pass_number": 1}
    fields = dict(EntryAction.objects.get(entry_id=desk.entry, seq=2).payload)
    entries.record_fields(**again, fields=fields)
    entries.complete(**again)
    assert total(clock.close()) == 0


def test_a_void_number_does_not_count_until_it_is_opened_again(desk: Desk, clock: Clock) -> None:
    desk.open()
    entries.void(**desk.common, reason="bỏ số")
    assert total(clock.close()) == 0
    entries.reopen(**desk.common, reason="nhầm")
    desk.key_all()
    desk.complete()
    assert clock.close().entered == {"KS": 1}


def test_what_is_voided_later_is_an_adjustment(desk: Desk, clock: Clock) -> None:
    desk.whole()
    assert total(clock.close()) == 1
    entries.reopen(**desk.common, reason="nhầm")
    entries.void(**desk.common, reason="bỏ số")
    line = clock.close()
    assert (line.entered, line.adjusted, total(line)) == ({}, -1, 0)
    entries.reopen(**desk.common, reason="có thật")
    line = clock.close()
    assert (line.adjusted, total(line)) == (1, 1)


def test_what_lies_outside_the_campaign_is_counted_apart(desk: Desk, clock: Clock) -> None:
    desk.whole()
    entries.flag(actor=None, entry_id=desk.entry, flags={"out_of_scope": True}, now=desk.world.now)
    line = clock.close()
    assert (line.entered, line.out_of_scope, total(line)) == ({}, 1, 0)
    entries.flag(actor=None, entry_id=desk.entry, flags={"out_of_scope": False}, now=desk.world.now)
    line = clock.close()
    assert (line.adjusted, line.out_of_scope, total(line)) == (1, 0, 1)


def test_an_unreadable_entry_counts_and_is_unreadable_until_it_is_read(desk: Desk, clock: Clock) -> None:
    desk.open()
    entries.mark_unreadable(**desk.common, reason="rách")
    line = clock.close()
    assert (line.entered, line.outcomes["unreadable"]) == ({"KS": 1}, 1)
    entries.reopen(**desk.common, reason="đọc được")
    desk.key_all()
    desk.complete()
    line = clock.close()
    assert (total(line), line.outcomes["unreadable"], line.outcomes["pending"]) == (1, 0, 1)


def test_imported_entries_count_apart_from_what_was_keyed(desk: Desk, clock: Clock) -> None:
    imported(desk)
    line = clock.close()
    assert (line.entered, line.from_files, line.cumulative, line.pace) == ({}, 1, {"KS": 1}, 0.0)
    assert line.toward_quota == 0


def test_the_room_tells_what_came_from_files_beside_what_was_keyed(desk: Desk, clock: Clock) -> None:
    imported(desk)
    progress = progress_of(clock.campaign, clock.units, moment=moment() + timedelta(minutes=2))
    assert (progress.done, progress.toward_quota, progress.from_files) == (1, 0, 1)


def test_an_import_counts_toward_a_quota_when_its_file_names_day_and_machine(
    desk: Desk, clock: Clock
) -> None:
    today = moment().astimezone(VIETNAM).date()
    imported(desk, "91", source={"keyed_on": today.isoformat()}, station=desk.station)
    imported(desk, "92", source={"keyed_on": today.isoformat()})
    imported(desk, "93", source={"keyed_on": (today - timedelta(days=3)).isoformat()}, station=desk.station)
    desk.whole()
    line = clock.close()
    assert (line.from_files, line.toward_quota) == (3, 2)


def test_every_outcome_shows_and_they_add_up(desk: Desk, clock: Clock) -> None:
    extract_of(
        citizen(), citizen(personal_id="070306000013", full_name="Lê Thị Lan", birth_date="05/05/2005")
    )

    def judged(line: int, decision: str, **said: Any) -> None:
        entry_about(desk, line=line, **said)  # type: ignore[arg-type]
        found = seek(actor=desk.officer, entry_id=desk.entry, role="child", second=True)
        cases.judge(
            actor=desk.officer, entry_id=desk.entry, role="child", decision=decision, look_up_id=found.id,
            candidate="1" if decision == "same_person" else "",
            reason="died" if decision == "not_found" else "",
        )  # fmt: skip

    judged(1, "same_person")
    judged(2, "same_person", child__full_name="Nguyễn Thị Hoa")
    judged(3, "not_found", child__full_name="Lò Văn Xa", child__birth_date="01/02/2006", child__sex="Nam")
    judged(4, "undecided")
    entry_about(desk, line=5)  # type: ignore[arg-type]
    line = clock.close()
    assert line.outcomes == {
        "matched": 1, "mismatched": 1, "not_found": 1, "pending": 2, "unavailable": 0, "unreadable": 0,
    }  # fmt: skip
    assert sum(line.outcomes.values()) == total(line) == 5
    assert (line.cases["open"], line.cases["verifying"]) == (1, 1)


def test_a_case_is_counted_in_the_state_it_had_at_the_cut_off(desk: Desk, clock: Clock) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    said = {"actor": desk.officer, "entry_id": desk.entry, "role": "child"}
    cases.judge(**said, decision="same_person", look_up_id=found.id, candidate="1")
    assert clock.close().cases["open"] == 1
    wider = seek(actor=desk.officer, entry_id=desk.entry, role="child", second=True)
    cases.judge(**said, decision="not_found", look_up_id=wider.id, reason="not_collected")
    assert clock.lines()[0].cases["open"] == 1
    assert clock.close().cases["open"] == 0


@pytest.mark.django_db(transaction=True)  # the database notes a move at the hour its transaction began
def test_a_case_goes_along_with_the_book_of_its_entry(desk: Desk, clock: Clock, elsewhere: Any) -> None:
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    said = {"actor": desk.officer, "entry_id": desk.entry, "role": "child"}
    cases.judge(**said, decision="same_person", look_up_id=found.id, candidate="1")
    assert clock.close().cases["open"] == 1
    ids, start, cut = [unit.unit_id for unit in clock.units], clock.cuts[0], clock.cuts[-1]
    stretch = Stretch(start, cut, cut.astimezone(VIETNAM).date())
    close_slices(clock.campaign, ids, stretch)
    open_next(clock.campaign, ids, stretch)

    desk.world.book.unit = elsewhere.unit
    desk.world.book.save()
    clock.close()
    assert [line.cases["open"] for line in clock.lines()] == [0, 1]
    before = figures_of(clock.campaign, clock.units, Period(start, cut))
    assert [line.cases["open"] for line in before] == [1, 0]
    assert (
        cases_in(ids[0], ["to_verify"], cut, Span())
        == cases_in(ids[1], ["to_verify"], moment(), Span())
        == [desk.entry]
    )
    assert (
        cases_in(ids[1], ["to_verify"], cut, Span())
        == cases_in(ids[0], ["to_verify"], moment(), Span())
        == []
    )
    Slice.objects.all().delete()
    assert [line.cases["open"] for line in clock.lines()] == [0, 1]
    assert figures_of(clock.campaign, clock.units, Period(start, cut)) == before


# -- periods


def test_what_is_received_at_the_cut_off_belongs_to_the_next_day(desk: Desk, clock: Clock) -> None:
    desk.whole()
    at = EntryAction.objects.get(entry_id=desk.entry, type="completed").received_at
    before = figures_of(clock.campaign, clock.units, Period(clock.cuts[0], at))[0]
    after = figures_of(clock.campaign, clock.units, Period(at, at + timedelta(microseconds=1)))[0]
    assert (before.entered, after.entered) == ({}, {"KS": 1})


def test_a_unit_sees_its_own_entries_only(desk: Desk, elsewhere: Any, clock: Clock) -> None:
    other = Desk(elsewhere, elsewhere.officer("keyer"))
    elsewhere.assign(elsewhere.book, other.officer)
    desk.whole()
    other.whole(line=1)
    other.whole(line=2)
    clock.close()
    assert [total(line) for line in clock.lines()] == [1, 2]


# -- required


def uncounted(world: Any) -> None:
    """The world's own book brings nothing to what is to be keyed."""
    world.book.entries_count = None
    world.book.save(update_fields=["entries_count"])


def test_what_is_to_be_keyed_is_the_count_as_of_the_day(world: Any, clock: Clock) -> None:
    def counted(number: int, at: datetime, **more: Any) -> None:
        record_book(
            actor=None, now=at, kind="KS", office="UBND phường Thử", unit=world.unit, year_opened=1999,
            volume="01", entries_count=number, **more,
        )  # fmt: skip

    now = moment()
    uncounted(world)
    counted(200, now - timedelta(days=3))
    counted(180, now - timedelta(hours=1), reason="đếm lại")

    def required(end: datetime) -> int:
        return figures_of(clock.campaign, clock.units, Period(end - timedelta(days=1), end))[0].required

    assert [required(now - timedelta(days=days)) for days in (4, 2, 0)] == [0, 200, 180]


def test_the_copy_that_is_not_keyed_from_is_not_required(world: Any, clock: Clock) -> None:
    now = moment() - timedelta(minutes=1)
    uncounted(world)
    for role, marked in (("commune", True), ("district", False)):
        record_book(
            actor=None, now=now, kind="KS", office="UBND phường Thử", unit=world.unit, year_opened=1999,
            volume="01", copy_role=role, entries_count=100, marked_for_entry=marked,
        )  # fmt: skip
    line = clock.close()
    assert line.required == 100
    assert sum(line.books.values()) == 1 + 1  # the world's own book


# -- recounted


def test_a_busy_day_equals_its_recount_through_the_fold(desk: Desk, clock: Clock) -> None:
    extract_of(citizen())
    acts = [
        lambda: entry_about(desk, line=1),  # type: ignore[arg-type]
        lambda: judge_latest(desk),
        lambda: entries.mark_unreadable(**opened(desk, 2).common),
        lambda: imported(desk, "95"),
        lambda: entries.flag(actor=None, entry_id=desk.entry, flags={"out_of_scope": True}, now=desk.world.now),
        lambda: judge_unread(desk),
        lambda: entries.void(**opened(desk, 3).common, reason="bỏ số"),
        lambda: entry_about(desk, line=4),  # type: ignore[arg-type]
        lambda: entries.reopen(**desk.common, reason="nhầm"),
        lambda: entries.void(**desk.common, reason="bỏ số"),
        lambda: entries.reopen(**desk.common, reason="không"),
        lambda: desk.complete(),
        lambda: identity_only(desk, line=9),
    ]  # fmt: skip
    unit = desk.world.unit.pk
    cumulative = 0
    for act in acts:
        act()
        line = clock.close()
        assert told(line) == recount(
            unit, clock.cuts[-2], clock.cuts[-1], clock.cuts[-1].astimezone(VIETNAM).date()
        )
        cumulative += sum(line.entered.values()) + line.from_files + line.adjusted
        assert total(line) == cumulative
        assert sum(line.outcomes.values()) == cumulative
    assert cumulative == 3


def opened(desk: Desk, line: int) -> Desk:
    desk.open(line=line)
    return desk


def judge_latest(desk: Desk) -> None:
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.id,
        candidate="1",
    )  # fmt: skip


def judge_unread(desk: Desk) -> None:
    """Somebody reads of an unreadable entry enough to leave it to another."""
    unread = Entry.objects.unscoped("test").get(unreadable=True)
    cases.settle(
        actor=desk.officer, entry=unread, role="child", look_up=None, decision="undecided", outcome="pending",
        personal_id="", reason="", comparisons=[], source="officer",
    )  # fmt: skip


def test_what_is_counted_can_be_listed(desk: Desk, clock: Clock) -> None:
    desk.whole()
    clock.close()
    (change,) = changes([desk.world.unit.pk], *clock.cuts[-2:])
    assert (change.entry, change.before) == (desk.entry, None)
    assert change.after is not None and change.after.counts
