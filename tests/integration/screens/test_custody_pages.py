"""Custody, completing and duplicates as pages: what is offered to whom, and papers that open."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from django.test import Client

from hotich.audit.models import AuditEvent
from hotich.books.models import Book, BookStatus, Minutes

pytestmark = pytest.mark.django_db


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def drawn() -> list[dict[str, Any]]:
    return [event.detail for event in AuditEvent.objects.filter(kind="document.drawn").order_by("at")]


def words(content: bytes) -> str:
    return " ".join("\n".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(content)).pages).split())


def test_books_are_ticked_handed_over_counted_and_the_paper_lists_them(own: Any) -> None:
    world = own.world
    books = [
        world.new_book(custodian=world.committee, status=BookStatus.INVENTORIED, condition="gáy sờn")
        for _ in range(3)
    ]
    registrar, leader = signed_in(own, "registrar"), signed_in(own, "team_leader")
    form = page(registrar, "/ban-giao/lap/?" + "&".join(f"so={book.pk}" for book in books))
    assert form.count("gáy sờn") == 3
    said = {
        "so": [book.pk for book in books],
        "cach": "hand_over",
        "ben-nhan": world.police.code,
        "han-tra": "2099-01-01",
    }
    answer = registrar.post("/ban-giao/lap/luu/", said | {f"tinh-trang-{books[0].pk}": "mất bìa"})
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert address in page(leader, "/so/")
    counting = page(leader, address)
    assert "mất bìa" in counting
    assert "Xác nhận đã nhận" in counting
    assert "Xác nhận đã nhận" not in page(registrar, address)
    lines = {one.book_id: one for one in Minutes.objects.latest("handed_at").handovers.all()}
    short, gone = lines[books[1].pk], lines[books[2].pk]
    received = {
        f"trang-{short.pk}": "49",
        f"thieu-{gone.pk}": "1",
        f"sai-khac-{gone.pk}": "không có trong thùng",
    }
    refused = leader.post(f"{address}nhan/", received)
    # What was counted stands in the form again.
    assert f'name="trang-{short.pk}" value="{received[f"trang-{short.pk}"]}"' in refused.content.decode()
    assert refused.status_code == 409
    assert "ghi rõ sai khác" in refused.content.decode()
    assert (
        leader.post(f"{address}nhan/", received | {f"sai-khac-{short.pk}": "thiếu trang 7"}).status_code
        == 302
    )
    assert "2 quyển sai khác" in page(registrar, "/ban-giao/")
    for format in ("pdf", "docx", "xlsx"):
        paper = registrar.get(f"{address}bien-ban.{format}")
        assert paper.headers["Content-Disposition"] == f'attachment; filename="bien-ban-ban-giao.{format}"'
        assert paper.headers["Cache-Control"] == "no-store"
    text = words(registrar.get(f"{address}bien-ban.pdf").content)
    assert "Bàn giao sổ hộ tịch để nhập dữ liệu" in text
    assert "SAI KHÁC KHI NHẬN" in text
    assert "thiếu trang 7" in text
    file = docx.Document(BytesIO(registrar.get(f"{address}bien-ban.docx").content))
    listed = next(table for table in file.tables if table.rows[0].cells[0].text == "STT")
    assert [row.cells[1].text for row in listed.rows[1:4]] == [book.title for book in books]
    assert {one["document"] for one in drawn()} == {"bien-ban-ban-giao"}
    assert registrar.get(f"{address}bien-ban.exe").status_code == 404


def test_what_cannot_be_is_said_on_the_form_with_everything_as_it_was_typed(own: Any) -> None:
    leader = signed_in(own, "team_leader")
    said = {
        "so": own.spare.pk, "cach": "lend_back", "ben-nhan": own.world.committee.code, "ly-do": "xin trích lục",
        f"tinh-trang-{own.spare.pk}": "rách góc",
    }  # fmt: skip
    answer = leader.post("/ban-giao/lap/luu/", said)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Chọn mượn lại để làm gì" in text
    assert "xin trích lục" in text
    assert "rách góc" in text


def test_the_books_page_shows_every_hand_it_went_through(own: Any) -> None:
    text = page(signed_in(own, "registrar"), f"/so/{own.book.pk}/")
    assert "cho mượn lại" in text
    assert "Sổ đã qua tay ai" in text
    assert f"/ban-giao/{own.minutes.pk}/" in text


def test_a_label_read_in_the_search_field_opens_the_book(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    answer = registrar.get("/so/", {"tim": f"hotich:so:{own.spare.pk}"})
    assert answer.headers["Location"] == f"/so/{own.spare.pk}/"
    label = registrar.get(f"/so/nhan.pdf?so={own.spare.pk}&so={own.book.pk}")
    text = words(label.content)
    assert "Số trang" not in text
    assert own.book.volume in text
    assert drawn()[-1] == {"document": "nhan-so", "format": "pdf", "books": 2}


def test_overdue_and_lost_books_stand_on_one_list_that_can_be_taken_along(own: Any) -> None:
    Book.plain.filter(pk=own.spare.pk).update(due_back_on="2020-01-01")
    registrar, leader = signed_in(own, "registrar"), signed_in(own, "team_leader")
    assert "quá hạn trả" in page(registrar, "/so/")
    leader.post(f"/so/{own.copy.pk}/that-lac/", {"hoan-canh": "không có trong tủ số 2"})
    text = page(registrar, "/so/qua-han/")
    assert own.spare.title in text
    assert "không có trong tủ số 2" in text
    sheet = openpyxl.load_workbook(BytesIO(registrar.get("/so/qua-han/danh-sach.xlsx").content)).active
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {own.spare.title, "01/01/2020", "không có trong tủ số 2"} <= cells


def test_completing_says_what_stands_in_the_way_and_the_certificate_opens(own: Any) -> None:
    leader = signed_in(own, "team_leader")
    text = page(leader, f"/so/{own.book.pk}/hoan-thanh/")
    assert "trường hợp đang nhập dở" in text
    assert "Hoàn thành quyển</button>" in text
    assert "Hoàn thành quyển</button>" not in page(
        signed_in(own, "registrar"), f"/so/{own.book.pk}/hoan-thanh/"
    )
    address = f"/hoan-thanh/{own.completion.pk}"
    certificate = words(leader.get(f"{address}/giay-xac-nhan.pdf").content)
    assert "GIẤY XÁC NHẬN" in certificate
    assert "sổ mất trang cuối" in certificate
    minutes = words(leader.get(f"{address}/bien-ban.pdf").content)
    assert "Hoàn thành quyển sổ hộ tịch" in minutes
    assert "hồ sơ không trùng khớp" in minutes
    assert leader.get(f"{address}/giay-khac.pdf").status_code == 404


def test_a_book_nobody_keyed_is_given_back_from_the_page_that_refuses_to_complete_it(own: Any) -> None:
    world = own.world
    book = world.new_book(custodian=world.police)
    given = world.assign(book, own.officers["team_leader"])
    leader = signed_in(own, "team_leader")
    completing, form = f"/so/{book.pk}/hoan-thanh/", f"/ban-giao/lap/?so={book.pk}"
    assert "thu hồi phân công rồi trả sổ chưa nhập" in page(leader, completing)
    assert "Lập biên bản trả sổ chưa nhập" not in page(leader, completing)
    held = page(leader, form)
    assert "thu hồi phân công ở bàn Phân công" in held
    assert 'value="return"' not in held
    leader.post(f"/phan-cong/{given.pk}/thu-hoi/")
    assert "Lập biên bản trả sổ chưa nhập" in page(leader, completing)
    assert 'value="return"' in page(leader, form)


def test_two_entries_stand_side_by_side_and_looking_is_on_record(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    assert "cùng số" in page(registrar, "/nghi-trung/")
    text = page(registrar, f"/nghi-trung/{own.pair.pk}/")
    assert "cột khác nhau" in text
    assert AuditEvent.objects.filter(kind="duplicates.compared").count() == 2
    refused = registrar.post(f"/nghi-trung/{own.pair.pk}/xac-dinh/", {"xac-dinh": "again"})
    assert refused.status_code == 422
    assert "Ghi căn cứ" in refused.content.decode()
    registrar.post(f"/nghi-trung/{own.pair.pk}/xac-dinh/", {"xac-dinh": "different", "can-cu": "hai chị em"})
    assert "hai chị em" in page(registrar, f"/nghi-trung/{own.pair.pk}/")
    assert "hai việc khác nhau" in page(registrar, f"/truong-hop/{own.matched.pk}/", status=200)
