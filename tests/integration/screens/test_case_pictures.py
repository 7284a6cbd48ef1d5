"""The piece of the page beside a point that differs: for whom everything on the page is open, and nobody else."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from hotich.entries.models import Entry
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db
LIST = "/danh-sach-theo-doi-rieng/"


@pytest.fixture
def drawn(own: Any) -> Any:
    """The ward, the page of whose mismatch has an image."""
    kept = Path(settings.HOME) / "pages" / f"{own.page.pk}.webp"
    kept.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (1600, 1100), (240, 236, 224)).save(kept, "WEBP")
    # A page of this form has one entry, on its first line.
    Entry.objects.unscoped("a test's own entry").filter(pk=own.mismatched.pk).update(line=1)
    return own


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def address(side: Any, field: str = "birth_date") -> str:
    return f"{LIST}{side.case.pk}/anh/{field}.webp"


def test_the_picture_is_a_piece_and_not_the_page(drawn: Any) -> None:
    page = signed_in(drawn, "verifier").get(f"{LIST}{drawn.case.pk}/").content.decode()
    assert address(drawn) in page
    response = signed_in(drawn, "verifier").get(address(drawn))
    assert response.status_code == 200
    with Image.open(BytesIO(response.content)) as piece:
        assert piece.width < 1600
    assert "private" in response.headers["Cache-Control"]


def test_a_restricted_entry_on_the_page_shuts_every_picture_of_it(drawn: Any) -> None:
    from hotich.entries.operations import flag

    flag(actor=None, entry_id=drawn.matched.pk, flags={"sensitive": True}, reason="thử", now=clock())
    inspector = signed_in(drawn, "inspector")
    assert inspector.get(address(drawn)).status_code == 403
    assert address(drawn) not in inspector.get(f"{LIST}{drawn.case.pk}/").content.decode()
    assert signed_in(drawn, "registrar").get(address(drawn)).status_code == 200


def test_a_field_that_is_nothing_has_no_picture(drawn: Any) -> None:
    assert signed_in(drawn, "verifier").get(address(drawn, "residence")).status_code == 404
    assert signed_in(drawn, "verifier").get(address(drawn, "nothing")).status_code == 404
