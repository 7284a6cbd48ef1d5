"""Splink 5 on DuckDB, unsupervised: its templates with term frequencies, u from random pairs, m by EM; and with the family term as SQL on its mw_ columns."""

from __future__ import annotations

import copy
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.linkage.yardstick.contenders import Clock, Said
from bench.linkage.yardstick.files import read_texts, tidy
from bench.linkage.yardstick.rules import RULES

RANDOM_PAIRS = 1e7
MEMORY = "6GB"
EM_BLOCKS = (("birth",), ("given", "middle", "surname"))
"""Not both parents: brothers would be learned as matches. Columns of comparisons, so that Splink leaves these out of what it learns there."""
FAMILY = ("father", "mother", "h_v")
OWN = ("given", "middle", "birth", "sex")
"""Comparisons in which brothers and sisters differ; in the others they agree as one person's two records do."""
_LEAST_WEIGHT = -20.0


def settings(*, keep: bool) -> Any:
    """The model: Splink's name and date templates, levels by unit for places; ``keep`` retains the mw_ and gamma_ columns."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    null, exact, *rest, other = cl.DateOfBirthComparison(
        "birth", input_is_string=False
    ).create_comparison_levels()
    del null
    birth = cl.CustomComparison(
        [
            cll.NullLevel("b_year"),
            exact,
            # The template takes a year alone for no date at all; a tenth of these dates are that.
            cll.CustomLevel(
                "(birth_l IS NULL OR birth_r IS NULL) AND b_year_l = b_year_r", "one has the year only"
            ),
            *rest,
            cll.CustomLevel(
                "(birth_l IS NULL OR birth_r IS NULL) AND abs(b_year_l - b_year_r) <= 1",
                "one has the year only, a year apart",
            ),
            other,
        ],
        output_column_name="birth",
    )
    place = cl.CustomComparison(
        [
            cll.CustomLevel(
                "(h_o_l IS NULL OR h_o_r IS NULL) AND (p_o_l IS NULL OR p_o_r IS NULL)"
            ).configure(is_null_level=True),
            cll.CustomLevel("h_c_l = h_c_r AND p_c_l = p_c_r", "both communes"),
            cll.CustomLevel("h_c_l = h_c_r OR p_c_l = p_c_r", "one commune"),
            cll.CustomLevel("h_d_l = h_d_r OR p_d_l = p_d_r", "one district"),
            cll.CustomLevel("h_o_l = h_o_r OR p_o_l = p_o_r OR h_v_l = h_v_r", "one province"),
            cll.ElseLevel(),
        ],
        output_column_name="place",
    )
    names = [
        cl.NameComparison(name).configure(term_frequency_adjustments=True)
        for name in ("given", "middle", "surname", "father", "mother")
    ]
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        comparisons=[
            *names, birth, place, cl.ExactMatch("sex"), cl.ExactMatch("ethnic").configure(term_frequency_adjustments=True),
        ],
        retain_matching_columns=keep,
        retain_intermediate_calculation_columns=keep,
    )  # fmt: skip


def plain(folder: Path, clock: Clock) -> Said:
    """As a user of Splink would: the pair of the highest match weight."""
    linker, database, size, _ = _trained(folder, clock, keep=False)
    with clock.stage("predict"):
        pairs = linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT).physical_name
        found = database.execute(
            f"""SELECT unique_id_l AS entry, ARG_MAX(unique_id_r, match_weight) AS citizen, MAX(match_weight) AS weight,
            MAX(match_probability) AS probability FROM {pairs} GROUP BY 1"""
        ).fetchnumpy()
        best, odds, probability = np.full(size, -1), np.full(size, -60.0), np.zeros(size)
        at = found["entry"].astype(int)
        best[at], odds[at], probability[at] = found["citizen"], found["weight"], found["probability"]
    count = database.execute(f"SELECT COUNT(*) FROM {pairs}").fetchone()[0]
    return Said(best, odds, odds, probability, _spoken(), count)


def with_family(folder: Path, clock: Clock) -> Said:
    """The same model; the pairs' weights are turned into a posterior over all candidates and nobody, with the family as third hypothesis."""
    linker, database, size, population = _trained(folder, clock, keep=True)
    with clock.stage("train"):
        trained = linker.misc.save_model_to_json()
        siblings, shares = _family(database, trained)
    with clock.stage("predict"):
        pairs = linker.inference.predict(threshold_match_weight=_LEAST_WEIGHT).physical_name
        chance = trained["probability_two_random_records_match"]
        prior = float(np.clip(chance * population, 0.05, 0.98))
        columns = [row[0] for row in database.execute(f"DESCRIBE {pairs}").fetchall()]
        ratio = _ratio_sql(
            trained, columns, shares, siblings / population, float(np.log2(chance / (1 - chance)))
        )
        found = database.execute(
            f"""WITH ratios AS (SELECT unique_id_l AS entry, unique_id_r AS citizen, {ratio} / {population} AS ratio FROM {pairs})
            SELECT entry, ARG_MAX(citizen, ratio) AS citizen, MAX(ratio) AS best, SUM(ratio) AS total FROM ratios GROUP BY 1"""
        ).fetchnumpy()
        best, top, total = np.full(size, -1), np.zeros(size), np.zeros(size)
        at = found["entry"].astype(int)
        best[at], top[at], total[at] = found["citizen"], found["best"], found["total"]
        probability = prior * top / (prior * total + 1 - prior)
        tiny = 1e-60
        link = np.log2(prior * top + tiny) - np.log2(prior * np.maximum(total - top, 0) + 1 - prior)
        present = np.log2(prior * total + tiny) - np.log2(1 - prior)
    count = database.execute(f"SELECT COUNT(*) FROM {pairs}").fetchone()[0]
    more = (
        f"family term: {siblings:.2f} brothers and sisters, prior {prior:.2f} = chance of two random records × citizens",
    )
    return Said(best, link, present, probability, (*_spoken(), *more), count)


