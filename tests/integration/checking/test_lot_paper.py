"""Biên bản kiểm tra lô, opened as somebody else's program opens it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from desk import Desk
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rekeying import Checker, decide, keyed

from hotich.audit.models import AuditEvent
from hotich.checking.lot_accounts import account_of_lot
from hotich.checking.models import Check, CheckPolicy, Lot
from hotich.checking.operations import draw_lot
from hotich.core.quotas.sampling import draw_order, zero_defect_plan

pytestmark = pytest.mark.django_db

KEYER, PERSON = "Lý Văn Người Nhập", "Nguyễn Thị Riêng Tư"


@pytest.fixture
def registrar(world: Any) -> Any:
    return world.officer("registrar", name="Hoàng Thị Rút Mẫu")


@pytest.fixture
def lot(desk: Desk, world: Any, registrar: Any) -> Lot:
    """The sample of a small book, of which one entry was keyed wrong in the name's tone."""
    desk.officer.full_name = KEYER
    desk.officer.save(update_fields=["full_name"])
    CheckPolicy.objects.create(
        unit=world.unit, since=world.now.date().replace(year=2020), values={"new_officer_entries": 0, "seed_percent": 0},
        set_by=registrar, set_at=world.now,
    )  # fmt: skip
    for line in range(1, 6):
        keyed(desk, line, child__full_name=f"{PERSON} {line}")
    return draw_lot(actor=registrar, book=world.book, sort="zero", now=world.now)


def finish(world: Any, lot: Lot) -> Lot:
    checker, arbiter = Checker(world, world.officer("checker")), world.officer("checker")
    first = True
    for check in checker.take():
        if first and check.reason == Check.Reason.SAMPLE:
            wrong = check.entry.transcriptions.get(accepted=True).fields["child.full_name"]["v"]
            checker.keys(check, child__full_name=wrong.replace("Tư", "Tứ"))
            decide(world, arbiter, check, child__full_name="second")
            first = False
        else:
            checker.keys(check)
    lot.refresh_from_db()
    return lot


def paper(officer: Any, lot: Lot, format: str) -> bytes:
    client = Client()
    client.force_login(officer)
    answer = client.get(f"/kiem-tra/lo/{lot.pk}/bien-ban.{format}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="bien-ban-kiem-tra-lo.{format}"'
    assert answer["Cache-Control"] == "no-store"
    return bytes(answer.content)


def words_of(content: bytes, format: str) -> str:
    if format == "pdf":
        return " ".join(
            " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages).split()
        )
    if format == "docx":
        file = docx.Document(BytesIO(content))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        return " ".join(" ".join([*(one.text for one in file.paragraphs), *cells]).split())
    book = openpyxl.load_workbook(BytesIO(content))
    return " ".join(
        str(value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    )


@pytest.mark.parametrize("format", ["pdf", "docx", "xlsx"])
def test_it_says_plan_sample_errors_and_decision_and_names_nobody_who_keyed(
    world: Any, lot: Lot, registrar: Any, format: str
) -> None:
    finish(world, lot)
    said = words_of(paper(registrar, lot, format), format)
    plan = zero_defect_plan(lot=5, limit=0.1)
    for words in (
        lot.book.title, "mẫu không lỗi", f"{plan.size} trường hợp", lot.draw[:16], lot.draw[48:], "trang 1, dòng", "dấu thanh, dấu chữ", "sai 1 ô",
        "không sai", f"1 trên {plan.size} trường hợp sai", "KHÔNG ĐẠT", "khoảng tin cậy 95 %", "Hoàng Thị Rút Mẫu", "Thủ trưởng đơn vị",
    ):  # fmt: skip
        assert words.casefold() in said.casefold(), words
    assert KEYER not in said and PERSON not in said


def test_before_the_sample_is_checked_it_concludes_nothing(lot: Lot, registrar: Any) -> None:
    said = words_of(paper(registrar, lot, "docx"), "docx")
    assert "Chưa kết luận" in said and "ĐẠT" not in said


def test_by_quality_it_says_letter_level_and_severity(desk: Desk, world: Any, registrar: Any) -> None:
    for line in range(1, 31):
        desk.whole(line=line, child__full_name=f"{PERSON} {line}")
    lot = draw_lot(actor=registrar, book=world.book, sort="aql", now=world.now)
    said = words_of(paper(registrar, lot, "docx"), "docx")
    for words in (
        "Chữ mã",
        "Bậc kiểm tra",
        "kiểm tra thường",
        "4 trường hợp sai trên 100",
        "Số chấp nhận (Ac)",
    ):
        assert words in said, words


def test_a_lot_of_which_only_the_outcome_is_kept_says_so(lot: Lot, registrar: Any) -> None:
    lot.checks.all().delete()
    lot.state, lot.wrong, lot.decided_at = Lot.State.ACCEPTED, 0, lot.drawn_at
    lot.save()
    said = words_of(paper(registrar, lot, "docx"), "docx")
    assert "Danh sách mẫu của lô này không lưu" in said and "Chi tiết lỗi của lô này không lưu" in said
    assert "Lô ĐẠT" in said


def test_the_account_follows_the_draw_and_the_lot(world: Any, lot: Lot) -> None:
    account = account_of_lot(finish(world, lot))
    drawn = sorted(
        lot.checks.filter(reason="sample").values_list("entry_id", flat=True),
        key=lambda pk: draw_order(lot.draw, pk),
    )
    lines = {check.entry_id: check.entry.line for check in lot.checks.select_related("entry")}
    assert [one.place for one in account.drawn] == [f"trang 1, dòng {lines[pk]}" for pk in drawn]
    assert (account.wrong, account.open, account.columns.part) == (lot.wrong, 0, 1)
    assert [(one.kind, one.times) for one in account.found] == [("dấu thanh, dấu chữ", 1)]
    assert account.limits is not None and account.limits[0] < 1 / lot.sample < account.limits[1]


def test_drawing_it_up_is_on_record_and_another_ward_gets_none(
    lot: Lot, registrar: Any, elsewhere: Any
) -> None:
    paper(registrar, lot, "pdf")
    event = AuditEvent.objects.get(kind="document.drawn")
    assert (event.subject, event.detail["document"]) == (f"lot:{lot.pk}", "bien-ban-kiem-tra-lo")
    client = Client()
    client.force_login(elsewhere.officer("registrar"))
    assert client.get(f"/kiem-tra/lo/{lot.pk}/bien-ban.pdf").status_code == 404


def test_the_account_asks_three_questions_however_large_the_sample(lot: Lot) -> None:
    account_of_lot(lot)
    with CaptureQueriesContext(connection) as few:
        account_of_lot(lot)
    assert len(few) <= 3 < lot.sample


def test_there_is_no_other_format(lot: Lot, registrar: Any) -> None:
    client = Client()
    client.force_login(registrar)
    assert client.get(f"/kiem-tra/lo/{lot.pk}/bien-ban.exe").status_code == 404
