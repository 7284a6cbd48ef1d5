"""Rows of synthetic births, as the two formats write them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hotich.integration.interchange import Layout
from hotich.integration.xlsx import write_workbook

BIRTH = {
    "registration.number": "25/2006",
    "book.number": "01/2006",
    "book.page": "13",
    "registration.date": "12.05.2006",
    "registration.type": "1",
    "registration.place": "UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
    "signer.name": "Lê Văn Tư",
    "signer.title": "Chủ tịch",
    "registrar.name": "Trần Thị Sáu",
    "notes": "Cải chính ngày sinh theo QĐ 12/QĐ-UBND",
    "child.personal_id": "070206012345",
    "child.full_name": "Điểu Long",
    "child.sex": "1",
    "child.birth_date": "02.05.2006",
    "child.birth_place": "Trạm y tế xã Minh Hưng",
    "child.hometown": "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
    "child.ethnicity": "Xtiêng",
    "child.nationality": "Việt Nam",
    "child.parentage": "1",
    "mother.full_name": "Thị Brới",
    "mother.birth_date": "1983",
    "mother.ethnicity": "Xtiêng",
    "mother.nationality": "Việt Nam",
    "mother.residence_type": "1",
    "mother.residence": "ấp 2, xã Minh Hưng",
    "father.full_name": "Điểu Lên",
    "father.birth_date": "11.1980",
    "father.ethnicity": "Xtiêng",
    "father.nationality": "Việt Nam",
    "father.residence_type": "1",
    "father.id_document.type": "1",
    "father.id_document.number": "285123456",
    "declarant.full_name": "Điểu Lên",
    "declarant.relation": "cha",
}
"""A birth as both formats hold it, every value in the formats' own writing."""


def cells_of(layout: Layout, values: Mapping[str, str], position: int = 1) -> list[str]:
    """One row of the layout's columns."""
    return [
        str(position) if column.type == "row_number" else values.get(column.dotted_id, "")
        for column in layout.columns
    ]


def write_rows(path: Path, layout: Layout, rows: Sequence[Mapping[str, str]]) -> Path:
    """A workbook in the layout's columns."""
    with write_workbook(path) as out:
        sheet = out.sheet("DL Import", layout.names)
        for position, values in enumerate(rows, start=1):
            sheet.append(cells_of(layout, values, position))
    return path
