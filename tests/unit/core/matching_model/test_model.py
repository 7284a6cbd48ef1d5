"""The model: its file, its evidence, what it says of brothers, twins and namesakes."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hotich.core.matching.conditions import Evaluator, as_sql, columns_of
from hotich.core.matching.engines.answers import Answers, answers, decide, more_than_named
from hotich.core.matching.engines.linking import Register, blocks
from hotich.core.matching.evidence import ALONE, explain, relation, shift_of
from hotich.core.matching.keys import KEYS
from hotich.core.matching.levels import COMPARISONS
from hotich.core.matching.model import (
    Calibration,
    Model,
    ModelRefused,
    default_model,
    model_of,
    read_model,
    write_model,
)
from hotich.core.matching.normaliser import COLUMNS, prepare
from hotich.core.matching.training import calibrated, frequencies, threshold

PLACE = "xã Nga Liên, huyện Nga Sơn, tỉnh Thanh Hóa"
FAMILY = {
    "father_full_name": "Nguyễn Văn Tuấn",
    "mother_full_name": "Trần Thị Hoa",
    "hometown": PLACE,
    "ethnicity": "Kinh",
}
AN = {"full_name": "Nguyễn Văn An", "birth_date": "05/03/1987", "sex": "1", **FAMILY}
BINH = {"full_name": "Nguyễn Văn Bình", "birth_date": "17/09/1990", "sex": "1", **FAMILY}
CUONG = {"full_name": "Nguyễn Văn Cường", "birth_date": "05/03/1987", "sex": "1", **FAMILY}
NAMESAKE = {
    "full_name": "Nguyễn Văn An", "birth_date": "11/12/1987", "sex": "1", "ethnicity": "Kinh", "father_full_name": "Nguyễn Đức Long", "mother_full_name": "Lê Thị Mận",
    "hometown": "xã Kim Liên, huyện Nam Đàn, tỉnh Nghệ An",
}  # fmt: skip
FIELDS = ("full_name", "birth_date", "sex", "ethnicity", "father_full_name", "mother_full_name", "hometown")


def columns(*people: dict[str, str]) -> dict:
    return prepare({field: [person.get(field, "") for person in people] for field in FIELDS})


def probability(entry: dict[str, str], *register: dict[str, str]) -> tuple[int, float, float]:
    """(best citizen, its probability, the probability that nobody is the person)."""
    model = default_model()
    found = answers(model, Register.build(columns(*register), model), columns(entry))
    said = decide(model, found)
    return int(found.best[0]), float(said.link[0]), float(said.nobody[0])


def strangers(count: int) -> list[dict[str, str]]:
    names = ["Lê Thị Mai", "Phạm Quốc Khánh", "Võ Hồng Nhung", "Đỗ Minh Quân", "Bùi Thị Thắm"]
    return [
        {
            "full_name": names[i % 5],
            "birth_date": f"{i % 28 + 1:02d}/{i % 12 + 1:02d}/{1950 + i % 60}",
            "sex": "1",
        }
        for i in range(count)
    ]


def test_the_person_himself_is_found_and_certain() -> None:
    best, link, nobody = probability(AN, *strangers(200), AN, BINH)
    assert best == 200
    assert link > 0.99
    assert nobody < 0.01


def test_a_brother_is_not_taken_for_him() -> None:
    _, link, nobody = probability(AN, *strangers(200), BINH)
    assert link < 0.05
    assert nobody > 0.9


def test_a_twin_alone_is_no_certain_link() -> None:
    _, link, _ = probability(AN, *strangers(200), CUONG)
    assert link < default_model().link_at


def test_a_namesake_of_other_parents_is_not_taken_for_him() -> None:
    _, link, nobody = probability(AN, *strangers(200), NAMESAKE)
    assert link < 0.2
    assert nobody > 0.8


@pytest.mark.parametrize(
    "change",
    [
        {"full_name": "NGUYEN VAN AN"},
        {"full_name": "Ng. V. An"},
        {"full_name": "Nguyễn An"},
        {"birth_date": "1987"},
        {"birth_date": "03/05/1987"},
        {"birth_date": "05/03/1988"},
        {"birth_date": ""},
        {"mother_full_name": ""},
        {"hometown": "tỉnh Thanh Hóa"},
        {"full_name": "Nguyễn Văn Ann"},
        {"full_name": "Nguyễn An Văn"},
    ],
    ids=str,
)
def test_one_thing_written_otherwise_does_not_hide_him(change: dict[str, str]) -> None:
    best, link, _ = probability({**AN, **change}, *strangers(200), AN, BINH)
    assert best == 200
    assert link > 0.9


def test_two_citizens_alike_are_no_certain_link() -> None:
    _, link, nobody = probability(AN, *strangers(50), AN, AN)
    assert link < 0.7
    assert nobody < 0.1


def test_an_entry_without_anything_finds_nobody() -> None:
    best, link, _ = probability({}, AN, BINH)
    assert (best, link) == (-1, 0.0)


@pytest.mark.parametrize(
    ("other", "word"), [(BINH, "sibling"), (CUONG, "twin"), (NAMESAKE, "namesake"), (AN, "")]
)
def test_relations_are_named(other: dict[str, str], word: str) -> None:
    model = default_model()
    register = Register.build(columns(other), model)
    block = next(blocks(model, register, columns(AN), second=True))
    assert relation(model, block.pairs.scored, 0) == word


def test_every_field_explains_itself_in_a_sentence() -> None:
    model = default_model()
    register = Register.build(columns(AN), model)
    block = next(blocks(model, register, columns({**AN, "birth_date": "1987", "mother_full_name": ""})))
    said = {one.field: one for one in explain(model, block.pairs.scored, 0)}
    assert set(said) == {comparison.name for comparison in COMPARISONS}
    assert said["birth"].text.startswith("Ngày sinh: cùng năm, một bên không rõ ngày (+")
    assert said["mother"].missing
    assert said["mother"].text == "Mẹ: một bên không ghi tên mẹ"


def test_a_rare_name_that_agrees_weighs_more_than_a_common_one() -> None:
    model = default_model()
    register = Register.build(columns(AN, {**AN, "full_name": "Nguyễn Văn Khuyến"}), model)
    assert register.shifts["given"][1] > register.shifts["given"][0]


def test_levels_read_prepared_columns_only() -> None:
    for comparison in COMPARISONS:
        for level in comparison.levels:
            assert columns_of(level.when) <= set(COLUMNS)
            assert as_sql(level.when)


def test_the_last_level_of_every_comparison_catches_the_rest() -> None:
    assert all(comparison.levels[-1].when == ("else",) for comparison in COMPARISONS)


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown condition"):
        Evaluator(columns(AN), columns(AN), 1).holds(("like", "g_c"))


def test_the_file_reads_back_to_the_same_model(tmp_path: Path) -> None:
    model = default_model()
    write_model(model, tmp_path / "model.json")
    again = read_model(tmp_path / "model.json")
    assert again.digest == model.digest
    assert again.trained_on["citizens"] > 10_000


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda raw: raw.update(format=99), "không phải tệp mô hình"),
        (lambda raw: raw.update(normaliser=99), "bộ chuẩn hóa bản 99"),
        (lambda raw: raw.pop("comparisons"), "thiếu hoặc sai"),
        (lambda raw: raw["comparisons"][0]["levels"][1].update(same=0), "xác suất 0"),
        (lambda raw: raw["comparisons"][0]["levels"][1].update(when=("eq", "nothing")), "nothing"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_a_remedy(change, sentence: str) -> None:
    raw = default_model().as_json()
    change(raw)
    with pytest.raises(ModelRefused, match=sentence):
        model_of(json.dumps(raw), source="x.json")


def test_no_json_is_refused() -> None:
    with pytest.raises(ModelRefused, match="không phải JSON"):
        model_of("x", source="x.json")


def test_probabilities_of_every_comparison_sum_to_one_where_something_is_said() -> None:
    model: Model = default_model()
    for comparison in model.comparisons:
        said = [at for at, level in enumerate(comparison.levels) if not level.missing]
        for shares in (
            model.probabilities[comparison.name].same,
            model.probabilities[comparison.name].family,
            model.probabilities[comparison.name].unrelated,
        ):
            for context in {comparison.levels[at].context for at in said}:
                among = [shares[at] for at in said if comparison.levels[at].context == context]
                assert sum(among) == pytest.approx(1.0, abs=1e-3), (comparison.name, context)


def test_a_calibration_never_turns_round() -> None:
    rng = np.random.default_rng(3)
    odds = rng.normal(0, 5, 20_000)
    right = rng.random(20_000) < 1 / (1 + np.exp2(-0.6 * odds))
    table = calibrated(odds, right)
    said = table(np.linspace(-20, 20, 400))
    assert (np.diff(said) >= 0).all()
    assert abs(float(table(np.array([0.0]))[0]) - 0.5) < 0.05
    assert Calibration()(np.array([0.0]))[0] == 0.5


def test_a_threshold_keeps_its_promise_where_it_was_chosen() -> None:
    rng = np.random.default_rng(4)
    said = rng.random(20_000)
    right = rng.random(20_000) < said
    at = threshold(said, right, precision=0.95)
    assert right[said >= at].mean() >= 0.95


def test_a_book_of_strangers_has_a_prior_of_its_own() -> None:
    model = default_model()
    found = Answers.empty(200, model.prior)
    found.total[:100] = 1e9
    found.total[100:] = 1e-9
    scope = np.repeat([0, 1], 100)
    own = found.with_priors_of(scope).prior
    assert own[0] > 0.9
    assert own[-1] < 0.4


def test_keys_have_one_number_each() -> None:
    assert len({key.number for key in KEYS}) == len(KEYS)


def test_a_prior_can_be_given() -> None:
    assert replace(default_model(), prior=0.5).with_prior(0.3).prior == 0.3


def test_a_name_common_in_its_people_and_rare_in_the_country_is_weighed_by_its_people() -> None:
    names = (
        ["Điểu Krang"] * 40
        + [f"Điểu {name}" for name in ("Ngọc", "Búp", "Lan")] * 20
        + ["Nguyễn Văn An"] * 4_000
    )
    columns = prepare(
        {"full_name": names, "ethnicity": ["Xtiêng"] * 100 + ["Kinh"] * 4_000, "sex": ["1"] * 4_100}
    )
    within, alone = frequencies(columns, "s_e"), frequencies(columns, "s_f")
    assert within.bits(columns["s_e"][:1])[0] < alone.bits(columns["s_f"][:1])[0] - 4.0


def test_an_entry_that_does_not_name_its_people_is_weighed_by_the_value_alone() -> None:
    comparison = next(c for c in default_model().comparisons if c.name == "surname")
    level = np.array([next(at for at, one in enumerate(comparison.levels) if one.frequency)], dtype=np.int8)
    shifts = {"surname": np.float32([1.0]), "surname" + ALONE: np.float32([5.0])}
    said = [
        float(shift_of(comparison, level, {"ethnic": np.int32([people])}, shifts)[0]) for people in (7, 0)
    ]
    assert said == [1.0, 5.0]


def test_a_fathers_surname_adds_little_where_the_childs_agrees() -> None:
    model = default_model()
    father = next(c for c in model.comparisons if c.name == "father")
    bits = model.weights("father")[0]
    own = {one.name: bits[at] for at, one in enumerate(father.levels) if one.context}
    other = {one.name: bits[at] for at, one in enumerate(father.levels) if not one.context}
    assert own["same"] < other["same"] - 3.0
    assert own["surname"] < 0.0


def test_a_name_and_a_year_link_nobody() -> None:
    asked = prepare({"full_name": ["Đàm Quỳnh Uyển"] * 2, "birth_date": ["1987", "05/03/1987"]})
    assert more_than_named(asked).tolist() == [False, True]
