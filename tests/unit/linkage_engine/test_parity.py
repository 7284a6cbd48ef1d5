"""The model is one: what numpy says of a pair, the generated SQL says of it too."""

import numpy as np
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set

from hotich.core.matching.engines.answers import Answers, answers
from hotich.core.matching.engines.duckdb import answers as answers_by_sql
from hotich.core.matching.engines.duckdb import connect, load
from hotich.core.matching.engines.linking import NEARLY_CERTAIN, blocks, compare
from hotich.core.matching.engines.linking import Register as Indexed
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
    assert len(rows["entry"]) > 1_000
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
    # SQL asks all keys at once, numpy the later ones only where nobody is nearly certain: the certain answers are the same, the open ones to the digit.
    assert np.array_equal(by_numpy.best[by_numpy.best_odds > 4.5], by_sql.best[by_numpy.best_odds > 4.5])
    left_open = (by_numpy.best_odds < NEARLY_CERTAIN) & (by_numpy.best >= 0)
    assert 0.1 < left_open.mean() < 0.5
    assert np.abs(by_numpy.best_odds - by_sql.best_odds)[left_open].max() < 1e-4
    assert np.array_equal(by_numpy.best[left_open], by_sql.best[left_open])


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
    indexed = Indexed.build(citizens, model, second=True)
    once = {int(who) for block in blocks(model, indexed, asked) for who in block.pairs.citizen}
    again = {int(who) for block in blocks(model, indexed, asked, second=True) for who in block.pairs.citizen}
    assert row not in once
    assert row in again
