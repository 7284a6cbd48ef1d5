"""A document as a Word file that people go on writing in: the decree's form, Times New Roman, tables whose header repeats."""

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document as new_document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from hotich.support.documents import layout
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
    Run,
    Signature,
    Table,
    annex_number,
    letterhead,
    letterhead_above,
)
from hotich.support.documents.widths import shown, widths_of

_LONGEST_PROPERTY: Final = 255
_SIDES: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_SAME_FOR_ALL: Final = (1980, 1, 1, 0, 0, 0)
_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  (the file's own property has no zone)
_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_docx(document: Document) -> bytes:
    """The document as docx; the same bytes for the same document."""
    return _Writer(document).written()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.said = document
        self.file = new_document()
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = layout.FONT, Pt(layout.BODY)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(which), layout.FONT)
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(0)
        properties = self.file.core_properties
        properties.title, properties.author = (
            _clean(text)[:_LONGEST_PROPERTY] for text in (document.name, document.issuer.name)
        )
        properties.comments = ""
        properties.created = properties.modified = _MADE
        self._page(self.file.sections[0], landscape=document.landscape)

    def written(self) -> bytes:
        self._head()
        self._title()
        self._addressees()
        if self.said.authority:
            self._paragraph(Paragraph((Run(self.said.authority.upper(), bold=True),), align="center"))
        for text in self.said.basis:
            self._paragraph(Paragraph((Run(text, italic=True),)))
        self._blocks(self.said.body)
        self._signatures()
        for at, annex in enumerate(self.said.annexes, start=1):
            section = self.file.add_section(WD_SECTION.NEW_PAGE)
            # The paragraph that ends the section is as low as one can be: where a page is just full, none follows for it alone.
            self.file.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
            self._page(section, landscape=annex.landscape, anew=True)
            for text in (annex_number(at, len(self.said.annexes)), annex.title.upper()):
                self._line(self.file.add_paragraph(), text, layout.TITLE_SIZE, bold=True)
            self._line(self.file.add_paragraph(), self.said.annex_line, layout.ANNEX_LINE_SIZE, italic=True)
            self._blocks(annex.body)
        out = BytesIO()
        self.file.save(out)
        return _without_times(out.getvalue())

    # -- the page ----------------------------------------------------------------------------------------------------

    def _page(self, section: Any, *, landscape: bool, anew: bool = False) -> None:
        across, down = layout.PAGE
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (
            (Mm(down), Mm(across)) if landscape else (Mm(across), Mm(down))
        )
        section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
        section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        if anew:
            numbering = OxmlElement("w:pgNumType")
            numbering.set(qn("w:start"), "1")
            section._sectPr.find(qn("w:cols")).addprevious(numbering)
            return
        line = section.header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(line)
        if self.said.footer:
            for footer in (section.footer, section.first_page_footer):
                below = footer.paragraphs[0]
                self._line(below, self.said.footer, layout.FOOTER_SIZE, italic=True, align="right")

    def _width(self) -> float:
        return layout.text_width(landscape=self.said.landscape)

    # -- what stands before the text ---------------------------------------------------------------------------------

    def _head(self) -> None:
        width = self._width()
        if not self.said.issuer.name:
            self._nation(self.file.add_paragraph, width)
            self._line(self.file.add_paragraph(), self.said.number_line, layout.NUMBER_SIZE)
            place = self.file.add_paragraph()
            self._line(place, self.said.place_and_day, layout.PLACE_SIZE, italic=True, align="right")
            self._gap(6)
            return
        left, right = width * 0.4, width * 0.6
        table = self._grid(2, (left, right))
        _narrow_sides(table)
        issuer, nation = table.rows[0].cells
        lines = [(text, False) for text in letterhead_above(self.said.issuer.superior)]
        lines += [(text, True) for text in letterhead(self.said.issuer.name)]
        for at, (text, bold) in enumerate(lines):
            self._line(_paragraph_of(issuer, first=at == 0), text, layout.ISSUER_SIZE, bold=bold)
        _rule(issuer.add_paragraph(), margin=left * 0.3)
        taken = iter([nation.paragraphs[0]])
        self._nation(lambda: next(taken, None) or nation.add_paragraph(), right)
        number, place = table.add_row().cells
        self._line(_paragraph_of(number, first=True), self.said.number_line, layout.NUMBER_SIZE)
        if self.said.is_letter and self.said.about:
            self._line(number.add_paragraph(), f"V/v {self.said.about}", layout.LETTER_ABOUT_SIZE)
        self._line(_paragraph_of(place, first=True), self.said.place_and_day, layout.PLACE_SIZE, italic=True)
        for cell in (number, place):
            cell.paragraphs[0].paragraph_format.space_before = Pt(layout.AFTER_PARAGRAPH)
        self._gap(6)

    def _nation(self, line: Any, width: float) -> None:
        self._line(line(), NATION, layout.NATION_SIZE, bold=True)
        self._line(line(), MOTTO, layout.MOTTO_SIZE, bold=True)
        _rule(line(), margin=(width - layout.MOTTO_WIDTH) / 2)

    def _title(self) -> None:
        if self.said.is_letter:
            return
        self._line(self.file.add_paragraph(), self.said.title.upper(), layout.TITLE_SIZE, bold=True)
        if self.said.about:
            self._line(self.file.add_paragraph(), self.said.about, layout.TITLE_SIZE, bold=True)
        _rule(self.file.add_paragraph(), margin=self._width() * 0.37)
        self._gap(4)

    def _addressees(self) -> None:
        if len(self.said.to) == 1:
            self._line(self.file.add_paragraph(), f"Kính gửi: {self.said.to[0]}", layout.BODY)
        elif self.said.to:
            for at, text in enumerate(("Kính gửi:", *self.said.to)):
                end = ";" if 0 < at < len(self.said.to) else "." if at else ""
                line = self.file.add_paragraph(_clean(f"- {text}{end}" if at else text))
                line.paragraph_format.left_indent = Mm(self._width() * 0.35 + (8 if at else 0))
        if self.said.to:
            self._gap(4)

    # -- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    self._paragraph(block)
                case Heading():
                    line = self._paragraph(Paragraph((Run(block.text, bold=True),), align="left"))
                    line.paragraph_format.keep_with_next = True
                case Fields():
                    for at, (label, value) in enumerate(block.rows):
                        line = self._paragraph(Paragraph(f"{label}: {value or BLANK * 6}", align="left"))
                        if at:
                            line.paragraph_format.space_before = Pt(layout.BETWEEN_FIELDS)
                case Bullets():
                    for at, item in enumerate(block.items, start=1):
                        self._paragraph(Paragraph(f"{at}. {item}" if block.numbered else f"- {item}"))
                case Table():
                    self._table(block)
                case PageBreak():
                    self.file.add_page_break()

    def _paragraph(self, block: Paragraph) -> Any:
        line = self.file.add_paragraph()
        line.alignment = _SIDES[block.align]
        line.paragraph_format.space_before = Pt(layout.AFTER_PARAGRAPH)
        if not block.plain and block.align != "center":
            line.paragraph_format.first_line_indent = Mm(layout.INDENT)
        for run in block.runs:
            piece = line.add_run(_clean(run.text))
            piece.bold, piece.italic = run.bold or None, run.italic or None
        return line

    def _table(self, block: Table) -> None:
        if block.caption:
            self._paragraph(Paragraph((Run(block.caption, italic=True),), plain=True))
        else:
            self._gap(4)
        section: Any = self.file.sections[-1]
        width = (section.page_width - section.left_margin - section.right_margin) / Mm(1)
        widths = widths_of(block, width)
        table = self._grid(len(block.columns), widths, style="Table Grid")
        _narrow_sides(table)
        labels = [(one.label, "center", True) for one in block.columns]
        self._row(table.rows[0], labels)
        _repeat(table.rows[0])
        for row in block.rows:
            cells = [
                (shown(cell), column.align, False) for cell, column in zip(row, block.columns, strict=True)
            ]
            self._row(self._add(table, widths), cells)
        if block.total:
            cells = [
                (shown(cell), column.align, True)
                for cell, column in zip(block.total, block.columns, strict=True)
            ]
            self._row(self._add(table, widths), cells)
        self._gap(4)

    def _row(self, row: Any, cells: Sequence[tuple[str, str, bool]]) -> None:
        _whole(row)
        for cell, (text, align, bold) in zip(row.cells, cells, strict=True):
            self._line(cell.paragraphs[0], text, layout.TABLE_SIZE, bold=bold, align=align)

    # -- who signs ---------------------------------------------------------------------------------------------------

    def _signatures(self) -> None:
        signatures, recipients = self.said.signatures, self.said.recipients
        if not (signatures or recipients):
            return
        # What the signature signs is on its page: the last piece of running text goes with it.
        if isinstance(self.said.body[-1] if self.said.body else None, Paragraph | Bullets):
            self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        self._gap(8)
        self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        width = self._width()
        if len(signatures) > 1:
            table = self._grid(len(signatures), [width / len(signatures)] * len(signatures))
            for cell, one in zip(table.rows[0].cells, signatures, strict=True):
                self._signature(cell, one)
            _whole(table.rows[0])
            if recipients:
                self._recipients(self.file.add_paragraph, recipients)
            return
        table = self._grid(2, (width / 2, width / 2))
        left, right = table.rows[0].cells
        _whole(table.rows[0])
        if recipients:
            taken = iter([left.paragraphs[0]])
            self._recipients(lambda: next(taken, None) or left.add_paragraph(), recipients)
        if signatures:
            self._signature(right, signatures[0])

    def _signature(self, cell: Any, one: Signature) -> None:
        lines = [text.upper() for text in (*one.authority.split("\n"), one.title) if text]
        for at, text in enumerate(lines):
            self._line(_paragraph_of(cell, first=at == 0), text, layout.SIGNATURE_SIZE, bold=True)
        if one.hint:
            self._line(cell.add_paragraph(), one.hint, layout.RECIPIENTS_SIZE, italic=True)
        name = cell.add_paragraph()
        name.paragraph_format.space_before = Mm(layout.ROOM_TO_SIGN)
        self._line(name, one.name, layout.SIGNATURE_SIZE, bold=True)

    def _recipients(self, line: Any, recipients: Sequence[str]) -> None:
        self._line(line(), "Nơi nhận:", layout.RECIPIENTS_HEAD, bold=True, italic=True, align="left")
        for at, text in enumerate(recipients, start=1):
            end = "." if at == len(recipients) else ";"
            self._line(line(), f"- {text}{end}", layout.RECIPIENTS_SIZE, align="left")

    # -- small things ------------------------------------------------------------------------------------------------

    def _line(
        self,
        line: Any,
        text: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        align: str = "center",
    ) -> None:
        line.alignment = _SIDES[align]
        piece = line.add_run(_clean(text))
        piece.font.size = Pt(size)
        piece.bold, piece.italic = bold or None, italic or None

    def _gap(self, points: float) -> None:
        line = self.file.add_paragraph()
        line.paragraph_format.line_spacing = Pt(points)

    def _grid(self, columns: int, widths: Sequence[float], style: str | None = None) -> Any:
        table = self.file.add_table(rows=1, cols=columns, style=style)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Mm(width)
        return table

    def _add(self, table: Any, widths: Sequence[float]) -> Any:
        row = table.add_row()
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
        return row


def _clean(text: str) -> str:
    """Without the characters that no XML file can hold."""
    return _NOT_XML.sub("", text)


def _paragraph_of(cell: Any, *, first: bool) -> Any:
    return cell.paragraphs[0] if first else cell.add_paragraph()


def _rule(line: Any, *, margin: float) -> None:
    """A line under what stands before it, `margin` millimetres in from both sides."""
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(margin)
    line.paragraph_format.line_spacing = Pt(3)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    # The format fixes the order of a paragraph's properties: borders come before spacing and indents.
    line._p.get_or_add_pPr().insert(0, borders)


def _page_number(line: Any) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = line.add_run()
        run.font.size = Pt(layout.PAGE_NUMBER)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """A row that no page break divides."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _narrow_sides(table: Any) -> None:
    """Cells that leave a millimetre and a half free at their sides."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "72")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    # The format fixes the order of a table's properties: margins come before its look.
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)


def _without_times(content: bytes) -> bytes:
    """The package again with one date on all its parts: the writer puts the moment of writing into the directory."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            kept.writestr(
                zipfile.ZipInfo(part.filename, _SAME_FOR_ALL), made.read(part), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
