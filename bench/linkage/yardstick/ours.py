"""Our engines on the yardstick's files: numpy with the model we ship, numpy with one trained on these files, and the generated SQL on DuckDB."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.linkage.yardstick.contenders import Clock, Said
from bench.linkage.yardstick.files import read_texts
from hotich.core.matching.engines import duckdb as by_sql
from hotich.core.matching.engines.answers import Answers, answers, described
from hotich.core.matching.engines.linking import Register
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import Prepared, prepare
from hotich.core.matching.training import train

TRAINING_ENTRIES = 20_000


def by_numpy(folder: Path, clock: Clock) -> Said:
    """What ``hotich link`` does, without the texts of the answers."""
    citizens, entries = _prepared(folder, clock)
    return _linked(default_model(), citizens, entries, clock, ("shipped model, trained in another country",))


def by_numpy_trained_here(folder: Path, clock: Clock) -> Said:
    """The same with a model trained without labels on these files, as Splink's is."""
    citizens, entries = _prepared(folder, clock)
    with clock.stage("train"):
        some = {name: column[:TRAINING_ENTRIES] for name, column in entries.items()}
        model = train(some, citizens)
    return _linked(
        model, citizens, entries, clock, (f"trained without labels on {len(some['g_p']):,} of these entries",)
    )


def by_duckdb(folder: Path, clock: Clock) -> Said:
    """The generated SQL, one thread."""
    model = default_model()
    citizens, entries = _prepared(folder, clock)
    size, population = len(entries["g_p"]), len(citizens["g_p"])
    with by_sql.connect(memory="8GB") as database:
        with clock.stage("load"):
            by_sql.load(database, model, entries, citizens)
        with clock.stage("predict"):
            found = by_sql.answers(database, model, entries=size, population=population)
        pairs = database.execute("SELECT COUNT(*) FROM pairs").fetchone()[0]
    return _said(
        model, found, entries, pairs, ("shipped model; both tiers of keys asked at once; threads=1",)
    )


def _prepared(folder: Path, clock: Clock) -> tuple[Prepared, Prepared]:
    with clock.stage("read"):
        return prepare(read_texts(folder / "population.parquet")), prepare(
            read_texts(folder / "entries.parquet")
        )


def _linked(
    model: Model, citizens: Prepared, entries: Prepared, clock: Clock, settings: tuple[str, ...]
) -> Said:
    with clock.stage("load"):
        register = Register.build(citizens, model)
    with clock.stage("predict"):
        found = answers(model, register, entries)
    return _said(model, found, entries, 0, settings)


def _said(model: Model, found: Answers, entries: Prepared, pairs: int, settings: tuple[str, ...]) -> Said:
    probability = np.where(found.best >= 0, model.link(found.best_odds), 0.0)
    return Said(
        found.best, found.best_odds, found.present_odds, probability, settings, pairs, described(entries)
    )
