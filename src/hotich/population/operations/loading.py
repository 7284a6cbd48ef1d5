"""Taking citizens in, in bounded memory: a first loading fills tables nobody sees yet, a later one changes what is there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction
from django.db.models.functions import Coalesce, Now

from hotich.core.codes import read_code
from hotich.core.text import squeeze
from hotich.population.candidates import table
from hotich.population.keytable import stamp
from hotich.population.models import Citizen, Extract
from hotich.population.operations import tables
from hotich.population.operations.extracts import discard
from hotich.population.operations.numbers import Numbers
from hotich.population.operations.preparing import (
    BATCH,
    COLUMNS,
    Stage,
    digests,
    is_indexed,
    key_lines,
    note_prepared,
    prepare_again_in,
    put_in_place,
    quietly,
)

Int64 = npt.NDArray[np.int64]

MOST_KEPT = 1_000
"""Refusals that are told one by one; of the others only how many."""
_LONGEST = {
    field.column: field.max_length
    for field in Citizen._meta.concrete_fields
    if field.column in COLUMNS and field.max_length
}
_SEX = {"1": "male", "2": "female", "male": "male", "female": "female", "": ""}
_TWELVE = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a file by their numbers there, and their values by column; a column that is not there is empty."""

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Loaded:
    """What a loading did, row by row of the file. ``rejected`` holds the first refusals, ``refused`` counts them all."""

    extract: Extract
    imported: int = 0
    unchanged: int = 0
    refused: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, number: int, sentence: str) -> None:
        """Counts a row that cannot be a citizen."""
        self.refused += 1
        if len(self.rejected) < MOST_KEPT:
            self.rejected.append((number, sentence))


def load(*, extract: Extract, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Loaded:
    """As ``load_batches``, from rows: number as the file shows it, values by column name."""
    return load_batches(extract=extract, batches=_batched(rows))


def _batched(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[Batch]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, BATCH)):
        yield Batch(
            [number for number, _ in chunk],
            {name: [row.get(name) or "" for _, row in chunk] for name in COLUMNS},
        )


def load_batches(*, extract: Extract, batches: Iterable[Batch], stage: Stage = quietly) -> Loaded:
    """Takes rows in batches, each whole.

    A row that is in another extract with the same values counts as unchanged, and is kept for this one too. One without a
    twelve-digit personal number or without a name, with the number of a row before it, or with a value too long to keep, is
    rejected with its number and a sentence. Only when every row was read is the extract in force: a loading that breaks off answers
    no search, and begins anew when run again. A repeated one changes rows in place, batch by batch, each whole with its keys.
    Raises Conflict while another command works on the extract.
    """
    result = Loaded(extract)
    with tables.alone_with(extract):
        extract.refresh_from_db()
        good = _checked(batches, result)
        if extract.complete_at is None:
            _load_first(extract, good, result, stage)
        else:
            if extract.prepared_with != stamp():
                prepare_again_in(extract, stage=stage)
            _load_again(extract, good, result, stage)
    return result


@dataclass(frozen=True, slots=True)
class _Citizens:
    """Rows that are citizens: their cleaned values by column, personal numbers and digests."""

    columns: dict[str, list[str]]
    person: Int64
    digest: Int64

    def taken(self, chosen: npt.NDArray[np.bool_]) -> _Citizens:
        """Some of them."""
        places = np.flatnonzero(chosen).tolist()
        columns = {name: [values[place] for place in places] for name, values in self.columns.items()}
        return _Citizens(columns, self.person[chosen], self.digest[chosen])


def _checked(batches: Iterable[Batch], result: Loaded) -> Iterator[_Citizens]:
    seen = Numbers()
    for batch in batches:
        size = len(batch.numbers)
        columns = {name: _cleaned(batch.columns.get(name), size) for name in COLUMNS}
        wrong = _wrong(columns, size)
        good = [place for place in range(size) if place not in wrong]
        person = np.array([columns["personal_id"][place] for place in good], dtype=np.int64)
        new = seen.add(person)
        for place in np.array(good, dtype=np.int64)[~new].tolist():
            wrong[place] = "Số định danh cá nhân lặp lại trong tệp: giữ lại một dòng."
        for place in sorted(wrong):
            result.refuse(batch.numbers[place], wrong[place])
        if wrong:
            good = [place for place in good if place not in wrong]
            columns = {name: [values[place] for place in good] for name, values in columns.items()}
        columns["sex"] = list(map(_sex, columns["sex"]))
        if good:
            yield _Citizens(columns, person[new], digests(columns))


def _cleaned(texts: Sequence[str] | None, size: int) -> list[str]:
    if texts is None:
        return [""] * size
    known = {text: squeeze(text) if text else "" for text in set(texts)}
    return list(map(known.__getitem__, texts))


