"""Linking two files: prepare both, answer every entry, say what differs; nothing is assigned one-to-one by force.

Memory depends on how much is taken at once, not on the files: the register passes by in chunks, entries come in blocks, answers are written as they are made.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hotich.core.matching.adapting import adapted
from hotich.core.matching.differing import Differing
from hotich.core.matching.discrepancies import KINDS
from hotich.core.matching.engines import duckdb as by_sql
from hotich.core.matching.engines import spark as by_spark
from hotich.core.matching.engines.answers import LINK, NOBODY, REVIEW, Answers, Decision, answers, decide
from hotich.core.matching.files import FileUnusable, PersonFile, Refused, write_links
from hotich.core.matching.gathering import Households
from hotich.core.matching.model import Floats, Model, ModelRefused
from hotich.core.matching.normaliser import FIELDS, Prepared
from hotich.core.matching.people import People
from hotich.core.matching.portraits import FAR, foreignness
from hotich.core.parameters import parameter

T = TypeVar("T")
_ADAPTED_TO = 150_000
"""Citizens and entries that the model is adapted to; more change nothing and take time."""
Engine = Literal["numpy", "duckdb", "spark"]
Progress = Callable[[str, int], None]

HEADER = (
    "entry_id", "outcome", "personal_id", "probability", "discrepancies", "runner_up_id", "runner_up_probability",
)  # fmt: skip
CITIZENS_AT_ONCE, ENTRIES_AT_ONCE = 1_000_000, 100_000

_READ = (*FIELDS, "nationality", "residence")
_COMPARED = tuple(name for name in _READ if name in KINDS and name != "personal_id")


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What a link did: outcomes by word, rows refused on either side."""

    entries: int
    citizens: int
    outcomes: dict[str, int]
    refused_entries: list[Refused]
    refused_citizens: list[Refused]
    model: str


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of rows come and go by reference counts; looking for cycles among them costs a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def link_files(
    *,
    population: Path,
    entries: Path,
    out: Path,
    model: Model,
    engine: Engine = "numpy",
    coverage: Literal["nation", "list"] = "nation",
    adapt: bool = True,
    progress: Progress = lambda stage, rows: None,
    citizens_at_once: int = CITIZENS_AT_ONCE,
    entries_at_once: int = ENTRIES_AT_ONCE,
) -> LinkReport:
    """Links a file of entries to a file of citizens and writes the answers, one row per entry in the file's order. Raises FileUnusable, ModelRefused.

    ``adapt``: how often strangers agree and how common values are is counted in these files (``adapting``), otherwise all is as in the model.
    ``…_at_once`` bound the memory; no answer depends on them.
    """
    never = frozenset(parameter("discrepancy_never", None).value)
    compared = tuple(name for name in _COMPARED if name not in never)
    wanted = tuple(dict.fromkeys((*FIELDS, *compared)))
    register_file = PersonFile(population, ("personal_id", "full_name"), wanted)
    entry_file = PersonFile(entries, ("entry_id", "full_name"), ("entry_id", "book", *wanted))
    counts: Counter[str] = Counter()
    with (
        _no_collector(),
        People(
            entry_file, "entry_id", chunk=entries_at_once, progress=partial(progress, "đọc mục trong sổ")
        ) as asked,
        People(
            register_file, "personal_id", chunk=citizens_at_once, progress=partial(progress, "đọc dân cư")
        ) as citizens,
    ):
        used = _suited(model, citizens, asked, adapt=adapt)
        link = _Link(used, citizens, asked, compared, coverage, progress)
        write_links(out, HEADER, _counted(link.rows(engine), counts))
        return LinkReport(
            entries=asked.size,
            citizens=citizens.size,
            outcomes=dict(counts),
            refused_entries=asked.refused,
            refused_citizens=citizens.refused,
            model=used.digest,
        )


