"""A document as PDF/A-2b, which archives keep: the same bytes for the same document."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from hotich.support.documents import layout
from hotich.support.documents.letters import breakable, drawable
from hotich.support.documents.model import (
    BLANK,
    MOTTO,
    NATION,
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    annex_number,
    letterhead,
    letterhead_above,
)
from hotich.support.documents.widths import shown, widths_of
from hotich.synthetic.pages.canvas import FONTS

_TEMPLATES: Final = Path(__file__).parent
STANDARD: Final = "a-2b"
"""ISO 19005-2, level B: fonts within, colours said, nothing from outside."""
_NOT_DATED: Final = (2000, 1, 1)


def as_pdf(document: Document) -> bytes:
    """The document on A4 pages, with embedded Vietnamese fonts."""
    return compiled(
        "document.typ",
        {
            "layout": {name.lower(): value for name, value in vars(layout).items() if name.isupper()},
            "nation": NATION,
            "motto": MOTTO,
            "name": document.name,
            "made": document.day.timetuple()[:3] if document.day else _NOT_DATED,
            "superior": letterhead_above(document.issuer.superior),
            "issuer": letterhead(document.issuer.name) if document.issuer.name else (),
            "number": document.number_line,
            "letter": document.is_letter,
            "place": document.place_and_day,
            "title": document.title.upper(),
            "about": document.about,
            "to": document.to,
            "authority": document.authority.upper(),
            "basis": document.basis,
            "body": _blocks(document.body, landscape=document.landscape),
            "signatures": [
                {
                    "authority": one.authority.upper(), "title": one.title.upper(), "hint": one.hint,
                    "name": one.name,
                }
                for one in document.signatures
            ],
            "recipients": document.recipients,
            "landscape": document.landscape,
            "annexes": [
                {
                    "number": annex_number(at, len(document.annexes)), "title": one.title.upper(),
                    "landscape": one.landscape, "body": _blocks(one.body, landscape=one.landscape),
                }
                for at, one in enumerate(document.annexes, start=1)
            ],
            "annex_line": document.annex_line,
            "footer": document.footer,
        },
    )  # fmt: skip


def compiled(template: str, data: dict[str, Any]) -> bytes:
    """A template of this folder with its data. Nothing in the data is markup."""
    made = _compiler(template).compile(
        format="pdf", pdf_standards=STANDARD, pdf_tags=False,
        sys_inputs={"data": json.dumps(drawable(data), ensure_ascii=False)},
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


@lru_cache(maxsize=4)
def _compiler(template: str) -> Any:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(str(_TEMPLATES / template), font_paths=fonts, root=str(_TEMPLATES))


def _blocks(blocks: Sequence[Block], *, landscape: bool) -> list[dict[str, Any]]:
    return [breakable(_block(block, layout.text_width(landscape=landscape))) for block in blocks]


def _block(block: Block, width: float) -> dict[str, Any]:
    match block:
        case Paragraph():
            runs = [{"text": one.text, "bold": one.bold, "italic": one.italic} for one in block.runs]
            return {"is": "paragraph", "runs": runs, "align": block.align, "plain": block.plain}
        case Heading():
            return {"is": "heading", "text": block.text}
        case Fields():
            return {"is": "fields", "rows": [[label, value or BLANK * 6] for label, value in block.rows]}
        case Bullets():
            return {"is": "bullets", "items": block.items, "numbered": block.numbered}
        case Table():
            return {
                "is": "table",
                "caption": block.caption,
                "columns": [
                    {"label": one.label, "width": wide, "align": one.align}
                    for one, wide in zip(block.columns, widths_of(block, width), strict=True)
                ],
                "rows": [[shown(cell) for cell in row] for row in block.rows],
                "total": [shown(cell) for cell in block.total],
            }
        case PageBreak():
            return {"is": "page_break"}
