"""The model is one: what numpy says of a pair, the generated SQL says of it too, and so both link a whole file alike."""

import numpy as np
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set

from hotich.core.matching.engines.answers import answers, decide
from hotich.core.matching.engines.duckdb import answers as answers_by_sql
from hotich.core.matching.engines.duckdb import connect, load, pair
from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.engines.linking import blocks, compare
from hotich.core.matching.engines.sql import scoring_sql
from hotich.core.matching.keys import KEYS
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
    register = Indexed.build(citizens, model)
    with connect() as database:
        load(database, model, asked, register)
        pair(database, asked, register, [key for key in KEYS if key.tier < 3])
        rows = database.execute(f"SELECT * FROM ({scoring_sql(model)}) ORDER BY entry, citizen").fetchnumpy()
    assert len(rows["entry"]) > 1_000
    by_numpy = compare(model, register, asked, rows["entry"], rows["citizen"].astype(np.int32))
    assert np.abs(by_numpy.same - rows["same"]).max() < 1e-6
    assert np.abs(by_numpy.family - rows["family"]).max() < 1e-6


def test_both_engines_link_a_whole_set_alike(world: tuple[Register, EntrySet, Prepared, Prepared]) -> None:
    _, _, citizens, asked = world
    model = default_model()
    register = Indexed.build(citizens, model)
    by_numpy, by_sql = answers(model, register, asked), answers_by_sql(model, register, asked)
    said, also = decide(model, by_numpy, asked), decide(model, by_sql, asked)
    assert np.array_equal(said.verdict, also.verdict)
    assert len(set(said.verdict.tolist())) == 3
    assert np.abs(said.link - also.link).max() < 1e-6
    assert np.abs(said.nobody - also.nobody).max() < 1e-6
    assert np.abs(by_numpy.second_probability - by_sql.second_probability).max() < 1e-6
    certain = by_numpy.best_odds > 4.5
    assert certain.mean() > 0.5
    assert np.array_equal(by_numpy.best[certain], by_sql.best[certain])


def test_a_second_search_finds_who_is_eight_years_off() -> None:
    register = build_register(seed=78, size=2_000)
    citizens = prepare(register.columns)
    row = next(i for i, date in enumerate(register.columns["birth_date"]) if len(date) == 10)
    date = register.columns["birth_date"][row]
    asked = prepare(
        {
            "full_name": [register.columns["full_name"][row]],
            "birth_date": [f"{date[:6]}{int(date[6:]) - 8}"],
        }
    )
    model = default_model()
    indexed = Indexed.build(citizens, model)
    once = {int(who) for block in blocks(model, indexed, asked) for who in block.pairs.citizen}
    again = {int(who) for block in blocks(model, indexed, asked, second=True) for who in block.pairs.citizen}
    assert row not in once
    assert row in again