def _suited(model: Model, citizens: People, asked: People, *, adapt: bool) -> Model:
    """The model with what belongs to these files counted in the first entries and in a sample of households; or, as it stands, only if it is of these people.

    Raises ModelRefused for a model of another register that is to be used as it stands.
    """
    sample, begin = Households(_ADAPTED_TO), 0
    for chunk in citizens.chunks():
        sample.add(chunk, begin)
        begin += len(chunk["g_p"])
    if not begin:
        return model
    if not adapt:
        far = foreignness(model.trained_on, sample.joined())
        if far is not None and far > FAR:
            raise ModelRefused(
                f"Mô hình “{model.name}” học từ dân cư khác hẳn tệp này (khoảng cách {far:.2f}, cho phép đến {FAR:.2f}). "
                "Bỏ --as-is để đếm lại trên hai tệp này, hoặc huấn luyện lại bằng “hotich model train”."
            )
        return model
    entries: list[Prepared] = []
    left = _ADAPTED_TO
    for chunk in asked.chunks():
        entries.append({name: column[:left] for name, column in chunk.items()})
        left -= len(entries[-1]["g_p"])
        if left <= 0:
            break
    if not entries:
        return model
    first = {name: np.concatenate([part[name] for part in entries]) for name in entries[0]}
    return adapted(model, first, sample.joined())


