"""The same link by DuckDB: candidates, evidence and posterior run as SQL over prepared columns. An optional extra; nothing else needs it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from typing import Any

import numpy as np

from hotich.core.matching.engines.answers import Answers
from hotich.core.matching.engines.index import LONGEST_LIST
from hotich.core.matching.engines.sql import frequency_rows, posterior_sql
from hotich.core.matching.keys import KEYS, Key, asked_hashes, stored_hashes
from hotich.core.matching.model import Model
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


def load(
    connection: Any, model: Model, entries: Prepared, citizens: Prepared, keys: Sequence[Key] = KEYS
) -> None:
    """Fills the tables that the generated SQL reads; both tiers of keys are asked at once."""
    for table, label, columns in (("entries", "entry", entries), ("citizens", "citizen", citizens)):
        source = {label: np.arange(len(columns["g_p"]))} | {name: columns[name] for name in model.columns}
        connection.register("source", source)
        connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM source")
        connection.unregister("source")
    connection.execute("CREATE OR REPLACE TABLE frequencies (column_name VARCHAR, code INTEGER, bits DOUBLE)")
    rows = frequency_rows(model)
    if rows:
        connection.executemany("INSERT INTO frequencies VALUES (?, ?, ?)", rows)
    for table, label in (("stored", "citizen"), ("asked", "entry")):
        connection.execute(f"CREATE OR REPLACE TABLE {table} (key TINYINT, hash UBIGINT, {label} BIGINT)")
    for key in keys:
        if key.tier < 3:
            for rows_, codes in stored_hashes(key, citizens):
                there = np.flatnonzero(codes)
                _append(connection, "stored", key, codes[there], there if rows_ is None else rows_[there])
            for rows_, codes in asked_hashes(key, entries):
                _append(connection, "asked", key, codes, rows_)
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


def answers(connection: Any, model: Model, *, entries: int, population: int) -> Answers:
    """Links what was loaded."""
    found = connection.execute(
        f"SELECT entry, place, citizen, ratio, total FROM ({posterior_sql(model, population=population)}) WHERE place <= 2"
    ).fetchnumpy()
    out = Answers.empty(entries, model.prior)
    for place, who, ratio in ((1, out.best, out.best_ratio), (2, out.second, out.second_ratio)):
        rows = found["place"] == place
        at = found["entry"][rows]
        who[at] = found["citizen"][rows]
        ratio[at] = found["ratio"][rows]
        out.total[at] = found["total"][rows]
    return out