def _spoken() -> tuple[str, ...]:
    return (
        f"{len(RULES)} equality rules; NameComparison with term frequencies on given, middle, surname, father, mother; DateOfBirthComparison with a level "
        f"for years alone; u from {RANDOM_PAIRS:.0e} random pairs; EM in blocks {' and '.join('+'.join(b) for b in EM_BLOCKS)}; threads=1",
    )


def _trained(folder: Path, clock: Clock, *, keep: bool) -> tuple[Any, Any, int, int]:
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    with clock.stage("read"):
        sides = {name: tidy(read_texts(folder / f"{name}.parquet")) for name in ("entries", "population")}
    database = duckdb.connect()
    database.execute(f"SET threads TO 1; SET memory_limit = '{MEMORY}'; SET temp_directory = '{folder}'")
    api = DuckDBAPI(connection=database)
    sizes = {name: len(side["given"]) for name, side in sides.items()}
    with clock.stage("load"):
        tables = [
            api.register(
                pa.table({"unique_id": np.arange(sizes[name]), **sides[name]}), dataset_display_name=name
            )
            for name in ("entries", "population")
        ]
    del sides
    linker = Linker(tables, settings(keep=keep), log_level=None)
    training = linker.training
    with clock.stage("train"):
        training.estimate_probability_two_random_records_match(
            [block_on("full_name", "b_day"), block_on("given", "father", "mother", "b_year")], recall=0.7
        )
        training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
        for block in EM_BLOCKS:
            training.estimate_parameters_using_expectation_maximisation(
                block_on(*block), estimate_without_term_frequencies=True
            )
    return linker, database, sizes["entries"], sizes["population"]


def _family(database: Any, trained: dict[str, Any]) -> tuple[float, dict[str, dict[int, float]]]:
    """How many brothers and sisters a citizen has in the register, and the shares of the levels between them: Splink's own comparison of the register with itself."""
    from splink import DuckDBAPI, Linker, block_on

    known = " AND ".join(f"{name} IS NOT NULL" for name in FAMILY)
    houses = f"SELECT {', '.join(FAMILY)}, COUNT(*) AS c FROM population WHERE {known} GROUP BY ALL"
    pairs, persons = database.execute(f"SELECT SUM(c * (c - 1)), SUM(c) FROM ({houses})").fetchone()
    some = max(1, round(pairs / 400_000))
    database.execute(
        f"CREATE OR REPLACE TABLE families AS SELECT * FROM population WHERE {known} AND hash({', '.join(FAMILY)}) % {some} = 0"
    )
    own = copy.deepcopy(trained)
    own["link_type"] = "dedupe_only"
    own["linker_uid"] = None
    own["blocking_rules_to_generate_predictions"] = [
        block_on(*FAMILY).create_blocking_rule_dict("duckdb")["blocking_rule"]
    ]
    api = DuckDBAPI(connection=database)
    table = Linker(
        api.register("families", table_name="families_in"), own, log_level=None
    ).inference.predict()
    shares: dict[str, dict[int, float]] = {}
    for name in OWN:
        counts = database.execute(
            f"SELECT gamma_{name}, COUNT(*) FROM {table.physical_name} WHERE gamma_{name} >= 0 GROUP BY 1"
        ).fetchall()
        total = sum(count for _, count in counts)
        shares[name] = {int(level): count / total for level, count in counts}
    return float(pairs / persons), shares


def _ratio_sql(
    trained: dict[str, Any],
    columns: list[str],
    shares: dict[str, dict[int, float]],
    siblings: float,
    prior_weight: float,
) -> str:
    """LR of a pair against strangers and family, from Splink's weights: LR_same / (1 + s/N · LR_family)."""
    same = f"(match_weight - ({prior_weight!r}))"
    terms = [same]
    for comparison in trained["comparisons"]:
        name = comparison["output_column_name"]
        if name not in OWN:
            continue
        # What this comparison said for the same person leaves, what it says for a brother comes; a rare value speaks for the person only.
        terms += [f"- {column}" for column in columns if column in (f"mw_{name}", f"mw_tf_adj_{name}")]
        spoken = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        whens = " ".join(
            f"WHEN {number} THEN {float(np.log2(max(shares[name].get(number, 0.0), 1e-6) / level['u_probability']))!r}"
            for number, level in zip(range(len(spoken) - 1, -1, -1), spoken, strict=True)
        )
        terms.append(f"+ CASE gamma_{name} {whens} ELSE 0.0 END")
    family = " ".join(terms)
    return f"POWER(2.0, LEAST({same}, 200.0)) / (1.0 + {siblings!r} * POWER(2.0, LEAST(({family}), 200.0)))"
