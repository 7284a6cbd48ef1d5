"""Spark answers as numpy and DuckDB do: the same evidence pair by pair, the same answers entry by entry, whatever the chunks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bench.linkage.sets import build_register, build_set
from tests.unit.linkage_engine import edge_cases as edges

from hotich.core.matching.engines import spark as engine
from hotich.core.matching.engines.answers import Answers, answers
from hotich.core.matching.engines.linking import Register
from hotich.core.matching.engines.sql import frequency_rows, posterior_sql
from hotich.core.matching.evidence import frequency_bits, posterior, score
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import Prepared, prepare

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with engine.session(master="local[2]") as running:
        yield running


@pytest.fixture(scope="module")
def world() -> tuple[Prepared, Prepared]:
    register = build_register(seed=77, size=40_000)
    return prepare(register.columns), prepare(build_set(register, "harsher", 3_000).columns)


def chunks(side: Prepared, size: int) -> Iterator[Prepared]:
    for begin in range(0, len(side["g_p"]), size):
        yield {name: column[begin : begin + size] for name, column in side.items()}


def assert_same_answers(one: Answers, other: Answers) -> None:
    assert np.abs(one.total - other.total).max() < 1e-6 * np.maximum(1.0, other.total).max()
    assert np.allclose(one.total, other.total, rtol=1e-5, atol=1e-12)
    assert np.allclose(one.best_ratio, other.best_ratio, rtol=1e-5, atol=1e-12)
    assert np.allclose(one.second_ratio, other.second_ratio, rtol=1e-5, atol=1e-12)
    # Who is first of two that weigh the same to six figures is nobody's business.
    differs = one.best != other.best
    assert np.allclose(other.best_ratio[differs], other.second_ratio[differs], rtol=1e-5)
    assert np.array_equal(one.best < 0, other.best < 0)


@pytest.mark.parametrize(("citizens_at_once", "entries_at_once"), [(1 << 30, 1 << 30), (9_000, 700)])
def test_spark_answers_as_numpy_does(
    spark: Any, world: tuple[Prepared, Prepared], tmp_path: Path, citizens_at_once: int, entries_at_once: int
) -> None:
    citizens, asked = world
    model = default_model()
    by_spark = engine.answers(
        spark, model, chunks(citizens, citizens_at_once), chunks(asked, entries_at_once), folder=tmp_path
    )
    assert (by_spark.best >= 0).mean() > 0.9
    assert_same_answers(by_spark, answers(model, Register.build(citizens, model), asked))


def test_no_entries_and_no_citizens_are_no_answers(
    spark: Any, world: tuple[Prepared, Prepared], tmp_path: Path
) -> None:
    citizens, asked = world
    few = next(chunks(asked, 5))
    for name, who, whom, size in (("nobody", [], [few], 5), ("nothing", [citizens], [], 0)):
        folder = tmp_path / name
        folder.mkdir()
        found = engine.answers(spark, default_model(), who, whom, folder=folder)
        assert len(found.best) == size
        assert (found.best < 0).all()


@pytest.mark.parametrize(
    "model", [default_model(), edges.extreme(default_model())], ids=["shipped", "extreme"]
)
def test_any_columns_weigh_the_same_on_spark(spark: Any, model: Model) -> None:
    rng = np.random.default_rng(5)
    asked = edges.beside(
        edges.rows(model, rng, 30), edges.everywhere(model, 0, 1), edges.everywhere(model, 1, 2)
    )
    citizens = edges.beside(
        edges.rows(model, rng, 60), edges.everywhere(model, 0, 1), edges.everywhere(model, 1, 2)
    )
    entries, population = (len(side[model.columns[0]]) for side in (asked, citizens))
    entry, citizen = np.repeat(np.arange(entries), population), np.tile(np.arange(population), entries)
    view(spark, "entries", {"entry": np.arange(entries), **asked})
    view(spark, "citizens", {"citizen": np.arange(population), **citizens})
    view(spark, "pairs", {"entry": entry, "citizen": citizen})
    rows = [np.array(column) for column in zip(*frequency_rows(model), strict=True)]
    view(spark, "frequencies", dict(zip(("column_name", "code", "bits"), rows, strict=True)))
    found = spark.sql(
        f"SELECT entry, citizen, same, family, probability FROM ({posterior_sql(model, population=population)}) ORDER BY entry, citizen"
    ).toArrow()
    shifts = {name: bits[citizen] for name, bits in frequency_bits(model, citizens).items()}
    a, b = (
        {name: side[name][rows] for name in model.columns}
        for side, rows in ((asked, entry), (citizens, citizen))
    )
    scored = score(model, a, b, shifts, len(entry))
    weighed = posterior(model, scored, entry, entries, population)
    for name, by_numpy in (("same", scored.same), ("family", scored.family), ("probability", weighed.pair)):
        assert np.abs(found.column(name).to_numpy() - by_numpy).max() < 1e-6


def view(spark: Any, name: str, columns: dict[str, Any]) -> None:
    import pyarrow as pa

    spark.createDataFrame(pa.table(columns)).createOrReplaceTempView(name)
