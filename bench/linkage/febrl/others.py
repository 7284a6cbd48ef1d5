"""Splink and recordlinkage on Febrl, each by the recipe of its own documentation for these very sets; labels are never used."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import pyarrow as pa

from bench.linkage.febrl.data import Febrl

Pairs = set[tuple[int, int]]
CERTAIN = 0.5


def by_splink(febrl: Febrl) -> Pairs:
    """Splink's example for sets 3 (one file) and 4 (two files), its detailed model; pairs with a probability of more than a half."""
    import duckdb
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    itself = febrl.right is None
    rules = (
        [block_on(name) for name in ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")]
        if itself
        else [
            block_on("given_name", "surname"),
            "l.given_name = r.surname AND l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ]
    )
    dates = cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d")
    names = [cl.NameComparison(name) for name in ("given_name", "surname")]
    if not itself:
        names = [name.configure(term_frequency_adjustments=True) for name in names]
    postcode = cl.ExactMatch("postcode") if itself else cl.DamerauLevenshteinAtThresholds("postcode", [1, 2])
    settings = SettingsCreator(
        link_type="dedupe_only" if itself else "link_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            *names,
            dates,
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2] if itself else [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            postcode.configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=False,
    )
    database = duckdb.connect()
    database.execute("SET threads TO 1")
    api = DuckDBAPI(connection=database)
    sides = [("a", febrl.left)] if itself else [("a", febrl.left), ("b", febrl.right)]
    tables = [api.register(_table(frame), dataset_display_name=name) for name, frame in sides]
    linker = Linker(tables[0] if itself else tables, settings, log_level=None)
    training = linker.training
    certain = [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")]
    if itself:
        certain.append(
            "l.given_name = r.surname AND l.surname = r.given_name AND l.date_of_birth = r.date_of_birth"
        )
    training.estimate_probability_two_random_records_match(certain, recall=0.9 if itself else 0.8)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    for block in ("date_of_birth", "postcode"):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(block), estimate_without_term_frequencies=not itself
        )
    found = linker.inference.predict(threshold_match_probability=CERTAIN).physical_name
    rows = database.execute(f"SELECT unique_id_l, unique_id_r FROM {found}").fetchall()
    return {(min(pair), max(pair)) if itself else pair for pair in rows}


def _table(frame: Any) -> pa.Table:
    columns = {
        name: [text.strip() if isinstance(text, str) and text.strip() else None for text in frame[name]]
        for name in frame.columns
    }
    return pa.table({"unique_id": list(range(len(frame))), **columns})


def by_recordlinkage(febrl: Febrl) -> Pairs:
    """The deduplication guide: a block on the given name, six features, more than three of them agreeing."""
    features = _features(febrl, ("given_name",))
    return _pairs(features[features.sum(axis=1) > 3], febrl)


def by_ecm(febrl: Febrl) -> Pairs:
    """The same features with a union of blocks, as the performance guide advises, and the unsupervised ECM classifier."""
    import recordlinkage as rl

    features = _features(febrl, ("given_name", "surname", "date_of_birth", "postcode"))
    return _pairs(features.loc[rl.ECMClassifier().fit_predict(features)], febrl)


def _features(febrl: Febrl, blocks: tuple[str, ...]) -> Any:
    import recordlinkage as rl

    warnings.simplefilter("ignore")
    index, compare = rl.Index(), rl.Compare()
    for name in blocks:
        index.block(name)
    for name in ("given_name", "date_of_birth", "suburb", "state"):
        compare.exact(name, name, label=name)
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85, label="surname")
    compare.string("address_1", "address_1", threshold=0.85, label="address_1")
    frames = (febrl.left,) if febrl.right is None else (febrl.left, febrl.right)
    return compare.compute(index.index(*frames), *frames)


def _pairs(features: Any, febrl: Febrl) -> Pairs:
    right = febrl.left if febrl.right is None else febrl.right
    mine = {name: row for row, name in enumerate(febrl.left.index)}
    theirs = {name: row for row, name in enumerate(right.index)}
    found = {(mine[a], theirs[b]) for a, b in features.index}
    return {(min(pair), max(pair)) for pair in found} if febrl.right is None else found
