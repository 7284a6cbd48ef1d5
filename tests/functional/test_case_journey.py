"""A case from the list to its document: each officer at a screen of his own, with the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect
from tests.functional.conftest import House
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
LIST = "/danh-sach-theo-doi-rieng/"


def looks(page: Page) -> list[str]:
    return faults_of(page) + english_of(page)


def words_of(content: bytes, format: str) -> str:
    """What a file says when another program opens it."""
    if format == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    if format == "xlsx":
        rows = openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_case_is_lived_from_the_list_to_its_document(
    furnished: dict[str, Any], sits_down: SitsDown, house: House
) -> None:
    faults: list[str] = []

    # The registrar says who keeps the list.
    registrar = sits_down("hotich.hunglong").signs_in(f"{LIST}nguoi-theo-doi/")
    registrar.chooses('[name="can-bo"]', "Đoàn Thị Theo")
    registrar.fills('[name="van-ban"]', "Quyết định 3/QĐ-UBND")
    registrar.enters("Phân công")
    expect(registrar.page.locator(".messages")).to_contain_text("Đoàn Thị Theo theo dõi danh sách riêng")

    # The keeper sends both cases of the list to the police under one letter.
    keeper = sits_down("theodoi.hunglong").signs_in(LIST)
    page = keeper.page
    expect(page.locator(".waiting .chart")).to_be_visible()
    faults += looks(page)
    for format in ("docx", "xlsx", "pdf"):
        said = words_of(keeper.gets(format), format)
        assert "02/03/1990" in said, format
        assert "02/03/1991" in said, format
    expect(page.locator("caption").first).to_contain_text("Người theo dõi: Đoàn Thị Theo")
    keeper.reaches("[data-tick] input")
    keeper.presses("Space")
    expect(page.locator('[name="ho-so"]:checked')).to_have_count(2)
    keeper.enters("Đưa vào đợt gửi")
    expect(page.locator(".messages")).to_contain_text("Đã đưa 2 hồ sơ vào đợt 1")
    faults += looks(page)
    letter = words_of(keeper.gets("docx"), "docx")
    assert "02/03/1991" in letter
    keeper.fills('[name="so"]', "15/UBND-TP")
    keeper.enters("Gửi 2 hồ sơ")
    expect(page.locator("h1 .mark")).to_have_text("đã gửi")
    assert "15/UBND-TP" in words_of(keeper.gets("pdf"), "pdf")

    # The police take the letter, look at the page of the book, and conclude with evidence.
    verifier = sits_down("xacminh.hunglong").signs_in(f"{LIST}dot/")
    page = verifier.page
    faults += looks(page)
    verifier.enters("Đề nghị xác minh, đợt 1")
    verifier.enters("Đã nhận 2 hồ sơ")
    expect(page.locator("h1 .mark")).to_have_text("bên nhận đã nhận")
    verifier.enters("Số 1")
    faults += looks(page)
    verifier.chooses('[name="ket-luan"]', "Sổ hộ tịch đúng")
    verifier.reaches('[name="can-cu"]')
    verifier.presses("Space")
    verifier.fills('details[open] [name="noi-dung"]', "Bản chính giấy khai sinh ghi như sổ.")
    verifier.enters("Kết luận")
    expect(page.locator("h1 .mark")).to_have_text("chờ duyệt kết luận")
    case = page.url

    # Who concluded does not approve; the head does, and the case goes on to the registrar.
    head = sits_down("lanhdaoca.hunglong").signs_in(f"{LIST}?den-luot=police_head")
    head.enters("Số 1")
    faults += looks(head.page)
    head.enters("Duyệt kết luận")
    expect(head.page.locator("h1 .mark")).to_have_text("đã có kết luận")
    verifier.goes(f"{LIST}?trang-thai=concluded")
    verifier.reaches('[name="ho-so"]')
    verifier.presses("Space")
    verifier.fills('[name="so"]', "7/PC-CAP")
    verifier.enters("Chuyển các hồ sơ đã chọn")
    expect(page.locator(".messages")).to_contain_text("Đã chuyển 1 hồ sơ")
    faults += looks(page)
    assert "7/PC-CAP" in words_of(verifier.gets("docx"), "docx")

    # The registrar receives it, reaches the citizen, and closes it with a document.
    registrar.goes(f"{LIST}?den-luot=registrar")
    page = registrar.page
    registrar.enters("Số 1")
    registrar.enters("Nhận hồ sơ")
    expect(page.get_by_text("công chức đã nhận")).to_be_visible()
    faults += looks(page)
    notice = words_of(registrar.gets("docx"), "docx")
    assert "Nguyễn Thị" in notice
    registrar.chooses("#guide-cach", "điện thoại")
    registrar.fills("#guide-noi-dung", "Mang bản chính giấy khai sinh đến Công an phường.")
    registrar.enters("Đã hướng dẫn công dân")
    expect(page.locator("h1 .mark")).to_have_text("đã hướng dẫn công dân")
    registrar.enters("Bắt đầu thủ tục")
    expect(page.locator("h1 .mark")).to_have_text("đang cải chính, điều chỉnh")
    registrar.chooses("#close_adjusted-loai", "Phiếu DC01")
    registrar.fills("#close_adjusted-so", "88/DC01")
    registrar.fills("#close_adjusted-noi", "Công an phường Hưng Long")
    registrar.enters("Đóng bằng điều chỉnh dữ liệu dân cư")
    # The register still says what it said: the case closes only with the reason why.
    expect(page.locator("#loi")).to_be_focused()
    expect(page.locator("#close_adjusted-so")).to_have_value("88/DC01")
    faults += looks(page)
    registrar.fills("#close_adjusted-con-khac", "Dữ liệu dân cư cập nhật sau 02 ngày.")
    registrar.enters("Đóng bằng điều chỉnh dữ liệu dân cư")
    expect(page.locator("h1 .mark")).to_have_text("đã cải chính, điều chỉnh")
    expect(page.get_by_text("Theo Phiếu DC01 số 88/DC01")).to_be_visible()
    faults += looks(page)

    # Closed, it is off the list and found by its state; both values stay.
    registrar.goes(LIST)
    expect(page.locator("table.cases tbody tr")).to_have_count(1)
    registrar.chooses("#trang-thai", "đã cải chính, điều chỉnh")
    registrar.enters("Lọc")
    registrar.enters("Số 1")
    assert page.url == case
    expect(page.locator("tr.differs")).to_contain_text(re.compile("02/03/1990.*02/03/1991"))
    assert not faults, "\n".join(faults)
