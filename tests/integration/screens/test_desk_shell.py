"""The page of the desk: the same for everybody, so that a browser can keep it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESSES = ("/nhap/", f"/nhap/{uuid4()}/", "/nhap/luyen-tap/", "/nhap/?so=1")


def test_the_page_is_the_same_at_every_address_and_for_everybody(own: Any) -> None:
    clients = [Client(), Client(), Client()]
    clients[1].force_login(own.officers["keyer"])
    clients[2].force_login(own.officers["registrar"])
    pages = {client.get(address).content for client in clients for address in ADDRESSES}
    assert len(pages) == 1
    (page,) = pages
    assert not [officer for officer in own.officers.values() if officer.full_name in page.decode()]


def test_it_may_be_kept_and_gives_the_token_that_a_form_needs(own: Any) -> None:
    client = Client()
    client.force_login(own.officers["keyer"])
    answer = client.get("/nhap/")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.cookies["csrftoken"].value


def test_nothing_else_below_its_address_is_open_to_a_stranger(own: Any) -> None:
    for address in ("/nhap/may/", "/nhap/ai-do/", f"/nhap/{uuid4()}/them/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/dang-nhap/")


def test_it_has_no_script_or_style_of_its_own(own: Any) -> None:
    page = Client().get("/nhap/").content.decode()
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")
    assert 'style="' not in page
