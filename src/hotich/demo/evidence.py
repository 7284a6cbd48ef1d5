"""A paper as it comes back from an agency outside, for the cases of the past days."""

from functools import cache
from pathlib import Path
from typing import Any

from hotich.cases.files import folder
from hotich.support.documents import Document, Issuer, Paragraph, Signature, as_pdf
from hotich.support.ids import uuid7
from hotich.support.kept_files import keep


def attached(about: str, words: str) -> dict[str, Any]:
    """A file as the log of a case tells of it; all of them are one paper, which names nobody."""
    digest, size = kept_paper(folder())
    return {"id": str(uuid7()), "about": about, "words": words, "kind": "pdf", "size": size, "digest": digest}


@cache
def kept_paper(where: Path) -> tuple[str, int]:
    """Draws and keeps the paper, once: its digest and size. A process that is forked while typst has threads may not draw any more, so
    who shares work out asks for it first."""
    return keep(where, [_answer()])


def _answer() -> bytes:
    return as_pdf(
        Document(
            issuer=Issuer("Công an tỉnh"),
            title="",
            about="V/v cung cấp hồ sơ lưu để đối chiếu",
            symbol="CA",
            to=("Công an cấp xã",),
            body=(
                Paragraph("Theo đề nghị của đồng chí, đơn vị gửi kèm bản sao hồ sơ lưu của người có tên trong công văn."),
                Paragraph("Nội dung hồ sơ lưu không đổi so với khi lập. Đề nghị đồng chí đối chiếu, sử dụng đúng mục đích."),
            ),
            signatures=(Signature("TRƯỞNG PHÒNG"),),
        )
    )  # fmt: skip
