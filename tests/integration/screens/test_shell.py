"""The shell around every desk: signing in and out, refusals in words, and what a page may load."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

SCREENS = Path(__file__).parents[3] / "src" / "hotich" / "screens"
TEMPLATES = sorted((SCREENS / "templates").rglob("*.html"))
PASSWORD = "Song-Be-1976-mat-khau"


@pytest.fixture
def officer(own: Any) -> Any:
    """A keyer who knows his password."""
    from hotich.staff.operations import keep_own_password
    from hotich.support.time import now

    return keep_own_password(officer=own.officers["keyer"], now=now(), password=PASSWORD)


def post(client: Client, name: str, password: str, **more: str) -> Any:
    return client.post("/dang-nhap/", {"login": name, "password": password, **more})


@pytest.mark.django_db
def test_signing_in_posts_login_and_password_and_leads_to_the_first_desk(
    officer: Any, client: Client
) -> None:
    from hotich.audit.models import AuditEvent

    page = client.get("/").headers["Location"]
    assert page == "/dang-nhap/?next=%2F"
    form = client.get(page).content.decode()
    assert 'name="login"' in form
    assert 'name="password"' in form
    answer = post(client, officer.username, PASSWORD, next="/")
    assert answer.headers["Location"] == "/"
    assert client.get("/").headers["Location"] == "/viec-hom-nay/"
    assert AuditEvent.objects.filter(kind="sign_in", officer_id=officer.pk).count() == 1
    assert client.post("/dang-xuat/").headers["Location"] == "/dang-nhap/"
    assert AuditEvent.objects.filter(kind="sign_out", officer_id=officer.pk).count() == 1
    assert client.get("/viec-hom-nay/").status_code == 302


@pytest.mark.django_db
def test_signing_in_never_leads_to_another_site(officer: Any, client: Client) -> None:
    answer = post(client, officer.username, PASSWORD, next="https://ngoai.example/")
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_a_wrong_password_is_refused_in_vietnamese_and_on_record_without_what_was_typed(
    officer: Any, client: Client
) -> None:
    from hotich.audit.models import AuditEvent

    wrong = post(client, officer.username, "khong-phai")
    unknown = post(client, "khong-co-ai", "khong-phai")
    sentence = "Tên đăng nhập hoặc mật khẩu không đúng"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    events = AuditEvent.objects.filter(kind="sign_in_failed").order_by("pk")
    assert [event.subject for event in events] == [f"officer:{officer.pk}", ""]
    assert "khong-phai" not in str(list(events.values()))


@pytest.mark.django_db
def test_guessing_passwords_is_stopped_for_the_right_one_too(officer: Any, client: Client) -> None:
    for _ in range(5):
        post(client, officer.username, "khong-phai")
    answer = post(client, officer.username, PASSWORD)
    assert "Chờ" in answer.content.decode()
    assert client.get("/viec-hom-nay/").status_code == 302


@pytest.mark.django_db
def test_a_disabled_account_is_told_so(officer: Any, client: Client) -> None:
    officer.is_active = False
    officer.save()
    answer = post(client, officer.username, PASSWORD)
    assert client.get("/viec-hom-nay/").status_code == 302
    assert "khóa" in answer.content.decode() or "không đúng" in answer.content.decode()


@pytest.mark.django_db
def test_a_given_password_is_changed_before_anything_else(own: Any, client: Client) -> None:
    from hotich.staff.operations import reset_password
    from hotich.support.time import now

    keyer = own.officers["keyer"]
    reset_password(actor=own.officers["admin"], now=now(), officer=keyer, password=PASSWORD)
    post(client, keyer.username, PASSWORD)
    assert client.get("/viec-hom-nay/").headers["Location"] == "/doi-mat-khau/"
    page = client.get("/doi-mat-khau/").content.decode()
    assert "do quản trị hệ thống cấp" in page
    own_one = "Minh-Hung-2003-rieng"
    asked = {"oldpassword": PASSWORD, "password1": own_one, "password2": own_one}
    assert client.post("/doi-mat-khau/", asked | {"password2": "khac"}).status_code == 200
    assert client.post("/doi-mat-khau/", asked).headers["Location"] == "/"
    assert client.get("/viec-hom-nay/").status_code == 200


@pytest.mark.django_db
def test_nobody_opens_an_account_for_himself(client: Client) -> None:
    for path in ("/dang-ky/", "/signup/", "/accounts/signup/"):
        assert client.get(path).headers["Location"].startswith("/dang-nhap/")


@pytest.mark.django_db
def test_a_refusal_says_what_is_missing_and_what_to_do(own: Any, client: Client) -> None:
    client.force_login(own.officers["keyer"])
    refused = client.get("/phan-cong/")
    assert refused.status_code == 403
    assert "không có quyền: phân công sổ, trang, máy" in refused.content.decode()
    assert "Liên hệ Tổ trưởng" in refused.content.decode()
    missing = client.get("/khong-co-trang-nay/")
    assert missing.status_code == 404
    assert "Không tìm thấy trang này" in missing.content.decode()


@pytest.mark.django_db
def test_an_officer_without_a_position_of_today_is_told_so(own: Any, client: Client) -> None:
    from datetime import date

    own.officers["keyer"].positions.update(valid_to=date(2021, 1, 1))
    client.force_login(own.officers["keyer"])
    assert "chưa có vị trí công tác" in client.get("/").content.decode()
    assert client.get("/viec-hom-nay/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/dang-nhap/", "/viec-hom-nay/", "/phan-cong/", "/khong-co/", "/nhap/"])
def test_every_page_forbids_foreign_scripts_frames_and_caches(own: Any, client: Client, path: str) -> None:
    if path != "/dang-nhap/":
        client.force_login(own.officers["keyer"])
    answer = client.get(path, follow=True)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    if path != "/dang-nhap/":
        # The desk's shell is the same for everybody and says nothing of anybody: a browser may keep it and ask whether it is new.
        assert answer.headers["Cache-Control"] == ("no-cache" if path == "/nhap/" else "no-store")
    assert "Server error" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/hai-lop/", "/hai-lop/totp/activate/", "/hai-lop/webauthn/add/", "/hai-lop/recovery-codes/", "/doi-mat-khau/",
     "/hai-lop/reauthenticate/", "/hai-lop/webauthn/", "/hai-lop/recovery-codes/generate/"],
)  # fmt: skip
def test_the_pages_of_ones_own_account_are_vietnamese(officer: Any, client: Client, path: str) -> None:
    post(client, officer.username, PASSWORD)
    page = client.get(path, follow=True).content.decode()
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.S)
    english = (
        r"\b(?:Security|Authenticator|Recovery|Password|Activate|Generate|Code|Your|You|Add|Confirm|Key|No)\b"
    )
    assert re.findall(english, words) == []


def test_no_template_needs_an_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|\son\w+=\"|=\"javascript:|hx-on",
        re.I,
    )
    found = [f"{path.name}: {match[0]}" for path in TEMPLATES for match in inline.finditer(path.read_text())]
    assert found == []


def test_no_template_loads_from_elsewhere() -> None:
    foreign = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//""")
    assert [path.name for path in TEMPLATES if foreign.search(path.read_text())] == []


