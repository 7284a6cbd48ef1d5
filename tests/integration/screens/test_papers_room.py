"""The documents room, the budget and the closing as their officers use them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotich.books.models import Book
from hotich.campaign.budget.counting import counted_until
from hotich.campaign.budget.operations import count_keyed
from hotich.campaign.models import Closing, Paper
from hotich.campaign.papers.queries import document_of
from hotich.campaign.plan.operations import Step, set_chain, set_receivers
from hotich.reports.documents.catalogue import FORMS
from hotich.reports.files import keep_bytes
from hotich.reports.operations import draw_papers
from hotich.reports.papers import form_of, paper_of
from hotich.reports.queries import figures_at
from hotich.support.documents import as_data
from hotich.support.time import now, today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db

OF_WHO_LEADS = ("targets", "town_report", "inspection_notice", "inspection_minutes", "reminder", "correction")
STEERING = OF_WHO_LEADS[2:]
AS_SENT = ("unit_report", "town_report")
PEOPLE = "Nguyễn Văn An; Phó Chủ tịch; Tổ trưởng\nTrần Thị Bình; Công an; Thành viên"
TYPED = {
    "number": "2", "line": "Ai đó", "text": "Nội dung", "lines": "Ý một\nÝ hai",
}  # fmt: skip


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def own_day(side: Any) -> Any:
    """The day whose reports were sent, of the ward and of all units."""
    return side.sending.report.date


def typed(side: Any, kind: str, agency: Any) -> dict[str, Any]:
    """A form filled in by somebody who reads its labels."""
    data: dict[str, Any] = {"dot": side.campaign.code, "co-quan": agency.pk}
    day = own_day(side) if kind in AS_SENT else today() - timedelta(days=1)
    said = {
        "hoan-thanh": side.campaign.due_on.isoformat(), "hieu-luc": (today() + timedelta(days=30)).isoformat(),
        "noi-dung": "Hệ điều hành, bản vá; đạt\nCổng USB; đã khóa" if kind == "device_check" else None,
    }  # fmt: skip
    for field in FORMS[kind].fields:
        if said.get(field.name):
            data[field.name] = said[field.name]
        elif field.kind == "rows":
            data[field.name] = field.usual or "; ".join("x" for _ in field.columns)
        elif field.kind == "unit":
            data[field.name] = side.reporting.code
        elif field.kind == "day":
            data[field.name] = day.isoformat()
        elif field.kind == "choice":
            data[field.name] = field.options[-1][0] if kind not in AS_SENT else field.usual
        else:
            data[field.name] = TYPED[field.kind]
    return data


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("kind", FORMS)
def test_every_document_can_be_drawn_from_its_form_in_three_formats(own: Any, kind: str) -> None:
    leads = kind in OF_WHO_LEADS
    count_keyed(now=now())
    registrar = signed_in(own, "justice_officer" if leads else "registrar")
    assert registrar.get(f"/van-ban/soan/{kind}/").status_code == 200
    agency = own.campaign.lead_agency if leads else own.world.committee
    answer = registrar.post(f"/van-ban/soan/{kind}/", typed(own, kind, agency))
    assert answer.status_code == 302, answer.content.decode()
    paper = Paper.objects.unscoped("a test's own paper").filter(kind=kind).latest("drawn_at")
    assert answer.headers["Location"] == f"/van-ban/{paper.pk}/"
    for ending in ("pdf", "docx", "xlsx"):
        file = registrar.get(f"/van-ban/{paper.pk}/tep.{ending}")
        assert file.status_code == 200
        assert len(file.content) > 1000
    assert registrar.get(f"/van-ban/{paper.pk}/tep.exe").status_code == 404


@pytest.mark.parametrize("kind", ("targets", "town_report"))
def test_what_speaks_for_all_units_is_not_a_wards_to_issue(own: Any, kind: str) -> None:
    answer = signed_in(own, "registrar").post(f"/van-ban/soan/{kind}/", typed(own, kind, own.world.committee))
    assert answer.status_code == 422
    assert "cấp chủ trì đợt" in answer.content.decode()


@pytest.mark.parametrize("kind", STEERING)
def test_what_steers_and_inspects_is_drawn_by_who_does_so(own: Any, kind: str) -> None:
    registrar = signed_in(own, "registrar")
    address = f"/van-ban/soan/{kind}/"
    assert address not in registrar.get("/van-ban/soan/").content.decode()
    assert registrar.get(address).status_code == 403
    assert registrar.post(address, typed(own, kind, own.world.committee)).status_code == 403
    assert address in signed_in(own, "justice_officer").get("/van-ban/soan/").content.decode()


@pytest.mark.parametrize("kind", ["volume_sheet", "budget"])
def test_the_first_count_of_keyed_work_is_not_the_webs(own: Any, kind: str) -> None:
    answer = signed_in(own, "registrar").post(f"/van-ban/soan/{kind}/", typed(own, kind, own.world.committee))
    assert answer.status_code == 422
    assert "chờ tiến trình nền" in answer.content.decode()
    assert counted_until() is None


def drawn_report(side: Any, kind: str) -> tuple[Client, dict[str, Any], str]:
    leads = kind == "town_report"
    client = signed_in(side, "justice_officer" if leads else "registrar")
    agency = side.campaign.lead_agency if leads else side.world.committee
    return client, typed(side, kind, agency), f"/van-ban/soan/{kind}/"


@pytest.mark.parametrize("kind", AS_SENT)
def test_a_report_is_drawn_as_it_was_sent_and_not_before(own: Any, kind: str) -> None:
    client, data, address = drawn_report(own, kind)
    silent = client.post(address, data | {"ngay-bao-cao": own.report.date.isoformat()})
    assert silent.status_code == 422
    assert "chưa gửi: gửi báo cáo" in silent.content.decode()
    place = client.post(address, data).headers["Location"]
    sending = own.sending if kind == "unit_report" else own.town_sending
    paper = Paper.objects.unscoped("a test's own paper").get(pk=place.strip("/").split("/")[-1])
    sent = paper_of(sending, form_of(sending))
    assert paper.said == as_data(replace(sent, number="", day=None))
    assert sent.signatures[0].name == sending.head.partition(",")[0]


@pytest.mark.parametrize("kind", AS_SENT)
def test_a_report_that_reads_otherwise_than_what_was_sent_gets_no_number(own: Any, kind: str) -> None:
    client, data, address = drawn_report(own, kind)
    sending = own.sending if kind == "unit_report" else own.town_sending
    draw_papers(sending_id=sending.pk, now=now())
    assert client.post(address, data).status_code == 302
    sending.files.filter(kind="pdf").update(digest=keep_bytes(b"%PDF-1.7 what went out"))
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "không còn giống từng chữ bản đã gửi" in answer.content.decode()


def test_a_report_is_issued_by_the_agency_under_which_it_was_sent(own: Any) -> None:
    client, data, address = drawn_report(own, "town_report")
    committee = Agency.objects.get(unit=own.town, kind="UB")
    answer = client.post(address, data | {"co-quan": committee.pk})
    assert answer.status_code == 422
    assert "đã gửi dưới tên" in answer.content.decode()


def test_a_version_after_the_first_says_that_it_is_one(own: Any) -> None:
    signed_in(own, "unit_head").post(
        f"/bao-cao/gui-lai/{own.sending.pk}/", {"ly-do": "ghi thiếu", "kho-khan": "thiếu một máy"}
    )
    client, data, address = drawn_report(own, "unit_report")
    text = text_of(client.get(f"{client.post(address, data).headers['Location']}tep.pdf").content)
    assert "Bản thứ 2, thay bản đã gửi trước. Lý do: ghi thiếu" in text
    assert "thiếu một máy" in text


def send_both_again(side: Any, words: str) -> None:
    """The ward's report and the town's, by the plan as it is now."""
    for sending, code in ((side.sending, "unit_head"), (side.town_sending, "justice_officer")):
        newest = sending.report.sendings.filter(receiver=sending.receiver).latest("number")
        said = {"ly-do": "ghi thiếu", "kho-khan": words}
        answer = signed_in(side, code).post(f"/bao-cao/gui-lai/{newest.pk}/", said)
        assert answer.status_code == 302, answer.content.decode()


def test_reports_go_to_whom_the_plan_names_when_they_are_sent(own: Any) -> None:
    officer = own.officers["justice_officer"]
    steps = (
        Step("UBND các phường, xã", "Sở Tư pháp Thử", "", "unit"),
        Step("Sở Tư pháp Thử", "UBND tỉnh Thử", "Văn phòng", "province"),
    )
    set_chain(actor=officer, campaign_id=own.campaign.pk, steps=steps)
    set_receivers(actor=officer, campaign_id=own.campaign.pk, names=["UBND tỉnh Thử", "Công an tỉnh Thử"])
    send_both_again(own, "thiếu một máy")
    for kind, to in (
        ("unit_report", "Kính gửi: Sở Tư pháp Thử"),
        ("town_report", "UBND tỉnh Thử (qua Văn phòng)"),
    ):
        client, data, address = drawn_report(own, kind)
        text = text_of(client.get(f"{client.post(address, data).headers['Location']}tep.pdf").content)
        assert to in text
        assert "qua Phòng Tư pháp" not in text
    assert "Công an tỉnh Thử" in text
    saved = signed_in(own, "justice_officer").post(
        "/ke-hoach/noi-nhan/", {"dot": own.campaign.code, "loai": "town_report", "noi-nhan": "Tỉnh ủy Thử"}
    )
    assert saved.status_code == 302
    send_both_again(own, "thiếu hai máy")
    text = text_of(client.get(f"{client.post(address, data).headers['Location']}tep.pdf").content)
    assert "Tỉnh ủy Thử" in text
    assert "Công an tỉnh Thử" not in text


@pytest.mark.parametrize("kind", ["town_report", "budget"])
def test_a_paper_on_record_keeps_its_receivers_whatever_the_plan_says_later(own: Any, kind: str) -> None:
    lead = own.officers["justice_officer"]
    about = {"actor": lead, "campaign_id": own.campaign.pk}
    set_receivers(**about, names=["UBND tỉnh Thử"])
    set_receivers(**about, names=["Tỉnh ủy Thử"], paper=kind)
    send_both_again(own, "thiếu một máy")
    count_keyed(now=now())
    client = signed_in(own, "justice_officer")
    data = typed(own, kind, own.campaign.lead_agency) | {"gui-cho": ""}
    place = client.post(f"/van-ban/soan/{kind}/", data).headers["Location"]
    draft = text_of(client.get(f"{place}tep.pdf").content)
    assert "Tỉnh ủy Thử" in draft
    numbered = client.post(f"{place}cap-so/", {"so": "7", "ngay": today().isoformat()})
    assert numbered.status_code == 302
    kept = {form: client.get(f"{place}tep.{form}").content for form in ("pdf", "docx", "xlsx")}
    set_receivers(**about, names=["Nơi khác"])
    set_receivers(**about, names=["Nơi khác nữa"], paper=kind)
    set_chain(**about, steps=[Step("UBND các phường", "Nơi khác", "", "province")])
    assert client.get(f"{place}tep.pdf").content == kept["pdf"]
    paper = Paper.objects.unscoped("a test's own paper").get(pk=place.strip("/").split("/")[-1])
    assert "Tỉnh ủy Thử" in document_of(paper).recipients
    assert "Nơi khác" not in str(as_data(document_of(paper)))
    for form in ("docx", "xlsx"):
        assert same_words(client.get(f"{place}tep.{form}").content, kept[form])
    send_both_again(own, "thiếu hai máy")
    anew = client.post(f"/van-ban/soan/{kind}/", data).headers["Location"]
    assert "Nơi khác nữa" in text_of(client.get(f"{anew}tep.pdf").content)


def same_words(one: bytes, other: bytes) -> bool:
    """Whether two office files hold the same; when they were made may differ."""
    first, second = (
        {name: file.read(name) for name in file.namelist() if not name.startswith("docProps/")}
        for file in (ZipFile(BytesIO(one)), ZipFile(BytesIO(other)))
    )
    return first == second


def test_a_document_goes_from_its_form_to_its_signed_copy(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    data = typed(own, "team_decision", own.world.committee) | {"thanh-vien": PEOPLE, "nguoi-ky": "Lê Văn Ký"}
    place = registrar.post("/van-ban/soan/team_decision/", data).headers["Location"]
    draft = text_of(registrar.get(f"{place}tep.pdf").content)
    assert "Số: ……/QĐ-UBND" in draft
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in draft
    assert "Lê Văn Ký" in draft
    registrar.post(f"{place}cap-so/", {"so": "7", "ngay": today().isoformat()})
    assert "Số: 07/QĐ-UBND" in text_of(registrar.get(f"{place}tep.pdf").content)
    wrong = registrar.post(f"{place}luu-ban-ky/", {"tep": SimpleUploadedFile("a.docx", b"PK\x03\x04")})
    assert wrong.status_code == 409
    assert "phải là tệp PDF" in wrong.content.decode()
    signed = b"%PDF-1.7 co chu ky %%EOF"
    registrar.post(f"{place}luu-ban-ky/", {"tep": SimpleUploadedFile("a.pdf", signed)})
    assert signed_in(own, "unit_head").get(f"{place}ban-da-ky.pdf").content == signed
    assert "đã lưu bản ký" in registrar.get("/van-ban/?tinh-trang=signed&loai=team_decision").content.decode()


def test_what_was_typed_comes_back_with_the_reason(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    data = typed(own, "team_decision", own.world.committee) | {
        "thanh-vien": "A; b; c; d",
        "ten-to": "Tổ của tôi",
    }
    answer = registrar.post("/van-ban/soan/team_decision/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "có 4 phần, chỉ cần 3" in page
    assert "A; b; c; d" in page
    assert "Tổ của tôi" in page


def test_a_wards_officer_draws_nothing_of_another_campaign(two_wards: tuple[Any, Any]) -> None:
    own, foreign = two_wards
    registrar = signed_in(own, "registrar")
    data = typed(own, "confidentiality", own.world.committee)
    assert (
        registrar.post("/van-ban/soan/confidentiality/", data | {"dot": foreign.campaign.code}).status_code
        == 404
    )
    wrong = data | {"co-quan": foreign.world.committee.pk}
    assert registrar.post("/van-ban/soan/confidentiality/", wrong).status_code == 404


def test_money_is_written_and_shown_in_dong(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    said = {"dot": own.campaign.code, "khoan": own.item.pk, "la": "spent", "ngay": today().isoformat()}
    assert registrar.post("/kinh-phi/so-tien/", said | {"so-tien": "12.500.000"}).status_code == 302
    assert "12.500.000" in registrar.get("/kinh-phi/").content.decode()
    assert "vượt số được cấp 12.500.000" in registrar.get("/kinh-phi/").content.decode()
    wrong = registrar.post("/kinh-phi/so-tien/", said | {"so-tien": "-1.000"})
    assert wrong.status_code == 409
    assert "phải có lý do" in wrong.content.decode()
    assert "12.500.000" in registrar.get(f"/kinh-phi/khoan/{own.item.pk}/").content.decode()


def test_work_is_shown_by_officer_to_who_may_and_never_to_who_sees_counts(own: Any) -> None:
    count_keyed(now=now())
    page = signed_in(own, "registrar").get("/kinh-phi/khoi-luong/").content.decode()
    assert str(own.officers["keyer"]) in page
    assert signed_in(own, "unit_head").get("/kinh-phi/khoi-luong/").status_code == 403


def test_the_closing_page_says_what_stands_in_the_way(own: Any) -> None:
    page = signed_in(own, "justice_head").get("/ket-thuc-dot/").content.decode()
    assert "quyển chưa trả" in page
    assert "đơn vị còn vướng" in page
    given = own.world.new_book(status="inventoried", custodian=own.world.committee, volume="77/2006")
    left = own.world.new_book(
        status="inventoried", custodian=own.world.committee, volume="78/2006", marked_for_entry=False
    )
    client = signed_in(own, "justice_head")
    page = client.get("/ket-thuc-dot/").content.decode()
    assert "Không nhập từ quyển này" in page
    listed = re.search(r'href="(/so/[^"]+)">Các quyển chưa giao', page)
    assert listed
    books = client.get(unescape(listed[1])).content.decode()
    assert given.volume in books
    assert left.volume not in books
    assert '<button class="btn btn-primary">Kết thúc đợt</button>' not in page
    refused = signed_in(own, "justice_head").post("/ket-thuc-dot/ket-thuc/", {"dot": own.campaign.code})
    assert refused.status_code == 409
    assert "Chưa kết thúc được" in refused.content.decode()
    assert not Closing.objects.exists()


def test_the_closing_page_counts_lost_books_and_says_why_the_room_has_another_sum(
    own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = now() + timedelta(minutes=2)
    monkeypatch.setattr("hotich.screens.budget_room.closing.now", lambda: later)
    own.world.new_book(status="lost", entries_count=40)
    page = signed_in(own, "justice_head").get("/ket-thuc-dot/").content.decode()
    head = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    (line,) = re.findall(r"<tbody><tr><td[^>]*>[^<]*</td>(.*?)</tr>", page)
    cells = dict(zip(head[1:], re.findall(r'<td class="n">([^<]*)', line), strict=False))
    assert (cells["Thất lạc"], cells["Đã trả"]) == ("1", "0")
    room = sum(sum(one.cumulative.values()) for one in figures_at(own.campaign, later))
    assert room > int(cells["Đã nhập"])
    assert f"Phòng điều hành ghi đã nhập {room}:" in page
    uncertified = room - int(cells["Đã nhập"]) - int(cells["Không đọc được"])
    assert f"{uncertified} trường hợp của quyển không có biên bản hoàn thành" in page


def test_a_campaign_is_closed_by_who_types_its_code_and_sees_which_books_differ(own: Any) -> None:
    Book.objects.unscoped("test").update(marked_for_entry=False)
    book = own.world.new_book(status="returned", entries_count=40, volume="79/2006")
    head = signed_in(own, "justice_head")
    page = head.get("/ket-thuc-dot/").content.decode()
    assert f"Gõ mã đợt <strong>{own.campaign.code}</strong>" in page
    assert re.search(rf"{book.volume}.*?</a>: thiếu 40", page)
    why = f"vi-sao-{own.campaign.reporting_units.get().code}"
    said = {"dot": own.campaign.code, why: "đang xác minh"}
    refused = head.post("/ket-thuc-dot/ket-thuc/", said | {"ma-dot": "nhầm"})
    assert refused.status_code == 409
    assert "không mở lại được" in refused.content.decode()
    assert "đang xác minh" in refused.content.decode()
    assert not Closing.objects.exists()
    assert head.post("/ket-thuc-dot/ket-thuc/", said | {"ma-dot": own.campaign.code}).status_code == 302
    assert "đang xác minh" in head.get("/ket-thuc-dot/").content.decode()
