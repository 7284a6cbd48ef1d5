"""The books behind a unit's figure of the daily form are that unit's, one click away."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hotich.books.models import BookCount

pytestmark = pytest.mark.django_db


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
    linked = [unescape(one) for one in re.findall(r'href="(/so/[^"]*)"', form)]
    code = led.ward.unit.code
    assert {f"/so/?don-vi={code}", f"/so/?don-vi={code}&trang-thai=keying"} <= set(linked)
    assert all("don-vi=" in address for address in linked if "?" in address)
    page = client.get(f"/so/?don-vi={code}").content.decode()
    assert f"/so/{mine.pk}/" in page
    assert f"/so/{other.pk}/" not in page
    assert f'<option value="{code}" selected>' in page
    assert f'<option value="{led.sister.unit.code}">' in page


def test_a_unit_without_books_is_an_empty_list_and_one_of_others_is_not_there(led: Any) -> None:
    client = signed_in(led.writer)
    empty = client.get(f"/so/?don-vi={led.town.code}")
    assert empty.status_code == 200
    assert "Không có quyển nào" in empty.content.decode()
    assert client.get("/so/?don-vi=90003").status_code == 404
    assert (
        signed_in(led.ward.officer("registrar")).get(f"/so/?don-vi={led.sister.unit.code}").status_code == 404
    )
