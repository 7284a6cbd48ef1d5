"""Everybody of a file who can be used: prepared columns and the texts they were made from, in chunks.

What a chunk holds stays in memory; of a larger file every chunk lies in temporary files and is read again when its turn comes, so memory does not grow
with the file. These files have no name: nothing remains of them when the link ends, however it ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from types import TracebackType
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hotich.core.matching.files import Block, FileUnusable, PersonFile, Refused, joint
from hotich.core.matching.normaliser import (
    COLUMNS,
    FIELDS,
    Codes,
    Prepared,
    Texts,
    number_codes,
    prepare,
)
from hotich.core.matching.normaliser.codes import mixed, salted

AT_ONCE = 250_000
"""Persons searched at once: a column of theirs fits a processor's cache."""


class People:
    """The usable rows of a file, in the file's order, numbered from 0.

    ``label`` is the column that identifies a row; ``chunk`` rows are kept in memory, and no more than that at once where there are more.
    """

    def __init__(
        self, file: PersonFile, label: str, *, chunk: int, progress: Callable[[int], None] = lambda rows: None
    ) -> None:
        self.size = 0
        self.refused: list[Refused] = []
        self._kept: list[tuple[Prepared, Any]] = []
        self._files: list[tuple[IO[bytes], IO[bytes]]] = []
        try:
            seen = _Seen()
            waiting: list[Block] = []
            for block in file.blocks():
                waiting.append(block)
                progress(len(block.rows))
                if sum(len(one.rows) for one in waiting) >= chunk:
                    self._take(label, waiting, seen)
                    waiting = []
            if waiting:
                self._take(label, waiting, seen)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> People:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forgets everybody."""
        self._kept.clear()
        for file in chain.from_iterable(self._files):
            file.close()
        self._files.clear()

    def __iter__(self) -> Iterator[Prepared]:
        """The columns, ``AT_ONCE`` persons at a time; can be gone through again and again."""
        for chunk in self.chunks():
            for begin in range(0, len(chunk["g_p"]), AT_ONCE):
                yield {name: column[begin : begin + AT_ONCE] for name, column in chunk.items()}

    def chunks(self) -> Iterator[Prepared]:
        """The columns, chunk by chunk."""
        for number in range(max(len(self._kept), len(self._files))):
            if self._kept:
                yield self._kept[number][0]
            else:
                self._files[number][0].seek(0)
                yield dict(zip(COLUMNS, np.load(self._files[number][0]), strict=True))

    def texts(self) -> Iterator[tuple[int, Any]]:
        """The texts: where each part begins, and the part as a pyarrow record batch."""
        begin = 0
        for number in range(max(len(self._kept), len(self._files))):
            if self._kept:
                batch = self._kept[number][1]
            else:
                self._files[number][1].seek(0)
                batch = pa.ipc.open_stream(self._files[number][1]).read_next_batch()
            yield begin, batch
            begin += batch.num_rows

    def _take(self, label: str, blocks: list[Block], seen: _Seen) -> None:
        rows = np.concatenate([block.rows for block in blocks])
        columns = {name: joint([block.columns[name] for block in blocks]) for name in blocks[0].columns}
        blocks.clear()
        good = self._checked(label, columns, rows, seen)
        if not good.all():
            kept = pa.array(np.flatnonzero(good))
            columns = {name: column.take(kept) for name, column in columns.items()}
        size = len(columns[label])
        if not size:
            return
        texts: dict[str, Any] = {
            name: _texts_of(column)
            for name, column in columns.items()
            if name in FIELDS and name != "personal_id"
        }
        made = prepare(texts)
        if "personal_id" in columns:
            made["number"] = number_codes(_figures(columns["personal_id"]))
        self._keep(made, pa.record_batch(list(columns.values()), list(columns)))
        self.size += size

    def _keep(self, made: Prepared, batch: Any) -> None:
        if not self._kept and not self._files:
            self._kept.append((made, batch))
            return
        try:
            for columns, texts in (*self._kept, (made, batch)):
                self._files.append((_nameless(), _nameless()))
                np.save(self._files[-1][0], np.stack([columns[name] for name in COLUMNS]))
                with pa.ipc.new_stream(self._files[-1][1], texts.schema) as stream:
                    stream.write_batch(texts)
                for file in self._files[-1]:
                    file.flush()
        except OSError as error:
            raise FileUnusable(
                f"Thư mục tạm {tempfile.gettempdir()} không đủ chỗ ({error.strerror}). Đặt biến TMPDIR tới ổ còn chỗ rồi chạy lại.",
                "temporary.full",
            ) from error
        self._kept.clear()

    def _checked(
        self, label: str, columns: dict[str, Any], rows: npt.NDArray[np.int64], seen: _Seen
    ) -> npt.NDArray[np.bool_]:
        """Which rows can be used; the others are refused."""
        ids = columns[label]
        missing = _flags(pc.equal(ids, ""))
        bad = missing.copy()
        self._refuse(rows[missing], f"{label}.missing", f"không có {_OF[label]}. Bổ sung rồi chạy lại.")
        nameless = np.zeros(len(rows), dtype=bool)
        if label == "personal_id":
            names = columns["full_name"]
            blank = _flags(pc.equal(pc.utf8_trim_whitespace(names.dictionary), ""))
            nameless = blank[names.indices.to_numpy()] & ~missing
        repeated = seen.again(_codes(ids), ~missing)
        for at in np.flatnonzero(repeated).tolist():
            text = ids[at].as_py()
            shown = f"…{text[-3:]}" if label == "personal_id" else text[:40]
            self._refuse(
                rows[at : at + 1],
                f"{label}.repeated",
                f"{_OF[label]} “{shown}” đã có ở dòng trước. Giữ dòng đúng, xóa dòng thừa.",
            )
        self._refuse(
            rows[nameless & ~repeated],
            "full_name.missing",
            "không có họ tên. Đối chiếu với nguồn trích xuất.",
        )
        bad |= nameless | repeated
        if bad.any():
            self.refused.sort(key=lambda one: one.row)
        return ~bad

    def _refuse(self, rows: npt.NDArray[np.int64], code: str, sentence: str) -> None:
        self.refused += [Refused(row, code, sentence) for row in rows.tolist()]


def _nameless() -> IO[bytes]:
    return tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the people in it


_OF = {"personal_id": "số định danh", "entry_id": "entry_id"}


@dataclass(slots=True)
class _Seen:
    """Identifiers seen so far as sorted runs of 64-bit codes: eight bytes each, however many there are."""

    runs: list[Codes] = field(default_factory=list)

    def again(self, codes: Codes, there: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Which of these stood in an earlier row, here or before."""
        rows = np.flatnonzero(there)
        order = rows[np.argsort(codes[rows], kind="stable")]
        ordered = codes[order]
        known = np.append(False, ordered[1:] == ordered[:-1])[: len(ordered)]
        for run in self.runs:
            place = np.minimum(np.searchsorted(run, ordered), len(run) - 1)
            known |= run[place] == ordered
        if (~known).any():
            self.runs.append(ordered[~known])
        found = np.zeros(len(codes), dtype=bool)
        found[order[known]] = True
        return found


