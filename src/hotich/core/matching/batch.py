"""Linking two files: prepare the register, answer every entry, say what differs; nothing is assigned one-to-one by force."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from hotich.core.matching.discrepancies import KINDS, compare_subject
from hotich.core.matching.engines import duckdb as by_sql
from hotich.core.matching.engines.answers import LINK, NOBODY, Answers, Decision, answers, decide
from hotich.core.matching.engines.linking import Register
from hotich.core.matching.files import FileUnusable, PersonFile, Refused, write_links
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import COLUMNS, FIELDS, Prepared, prepare
from hotich.core.parameters import parameter
from hotich.core.text import lacks_diacritics

Engine = Literal["numpy", "duckdb"]
Progress = Callable[[str, int], None]

HEADER = (
    "entry_id", "outcome", "personal_id", "probability", "discrepancies", "runner_up_id", "runner_up_probability",
)  # fmt: skip
_COMPARED = tuple(
    name for name in (*FIELDS, "nationality", "residence") if name in KINDS and name != "personal_id"
)
_WORDS = frozenset(name for name in _COMPARED if KINDS[name] in ("name", "place", "ethnic_groups", "text"))
_SQL_BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What a link did: outcomes by word, rows refused on either side."""

    entries: int
    citizens: int
    outcomes: dict[str, int]
    refused_entries: list[Refused]
    refused_citizens: list[Refused]
    model: str


@dataclass(frozen=True, slots=True)
class _Side:
    """One file prepared: columns, the identifier of every row kept, its row in the file."""

    columns: Prepared
    ids: npt.NDArray[np.bytes_]
    rows: npt.NDArray[np.int64]
    books: list[str]
    refused: list[Refused]


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of rows come and go by reference counts; looking for cycles among them doubles the time."""
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
    progress: Progress = lambda stage, rows: None,
) -> LinkReport:
    """Links a file of entries to a file of citizens and writes the answers, one row per entry in the file's order. Raises FileUnusable."""
    wanted = (*FIELDS, "nationality", "residence")
    register_file = PersonFile(population, ("personal_id", "full_name"), wanted)
    entry_file = PersonFile(entries, ("entry_id", "full_name"), ("entry_id", "book", *wanted))
    with _no_collector():
        citizens = _prepared(register_file, "personal_id", lambda n: progress("dân cư", n))
        asked = _prepared(entry_file, "entry_id", lambda n: progress("mục trong sổ", n))
        found = _answered(model, citizens, asked, engine, lambda n: progress("đối chiếu", n))
        if len(found.best):
            found = found.with_priors_of(_scopes(asked.books))
        said = decide(model, found, asked.columns)
        rows = _written(register_file, entry_file, citizens, asked, found, said, coverage, progress)
        write_links(out, HEADER, rows)
    return LinkReport(
        entries=len(rows),
        citizens=len(citizens.ids),
        outcomes=dict(Counter(str(row[1]) for row in rows)),
        refused_entries=asked.refused,
        refused_citizens=citizens.refused,
        model=model.digest,
    )


def _prepared(file: PersonFile, label: str, progress: Callable[[int], None]) -> _Side:
    parts: list[Prepared] = []
    ids: list[npt.NDArray[np.bytes_]] = []
    rows: list[npt.NDArray[np.int64]] = []
    books: list[str] = []
    refused: list[Refused] = []
    seen: set[int] = set()
    for block in file.blocks():
        texts = block.columns[label]
        keep = np.ones(block.size, dtype=bool)
        for at, why in _refusals(texts, block.columns["full_name"], label, seen):
            keep[at] = False
            refused.append(Refused(block.first + at + 2, *why))
        kept = np.flatnonzero(keep)
        columns = prepare(block.columns)
        parts.append(columns if keep.all() else {name: column[kept] for name, column in columns.items()})
        codes = np.array([text.encode() for text in texts], dtype=np.bytes_)
        ids.append(codes[kept])
        rows.append(kept + block.first)
        if label == "entry_id":
            own = block.columns.get("book", [""] * block.size)
            books += [own[at].strip() for at in kept.tolist()]
        progress(block.size)
    if not parts:
        empty = prepare({"full_name": []})
        return _Side(empty, np.zeros(0, dtype="S1"), np.zeros(0, dtype=np.int64), books, refused)
    joint = {name: np.concatenate([part.pop(name) for part in parts]) for name in COLUMNS}
    return _Side(joint, np.concatenate(ids), np.concatenate(rows), books, refused)


