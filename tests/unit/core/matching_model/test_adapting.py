"""What belongs to a register is counted there; what clerks do stays as it was learned."""

from __future__ import annotations

import numpy as np
import pytest
from bench.linkage.sets import Register, build_register, build_set

from hotich.core.matching.adapting import LEAST_CITIZENS, adapted
from hotich.core.matching.engines.answers import LINK, answers, decide
from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import Prepared, prepare


@pytest.fixture(scope="module")
def country() -> Register:
    return build_register(seed=515, size=6_000)


@pytest.fixture(scope="module")
def asked(country: Register) -> Prepared:
    return prepare(build_set(country, "standard", 1_000, seed=516).columns)


def in_one_commune(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same people, all of one commune."""
    commune = "xã Minh Lập, huyện Chơn Thành, tỉnh Bình Phước"
    return columns | {
        field: [commune if place else "" for place in columns[field]] for field in ("hometown", "birth_place")
    }


def weight(model: object, comparison: str, level: str) -> float:
    chosen = next(c for c in model.comparisons if c.name == comparison)  # type: ignore[attr-defined]
    at = next(number for number, one in enumerate(chosen.levels) if one.name == level)
    return float(model.weights(comparison)[0][at])  # type: ignore[attr-defined]


def test_where_everybody_is_of_one_commune_the_commune_says_nothing(country: Register) -> None:
    town = in_one_commune(country.columns)
    entries = in_one_commune(build_set(country, "standard", 1_000, seed=516).columns)
    model = default_model()
    own = adapted(model, prepare(entries), prepare(town))
    assert weight(model, "place", "both") > 8
    assert abs(weight(own, "place", "both")) < 1


def test_what_one_persons_records_look_like_stays(country: Register, asked: Prepared) -> None:
    model = default_model()
    own = adapted(model, asked, prepare(country.columns))
    assert own is not model
    assert all(p.same == model.probabilities[name].same for name, p in own.probabilities.items())
    assert (own.link, own.link_at, own.absent_at) == (model.link, model.link_at, model.absent_at)
    assert own.trained_on["adapted_from"] == model.digest


def test_shares_stay_probabilities_in_every_context(country: Register, asked: Prepared) -> None:
    own = adapted(default_model(), asked, prepare(country.columns))
    for c in own.comparisons:
        if c.name == "number":
            continue
        for shares in (own.probabilities[c.name].unrelated, own.probabilities[c.name].family):
            for context in {level.context for level in c.levels if not level.missing}:
                told = [
                    s
                    for s, one in zip(shares, c.levels, strict=True)
                    if one.context == context and not one.missing
                ]
                assert sum(told) == pytest.approx(1.0)
                assert min(told) > 0


def test_a_few_people_teach_nothing(country: Register, asked: Prepared) -> None:
    model = default_model()
    few = {name: column[: LEAST_CITIZENS - 1] for name, column in prepare(country.columns).items()}
    assert adapted(model, asked, few) is model
    assert (
        adapted(model, {name: column[:10] for name, column in asked.items()}, prepare(country.columns))
        is model
    )


def test_the_same_files_give_the_same_model(country: Register, asked: Prepared) -> None:
    columns = prepare(country.columns)
    assert adapted(default_model(), asked, columns).digest == adapted(default_model(), asked, columns).digest


def test_no_more_links_are_wrong_than_before(country: Register) -> None:
    entries = build_set(country, "standard", 3_000, seed=517)
    columns, asked = prepare(country.columns), prepare(entries.columns)
    shares = []
    for model in (default_model(), adapted(default_model(), asked, columns)):
        found = answers(model, Indexed.build(columns, model), asked)
        linked = decide(model, found, asked).verdict == LINK
        shares.append((linked.mean(), (found.best == entries.truth)[linked].mean()))
    assert shares[1][1] > 0.997
    assert shares[1][0] > shares[0][0] - 0.02
    assert not np.isnan(shares[1][1])
