"""The same link on Spark: prepared columns and keys as parquet, candidates by an exact join, evidence and posterior as the generated SQL.

For files beyond one machine; an optional extra that needs Java. What is written goes in chunks to a folder that driver and workers both see, so memory
here depends on a chunk only. Later tiers of keys are asked, as by numpy, only for entries in which nobody is nearly certain: the answers are the same.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hotich.core.matching.engines.answers import Answers
from hotich.core.matching.engines.join import LONGEST_LIST
from hotich.core.matching.engines.linking import NEARLY_CERTAIN
from hotich.core.matching.engines.sql import frequency_rows, ratios_sql
from hotich.core.matching.keys import KEYS, Key, Rows, asked_hashes, stored_hashes
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import Codes, Prepared

LOCAL_MEMORY = "3g"
_HASHES = pa.schema([("key", pa.int8()), ("hash", pa.int64()), ("person", pa.int64())])
_FREQUENCIES = pa.schema([("column_name", pa.string()), ("code", pa.int32()), ("bits", pa.float64())])


class SparkMissing(RuntimeError):
    """pyspark or Java is not installed. The message is Vietnamese, with the command that installs it."""

    code = "engine.spark_missing"


@contextmanager
def session(*, master: str | None = None) -> Iterator[Any]:
    """A Spark session, stopped at the end: the configured cluster's (spark-defaults.conf, spark-submit), otherwise this machine's. Raises SparkMissing."""
    if importlib.util.find_spec("pyspark") is None:
        raise SparkMissing(
            "Chưa cài Spark. Cài bằng “pip install -r requirements/spark.txt” (cần Java 17 trở lên), hoặc dùng --engine numpy."
        )
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else None
    if not (java and java.is_file()) and shutil.which("java") is None:
        raise SparkMissing(
            "Chưa có Java, Spark cần Java 17 trở lên. Cài bằng “sudo apt-get install openjdk-17-jre-headless”, hoặc dùng --engine numpy."
        )
    sql = importlib.import_module("pyspark.sql")
    conf = importlib.import_module("pyspark").SparkConf()
    chosen = master or conf.get("spark.master") or "local[*]"
    builder = sql.SparkSession.builder.appName("hotich link").master(chosen)
    if chosen.startswith("local"):
        for name, value in {
            "spark.driver.memory": LOCAL_MEMORY,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
        }.items():
            if conf.get(name) is None:
                builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        spark.sparkContext.setLogLevel("ERROR")
        yield spark
    finally:
        spark.stop()


def answers(
    spark: Any,
    model: Model,
    citizens: Iterable[Prepared],
    entries: Iterable[Prepared],
    *,
    folder: Path,
    keys: Sequence[Key] = KEYS,
    progress: Callable[[int], None] | None = None,
) -> Answers:
    """Links chunks of entries with chunks of a register, both numbered in the order they come. ``folder`` is filled and left to the caller."""
    population = _write(folder, "citizens", model, citizens, keys)
    size = _write(folder, "entries", model, entries, keys)
    rows = frequency_rows(model)
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    pq.write_table(pa.table(columns, schema=_FREQUENCIES), folder / "frequencies.parquet")
    for view, path in (
        ("citizens", "citizens"),
        ("stored", "citizens-keys"),
        ("entries", "entries"),
        ("asked", "entries-keys"),
        ("frequencies", "frequencies.parquet"),
    ):
        spark.read.parquet(str(folder / path)).createOrReplaceTempView(view)
    tiers = sorted({key.tier for key in keys if key.tier < 3})
    found: list[str] = []
    for tier in tiers:
        numbers = [key.number for key in keys if key.tier == tier]
        spark.sql(_pairs_sql(numbers, model, found)).createOrReplaceTempView("pairs")
        path = str(folder / f"tier-{tier}")
        spark.sql(
            f"SELECT entry, citizen, ratio FROM ({ratios_sql(model, population=population)})"
        ).write.parquet(path)
        spark.read.parquet(path).createOrReplaceTempView(f"tier_{tier}")
        found.append(f"SELECT entry, citizen, ratio FROM tier_{tier}")
    best = str(folder / "best")
    spark.sql(_best_sql(found)).write.parquet(best)
    if progress is not None:
        progress(size)
    return _read(pq.read_table(best), size, model.prior)


def _write(folder: Path, side: str, model: Model, chunks: Iterable[Prepared], keys: Sequence[Key]) -> int:
    """Writes the columns that the model reads and the hashes of the keys, a file per chunk; returns how many persons there are."""
    label = "entry" if side == "entries" else "citizen"
    (folder / side).mkdir()
    (folder / f"{side}-keys").mkdir()
    person = pa.schema([(label, pa.int64()), *((name, pa.int32()) for name in model.columns)])
    begin = 0
    number = -1
    for number, chunk in enumerate(chunks):
        size = len(chunk["g_p"])
        columns = [np.arange(begin, begin + size), *(chunk[name] for name in model.columns)]
        pq.write_table(pa.table(columns, schema=person), folder / side / f"{number:06}.parquet")
        with pq.ParquetWriter(folder / f"{side}-keys" / f"{number:06}.parquet", _HASHES) as writer:
            for key in keys:
                for rows, codes in _hashes(side, key, chunk) if key.tier < 3 else ():
                    # Spark has no unsigned integers; equality does not mind the sign.
                    names = np.full(len(rows), key.number, dtype=np.int8)
                    writer.write_table(pa.table([names, codes.view(np.int64), rows + begin], schema=_HASHES))
        begin += size
    if number < 0:
        pq.write_table(person.empty_table(), folder / side / "none.parquet")
        pq.write_table(_HASHES.empty_table(), folder / f"{side}-keys" / "none.parquet")
    return begin


def _hashes(side: str, key: Key, chunk: Prepared) -> Iterator[tuple[Rows, Codes]]:
    """Persons and hashes of one key, all at once: parquet does not like a thousand small pieces."""
    parts: list[tuple[Rows, Codes]] = []
    if side == "entries":
        parts += asked_hashes(key, chunk)
    else:
        for rows, codes in stored_hashes(key, chunk):
            there = np.flatnonzero(codes)
            parts.append((there if rows is None else rows[there], codes[there]))
    if parts:
        yield np.concatenate([rows for rows, _ in parts]), np.concatenate([codes for _, codes in parts])


def _pairs_sql(numbers: Sequence[int], model: Model, found: Sequence[str]) -> str:
    """Pairs of one tier that no earlier tier found, of entries in which it found nobody nearly certain. A list that is too long gives nothing."""
    wanted = f"SELECT key, hash, person AS entry FROM asked WHERE key IN ({', '.join(map(str, numbers))})"
    before = " UNION ALL ".join(found)
    if found:
        wanted = f"""SELECT a.* FROM ({wanted}) a LEFT ANTI JOIN (
          SELECT entry FROM (SELECT entry, SUM(ratio) AS total, MAX(ratio) AS best FROM ({before}) GROUP BY entry)
          WHERE {_odds_sql(model.prior)} >= {float(NEARLY_CERTAIN)!r}e0
        ) certain ON certain.entry = a.entry"""
    pairs = f"""WITH wanted AS ({wanted}),
    lists AS (SELECT s.key, s.hash FROM stored s LEFT SEMI JOIN wanted w ON s.key = w.key AND s.hash = w.hash
      GROUP BY s.key, s.hash HAVING COUNT(*) <= {LONGEST_LIST})
    SELECT DISTINCT w.entry, s.person AS citizen FROM wanted w
      JOIN lists l ON l.key = w.key AND l.hash = w.hash JOIN stored s ON s.key = w.key AND s.hash = w.hash"""
    if found:
        pairs = f"SELECT n.* FROM ({pairs}) n LEFT ANTI JOIN ({before}) b ON b.entry = n.entry AND b.citizen = n.citizen"
    return pairs


def _odds_sql(prior: float) -> str:
    """Log odds that the best is the person, as ``Posterior.best_odds``."""
    mine = f"CAST({prior!r} AS DOUBLE)"
    return f"LOG2({mine} * best + 1e-60) - LOG2({mine} * GREATEST(total - best, 0e0) + 1e0 - {mine} + 1e-60)"


def _best_sql(found: Sequence[str]) -> str:
    """Per entry the two best candidates with the sum over all."""
    return f"""SELECT entry, citizen, ratio, total, place FROM (
      SELECT entry, citizen, ratio, SUM(ratio) OVER (PARTITION BY entry) AS total,
        ROW_NUMBER() OVER (PARTITION BY entry ORDER BY ratio DESC, citizen) AS place
      FROM ({" UNION ALL ".join(found)})
    ) WHERE place <= 2"""


def _read(table: pa.Table, size: int, prior: float) -> Answers:
    column = {name: table.column(name).to_numpy() for name in table.column_names}
    out = Answers.empty(size, prior)
    for place, who, ratio in ((1, out.best, out.best_ratio), (2, out.second, out.second_ratio)):
        rows = column["place"] == place
        at = column["entry"][rows]
        who[at] = column["citizen"][rows]
        ratio[at] = column["ratio"][rows]
        out.total[at] = column["total"][rows]
    return out
