"""The wide CSV: every column of any kind, out and back."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.integration.birth_rows import BIRTH

from hotich.core.registers.catalogue import kinds
from hotich.integration import wide
from hotich.integration.exports import export_entries
from hotich.integration.formats import layout_of
from hotich.integration.imports import import_entries
from hotich.integration.interchange.guarding import guarded, unguarded
from hotich.integration.refusals import FileRefused

pytestmark = pytest.mark.django_db

AWKWARD = ["=1+1", "'=đã có dấu nháy", "-nt-", "@x", 'dấu " phẩy, chấm; và\nxuống dòng', "  hai đầu  ", "+84"]


def all_entries_of(book: Any) -> int:
    from hotich.entries.models import Entry

    return Entry.objects.unscoped("test").filter(book=book).count()


def read(path: Path) -> list[dict[str, str]]:
    """The rows as somebody else's program reads them, by dotted id."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heading, *rows = csv.reader(stream)
    ids = [wide.id_of(title) or "" for title in heading]
    assert all(ids) and len(set(ids)) == len(ids)
    return [dict(zip(ids, row, strict=True)) for row in rows]


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    """A wide CSV as somebody makes one: bare ids, and no columns but those he has."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.DictWriter(stream, list(rows[0]))
        lines.writeheader()
        lines.writerows({name: guarded(text) for name, text in row.items()} for row in rows)
    return path


def test_every_value_of_a_book_comes_back_however_awkward(town: Any, tmp_path: Path, now: Any) -> None:
    sent = [
        {
            "registration.number": f"{number}/2006",
            "book.number": "01/2006",
            "registration.place": BIRTH["registration.place"],
            "registration.date": "12/05/2006",
            "child.full_name": "Điểu Long",
            "child.sex": "Nam",
            "notes": text,
            "extra.ho_khau": f"sổ {number}",
        }
        for number, text in enumerate(AWKWARD, start=1)
    ]
    first = import_entries(path=written(tmp_path / "vao.csv", sent), kind="KS", format="csv", now=now)
    assert (first.imported, first.rejected) == (len(AWKWARD), 0)
    out = tmp_path / "ra.csv"
    export_entries(kind="KS", format="csv", out=out, now=now)
    rows = read(out)
    assert [{name: unguarded(row[name]) for name in sent[0]} for row in rows] == sent
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert {row["entry.status"] for row in rows} == {"đã nhập xong"}
    again = import_entries(path=out, kind="KS", format="csv", now=now)
    assert (again.imported, again.unchanged, again.rejected) == (0, len(AWKWARD), 0)


def test_what_was_keyed_at_the_desk_is_known_again_with_the_reasons_of_its_gaps(
    desk: Any, world: Any, tmp_path: Path
) -> None:
    desk.whole(registration__number="7", child__full_name="Điểu Long")
    out = tmp_path / "ra.csv"
    export_entries(kind="KS", format="csv", out=out, now=world.now)
    (row,) = read(out)
    assert (row["child.full_name"], row["child.sex"], row["book.office"]) == (
        "Điểu Long",
        "Nữ",
        world.book.office,
    )
    reasons = dict(said.split("=") for said in row["entry.missing"].split("; ") if said)
    assert set(reasons.values()) <= {"blank_in_book", "illegible", "not_in_edition"}
    again = import_entries(path=out, kind="KS", format="csv", now=world.now)
    assert (again.imported, again.unchanged, again.rejected) == (0, 1, 0)


def test_a_number_that_a_look_up_found_has_a_column_of_its_own(
    file_of: Callable[..., Path], imported: Callable[..., Any], tmp_path: Path, now: Any
) -> None:
    imported(file_of("moj", [BIRTH]))
    out = tmp_path / "ra.csv"
    export_entries(kind="KS", format="csv", out=out, now=now)
    (row,) = read(out)
    assert (row["judged.child"], row["child.personal_id"]) == (BIRTH["child.personal_id"], "")
    assert row["entry.outcome"] == "trùng khớp"
    again = import_entries(path=out, kind="KS", format="csv", now=now)
    assert (again.imported, again.unchanged) == (0, 1)


def test_a_spreadsheet_may_have_saved_it_with_semicolons_and_without_quotes(
    file_of: Callable[..., Path], imported: Callable[..., Any], tmp_path: Path, now: Any
) -> None:
    imported(file_of("moj", [BIRTH]))
    out, saved = tmp_path / "ra.csv", tmp_path / "luu.csv"
    export_entries(kind="KS", format="csv", out=out, now=now)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.reader(stream))
    with saved.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(lines)
    again = import_entries(path=saved, kind="KS", format="csv", now=now)
    assert (again.unchanged, again.rejected) == (1, 0)


def test_a_csv_given_as_the_ministrys_says_which_option_reads_it(
    file_of: Callable[..., Path], imported: Callable[..., Any], tmp_path: Path, now: Any
) -> None:
    imported(file_of("moj", [BIRTH]))
    out = tmp_path / "ra.csv"
    export_entries(kind="KS", format="csv", out=out, now=now)
    with pytest.raises(FileRefused, match="--format csv"):
        import_entries(path=out, kind="KS", format="moj", now=now)


def test_more_rows_than_the_limit_are_refused_before_any_is_judged(
    tmp_path: Path, town: Any, now: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hotich.integration.imports import entries as module

    monkeypatch.setattr(module, "ENTRIES", replace(module.ENTRIES, rows=3))
    path = tmp_path / "dai.csv"
    path.write_text("registration.number,child.full_name\n" + "1,A\n" * 4, "utf-8")
    with pytest.raises(FileRefused) as refused:
        import_entries(path=path, kind="KS", format="csv", now=now)
    assert refused.value.code == "file.too_many_rows"


def test_a_made_up_kind_goes_out_and_comes_back_without_a_line_of_code(
    made_up: str, world: Any, tmp_path: Path
) -> None:
    assert made_up in kinds()
    with pytest.raises(FileRefused, match="--format csv"):
        layout_of("moj", made_up)
    book = world.new_book(kind=made_up, edition="TG/2006")
    row = {
        "registration.number": "1",
        "book.office": book.office,
        "book.volume": book.volume,
        "bearer.full_name": "Điểu Long",
        "bearer.ethnicity": "Xtiêng",
        "nickname.text": "Cu Tèo",
        "nickname.given_on": "~1990",
    }
    first = import_entries(
        path=written(tmp_path / "vao.csv", [row]), kind=made_up, format="csv", now=world.now
    )
    assert (first.imported, first.rejected) == (1, 0)
    out = tmp_path / "ra.csv"
    report = export_entries(kind=made_up, format="csv", out=out, now=world.now)
    (back,) = read(out)
    assert report.rows == 1
    assert {name: back[name] for name in row} == row
    assert all_entries_of(book) == 1
    again = import_entries(path=out, kind=made_up, format="csv", now=world.now)
    assert (again.imported, again.unchanged, again.rejected) == (0, 1, 0)
