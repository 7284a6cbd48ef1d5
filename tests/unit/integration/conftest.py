"""Workbooks as clerks, other programs and attackers make them."""

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

MakeWorkbook = Callable[..., Path]


@pytest.fixture
def workbook(tmp_path: Path) -> MakeWorkbook:
    """Writes a workbook with openpyxl: `workbook(rows)` or `workbook({"tab": rows})`."""

    def make(
        sheets: dict[str, Sequence[Sequence[Any]]] | Sequence[Sequence[Any]], name: str = "so.xlsx"
    ) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in (sheets if isinstance(sheets, dict) else {"DL Import": sheets}).items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def repacked(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a package with some members replaced, added or removed (None)."""

    def make(source: Path, changes: dict[str, bytes | None], name: str = "changed.xlsx") -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                if member not in changes:
                    new.writestr(member, old.read(member))
            for member, content in changes.items():
                if content is not None:
                    new.writestr(member, content)
        return path

    return make
