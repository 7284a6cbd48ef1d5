"""A hash of one person is the hash that his row in arrays has."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.matching.normaliser.codes import joined, joined_one, stored, stored_one

VALUES = st.lists(st.integers(0, (1 << 31) - 1), min_size=1, max_size=4)


@given(VALUES, st.integers(1, 100))
def test_one_by_one_and_side_by_side_are_the_same(values: list[int], salt: int) -> None:
    columns = [np.array([value, 7], dtype=np.int32) for value in values]
    code = joined(*columns, salt=salt)
    assert joined_one(values, salt) == int(code[0])
    assert stored_one(int(code[0])) == int(stored(code)[0])


def test_who_lacks_a_part_has_no_hash() -> None:
    assert joined_one([5, 0, 7], 3) == 0
