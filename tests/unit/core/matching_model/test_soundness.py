"""A model file whose figures cannot be is refused with a sentence that says which."""

import copy
import json
from typing import Any

import pytest

from hotich.core.matching.model import ModelRefused, default_model, model_of

SOUND = default_model().as_json()


def first(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in body["comparisons"] if one["name"] == name)


def spoil(body: dict[str, Any], what: str) -> None:
    given = first(body, "given")
    match what:
        case "siblings are not a number":
            body["siblings"] = float("nan")
        case "siblings are negative":
            body["siblings"] = -1
        case "a prior is certain":
            body["prior"] = 1.0
        case "a threshold is beyond one":
            body["thresholds"]["link"] = 1.2
        case "a probability is negative":
            given["levels"][1]["same"] = -0.1
        case "a probability is not a number":
            given["levels"][1]["unrelated"] = float("nan")
        case "shares do not add up":
            given["levels"][1]["same"] /= 2
        case "a level has no condition":
            given["levels"][1]["when"] = []
        case "a condition is unknown":
            given["levels"][1]["when"] = ["similar", "g_c", 0.9]
        case "a condition lacks its column":
            given["levels"][1]["when"] = ["eq"]
        case "the rest falls through":
            given["levels"].pop()
        case "a comparison has one level":
            given["levels"] = given["levels"][-1:]
        case "a comparison comes twice":
            body["comparisons"].append(given)
        case "there are no comparisons":
            body["comparisons"] = []
        case "calibration goes back":
            body["calibration"]["link"]["odds"][1] = 99.0
        case "calibration is cut short":
            body["calibration"]["absent"]["observed"].pop()
        case "calibration is beyond one":
            body["calibration"]["link"]["observed"][3] = 1.5
        case "a value is more frequent than everybody":
            body["frequencies"]["g_f"]["shares"]["5"] = 1.4
        case "frequencies of no comparison":
            body["frequencies"]["b_day"] = body["frequencies"]["g_f"]
        case "a column nobody prepares":
            given["levels"][1]["when"] = ["eq", "nickname"]
        case "another format":
            body["format"] = 99
        case "another normaliser":
            body["normaliser"] = 99
        case "its register is damaged":
            body["trained_on"] = {"register": {"shares": {"s_f": {"1": "many"}}}}


@pytest.mark.parametrize(
    "what",
    [
        "siblings are not a number", "siblings are negative", "a prior is certain", "a threshold is beyond one", "a probability is negative",
        "a probability is not a number", "shares do not add up", "a level has no condition", "a condition is unknown",
        "a condition lacks its column", "the rest falls through", "a comparison has one level", "a comparison comes twice",
        "there are no comparisons", "calibration goes back", "calibration is cut short", "calibration is beyond one",
        "a value is more frequent than everybody", "frequencies of no comparison", "a column nobody prepares", "another format",
        "another normaliser", "its register is damaged",
    ],
)  # fmt: skip
def test_a_damaged_model_is_refused_with_a_remedy(what: str) -> None:
    body = copy.deepcopy(SOUND)
    spoil(body, what)
    with pytest.raises(ModelRefused, match="hotich model train"):
        model_of(json.dumps(body), source="tep.json")


@pytest.mark.parametrize("text", ["", "{", "[]", '"model"', "{}", '{"format": 1}'])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ModelRefused, match="tep.json"):
        model_of(text, source="tep.json")


@pytest.mark.parametrize("part", sorted(SOUND))
@pytest.mark.parametrize("instead", [None, [], {}, "x", 7, [None], {"x": None}], ids=str)
def test_a_part_of_another_shape_is_refused_and_never_an_accident(part: str, instead: Any) -> None:
    body = copy.deepcopy(SOUND)
    body[part] = instead
    try:
        model_of(json.dumps(body), source="tep.json")
    except ModelRefused:
        return
    assert part in ("name", "trained_on", "siblings", "frequencies"), f"{part} = {instead!r} was taken"


def test_the_shipped_model_is_sound() -> None:
    assert model_of(json.dumps(SOUND), source="model.json").digest == default_model().digest
