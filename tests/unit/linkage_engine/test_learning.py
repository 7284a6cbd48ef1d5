"""Learning from judgements on top of what was learned without any."""

import numpy as np
import pytest
from bench.linkage.sets import Register, build_register, build_set

from hotich.core.matching.evaluation import Known, evaluate_known
from hotich.core.matching.gathering import Gathered, gather
from hotich.core.matching.learning import LEAST_JUDGED, Judged, TooLittle, learn, learn_judged
from hotich.core.matching.model import Model, default_model
from hotich.core.matching.normaliser import Prepared, prepare


@pytest.fixture(scope="module")
def country() -> Register:
    return build_register(seed=818, size=8_000)


def read(country: Register, asked: Prepared, persons: list[str]) -> Gathered:
    return gather([country.columns], asked, wanted=set(persons))


@pytest.fixture(scope="module")
def learned(country: Register) -> Model:
    entries = prepare(build_set(country, "harsher", 1_000, seed=41).columns)
    return learn(entries, gather([country.columns], entries), base=default_model(), name="x", source="files")


def judged(country: Register, count: int, *, aided: bool = False, seed: int = 42) -> Judged:
    entries = build_set(country, "harsher", count, seed=seed)
    numbers = country.columns["personal_id"]
    persons = [numbers[row] if row >= 0 else "" for row in entries.truth]
    return Judged.of(prepare(entries.columns), persons, [aided] * count)


def after(country: Register, model: Model, known: Judged) -> Model:
    return learn_judged(model, read(country, known.asked, list(known.persons)), known)


def test_judgements_without_our_list_teach_m_and_the_calibration(country: Register, learned: Model) -> None:
    better = after(country, learned, judged(country, 3_000))
    assert better.probabilities["given"].same != learned.probabilities["given"].same
    assert better.probabilities["given"].unrelated == learned.probabilities["given"].unrelated
    assert better.frequencies is learned.frequencies
    assert better.link != learned.link
    note = better.trained_on["judgements"]
    assert note["same_person"] + note["not_found"] == note["calibrated_on"] == 3_000
    known = judged(country, 3_000, seed=43)
    gathered = read(country, known.asked, list(known.persons))

    def error(model: Model) -> float:
        figures = evaluate_known(model, gathered, Known(known.asked, known.persons, {}))
        return float(figures["calibration_error"])

    assert error(better) < error(learned) + 0.002


def test_judgements_from_our_list_never_make_the_model_surer_of_itself(
    country: Register, learned: Model
) -> None:
    better = after(country, learned, judged(country, 2_000, aided=True))
    odds = np.linspace(-20.0, 20.0, 99)
    assert better.link(odds) == pytest.approx(learned.link(odds), abs=1e-3)
    assert better.absent(odds) == pytest.approx(learned.absent(odds), abs=1e-3)
    assert better.trained_on["judgements"]["calibrated_on"] == 0
    assert better.probabilities["mother"].same != learned.probabilities["mother"].same


def test_a_handful_of_judgements_is_refused_with_a_remedy(country: Register, learned: Model) -> None:
    with pytest.raises(TooLittle, match="không kèm --judgements"):
        after(country, learned, judged(country, LEAST_JUDGED // 2))


def test_a_person_who_is_not_in_the_extract_any_more_teaches_nothing(
    country: Register, learned: Model
) -> None:
    known = judged(country, 400)
    gone = [f"98{number:010d}" if person else "" for number, person in enumerate(known.persons)]
    half = [
        other if at % 2 else person
        for at, (person, other) in enumerate(zip(known.persons, gone, strict=True))
    ]
    note = after(country, learned, Judged(known.asked, half, known.aided)).trained_on["judgements"]
    outside = sum(person.startswith("98") for person in half)
    assert note["outside_the_register"] == outside > 50
    assert note["same_person"] == sum(bool(person) for person in half) - outside
