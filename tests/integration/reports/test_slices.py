"""However the day is cut into slices, and at whatever moment one asks, the figures are those of a recount from the whole log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from logs import WHOLE, Line, Opened, Part, Whereabouts, days_of, follow, placed, recount, told, write
from making import campaign_of
from whole_log import counted_entries
from world import make_world

from hotich.campaign.models import Closing
from hotich.cases.enums import CaseState
from hotich.core.quotas import Period
from hotich.entries.models import Entry
from hotich.reports.counting.slices import Stretch
from hotich.reports.figures import figures_of
from hotich.reports.models import Slice, Tally
from hotich.reports.operations import slicing
from hotich.support.time import start_of

pytestmark = pytest.mark.django_db

CUTS = tuple(datetime(2026, 3, number, 6, 30, tzinfo=UTC) for number in (2, 3, 4, 5, 6))  # 13:30 in Viet Nam
OUTCOMES = ("matched", "mismatched", "not_found", "pending", "unavailable")
FLAGS = ("void", "out_of_scope", "unreadable", "sensitive")


@contextmanager
def undone() -> Iterator[None]:
    """One example leaves nothing to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


moments = st.integers(0, int((CUTS[-1] - CUTS[0]).total_seconds()) + 40_000).map(
    lambda seconds: CUTS[0] - timedelta(seconds=20_000) + timedelta(seconds=seconds)
)
near_a_cut = st.sampled_from(CUTS).flatmap(
    lambda cut: st.sampled_from((-1, 0, 1)).map(lambda micro: cut + timedelta(microseconds=micro))
)
times = st.one_of(moments, near_a_cut)


@st.composite
def acts(draw: Any) -> tuple[str, dict[str, Any], int]:
    """What may happen to an entry after its opening."""
    kind = draw(
        st.sampled_from(
            (
                "completed", "completed", "completed", "outcome_recorded", "outcome_recorded", "voided", "reopened", "flagged",
                "marked_unreadable", "fields_keyed", "arbitrated", "corrected", "register_seen",
            )
        )
    )  # fmt: skip
    if kind == "outcome_recorded":
        role = draw(st.sampled_from(("husband", "wife")))
        return kind, {"role": role, "outcome": draw(st.sampled_from(OUTCOMES))}, 0
    if kind == "flagged":
        return kind, {"flags": {draw(st.sampled_from(FLAGS)): draw(st.booleans())}}, 0
    if kind == "completed":
        roles = draw(st.sampled_from((["husband"], ["husband", "wife"])))
        return kind, draw(st.sampled_from(({}, {"principal": roles}))), draw(st.sampled_from((0, 0, 0, 1)))
    if kind == "arbitrated":
        return kind, {"fields": draw(st.sampled_from(({}, {"a": {"v": "x"}})))}, 1
    return kind, {}, 0


@st.composite
def logs(draw: Any) -> list[Line]:
    """A log in its order: times never go back."""
    said = _possible(draw(st.lists(acts(), max_size=9)))
    stamps = sorted(draw(st.lists(times, min_size=len(said) + 1, max_size=len(said) + 1)))
    station = draw(st.sampled_from((None, 1, 2)))
    principal = draw(st.sampled_from((["husband"], ["husband", "wife"], [])))
    opening: dict[str, Any] = {
        "principal": principal, "flags": draw(st.lists(st.sampled_from(FLAGS), max_size=1)),
    }  # fmt: skip
    first = "entry_opened"
    if draw(st.integers(0, 3)) == 0:
        first = "imported"
        opening["source"] = {
            "keyed_on": draw(st.sampled_from((None, "2026-03-01", "2026-03-03", "2026-03-04")))
        }
    return [
        Line(first, stamps[0], opening, station=station, author=1),
        *(
            # Nobody checks or arbitrates what he keyed himself.
            Line(
                kind,
                at,
                payload,
                number,
                draw(st.sampled_from((station, 3))),
                3 if kind == "arbitrated" else 1 + number,
            )
            for at, (kind, payload, number) in zip(stamps[1:], said, strict=True)
        ),
    ]


