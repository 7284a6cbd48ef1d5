"""Workbooks of every format from the wild go in and come out: every cell as it was, and what is wrong with one is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.sheets import write_sheet
from tests.unit.integration.test_dirty_workbooks import TOLD

from hotich.core.text import compose
from hotich.integration.exports import export_entries
from hotich.integration.formats import layout_of
from hotich.synthetic.workbook import SHEETS, DirtyRow, dirty_rows

pytestmark = pytest.mark.django_db

ROWS = 260


def texts_of(layout: Any, row: DirtyRow) -> dict[str, str]:
    """What each cell should read like when it comes back, by dotted id; a cell that was no text is left out."""
    texts = {
        layout.by_key[name.casefold()].dotted_id: compose(str(value or ""))
        for name, value in row.cells.items()
        if value is None or isinstance(value, str)
    }
    for name, codes in layout.codes.items():
        if codes.when_missing and name in texts:
            texts[name] = texts[name] or codes.when_missing
    return {name: text if text.strip() else "" for name, text in texts.items() if name}


@pytest.mark.parametrize("name", SHEETS)
def test_every_cell_comes_back_and_every_wrong_one_is_named(
    tmp_path: Path, town: dict[str, Any], imported: Callable[..., Any], now: Any, name: str
) -> None:
    sheet = SHEETS[name]
    layout = layout_of(sheet.format, sheet.kind)
    rows = dirty_rows(sheet, ROWS, seed=21)
    path = write_sheet(tmp_path / "so.xlsx", sheet, rows)
    report = imported(path, sheet.format, sheet.kind)
    assert report.rejected == sum(row.rejected for row in rows)
    assert report.imported == len(rows) - report.rejected
    told: dict[int, set[str]] = defaultdict(set)
    for message in report.messages:
        told[message.row].add(message.code)
    for number, row in enumerate(rows, start=2):
        for dirt in row.dirt:
            if dirt.kind in TOLD:
                assert told[number] & TOLD[dirt.kind], f"row {number}: {dirt} was not told"

    out = tmp_path / "ra.xlsx"
    export_entries(kind=sheet.kind, format=sheet.format, out=out, now=now)
    heading, *lines = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
    assert heading == layout.names
    back: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for line in lines:
        texts = {
            column.dotted_id: cell or ""
            for column, cell in zip(layout.columns, line, strict=True)
            if column.dotted_id
        }
        back[_name_of(texts)].append(texts)
    lost = []
    for row in rows:
        sent = texts_of(layout, row)
        if row.rejected:
            continue
        fits = [
            one
            for one in back.get(_name_of(sent), [])
            if all(one[name] == text for name, text in sent.items())
        ]
        if not fits and {"registration.number", "registration.date", "book.page"} <= sent.keys():
            lost.append(sent)
    assert not lost, f"{len(lost)} rows came back changed, the first: {lost[0]}"

    again = imported(out, sheet.format, sheet.kind)
    assert (again.imported, again.rejected) == (0, 0)
    assert again.unchanged == report.imported


def _name_of(texts: dict[str, str]) -> tuple[str, ...]:
    return tuple(texts.get(name, "") for name in ("registration.number", "registration.date", "book.page"))


@pytest.mark.parametrize("name", ["KH-44", "KT-48", "CMC-50", "HN-35"])
def test_numbers_of_the_second_sheet_become_judgements_and_come_back_in_it(
    tmp_path: Path, imported: Callable[..., Any], town: dict[str, Any], now: Any, name: str
) -> None:
    from hotich.entries.models import Subject
    from hotich.linkage.models import Judgement

    sheet = SHEETS[name]
    rows = dirty_rows(sheet, 40, seed=3, share=0)
    imported(write_sheet(tmp_path / "so.xlsx", sheet, rows), sheet.format, sheet.kind)
    sent = sorted((str(row.cells["so"]), *each) for row in rows for each in row.numbers)
    assert sent
    kept = Subject.objects.exclude(personal_id="").values_list("entry__number", "role", "personal_id")
    assert sorted(kept) == sent
    assert set(Judgement.objects.unscoped("test").values_list("source", flat=True)) == {"phần mềm Công an"}
    assert set(Subject.objects.exclude(personal_id="").values_list("outcome", flat=True)) == {"matched"}

    out = tmp_path / "ra.xlsx"
    export_entries(kind=sheet.kind, format=sheet.format, out=out, now=now)
    first, second = openpyxl.load_workbook(out).worksheets
    heading, *lines = second.iter_rows(values_only=True)
    assert (second.title, heading[:5]) == ("SoDinhDanh", ("so", "quyenSo", "ngayDangKy", "role", "number"))
    assert sorted((line[0], line[3], line[4]) for line in lines) == sent
    numbers = {number for _, _, number in sent}
    assert not numbers & {cell for line in first.iter_rows(values_only=True) for cell in line}


def test_a_number_of_which_the_file_does_not_say_more_is_the_books_where_its_form_prints_one(
    tmp_path: Path, imported: Callable[..., Any], town: dict[str, Any], now: Any
) -> None:
    from hotich.entries.models import Entry, Subject

    sheet = SHEETS["KT-48"]
    rows = [row for row in dirty_rows(sheet, 200, seed=3, share=0) if row.numbers]
    printed = [row for row in rows if str(row.cells["so"]).endswith(("/2016", "/2017", "/2018", "/2019"))]
    before = [row for row in rows if str(row.cells["so"])[-4:] < "2016"]
    assert printed and before
    imported(write_sheet(tmp_path / "so.xlsx", sheet, rows, source=""), sheet.format, sheet.kind)
    assert Subject.objects.exclude(personal_id="").count() == len(before)
    assert Entry.objects.unscoped("test").filter(outcome="pending").count() == len(printed)
    out = tmp_path / "ra.xlsx"
    export_entries(kind=sheet.kind, format=sheet.format, out=out, now=now)
    _, *lines = openpyxl.load_workbook(out).worksheets[1].iter_rows(values_only=True)
    assert sorted(line[6] for line in lines) == ["sổ"] * len(printed) + ["xác định"] * len(before)
    again = imported(out, sheet.format, sheet.kind)
    assert (again.imported, again.unchanged) == (0, len(rows))
