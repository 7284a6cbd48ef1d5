"""The doors under attack and bad luck: no address sends elsewhere, no form breaks, no answer and no log says too much."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from making import campaign_of

from hotich.support.logs import WithoutValues
from hotich.support.time import today

pytestmark = pytest.mark.django_db
PASSWORD = "mật-khẩu-của-tôi-2023"


def signed_in(officer: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    return client


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(world: Any, elsewhere: str) -> None:
    officer = world.officer("keyer")
    officer.set_password(PASSWORD)
    officer.save()
    response = Client().post(
        "/dang-nhap/", {"login": officer.username, "password": PASSWORD, "next": elsewhere}
    )
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_the_session_cookie_is_not_for_scripts_and_not_for_other_sites(world: Any) -> None:
    officer = world.officer("keyer")
    officer.set_password(PASSWORD)
    officer.save()
    client = Client()
    client.post("/dang-nhap/", {"login": officer.username, "password": PASSWORD})
    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")


ADDRESSES = ["/", "/dang-nhap/", "/so/", "/khong-co/", "/api/openapi.json", "/healthz", "/bao-cao/", "/nhap/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_foreign_scripts_and_frames(world: Any, address: str) -> None:
    for client in (Client(), signed_in(world.officer("team_leader"))):
        response = client.get(address)
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/so/", "/bao-cao/", "/viec-hom-nay/", "/danh-sach-theo-doi-rieng/"])
def test_no_browser_keeps_a_page_of_an_officer(world: Any, address: str) -> None:
    assert signed_in(world.officer("team_leader")).get(address).headers["Cache-Control"] == "no-store"


NONSENSE = ["%00", "9" * 5000, "²", "-1", "' OR 1=1 --", "%F0%9F", "0001-01-01", "9999-12-31", "<script>"]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_in_an_address_breaks_no_page(world: Any, text: str) -> None:
    campaign_of(world, starts_on=today())
    client = signed_in(world.officer("team_leader"))
    for address in (
        f"/so/?tim={text}&loai={text}&trang-thai={text}&trang={text}",
        f"/danh-sach-theo-doi-rieng/?loai={text}&don-vi={text}&trang-thai={text}",
        f"/bao-cao/?ngay={text}&dot={text}",
        f"/bao-cao/tai-ve.xlsx?ngay={text}",
        f"/bao-cao/{text}/entered.KS/",
        f"/nhap/?so={text}",
        f"/cho-tra-cuu/?trang={text}",
        f"/dang-nhap/?next={text}",
        f"/lich-truc/?ngay={text}&to={text}",
        f"/kinh-phi/khoi-luong/?tu-ngay={text}&den-ngay={text}",
        f"/kiem-tra/lo/ket-qua/?tu={text}",
        f"/nhip-cua-to/?ngay={text}",
    ):
        response = client.get(address)
        assert response.status_code < 500, address
        assert b"<script>" not in response.content


@pytest.mark.parametrize("text", ["\x00", "9" * 5000, "²", "-1", "abc", "", "<script>"])
def test_nonsense_in_a_form_breaks_nothing(world: Any, desk: Any, text: str) -> None:
    entry = desk.whole()
    leader, checker = world.officer("team_leader"), world.officer("device_officer")
    book = world.book.pk
    names = ("so", "to", "can-bo", "may", "tu-trang", "den-trang", "ben-nhan", "cach", "bien-ban", "ngay", "den",
             "xac-dinh", "lan", "ung-vien", "ly-do", "luc", "so-dinh-danh", "ket-qua", "theo-full_name", "thay-full_name")  # fmt: skip
    form = dict.fromkeys(names, text)
    for address, officer, more in (
        ("/phan-cong/giao/", leader, {}),
        ("/phan-cong/giao/", leader, {"so": book}),
        ("/phan-cong/giao/", leader, {"so": book, "to": world.team.pk}),
        ("/phan-cong/giao/", leader, {"so": book, "to": world.team.pk, "can-bo": ""}),
        (f"/phan-cong/tiep-nhan/{entry}/", leader, {}),
        (f"/so/{book}/ban-giao/", leader, {}),
        (f"/may/{world.station.code}/kiem-tra/", checker, {}),
        (f"/cho-tra-cuu/{entry}/child/tra-cuu/", leader, {}),
        (f"/cho-tra-cuu/{entry}/child/xac-dinh/", leader, {}),
        (f"/cho-tra-cuu/{entry}/child/ghi-nhan/", leader, {}),
        (
            f"/cho-tra-cuu/{entry}/child/ghi-nhan/",
            leader,
            {"luc": "0001-01-01T00:00", "ket-qua": "not_found"},
        ),
        (
            f"/cho-tra-cuu/{entry}/child/ghi-nhan/",
            leader,
            {"luc": "9999-12-31T23:59", "ket-qua": "not_found"},
        ),
        ("/nhap/may/", leader, {}),
    ):
        response = signed_in(officer).post(address, form | more)
        assert response.status_code < 500, address


def test_a_log_never_quotes_what_the_database_refused(world: Any) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT CAST(%s AS uuid)", ["Nguyễn Thị Thử"])
    except DatabaseError as error:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Lỗi", None, (type(error), error, error.__traceback__)
        )
    text = WithoutValues("%(message)s").format(record)
    assert "Nguyễn" not in text.replace('["Nguyễn Thị Thử"]', "")
    assert "psycopg.errors.InvalidTextRepresentation" in text
    assert "test_hostile_requests.py" in text


def test_a_page_that_fails_says_nothing_of_why(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from hotich.screens.books_room import views

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("Nguyễn Thị Thử 070306000012")

    monkeypatch.setattr(views, "books_for", broken)
    response = signed_in(world.officer("team_leader")).get("/so/")
    assert response.status_code == 500
    assert "070306000012" not in response.content.decode()
    assert "Traceback" not in response.content.decode()