def _wrong(columns: Mapping[str, list[str]], size: int) -> dict[int, str]:
    """By place, why a row cannot be a citizen, with the remedy."""
    wrong: dict[int, str] = {}
    for name, longest in _LONGEST.items():
        for place, text in enumerate(columns[name]):
            if len(text) > longest:
                wrong[place] = f"Cột {name} dài quá {longest} ký tự: sửa ô này rồi nhập lại dòng."
    for place, text in enumerate(columns["full_name"]):
        if not text:
            wrong[place] = "Chưa có họ và tên: bổ sung ô này rồi nhập lại dòng."
    for place, text in enumerate(columns["personal_id"]):
        if not _TWELVE.fullmatch(text):
            wrong[place] = "Số định danh cá nhân phải có đủ 12 chữ số: sửa ô này rồi nhập lại dòng."
    return wrong


def _sex(text: str) -> str:
    known = _SEX.get(text)
    if known is None:
        meaning = _SEX.get(text.lower()) or read_code("sex", text) or ""
        known = _SEX[text] = meaning if meaning in {"male", "female"} else ""
    return known


def _load_first(extract: Extract, batches: Iterator[_Citizens], result: Loaded, stage: Stage) -> None:
    others = _others(extract)
    try:
        tables.call("population_begin", extract.pk)
        tables.key_begin(extract)
        for batch in batches:
            known = _known(others, batch)
            _copy(
                extract, batch, f"population_citizen_{extract.pk}", f"{table(extract.pk)}_in", sortable=True
            )
            result.unchanged += int(known.sum())
            result.imported += int((~known).sum())
        if not (result.imported or result.unchanged):
            discard(extract)
            return
        put_in_place(extract, stage=stage)
        with transaction.atomic():
            tables.call("population_finish", extract.pk)
            Extract.objects.filter(pk=extract.pk).update(complete_at=Coalesce("complete_at", Now()))
    except BaseException:
        discard(extract)
        raise


def _load_again(extract: Extract, batches: Iterator[_Citizens], result: Loaded, stage: Stage) -> None:
    others, touched = _others(extract), False
    for batch in batches:
        changed = batch.taken(~_known([extract.pk], batch))
        fresh = int((~_known(others, changed)).sum())
        if len(changed.person):
            touched = True
            with transaction.atomic():
                _take_away(extract, changed)
                _copy(extract, changed, "population_citizen", table(extract.pk), sortable=False)
        result.imported += fresh
        result.unchanged += len(batch.person) - fresh
    # The same file again leaves the table as it was: nobody need be looked up once more.
    if touched:
        with transaction.atomic():
            tables.call("population_analyze", extract.pk)
            note_prepared(extract)
    if (result.imported or result.unchanged) and not is_indexed(extract):
        prepare_again_in(extract, stage=stage)


def _others(extract: Extract) -> list[int]:
    """Extracts whose rows tell what is new in this one."""
    known = Extract.objects.filter(complete_at__isnull=False, wiped_at__isnull=True).exclude(prepared_with="")
    return list(known.exclude(pk=extract.pk).values_list("pk", flat=True))


def _known(extracts: Sequence[int], batch: _Citizens) -> npt.NDArray[np.bool_]:
    """Who stands in one of the extracts with the same texts."""
    found = np.zeros(len(batch.person), dtype=bool)
    for pk in extracts:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT person, digest FROM {table(pk)} WHERE person = ANY(%s) AND digest IS NOT NULL",
                [batch.person.tolist()],
            )
            digest_of = dict(cursor.fetchall())
        found |= np.fromiter(
            (digest_of.get(person) == digest for person, digest in zip(batch.person.tolist(), batch.digest.tolist(), strict=True)),
            bool,
            len(found),
        )  # fmt: skip
    return found


def _take_away(extract: Extract, batch: _Citizens) -> None:
    Citizen.objects.filter(extract=extract, personal_id__in=batch.columns["personal_id"]).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table(extract.pk)} WHERE person = ANY(%s)", [batch.person.tolist()])


def _copy(extract: Extract, batch: _Citizens, citizens: str, keys: str, *, sortable: bool) -> None:
    """Texts and keys of a batch, the same citizens in both."""
    lines = key_lines(batch.columns, batch.person, batch.digest, sortable=sortable)
    names = ", ".join(COLUMNS)
    rows = zip(
        *(_escaped(batch.columns[name]) for name in COLUMNS),
        [str(extract.pk)] * len(batch.person),
        strict=True,
    )
    tables.copy_in(
        f"COPY {citizens} ({names}, extract_id) FROM STDIN", "\n".join(map("\t".join, rows)).encode() + b"\n"
    )
    tables.copy_in(f"COPY {keys} FROM STDIN (FORMAT binary)", lines)


def _escaped(texts: list[str]) -> list[str]:
    """As COPY reads them: white space was squeezed before, what is left is its own escape."""
    if any("\\" in text for text in texts):
        return [text.replace("\\", "\\\\") for text in texts]
    return texts
