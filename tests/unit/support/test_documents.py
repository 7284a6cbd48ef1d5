"""Official documents opened as somebody else's program opens them."""

import unicodedata
from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
import pypdf
import pypdfium2
import pytest
import segno
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.support.documents import (
    Annex,
    Bullets,
    Column,
    Document,
    Fields,
    Heading,
    Issuer,
    Label,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    Table,
    as_data,
    as_docx,
    as_pdf,
    as_xlsx,
    from_data,
    labels_as_pdf,
    long_day,
)
from hotich.support.documents.letters import ALLOWED_BREAK
from hotich.support.documents.widths import widths_of

VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LETTERS = "đ" + "".join(
    letter
    for vowel in VOWELS
    for tone in TONES
    if not (letter := unicodedata.normalize("NFC", vowel + tone)).isascii()
)
DRAWERS = [as_pdf, as_docx, as_xlsx]
COLUMNS = (Column("STT", 0.4, "center"), Column("Sổ", 3), Column("Số trường hợp", 1, "right", adds=True))
MINUTES = Document(
    issuer=Issuer("Ủy ban nhân dân xã Minh Hưng", "Ủy ban nhân dân thị xã Chơn Thành"),
    title="Biên bản",
    about="Bàn giao sổ hộ tịch",
    symbol="BB-UBND",
    place="Minh Hưng",
    day=date(2026, 2, 5),
    basis=("Căn cứ kế hoạch của thị xã;",),
    body=(
        Paragraph("Hai bên đã kiểm đếm từng quyển."),
        Heading("I. Bên giao"),
        Fields((("Ông (bà)", "Nguyễn Thị Hòa"), ("Chức vụ", ""))),
        Table(
            COLUMNS,
            tuple((at, f"Quyển {at:02d}/2006", 1000 + at) for at in range(1, 61)),
            total=("", "Cộng", 61830),
            caption="Danh mục sổ",
        ),
        Bullets(("Lập thành hai bản",)),
    ),
    signatures=(
        Signature("Đại diện bên giao", hint="(Ký, ghi rõ họ tên)", name="Nguyễn Thị Hòa"),
        Signature("Đại diện bên nhận", hint="(Ký, ghi rõ họ tên)", name="Trần Văn Bình"),
    ),
    recipients=("Hai bên", "Lưu: VT"),
    annexes=(
        Annex("Ảnh chụp tình trạng", (Paragraph("Một"), PageBreak(), Paragraph("Hai")), landscape=True),
        Annex("Phụ lục thứ hai", (Paragraph("Ba"),)),
    ),
    footer="In cho Nguyễn Thị Hòa",
)
LETTER = Document(
    issuer=Issuer("Công an xã Minh Hưng", "Công an thị xã Chơn Thành"),
    title="",
    about="đề nghị xác minh",
    symbol="CAX",
    number="7",
    place="Minh Hưng",
    day=date(2026, 11, 15),
    to=("Ủy ban nhân dân xã Minh Hưng",),
    body=(Paragraph((Run("Thực hiện "), Run("Kế hoạch", bold=True))),),
    signatures=(Signature("Phó Chủ tịch", authority="KT. Chủ tịch", name="Lê Văn C"),),
    recipients=("Như trên", "Lưu: VT"),
)


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages]


def words_of(file: Any) -> str:
    """All text of a Word file, tables included, in no order."""
    return "\n".join(node.text or "" for node in file.element.body.iter(qn("w:t")))


@pytest.mark.parametrize("draw", DRAWERS)
@pytest.mark.parametrize("said", [MINUTES, LETTER], ids=["minutes", "letter"])
def test_the_same_document_makes_the_same_bytes(draw: Any, said: Document) -> None:
    assert draw(said) == draw(said)


def test_a_pdf_says_everything_in_the_decrees_words() -> None:
    text = "\n".join(pages_of(as_pdf(MINUTES)))
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "XÃ MINH HƯNG", "BIÊN BẢN",
        "Bàn giao sổ hộ tịch", "Số: ……/BB-UBND", "Minh Hưng, ngày 05 tháng 02 năm 2026", "Căn cứ kế hoạch của thị xã;",
        "Nguyễn Thị Hòa", "Quyển 60/2006", "1.060", "61.830", "ĐẠI DIỆN BÊN NHẬN", "Nơi nhận:", "- Lưu: VT.",
        "Phụ lục II",
    ):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("said", [MINUTES, LETTER], ids=["minutes", "letter"])
