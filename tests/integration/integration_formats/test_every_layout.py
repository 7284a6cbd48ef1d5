"""Every column of every layout goes in and comes out as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.birth_rows import write_rows

from hotich.integration.formats import layout_of
from hotich.integration.interchange import Layout

pytestmark = pytest.mark.django_db

BY_TYPE = {
    "name": "Điểu Long",
    "partial_date": "12.05.2006",
    "place": "xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
    "ethnic_group": "Xtiêng",
    "country": "Việt Nam",
    "personal_number": "070206012345",
    "time": "07:30",
}
BY_COLUMN = {
    "registration.number": "25/2006",
    "book.number": "01/2006",
    "book.page": "13",
    "registration.place": "UBND xã Minh Hưng, huyện Chơn Thành, tỉnh Bình Phước",
}


def filled(layout: Layout, *, written: int = 0) -> dict[str, str]:
    """A valid value in every column; of a coded one the how-many-th of its list."""
    row = {}
    for column in layout.columns:
        if column.type == "row_number":
            continue
        codes = layout.codes.get(column.dotted_id)
        figures = list(codes.writings.values()) if codes else []
        row[column.dotted_id] = BY_COLUMN.get(column.dotted_id) or (
            figures[written % len(figures)] if figures else BY_TYPE.get(column.type, "chữ trong sổ")
        )
    return row


@pytest.mark.parametrize(
    ("format", "kind"),
    [("moj", "KS"), ("police", "KS"), ("moj", "KH"), ("moj", "KT"), ("moj", "CMC"), ("moj", "HN")],
)
def test_every_valid_value_comes_back_cell_by_cell(
    file_of: Callable[..., Path],
    imported: Callable[..., Any],
    exported: Callable[..., Any],
    format: str,
    kind: str,
) -> None:
    layout = layout_of(format, kind)
    rows = [
        filled(layout, written=number) | {"registration.number": f"{number + 1}/2006"} for number in range(4)
    ]
    report = imported(file_of(format, rows, kind), format, kind)
    assert (report.rows, report.imported, report.rejected) == (4, 4, 0)
    assert [{field: row[field] for field in layout.by_id} for row in exported(format, kind)] == rows
    again = imported(file_of(format, rows, kind, "lai.xlsx"), format, kind)
    assert (again.imported, again.unchanged) == (0, 4)


def test_a_birth_workbook_of_sixty_columns_comes_back_with_all_of_them(
    tmp_path: Path, imported: Callable[..., Any], exported: Callable[..., Any]
) -> None:
    layout = layout_of("moj", "KS")
    sixty = replace(layout, columns=tuple(column for column in layout.columns if column.required))
    assert len(sixty.columns) == 60
    row = filled(sixty)
    report = imported(write_rows(tmp_path / "sau-muoi.xlsx", sixty, [row]))
    assert (report.imported, report.rejected) == (1, 0)
    (back,) = exported("moj")
    assert {field: back[field] for field in sixty.by_id} == row


def test_an_export_imports_as_unchanged(
    tmp_path: Path, file_of: Callable[..., Path], imported: Callable[..., Any], now: Any
) -> None:
    from hotich.integration.exports import export_entries

    bare = filled(layout_of("moj", "KS")) | {"registration.type": ""}
    imported(file_of("moj", [bare]))
    out = tmp_path / "ra.xlsx"
    export_entries(kind="KS", format="moj", out=out, now=now)
    again = imported(out)
    assert (again.imported, again.unchanged, again.rejected) == (0, 1, 0)


def test_a_number_that_stands_twice_is_known_again_in_the_order_of_the_export(
    tmp_path: Path, file_of: Callable[..., Path], imported: Callable[..., Any], now: Any
) -> None:
    from hotich.integration.exports import export_entries

    late = filled(layout_of("moj", "KS")) | {"book.page": "40", "child.full_name": "Điểu Lợi"}
    early = late | {"book.page": "3", "child.full_name": "Điểu Long"}
    imported(file_of("moj", [late, early]))
    out = tmp_path / "ra.xlsx"
    export_entries(kind="KS", format="moj", out=out, now=now)
    again = imported(out)
    assert (again.imported, again.unchanged, again.rejected) == (0, 2, 0)
