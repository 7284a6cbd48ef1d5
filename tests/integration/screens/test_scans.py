"""Scans at the doors: uploading from the book's page, images that browsers may keep, and who never sees one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from scanning import jpeg
from tests.integration.screens.test_lists import queries, signed_in

from hotich.books.models import Page, Scan, ScanUpload
from hotich.books.operations.scan_making import make_scans
from hotich.entries.models import Entry

pytestmark = pytest.mark.django_db


def sent(*names: str, **more: str) -> dict[str, Any]:
    files = [SimpleUploadedFile(name, jpeg(name)) for name in names]
    return {"tep": files, "tu-trang": "1", "trang-tren-anh": "1", **more}


@pytest.fixture
def scanned(own: Any) -> Any:
    """The ward's book with three pages that the registrar uploaded."""
    answer = signed_in(own, "registrar").post(
        f"/so/{own.book.pk}/anh/tai-len/", sent("1.jpg", "2.jpg", "3.jpg")
    )
    assert answer.status_code == 302, answer.content.decode()
    upload = ScanUpload.objects.unscoped("test").get(book=own.book)
    while make_scans(upload_id=upload.pk).more:
        pass
    return own


def page(side: Any, number: int = 1) -> Any:
    return Page.objects.unscoped("test").get(book=side.book, number=number)


def test_the_page_shows_progress_and_then_the_images(own: Any) -> None:
    client = signed_in(own, "registrar")
    address = f"/so/{own.book.pk}/anh/"
    client.post(f"{address}tai-len/", sent("1.jpg", "2.jpg"))
    asked = client.get(address).content.decode()
    assert "hx-get" in asked and "đang đọc 2 tệp" in asked
    assert "hx-get" in client.get(f"{address}tien-do/").content.decode()
    upload = ScanUpload.objects.unscoped("test").get(book=own.book)
    while make_scans(upload_id=upload.pk).more:
        pass
    finished = client.get(f"{address}tien-do/")
    assert finished.headers["HX-Refresh"] == "true"
    assert "hx-get" not in finished.content.decode()
    assert "2 trang đã xong" in client.get(address).content.decode()


def test_a_refused_upload_says_which_file_and_why(own: Any) -> None:
    client = signed_in(own, "registrar")
    data = sent("1.jpg") | {"tep": [SimpleUploadedFile("ke hoach.docx", b"PK\x03\x04..")]}
    answer = client.post(f"/so/{own.book.pk}/anh/tai-len/", data)
    assert answer.status_code == 400
    assert "ke hoach.docx" in answer.content.decode()
    assert client.post(f"/so/{own.book.pk}/anh/tai-len/", sent()).status_code == 400


def test_a_stranger_sends_no_files_anywhere(own: Any) -> None:
    for address in (f"/so/{own.book.pk}/anh/tai-len/", "/dang-nhap/", "/api/sync"):
        answer = Client(enforce_csrf_checks=True).post(address, sent("1.jpg"))
        assert answer.status_code in (302, 400, 403, 422), address
    assert not ScanUpload.objects.unscoped("test").filter(book=own.book).exists()


def test_a_browser_keeps_an_image_for_a_shift_and_asks_for_a_new_one_by_its_name(scanned: Any) -> None:
    client = signed_in(scanned, "keyer")
    named = client.get(f"/api/books/{scanned.book.pk}/calibration?page=1").json()["page"]
    first = client.get(named["image"])
    assert first.headers["Content-Type"] == "image/webp"
    assert first.headers["Cache-Control"] == "private, max-age=28800, immutable"
    plain = client.get(f"/anh/{page(scanned).pk}.webp")
    assert plain.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"/anh/{page(scanned).pk}.webp", headers={"If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    tile = named["tiles"].replace("{level}", "8").replace("{x}", "0").replace("{y}", "0")
    assert client.get(tile).headers["Cache-Control"].endswith("immutable")
    assert client.get(tile.replace("/8/", "/99/")).status_code == 404
    client = signed_in(scanned, "registrar")
    client.post(f"/so/{scanned.book.pk}/anh/doi-so/", {"tu-trang": "1", "may-trang": "1", "huong": "xuong"})
    moved = client.get(f"/api/books/{scanned.book.pk}/calibration?page=2").json()["page"]
    assert moved["image"].partition("?")[2] == named["image"].partition("?")[2]


def test_nobody_to_whom_an_entry_is_shut_sees_its_page_in_any_size(scanned: Any) -> None:
    Entry.objects.unscoped("test").filter(book=scanned.book).update(sensitive=True, page=1)
    one = page(scanned).pk
    for position, status in (("inspector", 403), ("verifier", 403), ("registrar", 200), ("keyer", 200)):
        client = signed_in(scanned, position)
        for address in (f"/anh/{one}.webp", f"/anh/{one}/8/0_0.webp"):
            assert client.get(address).status_code == status, (position, address)
        assert client.get(f"/anh/{page(scanned, 2).pk}.webp").status_code == 200


def test_the_raw_file_is_never_shown_in_the_browser(scanned: Any) -> None:
    scan = Scan.objects.unscoped("test").filter(book=scanned.book).first()
    answer = signed_in(scanned, "registrar").get(f"/so/{scanned.book.pk}/anh/goc/{scan.file_id}/")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == jpeg(scan.file.name)


def test_calibration_is_asked_and_said_as_json(scanned: Any) -> None:
    client = signed_in(scanned, "team_leader")
    address = f"/api/books/{scanned.book.pk}/calibration"
    asked = client.get(f"{address}?page=2").json()
    assert asked["numbers"] == [1, 2, 3]
    assert asked["layout"]["edition"] == "KS/2006"
    assert asked["labels"]["child.full_name"]
    assert (asked["calibration"], asked["nudge"], asked["page"]["boxes"]) == (None, [0, 0], None)
    said = {"page": 2, "from_page": 2, "corners": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]}
    found = client.post(address, said, content_type="application/json").json()
    assert found["calibration"]["from_page"] == 2
    assert found["page"]["boxes"]["1"]["child.full_name"]
    keyer = signed_in(scanned, "keyer")
    assert keyer.post(address, said, content_type="application/json").status_code == 403
    nudged = keyer.post(
        f"/api/books/{scanned.book.pk}/pages/2/nudge", {"dx": 0.02, "dy": 0}, content_type="application/json"
    ).json()
    before, after = (each["boxes"]["1"]["child.full_name"][0] for each in (found["page"], nudged))
    assert after == pytest.approx(before + 0.02, abs=1e-4)
    for wrong in (said | {"corners": [[0, 0]]}, said | {"corners": [[0, 0], [0, 1], [1, 1], [1, 0]]}):
        assert client.post(address, wrong, content_type="application/json").status_code in (400, 422)
    assert "calibration-data" in client.get(f"/so/{scanned.book.pk}/can-chinh/?trang=2").content.decode()


def test_the_list_of_images_asks_no_more_for_more_pages(scanned: Any) -> None:
    client, address = signed_in(scanned, "registrar"), f"/so/{scanned.book.pk}/anh/"
    few = queries(client, address)
    made = Scan.objects.unscoped("test").filter(book=scanned.book).first()
    for number in range(10, 40):
        made.pk, made.index, made.number, made.current = None, number, number, False
        made.id = Scan().id
        made._state.adding = True
        made.save()
    assert queries(client, address) <= few
