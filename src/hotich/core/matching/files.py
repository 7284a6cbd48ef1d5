"""The files of a batch link, read as a stream of columns: csv (UTF-8, with or without BOM) and parquet.

Columns arrive dictionary-encoded, so that what a million rows repeat is prepared once. A csv with blank lines or NULs, or one that the quick reader refuses,
is read row by row from where it stopped; short rows are filled up and long ones cut. Row numbers are those a spreadsheet shows.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

BLOCK_ROWS = 50_000
_BLOCK_BYTES = 16 << 20
_LONGEST_FIELD = 1_000_000
_IDENTIFIERS = ("personal_id", "entry_id")  # hardly one value twice: dictionaries would only cost
_CODED = pa.dictionary(pa.int32(), pa.string())


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
class Block:
    """Some rows as columns of texts (pyarrow: identifiers plain, the others dictionary-encoded, no nulls) and their numbers in the file."""

    columns: dict[str, Any]
    rows: npt.NDArray[np.int64]

    def texts(self) -> dict[str, list[str]]:
        """The columns as lists."""
        return {name: column.to_pylist() for name, column in self.columns.items()}


class PersonFile:
    """A csv or parquet file of persons. Raises FileUnusable on opening where required columns are not there."""

    def __init__(self, path: Path, required: Sequence[str], wanted: Sequence[str]) -> None:
        if not path.is_file():
            raise FileUnusable(f"Không có tệp {path}. Kiểm tra đường dẫn.", "file.missing")
        self.path = path
        self.is_parquet = path.suffix.lower() == ".parquet"
        written = self._parquet().schema_arrow.names if self.is_parquet else self._heading()
        self._names = tuple(str(name).strip().lower() for name in written)
        missing = [name for name in required if name not in self._names]
        if missing:
            raise FileUnusable(
                f"Tệp {path.name} thiếu cột {', '.join(missing)}; dòng đầu có: {', '.join(self._names) or 'không có gì'}. Đặt tên cột đúng như mẫu.",
                "columns.missing",
            )
        # Of columns with one name the last is read.
        self._places = {name: at for at, name in enumerate(self._names) if name in wanted}

    def blocks(self) -> Iterator[Block]:
        """The rows, block by block, in the file's order. Raises FileUnusable where the file is damaged, with the place."""
        if self.is_parquet:
            yield from self._parquet_blocks()
            return
        csv.field_size_limit(_LONGEST_FIELD)
        done = 0
        if _is_plain(self.path):
            try:
                for block in self._quick_blocks():
                    yield block
                    done += len(block.rows)
                return
            except (pa.ArrowInvalid, UnicodeDecodeError, csv.Error):
                pass  # what is wrong, and where, is found by reading row by row
        yield from self._careful_blocks(done)

    # -- csv

    def _heading(self) -> list[str]:
        with self.path.open("rb") as file:
            try:
                row = next(csv.reader(_lines(file, self.path.name)), [])
            except csv.Error as error:
                raise FileUnusable(
                    f"Tệp {self.path.name} hỏng ở dòng đầu: {error}. Lưu lại dưới dạng CSV UTF-8.",
                    "file.damaged",
                ) from error
        return [name.removeprefix("\ufeff") for name in row]

    def _quick_blocks(self) -> Iterator[Block]:
        ragged: list[tuple[int, str]] = []

        def put_aside(row: Any) -> str:
            ragged.append((row.number, row.text))
            return "skip"

        names = [str(at) for at in range(len(self._names))]
        types = {str(at): _type(name) for name, at in self._places.items()}
        with _unheard():
            reader = pyarrow.csv.open_csv(
                self.path,
                read_options=pyarrow.csv.ReadOptions(
                    column_names=names, use_threads=False, block_size=_BLOCK_BYTES
                ),
                parse_options=pyarrow.csv.ParseOptions(
                    newlines_in_values=True, invalid_row_handler=put_aside
                ),
                convert_options=pyarrow.csv.ConvertOptions(include_columns=list(types), column_types=types),
            )
        number = 1
        for batch in _batches(reader):
            columns = dict(zip(self._places, batch.columns, strict=True))
            rows, mended = _numbered(number, batch.num_rows, ragged)
            if mended:
                more = self._block(
                    [_fitted(next(csv.reader(io.StringIO(text))), len(names)) for _, text in ragged[:mended]],
                    np.array([row for row, _ in ragged[:mended]], dtype=np.int64),
                )
                del ragged[:mended]
                rows = np.concatenate([rows, more.rows])
                order = np.argsort(rows)
                rows = rows[order]
                columns = {
                    name: joint([column, more.columns[name]]).take(pa.array(order))
                    for name, column in columns.items()
                }
            if len(rows):
                number = int(rows[-1]) + 1
            if len(rows) and rows[0] == 1:  # the heading
                rows, columns = rows[1:], {name: column.slice(1) for name, column in columns.items()}
            if len(rows):
                yield Block(columns, rows)

    def _careful_blocks(self, done: int) -> Iterator[Block]:
        width = len(self._names)
        with self.path.open("rb") as file:
            reader = csv.reader(_lines(file, self.path.name))
            there = ((number, row) for number, row in enumerate(reader, 1) if row and number > 1)
            try:
                for _ in islice(there, done):
                    pass
                while part := list(islice(there, BLOCK_ROWS)):
                    rows = np.array([number for number, _ in part], dtype=np.int64)
                    yield self._block([_fitted(row, width) for _, row in part], rows)
            except csv.Error as error:
                raise FileUnusable(
                    f"Tệp {self.path.name} hỏng gần dòng {reader.line_num}: {error}. Lưu lại dưới dạng CSV UTF-8.",
                    "file.damaged",
                ) from error

    def _block(self, cells: list[list[str]], rows: npt.NDArray[np.int64]) -> Block:
        every = list(zip(*cells, strict=True))
        return Block({name: pa.array(every[at], _type(name)) for name, at in self._places.items()}, rows)

    # -- parquet

    def _parquet(self) -> Any:
        try:
            return pyarrow.parquet.ParquetFile(self.path)
        except (OSError, ValueError) as error:
            raise FileUnusable(
                f"Tệp {self.path.name} hỏng hoặc chép chưa xong. Chép lại từ nơi gửi.", "file.damaged"
            ) from error

    def _parquet_blocks(self) -> Iterator[Block]:
        file = self._parquet()
        written = [str(name) for name in file.schema_arrow.names]
        kept = {name: written[at] for name, at in self._places.items()}
        number = 2
        try:
            for batch in file.iter_batches(
                batch_size=BLOCK_ROWS, columns=list(kept.values()), use_threads=False
            ):
                columns = {name: _plain(batch.column(own), _type(name)) for name, own in kept.items()}
                if batch.num_rows:
                    yield Block(columns, np.arange(number, number + batch.num_rows, dtype=np.int64))
                number += batch.num_rows
        except (OSError, ValueError) as error:
            raise FileUnusable(
                f"Tệp {self.path.name} hỏng từ dòng {number}. Chép lại từ nơi gửi.", "file.damaged"
            ) from error