def test_every_posting_form_carries_its_token() -> None:
    forms = [
        (path.name, form)
        for path in TEMPLATES
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.S)
    ]
    assert forms
    assert [name for name, form in forms if "csrf_token" not in form] == []


def test_the_sentences_of_the_sign_in_library_are_compiled() -> None:
    folder = SCREENS / "locale" / "vi" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    written = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(), re.M)
    assert len(written) > 60
    assert [(said, meant) for said, meant in written if compiled.gettext(said) != meant] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "back"),
    [
        ("http://testserver/ke-hoach/chi-tieu/?dot=DOT-90001", "/ke-hoach/chi-tieu/?dot=DOT-90001"),
        ("https://testserver.example/ke-hoach/", ""),
        ("http://testserver//example.com/", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_form_that_was_refused_leads_back_to_its_page_and_nowhere_else(
    own: Any, said: str, back: str
) -> None:
    client = Client()
    client.force_login(own.officers["justice_officer"])
    page = client.post(
        "/ke-hoach/nhiem-vu/giao/", {"dot": own.campaign.code}, headers={"Referer": said} if said else {}
    )
    assert page.status_code == 422
    links = re.findall(r'href="([^"]*)">Quay lại trang vừa rồi', page.content.decode())
    assert links == ([back] if back else [])
