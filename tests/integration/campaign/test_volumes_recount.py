"""Random work counted twice: by the one query, and entry by entry from the transcriptions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from desk import Desk, typed
from making import campaign_of, moment

from hotich.campaign.budget.counting import MEDIUM, SHORT
from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.budget.volumes import Volume, volumes_of
from hotich.campaign.models import Rate
from hotich.core.quotas import VIETNAM
from hotich.entries.models import Entry, Transcription

pytestmark = pytest.mark.django_db

NOT_WORK = ("constant", "imported", "annotation")
FIRST = date(2023, 6, 1)
DAYS = 6


def keyed_at_random(desks: list[Desk], rng: Random, number: int) -> None:
    """Entries with values of any length and origin, finished at any minute of the days; some void, some outside the scope."""
    for line in range(1, number + 1):
        desk = rng.choice(desks)
        entry = desk.whole(page=1 + line // 40, line=1 + line % 40)
        fields = {
            f"extra.f{at}": typed(
                "x" * rng.choice((0, 1, 14, 15, 16, 49, 50, 51, 200)), o=rng.choice(("typed", "picked", "carried", "confirmed", *NOT_WORK))
            )
            for at in range(rng.randrange(8))
        }  # fmt: skip
        fields["extra.none"] = {"v": None, "m": "illegible", "o": "typed"}
        Transcription.objects.filter(entry_id=entry, pass_number=0).update(fields=fields)
        moment = datetime.combine(FIRST, time(), tzinfo=VIETNAM) + timedelta(
            minutes=rng.randrange(-900, DAYS * 1440 + 900)
        )
        moment = rng.choice(
            (moment, moment.replace(hour=0, minute=0), moment.replace(hour=23, minute=59, second=59))
        )
        Entry.objects.unscoped("a test's own entry").filter(pk=entry).update(
            first_completed_at=moment,
            void=rng.random() < 0.1,
            out_of_scope=rng.random() < 0.1,
            from_file=rng.random() < 0.1,
        )


def recounted(rates: list[Rate]) -> dict[tuple[int, int], Volume]:
    found: dict[tuple[int, int], Volume] = {}
    for entry in Entry.objects.unscoped("a test's recount").filter(first_completed_at__isnull=False):
        day = entry.first_completed_at.astimezone(VIETNAM).date()
        if (
            entry.void
            or entry.out_of_scope
            or entry.from_file
            or not FIRST <= day < FIRST + timedelta(days=DAYS)
        ):
            continue
        fields = Transcription.objects.get(entry=entry, pass_number=0).fields.values()
        lengths = [len(one["v"]) for one in fields if one["v"] and one["o"] not in NOT_WORK]
        one = Volume(
            entry.unit_id, entry.completed_by_id, 1, sum(n <= SHORT for n in lengths), sum(SHORT < n <= MEDIUM for n in lengths),
            sum(n > MEDIUM for n in lengths),
        )  # fmt: skip
        rate = next((each for each in reversed(rates) if each.since <= day), None)
        key = (one.unit_id, one.officer_id)
        one = one.plus(Volume(*key, money=one.worth(rate)))
        found[key] = found[key].plus(one) if key in found else one
    return found


@pytest.mark.parametrize("seed", range(3))
def test_any_work_over_any_days_and_rates_is_counted_as_entry_by_entry(
    world: Any, elsewhere: Any, seed: int
) -> None:
    rng = Random(seed)
    campaign, _ = campaign_of(world, elsewhere)
    desks = []
    for one in (world, elsewhere):
        leader = one.officer("team_leader")
        one.assign(one.book)
        desks += [Desk(one, one.officer("keyer")), Desk(one, leader)]
    keyed_at_random(desks, rng, 60)
    rates = [
        Rate.objects.create(
            campaign=campaign, since=FIRST + timedelta(days=day), per_entry=rng.randrange(900), per_short=rng.randrange(90),
            per_medium=rng.randrange(90), per_long=rng.randrange(90), basis="QĐ", set_by=desks[0].officer, set_at=world.now,
        )
        for day in sorted(rng.sample(range(-3, DAYS + 3), 3))
    ]  # fmt: skip

    def same() -> None:
        counted = volumes_of(
            campaign, [world.unit.pk, elsewhere.unit.pk], first=FIRST, last=FIRST + timedelta(days=DAYS - 1)
        )
        assert {(one.unit_id, one.officer_id): one for one in counted} == recounted(rates)
        assert len(counted) >= 2

    assert count_keyed(now=world.now) >= 2
    same()
    # The log has a line of every change: what it received about the last count and since is counted again, and nothing else.
    later = moment() + timedelta(hours=2)
    for entry in rng.sample(list(Entry.objects.unscoped("a test's own entries")), 12):
        Entry.objects.unscoped("a test's own entry").filter(pk=entry.pk).update(void=not entry.void)
    assert count_keyed(now=later) >= 1
    same()
    assert count_keyed(now=later + timedelta(hours=1)) == 0


def test_a_book_that_comes_to_another_unit_takes_its_work_along(world: Any, elsewhere: Any) -> None:
    campaign, _ = campaign_of(world, elsewhere)
    world.assign(world.book)
    desk = Desk(world, world.officer("team_leader"))
    entry = Entry.objects.unscoped("a test's own entry").get(pk=desk.whole(line=1))
    day = entry.first_completed_at.astimezone(VIETNAM).date()
    count_keyed(now=world.now)
    units = [world.unit.pk, elsewhere.unit.pk]
    assert [one.unit_id for one in volumes_of(campaign, units, first=day, last=day)] == [world.unit.pk]
    world.book.unit = elsewhere.unit
    world.book.save()
    Entry.objects.unscoped("a test's own entry").filter(pk=entry.pk).update(unit=elsewhere.unit)
    count_keyed(now=moment())
    assert [one.unit_id for one in volumes_of(campaign, units, first=day, last=day)] == [elsewhere.unit.pk]
