"""The model is one: what numpy says of a pair, the generated SQL says of it too."""

import numpy as np
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set

from hotich.core.matching.engines.answers import Answers, answers
from hotich.core.matching.engines.duckdb import answers as answers_by_sql
from hotich.core.matching.engines.duckdb import connect, load
from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.engines.linking import compare
from hotich.core.matching.engines.sql import scoring_sql
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import Prepared, prepare


@pytest.fixture(scope="module")
def world() -> tuple[Register, EntrySet, Prepared, Prepared]:
    register = build_register(seed=77, size=4_000)
    entries = build_set(register, "harsher", 400)
    return register, entries, prepare(register.columns), prepare(entries.columns)


def test_every_weight_of_every_pair_is_equal(world: tuple[Register, EntrySet, Prepared, Prepared]) -> None:
    _, _, citizens, asked = world
    model = default_model()
    with connect() as database:
        load(database, model, asked, citizens)
        rows = database.execute(f"SELECT * FROM ({scoring_sql(model)}) ORDER BY entry, citizen").fetchnumpy()
    assert len(rows["entry"]) > 1_500
    by_numpy = compare(
        model, Indexed.build(citizens, model), asked, rows["entry"], rows["citizen"].astype(np.int32)
    )
    assert np.abs(by_numpy.same - rows["same"]).max() < 1e-6
    assert np.abs(by_numpy.family - rows["family"]).max() < 1e-6


def test_both_engines_answer_alike(world: tuple[Register, EntrySet, Prepared, Prepared]) -> None:
    _, entries, citizens, asked = world
    model = default_model()
    with connect() as database:
        load(database, model, asked, citizens)
        by_sql: Answers = answers_by_sql(
            database, model, entries=len(entries.truth), population=len(citizens["g_p"])
        )
    by_numpy = answers(model, Indexed.build(citizens, model), asked)
    # SQL asks all keys at once, numpy the later ones only where nobody is nearly certain: the certain answers are the same.
    certain = by_numpy.best_odds > 4.5
    assert certain.mean() > 0.5
    assert np.array_equal(by_numpy.best[certain], by_sql.best[certain])
    close = np.abs(by_numpy.best_odds - by_sql.best_odds)
    assert np.quantile(close, 0.95) < 0.05
    doubtful = ~certain & (np.abs(by_numpy.total - by_sql.total) < 1e-9)
    assert np.array_equal(by_numpy.best[doubtful], by_sql.best[doubtful])