@st.composite
def worked(draw: Any) -> tuple[list[Line], list[Opened]]:
    """An entry's log and its cases: of the people in it whom somebody looked up, while it was keyed or later."""
    log = draw(logs())
    roles = draw(st.lists(st.sampled_from(("husband", "wife")), max_size=2, unique=True))
    found = []
    for role in roles:
        states = draw(st.lists(st.sampled_from(CaseState.values), min_size=1, max_size=4))
        stamps = draw(st.lists(times, min_size=len(states), max_size=len(states), unique=True))
        opened = sorted(stamp for stamp in stamps if stamp >= log[0].at) or [log[0].at]
        found.append(Opened(role, tuple(zip(opened, states, strict=False))))
    return log, found


@st.composite
def successions(draw: Any) -> tuple[date, datetime | None] | None:
    """When the first unit keys for another campaign, and when the one before was closed, if it was: some are late."""
    if not draw(st.booleans()):
        return None
    return draw(st.sampled_from((date(2026, 3, 4), date(2026, 3, 5)))), draw(st.one_of(st.none(), times))


@st.composite
def whereabouts(draw: Any, at_first: str) -> tuple[str | None, list[tuple[datetime, str]]]:
    """Where a book was: its unit merges into another, it is given to another, or nobody knew at first whose it was."""
    first = draw(st.sampled_from((at_first, at_first, at_first, None)))
    to = st.sampled_from(("here", "there", "outside"))
    found = sorted(draw(st.lists(st.tuples(times, to), max_size=3, unique_by=lambda move: move[0])))
    moves, last = [], first
    for at, unit in found:
        if unit != last:
            moves.append((at, unit))
            last = unit
    return first, moves


def _possible(said: list[tuple[str, dict[str, Any], int]]) -> list[tuple[str, dict[str, Any], int]]:
    """Without arbitrations of what nobody has completed yet."""
    ends = {"completed", "marked_unreadable"}
    done = next((at for at, act in enumerate(said) if act[0] in ends and act[2] == 0), len(said))
    return [act for at, act in enumerate(said) if act[0] != "arbitrated" or at > done]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    of_here=st.lists(worked(), max_size=5),
    of_there=st.lists(worked(), max_size=3),
    where_here=whereabouts("here"),
    where_there=whereabouts("there"),
    kind=st.sampled_from(("KS", "KH", "HN")),
    closed=st.sets(times, max_size=6),
    asked=st.sets(times, min_size=1, max_size=5),
    succession=successions(),
)
def test_any_campaign_equals_its_recount_at_any_moment(
    world: Any,
    elsewhere: Any,
    of_here: Any,
    of_there: Any,
    where_here: Any,
    where_there: Any,
    kind: str,
    closed: set[datetime],
    asked: set[datetime],
    succession: tuple[date, datetime | None] | None,
) -> None:
    with undone():
        campaigns = in_succession(world, elsewhere, succession)
        outside = make_world("90003", world.now)
        named = {"here": world.unit.pk, "there": elsewhere.unit.pk, "outside": outside.unit.pk, None: None}
        where = {}
        for (first, moves), written in ((where_here, of_here), (where_there, of_there)):
            been = Whereabouts(named[first], tuple((at, named[unit]) for at, unit in moves))
            book = placed(world, been)
            where[book.pk] = been
            for log, opened in written:
                entry = write(book, log, kind=kind)
                for case in opened:
                    follow(entry, case)
        every = list(filter(None, named.values()))
        for campaign, units, parts in campaigns:
            cut(campaign, [unit.unit_id for unit in units], closed)
            for start, end in zip(CUTS, CUTS[1:], strict=False):
                for moment in sorted(asked | {end}):
                    if not start < moment <= end:
                        continue
                    lines = figures_of(campaign, units, Period(start, moment), day=end.date())
                    for unit, line in zip(units, lines, strict=True):
                        part = parts[unit.unit_id]
                        again = recount(unit.unit_id, start, moment, end.date(), where=where, part=part)
                        assert told(line) == again, (campaign.code, start, moment)
                        assert sum(line.outcomes.values()) == sum(line.cumulative.values())
                        assert told(line) == whole_log(
                            unit.unit_id, start, moment, end.date(), again, where, every, part
                        )
                sliced = [
                    line.as_json() for line in figures_of(campaign, units, Period(start, end), day=end.date())
                ]
                with undone():
                    Slice.objects.all().delete()
                    uncut = figures_of(campaign, units, Period(start, end), day=end.date())
                    assert [line.as_json() for line in uncut] == sliced


