"""What is kept of a register read once: whole households, and everybody whom an entry's keys ask for."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from bench.linkage.sets import EntrySet, Register, build_register, build_set

from hotich.core.matching.engines.answers import answers
from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.gathering import FEWEST_ENTRIES, gather, some_rows
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import Prepared, prepare


@pytest.fixture(scope="module")
def country() -> Register:
    return build_register(seed=505, size=6_000)


@pytest.fixture(scope="module")
def entries(country: Register) -> EntrySet:
    return build_set(country, "standard", 2_500, seed=9)


@pytest.fixture(scope="module")
def asked(entries: EntrySet) -> Prepared:
    return prepare(entries.columns)


def blocks(country: Register, rows: int = 1_700) -> Iterator[dict[str, list[str]]]:
    for begin in range(0, len(country), rows):
        yield {name: values[begin : begin + rows] for name, values in country.columns.items()}


def test_whoever_the_entries_find_in_the_whole_register_they_find_in_what_was_gathered(
    country: Register, asked: Prepared
) -> None:
    model = default_model()
    gathered = gather(blocks(country), asked)
    assert (gathered.population, gathered.entries) == (len(country), 2_500)
    whole = answers(model, Indexed.build(prepare(country.columns), model), asked)
    part = answers(model, gathered.register(model), asked)
    assert len(gathered.ids) < len(country)
    numbers = np.array([number.encode() for number in country.columns["personal_id"]])
    assert (part.best >= 0).tolist() == (whole.best >= 0).tolist()
    found = whole.best >= 0
    assert (gathered.ids[part.best[found]] == numbers[whole.best[found]]).all()
    assert part.best_odds == pytest.approx(whole.best_odds)
    assert part.present_odds == pytest.approx(whole.present_odds)


def test_the_sample_keeps_households_together_and_within_its_bound(
    country: Register, asked: Prepared
) -> None:
    whole = prepare(country.columns)
    sample = gather(blocks(country), asked, most_sampled=1_500).sample
    assert 400 < len(sample["g_p"]) <= 1_500

    def households(columns: Prepared) -> Counter[tuple[int, ...]]:
        rows = zip(columns["f_n_c"].tolist(), columns["w_n_c"].tolist(), columns["h_v"].tolist(), strict=True)
        return Counter(row for row in rows if all(row))

    everybody = households(whole)
    assert all(count == everybody[house] for house, count in households(sample).items())


def test_too_many_citizens_near_are_thinned_by_entries_never_by_citizens_of_one(
    country: Register, entries: EntrySet, asked: Prepared
) -> None:
    model = default_model()
    gathered = gather(blocks(country), asked, most_near=2_000)
    assert FEWEST_ENTRIES <= gathered.entries < 2_500
    few = {name: column[: gathered.entries] for name, column in asked.items()}
    whole = answers(model, Indexed.build(prepare(country.columns), model), few)
    part = answers(model, gathered.register(model), few)
    assert part.best_odds == pytest.approx(whole.best_odds)


def test_named_citizens_are_kept_and_found_again_whoever_asks(country: Register, asked: Prepared) -> None:
    wanted = country.columns["personal_id"][17]
    nobody = {name: column[:0] for name, column in asked.items()}
    gathered = gather(blocks(country), nobody, wanted={wanted}, most_sampled=0)
    assert gathered.ids.tolist() == [wanted.encode()]
    assert gathered.rows_of([wanted, "990000000000", ""]).tolist() == [0, -1, -1]
    assert not len(gathered.sample["g_p"])


def test_an_empty_register_gathers_nothing(asked: Prepared) -> None:
    gathered = gather([], asked)
    assert (gathered.population, len(gathered.ids)) == (0, 0)
    assert gathered.rows_of(["990000000001"]).tolist() == [-1]


def test_rows_drawn_of_a_long_file_are_spread_over_all_of_it() -> None:
    file = ({"full_name": [f"{block}"] * 500, "n": [str(row) for row in range(500)]} for block in range(40))
    drawn = some_rows(file, most=1_000)
    assert len(drawn["full_name"]) == 1_000
    assert len(set(drawn["full_name"])) == 40
    assert drawn["full_name"][:20] != sorted(drawn["full_name"][:20])


def test_a_short_file_is_taken_whole() -> None:
    drawn = some_rows([{"full_name": ["a", "b"], "n": ["1", "2"]}], most=10)
    assert sorted(zip(drawn["full_name"], drawn["n"], strict=True)) == [("a", "1"), ("b", "2")]
    assert some_rows([], most=10) == {}
