"""Places offered over the API, and what a written place is today on the entry's page."""

from __future__ import annotations

from typing import Any

import pytest
from desk import CHILD, Desk, typed
from django.test import Client

pytestmark = pytest.mark.django_db


def asked(officer: Any, book: Any, **body: Any) -> Any:
    client = Client()
    client.force_login(officer)
    return client.post(f"/api/books/{book.pk}/places", body, content_type="application/json")


@pytest.fixture
def of_minh_hung(desk: Desk) -> Desk:
    """The desk over a book of 1987 of the commune Minh Hưng."""
    unit, book = desk.world.unit, desk.world.book
    unit.key, unit.name = "25441@2022", "Minh Hưng"
    unit.save()
    book.year_opened, book.edition = 1987, "KS/1976"
    book.save()
    return desk


def test_a_keyer_is_offered_the_places_of_the_books_day_and_area(of_minh_hung: Desk) -> None:
    answer = asked(of_minh_hung.officer, of_minh_hung.world.book, typed="mh")
    assert answer.status_code == 200
    assert answer.json()[0] == {
        "unit": "25441@1977",
        "text": "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé",
        "today": "phường Minh Hưng, thành phố Đồng Nai",
    }
    assert len(answer.json()) <= 5


def test_the_day_and_the_books_style_are_kept(of_minh_hung: Desk) -> None:
    answer = asked(of_minh_hung.officer, of_minh_hung.world.book, typed="mh", on="2010-05-03", style="short")
    assert answer.json()[0]["text"] == "X. Minh Hưng, H. Chơn Thành, T. Bình Phước"


def test_places_are_for_who_keys_the_book(of_minh_hung: Desk, elsewhere: Any) -> None:
    book = of_minh_hung.world.book
    assert asked(of_minh_hung.world.officer("registrar"), book, typed="mh").status_code == 403
    assert asked(elsewhere.officer("keyer"), book, typed="mh").status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"typed": "x" * 61}, {"typed": "m", "on": "hôm nay"}, {"typed": "m", "style": "vuông"}]
)
def test_a_request_that_cannot_be_read_is_refused(of_minh_hung: Desk, body: dict[str, Any]) -> None:
    assert asked(of_minh_hung.officer, of_minh_hung.world.book, **body).status_code == 422


def test_an_entry_keyed_today_keeps_its_unit_and_shows_what_it_is_today(of_minh_hung: Desk) -> None:
    from hotich.entries.models import Transcription

    of_minh_hung.open()
    place = "xã Minh Hưng, h. Bình Long, t. Sông Bé"
    of_minh_hung.key(CHILD | {"registration.date": typed("03/05/1987"), "child.birth_place": typed(place)})
    kept = Transcription.objects.get(entry_id=of_minh_hung.entry)
    assert kept.fields["child.birth_place"]["v"] == place
    assert kept.normalised["child.birth_place"]["unit_then"] == "25441@1977"
    client = Client()
    client.force_login(of_minh_hung.officer)
    page = client.get(f"/truong-hop/{of_minh_hung.entry}/").content.decode()
    assert place in page
    assert "nay: phường Minh Hưng, thành phố Đồng Nai" in page
