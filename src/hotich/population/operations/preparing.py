"""Making an extract's key table: citizens prepared by the normaliser, sorted, indexed, and put in place of the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction

from hotich.audit import operations as audit
from hotich.core.matching.normaliser import FIELDS, Prepared, prepare
from hotich.population.blocks import pages
from hotich.population.candidates import table
from hotich.population.keytable import KEY_NUMBERS, copy_lines, digest_of, stamp
from hotich.population.models import Extract
from hotich.population.operations import tables

Stage = Callable[[str], None]

COLUMNS = (
    "personal_id", "full_name", "sex", "birth_date", "birth_place", "birth_registration_place", "hometown",
    "ethnicity", "nationality", "mother_full_name", "mother_birth_date", "father_full_name", "father_birth_date",
    "spouse_full_name", "marital_status", "residence", "old_id_number", "death_date",
)  # fmt: skip
"""The texts of a citizen, in the order in which their digest is made."""
BATCH = 20_000
SMALL = 500
"""Citizens from which a key table has indexes: fewer are read as quickly without."""
LONGEST_ASKED = 700
"""A longer list is not read for an officer who waits; the batch reads lists of up to 3,000. In ten million citizens nobody of 4,800 was found by longer ones alone:
whoever has nothing rarer is not among the ten nearest either."""
_SAMPLE = 400_000


def quietly(_: str) -> None:
    """For who shows no progress."""


def digests(columns: Mapping[str, Sequence[str]]) -> npt.NDArray[np.int64]:
    """Of every citizen the digest of his texts."""
    rows = zip(*(columns[name] for name in COLUMNS), strict=True)
    return np.fromiter(map(digest_of, rows), np.int64, len(columns["personal_id"]))


def key_lines(
    columns: Mapping[str, Sequence[str]],
    person: npt.NDArray[np.int64],
    digest: npt.NDArray[np.int64],
    *,
    sortable: bool,
) -> bytes:
    """Citizens prepared for a COPY into a key table."""
    return copy_lines(
        prepared(columns), person, digest, _old_numbers(columns["old_id_number"]), sortable=sortable
    )


def prepared(columns: Mapping[str, Sequence[str]]) -> Prepared:
    """A citizen's columns. Where his birth place is not known, where his birth was registered stands for it."""
    texts = {name: columns[name] for name in FIELDS}
    texts["birth_place"] = [
        place or registered
        for place, registered in zip(columns["birth_place"], columns["birth_registration_place"], strict=True)
    ]
    return prepare(texts)


def _old_numbers(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    figures = (int(text) if text.isascii() and text.isdigit() else 0 for text in texts)
    return np.fromiter(figures, np.int64, len(texts))


def put_in_place(extract: Extract, *, stage: Stage) -> None:
    """Sorts and indexes what was copied, and replaces the key table with it. Call outside a transaction where there is much."""
    stage("xếp bảng khóa")
    tables.call("population_key_sort", extract.pk)
    names = tables.index_columns() if _is_large(extract) else []
    for number, name in enumerate(names, start=1):
        stage(f"lập chỉ mục {number}/{len(names)}")
        tables.call("population_key_index", extract.pk, name)
    with transaction.atomic():
        tables.call("population_key_finish", extract.pk)
        note_prepared(extract)


def is_indexed(extract: Extract) -> bool:
    """Whether the key table has the indexes its size needs: one that was small when it was made has none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_index WHERE indrelid = %s::regclass)", [table(extract.pk)]
        )
        return bool(cursor.fetchone()[0]) or extract.size < SMALL


def _is_large(extract: Extract) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT FROM {table(extract.pk)}_next LIMIT {SMALL}) AS its")
        return bool(cursor.fetchone()[0] == SMALL)


def note_prepared(extract: Extract) -> None:
    """Writes into the extract what its key table was made with, and how many citizens it has. Searches read its lists anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(digest), clock_timestamp() FROM {table(extract.pk)}")
        extract.size, extract.prepared_at = cursor.fetchone()
    extract.prepared_with = stamp()
    extract.long_lists = _long_lists(extract)
    extract.save(update_fields=["size", "prepared_with", "prepared_at", "long_lists"])


def _long_lists(extract: Extract) -> bytes:
    """Lists longer than ``LONGEST_ASKED``: suspected from a sample, then counted."""
    if extract.size <= LONGEST_ASKED:
        return b""
    share = min(1.0, _SAMPLE / extract.size)
    columns = ", ".join(f"k{number}" for number in KEY_NUMBERS)
    lines = [f"string_agg(int4send(coalesce({name}, 0)), '')" for name in columns.split(", ")]
    long: list[tuple[int, int]] = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(lines)} FROM {table(extract.pk)} TABLESAMPLE BERNOULLI (%s) REPEATABLE (1)",
            [100 * share],
        )
        for number, packed in zip(KEY_NUMBERS, cursor.fetchone(), strict=True):
            hashes, counts = np.unique(np.frombuffer(bytes(packed or b""), ">i4"), return_counts=True)
            suspects = hashes[(counts > LONGEST_ASKED * share * 0.6) & (hashes != 0)].tolist()
            cursor.execute(
                "SELECT one FROM unnest(%s::int[]) AS one WHERE"
                f" (SELECT count(*) FROM (SELECT FROM {table(extract.pk)} WHERE k{number} = one LIMIT {LONGEST_ASKED + 1}) AS its)"
                f" > {LONGEST_ASKED}",
                [suspects],
            )
            long += [(number, one) for (one,) in cursor.fetchall()]
    return np.array(long, dtype="<i4").tobytes()


def prepare_again(*, extract: Extract, now: datetime, stage: Stage = quietly) -> int:
    """Makes an extract's key table anew from its texts, for the normaliser in use; says how many citizens it has.

    Until it is done the table of before stays: programs of before search it, today's refuse it. Killed, it begins anew.
    Raises Conflict while another command works on the extract.
    """
    with tables.alone_with(extract):
        prepare_again_in(extract, stage=stage)
    audit.record(
        kind="population.prepared", subject=f"extract:{extract.pk}", detail={"rows": extract.size}, now=now
    )
    return extract.size


def prepare_again_in(extract: Extract, *, stage: Stage) -> None:
    """The same for who is alone with the extract already."""
    tables.key_begin(extract)
    done = 0
    for columns in _texts_of(extract):
        person = np.array(columns["personal_id"], dtype=np.int64)
        tables.copy_in(
            f"COPY {table(extract.pk)}_in FROM STDIN (FORMAT binary)",
            key_lines(columns, person, digests(columns), sortable=True),
        )
        done += len(person)
        stage(f"chuẩn bị {done:,} công dân")
    put_in_place(extract, stage=stage)


def warm(*, extract: Extract) -> None:
    """Reads an extract's key table, its indexes and its citizens into memory: the first searches would otherwise wait for the disk."""
    with tables.unhurried():
        tables.call("population_warm", extract.pk)


def _texts_of(extract: Extract) -> Iterator[dict[str, list[str]]]:
    for rows in pages(extract, COLUMNS, most=BATCH):
        yield dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