def test_a_document_is_the_same_after_it_was_kept_as_data(said: Document) -> None:
    assert from_data(as_data(said)) == said


@pytest.mark.parametrize("day", [None, date(2023, 6, 12)])
def test_a_pdf_is_pdf_a_and_dated_as_the_paper_is(day: date | None) -> None:
    content = as_pdf(Document(issuer=Issuer("X"), title="T", day=day, body=(Paragraph("a"),)))
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert f"D:{(day or date(2000, 1, 1)):%Y%m%d}".encode() in content


def test_a_letter_that_the_font_has_not_is_drawn_as_a_box() -> None:
    said = Document(issuer=Issuer("X"), title="T", body=(Paragraph("a漢b\u0007c😀đ"),))
    assert "a□bc□đ" in pages_of(as_pdf(said))[0]


def test_pages_are_numbered_from_the_second_and_an_annex_counts_its_own() -> None:
    numbers = [text.split()[0] for text in pages_of(as_pdf(MINUTES))]
    assert [each if each.isdigit() else "" for each in numbers] == ["", "2", "3", "", "2", ""]


def test_a_tables_header_stands_on_every_page_of_it() -> None:
    first, second, *_ = pages_of(as_pdf(MINUTES))
    assert "Số trường" in first
    assert "Số trường" in second


def test_an_annex_lies_crosswise_where_it_is_wide() -> None:
    sizes = [
        page.mediabox.width > page.mediabox.height for page in pypdf.PdfReader(BytesIO(as_pdf(MINUTES))).pages
    ]
    assert sizes == [False, False, False, True, True, False]


def test_every_page_says_for_whom_it_was_printed() -> None:
    assert all("In cho Nguyễn Thị Hòa" in text for text in pages_of(as_pdf(MINUTES)))


def test_all_vietnamese_letters_are_in_the_pdfs_fonts() -> None:
    letters = LETTERS + LETTERS.upper()
    assert len(letters) == 134
    said = Document(
        issuer=Issuer("X"), title="T",
        body=tuple(
            Paragraph((Run(letters, bold=bold, italic=italic),)) for bold in (False, True) for italic in (False, True)
        ),
    )  # fmt: skip
    content = as_pdf(said)
    drawn = "".join("".join(pages_of(content)).split()).replace(ALLOWED_BREAK, "")
    assert drawn.count(letters[:20]) == 4
    assert {str(font) for font in _fonts(content)} == {
        "LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic",
    }  # fmt: skip


def _fonts(content: bytes) -> set[str]:
    found = set()
    for page in pypdf.PdfReader(BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            found.add(font.get_object()["/BaseFont"].partition("+")[2])
    return found


def test_a_letter_has_its_subject_under_the_number_and_no_title() -> None:
    text = pages_of(as_pdf(LETTER))[0]
    assert "Số: 07/CAX" in text
    assert "V/v đề nghị xác minh" in text
    assert "Kính gửi: Ủy ban nhân dân xã Minh Hưng" in text
    assert text.index("KT. CHỦ TỊCH") < text.index("PHÓ CHỦ TỊCH") < text.index("Lê Văn C")


def test_what_looks_like_markup_or_a_formula_is_text() -> None:
    odd = '=SUM(1) #let x = 1 *đậm* _nghiêng_ $x$ \\ <b> & "ngoặc"'
    said = Document(issuer=Issuer("X"), title="T", body=(Table((Column("A"),), ((odd,),)),))
    assert odd in pages_of(as_pdf(said))[0].replace("\n", " ")
    assert odd in words_of(docx.Document(BytesIO(as_docx(said))))
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(said))).active
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == odd)
    assert cell.data_type == "s"


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_any_text_can_be_drawn(text: str) -> None:
    said = Document(
        issuer=Issuer(text),
        title=text,
        about=text,
        body=(Paragraph(text), Table((Column(text),), ((text,),))),
    )
    for draw in DRAWERS:
        assert draw(said)


