"""A twin shares everything but the name; so does somebody who was renamed. The machine links neither."""

from __future__ import annotations

import numpy as np
import pytest

from hotich.core.matching.engines.answers import LINK, Answers, decide
from hotich.core.matching.evidence import frequency_bits, maybe_twins, relation, score
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import Prepared, prepare

HOA = {
    "full_name": "Nguyễn Thị Hòa",
    "sex": "2",
    "birth_date": "02/03/2006",
    "mother_full_name": "Trần Thị Bé",
    "father_full_name": "Nguyễn Văn Ba",
}


def columns(**values: str) -> Prepared:
    return prepare({field: [text] for field, text in (HOA | values).items()})


def are_twins(**values: str) -> bool:
    return bool(maybe_twins(default_model(), columns(), columns(**values), 1)[0])


@pytest.mark.parametrize("name", ["Nguyễn Thị Huệ", "Nguyễn Thị Lan", "Nguyễn Văn Long"])
def test_another_name_of_one_day_in_one_family_may_be_a_twin(name: str) -> None:
    assert are_twins(full_name=name)
    assert are_twins(full_name=name, father_full_name="")


def test_the_same_name_written_otherwise_is_no_twin() -> None:
    for name in ("Nguyễn Thị Hoà", "NGUYEN THI HOA", "Nguyễn T. Hòa", "Nguyễn Hòa", "Nguyễn Thị Hóa"):
        assert not are_twins(full_name=name), name


def test_another_day_or_another_family_is_no_twin() -> None:
    assert not are_twins(full_name="Nguyễn Thị Lan", birth_date="05/06/2008")
    assert not are_twins(
        full_name="Nguyễn Thị Lan", mother_full_name="Lê Thị Hạnh", father_full_name="Nguyễn Đức Toàn"
    )
    assert not are_twins(full_name="Nguyễn Thị Lan", mother_full_name="", father_full_name="")


def test_however_sure_the_weights_are_a_possible_twin_is_for_a_person_to_judge() -> None:
    sure = Answers(
        np.zeros(1, dtype=np.int64), np.full(1, -1), np.full(1, 1e9), np.zeros(1), np.full(1, 1e9), np.full(1, 0.8)
    )  # fmt: skip
    model = default_model()
    assert decide(model, sure, columns(), columns()).verdict[0] == LINK
    assert decide(model, sure, columns(), columns(full_name="Nguyễn Thị Huệ")).verdict[0] != LINK


def test_a_namesake_has_the_whole_name() -> None:
    def called(name: str) -> str:
        model = default_model()
        other = columns(full_name=name, mother_full_name="Lê Thị Lan", father_full_name="Phạm Văn Dũng")
        shifts = frequency_bits(model, other)
        return relation(model, score(model, columns(), other, shifts, 1), 0)

    assert called("Nguyễn Thị Hòa") == "namesake"
    assert called("Nguyễn Hòa") == "namesake"
    assert called("Nguyễn Xuân Hòa") == ""
    assert called("Trần Thị Hòa") == ""
