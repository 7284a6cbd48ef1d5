"""The same link by DuckDB: candidates, evidence and posterior run as SQL over prepared columns. An optional extra; nothing else needs it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np

from hotich.core.matching.engines.answers import Answers, by_tiers
from hotich.core.matching.engines.join import LONGEST_LIST, Chunks
from hotich.core.matching.engines.screen import LEAST
from hotich.core.matching.engines.sql import frequency_rows, ratios_sql
from hotich.core.matching.evidence import Numbers
from hotich.core.matching.keys import Key, Rows, asked_hashes, stored_hashes
from hotich.core.matching.model import Floats, Model
from hotich.core.matching.normaliser import Prepared


class DuckDbMissing(RuntimeError):
    """DuckDB is not installed. The message is Vietnamese, with the command that installs it."""

    code = "engine.duckdb_missing"


def connect(*, threads: int = 1, memory: str = "4GB") -> Any:
    """An in-memory DuckDB. Raises DuckDbMissing."""
    if importlib.util.find_spec("duckdb") is None:
        raise DuckDbMissing(
            "Chưa cài DuckDB. Cài bằng “pip install -r requirements/link.txt”, hoặc dùng --engine numpy."
        )
    connection = importlib.import_module("duckdb").connect(":memory:")
    connection.execute(f"SET threads TO {int(threads)}; SET memory_limit = '{memory}'")
    return connection


def load(connection: Any, model: Model, asked: Prepared, register: Chunks) -> None:
    """Fills the tables that the generated SQL reads."""
    _table(connection, "entries", "entry", 0, asked, model.columns)
    begin = 0
    for chunk in register:
        _table(connection, "citizens", "citizen", begin, chunk, model.columns)
        begin += len(chunk["g_p"])
    if not begin:
        _table(connection, "citizens", "citizen", 0, {name: asked[name][:0] for name in asked}, model.columns)
    connection.execute("CREATE OR REPLACE TABLE frequencies (column_name VARCHAR, code INTEGER, bits DOUBLE)")
    rows = frequency_rows(model)
    if rows:
        connection.executemany("INSERT INTO frequencies VALUES (?, ?, ?)", rows)


def _table(
    connection: Any, table: str, label: str, begin: int, columns: Prepared, names: Sequence[str]
) -> None:
    source = {label: np.arange(begin, begin + len(columns["g_p"]))} | {name: columns[name] for name in names}
    connection.register("source", source)
    connection.execute(
        f"INSERT INTO {table} SELECT * FROM source"
        if begin
        else f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM source"
    )
    connection.unregister("source")


def pair(
    connection: Any,
    asked: Prepared,
    register: Chunks,
    keys: Sequence[Key],
    among: Rows | None = None,
    *,
    progress: Callable[[int], None] = lambda citizens: None,
) -> None:
    """Fills the table ``pairs`` by an equi-join on the keys' hashes."""
    for table, label in (("stored", "citizen"), ("asked", "entry")):
        connection.execute(f"CREATE OR REPLACE TABLE {table} (key TINYINT, hash UBIGINT, {label} BIGINT)")
    for key in keys:
        for rows, codes in asked_hashes(key, asked, among):
            _append(connection, "asked", key, codes, rows)
    begin = 0
    for chunk in register:
        for key in keys:
            for some, codes in stored_hashes(key, chunk):
                there = np.flatnonzero(codes)
                owners = there if some is None else some[there]
                _append(connection, "stored", key, codes[there], owners + begin)
        begin += len(chunk["g_p"])
        progress(len(chunk["g_p"]))
    connection.execute(
        f"""CREATE OR REPLACE TABLE pairs AS
        WITH wanted AS (SELECT DISTINCT key, hash FROM asked),
        short AS (SELECT s.key, s.hash FROM stored s JOIN wanted USING (key, hash) GROUP BY ALL HAVING COUNT(*) <= {LONGEST_LIST})
        SELECT DISTINCT a.entry, s.citizen FROM asked a JOIN short USING (key, hash) JOIN stored s USING (key, hash)"""
    )


def _append(connection: Any, table: str, key: Key, codes: Any, rows: Any) -> None:
    if len(codes):
        connection.register(
            "source", {"key": np.full(len(codes), key.number, dtype=np.int8), "hash": codes, "row": rows}
        )
        connection.execute(f"INSERT INTO {table} SELECT * FROM source")
        connection.unregister("source")


def answers(
    model: Model,
    register: Chunks,
    asked: Prepared,
    *,
    progress: Callable[[str, int], None] = lambda stage, rows: None,
) -> Answers:
    """Links entries with a register by DuckDB, as ``engines.answers.answers`` does by numpy. Raises DuckDbMissing."""
    query = f"SELECT entry, citizen, ratio FROM ({ratios_sql(model, population=register.size)}) WHERE ratio >= {LEAST!r}"

    def compared(
        keys: Sequence[Key], among: Rows | None, tier: int
    ) -> Iterator[tuple[Numbers, Numbers, Floats]]:
        pair(
            connection, asked, register, keys, among, progress=partial(progress, f"tìm ứng viên, lượt {tier}")
        )
        found = connection.execute(query).fetchnumpy()
        progress(f"so ứng viên, lượt {tier}", len(found["entry"]))
        yield found["entry"], found["citizen"], found["ratio"]

    with connect() as connection:
        load(connection, model, asked, register)
        return by_tiers(model, len(asked["g_p"]), compared)