def test_a_word_file_has_the_decrees_page_and_letters() -> None:
    file = docx.Document(BytesIO(as_docx(MINUTES)))
    first, annex, last = file.sections
    assert [round(first.page_width.mm), round(first.page_height.mm)] == [210, 297]
    assert [
        round(each.mm)
        for each in (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
    ] == [20, 20, 30, 15]
    assert annex.page_width > annex.page_height
    assert last.page_width < last.page_height
    assert first.different_first_page_header_footer
    assert file.styles["Normal"].font.name == "Times New Roman"
    assert file.styles["Normal"].font.size.pt == 14
    starts = [each._sectPr.find(qn("w:pgNumType")) for each in file.sections]
    assert [each is not None and each.get(qn("w:start")) for each in starts] == [False, "1", "1"]


def test_a_word_file_says_everything() -> None:
    file = docx.Document(BytesIO(as_docx(MINUTES)))
    text = words_of(file)
    for said in (
        "BIÊN BẢN",
        "XÃ MINH HƯNG",
        "Số: ……/BB-UBND",
        "Chức vụ: ",
        "Quyển 60/2006",
        "1.060",
        "Trần Văn Bình",
    ):
        assert said in text, said
    listed = next(table for table in file.tables if table.rows[0].cells[0].text == "STT")
    assert len(listed.rows) == 62
    assert listed.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in listed.rows[-1].cells] == ["", "Cộng", "61.830"]
    assert file.core_properties.title == "Biên bản Bàn giao sổ hộ tịch"


_PARAGRAPH_ORDER = ("pStyle", "keepNext", "pBdr", "spacing", "ind", "jc")


def test_a_word_files_properties_stand_in_the_order_the_format_asks_for() -> None:
    file = docx.Document(BytesIO(as_docx(MINUTES)))
    for properties in file.element.body.iter(qn("w:pPr")):
        found = [child.tag.partition("}")[2] for child in properties]
        known = [name for name in found if name in _PARAGRAPH_ORDER]
        assert known == sorted(known, key=_PARAGRAPH_ORDER.index)
    for section in file.element.body.iter(qn("w:sectPr")):
        found = [child.tag.partition("}")[2] for child in section]
        if "pgNumType" in found:
            assert found.index("pgMar") < found.index("pgNumType") < found.index("cols")


def test_a_workbook_keeps_counts_as_numbers_and_can_be_filtered() -> None:
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(MINUTES))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(at for at, row in enumerate(rows) if row[0] == "STT")
    assert rows[head] == ["STT", "Sổ", "Số trường hợp"]
    assert rows[head + 1] == [1, "Quyển 01/2006", 1001]
    assert rows[head + 61][1:] == ["Cộng", f"=SUM(C{head + 2}:C{head + 61})"]
    kept = openpyxl.load_workbook(BytesIO(as_xlsx(MINUTES)), data_only=True).worksheets[0]
    assert kept.cell(head + 62, 3).value == 61830
    assert sheet.freeze_panes == f"A{head + 2}"
    assert sheet.auto_filter.ref == f"A{head + 1}:C{head + 61}"
    assert sheet.print_title_rows == f"${head + 1}:${head + 1}"


def test_a_last_row_that_adds_nothing_up_stays_as_it_was_said() -> None:
    columns = (Column("A"), Column("B", adds=True), Column("trung bình"))
    table = Table(columns, ((1, 5, 4), (2, 6, 0)), total=("Cộng", 12, 4))
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(Document(Issuer("X"), "T", body=(table,))))).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert 12 in cells, "not the sum of its lines"
    assert not any(str(cell).startswith("=") for cell in cells), "a column of averages adds nothing up"


def test_a_long_text_has_as_many_lines_in_a_workbook_as_it_needs() -> None:
    said = Document(
        issuer=Issuer("X"), title="T", body=(Paragraph("một hai ba bốn năm " * 30), Paragraph("một"))
    )
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(said))).active
    (height,) = [
        sheet.row_dimensions[row[0].row].height
        for row in sheet.iter_rows()
        if str(row[0].value).startswith("một hai")
    ]
    assert height > 5 * 15
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEF") > 75


@given(
    st.lists(st.tuples(st.text(max_size=30), st.floats(0.2, 4)), min_size=1, max_size=12),
    st.sampled_from([165.0, 252.0]),
)
def test_columns_fill_the_width_and_none_is_lost(columns: list[tuple[str, float]], total: float) -> None:
    table = Table(tuple(Column(label, share) for label, share in columns), ())
    widths = widths_of(table, total)
    assert sum(widths) == pytest.approx(total)
    assert min(widths) > 0


