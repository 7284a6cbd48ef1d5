"""A paper drawn, numbered, signed outside and stored back; money noted; a campaign that cannot be closed, and then is. By keyboard."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split())


def test_a_paper_is_drawn_numbered_and_stored_back_signed(sits_down: SitsDown, tmp_path: Path) -> None:
    clerk = sits_down("hotich.minhhung").signs_in("/van-ban/soan/")
    page = clerk.page
    faults = faults_of(page) + english_of(page)
    clerk.enters("Quyết định thành lập Tổ")
    faults += faults_of(page) + english_of(page)

    # What cannot be read comes back with its reason, and nothing typed is lost.
    clerk.fills("#thanh-vien", "Phạm Thị Trưởng; Công an xã; Tổ trưởng; thừa")
    clerk.enters("Soạn văn bản")
    expect(page.get_by_role("alert")).to_contain_text("chỉ cần 3")
    expect(page.locator("#thanh-vien")).to_have_value("Phạm Thị Trưởng; Công an xã; Tổ trưởng; thừa")
    clerk.fills("#thanh-vien", "Phạm Thị Trưởng; Công an xã; Tổ trưởng")
    clerk.enters("Soạn văn bản")
    expect(page.locator("h1 .mark")).to_have_text("dự thảo")
    faults += faults_of(page) + english_of(page)
    draft = text_of(clerk.gets("PDF/A dự thảo"))
    assert "Số: ……/QĐ-UBND" in draft
    assert "ngày …… tháng …… năm ……" in draft

    clerk.fills("#so", "7")
    clerk.enters("Ghi số")
    expect(page.locator("h1 .mark")).to_have_text("có số, chờ bản ký")
    numbered = clerk.gets("PDF/A có số")
    assert "Số: 07/QĐ-UBND" in text_of(numbered)
    assert clerk.gets("Word").startswith(b"PK")
    assert clerk.gets("Excel (các bảng)").startswith(b"PK")

    wrong, signed = tmp_path / "a.pdf", tmp_path / "b.pdf"
    wrong.write_bytes(b"PK\x03\x04")
    signed.write_bytes(numbered + b"\n% signed with a pen, scanned\n%%EOF\n")
    page.locator("#tep").set_input_files(wrong)
    clerk.enters("Lưu bản đã ký")
    expect(page.get_by_role("alert")).to_contain_text("PDF")
    page.locator("#tep").set_input_files(signed)
    clerk.enters("Lưu bản đã ký")
    expect(page.locator("h1 .mark")).to_have_text("đã lưu bản ký")
    expect(page.locator("main")).to_contain_text("không thấy chữ ký số")
    faults += faults_of(page) + english_of(page)
    assert clerk.gets("Bản đã ký") == signed.read_bytes()

    clerk.goes("/van-ban/")
    clerk.chooses("#tinh-trang", "đã lưu bản ký")
    clerk.enters("Lọc")
    expect(page.locator("tbody tr")).to_have_count(1)
    faults += faults_of(page) + english_of(page)
    assert not faults, "\n".join(faults)


def test_money_is_noted_item_by_item_and_taken_back_with_a_reason(sits_down: SitsDown) -> None:
    clerk = sits_down("hotich.minhlap").signs_in("/kinh-phi/")
    page = clerk.page
    clerk.chooses("#nhom", "đường truyền")
    clerk.fills("#noi-dung", "Thuê đường truyền ba tháng")
    clerk.enters("Thêm khoản")
    clerk.chooses("#la", "đã chi")
    clerk.fills("#so-tien", "3.600.000")
    clerk.enters("Ghi số tiền")
    expect(page.locator("tfoot").first).to_contain_text("3.600.000")
    faults = faults_of(page) + english_of(page)
    clerk.chooses("#la", "đã chi")
    clerk.fills("#so-tien", "-600.000")
    clerk.enters("Ghi số tiền")
    expect(page.get_by_role("alert")).to_contain_text("phải có lý do")
    clerk.fills("#ghi-chu", "ghi nhầm phiếu 12")
    clerk.enters("Ghi số tiền")
    expect(page.locator("tfoot").first).to_contain_text("3.000.000")
    clerk.enters("Thuê đường truyền ba tháng")
    expect(page.locator("tbody tr")).to_have_count(2)
    faults += faults_of(page) + english_of(page)
    assert not faults, "\n".join(faults)


def closes(head: Officer) -> None:
    """Presses the button; the door to the page, which has the same words, comes before it."""
    head.reaches("main button.btn-primary")
    with head.page.expect_navigation():
        head.presses("Enter")


def test_a_campaign_is_closed_when_its_books_are_accounted_for(house: House, sits_down: SitsDown) -> None:
    made = house.act("ending")
    head = sits_down("truong.tuphap").signs_in(f"/ket-thuc-dot/?dot={made['campaign']}")
    page = head.page
    expect(page.locator("tbody")).to_contain_text("1 quyển chưa trả")
    faults = faults_of(page) + english_of(page)
    expect(page.locator("main")).to_contain_text("Chưa kết thúc được: 1 đơn vị còn vướng")
    expect(page.locator("main button.btn-primary")).to_have_count(0)

    house.act("come-home")
    head.goes(f"/ket-thuc-dot/?dot={made['campaign']}")
    head.fills("#ma-dot", "DOT-KHAC")
    closes(head)
    expect(page.get_by_role("alert")).to_contain_text("giải thích chênh lệch")
    head.fills(f"#vi-sao-{made['unit']}", "Một quyển thất lạc trước đợt, có biên bản")
    closes(head)
    expect(page.get_by_role("alert")).to_contain_text("gõ đúng mã đợt DOT-CUOI")
    faults += faults_of(page) + english_of(page)
    head.fills("#ma-dot", "DOT-CUOI")
    closes(head)
    expect(page.locator("h1 .mark")).to_have_text("đã kết thúc")
    expect(page.locator("tbody")).to_contain_text("Một quyển thất lạc")
    expect(page.locator("main button.btn-primary")).to_have_count(0)
    faults += faults_of(page) + english_of(page)

    # The report is drawn from what was frozen.
    head.enters("Lập báo cáo tổng kết")
    for field in ("#ket-qua", "#han-che", "#kien-nghi"):
        head.fills(field, "Đã làm xong")
    head.enters("Soạn văn bản")
    report = text_of(head.gets("PDF/A dự thảo"))
    assert "thất lạc 1" in report
    assert "ĐỐI SOÁT KIỂM KÊ" in report
    faults += faults_of(page) + english_of(page)
    assert not faults, "\n".join(faults)
