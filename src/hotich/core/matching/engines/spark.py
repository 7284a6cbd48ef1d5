"""The same link on Spark: prepared columns and keys as parquet, candidates by an exact join, evidence as the generated SQL, answers as everywhere.

For files beyond one machine; an optional extra that needs Java. The register is written once, in chunks, to a folder that driver and workers both see,
so memory here depends on a chunk of it and on the entries asked at once.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hotich.core.matching.engines.answers import Answers, Scores, by_tiers
from hotich.core.matching.engines.join import LONGEST_LIST, Chunks
from hotich.core.matching.engines.screen import LEAST
from hotich.core.matching.engines.sql import frequency_rows, ratio_sql
from hotich.core.matching.keys import KEYS, Key, Rows, asked_hashes, stored_hashes
from hotich.core.matching.model import Model
from hotich.core.matching.normaliser import COLUMNS, Codes, Prepared

Search = Callable[[Prepared], Answers]

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
            "spark.sql.codegen.wholeStage": "false",
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


@contextmanager
def linking(
    model: Model,
    register: Chunks,
    *,
    progress: Callable[[str, int], None] = lambda stage, rows: None,
) -> Iterator[Search]:
    """A search of this register, for one part of the entries after the other. Raises SparkMissing.

    Files lie meanwhile where ``TMPDIR`` says: on a cluster in a folder that all its machines see.
    """
    with session() as spark, tempfile.TemporaryDirectory(prefix="hotich-spark-") as place:
        yield loaded(spark, model, register, Path(place), progress=progress)


def loaded(
    spark: Any,
    model: Model,
    register: Chunks,
    folder: Path,
    *,
    progress: Callable[[str, int], None] = lambda stage, rows: None,
) -> Search:
    """Writes a register to ``folder`` and gives its search."""
    keys = [key for key in KEYS if key.tier < 3]
    people, hashes = folder / "citizens", folder / "stored"
    people.mkdir()
    hashes.mkdir()
    begin = 0
    for number, chunk in enumerate(register if register.size else [_NOBODY]):
        _write_people(people / f"{number:06}.parquet", "citizen", model, chunk, begin)
        _write_hashes(
            hashes / f"{number:06}.parquet", ((key, stored_hashes(key, chunk)) for key in keys), begin
        )
        begin += len(chunk["g_p"])
        progress("chuẩn bị cho Spark", len(chunk["g_p"]))
    rows = frequency_rows(model)
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    pq.write_table(pa.table(columns, schema=_FREQUENCIES), folder / "frequencies.parquet")
    for view, name in (
        ("citizens", "citizens"),
        ("stored", "stored"),
        ("frequencies", "frequencies.parquet"),
    ):
        _view(spark, view, folder / name)

    def search(asked: Prepared) -> Answers:
        """Answers for some entries."""
        with tempfile.TemporaryDirectory(dir=folder) as name:
            place = Path(name)
            _write_people(place / "entries.parquet", "entry", model, asked, 0)
            _view(spark, "entries", place / "entries.parquet")

            def compared(keys: Sequence[Key], among: Rows | None, tier: int) -> Iterator[Scores]:
                wanted = ((key, asked_hashes(key, asked, among)) for key in keys)
                _write_hashes(place / f"asked-{tier}.parquet", wanted, 0)
                _view(spark, "asked", place / f"asked-{tier}.parquet")
                spark.sql(_PAIRS).createOrReplaceTempView("pairs")
                out = place / f"compared-{tier}"
                ratios = ratio_sql(model, population=register.size)
                spark.sql(f"SELECT entry, citizen, ratio FROM ({ratios})").write.parquet(str(out))
                # Here, not in the query: Spark would move the condition down and compute every ratio twice.
                found = pq.read_table(out, filters=[("ratio", ">=", LEAST)])
                progress(f"so ứng viên, lượt {tier}", found.num_rows)
                entry, citizen, ratio = (found.column(c).to_numpy() for c in ("entry", "citizen", "ratio"))
                yield entry, citizen, ratio

            return by_tiers(model, len(asked["g_p"]), compared)

    return search


_NOBODY: Prepared = {name: np.zeros(0, dtype=np.int32) for name in COLUMNS}

_PAIRS = f"""WITH lists AS (
  SELECT s.key, s.hash FROM stored s LEFT SEMI JOIN asked a ON s.key = a.key AND s.hash = a.hash
  GROUP BY s.key, s.hash HAVING COUNT(*) <= {LONGEST_LIST})
SELECT DISTINCT a.person AS entry, s.person AS citizen FROM asked a
  JOIN lists l ON l.key = a.key AND l.hash = a.hash JOIN stored s ON s.key = a.key AND s.hash = a.hash"""
"""Candidates: whoever shares a key with an entry, each once. A list that is too long gives nothing."""


def _view(spark: Any, name: str, path: Path) -> None:
    table = spark.read.parquet(str(path))
    # Parquet may always be null for Spark; what cannot be null compares in a third of the code.
    known = [f"COALESCE({c}, 0) AS {c}" if kind == "int" else c for c, kind in table.dtypes]
    table.selectExpr(*known).createOrReplaceTempView(name)


def _write_people(path: Path, label: str, model: Model, columns: Prepared, begin: int) -> None:
    schema = pa.schema([(label, pa.int64()), *((name, pa.int32()) for name in model.columns)])
    numbers = np.arange(begin, begin + len(columns["g_p"]))
    pq.write_table(pa.table([numbers, *(columns[name] for name in model.columns)], schema=schema), path)


def _write_hashes(
    path: Path, keys: Iterable[tuple[Key, Iterable[tuple[Rows | None, Codes]]]], begin: int
) -> None:
    """A piece per key: parquet does not like one for everything that a key asks."""
    with pq.ParquetWriter(path, _HASHES) as writer:
        for key, parts in keys:
            rows: list[Rows] = []
            hashes: list[Codes] = []
            for some, codes in parts:
                there = np.flatnonzero(codes)
                rows.append(there if some is None else some[there])
                hashes.append(codes[there])
            if rows:
                persons = np.concatenate(rows) + begin
                names = np.full(len(persons), key.number, dtype=np.int8)
                # Spark has no unsigned integers; equality does not mind the sign.
                signed = np.concatenate(hashes).view(np.int64)
                writer.write_table(pa.table([names, signed, persons], schema=_HASHES))