def _flags(array: Any) -> npt.NDArray[np.bool_]:
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=bool)


def _are_figures(texts: Any) -> bool:
    """Whether all are numbers of at most 18 figures, or empty."""
    plain = pc.or_(pc.and_(pc.string_is_ascii(texts), pc.utf8_is_digit(texts)), pc.equal(texts, ""))
    return bool(pc.all(plain).as_py()) and (pc.max(pc.binary_length(texts)).as_py() or 0) <= 18


def _figures(texts: Any) -> Codes:
    if not _are_figures(texts):
        read = (("".join(c for c in text if c in "0123456789")[-18:] or "0") for text in texts.to_pylist())
        return np.fromiter(map(int, read), np.uint64, len(texts))
    filled = pc.if_else(pc.equal(texts, ""), "0", texts)
    return np.asarray(filled.cast(pa.uint64()).to_numpy(zero_copy_only=False), dtype=np.uint64)


def _codes(ids: Any) -> Codes:
    """64 bits for every identifier as it is written."""
    if _are_figures(ids):
        length = pc.binary_length(ids).to_numpy(zero_copy_only=False).astype(np.uint64)
        return mixed(_figures(ids), salted(5) + length)
    return np.fromiter((hash(text) & _MASK for text in ids.to_pylist()), np.uint64, len(ids))


_MASK = (1 << 64) - 1


def _texts_of(column: Any) -> Any:
    return Texts(column.dictionary.to_pylist(), column.indices.to_numpy().astype(np.int64))
