"""What a written place is today on the entry's page."""

from __future__ import annotations

import pytest
from desk import CHILD, Desk, typed
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_minh_hung(desk: Desk) -> Desk:
    """The desk over a book of 1987 of the commune Minh Hưng."""
    unit, book = desk.world.unit, desk.world.book
    unit.key, unit.name = "25441@2022", "Minh Hưng"
    unit.save()
    book.year_opened, book.edition = 1987, "KS/1976"
    book.save()
    return desk


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
