"""Of what sort an error is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotich.core.quotas.error_kinds import ERROR_KINDS, error_kind


def value(text: str | None, **more: str) -> dict[str, str | None]:
    return {"v": text, **more}


@pytest.mark.parametrize(
    ("keyed", "right", "kind"),
    [
        (value(None, m="blank_in_book"), value("Kinh"), "left_out"),
        (None, value("Kinh"), "left_out"),
        (value("Kinh"), value(None, m="illegible"), "added"),
        (value("Kinh", struck="Tày"), value("Kinh"), "struck"),
        (value("Trần Văn Tuấn"), value("Trần Văn Tuân"), "marks"),
        (value("Đỗ Thị Hoa"), value("Do Thi Hoa"), "marks"),
        (value("Nguyễn Thị Hoa"), value("Nguyễn Thị Hoan"), "one_letter"),
        (value("12/05/1990"), value("12/06/1990"), "one_letter"),
        (value("05/12/1990"), value("12/05/1990"), "order"),
        (value("Lê Văn Nam"), value("Trần Thị Bích"), "other"),
    ],
)
def test_the_first_sort_that_fits_is_told(keyed: object, right: object, kind: str) -> None:
    assert error_kind(keyed, right) == kind  # type: ignore[arg-type]


@given(st.text(max_size=12), st.text(max_size=12))
def test_every_error_has_a_sort_that_can_be_said(one: str, other: str) -> None:
    assert error_kind(value(one), value(other)) in ERROR_KINDS
