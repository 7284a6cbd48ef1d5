"""Closing a campaign with a unit without access: its books hold nothing up, what it declared stands apart and answers for its inventory."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from hotich.books.models import Book, BookStatus
from hotich.campaign.closing.accounts import accounts_in, accounts_of, all_accounts_of
from hotich.campaign.closing.declared import DeclaredAccount, all_declared_of, declared_in, declared_of
from hotich.campaign.closing.operations import ClosingRefused, close_campaign
from hotich.campaign.models import Closing
from hotich.checking.models import Completion
from hotich.reports.models import Declaration
from hotich.reports.operations import declare
from hotich.reports.queries import last_declared
from hotich.support.canonical import digest
from hotich.support.time import local

pytestmark = pytest.mark.django_db

COUNTED_OUTSIDE = 9_000


@pytest.fixture
def apart(led: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The second ward sends its form as a file; its one book lies counted in the inventory. The first keyed its hundred entries here."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    led.units[1].without_access = True
    led.units[1].save(update_fields=["without_access"])
    lies(led.sister.book, status=BookStatus.INVENTORIED, entries_count=COUNTED_OUTSIDE)
    lies(led.ward.book, status=BookStatus.RETURNED, entries_count=100)
    certified(led, led.ward.book, keyed=100)
    return led


def lies(book: Book, **values: Any) -> None:
    for name, value in values.items():
        setattr(book, name, value)
    book.save()


def certified(led: Any, book: Book, *, keyed: int) -> None:
    Completion.objects.create(
        book=book, order=1, explanation="", completed_by=led.ward.officer("team_leader"), completed_at=led.now,
        figures={"keyed": keyed, "void": 0, "unreadable": 0, "missing": 0, "out_of_scope": 0},
    )  # fmt: skip


def declared(led: Any, total: int, *, before: int = 0, reason: str = "") -> Declaration:
    """What the second ward says it has keyed, in the form of yesterday or of one so many days before it."""
    figures = {"KS": total, "KH": 0, "KT": 0, "other": 0, "total": total}
    return declare(
        actor=led.writer, now=led.now, reporting_unit_id=led.units[1].pk, day=day_of(led, before),
        figures={"entered": figures, "cumulative": figures}, content=b"x", reason=reason,
    )  # fmt: skip


def day_of(led: Any, before: int = 0) -> date:
    day: date = local(led.now).date() - timedelta(days=1 + before)
    return day


def close(led: Any, explanation: str = "") -> Closing:
    return close_campaign(
        actor=led.head, now=led.now, campaign_id=led.campaign.pk, explanations={led.units[1].code: explanation},
        code=led.campaign.code,
    )  # fmt: skip


def refused(led: Any) -> ClosingRefused:
    with pytest.raises(ClosingRefused) as found:
        close(led)
    assert not Closing.objects.exists()
    return found.value


def only(led: Any) -> DeclaredAccount:
    (one,) = all_declared_of(led.campaign)
    return one


def test_a_unit_that_declared_its_whole_inventory_ends_with_the_campaign(apart: Any) -> None:
    declared(apart, COUNTED_OUTSIDE)
    closing = close(apart)
    (kept,) = closing.figures["declared"]
    assert kept == {
        "code": apart.units[1].code, "name": apart.units[1].name, "books": 1, "uncounted": 0, "inventory": COUNTED_OUTSIDE,
        "certified": 0, "declared": COUNTED_OUTSIDE, "day": day_of(apart).isoformat(), "open_cases": 0, "explanation": "",
    }  # fmt: skip
    assert closing.digest == digest(closing.figures).hex()
    assert Book.objects.unscoped("test").get(pk=apart.sister.book.pk).status == BookStatus.INVENTORIED


def test_what_is_declared_is_in_no_sum_of_what_was_counted(apart: Any) -> None:
    declared(apart, COUNTED_OUTSIDE)
    figures = close(apart).figures
    assert [one["code"] for one in figures["units"]] == [apart.units[0].code]
    assert (figures["total"]["inventory"], figures["total"]["keyed"], figures["total"]["books"]) == (
        100,
        100,
        1,
    )


def test_its_books_hold_nothing_up_wherever_they_are(apart: Any) -> None:
    for status in (BookStatus.HANDED_OVER, BookStatus.KEYING, BookStatus.COMPLETE):
        apart.sister.new_book(status=status, entries_count=0)
    declared(apart, COUNTED_OUTSIDE)
    assert close(apart)


def test_a_unit_that_keys_here_is_held_up_all_the_same(apart: Any) -> None:
    declared(apart, COUNTED_OUTSIDE)
    apart.ward.new_book(status=BookStatus.INVENTORIED)
    found = refused(apart)
    assert found.code == "closing.books"
    assert apart.units[1].name not in found.message


def test_a_difference_from_what_was_declared_is_explained(apart: Any) -> None:
    declared(apart, 8_000)
    assert (only(apart).difference, only(apart).differs) == (1_000, True)
    found = refused(apart)
    assert found.code == "closing.difference"
    assert f"{apart.units[1].name} chênh 1.000" in found.message
    (kept,) = declared_in(close(apart, "sổ rách nát").figures, [apart.units[1].code])
    assert (kept.declared, kept.day, kept.explanation) == (8_000, day_of(apart), "sổ rách nát")


def test_a_unit_that_never_sent_a_form_is_not_at_zero_and_says_why(apart: Any) -> None:
    assert (only(apart).declared, only(apart).day, only(apart).difference) == (None, None, None)
    found = refused(apart)
    assert found.code == "closing.difference"
    assert f"{apart.units[1].name} chưa gửi biểu nào" in found.message
    (kept,) = declared_in(close(apart, "chưa bố trí máy").figures, [apart.units[1].code])
    assert (kept.declared, kept.day, kept.explanation) == (None, None, "chưa bố trí máy")


def test_an_inventory_with_a_book_nobody_counted_is_explained_whatever_was_declared(apart: Any) -> None:
    apart.sister.new_book(status=BookStatus.INVENTORIED, entries_count=None)
    declared(apart, COUNTED_OUTSIDE)
    assert f"{apart.units[1].name} chênh 0 (1 quyển chưa đếm)" in refused(apart).message
    assert close(apart, "sổ mục, không đếm được")


def test_the_last_word_of_the_last_day_counts_as_in_the_reports(apart: Any) -> None:
    declared(apart, 7_000)
    declared(apart, 6_000, reason="gửi nhầm")
    declared(apart, 8_500, before=2)
    last = last_declared([apart.units[1].pk])[apart.units[1].pk]
    assert (only(apart).declared, only(apart).day) == (6_000, day_of(apart))
    assert (last.figures["cumulative"]["total"], last.date) == (6_000, day_of(apart))


def test_what_was_completed_here_once_stands_beside_what_is_declared(apart: Any) -> None:
    lies(apart.sister.book, status=BookStatus.RETURNED)
    certified(apart, apart.sister.book, keyed=400)
    declared(apart, 8_600)
    assert (only(apart).certified, only(apart).difference) == (400, 400)


def test_sums_of_declared_units_are_known_when_each_has_sent_a_form(apart: Any) -> None:
    apart.units[0].without_access = True
    apart.units[0].save(update_fields=["without_access"])
    declared(apart, 8_000)
    both = all_declared_of(apart.campaign)
    assert not all_accounts_of(apart.campaign)
    assert (both.inventory, both.declared, both.without_form, both.difference) == (9_100, 8_000, 1, None)


def test_an_officer_sees_what_his_own_unit_declared(apart: Any) -> None:
    declared(apart, 8_000)
    own, other = apart.sister.officer("registrar"), apart.ward.officer("registrar")
    assert [one.declared for one in declared_of(own, apart.campaign)] == [8_000]
    assert not accounts_of(own, apart.campaign)
    assert not declared_of(other, apart.campaign)


def test_a_closing_from_before_units_without_access_stood_apart_is_read_as_it_was(apart: Any) -> None:
    declared(apart, COUNTED_OUTSIDE)
    figures = close(apart).figures
    old = {name: value for name, value in figures.items() if name != "declared"}
    assert not declared_in(old, [unit.code for unit in apart.units])
    assert [one.keyed for one in accounts_in(old)] == [100]
