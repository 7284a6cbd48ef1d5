"""A file of persons is read alike by the quick reader and row by row, whatever its rows look like."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from hotich.core.matching import files
from hotich.core.matching.files import FileUnusable, PersonFile

NAMES = ("personal_id", "full_name", "hometown")
HEADING = "personal_id,full_name,note,hometown\n"


def rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Row numbers and the wanted cells, as they are read."""
    for block in PersonFile(path, NAMES[:2], NAMES).blocks():
        texts = block.texts()
        yield from zip(block.rows.tolist(), zip(*(texts[name] for name in NAMES), strict=True), strict=True)


def as_a_spreadsheet(path: Path) -> list[tuple[int, tuple[str, ...]]]:
    """The same by the standard library."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        every = list(csv.reader(file))
    padded = [(row + [""] * 4)[:4] for row in every]
    return [
        (n, (p[0], p[1], p[3]))
        for n, (p, row) in enumerate(zip(padded, every, strict=True), 1)
        if row and n > 1
    ]


SHAPES = {
    "plain": "1,A,,x\n2,B,,y\n",
    "no line break at the end": "1,A,,x\n2,B,,y",
    "blank lines at the end": "1,A,,x\n\n\r\n\n",
    "blank lines between": "1,A,,x\n\n2,B,,y\n",
    "carriage returns": "1,A,,x\r\n2,B,,y\r\n",
    "short and long rows": "1,A\n2,B,,y,z,z\n3,C,,w\n4\n5,E,,v\n",
    "only short rows": "1,A\n2,B\n3\n",
    "cells over two lines": '1,"A\nB",,x\n2,"C ""c"" C",",",y\n3,D,,"\n"\n',
    "quotes inside": '1,A"B,,x\n2,B,,5" y\n3,C,,z\n',
    "an open quote": '1,A,,x\n2,"B,,y\n3,C,,z',
    "empty cells": ",,,\n1,,,\n",
    "nothing": "",
}


@pytest.mark.parametrize("block", [40, 16 << 20])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_row_is_read_as_a_spreadsheet_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str, block: int
) -> None:
    monkeypatch.setattr(files, "_BLOCK_BYTES", block)
    path = tmp_path / "people.csv"
    path.write_text("\ufeff" + HEADING + SHAPES[shape], encoding="utf-8", newline="")
    assert list(rows(path)) == as_a_spreadsheet(path)


def test_short_rows_keep_their_places_over_many_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_BLOCK_BYTES", 300)
    path = tmp_path / "people.csv"
    cells = [f'{n},"Nguyễn\n{n}"' + (",,x" if n % 3 else "") for n in range(400)]
    path.write_text(HEADING + "\n".join(cells), encoding="utf-8", newline="")
    assert list(rows(path)) == as_a_spreadsheet(path)


def test_nuls_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(HEADING.encode() + b"1,A\0n,,x\n")
    assert list(rows(path)) == [(2, ("1", "An", "x"))]


def test_a_cell_without_end_is_refused_and_not_swallowed(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(HEADING + '1,A,,x\n2,"' + "B,,y\n" * 4_000_000, encoding="utf-8")
    with pytest.raises(FileUnusable, match="hỏng gần dòng"):
        list(rows(path))
