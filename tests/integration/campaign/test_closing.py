"""Closing: what stands in the way, what must be explained, what is kept, and that nothing is reported after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from making import campaign_of, moment

from hotich.books.models import Book, BookStatus
from hotich.books.operations import assign, end_assignment, hand_over, receive
from hotich.campaign.budget.counting import entries_keyed
from hotich.campaign.budget.operations import add_item, count_keyed, note_amount, set_rate
from hotich.campaign.budget.volumes import volumes_of
from hotich.campaign.closing.accounts import (
    accounts_in,
    accounts_of,
    all_accounts_of,
    books_that_differ,
    total_of,
)
from hotich.campaign.closing.operations import ClosingRefused, close_campaign
from hotich.campaign.models import Closing, KeyedDay
from hotich.campaign.operations import UnitTaken
from hotich.campaign.plan.operations import add_basis
from hotich.campaign.policies import CampaignClosed
from hotich.campaign.queries import campaigns_on, campaigns_reporting_on, counts_until
from hotich.campaign.spans import Span, spans_of
from hotich.campaign.steering.operations import give_measure, raise_obstacle
from hotich.campaign.targets.operations import draw_up
from hotich.campaign.targets.queries import counted_of
from hotich.checking.completing.accounts import ClosingNote
from hotich.checking.completing.operations import complete_book
from hotich.checking.models import Completion
from hotich.core.quotas import Period
from hotich.reports.figures import figures_of
from hotich.reports.operations import SETTLING, freeze
from hotich.reports.periods import period_at
from hotich.reports.tracing import entries_behind
from hotich.support.canonical import digest
from hotich.support.errors import NotAllowed, NotFound
from hotich.support.time import local, start_of, today

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
        actor=actor, now=world.now, campaign_id=campaign.pk, explanations={key.lstrip("_"): text for key, text in explanations.items()},
        code=campaign.code,
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
        actor=head,
        now=world.now,
        campaign_id=campaign.pk,
        explanations={line.code: "hai số bị cắt"},
        code=campaign.code,
    )
    assert accounts_in(closing.figures)[0].explanation == "hai số bị cắt"


def certified(world: Any, *, counted: int, keyed: int, volume: str) -> Book:
    """A book that is back, with a certificate of so many entries."""
    book: Book = world.new_book(status=BookStatus.RETURNED, entries_count=counted, volume=volume)
    Completion.objects.create(
        book=book, order=1, explanation="đếm sai", completed_by=world.officer("team_leader"), completed_at=world.now,
        figures={"keyed": keyed, "void": 0, "unreadable": 0, "missing": 0, "out_of_scope": 0},
    )  # fmt: skip
    return book


def test_one_book_does_not_make_up_for_another(world: Any, campaign: Any, head: Any) -> None:
    world.book.delete()
    long = certified(world, counted=90, keyed=100, volume="11")
    thin = certified(world, counted=60, keyed=50, volume="12")
    certified(world, counted=20, keyed=20, volume="13")
    (line,) = all_accounts_of(campaign)
    assert (line.difference, line.differing, line.short, line.over) == (0, 2, 10, 10)
    assert line.difference_in_words == "0 (2 quyển: thiếu 10, thừa 10)"
    told = {one.book: one.in_words for one in books_that_differ(campaign, [world.unit.pk])[world.unit.pk]}
    assert told == {long: "thừa 10", thin: "thiếu 10"}
    with pytest.raises(ClosingRefused, match="2 quyển: thiếu 10, thừa 10") as refused:
        close(world, campaign, head)
    assert refused.value.code == "closing.difference"
    closing = close_campaign(
        actor=head,
        now=world.now,
        campaign_id=campaign.pk,
        explanations={line.code: "hai quyển đếm sai"},
        code=campaign.code,
    )
    assert accounts_in(closing.figures)[0].short == 10


def test_a_book_that_went_back_unkeyed_is_not_out_any_more(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    leader, registrar = world.officer("team_leader"), world.officer("registrar")
    book = world.new_book(custodian=world.police, status=BookStatus.HANDED_OVER, entries_count=40)
    given = assign(actor=leader, now=world.now, book=book, team=world.team, officer=None, station=None)
    (line,) = all_accounts_of(campaign)
    assert (line.out, line.never_given, line.returned) == (1, 0, 1)
    end_assignment(actor=leader, now=world.now, assignment=given)
    minutes = hand_over(
        actor=leader, now=world.now, book=book, to_agency=world.committee, way="return", reason="ngoài phạm vi đợt"
    )  # fmt: skip
    receive(actor=registrar, now=world.now, handover=minutes)
    (line,) = all_accounts_of(campaign)
    assert (line.out, line.never_given, line.returned) == (0, 1, 1)
    period = Period(start_of(today()), moment() + timedelta(minutes=1))
    (figures,) = figures_of(campaign, list(campaign.reporting_units.all()), period)
    assert figures.books == {"inventoried": 1, "returned": 1}


def test_a_lost_book_is_a_difference_not_a_stop(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    world.new_book(status=BookStatus.LOST, entries_count=40)
    (line,) = all_accounts_of(campaign)
    assert (line.lost, line.difference, line.stops) == (1, 40, ())


def test_a_closed_campaign_reports_for_the_last_time_on_its_day(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    close_campaign(actor=head, now=now, campaign_id=campaign.pk, explanations={}, code=campaign.code)
    day = local(now).date()
    assert campaign in campaigns_reporting_on(day)
    assert campaign not in campaigns_reporting_on(day + timedelta(days=1))
    assert campaign in campaigns_on(day + timedelta(days=1))


def test_the_last_report_says_what_the_closing_says(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    closing = close_campaign(
        actor=head, now=now, campaign_id=campaign.pk, explanations={}, code=campaign.code
    )
    campaign.refresh_from_db()
    _, day = period_at(campaign, now)
    *units, town = freeze(campaign=campaign, day=day, now=now + SETTLING)
    assert (len(units), town.period_to) == (1, now)
    assert town.figures["cumulative"]["total"] == closing.figures["total"]["keyed"] == 3
    assert town.figures["books"] == {"returned": closing.figures["total"]["returned"]}


def test_nothing_that_comes_after_the_closing_is_counted(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    day, units = local(now).date(), [world.unit.pk]
    count_keyed(now=now)
    close_campaign(actor=head, now=now, campaign_id=campaign.pk, explanations={}, code=campaign.code)
    campaign.refresh_from_db()
    later = KeyedDay.objects.unscoped("a test's own row").get()
    later.pk, later.day = None, day + timedelta(days=2)
    later.save()
    (line,) = volumes_of(campaign, units, first=day, last=day + timedelta(days=9))
    assert line.entries == 3
    assert entries_keyed(
        campaign, units, until=local(counts_until(campaign, now + timedelta(days=9))).date()
    ) == {world.unit.pk: 3}
    assert counts_until(campaign, now + timedelta(days=9)) == now
    assert counts_until(campaign, now - timedelta(days=9)) == now - timedelta(days=9)


def test_who_closes_a_campaign_names_it_for_it_cannot_be_undone(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    said = {"actor": head, "now": world.now, "campaign_id": campaign.pk, "explanations": {}}
    for typed in ("", "  ", "khác", f"{campaign.code} và nữa"):
        with pytest.raises(ClosingRefused, match=campaign.code) as refused:
            close_campaign(**said, code=typed)
        assert refused.value.code == "closing.not_confirmed"
    assert not Closing.objects.exists()
    assert close_campaign(**said, code=f" {campaign.code.lower()} ").campaign == campaign


def test_who_leads_the_campaign_closes_it(world: Any, campaign: Any, elsewhere: Any) -> None:
    with pytest.raises(NotAllowed):
        close(world, campaign, world.officer("registrar"))
    with pytest.raises(NotFound):
        close(world, campaign, elsewhere.officer("justice_head", agency=elsewhere.committee))


# -- one campaign after the other


def next_campaign(world: Any, campaign: Any, **more: Any) -> Any:
    """Another campaign of the unit, from tomorrow on."""
    day = today() + timedelta(days=1)
    said = {
        "code": "sau", "lead_agency": campaign.lead_agency, "starts_on": day, "keying_starts_on": day,
        "due_on": day + timedelta(days=40), **more,
    }  # fmt: skip
    return campaign_of(world, **said)


def test_a_unit_is_in_one_campaign_at_a_time(world: Any, campaign: Any, head: Any) -> None:
    with pytest.raises(UnitTaken, match="Đợt thử"):
        next_campaign(world, campaign)
    carried_out, _ = next_campaign(world, campaign, code="con", parent=campaign)
    assert spans_of(carried_out) == spans_of(campaign) == {}
    after = campaign.due_on
    planned, _ = next_campaign(
        world, campaign, code="tiep", starts_on=after, keying_starts_on=after, due_on=after + timedelta(days=90), parent=carried_out
    )  # fmt: skip
    assert spans_of(planned) == {}, "it carries out what carries out the first"


def test_after_a_campaign_has_ended_its_unit_may_be_in_another(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    close_campaign(actor=head, now=now, campaign_id=campaign.pk, explanations={}, code=campaign.code)
    second, _ = next_campaign(world, campaign)
    assert spans_of(second) == {world.unit.pk: Span(after=now)}
    assert spans_of(campaign) == {world.unit.pk: Span(before=start_of(second.keying_starts_on))}


def test_what_one_campaign_counted_the_next_one_does_not(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    now = moment()
    count_keyed(now=now)
    close_campaign(actor=head, now=now, campaign_id=campaign.pk, explanations={}, code=campaign.code)
    second, (unit,) = next_campaign(world, campaign)
    first_day = second.keying_starts_on
    (line,) = all_accounts_of(second)
    assert (line.books, line.inventory, line.keyed) == (0, 0, 0)
    assert entries_keyed(second, [world.unit.pk], until=first_day) == {}
    assert volumes_of(second, [world.unit.pk], first=today(), last=first_day) == []
    period = Period(start_of(first_day), start_of(first_day) + timedelta(hours=13))
    (figures,) = figures_of(second, [unit], period)
    assert (figures.required, sum(figures.cumulative.values()), figures.books) == (0, 0, {})
    assert not entries_behind(head, unit, period, ("cumulative", "total"), day=first_day)
    assert counted_of(second, [unit], now)[world.unit.pk].books == {}
    (mine,) = all_accounts_of(campaign)
    assert (mine.books, mine.keyed) == (1, 3)


def test_what_left_its_shelf_after_the_closing_is_the_next_campaigns(
    world: Any, campaign: Any, head: Any
) -> None:
    Closing.objects.create(
        campaign=campaign, figures={"units": [], "total": {}, "cases": {}}, digest="0" * 64, closed_by=head,
        closed_at=moment() - timedelta(hours=1),
    )  # fmt: skip
    finished(world, counted=3)
    second, (unit,) = next_campaign(world, campaign)
    (line,) = all_accounts_of(second)
    assert (line.books, line.inventory, line.keyed) == (1, 3, 3)
    first_day = second.keying_starts_on
    period = Period(start_of(first_day), start_of(first_day) + timedelta(hours=13))
    (figures,) = figures_of(second, [unit], period)
    assert sum(figures.cumulative.values()) == 3
    assert counted_of(second, [unit], moment())[world.unit.pk].books == {"KS": 1}
    assert entries_behind(head, unit, period, ("cumulative", "total"), day=first_day).count() == 3


def test_an_ended_campaigns_plan_is_not_rewritten(world: Any, campaign: Any, head: Any) -> None:
    finished(world, counted=3)
    close(world, campaign, head)
    officer = world.officer("justice_officer", agency=campaign.lead_agency)
    registrar = world.officer("registrar")
    unit = campaign.reporting_units.get()
    said = {"actor": officer, "now": moment()}
    for refused in (
        lambda: add_basis(actor=officer, campaign_id=campaign.pk, sort="law", title="Luật Hộ tịch"),
        lambda: draw_up(**said, campaign_id=campaign.pk, reason="Lập lại"),
        lambda: give_measure(
            **said, reporting_unit_id=unit.pk, kind="reminder", agency=campaign.lead_agency, finding="chậm", asked="nhanh lên",
            due_on=None,
        ),
        lambda: raise_obstacle(
            actor=registrar, now=moment(), reporting_unit_id=unit.pk, topic="justice", text="Thiếu máy"
        ),
        lambda: set_rate(
            actor=registrar, now=moment(), campaign=campaign, since=today(), basis="QĐ 1", per_entry=900, per_short=0,
            per_medium=0, per_long=0,
        ),
    ):  # fmt: skip
        with pytest.raises(CampaignClosed, match="đã kết thúc"):
            refused()
    given = {"actor": registrar, "now": moment()}
    item = add_item(
        **given, campaign=campaign, unit_id=world.unit.pk, group="other", name="Đóng sổ", source="commune"
    )
    assert note_amount(**given, item_id=item.pk, kind="spent", amount=90_000, day=today()).amount == 90_000
