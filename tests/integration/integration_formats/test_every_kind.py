"""Every kind of the catalogue goes out as a wide CSV and comes back: no kind is forgotten."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from hotich.core.registers import catalogue
from hotich.integration import wide
from hotich.integration.exports import check_entries, export_entries
from hotich.integration.formats import layout_of
from hotich.integration.imports import import_entries

pytestmark = pytest.mark.django_db

BY_TYPE = {
    "name": "Điểu Long",
    "partial_date": "12/05/2006",
    "place": "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
    "ethnic_group": "Xtiêng",
    "country": "Việt Nam",
    "personal_number": "070206012345",
    "judged": "070206012345",
    "time": "07:30",
}
NOT_SENT = ("told", "missing", "identity")


@pytest.mark.parametrize("kind", catalogue.kinds())
def test_every_column_of_a_kind_comes_back(kind: str, town: Any, tmp_path: Path, now: Any) -> None:
    layout = layout_of("csv", kind)
    row = {
        column.dotted_id: next(iter(layout.codes[column.dotted_id].writings.values()))
        if column.dotted_id in layout.codes and column.type == "code"
        else BY_TYPE.get(column.type, "chữ trong sổ")
        for column in layout.columns
        if column.type not in NOT_SENT
    } | {"registration.number": "25/2006", "book.number": "01/2006", "book.page": "13"}
    path, out = tmp_path / "vao.csv", tmp_path / "ra.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, list(row))
        lines.writeheader()
        lines.writerow(row)
    first = import_entries(path=path, kind=kind, format="csv", now=now)
    assert (first.imported, first.rejected) == (1, 0), list(first.messages)
    export_entries(kind=kind, format="csv", out=out, now=now)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        heading, back = csv.reader(stream)
    cells = dict(zip(map(wide.id_of, heading), back, strict=True))
    assert {name: cells[name] for name in row} == row
    assert check_entries(kind=kind, format="csv", now=now).refused == 0
    again = import_entries(path=out, kind=kind, format="csv", now=now)
    assert (again.imported, again.unchanged, again.rejected) == (0, 1, 0)