def test_a_column_is_as_wide_as_its_longest_figure() -> None:
    table = Table((Column("STT", 0.1), Column("Đơn vị", 9), Column("Tiền", 0.1)), ((1, "x", 90_000_000),))
    narrow, _, money = widths_of(table, 165)
    assert narrow > 10
    assert money > 18


def test_a_word_without_an_end_stays_within_its_column_and_on_the_page() -> None:
    endless = "q" * 300
    table = Table(
        (Column("STT", 0.5), Column("Nội dung", 3), Column("Đơn vị", 1)), ((1, endless, "phường Thử"),)
    )
    narrow, _, unit = widths_of(table, 165)
    assert (narrow > 10, unit > 20) == (True, True)
    said = Document(issuer=Issuer("X"), title="T", body=(Paragraph(endless), table))
    page = pypdfium2.PdfDocument(as_pdf(said))[0]
    text = page.get_textpage()
    boxes = [text.get_rect(at) for at in range(text.count_rects())]
    assert max(right for _, _, right, _ in boxes) <= page.get_width()
    assert text.get_text_range().count("q") == 600


def test_the_body_above_is_abbreviated_and_the_issuer_is_not() -> None:
    text = pages_of(as_pdf(MINUTES))[0]
    assert "UBND THỊ XÃ CHƠN THÀNH" in text
    assert text.index("UBND THỊ XÃ") < text.index("ỦY BAN NHÂN DÂN") < text.index("XÃ MINH HƯNG")


def test_an_annex_has_its_title_in_capitals_and_names_what_it_belongs_to() -> None:
    for text in ("\n".join(pages_of(as_pdf(MINUTES))), words_of(docx.Document(BytesIO(as_docx(MINUTES))))):
        assert "ẢNH CHỤP TÌNH TRẠNG" in text
        assert "(Kèm theo Biên bản số ……/BB-UBND ngày 05 tháng 02 năm 2026" in " ".join(text.split())


def test_a_workbooks_annexes_are_sheets_of_their_own() -> None:
    assert openpyxl.load_workbook(BytesIO(as_xlsx(MINUTES))).sheetnames == [
        "Danh sách",
        "Phụ lục 1",
        "Phụ lục 2",
    ]


def test_a_row_that_does_not_fit_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table((Column("A"),), (("1", "2"),))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2023, 1, 9), "ngày 09 tháng 01 năm 2023"),
        (date(2023, 2, 10), "ngày 10 tháng 02 năm 2023"),
        (date(2023, 3, 1), "ngày 01 tháng 3 năm 2023"),
        (date(2023, 12, 31), "ngày 31 tháng 12 năm 2023"),
    ],
)
def test_days_are_written_as_the_decree_asks(day: date, said: str) -> None:
    assert long_day(day) == said


def test_a_document_not_dated_yet_leaves_room_for_the_day() -> None:
    said = Document(issuer=Issuer("X"), title="T", place="Minh Hưng")
    assert "Minh Hưng, ngày …… tháng …… năm ……" in pages_of(as_pdf(said))[0]


def test_labels_carry_a_code_that_reads_as_what_they_were_given() -> None:
    code = "HOTICH-SO-0193A1B2C3D47000"
    content = labels_as_pdf([Label(code, "KS 01/2006", ("xã Minh Hưng",))] * 13)
    texts = pages_of(content)
    assert len(texts) == 2
    assert texts[0].count("KS 01/2006") == 12
    assert _squares_on(content) == [
        [bool(dark) for dark in row] for row in segno.make_qr(code, error="q", boost_error=False).matrix
    ]


def _squares_on(content: bytes) -> list[list[bool]]:
    """The first label's code, read from the picture of the page."""
    per_mm = 8
    image = pypdfium2.PdfDocument(content)[0].render(scale=per_mm * 25.4 / 72).to_pil().convert("L")
    side, left, top = 36 * per_mm, 14 * per_mm, 13 * per_mm + (45 - 36) / 2 * per_mm
    count = segno.make_qr("HOTICH-SO-0193A1B2C3D47000", error="q", boost_error=False).symbol_size(border=0)[0]
    step = side / count
    return [
        [
            image.getpixel((int(left + (x + 0.5) * step), int(top + (y + 0.5) * step))) < 128
            for x in range(count)
        ]
        for y in range(count)
    ]
