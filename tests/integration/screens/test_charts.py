"""Charts: round figures at the side, gaps where nothing is known, and the same numbers in a table behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from hotich.screens.charts import HEIGHT, WIDTH, Chart, Series, said


def chart(*values: float | None, **more: Any) -> Chart:
    places = [f"{number}h" for number in range(len(values))]
    return Chart("k", "Nhịp", "trường hợp", places, [Series("Nhịp", values)], "Giờ", **more)


@pytest.mark.parametrize(
    ("highest", "decimals", "levels"),
    [
        (52, 0, ["0", "20", "40", "60", "80"]),
        (600, 0, ["0", "200", "400", "600", "800"]),
        (0.9, 1, ["0,0", "0,5", "1,0", "1,5", "2,0"]),
        (0.3, 1, ["0,0", "0,1", "0,2", "0,3", "0,4"]),
        (0, 1, ["0,0", "0,1", "0,2", "0,3", "0,4"]),
        (0.9, 0, ["0", "1", "2", "3", "4"]),
        (0, 0, ["0", "1", "2", "3", "4"]),
        (5e-324, 0, ["0", "1", "2", "3", "4"]),
    ],
)
def test_the_figures_at_the_side_are_round_and_no_finer_than_what_is_counted(
    highest: float, decimals: int, levels: list[str]
) -> None:
    assert [level.text for level in chart(highest, decimals=decimals).levels] == levels


@given(st.lists(st.none() | st.floats(0, 1e7), min_size=1, max_size=40))
def test_everything_drawn_lies_in_the_picture(values: list[float | None]) -> None:
    for kind in ("bars", "line"):
        (drawn,) = chart(*values, kind=kind).drawn
        assert len(drawn.marks) == sum(value is not None for value in values)
        assert all(0 <= float(mark.x) <= WIDTH and 0 <= float(mark.y) <= HEIGHT for mark in drawn.marks)


def test_what_is_not_known_is_a_gap() -> None:
    one = chart(1, 2, None, 4, 5)
    assert len(one.drawn[0].lines) == 2
    assert one.table[2] == ("2h", ["–"])


def test_a_chart_says_itself_in_a_sentence_and_shows_its_reference() -> None:
    html = render_to_string("parts/chart.html", {"chart": chart(10, 30, reference=("chỉ tiêu", 25.0))})
    assert "thấp nhất 10, cao nhất 30. chỉ tiêu: 25." in html
    assert "chỉ tiêu: 25</li>" in html
    assert "style=" not in html


def test_the_table_behind_scrolls_inside_its_card_by_keyboard_too() -> None:
    html = render_to_string("parts/chart.html", {"chart": chart(10, 30)})
    opened = html.partition("<details>")[2]
    assert (
        '<div class="table-wrap" tabindex="0" role="region" aria-label="Bảng số liệu: Nhịp"><table' in opened
    )


def test_figures_are_written_the_way_people_write_them_here() -> None:
    assert (said(1234.56, 1), said(None), said(0)) == ("1.234,6", "–", "0")
