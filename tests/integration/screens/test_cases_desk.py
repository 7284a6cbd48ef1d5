"""The tracking list, a case and its batches as their officers meet them: forms, papers, pictures, and what stays shut."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotich.audit.models import AuditEvent
from hotich.campaign.models import ReportingUnit
from hotich.cases.models import Batch, Case, CaseEvent
from hotich.cases.queries import standing_of
from hotich.support.ids import uuid7
from hotich.support.time import now as clock
from hotich.support.time import today

pytestmark = pytest.mark.django_db
LIST = "/danh-sach-theo-doi-rieng/"


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def act(side: Any, code: str, action: str, **said: Any) -> Any:
    case = Case.objects.unscoped("a test's own case").get(pk=side.case.pk)
    data = {"lan": str(uuid7()), "den-dong": case.seq} | {
        name.replace("_", "-"): value for name, value in said.items()
    }
    return signed_in(side, code).post(f"{LIST}{side.case.pk}/viec/{action}/", data)


def state_of(side: Any) -> str:
    return str(Case.objects.unscoped("a test's own case").get(pk=side.case.pk).state)


def concluded(side: Any) -> None:
    assert act(side, "verifier", "take_up").status_code == 302
    said = {
        "ket_luan": "register_right",
        "can_cu": ["identity_archive"],
        "noi_dung": "Tàng thư ghi như dân cư",
    }
    assert act(side, "verifier", "conclude", **said).status_code == 302
    assert act(side, "police_head", "approve").status_code == 302


def handed_over(side: Any) -> None:
    concluded(side)
    assert act(side, "verifier", "hand_over", so="4/PC-CA", ngay=today().isoformat()).status_code == 302
    assert act(side, "registrar", "receive").status_code == 302


def test_a_case_is_carried_to_its_end_by_its_forms_alone(own: Any) -> None:
    handed_over(own)
    day = today().isoformat()
    registrar = signed_in(own, "registrar")
    page = text_of(registrar.get(f"{LIST}{own.case.pk}/"))
    assert "cải chính hộ tịch (theo luật)" in page
    assert "giấy tờ chứng minh sai sót" in page
    said = {"cach": "phone", "ngay": day}
    assert act(own, "registrar", "record_contact", **said, ket_qua="khong", vi_sao="no_answer").status_code == 302  # fmt: skip
    assert act(own, "registrar", "guide", **said, noi_dung="Đã hướng dẫn").status_code == 302
    assert act(own, "registrar", "start_procedure", ngay=day, huong="correct_book").status_code == 302
    closing = {
        "loai": "extract",
        "so": "12/TLCC",
        "ngay": day,
        "noi": "UBND An Hòa",
        "con_khac": "chờ cập nhật",
    }
    refused = act(own, "registrar", "close_adjusted", **closing)
    assert refused.status_code == 422
    assert "phải ghi vào trường hợp" in text_of(refused)
    assert state_of(own) == "correcting"
    assert act(own, "registrar", "close_adjusted", **closing | {"loai": "letter"}).status_code == 302
    assert state_of(own) == "closed"
    page = text_of(registrar.get(f"{LIST}{own.case.pk}/"))
    for told in (
        "Mở hồ sơ", "Nhận xác minh", "Kết luận: Cơ sở dữ liệu dân cư đúng", "Duyệt kết luận", "Nhận hồ sơ",
        "không được", "chưa gặp, chưa trả lời", "Bắt đầu thủ tục cải chính hộ tịch", "Theo Công văn số 12/TLCC",
    ):  # fmt: skip
        assert told in page, told


def test_the_page_offers_each_officer_what_is_his_and_nothing_else(own: Any) -> None:
    offered = {
        code: set(re.findall(r"/viec/(\w+)/", signed_in(own, code).get(f"{LIST}{own.case.pk}/").content.decode()))
        for code in ("verifier", "police_head", "registrar", "list_keeper", "inspector", "team_leader")
    }  # fmt: skip
    assert offered == {
        "verifier": {"take_up"}, "police_head": {"take_up"}, "registrar": set(), "list_keeper": set(),
        "inspector": set(), "team_leader": set(),
    }  # fmt: skip


def test_what_is_refused_comes_back_with_the_reason_and_what_was_typed(own: Any) -> None:
    act(own, "verifier", "take_up")
    response = act(own, "verifier", "conclude", ket_luan="book_right", noi_dung="Đã xem bản chính")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Kết luận phải có căn cứ" in page
    assert "Đã xem bản chính</textarea>" in page
    assert '<option value="book_right" selected>' in page
    assert state_of(own) == "verifying"


def test_the_same_form_sent_twice_is_done_once_and_an_old_page_decides_nothing(own: Any) -> None:
    act(own, "verifier", "take_up")
    verifier = signed_in(own, "verifier")
    address = f"{LIST}{own.case.pk}/viec/conclude/"
    data = {"lan": str(uuid7()), "den-dong": 2, "ket-luan": "book_right", "can-cu": "direct_inquiry", "noi-dung": "x"}  # fmt: skip
    assert [verifier.post(address, data).status_code for _ in range(2)] == [302, 302]
    assert CaseEvent.objects.filter(case_id=own.case.pk, type="concluded").count() == 1
    head = signed_in(own, "police_head")
    old = head.post(f"{LIST}{own.case.pk}/viec/approve/", {"lan": str(uuid7()), "den-dong": 2})
    assert old.status_code == 409
    assert "Người khác vừa xử lý hồ sơ này" in text_of(old)
    assert "Diễn biến" in text_of(old)
    assert state_of(own) == "to_approve"


def test_an_act_that_is_not_open_any_more_is_refused_with_its_reason(own: Any) -> None:
    concluded(own)
    late = act(own, "verifier", "conclude", ket_luan="book_right", can_cu="direct_inquiry", noi_dung="x")
    assert late.status_code == 422
    assert "bước này không kết luận được" in text_of(late)
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4", content_type="application/pdf")
    said = {"lan": str(uuid7()), "kem-theo": "conclusion", "la-gi": "tàng thư", "tep": paper}
    late = signed_in(own, "verifier").post(f"{LIST}{own.case.pk}/tai-lieu/", said)
    assert late.status_code == 422
    assert "bước này không đính kèm" in text_of(late)


def test_the_sample_of_a_lot_is_for_who_draws_it_until_it_is_decided(own: Any) -> None:
    address = f"/kiem-tra/lo/{own.lot.pk}/"
    assert "Theo thứ tự rút" in text_of(signed_in(own, "registrar").get(address))
    leader = signed_in(own, "team_leader")
    assert "Theo thứ tự rút" not in text_of(leader.get(address))
    assert leader.get(f"{address}bien-ban.pdf").status_code == 403


@pytest.mark.parametrize("wrong", [{"den-dong": "x"}, {"lan": "nonsense"}, {"den-dong": "9" * 40}, {}])
def test_a_form_that_was_tampered_with_is_an_ordinary_form(own: Any, wrong: dict[str, str]) -> None:
    response = signed_in(own, "verifier").post(f"{LIST}{own.case.pk}/viec/take_up/", wrong)
    assert response.status_code == 302
    assert signed_in(own, "verifier").post(f"{LIST}{own.case.pk}/viec/fly/", {}).status_code == 404
    assert act(own, "verifier", "conclude", ngay="31/02").status_code == 422


def test_a_batch_goes_its_way_on_screen(own: Any) -> None:
    keeper, verifier = signed_in(own, "list_keeper"), signed_in(own, "verifier")
    address = f"{LIST}dot/{own.batch.pk}/"
    assert "Bỏ ra" in text_of(keeper.get(address))
    held = keeper.get(LIST).content.decode()
    assert "đang lập" in text_of(keeper.get(LIST))
    assert f'name="ho-so" value="{own.case.pk}"' not in held
    letter = {"so": "15/CV-UBND", "ngay": today().isoformat()}
    assert keeper.post(f"{address}gui/", letter | {"ngay": "hôm nay"}).status_code == 422
    assert keeper.post(f"{address}gui/", letter).status_code == 302
    assert "Đã nhận 1 hồ sơ" in text_of(verifier.get(address))
    assert verifier.post(f"{address}nhan/").status_code == 302
    assert state_of(own) == "verifying"
    assert verifier.post(f"{address}tra-loi/", letter).status_code == 422
    assert "Còn 1 hồ sơ chưa có kết luận" in text_of(verifier.post(f"{address}tra-loi/", letter))
    assert keeper.post(f"{address}bay/").status_code == 404
    listed = text_of(keeper.get(f"{LIST}dot/?loai=verification"))
    assert "số 15/CV-UBND" in listed


def test_a_refused_hand_over_leaves_the_list_as_it_was_ticked(own: Any) -> None:
    concluded(own)
    verifier = signed_in(own, "verifier")
    day = (today() + timedelta(days=3)).isoformat()
    said = {
        "ho-so": str(own.case.pk),
        "so": "4/PC",
        "ngay": day,
        "danh-sach": "trang-thai=concluded&trang=1",
    }
    answer = verifier.post(f"{LIST}dot/chuyen/", said)
    assert answer.headers["Location"] == f"{LIST}?trang-thai=concluded&trang=1"
    listed = verifier.get(answer.headers["Location"]).content.decode()
    assert f'value="{own.case.pk}" checked' in listed
    assert 'name="so" value="4/PC"' in listed
    assert f'name="ngay" value="{day}"' in listed
    assert " checked" not in verifier.get(LIST).content.decode()
    assert 'name="so" value=""' in verifier.get(LIST).content.decode()
    assert (
        verifier.post(f"{LIST}dot/chuyen/", said | {"danh-sach": "//x.vn"})
        .headers["Location"]
        .startswith(LIST)
    )


def pdf_text(response: Any) -> str:
    assert response.status_code == 200, response
    pages = pypdf.PdfReader(BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_papers_are_drawn_in_three_formats_and_each_is_on_record(own: Any) -> None:
    handed_over(own)
    keeper, verifier, registrar = (signed_in(own, code) for code in ("list_keeper", "verifier", "registrar"))
    slip = Batch.objects.unscoped("test").get(kind="handover")
    letter = pdf_text(keeper.get(f"{LIST}dot/{own.batch.pk}/cong-van.pdf"))
    assert "đề nghị xác minh" in letter
    assert pdf_text(verifier.get(f"{LIST}dot/{own.batch.pk}/phieu-tra-loi.pdf"))
    assert "Lê Thị B" in pdf_text(verifier.get(f"{LIST}dot/{slip.pk}/phieu-chuyen.pdf"))
    notice = pdf_text(registrar.get(f"{LIST}{own.case.pk}/huong-dan.pdf"))
    assert "cải chính hộ tịch" in notice
    assert "03 ngày làm việc" in notice
    listed = registrar.get(f"{LIST}danh-sach.xlsx")
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(BytesIO(listed.content)).active for cell in row
    ]
    assert any("Lê Thị B" in cell for cell in cells)
    assert registrar.get(f"{LIST}danh-sach.docx").content[:2] == b"PK"
    assert registrar.get(f"{LIST}danh-sach.exe").status_code == 404
    assert keeper.get(f"{LIST}dot/{own.batch.pk}/phieu-chuyen.pdf").status_code == 404
    drawn = AuditEvent.objects.filter(kind="document.drawn")
    assert drawn.count() == 6
    assert not [one for one in drawn if "Lê" in str(one.detail) or "Lê" in one.subject]
    assert "Lê" not in listed.headers["Content-Disposition"]


def test_a_restricted_entry_stays_off_the_papers_of_whom_it_is_shut_to(own: Any) -> None:
    from hotich.entries.operations import flag

    flag(actor=None, entry_id=own.mismatched.pk, flags={"sensitive": True}, reason="thử", now=clock())
    keeper, verifier = signed_in(own, "list_keeper"), signed_in(own, "verifier")
    shut = pdf_text(keeper.get(f"{LIST}dot/{own.batch.pk}/cong-van.pdf"))
    assert "hạn chế" in shut
    for word in ("Lê Thị B", "05/03/2006", own.case.personal_id):
        assert word not in shut
        assert word not in pdf_text(keeper.get(f"{LIST}danh-sach.pdf"))
    assert "Lê Thị B" in pdf_text(verifier.get(f"{LIST}dot/{own.batch.pk}/cong-van.pdf"))
    page = text_of(signed_in(own, "police_head").get(f"{LIST}{own.case.pk}/"))
    assert "Lê Thị B" not in page
    act(own, "verifier", "take_up")
    act(
        own, "verifier", "conclude", ket_luan="book_right", can_cu="direct_inquiry", noi_dung="Mẹ là Quàng Thị Kín"
    )  # fmt: skip
    page = text_of(signed_in(own, "police_head").get(f"{LIST}{own.case.pk}/"))
    assert "Quàng Thị Kín" not in page
    assert "Quàng Thị Kín" in text_of(signed_in(own, "registrar").get(f"{LIST}{own.case.pk}/"))


def test_who_saw_the_case_stands_on_it(own: Any) -> None:
    signed_in(own, "inspector").get(f"{LIST}{own.case.pk}/")
    page = text_of(signed_in(own, "registrar").get(f"{LIST}{own.case.pk}/"))
    assert f"{own.officers['inspector']}: mở hồ sơ" in page


def test_a_case_is_opened_by_hand_from_the_entry(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    entry = own.matched.pk
    assert f"{LIST}mo/{entry}/" in registrar.get(f"/truong-hop/{entry}/").content.decode()
    said = {"muc": "child:full_name", "gia-tri": "Lê Thị Ạ", "ly-do": ""}
    refused = registrar.post(f"{LIST}mo/{entry}/", said)
    assert refused.status_code == 422
    assert 'value="Lê Thị Ạ"' in refused.content.decode()
    made = registrar.post(f"{LIST}mo/{entry}/", said | {"ly-do": "công dân báo"})
    assert made.status_code == 302
    page = text_of(registrar.get(made.headers["Location"]))
    assert "Lê Thị Ạ" in page
    assert "công dân báo" in page


def test_the_keeper_is_named_and_shown(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    said = {
        "don-vi": own.world.unit.pk, "can-bo": own.officers["list_keeper"].pk, "van-ban": "QĐ 3/QĐ-UBND",
        "tu-ngay": today().isoformat(),
    }  # fmt: skip
    assert registrar.post(f"{LIST}nguoi-theo-doi/", said).status_code == 302
    assert f"Người theo dõi: {own.officers['list_keeper']}" in text_of(registrar.get(LIST))
    assert registrar.post(f"{LIST}nguoi-theo-doi/", said | {"tu-ngay": ""}).status_code == 422


def test_overdue_cases_stand_first_on_the_list_and_on_the_work_page(own: Any) -> None:
    Case.objects.unscoped("test").filter(pk=own.case.pk).update(due_on="2023-01-03")
    keeper = signed_in(own, "list_keeper")
    assert "1 hồ sơ quá hạn đang chờ đồng chí" in text_of(keeper.get(LIST))
    assert f"Số {own.case.number}" in text_of(keeper.get(f"{LIST}?loc=overdue"))
    assert "0 hồ sơ" in text_of(keeper.get(f"{LIST}?loc=outside"))
    Case.objects.unscoped("test").filter(pk=own.case.pk).update(turn="team_leader")
    assert "quá hạn" in text_of(signed_in(own, "team_leader").get("/viec-hom-nay/"))


@pytest.mark.parametrize(
    "query", ["trang-thai=x", "loc=x", "ket-luan=x", "loai=x", "don-vi=" + "9" * 300, "den-luot=x", "trang=x"]
)
def test_words_that_mean_nothing_filter_nothing(own: Any, query: str) -> None:
    response = signed_in(own, "registrar").get(f"{LIST}?{query}")
    assert response.status_code == 200


def test_the_standing_on_the_page_is_the_logs(own: Any) -> None:
    concluded(own)
    case = Case.objects.unscoped("test").get(pk=own.case.pk)
    assert standing_of(case).concluded == case.conclusion == "register_right"


def test_a_file_is_attached_on_the_case_page_and_given_back_as_it_came(own: Any) -> None:
    from scanning import pdf

    body = pdf("Tàng thư")
    assert act(own, "verifier", "take_up").status_code == 302
    address = f"{LIST}{own.case.pk}/tai-lieu/"

    def attach(content: bytes) -> Any:
        return signed_in(own, "verifier").post(
            address,
            {
                "lan": str(uuid7()), "kem-theo": "conclusion", "la-gi": "Bản sao tàng thư",
                "tep": SimpleUploadedFile("Nguyễn Thị Hòa.pdf", content),
            },
        )  # fmt: skip

    refused = attach(b"<html>")
    assert refused.status_code == 422
    assert "Chỉ đính kèm được tệp PDF, JPEG, PNG hoặc TIFF" in text_of(refused)
    assert attach(body).status_code == 302
    page = signed_in(own, "police_head").get(f"{LIST}{own.case.pk}/")
    assert "Bản sao tàng thư" in text_of(page) and "Hòa.pdf" not in page.content.decode()
    link = re.search(rf'href="({address}[0-9a-f-]+/)"', page.content.decode())
    assert link is not None
    given = signed_in(own, "police_head").get(link[1])
    assert (given.content, given["Content-Type"]) == (body, "application/octet-stream")
    assert re.fullmatch(r'attachment; filename="tai-lieu-[0-9a-f]{6}\.pdf"', given["Content-Disposition"])
    assert "tải tài liệu kèm theo" in text_of(signed_in(own, "police_head").get(f"{LIST}{own.case.pk}/"))


def test_the_page_says_on_what_look_up_the_case_closes_and_was_closed(own: Any) -> None:
    from making import citizen, extract_of

    handed_over(own)
    address, registrar = f"{LIST}{own.case.pk}/", signed_in(own, "registrar")
    assert "chưa ghi lần tra cứu nào trên máy Công an" in text_of(registrar.get(address))
    ReportingUnit.objects.unscoped("test").filter(pk=own.reporting.pk).update(look_up_way="extract")
    extract_of(citizen(personal_id=own.case.personal_id))
    assert "hệ thống tra cứu lại người này theo số định danh" in text_of(registrar.get(address))
    day = today().isoformat()
    assert act(own, "registrar", "guide", cach="phone", ngay=day, noi_dung="Đã hướng dẫn").status_code == 302
    assert act(own, "registrar", "start_procedure", ngay=day, huong="correct_book").status_code == 302
    closing = {"loai": "letter", "so": "12/TLCC", "ngay": day, "noi": "UBND An Hòa"}
    assert act(own, "registrar", "close_adjusted", **closing, con_khac="chờ cập nhật").status_code == 302
    page = text_of(registrar.get(address))
    assert re.search(
        r"Tra cứu khi đóng: Trích xuất ngày [0-9/]+, phạm vi toàn quốc, 1 công dân; [^;]+: tra cứu lại", page
    )