def _counted(rows: Iterator[tuple[str, ...]], counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        counts[row[1]] += 1
        yield row


@dataclass(frozen=True, slots=True)
class _Link:
    """Two files read, and what is asked of them."""

    model: Model
    citizens: People
    asked: People
    compared: Sequence[str]
    coverage: str
    progress: Progress

    def rows(self, engine: Engine) -> Iterator[tuple[str, ...]]:
        """The answers in the entries' order."""
        found = self._found(engine)
        books = self._books()
        if self.citizens.size:
            found = found.with_priors_of(books)
        said = self._decided(found)
        # Of two entries of one book for one citizen one is a duplicate or a re-registration: a person must judge.
        linked = said.verdict == LINK
        verdict = np.where(_twice(books, found.best, linked), REVIEW, said.verdict)
        differing = self._differing(found.best, verdict == LINK)
        names = self._identifiers(np.concatenate([found.best, found.second]))
        size = len(verdict)
        chance, other_chance = _written(said.link), _written(found.second_probability)
        nobody, verdicts = _written(said.nobody), verdict.tolist()
        at = 0
        for _, batch in self.asked.texts():
            for entry_id in batch.column("entry_id").to_pylist():
                best, second = names[at], names[size + at]
                its_chance, its_second = chance[at], other_chance[at] if second else ""
                if verdicts[at] == LINK:
                    fields_ = differing[at]
                    outcome = "mismatched" if fields_ else "matched"
                    yield entry_id, outcome, best, its_chance, ";".join(fields_), second, its_second
                elif verdicts[at] == NOBODY:
                    # The nearest stands as runner-up: nobody is named, and whoever confirms sees who came closest.
                    outcome = "not_found" if self.coverage == "nation" else "pending"
                    yield entry_id, outcome, "", nobody[at], "", best, its_chance if best else ""
                else:
                    yield entry_id, "review", best, its_chance, "", second, its_second
                at += 1

    def _found(self, engine: Engine) -> Answers:
        """What the engine says of every entry."""
        with self._search(engine) as search:
            parts = [search(part) for part in self.asked.chunks()]
        return _whole(Answers, [Answers.empty(0, self.model.prior), *parts])

    def _decided(self, found: Answers) -> Decision:
        """The verdicts; how much an entry says is read off its columns, part by part."""
        parts = [decide(self.model, Answers.empty(0, self.model.prior))]
        begin = 0
        for part in self.asked.chunks():
            rows = slice(begin, begin + len(part["g_p"]))
            some = Answers(*(getattr(found, one.name)[rows] for one in fields(Answers)))
            parts.append(decide(self.model, some, part, self._columns_of(some.best)))
            begin = rows.stop
        return _whole(Decision, parts)

    def _columns_of(self, citizens: npt.NDArray[np.int64]) -> Prepared:
        """The model's columns of some citizens; 0 for -1, who is nobody."""
        columns = {name: np.zeros(len(citizens), dtype=np.int32) for name in self.model.columns}
        begin = 0
        for chunk in self.citizens.chunks():
            end = begin + len(chunk["g_p"])
            there = np.flatnonzero((citizens >= begin) & (citizens < end))
            for name, column in columns.items():
                column[there] = chunk[name][citizens[there] - begin]
            begin = end
        return columns

    @contextmanager
    def _search(self, engine: Engine) -> Iterator[Callable[[Prepared], Answers]]:
        if engine == "spark":
            with by_spark.linking(self.model, self.citizens, progress=self.progress) as search:
                yield search
        else:
            by_engine = answers if engine == "numpy" else by_sql.answers
            yield partial(by_engine, self.model, self.citizens, progress=self.progress)

    def _books(self) -> npt.NDArray[np.int64]:
        """The number of every entry's book; 0 for all that name none, of which none is a duplicate of another."""
        numbers: dict[str, int] = {"": 0}
        parts: list[npt.NDArray[np.int64]] = []
        for _, batch in self.asked.texts():
            if "book" not in batch.schema.names:
                parts.append(np.zeros(batch.num_rows, dtype=np.int64))
                continue
            column = batch.column("book")
            own = [numbers.setdefault(text.strip(), len(numbers)) for text in column.dictionary.to_pylist()]
            parts.append(np.array(own or [0], dtype=np.int64)[column.indices.to_numpy()])
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def _differing(
        self, best: npt.NDArray[np.int64], linked: npt.NDArray[np.bool_]
    ) -> dict[int, tuple[str, ...]]:
        """The fields that differ by meaning, for every linked entry."""
        differing = Differing(self.compared)
        out: dict[int, tuple[str, ...]] = {}
        for begin, books in self.asked.texts():
            rows = begin + np.flatnonzero(linked[begin : begin + books.num_rows])
            for first, registers in self.citizens.texts():
                there = rows[(best[rows] >= first) & (best[rows] < first + registers.num_rows)]
                if not len(there):
                    continue
                mine, theirs = (
                    books.take(pa.array(there - begin)),
                    registers.take(pa.array(best[there] - first)),
                )
                found = differing.of(_columns(mine), _columns(theirs), len(there))
                out.update(zip(there.tolist(), found, strict=True))
                self.progress("so từng trường", len(there))
        return out

    def _identifiers(self, citizens: npt.NDArray[np.int64]) -> list[str]:
        """Personal numbers by the citizens' numbers, empty for -1."""
        out = np.full(len(citizens), "", dtype=object)
        for begin, batch in self.citizens.texts():
            there = np.flatnonzero((citizens >= begin) & (citizens < begin + batch.num_rows))
            chosen = batch.column("personal_id").take(pa.array(citizens[there] - begin))
            out[there] = chosen.to_pylist()
        return list(out)


def _whole(kind: type[T], parts: Sequence[T]) -> T:
    """Records of arrays as one record."""
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    return kind(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _columns(batch: Any) -> dict[str, Any]:
    return dict(zip(batch.schema.names, batch.columns, strict=True))


def _written(shares: Floats) -> list[str]:
    return [f"{share:.4f}" for share in shares.tolist()]


def _twice(
    books: npt.NDArray[np.int64], best: npt.NDArray[np.int64], linked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Entries of one book that are linked to one citizen."""
    rows = np.flatnonzero(linked & (books > 0))
    rows = rows[np.lexsort((best[rows], books[rows]))]
    same = (books[rows[1:]] == books[rows[:-1]]) & (best[rows[1:]] == best[rows[:-1]])
    found = np.zeros(len(linked), dtype=bool)
    found[rows[1:][same]] = found[rows[:-1][same]] = True
    return found


__all__ = ["HEADER", "Engine", "FileUnusable", "LinkReport", "link_files"]