@contextmanager
def _unheard() -> Iterator[None]:
    """Letters that are no UTF-8 stop the quick reader, and the careful one says where; Python's own word of it, written past every handler, helps nobody."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        yield
    finally:
        sys.unraisablehook = hook


def _batches(reader: Any) -> Iterator[Any]:
    while True:
        with _unheard():
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                return
        yield batch


def _type(name: str) -> Any:
    return pa.string() if name in _IDENTIFIERS else _CODED


def _numbered(number: int, size: int, ragged: list[tuple[int, str]]) -> tuple[npt.NDArray[np.int64], int]:
    """The numbers of ``size`` whole rows, the first not before ``number``, and how many of the ragged rows stand before, among or right behind them."""
    aside = np.array([row for row, _ in ragged], dtype=np.int64)
    every = np.arange(number, number + size + len(aside), dtype=np.int64)
    rows = np.setdiff1d(every, aside, assume_unique=True)[:size]
    last = int(rows[-1]) if size else number - 1
    among = int(np.searchsorted(aside, last))
    behind = aside[among:] == np.arange(last + 1, last + 1 + len(aside) - among)
    return rows, among + int(behind.cumprod().sum())


def joint(parts: Sequence[Any]) -> Any:
    """Arrays of one type as one array; dictionaries become one."""
    if len(parts) == 1:
        return parts[0]
    chunks = pa.chunked_array(parts)
    if pa.types.is_dictionary(chunks.type):
        chunks = chunks.unify_dictionaries()
    whole = chunks.combine_chunks()
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole


def _plain(column: Any, kind: Any) -> Any:
    """A parquet column of any type as texts, nothing for a missing value."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts = column.cast(pa.string())
    else:
        texts = pa.array(["" if value is None else str(value) for value in column.to_pylist()], pa.string())
    texts = pc.replace_substring(pc.fill_null(texts, ""), "\0", "")
    return texts.dictionary_encode() if pa.types.is_dictionary(kind) else texts


def _fitted(row: list[str], width: int) -> list[str]:
    return row if len(row) == width else (row + [""] * width)[:width]


def _is_plain(path: Path) -> bool:
    """Whether the file has neither NULs nor blank lines before its end: the quick reader keeps the one and does not count the other."""
    last, blank = b"\r", False
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK_BYTES):
            seam = last + chunk
            if b"\0" in chunk or (blank and chunk.strip(b"\r\n")):
                return False
            found = [place for sign in (b"\n\n", b"\n\r\n") if (place := seam.find(sign)) >= 0]
            if found:
                blank = True
                if seam[min(found) :].strip(b"\r\n"):
                    return False
            last = seam[-2:]
    return True


def _lines(file: IO[bytes], name: str) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        try:
            yield line.decode("utf-8").replace("\0", "")
        except UnicodeDecodeError as error:
            near = line[max(0, error.start - 20) : error.start + 20].decode("latin-1").strip()
            raise FileUnusable(
                f"Tệp {name} không phải UTF-8 ở dòng {number}, gần “{near}”. Mở bằng Excel rồi lưu dạng “CSV UTF-8”.",
                "file.encoding",
            ) from error


def write_links(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes the answers as they come, csv or parquet by the ending; a file half written never takes the place of a whole one."""
    draft = path.with_name(path.name + ".part")
    try:
        if path.suffix.lower() == ".parquet":
            _write_parquet(draft, header, rows)
        else:
            with draft.open("wb") as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write_parquet(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    schema = pa.schema([(name, pa.string()) for name in header])
    source = iter(rows)
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        while part := list(islice(source, BLOCK_ROWS)):
            columns = [pa.array(column, pa.string()) for column in zip(*part, strict=True)]
            writer.write_table(pa.table(columns, schema=schema))
