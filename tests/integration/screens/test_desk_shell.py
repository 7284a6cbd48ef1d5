"""The page of the desk: the same for everybody, so that a browser can keep it."""

from __future__ import annotations

import json
import re
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


def test_what_the_desk_is_made_of_is_listed_by_names_that_change_with_the_contents(own: Any) -> None:
    listing = Client().get("/nhap/tep.json").json()
    files = listing["files"]
    assert {"/nhap/", "/nhap/ngoai-tuyen/"} <= set(files)
    assert len(listing["version"]) == 16
    hashed = [file for file in files if file.startswith("/static/") and not file.endswith(".woff2")]
    assert all("?v=" in file for file in hashed)
    for part in (
        "entry_desk/desk.js",
        "entry_desk/desk.css",
        "specs/KS-2006.json",
        "shell/ung-dung.webmanifest",
    ):
        assert [file for file in files if file.startswith(f"/static/{part}?")], part
    assert not [file for file in files if "sw.js" in file], "the browser asks for the worker itself"


def test_every_listed_file_is_there_for_a_stranger(own: Any) -> None:
    client = Client()
    for file in client.get("/nhap/tep.json").json()["files"]:
        answer = client.get(file)
        assert answer.status_code == 200, file
        b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_page_asks_for_the_very_files_that_are_kept(own: Any) -> None:
    """An address that differs in one letter would be fetched beside the kept one, and be missing without a line."""
    client = Client()
    files = set(client.get("/nhap/tep.json").json()["files"])
    for address in ("/nhap/", "/nhap/ngoai-tuyen/"):
        page = client.get(address).content.decode()
        asked = set(re.findall(r'(?:href|src|data-[a-z]+)="(/static/[^"]+)"', page))
        assert asked
        assert asked <= files, address


def test_the_worker_stands_at_the_root_and_is_asked_for_anew(own: Any) -> None:
    answer = Client().get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_application_can_be_installed_under_its_vietnamese_name(own: Any) -> None:
    client = Client()
    (address,) = re.findall(r'rel="manifest" href="([^"]+)"', client.get("/nhap/").content.decode())
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(b"".join(answer.streaming_content))
    assert manifest["name"] == "Nhập dữ liệu sổ hộ tịch"
    assert (manifest["start_url"], manifest["lang"]) == ("/nhap/", "vi")
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
