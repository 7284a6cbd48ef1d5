"""Spark answers as numpy and DuckDB do: the same evidence pair by pair, the same answers entry by entry, whatever the chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from bench.linkage.sets import build_register, build_set
from tests.unit.linkage_engine import edge_cases as edges

from hotich.core.matching.engines import spark as engine
from hotich.core.matching.engines.answers import Answers, answers
from hotich.core.matching.engines.duckdb import answers as by_duckdb
from hotich.core.matching.engines.sql import frequency_rows, ratio_sql
from hotich.core.matching.evidence import frequency_bits, ratios, score
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import Prepared, prepare

pytestmark = pytest.mark.spark


@dataclass(frozen=True)
class Cut:
    """People in chunks of a size."""

    columns: Prepared
    at_once: int

    @property
    def size(self) -> int:
        return len(self.columns["g_p"])

    def __iter__(self) -> Iterator[Prepared]:
        for begin in range(0, self.size, self.at_once):
            yield {name: column[begin : begin + self.at_once] for name, column in self.columns.items()}


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        # A few small questions: optimising for many would take longer than answering.
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        with engine.session(master="local[2]") as running:
            yield running


@pytest.fixture(scope="module")
def world() -> tuple[Prepared, Prepared]:
    register = build_register(seed=77, size=20_000)
    return prepare(register.columns), prepare(build_set(register, "harsher", 2_000).columns)


def joined(parts: list[Answers]) -> Answers:
    return Answers(*(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Answers)))


def assert_same_answers(one: Answers, other: Answers) -> None:
    for name in ("total", "best_ratio", "second_ratio"):
        assert np.allclose(getattr(one, name), getattr(other, name), rtol=2e-6, atol=1e-12), name
    assert np.abs(one.second_probability - other.second_probability).max() < 1e-6
    # Who is first of two that weigh the same to six figures is nobody's business.
    differs = one.best != other.best
    assert np.allclose(other.best_ratio[differs], other.second_ratio[differs], rtol=2e-6)
    assert np.array_equal(one.best < 0, other.best < 0)


@pytest.mark.parametrize(("citizens_at_once", "entries_at_once"), [(1 << 30, 1 << 30), (7_000, 1_300)])
def test_spark_answers_as_numpy_and_duckdb_do(
    spark: Any, world: tuple[Prepared, Prepared], tmp_path: Path, citizens_at_once: int, entries_at_once: int
) -> None:
    citizens, asked = world
    model = default_model()
    search = engine.loaded(spark, model, Cut(citizens, citizens_at_once), tmp_path)
    by_spark = joined([search(part) for part in Cut(asked, entries_at_once)])
    assert (by_spark.best >= 0).mean() > 0.9
    whole = Cut(citizens, 1 << 30)
    assert_same_answers(by_spark, answers(model, whole, asked))
    assert_same_answers(by_spark, by_duckdb(model, whole, asked))


def test_of_nobody_nothing_is_found(spark: Any, world: tuple[Prepared, Prepared], tmp_path: Path) -> None:
    citizens, asked = world
    few, none = next(iter(Cut(asked, 5))), {name: column[:0] for name, column in asked.items()}
    (tmp_path / "empty").mkdir()
    found = engine.loaded(spark, default_model(), Cut(none, 1), tmp_path / "empty")(few)
    assert (found.best < 0).all()
    assert (found.total == 0).all()
    (tmp_path / "few").mkdir()
    search = engine.loaded(spark, default_model(), Cut(next(iter(Cut(citizens, 50))), 20), tmp_path / "few")
    assert len(search(none).best) == 0


@pytest.mark.parametrize(
    "model", [default_model(), edges.extreme(default_model())], ids=["shipped", "extreme"]
)
def test_any_columns_weigh_the_same_on_spark(spark: Any, model: Model) -> None:
    rng = np.random.default_rng(5)
    asked, citizens = (
        edges.beside(
            edges.rows(model, rng, size), edges.everywhere(model, 0, 1), edges.everywhere(model, 1, 2)
        )
        for size in (30, 60)
    )
    entries, population = (len(side[model.columns[0]]) for side in (asked, citizens))
    entry, citizen = np.repeat(np.arange(entries), population), np.tile(np.arange(population), entries)
    view(spark, "entries", {"entry": np.arange(entries), **asked})
    view(spark, "citizens", {"citizen": np.arange(population), **citizens})
    view(spark, "pairs", {"entry": entry, "citizen": citizen})
    rows = [np.array(column) for column in zip(*frequency_rows(model), strict=True)]
    view(spark, "frequencies", dict(zip(("column_name", "code", "bits"), rows, strict=True)))
    found = spark.sql(
        f"SELECT * FROM ({ratio_sql(model, population=population)}) ORDER BY entry, citizen"
    ).toArrow()
    scored = score(
        model,
        {name: asked[name][entry] for name in model.columns},
        {name: citizens[name][citizen] for name in model.columns},
        {name: bits[citizen] for name, bits in frequency_bits(model, citizens).items()},
        len(entry),
    )
    assert found.num_rows == len(entry)
    for name, by_numpy in (("same", scored.same), ("family", scored.family)):
        assert np.abs(found.column(name).to_numpy() - by_numpy).max() < 1e-6
    assert np.allclose(found.column("ratio").to_numpy(), ratios(model, scored, population), rtol=1e-6, atol=0)


def view(spark: Any, name: str, columns: dict[str, Any]) -> None:
    spark.createDataFrame(pa.table(columns)).createOrReplaceTempView(name)
