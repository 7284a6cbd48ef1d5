"""The generated SQL and numpy on columns and weights as no register has them: equal still, pair by pair."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.linkage_engine import edge_cases as edges

from hotich.core.matching.engines.duckdb import connect
from hotich.core.matching.engines.sql import frequency_rows, ratio_sql
from hotich.core.matching.evidence import frequency_bits, ratios, score
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import Prepared

MODEL = default_model()


def assert_alike(model: Model, asked: Prepared, citizens: Prepared) -> None:
    """Every entry with every citizen, by both engines."""
    entries, population = (len(side[model.columns[0]]) for side in (asked, citizens))
    entry = np.repeat(np.arange(entries), population)
    citizen = np.tile(np.arange(population), entries)
    with connect() as database:
        for table, label, side in (("entries", "entry", asked), ("citizens", "citizen", citizens)):
            database.register("source", {label: np.arange(len(side[model.columns[0]])), **side})
            database.execute(f"CREATE TABLE {table} AS SELECT * FROM source")
        database.register("source", {"entry": entry, "citizen": citizen})
        database.execute("CREATE TABLE pairs AS SELECT * FROM source")
        database.execute("CREATE TABLE frequencies (column_name VARCHAR, code INTEGER, bits DOUBLE)")
        columns = [np.array(column) for column in zip(*frequency_rows(model), strict=True)]
        database.register("source", dict(zip(("column_name", "code", "bits"), columns, strict=True)))
        database.execute("INSERT INTO frequencies SELECT * FROM source")
        found = database.execute(
            f"SELECT * FROM ({ratio_sql(model, population=population)}) ORDER BY entry, citizen"
        ).fetchnumpy()
    scored = score(
        model,
        {name: asked[name][entry] for name in model.columns},
        {name: citizens[name][citizen] for name in model.columns},
        {name: bits[citizen] for name, bits in frequency_bits(model, citizens).items()},
        len(entry),
    )
    assert len(found["entry"]) == len(entry)
    assert np.abs(scored.same - found["same"]).max() < 1e-6
    assert np.abs(scored.family - found["family"]).max() < 1e-6
    assert np.allclose(ratios(model, scored, population), found["ratio"], rtol=1e-6, atol=0)


@settings(max_examples=40)
@given(st.integers(0, 1 << 32), st.integers(1, 6), st.integers(1, 12), st.booleans())
def test_any_columns_weigh_the_same(seed: int, entries: int, citizens: int, extreme: bool) -> None:
    rng = np.random.default_rng(seed)
    model = edges.extreme(MODEL) if extreme else MODEL
    assert_alike(model, edges.rows(model, rng, entries), edges.rows(model, rng, citizens))


def test_persons_of_whom_nothing_is_known_weigh_the_same() -> None:
    nothing = edges.everywhere(MODEL, 0, 3)
    assert_alike(MODEL, nothing, nothing)
    assert_alike(MODEL, nothing, edges.rows(MODEL, np.random.default_rng(1), 9))


def test_persons_who_are_equal_in_everything_share_the_probability() -> None:
    for value in (1, edges.LARGEST):
        assert_alike(MODEL, edges.everywhere(MODEL, value, 2), edges.everywhere(MODEL, value, 7))


def test_weights_beyond_every_clip_stay_probabilities() -> None:
    rng = np.random.default_rng(2)
    model = edges.extreme(MODEL)
    same = edges.everywhere(model, 1, 2)
    assert_alike(
        model,
        edges.beside(same, edges.rows(model, rng, 3)),
        edges.beside(same, same, edges.rows(model, rng, 5)),
    )
