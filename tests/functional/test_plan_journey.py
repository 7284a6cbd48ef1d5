"""A plan from a task that is given to a target that is shared out: each officer at a screen of his own, with the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import docx
import openpyxl
import pypdf
import pytest
from playwright.sync_api import Page, expect
from tests.functional.officer import Officer
from tests.functional.test_looks import english_of, faults_of

pytestmark = pytest.mark.functional

SitsDown = Callable[[str], Officer]
PLAN = "/ke-hoach/"
RUNS = "?dot=CAO-DIEM"
"""The campaign these journeys are about: another one may have been opened and closed before."""
SCAN = b"%PDF-1.7 bien ban"


def looks(page: Page) -> list[str]:
    return faults_of(page) + english_of(page)


def told(page: Page, words: str) -> None:
    expect(page.locator(".messages")).to_contain_text(words)


def opens(officer: Officer, words: str) -> None:
    """Tabs to what folds out and opens it."""
    for _ in range(150):
        said = officer.page.evaluate("document.activeElement.closest('summary')?.textContent ?? ''")
        if words in " ".join(said.split()):
            officer.presses("Enter")
            return
        officer.presses("Tab")
    raise AssertionError(f"Tab never came to “{words}”")


def test_a_task_is_given_reported_and_proved(sits_down: SitsDown) -> None:
    faults: list[str] = []
    writer = sits_down("tuphap.thixa").signs_in(f"{PLAN}nhiem-vu/{RUNS}")
    writer.fills('[name="noi-dung"]', "Kiểm tra đường truyền của đơn vị")
    opens(writer, "Chọn cơ quan thực hiện")
    writer.reaches('[name="thuc-hien"]')
    writer.presses("Space")
    writer.enters("Giao nhiệm vụ")
    told(writer.page, "Đã giao nhiệm vụ")
    faults += looks(writer.page)

    # The ward says how far it is, and with what it proves it.
    registrar = sits_down("hotich.minhhung").signs_in(f"{PLAN}nhiem-vu/{RUNS}")
    page = registrar.page
    row = page.locator("tr", has_text="Kiểm tra đường truyền của đơn vị")
    expect(row).to_contain_text("UBND")
    opens(registrar, "Báo cáo: Kiểm tra đường truyền")
    registrar.fills('details[open] [name="ket-qua"]', "đã đo với nhà mạng ngày 17/5")
    faults += looks(page)
    registrar.enters("Ghi")
    told(page, "Đã ghi")
    expect(row).to_contain_text("đã đo với nhà mạng ngày 17/5")
    opens(registrar, "Đính kèm tài liệu: Kiểm tra đường truyền")
    registrar.fills('details[open] [name="la-gi"]', "Biên bản đo đường truyền")
    page.locator('details[open] [name="tep"]').set_input_files(
        {"name": "1.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    )
    registrar.enters("Đính kèm")
    told(page, "Đã đính kèm tài liệu")
    assert registrar.gets("Biên bản đo đường truyền") == SCAN

    # The sister ward reads how many have finished, not what another one wrote.
    sister = sits_down("hotich.minhlap").signs_in(f"{PLAN}nhiem-vu/{RUNS}")
    expect(sister.page.locator("main")).not_to_contain_text("đã đo với nhà mạng")
    assert not faults, "\n".join(faults)


def test_a_unit_says_what_stands_with_its_proof(sits_down: SitsDown) -> None:
    registrar = sits_down("hotich.minhhung").signs_in(f"{PLAN}san-sang/")
    page = registrar.page
    row = page.locator("tr", has_text="Tập huấn")
    registrar.chooses(f"#{row.locator('select').get_attribute('id')}", "đã xong")
    registrar.enters("Ghi Tập huấn")
    expect(page.locator("main")).to_contain_text("đã xong thì ghi minh chứng")
    registrar.goes(f"{PLAN}san-sang/")
    registrar.chooses(f"#{row.locator('select').get_attribute('id')}", "đã xong")
    registrar.fills(f"#{row.locator('input[name=minh-chung]').get_attribute('id')}", "ngày 18/5, 6 người")
    registrar.enters("Ghi Tập huấn")
    told(page, "Tập huấn: đã xong")
    expect(row).to_contain_text("ngày 18/5, 6 người")
    assert not (faults := looks(page)), "\n".join(faults)


def test_targets_are_decided_approved_by_another_exported_and_shared_out(sits_down: SitsDown) -> None:
    faults: list[str] = []
    writer = sits_down("tuphap.thixa").signs_in(f"{PLAN}chi-tieu/{RUNS}")
    page = writer.page
    expect(page.locator("h2 .mark").first).to_have_text("dự thảo")
    expect(page.get_by_role("button", name="Duyệt bản 1")).to_have_count(0)
    writer.fills('[name="may"]', "2")
    writer.enters("Lưu Phường Minh Hưng")
    told(page, "Phường Minh Hưng: 2 máy, 600 trường hợp một ngày")
    faults += looks(page)

    head = sits_down("truongphong.thixa").signs_in(f"{PLAN}chi-tieu/{RUNS}")
    page = head.page
    head.enters("Duyệt bản 1")
    told(page, "Đã duyệt bản 1")
    faults += looks(page)
    for format, words in (("PDF", _of_pdf), ("Word", _of_docx), ("Excel", _of_xlsx)):
        said = words(head.gets(format))
        assert "Minh Hưng" in said, format
        assert "600" in said, format

    # The ward's leader shares it out; parts that do not add up are named, and what he typed stands.
    leader = sits_down("totruong.minhhung").signs_in(f"{PLAN}chi-tieu/{RUNS}")
    page = leader.page
    leader.enters("Phường Minh Hưng")
    faults += looks(page)
    whole = page.locator("tfoot td").first.inner_text()
    leader.fills('form:has([name="theo"][value="station"]) input[type="number"]', "7")
    leader.enters("Lưu cách chia theo máy")
    expect(page.get_by_role("alert")).to_contain_text(f"chỉ tiêu của đơn vị là {whole}")
    leader.fills('form:has([name="theo"][value="station"]) input[type="number"]', whole)
    leader.enters("Lưu cách chia theo máy")
    told(page, "Đã chia chỉ tiêu theo máy")
    expect(page.locator("main")).to_contain_text("Đơn vị chia: Phạm Thị Trưởng")
    assert not faults, "\n".join(faults)


def test_a_campaign_is_opened_and_its_hours_are_changed(sits_down: SitsDown) -> None:
    faults: list[str] = []
    writer = sits_down("tuphap.thixa").signs_in(PLAN)
    page = writer.page
    writer.enters("Mở đợt mới")
    faults += looks(page)
    writer.fills('[name="ma"]', "DOT 2")
    writer.fills('[name="ten"]', "Đợt bổ sung")
    writer.fills('[name="ke-hoach"]', "Kế hoạch số 5/KH-UBND")
    for name, day in (
        ("ban-hanh", "2026-01-05"), ("bat-dau", "2099-02-02"), ("truoc-ngay", "2099-06-30"), ("pham-vi", "2019-04-01"),
    ):  # fmt: skip
        page.locator(f'[name="{name}"]').fill(day)
    writer.enters("Mở đợt")
    expect(page.get_by_role("alert")).to_contain_text("Mã đợt gồm chữ không dấu")
    expect(page.locator('[name="ten"]')).to_have_value("Đợt bổ sung")
    writer.fills('[name="ma"]', "DOT-2")
    writer.enters("Mở đợt")
    told(page, "Đã mở đợt")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đợt bổ sung")
    opens(writer, "Sửa thời gian")
    page.locator('[name="chot"]').fill("13:00")
    writer.enters("Lưu thời gian, chỉ tiêu")
    told(page, "Đã lưu")
    expect(page.locator("dl")).to_contain_text("13:00")
    faults += looks(page)
    assert not faults, "\n".join(faults)


def _of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def _of_docx(content: bytes) -> str:
    tables = docx.Document(BytesIO(content)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def _of_xlsx(content: bytes) -> str:
    sheets = openpyxl.load_workbook(BytesIO(content)).worksheets
    return "\n".join(
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
    )
