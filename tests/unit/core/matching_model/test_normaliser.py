"""The one normaliser: what is one writing to it, what is not, and that no text breaks it."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotich.core.matching.normaliser import COLUMNS, prepare, slips
from hotich.core.matching.normaliser.dates import date_codes
from hotich.core.matching.normaliser.names import NameTable, _parts
from hotich.core.matching.normaliser.places import codes_of_reading, place_codes
from hotich.core.matching.normaliser.slips import vocabulary
from hotich.core.matching.normaliser.tokens import tokens
from hotich.core.places import Gazetteer, Level, read_place

GOLDEN = [
    json.loads(line)
    for line in Path(__file__).with_name("golden_names.jsonl").read_text(encoding="utf-8").splitlines()
]

PLACES = [
    json.loads(line)
    for line in Path(__file__).with_name("golden_places.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", GOLDEN, ids=[f"{case['why']}: {case['a']}" for case in GOLDEN])
def test_two_writings_of_a_name(case: dict) -> None:
    ethnicity = case.get("ethnicity", "Kinh")
    columns = prepare({"full_name": [case["a"], case["b"]], "ethnicity": [ethnicity, ethnicity]})
    for name in case.get("same", ()):
        one, other = columns[name]
        assert one == other, f"{name} differs"
        assert one or name not in ("g_c", "g_f"), f"{name} is empty"
    for name in case.get("other", ()):
        assert columns[name][0] != columns[name][1], f"{name} is the same"
    for name in case.get("empty", ()):
        assert columns[name][0] == 0, f"{name} says something"
    for letter, most in case.get("slip", ()):
        plain = columns[f"{letter}_p"][1]
        assert plain in [columns[f"{letter}_{i}"][0] for i in range(1, most + 1)], (
            f"{letter} knows no neighbour"
        )


@pytest.mark.parametrize("case", PLACES, ids=[case["why"] for case in PLACES])
def test_two_writings_of_a_place(case: dict) -> None:
    one, other = place_codes(case["a"]), place_codes(case["b"])
    said = dict(zip("cwdovn", zip(one, other, strict=True), strict=True))
    for level in case["same"]:
        assert said[level][0] == said[level][1], f"{level} differs"
    assert any(said[level][0] for level in case["same"]), "nothing was read"
    for level in case.get("other", ""):
        assert said[level][0] != said[level][1], f"{level} is the same"


def test_a_place_of_before_and_one_of_today_meet_in_todays_commune() -> None:
    before = place_codes("xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé")
    today = place_codes("phường Minh Hưng, tỉnh Đồng Nai")
    assert before[1] == today[1] != 0


def test_numbers_of_wards_stay_apart() -> None:
    first = place_codes("Phường 1, quận 3, thành phố Hồ Chí Minh")
    eleventh = place_codes("Phường 11, quận 3, thành phố Hồ Chí Minh")
    assert first[0] != eleventh[0]
    assert first[5] != eleventh[5]
    assert first[2] == eleventh[2] != 0


def test_the_quick_way_to_a_commune_says_what_reading_says() -> None:
    gazetteer = Gazetteer.load()
    texts = [
        gazetteer.full_name(unit)
        for unit in list(gazetteer)[3000:10000:97]
        if unit.level is Level.COMMUNE and unit.valid_to is not None and "-" not in gazetteer.full_name(unit)
    ]
    differing = [t for t in texts if place_codes(t) != codes_of_reading(read_place(t))]
    # A commune of a city that was renamed only lately is read with its older province beside it.
    assert len(differing) <= len(texts) // 50, differing


@pytest.mark.parametrize(
    ("text", "year", "precision", "heaped"),
    [
        ("05/03/1987", 1987, 3, 0),
        ("5.3.1987", 1987, 3, 0),
        ("01/01/1960", 1960, 3, 1),
        ("03/1987", 1987, 2, 0),
        ("1987", 1987, 1, 0),
        ("khoảng 1945", 1945, 1, 0),
        ("30/02/1990", 1990, 2, 0),
        ("", 0, 0, 0),
        ("không rõ", 0, 0, 0),
    ],
)
def test_a_date_gives_what_it_says(text: str, year: int, precision: int, heaped: int) -> None:
    codes = date_codes(text)
    assert (codes[2], codes[6], codes[7]) == (year, precision, heaped)


def test_day_and_month_exchanged_meet() -> None:
    assert date_codes("05/03/1987")[1] == date_codes("03/05/1987")[0] != 0
    assert date_codes("05/23/1987")[1] == date_codes("23/05/1987")[0] != 0


WORDS = st.sampled_from(
    [
        "Nguyễn",
        "Trần",
        "Thị",
        "Văn",
        "H'",
        "Y",
        "K",
        "Ng.",
        "T.",
        "Hòa",
        "Hoà",
        "Anh",
        "Điểu",
        "Sa-Rinh",
        "😀",
        "%",
        "'",
        '"',
        "-",
        ".",
        "~",
        "漢字",
        "Нгуен",
        "à̂",
        "\u200b",
        "Bé",
        "gái",
        "x1",
        "\x00",
        "\x1f",
    ]
)


@settings(max_examples=60)
@given(st.lists(st.lists(WORDS, max_size=7).map(" ".join), min_size=1, max_size=8))
def test_names_one_by_one_are_as_names_together(names: list[str]) -> None:
    together = prepare({"full_name": names})
    for row, name in enumerate(names):
        alone = prepare({"full_name": [name]})
        assert all(alone[column][0] == together[column][row] for column in COLUMNS), name


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_nothing_typed_breaks_it(text: str) -> None:
    columns = prepare(
        dict.fromkeys(("full_name", "birth_date", "hometown", "sex", "ethnicity", "personal_id"), [text])
    )
    assert set(columns) == set(COLUMNS)
    assert all(len(column) == 1 for column in columns.values())


def test_ten_thousand_characters_are_a_name_too() -> None:
    assert prepare({"full_name": ["Nguyễn " * 2000]})["s_c"][0] != 0


def test_an_ordinary_name_is_cut_by_position_as_the_splitter_cuts_it() -> None:
    names = ["Nguyễn Văn An", "Lê Hoàng Gia Bảo", "Trần Bình", "Sơn", "Thạch Thị Sa Rinh"]
    table = NameTable(names, ["Kinh"] * len(names))
    words = {number: word for word, number in tokens().items()}
    for row, name in enumerate(names):
        cut = [
            tuple(words[i] for i in table.ids[begin:end])
            for begin, end in (
                (table.start[row], table.surname_end[row]),
                (table.surname_end[row], table.middle_end[row]),
                (table.middle_end[row], table.end[row]),
            )
        ]
        assert tuple(cut) == _parts(name, "Kinh")


def test_no_persons_give_empty_columns() -> None:
    assert all(
        len(column) == 0 and column.dtype == np.int32 for column in prepare({"full_name": []}).values()
    )


def _near_by_trying(folded: str) -> set[str]:
    """Every slip tried letter by letter: what ``neighbours`` looks up."""
    letters = "abcdeghiklmnopqrstuvxy"
    cuts = [(folded[:i], folded[i:]) for i in range(len(folded) + 1)]
    found = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + c + b[1:] for a, b in cuts if b for c in letters} | {
        a + c + b for a, b in cuts for c in letters
    }
    return {word for word in found if word in vocabulary()}


@pytest.mark.parametrize("cut", range(4))
def test_a_slip_of_one_letter_is_undone_as_if_each_had_been_tried(
    cut: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slips, "MAX_NEIGHBOURS", 1_000)
    for word in list(vocabulary())[:150]:
        slipped = (
            word[1:],
            word + "n",
            word[:1] + "z" + word[2:],
            word[:1] + word[2:3] + word[1:2] + word[3:],
        )[cut]
        if slipped in vocabulary() or not 2 <= len(slipped) <= 10:
            continue
        likely = {one for one in slips._undone(slipped) if one in vocabulary()}
        assert set(slips.neighbours(slipped)) == _near_by_trying(slipped) | likely