def in_succession(
    world: Any, elsewhere: Any, succession: tuple[date, datetime | None] | None
) -> list[tuple[Any, list[Any], dict[int, Part]]]:
    """A campaign of both units, and where one follows, that of the first alone; with the part of each unit's work that is theirs."""
    if succession is None:
        campaign, units = campaign_of(world, elsewhere, keying_starts_on=date(2026, 3, 2))
        return [(campaign, units, {unit.unit_id: WHOLE for unit in units})]
    day, closed_at = succession
    begins = start_of(day)
    before = {"starts_on": date(2026, 3, 1), "keying_starts_on": date(2026, 3, 2), "due_on": day}
    first, units = campaign_of(world, elsewhere, **before)
    second, later = campaign_of(
        world, code="sau", starts_on=day, keying_starts_on=day, due_on=day + timedelta(days=30)
    )
    if closed_at is not None:
        Closing.objects.create(
            campaign=first,
            figures={},
            digest="0" * 64,
            closed_by=world.officer("unit_head"),
            closed_at=closed_at,
        )
    return [
        (first, units, {world.unit.pk: (None, begins), elsewhere.unit.pk: WHOLE}),
        (second, later, {world.unit.pk: (min(closed_at or begins, begins), None)}),
    ]


def cut(campaign: Any, ids: list[int], closed: set[datetime]) -> None:
    """Closes slices of the campaign's days at these moments, and of the days that have one, or follow one, the rest."""
    for start, end in zip(CUTS, CUTS[1:], strict=False):
        for moment in sorted(closed):
            if start < moment < end:
                slicing.close_slices(campaign, ids, Stretch(start, moment, end.date()))
        if end in closed or min(closed, default=end) < end:
            slicing.close_slices(campaign, ids, Stretch(start, end, end.date()))
            slicing.open_next(campaign, ids, Stretch(start, end, end.date()))


def whole_log(
    unit_id: int, start: datetime, end: datetime, day: date, again: dict[str, Any], where: dict[Any, Whereabouts],
    every: list[int], part: Part,
) -> dict[str, Any]:  # fmt: skip
    """The recount by the one query over the whole log, where it can tell: passes after an arbitration are beyond it."""
    with connection.cursor() as cursor:
        rows = counted_entries(cursor, every, Period(start, end))
    after, before = part
    rows = [row for row in rows if (after or row.at) <= row.at and (before is None or row.at < before)]
    books = dict(Entry.objects.unscoped("recount").values_list("pk", "book_id"))

    def here(row: Any, moment: datetime) -> bool:
        return where[books[row.entry]].before(moment) == unit_id

    at_end = [row for row in rows if here(row, end)]
    return again | {
        "from_files": sum(row.from_file and not row.before for row in at_end if row.at_end),
        "adjusted": sum(row.at_end for row in at_end if row.before)
        - sum(row.at_start for row in rows if row.before and here(row, start)),
        "out_of_scope": sum(row.outside for row in at_end),
        "toward_quota": sum(row.counts_toward_quota(days_of(start, day)) for row in at_end),
    }


def test_what_is_closed_is_read_and_not_counted_again(world: Any) -> None:
    campaign, units = campaign_of(world)
    at = CUTS[0] + timedelta(hours=1)
    write(world.book, [Line("entry_opened", at, {"principal": ["child"]}), Line("completed", at)])
    stretch = Stretch(CUTS[0], CUTS[0] + timedelta(hours=2), CUTS[1].date())
    ids = [units[0].unit_id]
    assert slicing.close_slices(campaign, ids, stretch) == 2  # the opening, and what came since
    assert slicing.close_slices(campaign, ids, stretch) == 0
    Tally.objects.unscoped("test").update(standing=7)
    (line,) = figures_of(campaign, units, Period(CUTS[0], CUTS[0] + timedelta(hours=3)))
    assert line.entered == {"KS": 7}


