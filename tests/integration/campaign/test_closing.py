"""Closing: what stands in the way, what must be explained, what is kept, and that nothing is reported after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from making import campaign_of, moment

from hotich.books.models import Book, BookStatus
from hotich.campaign.budget.counting import entries_keyed
from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.budget.volumes import volumes_of
from hotich.campaign.closing.accounts import accounts_in, accounts_of, all_accounts_of, total_of
from hotich.campaign.closing.operations import ClosingRefused, close_campaign
from hotich.campaign.models import Closing, KeyedDay
from hotich.campaign.queries import campaigns_on, campaigns_reporting_on, counts_until
from hotich.checking.completing.accounts import ClosingNote
from hotich.checking.completing.operations import complete_book
from hotich.support.canonical import digest
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(world: Any) -> Any:
    return campaign_of(world)[0]


@pytest.fixture
def head(world: Any, campaign: Any) -> Any:
    return world.officer("justice_head", agency=campaign.lead_agency)


def finished(world: Any, *, counted: int, returned: bool = True) -> Book:
    """The world's book with three entries, completed and given back."""
    leader = world.officer("team_leader")
    world.assign(world.book)
    desk = Desk(world, leader)
    for line in (1, 2, 3):
        desk.whole(line=line, registration__number=str(line))
    book: Book = world.book
    book.custodian, book.entries_count = world.police, counted
    book.save()
    complete_book(
        actor=leader,
        now=world.now,
        book=book,
        note=ClosingNote(why_none="mất trang cuối"),
        explanation="sổ thiếu trang",
    )
    if returned:
        book.refresh_from_db()
        book.status, book.custodian = BookStatus.RETURNED, world.committee
        book.save()
    return book


def close(world: Any, campaign: Any, actor: Any, **explanations: str) -> Closing:
    return close_campaign(
        actor=actor, now=world.now, campaign_id=campaign.pk, explanations={key.lstrip("_"): text for key, text in explanations.items()}
    )  # fmt: skip


def refusal(act: Any) -> str:
    with pytest.raises(ClosingRefused) as refused:
        act()
    return refused.value.code


def test_books_that_are_out_or_never_given_stop_it(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3, returned=False)
    world.new_book(status=BookStatus.INVENTORIED, entries_count=None)
    (line,) = accounts_of(head, campaign)
    assert (line.books, line.out, line.never_given, line.uncounted) == (2, 1, 1, 1)
    assert len(line.stops) == 3
    assert refusal(lambda: close(world, campaign, head)) == "closing.books"
    assert not Closing.objects.exists()


def test_inventory_is_what_became_of_it_and_its_figures_are_kept(
    world: Any, campaign: Any, head: Any
) -> None:
    finished(world, counted=3)
    world.new_book(marked_for_entry=False, entries_count=900)
    (line,) = all_accounts_of(campaign)
    assert (line.inventory, line.keyed, line.accounted, line.difference, line.stops) == (3, 3, 3, 0, ())
    closing = close(world, campaign, head)
    assert closing.digest == digest(closing.figures).hex()
    assert accounts_in(Closing.objects.get().figures) == [line]
    assert closing.figures["total"]["keyed"] == total_of([line]).keyed == 3
    assert refusal(lambda: close(world, campaign, head)) == "closing.done"


def test_a_difference_is_explained_unit_by_unit(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=5)
    (line,) = all_accounts_of(campaign)
    assert line.difference == 2
    assert refusal(lambda: close(world, campaign, head)) == "closing.difference"
    assert refusal(lambda: close(world, campaign, head, other="x")) == "closing.difference"
    closing = close_campaign(
        actor=head, now=world.now, campaign_id=campaign.pk, explanations={line.code: "hai số bị cắt"}
    )
    assert accounts_in(closing.figures)[0].explanation == "hai số bị cắt"


def test_a_lost_book_is_a_difference_not_a_stop(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    world.new_book(status=BookStatus.LOST, entries_count=40)
    (line,) = all_accounts_of(campaign)
    assert (line.lost, line.difference, line.stops) == (1, 40, ())


def test_a_closed_campaign_reports_for_the_last_time_on_its_day(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    close_campaign(actor=head, now=now, campaign_id=campaign.pk, explanations={})
    day = local(now).date()
    assert campaign in campaigns_reporting_on(day)
    assert campaign not in campaigns_reporting_on(day + timedelta(days=1))
    assert campaign in campaigns_on(day + timedelta(days=1))


def test_nothing_that_comes_after_the_closing_is_counted(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    day, units = local(now).date(), [world.unit.pk]
    count_keyed(now=now)
    close_campaign(actor=head, now=now, campaign_id=campaign.pk, explanations={})
    campaign.refresh_from_db()
    later = KeyedDay.objects.unscoped("a test's own row").get()
    later.pk, later.day = None, day + timedelta(days=2)
    later.save()
    (line,) = volumes_of(campaign, units, first=day, last=day + timedelta(days=9))
    assert line.entries == 3
    assert entries_keyed(units, until=local(counts_until(campaign, now + timedelta(days=9))).date()) == {
        world.unit.pk: 3
    }
    assert counts_until(campaign, now + timedelta(days=9)) == now
    assert counts_until(campaign, now - timedelta(days=9)) == now - timedelta(days=9)


def test_who_leads_the_campaign_closes_it(world: Any, campaign: Any, elsewhere: Any) -> None:
    with pytest.raises(NotAllowed):
        close(world, campaign, world.officer("registrar"))
    with pytest.raises(NotFound):
        close(world, campaign, elsewhere.officer("justice_head", agency=elsewhere.committee))
