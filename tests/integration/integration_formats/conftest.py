"""Minh Hưng and Minh Lập as wards of thị xã Chơn Thành, with the gazetteer's own ids, and files to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def town(db: None) -> dict[str, Any]:
    """Units by code: the town, two of its wards, what one of them is today."""
    from hotich.units.models import Level, Unit

    def unit(
        key: str, code: str, name: str, level: str, first: date, last: date | None, parent: Any = None
    ) -> Any:
        return Unit.objects.create(
            key=key, code=code, name=name, type_label="phường", level=level, parent=parent, valid_from=first,
            valid_to=last, sort_key=code,
        )  # fmt: skip

    first, last = date(2022, 10, 1), date(2025, 6, 30)
    chon_thanh = unit("697@2022", "697", "Chơn Thành", Level.DISTRICT, first, last)
    return {
        "697": chon_thanh,
        "25441": unit("25441@2022", "25441", "Minh Hưng", Level.COMMUNE, first, last, chon_thanh),
        "25435": unit("25435@2022", "25435", "Minh Lập", Level.COMMUNE, first, last, chon_thanh),
    }


@pytest.fixture
def now() -> datetime:
    """A day of the campaign of 2023."""
    from hotich.support.time import VIETNAM

    return datetime(2023, 6, 12, 9, 0, tzinfo=VIETNAM)


@pytest.fixture
def file_of(tmp_path: Path) -> Callable[..., Path]:
    """A workbook in a format's columns: `file_of("moj", rows)`."""
    from tests.unit.integration.birth_rows import write_rows

    from hotich.integration.formats import layout_of

    def make(
        format: str, rows: Sequence[Mapping[str, str]], kind: str = "KS", name: str = "vao.xlsx"
    ) -> Path:
        return write_rows(tmp_path / name, layout_of(format, kind), rows)

    return make


@pytest.fixture
def imported(town: dict[str, Any], now: datetime) -> Callable[..., Any]:
    """Imports a file of births."""
    from hotich.integration.imports import import_entries

    def run(path: Path, format: str = "moj", kind: str = "KS", **options: Any) -> Any:
        return import_entries(path=path, kind=kind, format=format, now=now, **options)

    return run


@pytest.fixture
def exported(tmp_path: Path, now: datetime) -> Callable[..., list[dict[str, str]]]:
    """Exports and reads the rows back with somebody else's program, by dotted id: without an actor all there is."""
    import openpyxl

    from hotich.integration.exports import export_entries
    from hotich.integration.formats import layout_of

    def run(format: str = "moj", kind: str = "KS", **options: Any) -> list[dict[str, str]]:
        out = tmp_path / "ra.xlsx"
        export_entries(kind=kind, format=format, out=out, now=now, **options)
        layout = layout_of(format, kind)
        heading, *rows = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
        assert heading == layout.names
        return [
            {column.dotted_id: cell or "" for column, cell in zip(layout.columns, row, strict=True)}
            for row in rows
        ]

    return run


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A kind nobody has heard of: a folder and a line of the catalogue."""
    from tests.integration.test_made_up_register import FOLDER

    from hotich.core.registers import catalogue
    from hotich.integration import wide

    for name, text in FOLDER.items():
        path = tmp_path / "nickname" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setitem(catalogue.FOLDERS, "TG", tmp_path / "nickname")
    cached = (catalogue.editions_of, catalogue.register, wide.layout)
    for each in cached:
        each.cache_clear()
    yield "TG"
    for each in cached:
        each.cache_clear()
