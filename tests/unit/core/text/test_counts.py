"""Counts as people write them in Vietnamese."""

from __future__ import annotations

import pytest

from hotich.core.text import grouped


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (0, 0, "0"), (999, 0, "999"), (1_000, 0, "1.000"), (-12_345, 0, "-12.345"), (10**16 + 1, 0, "10.000.000.000.000.001"),
        (1_234.56, 1, "1.234,6"), (98.5, 1, "98,5"), (1_234.56, 0, "1.235"),
    ],
)  # fmt: skip
def test_a_point_stands_before_every_three_figures_and_a_comma_before_decimals(
    value: float, decimals: int, said: str
) -> None:
    assert grouped(value, decimals) == said
