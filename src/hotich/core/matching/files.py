"""The files of a batch link: columns in blocks, never the whole file; rows read again where their texts are needed.

csv (UTF-8, with or without BOM) and, where pyarrow is installed, parquet. A row that cannot be a person is refused with its number and a remedy, and
never stops the others.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

BLOCK_ROWS = 50_000
_CHUNK = 8 << 20
_LONGEST_FIELD = 1_000_000


class FileUnusable(ValueError):
    """The file as a whole cannot be used. The message is Vietnamese: what, where, remedy."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Refused:
    """One row that was not used: its number as a spreadsheet shows it, a code, a Vietnamese sentence."""

    row: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A block of rows as columns of texts; ``first`` is the number of the block's first row of data, counted from 0."""

    first: int
    columns: dict[str, Sequence[str]]
    size: int


@dataclass
class PersonFile:
    """A csv or parquet file of persons. Raises FileUnusable on opening where the required columns are not there."""

    path: Path
    required: tuple[str, ...]
    wanted: tuple[str, ...]
    _places: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.path.is_file():
            raise FileUnusable(f"Không có tệp {self.path}. Kiểm tra đường dẫn.", "file.missing")
        self.is_parquet = self.path.suffix.lower() == ".parquet"
        names = tuple(
            name.strip().lower() for name in (self._parquet_names() if self.is_parquet else self._csv_names())
        )
        missing = [name for name in self.required if name not in names]
        if missing:
            raise FileUnusable(
                f"Tệp {self.path.name} thiếu cột {', '.join(missing)}; dòng đầu có: {', '.join(names) or 'không có gì'}. Đặt tên cột đúng như mẫu.",
                "columns.missing",
            )
        self._names = names

    # -- blocks

    def blocks(self) -> Iterator[Rows]:
        """The rows, block by block, in the file's order. Remembers where csv rows stand so that ``texts`` can read them again."""
        self._places.clear()
        first = 0
        for columns, size in self._parquet_blocks() if self.is_parquet else self._csv_blocks():
            yield Rows(first, columns, size)
            first += size

    def texts(self, rows: Iterable[int]) -> dict[int, dict[str, str]]:
        """The texts of some rows, by their number from 0. Only after ``blocks`` has run through."""
        chosen = sorted(set(rows))
        return self._parquet_texts(chosen) if self.is_parquet else self._csv_texts(chosen)

    # -- csv

    def _csv_names(self) -> list[str]:
        with self.path.open("rb") as file:
            row = next(csv.reader(_lines(file, self.path.name)), [])
        return [name.removeprefix("\ufeff") for name in row]

    def _csv_blocks(self) -> Iterator[tuple[dict[str, Sequence[str]], int]]:
        csv.field_size_limit(_LONGEST_FIELD)
        width, at, number = len(self._names), 0, 0
        with self.path.open("rb") as file:
            for chunk in _chunks(file):
                starts, rows = self._csv_rows(chunk, at, number)
                kept = [place for place, row in enumerate(rows) if row]
                if not at:
                    kept = kept[1:]  # the heading
                at += len(chunk)
                number += len(rows)
                for begin in range(0, len(kept), BLOCK_ROWS):
                    part = kept[begin : begin + BLOCK_ROWS]
                    whole = [
                        r if len(r := rows[place]) == width else (r + [""] * width)[:width] for place in part
                    ]
                    yield self._block(whole, starts[part])

    def _csv_rows(self, chunk: bytes, at: int, number: int) -> tuple[npt.NDArray[np.int64], list[list[str]]]:
        """The rows of a chunk of whole lines and where each begins in the file."""
        lines = io.StringIO(_decoded(chunk, self.path.name), newline="")
        ends = np.flatnonzero(np.frombuffer(chunk, dtype=np.uint8) == 10) + 1
        starts = at + np.concatenate([[0], ends]).astype(np.int64)
        reader = csv.reader(lines)
        rows: list[list[str]] = []
        used: list[int] = []
        try:
            if chunk.count(b"\n") >= len(every := list(reader)) == reader.line_num:
                return starts[: len(every)], every
            # Cells over several lines: which line a row begins on must be counted.
            lines.seek(0)
            reader, line = csv.reader(lines), 0
            for row in reader:
                rows.append(row)
                used.append(line)
                line = reader.line_num
        except csv.Error as error:
            where = number + reader.line_num
            raise FileUnusable(
                f"Tệp {self.path.name} hỏng gần dòng {where}: {error}. Lưu lại dưới dạng CSV UTF-8.",
                "file.damaged",
            ) from error
        return starts[used], rows

    def _block(
        self, rows: list[list[str]], starts: npt.NDArray[np.int64]
    ) -> tuple[dict[str, Sequence[str]], int]:
        self._places.append(starts)
        every = list(zip(*rows, strict=True))
        return {name: every[at] for at, name in enumerate(self._names) if name in self.wanted}, len(rows)

    def _csv_texts(self, chosen: Sequence[int]) -> dict[int, dict[str, str]]:
        places = np.concatenate(self._places) if self._places else np.zeros(0, dtype=np.int64)
        found: dict[int, dict[str, str]] = {}
        with self.path.open("rb") as file:
            for row in chosen:
                file.seek(int(places[row]))
                cells = next(csv.reader(_lines(file, self.path.name)), [])
                found[row] = {
                    name: cell for name, cell in zip(self._names, cells, strict=False) if name in self.wanted
                }
        return found

    # -- parquet

    def _parquet(self) -> Any:
        if importlib.util.find_spec("pyarrow") is None:
            raise FileUnusable(
                f"Tệp {self.path.name} là parquet; máy này chưa cài bộ đọc. Cài bằng “pip install -r requirements/link.txt” hoặc dùng CSV UTF-8.",
                "file.parquet_reader_missing",
            )
        try:
            return importlib.import_module("pyarrow.parquet").ParquetFile(self.path)
        except (OSError, ValueError) as error:
            raise FileUnusable(
                f"Tệp {self.path.name} hỏng hoặc chép chưa xong. Chép lại từ nơi gửi.", "file.damaged"
            ) from error

    def _parquet_names(self) -> list[str]:
        return [str(name) for name in self._parquet().schema_arrow.names]

    def _parquet_blocks(self) -> Iterator[tuple[dict[str, Sequence[str]], int]]:
        file = self._parquet()
        own = {str(name): str(name).strip().lower() for name in file.schema_arrow.names}
        kept = [name for name, key in own.items() if key in self.wanted]
        for batch in file.iter_batches(batch_size=BLOCK_ROWS, columns=kept):
            columns: dict[str, Sequence[str]] = {
                own[name]: [_text(v) for v in batch.column(name).to_pylist()] for name in kept
            }
            yield columns, int(batch.num_rows)

    def _parquet_texts(self, chosen: Sequence[int]) -> dict[int, dict[str, str]]:
        wanted, found, first = set(chosen), {}, 0
        for columns, size in self._parquet_blocks():
            for row in wanted.intersection(range(first, first + size)):
                found[row] = {name: values[row - first] for name, values in columns.items()}
            first += size
        return found


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time, never cut inside a quoted cell."""
    while chunk := file.read(_CHUNK):
        if not chunk.endswith(b"\n"):
            chunk += file.readline()
        while chunk.count(b'"') % 2 and (more := file.readline()):
            chunk += more
        yield chunk


def _lines(file: IO[bytes], name: str) -> Iterator[str]:
    return (_decoded(line, name) for line in file)


def _decoded(line: bytes, name: str) -> str:
    try:
        return line.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError as error:
        raise FileUnusable(
            f"Tệp {name} không phải UTF-8 ở “{line[:40].decode('latin-1').strip()}…”. Mở bằng Excel rồi lưu dạng “CSV UTF-8”.",
            "file.encoding",
        ) from error


def write_links(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes the answers as csv, or parquet by the ending; a file half written never takes the place of a whole one."""
    draft = path.with_name(path.name + ".part")
    if path.suffix.lower() == ".parquet":
        arrow, parquet = importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [[] for _ in header]
        parquet.write_table(
            arrow.table({name: list(column) for name, column in zip(header, columns, strict=True)}), draft
        )
    else:
        with draft.open("wb") as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    draft.replace(path)
