"""The books behind a unit's figure of the daily form are that unit's, one click away."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from making import moment

from hotich.books.models import BookCount
from hotich.reports.counting.books import Standing
from hotich.reports.periods import period_at
from hotich.reports.queries import form_at
from hotich.reports.tracing import books_behind
from hotich.support.errors import NotFound

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def counted(led: Any, world: Any, volume: str) -> Any:
    """A book that was counted before the day's cut-off."""
    made = world.new_book(entries_count=40, volume=volume)
    BookCount.objects.create(
        book=made, entries_count=40, count_basis=made.count_basis, counted_at=led.now - timedelta(days=2)
    )
    return made


def test_a_figure_of_one_unit_leads_to_the_books_of_that_unit(led: Any) -> None:
    mine, other = (
        counted(led, one, volume) for one, volume in ((led.ward, "07/2006"), (led.sister, "08/2006"))
    )
    client = signed_in(led.writer)
    form = client.get("/bao-cao/").content.decode()
    linked = [unescape(one) for one in re.findall(r'href="(/bao-cao/[^"]*)"', form)]
    code = led.ward.unit.code
    behind = {
        path: one for one in linked for path in ("required", "books.keying") if f"/{code}/{path}/" in one
    }
    assert set(behind) == {"required", "books.keying"}
    page = client.get(behind["required"]).content.decode()
    assert f"/so/{mine.pk}/" in page
    assert f"/so/{other.pk}/" not in page


def test_the_books_behind_a_figure_are_those_it_counted_whatever_became_of_them(led: Any) -> None:
    counted(led, led.ward, "07/2006")
    out = counted(led, led.ward, "08/2006")
    spare = led.ward.new_book(entries_count=90, volume="09/2006", marked_for_entry=False)
    client = signed_in(led.writer)
    asked = moment()
    (unit,) = [one for one in led.units if one.unit_id == led.ward.unit.pk]
    period, _ = period_at(led.campaign, asked)
    (line,) = [one for one in form_at(led.campaign, asked)["units"] if one["code"] == unit.code]
    out.status = "returned"
    out.save()

    def behind(*path: str) -> list[tuple[Any, Standing]]:
        return books_behind(led.writer, unit, period, path)

    for status, books in line["books"].items():
        assert len(behind("books", status)) == books
    assert sum(one.entries for _, one in behind("required")) == line["required"] >= 80
    kept = {book.pk: one.status for book, one in behind("required")}
    assert kept[out.pk] == "keying"
    assert spare.pk not in kept
    page = client.get(f"/bao-cao/{unit.code}/books.returned/").content.decode()
    assert f"/so/{out.pk}/" in page
    with pytest.raises(NotFound):
        books_behind(led.ward.officer("registrar"), led.units[1], period, ("required",))
    assert client.get(f"/bao-cao/{unit.code}/books.nothing/").status_code == 404


def test_a_unit_without_books_is_an_empty_list_and_one_of_others_is_not_there(led: Any) -> None:
    client = signed_in(led.writer)
    empty = client.get(f"/so/?don-vi={led.town.code}")
    assert empty.status_code == 200
    assert "Không có quyển nào" in empty.content.decode()
    assert client.get("/so/?don-vi=90003").status_code == 404
    assert (
        signed_in(led.ward.officer("registrar")).get(f"/so/?don-vi={led.sister.unit.code}").status_code == 404
    )
