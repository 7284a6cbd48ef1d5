"""Every document of a campaign, drawn and read again as others read it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.papers import DAY, JUSTICE, PERIOD, PLAN, UNITS, WARD, account, every, line, said

from hotich.campaign.budget.queries import Sums
from hotich.campaign.closing.accounts import total_of
from hotich.campaign.closing.declared import Declared, DeclaredAccount
from hotich.campaign.models import PaperKind, ReportingUnit
from hotich.reports.documents import closing, daily, money, steering, unit_papers
from hotich.reports.documents.asked import Asked, AskedRefused
from hotich.reports.documents.catalogue import FORMS
from hotich.reports.documents.letterheads import deputy_of, drafter_for, head_of, place_of, symbol_of
from hotich.reports.documents.plan_facts import points
from hotich.reports.documents.standing import done_of
from hotich.support.documents import (
    Fields,
    Paragraph,
    Signature,
    as_data,
    as_docx,
    as_pdf,
    as_xlsx,
    from_data,
    long_day,
)
from hotich.units.models import Agency, Unit

DOCUMENTS = every()


def pages_of(name: str) -> list[str]:
    """The text of each page, its spaces as one."""
    reader = pypdf.PdfReader(BytesIO(as_pdf(DOCUMENTS[name])))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_every_kind_of_the_list_can_be_drawn_but_what_is_made_elsewhere() -> None:
    assert set(FORMS) == set(PaperKind.values) - {PaperKind.OTHER.value}
    assert set(DOCUMENTS) == set(FORMS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_pdf_a_of_the_same_bytes_each_time(name: str) -> None:
    content = as_pdf(DOCUMENTS[name])
    assert hashlib.sha256(content).digest() == hashlib.sha256(as_pdf(DOCUMENTS[name])).digest()
    marks = pypdf.PdfReader(BytesIO(content)).xmp_metadata
    assert marks is not None
    written = content.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in written
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in written


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_what_the_decree_asks(name: str) -> None:
    document, pages = DOCUMENTS[name], pages_of(name)
    assert document.day is not None
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        long_day(document.day),
    ):
        assert words in pages[0]
    assert (f"Số: ……/{document.symbol}" in pages[0]) == bool(document.symbol)
    everything = " ".join(pages)
    assert "Nơi nhận:" in everything
    for one in document.signatures:
        assert one.title.upper() in everything
    assert (
        f"V/v {document.about[:20]}" in pages[0] if document.is_letter else document.title.upper() in pages[0]
    )


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_the_same_after_it_was_kept_as_data(name: str) -> None:
    document = DOCUMENTS[name]
    kept = from_data(json.loads(json.dumps(as_data(document))))
    assert kept == document
    assert as_pdf(kept) == as_pdf(document)
    assert as_docx(kept) == as_docx(document)
    assert as_xlsx(kept) == as_xlsx(document)


def test_wide_annexes_lie_crosswise_and_count_their_own_pages() -> None:
    pages = pypdf.PdfReader(BytesIO(as_pdf(DOCUMENTS["town_report"]))).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, True, True, True]


def test_the_towns_report_names_who_is_silent_and_late_and_has_every_unit() -> None:
    first, *annexes = pages_of("town_report")
    assert "Chưa xác nhận (lấy số liệu hệ thống tính lúc chốt): 3 đơn vị" in first
    assert "Gửi muộn: 3 đơn vị" in first
    assert "phường Minh Thành: Đường truyền gián đoạn" in first
    for page in annexes:
        assert all(name in page for name in UNITS)


def test_what_units_declare_stands_in_an_annex_of_its_own_where_one_does() -> None:
    plain = line("xã Thử", 0) | {"declared": 0, "declared_entered": 0}
    sent = plain | {"declared": 1420, "declared_entered": 20}
    without, declared = (
        daily.town_report(JUSTICE, PLAN, DAY, lines=[one], total=one, period=PERIOD, to="Sở Tư pháp").annexes
        for one in (plain, sent)
    )
    assert [one.title for one in declared[:-1]] == [one.title for one in without]
    (table,) = declared[-1].body
    assert "khai báo bằng tệp" in declared[-1].title
    assert table.rows[0][-2:] == (20, 1420)


def test_a_units_report_has_every_column_of_the_form() -> None:
    file = docx.Document(BytesIO(as_docx(DOCUMENTS["unit_report"])))
    rows = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    assert ["", "Tổng phải nhập", "9.074"] in rows
    assert ["Nhập trong kỳ", "Cộng", "92"] in rows
    assert ["Số sổ", "Đã trả", "1"] in rows


@pytest.mark.parametrize(
    ("status", "standing", "obstacles"),
    [
        ("silent", "chưa xác nhận", "Đơn vị chưa nêu."), ("draft", "số liệu tạm tính", "Đơn vị chưa nêu."),
        ("frozen", "số liệu do hệ thống tính lúc chốt", "Đơn vị chưa nêu."),
        ("late", "gửi sau giờ quy định", "Không."), ("declared", "số liệu khai báo", "Không."), ("submitted", "", "Không."),
    ],
)  # fmt: skip
def test_a_units_report_says_how_it_stands_and_what_nobody_said_is_not_nothing(
    status: str, standing: str, obstacles: str
) -> None:
    document = daily.unit_report(
        WARD, PLAN, DAY, period=PERIOD, to="Phòng Tư pháp",
        line=line("xã Nha Bích", 1) | ({"status": "draft", "frozen": True} if status == "frozen" else {"status": status}),
    )  # fmt: skip
    words = [str(block.text) for block in document.body if isinstance(block, Paragraph)]
    assert words[-1] == obstacles
    assert any(standing in one for one in words)
    assert document.to == ("Phòng Tư pháp",)


def test_cases_are_handed_over_by_number_and_nothing_else() -> None:
    text = " ".join(pages_of("acceptance"))
    assert "DANH SÁCH HỒ SƠ KHÔNG TRÙNG KHỚP BÀN GIAO" in text
    assert "Cộng: 10 hồ sơ" in text


def test_a_form_says_which_line_has_too_many_parts() -> None:
    with pytest.raises(AskedRefused, match="dòng 2: có 4 phần, chỉ cần 3") as refused:
        said(unit_papers.TEAM_DECISION, thanh_vien="A; b; c\nA; b; c; d")
    assert refused.value.field == "thanh-vien"


def test_words_on_record_are_of_any_length_and_what_is_typed_is_not() -> None:
    field = Asked("viec", "Việc", "rows", ("Việc", "Ai", "Khi nào"))
    rows = "\n".join("Bố trí thêm máy " * 30 for _ in range(12))
    with pytest.raises(AskedRefused, match="dài quá"):
        field.read(rows)
    assert len(field.read(rows, typed=False)) == 12


def test_a_form_asks_for_what_is_missing_by_its_label() -> None:
    with pytest.raises(AskedRefused, match="Ghi “Ngày kiểm tra”"):
        said(steering.INSPECTION_NOTICE, noi_nhan="X")


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    for kind in ("line", "text", "lines", "rows", "day", "number", "unit"):
        field = Asked("f", "Ô", kind, ("một", "hai"))  # type: ignore[arg-type]
        try:
            value = field.read(text)
        except AskedRefused as refused:
            assert refused.field == "f"
        else:
            assert value is not None
            if kind == "rows":
                assert all(len(row) == 2 for row in value)


def test_a_decision_names_who_decides_and_its_grounds_end_with_a_full_stop() -> None:
    first, *_, annex = pages_of("team_decision")
    assert first.count("ỦY BAN NHÂN DÂN PHƯỜNG HƯNG LONG") == 2  # at the head and above the grounds
    grounds = DOCUMENTS["team_decision"].basis
    assert [line[-1] for line in grounds] == [";"] * (len(grounds) - 1) + ["."]
    assert (
        "(Kèm theo Quyết định số ……/QĐ-UBND ngày 12 tháng 6 năm 2023 của Ủy ban nhân dân phường Hưng Long)"
        in annex
    )


def test_what_a_person_signs_for_himself_has_no_office_at_its_head() -> None:
    (page,) = pages_of("confidentiality")
    assert page.startswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert "Số:" not in page


def test_points_of_a_list_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert points(["một", "hai.", "ba;"]) == ("một;", "hai;", "ba.")
    assert points([]) == ()


def test_a_deputy_signs_in_the_heads_place_under_the_same_body() -> None:
    assert deputy_of(WARD.head) == Signature("PHÓ CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH")
    assert deputy_of(JUSTICE.head) == Signature("PHÓ TRƯỞNG PHÒNG", authority="KT. TRƯỞNG PHÒNG")
    document = replace(DOCUMENTS["reminder"], signatures=(deputy_of(WARD.head),))
    (page,) = [one.extract_text() for one in pypdf.PdfReader(BytesIO(as_pdf(document))).pages]
    lines = [line.strip() for line in page.split("\n")]
    at = lines.index("TM. ỦY BAN NHÂN DÂN")
    assert lines[at : at + 3] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_lost_books_stand_in_the_minutes_of_acceptance_and_in_the_annex() -> None:
    accounts = [replace(account(name, at), returned=90 - at, lost=at) for at, name in enumerate(UNITS)]
    lost = sum(range(len(UNITS)))
    document = closing.acceptance(
        JUSTICE, PLAN, DAY, said(closing.ACCEPTANCE, thanh_phan="A; b; c", chat_luong="x", ket_luan="y"), accounts=accounts,
        total=total_of(accounts), cases={},
    )  # fmt: skip
    rows = dict(row for block in document.body if isinstance(block, Fields) for row in block.rows)
    books = 90 * len(UNITS)
    assert rows["Số quyển sổ"] == f"đã trả {books - lost}, thất lạc {lost} trên {books} quyển"
    (table,) = document.annexes[0].body
    column = [one.label for one in table.columns].index("Thất lạc")
    assert [row[column] for row in table.rows] == list(range(len(UNITS)))
    assert table.total[column] == lost


@pytest.mark.parametrize("kind", ["closing_report", "acceptance"])
def test_what_units_declared_to_the_end_stands_apart_with_its_day_and_why_it_differs(kind: str) -> None:
    document = DOCUMENTS[kind]
    counted, declared = [block for block in document.body if isinstance(block, Fields)]
    assert dict(counted.rows)["Số trường hợp theo kiểm kê"] == "90.000"
    assert dict(declared.rows) == {
        "Số trường hợp theo kiểm kê": "6.100, 80 quyển",
        "Khai báo đã nhập": "5.100, 1/2 đơn vị đã gửi biểu",
        "Chênh lệch": "chưa rõ, còn đơn vị chưa gửi biểu",
    }
    (first,), (table,) = document.annexes[0].body, document.annexes[1].body
    assert len(first.rows) == len(UNITS)
    assert table.rows[0] == (1, "xã Tân Quan", 60, 5200, 5100, "12/06/2023", 100, 0, 0)
    assert table.rows[1] == (2, "xã Tân Khai", 20, 900, "", "chưa gửi biểu nào", "", 0, 0)
    assert table.total == ("", "Cộng", 80, 6100, 5100, "", "", 0, 0)
    text = " ".join(pages_of(kind))
    assert "xã Tân Quan: chênh 100, còn 100 trường hợp khó đọc" in text
    assert "xã Tân Khai: chưa gửi biểu nào, chưa bố trí máy" in text
    drawn = docx.Document(BytesIO(as_docx(document)))
    assert any(cell.text == "5.100" for one in drawn.tables for row in one.rows for cell in row.cells)
    sheets = load_workbook(BytesIO(as_xlsx(document))).worksheets
    (row,) = [
        row for one in sheets for row in one.iter_rows(values_only=True) if row[1:3] == ("xã Tân Quan", 60)
    ]
    assert row[3:7] == (5200, 5100, "12/06/2023", 100)


def test_where_all_units_declare_no_sum_of_what_was_counted_is_zero() -> None:
    one = DeclaredAccount("1", "xã Tân Quan", books=60, inventory=5200, declared=5200, day=DAY)
    document = closing.closing_report(
        JUSTICE, PLAN, DAY, said(closing.CLOSING_REPORT, ket_qua="x", han_che="y", kien_nghi="z"), accounts=[],
        total=total_of([]), cases={}, declared=Declared((one,)),
    )  # fmt: skip
    time, declared = [block for block in document.body if isinstance(block, Fields)]
    assert [label for label, _ in time.rows] == ["Thời gian"]
    assert dict(declared.rows)["Chênh lệch"] == "0"
    assert len(document.annexes) == 1


def test_a_campaigns_time_ends_with_its_closing_whenever_it_is_reported() -> None:
    accounts = [account(name, at) for at, name in enumerate(UNITS)]
    document = closing.closing_report(
        JUSTICE, PLAN, DAY, said(closing.CLOSING_REPORT, ket_qua="x", han_che="y", kien_nghi="z"), accounts=accounts,
        total=total_of(accounts), cases={}, closed=date(2023, 6, 2),
    )  # fmt: skip
    (time,) = [
        value
        for block in document.body
        if isinstance(block, Fields)
        for label, value in block.rows
        if label == "Thời gian"
    ]
    assert time == "từ ngày 22 tháng 5 năm 2023 đến ngày 02 tháng 6 năm 2023"


def test_a_column_that_does_not_add_up_to_its_sum_says_why() -> None:
    ward, lead = (
        Sums("phường Hưng Long", spent=10, entries=5),
        Sums("thị xã Chơn Thành", spent=90, entries=20),
    )
    said_why = [
        any(isinstance(block, Paragraph) and "Cơ quan chủ trì chi cho cả đợt" in str(block.text) for block in document.body)
        for document in (
            money.budget(JUSTICE, PLAN, DAY, units=[ward, lead], total=Sums("Cộng", spent=100, entries=20)),
            money.budget(JUSTICE, PLAN, DAY, units=[ward], total=ward),
        )
    ]  # fmt: skip
    assert said_why == [True, False]


def test_a_workbook_adds_up_what_adds_and_never_an_average() -> None:
    one = Sums("phường Hưng Long", planned=30, allotted=20, spent=10, entries=5)
    book = load_workbook(BytesIO(as_xlsx(money.budget(JUSTICE, PLAN, DAY, units=[one], total=one))))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(row for row in rows if "Đồng/trường hợp" in row)
    total = rows[rows.index(head) + 2]
    said = dict(zip(head, total, strict=True))
    assert all(str(said[name]).startswith("=SUM(") for name in ("Dự toán", "Được cấp", "Đã chi"))
    assert said["Đồng/trường hợp"] == 2


@pytest.mark.parametrize(
    ("kind", "level", "title"),
    [
        ("TP", "province", "GIÁM ĐỐC"), ("TP", "district", "TRƯỞNG PHÒNG"), ("CA", "province", "GIÁM ĐỐC"),
        ("CA", "commune", "TRƯỞNG CÔNG AN"), ("VP", "district", "CHÁNH VĂN PHÒNG"), ("UB", "province", "CHỦ TỊCH"),
    ],
)  # fmt: skip
def test_an_agency_signs_by_the_title_of_its_head(kind: str, level: str, title: str) -> None:
    assert head_of(Agency(kind=kind, unit=Unit(name="X", level=level))).title == title


def test_a_letter_has_the_mark_of_its_office_and_no_kind() -> None:
    ward = Agency(kind="UB", unit=Unit(name="X", level="commune"))
    assert (symbol_of("", ward), symbol_of("BB", ward), WARD.symbol("")) == ("UBND", "BB-UBND", "UBND")
    assert symbol_of("BC", Agency(kind="TP", unit=Unit(name="Y", level="province"))) == "BC-STP"
    assert symbol_of("BC", Agency(kind="TP", unit=Unit(name="Z", level="district"))) == "BC-TP"


def test_a_letter_of_a_committee_names_the_office_that_drafted_it() -> None:
    town = Unit(pk=1, name="Y", level="district")
    committee, justice = (
        Agency(pk=at, kind=kind, unit=town, name=kind) for at, kind in ((1, "UB"), (2, "TP"))
    )
    assert drafter_for(committee, [justice]) == justice
    assert drafter_for(committee, [justice, committee]) is None
    assert drafter_for(justice, [justice]) is None
    sender = replace(WARD, drafter="TP")
    assert (sender.symbol(""), sender.symbol("BB"), WARD.symbol("")) == ("UBND-TP", "BB-UBND", "UBND")


@pytest.mark.parametrize(
    ("label", "mark"), [("phường", "CAP"), ("xã", "CAX"), ("thị trấn", "CATT"), ("thị xã", "CA")]
)
def test_the_police_of_a_ward_have_a_mark_of_their_own(label: str, mark: str) -> None:
    assert symbol_of("", Agency(kind="CA", unit=Unit(name="X", type_label=label))) == mark


def test_a_place_named_by_a_number_is_written_in_full() -> None:
    assert place_of(Unit(name="1", type_label="phường")) == "Phường 1"
    assert place_of(Unit(name="Minh Hưng", type_label="phường")) == "Minh Hưng"


def test_a_decision_cites_the_law_on_local_government_of_its_day_and_once() -> None:
    def grounds(day: date, *laws: str) -> list[str]:
        plan = replace(PLAN, laws=(*PLAN.laws, *laws))
        asked = said(unit_papers.TEAM_DECISION, thanh_vien="A; b; c")
        document = unit_papers.team_decision(WARD, plan, day, asked)
        return [line for line in document.basis if "Luật Tổ chức chính quyền địa phương" in line]

    assert grounds(DAY)[0] == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"
    assert len(grounds(DAY)) == 2
    assert grounds(date(2025, 7, 1)) == [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
    ]
    own = "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    assert grounds(DAY, own) == [f"Căn cứ {own};"]


def test_a_unit_that_sends_files_is_never_said_to_have_keyed_nothing() -> None:
    unit = ReportingUnit(without_access=True)
    silent = {"cumulative": {"total": 0}, "source": "computed", "declared": 0}
    told = silent | {"source": "declared", "declared": 1_890}
    assert (done_of(silent, unit), done_of(told, unit)) == (None, 1_890)
    assert done_of(silent, ReportingUnit()) == 0

    def letter(line: dict[str, object], pace: str = "co") -> str:
        asked = said(
            steering.REMINDER, tien_do=pace, don_vi="1", noi_dung="x", yeu_cau="y", tra_loi="2023-06-16"
        )
        standing = steering.Standing("UBND xã X", DAY, done_of(line, unit), 6_300, declared=True)
        return str(steering.reminder(JUSTICE, PLAN, DAY, asked, standing=standing).body[0])

    assert "đến giờ chốt" not in letter(told, pace="khong")
    assert "qua theo dõi việc thực hiện của UBND xã X" in letter(told, pace="khong")
    assert "UBND xã X chưa gửi biểu số liệu; theo chỉ tiêu" in letter(silent)
    assert "đạt" not in letter(silent)
    assert "đã nhập 1.890 trường hợp (số liệu khai báo)" in letter(told)
    assert "đạt 30,0 %" in letter(told)