def test_only_what_was_received_since_the_last_slice_is_read_from_the_log(
    world: Any, django_assert_max_num_queries: Any
) -> None:
    campaign, units = campaign_of(world)
    for number in range(5):
        at = CUTS[0] - timedelta(days=5 - number)
        write(world.book, [Line("entry_opened", at, {"principal": ["child"]}), Line("completed", at)])
    ids = [units[0].unit_id]
    slicing.close_slices(campaign, ids, Stretch(CUTS[0], CUTS[1], CUTS[1].date()))
    slicing.open_next(campaign, ids, Stretch(CUTS[0], CUTS[1], CUTS[1].date()))
    (opening,) = Slice.objects.filter(period_from=CUTS[1])
    assert (opening.start, opening.end, opening.units) == (None, CUTS[1], ids)
    with django_assert_max_num_queries(18):
        (line,) = figures_of(campaign, units, Period(CUTS[1], CUTS[1] + timedelta(hours=1)))
    assert (line.entered, line.cumulative) == ({}, {"KS": 5})


def test_a_cut_off_moved_to_an_earlier_hour_drops_the_slices_past_it(world: Any) -> None:
    campaign, units = campaign_of(world)
    ids = [units[0].unit_id]
    for hours in (1, 3):
        at = CUTS[0] + timedelta(hours=hours)
        write(world.book, [Line("entry_opened", at, {"principal": ["child"]}), Line("completed", at)])
    slicing.close_slices(campaign, ids, Stretch(CUTS[0], CUTS[0] + timedelta(hours=4), CUTS[1].date()))
    moved = Stretch(CUTS[0], CUTS[0] + timedelta(hours=2), CUTS[1].date())
    slicing.close_slices(campaign, ids, moved)
    slicing.open_next(campaign, ids, moved)
    (line,) = figures_of(campaign, units, Period(moved.until, CUTS[1]))
    assert (line.entered, line.cumulative, line.adjusted) == ({"KS": 1}, {"KS": 2}, 0)


def test_a_unit_that_joins_later_brings_what_it_had(world: Any, elsewhere: Any) -> None:
    campaign, units = campaign_of(world, elsewhere)
    for book in (world.book, elsewhere.book):
        at = CUTS[0] - timedelta(hours=1)
        write(book, [Line("entry_opened", at, {"principal": ["child"]}), Line("completed", at)])
    stretch = Stretch(CUTS[0], CUTS[0] + timedelta(hours=4), CUTS[1].date())
    slicing.close_slices(campaign, [units[0].unit_id], stretch)
    lines = figures_of(campaign, units, Period(CUTS[0], stretch.until))
    assert [line.cumulative for line in lines] == [{"KS": 1}, {"KS": 1}]
    slicing.close_slices(campaign, [unit.unit_id for unit in units], stretch)
    assert figures_of(campaign, units, Period(CUTS[0], stretch.until)) == lines


def test_a_book_whose_unit_becomes_known_takes_its_entries_along(world: Any) -> None:
    campaign, units = campaign_of(world)
    ids = [units[0].unit_id]
    book = world.new_book(volume="9", volume_key="9", unit=None)
    at = CUTS[0] + timedelta(hours=1)
    write(book, [Line("entry_opened", at, {"principal": ["child"]}), Line("completed", at)])
    before = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        before = cursor.fetchone()[0]
    start = before - timedelta(days=1)
    slicing.close_slices(campaign, ids, Stretch(start, before - timedelta(hours=1), before.date()))
    book.unit = world.unit
    book.save()
    (line,) = figures_of(campaign, units, Period(start, before + timedelta(hours=1)), day=before.date())
    assert (line.adjusted, line.cumulative) == (1, {"KS": 1})
    (line,) = figures_of(campaign, units, Period(start, before - timedelta(hours=2)), day=before.date())
    assert (line.adjusted, line.cumulative) == (0, {})