def _refusals(
    ids: Sequence[str], names: Sequence[str], label: str, seen: set[int]
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Rows that cannot be used, with code and sentence; remembers identifiers across blocks by their hashes."""
    whose = "số định danh" if label == "personal_id" else "entry_id"
    for at, text in enumerate(ids):
        if not text:
            yield at, (f"{label}.missing", f"không có {whose}. Bổ sung rồi chạy lại.")
            continue
        known = hash(text)
        if known in seen:
            yield (
                at,
                (
                    f"{label}.repeated",
                    f"{whose} “{_shown(text, label)}” đã có ở dòng trước. Giữ dòng đúng, xóa dòng thừa.",
                ),
            )
            continue
        seen.add(known)
        if label == "personal_id" and not names[at].strip():
            yield at, ("full_name.missing", "không có họ tên. Đối chiếu với nguồn trích xuất.")


def _shown(text: str, label: str) -> str:
    return f"…{text[-3:]}" if label == "personal_id" else text[:40]


def _answered(
    model: Model, citizens: _Side, asked: _Side, engine: Engine, progress: Callable[[int], None]
) -> Answers:
    size = len(asked.ids)
    if not len(citizens.ids):
        return Answers.empty(size, model.prior)
    if engine == "numpy":
        return answers(model, Register.build(citizens.columns, model), asked.columns, progress=progress)
    out = Answers.empty(size, model.prior)
    with by_sql.connect() as database:
        for begin in range(0, size, _SQL_BLOCK):
            part = {name: column[begin : begin + _SQL_BLOCK] for name, column in asked.columns.items()}
            count = len(part["g_p"])
            by_sql.load(database, model, part, citizens.columns)
            found = by_sql.answers(database, model, entries=count, population=len(citizens.ids))
            for name in ("best", "second", "best_ratio", "second_ratio", "total"):
                getattr(out, name)[begin : begin + count] = getattr(found, name)
            progress(count)
    return out


def _scopes(books: Sequence[str]) -> npt.NDArray[np.int64]:
    numbers = {book: number for number, book in enumerate(dict.fromkeys(books))}
    return np.fromiter(map(numbers.__getitem__, books), np.int64, len(books))


def _written(
    register_file: PersonFile,
    entry_file: PersonFile,
    citizens: _Side,
    asked: _Side,
    found: Answers,
    said: Decision,
    coverage: str,
    progress: Progress,
) -> list[tuple[object, ...]]:
    ids = [text.decode() for text in asked.ids.tolist()]
    twice = _twice_in_a_book(asked.books, found.best, said.verdict)
    linked = np.flatnonzero((said.verdict == LINK) & ~twice)
    differing = _discrepancies(register_file, entry_file, citizens, asked, found, linked, progress)
    runner_up = found.second_probability
    best, second = found.best.tolist(), found.second.tolist()
    rows: list[tuple[object, ...]] = []
    for at, entry_id in enumerate(ids):
        first = citizens.ids[best[at]].decode() if best[at] >= 0 else ""
        other = citizens.ids[second[at]].decode() if second[at] >= 0 else ""
        chance, other_chance = float(said.link[at]), float(runner_up[at])
        if at in differing:
            outcome = "mismatched" if differing[at] else "matched"
        elif said.verdict[at] == NOBODY:
            # The nearest stands as runner-up: nobody is named, and whoever confirms sees who came closest.
            outcome = "not_found" if coverage == "nation" else "pending"
            other, other_chance, first, chance = first, chance, "", float(said.nobody[at])
        else:
            outcome = "review"
        names = ";".join(differing.get(at, ()))
        rows.append(
            (entry_id, outcome, first, f"{chance:.4f}", names, other, f"{other_chance:.4f}" if other else "")
        )
    return rows


def _twice_in_a_book(
    books: Sequence[str], best: npt.NDArray[np.int64], verdict: npt.NDArray[np.int8]
) -> npt.NDArray[np.bool_]:
    """Entries of one book that are linked to one citizen: duplicates or re-registrations, for a person to judge."""
    count = Counter(
        (book, citizen)
        for book, citizen, what in zip(books, best.tolist(), verdict.tolist(), strict=True)
        if book and what == LINK
    )
    pairs = zip(books, best.tolist(), verdict.tolist(), strict=True)
    return np.fromiter(
        (what == LINK and count[(book, citizen)] > 1 for book, citizen, what in pairs), bool, len(books)
    )


def _discrepancies(
    register_file: PersonFile,
    entry_file: PersonFile,
    citizens: _Side,
    asked: _Side,
    found: Answers,
    linked: npt.NDArray[np.int64],
    progress: Progress,
) -> dict[int, tuple[str, ...]]:
    """The fields that differ by meaning, for every linked entry; texts are read again in blocks."""
    never = frozenset(parameter("discrepancy_never", None).value)
    fields = tuple(name for name in _COMPARED if name not in never)
    out: dict[int, tuple[str, ...]] = {}
    for begin in range(0, len(linked), _SQL_BLOCK):
        part = linked[begin : begin + _SQL_BLOCK]
        owners = citizens.rows[found.best[part]]
        books = entry_file.texts(asked.rows[part].tolist())
        registers = register_file.texts(owners.tolist())
        for at, row, owner in zip(part.tolist(), asked.rows[part].tolist(), owners.tolist(), strict=True):
            out[at] = differing_fields(books[row], registers[owner], fields)
        progress("so từng trường", len(part))
    return out


def differing_fields(
    book: Mapping[str, str], register: Mapping[str, str], fields: Sequence[str] = _COMPARED
) -> tuple[str, ...]:
    """Names of the fields in which an entry and a citizen differ by meaning. Fields that are the same text, or that one side lacks, cost nothing."""
    open_fields = [
        name
        for name in fields
        if (mine := book.get(name, ""))
        and (theirs := register.get(name, ""))
        and mine.lower() != theirs.lower()
    ]
    if not open_fields:
        return ()
    compared = open_fields
    words = [name for name in open_fields if name in _WORDS]
    if words and any(lacks_diacritics(*(side.get(name) for name in words)) for side in (book, register)):
        compared = list(fields)  # whether a whole record is without marks is a question to the whole record
    found = compare_subject(
        "subject",
        {name: {"v": book.get(name) or None} for name in compared},
        {name: register.get(name) for name in compared},
    )
    return tuple(one.field for one in found if one.is_discrepancy)


__all__ = ["HEADER", "Engine", "FileUnusable", "LinkReport", "differing_fields", "link_files"]
