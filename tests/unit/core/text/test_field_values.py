"""A field has a value, or a reason why it has none."""

import pytest

from hotich.core.values import (
    MISSING_LABELS,
    ORIGIN_LABELS,
    FieldValue,
    MalformedValue,
    MissingReason,
    Origin,
)


def test_a_value_is_composed_at_the_door_and_survives_the_round_trip() -> None:
    value = FieldValue.from_json({"v": "Nguye\u0302\u0303n", "m": None, "o": "typed", "struck": None})
    assert value.v == "Nguyễn"
    assert FieldValue.from_json(value.as_json()) == value


def test_missing_is_a_state_with_a_reason() -> None:
    value = FieldValue.from_json({"v": None, "m": "illegible", "o": "typed"})
    assert value.m is MissingReason.ILLEGIBLE
    assert value.is_answered
    assert not FieldValue.from_json({"v": "", "o": "typed"}).is_answered


@pytest.mark.parametrize(
    "data",
    [
        {"v": "An", "m": "illegible", "o": "typed"},
        {"v": 5, "o": "typed"},
        {"v": "An", "o": "guessed"},
        {"v": None, "m": "unknown"},
        {"v": "An", "who": "me"},
    ],
)
def test_what_is_not_a_value_is_refused_with_a_sentence(data: dict[str, object]) -> None:
    with pytest.raises(MalformedValue, match="[Gg]iá trị"):
        FieldValue.from_json(data)


def test_every_reason_and_origin_has_its_words() -> None:
    assert set(MISSING_LABELS) == set(MissingReason)
    assert set(ORIGIN_LABELS) == set(Origin)
