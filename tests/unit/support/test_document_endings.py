"""How a paper ends: all of its text on its pages, and the signature below something it signs."""

from itertools import pairwise

import pypdfium2
import pytest

from hotich.support.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Issuer,
    Paragraph,
    Signature,
    as_pdf,
)

HEAD = "Lê Văn Cường"
SIXTY_LINES = tuple(f"Vướng mắc thứ {number}: máy quét hỏng." for number in range(1, 61))
WORDY = tuple(
    f"Điểm {number}: " + "đường truyền gián đoạn nhiều lần trong ngày; " * 60 for number in (1, 2, 3)
)
LONG = {
    "lines": Paragraph("\n".join(SIXTY_LINES)),
    "one sentence": Paragraph("Máy quét hỏng chưa được thay. " * 300),
    "points": Bullets(SIXTY_LINES),
    "numbered points of many lines": Bullets(WORDY, numbered=True),
}


def report(last: Block, *, before: int = 0, signers: int = 1) -> Document:
    return Document(
        issuer=Issuer("Ủy ban nhân dân xã Minh Hưng"),
        title="Báo cáo",
        about="Kết quả trong ngày",
        body=(
            *(Paragraph(f"Số liệu {number}") for number in range(before)),
            Heading("2. Khó khăn"),
            last,
        ),
        signatures=tuple(Signature("Chủ tịch", name=HEAD) for _ in range(signers)),
        recipients=("Như trên", "Lưu: VT"),
    )


def pages_of(document: Document) -> list[str]:
    """The text of every page, after looking that all of it lies on the page and between its margins."""
    pages = []
    for page in pypdfium2.PdfDocument(as_pdf(document)):
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            assert 0 < left < right < width, "a text runs off the side of its page"
            assert 50 < bottom < top < height, "a text runs off the foot of its page"
        pages.append(text.get_text_range())
    return pages


@pytest.mark.parametrize("signers", [1, 2])
@pytest.mark.parametrize("last", LONG.values(), ids=LONG)
def test_a_last_text_longer_than_a_page_flows_and_the_signature_is_there(last: Block, signers: int) -> None:
    pages = pages_of(report(last, signers=signers))
    assert len(pages) > 1
    assert pages[-1].count(HEAD) == signers, "the signature is lost"


@pytest.mark.parametrize("last", [LONG["lines"], LONG["points"]], ids=["lines", "points"])
@pytest.mark.parametrize("before", range(10, 26, 3))
def test_the_last_line_of_a_long_text_is_on_the_page_of_the_signature(last: Block, before: int) -> None:
    pages = pages_of(report(last, before=before))
    assert "".join(pages).count("máy quét hỏng") == len(SIXTY_LINES), "a line is lost"
    assert SIXTY_LINES[-1] in pages[-1]
    assert HEAD in pages[-1]


def test_a_short_last_paragraph_is_whole_on_the_page_of_the_signature_wherever_the_page_ends() -> None:
    said = "Máy quét hỏng chưa được thay.\nĐề nghị cấp trên xem xét."
    drawn = [pages_of(report(Paragraph(said), before=before)) for before in range(14, 26)]
    assert any(len(one) < len(other) for one, other in pairwise(drawn)), "the page ends in none of them"
    for pages in drawn:
        for line in said.splitlines():
            assert line in pages[-1], "the signature is alone on its page"
        assert HEAD in pages[-1]
