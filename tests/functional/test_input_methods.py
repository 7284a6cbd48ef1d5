"""What Unikey, EVKey and the Telex and VNI of Windows bring into the desk stands there letter by letter, with lists open and Enter right behind."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from random import Random

import pytest
from tests.functional.input_methods import InputMethod, Typing, Way
from tests.functional.officer import Officer

from hotich.core.places import Gazetteer
from hotich.synthetic.people.names import full_name, surname_for

pytestmark = pytest.mark.functional

NAME, PLACE = "child.full_name", "child.birth_place"
METHODS: tuple[tuple[Typing, Way], ...] = (
    ("telex", "keys"), ("vni", "keys"), ("telex", "clipboard"), ("vni", "dummy"), ("telex", "composition"), ("vni", "composition"),
)  # fmt: skip


EACH = 20
"""Names, and places, for each method: 240 together. All of them with every method where HOTICH_TYPE_ALL is set."""


def texts() -> list[tuple[str, str]]:
    """(field, text): names of every people of the area and places with their hamlets, as many as all methods need."""
    rng = Random(11)
    groups = ("kinh", "kinh", "kinh", "xtieng", "khmer", "tay", "nung", "hoa")
    found = []
    for _ in range(EACH * len(METHODS)):
        group, sex = rng.choice(groups), rng.choice("12")
        found.append(
            (NAME, full_name(rng, group=group, sex=sex, year=1985, surname=surname_for(rng, group, sex)))
        )
    units = [unit for unit in Gazetteer.load() if "'" not in unit.name]
    for number in range(EACH * len(METHODS)):
        unit = rng.choice(units)
        hamlet = rng.choice(("", "", f"ấp {number % 9 + 1}, ", "Bệnh viện đa khoa "))
        found.append((PLACE, f"{hamlet}{unit.title}"))
    return [(field, unicodedata.normalize("NFC", text)) for field, text in found]


@pytest.mark.parametrize(("typing", "way"), METHODS)
def test_not_one_of_more_than_two_hundred_names_and_places_is_corrupted(
    sits_down: Callable[[str], Officer], typing: Typing, way: Way
) -> None:
    officer = sits_down("gophim.minhhung").signs_in()
    officer.opens_next()
    method = InputMethod(officer.page, typing, way)
    wrong = []
    begin = METHODS.index((typing, way)) * EACH
    for field in (NAME, PLACE):
        officer.goes_to(field)
        control = officer.page.locator(f'[data-field="{field}"]')
        all_of_them = [text for where, text in texts() if where == field]
        for text in all_of_them if os.environ.get("HOTICH_TYPE_ALL") else all_of_them[begin : begin + EACH]:
            method.types(text)
            method.enter()
            officer.page.wait_for_function(
                "field => document.activeElement.dataset.field !== field", arg=field
            )
            kept = control.input_value()
            if kept != text:
                wrong.append((text, kept))
            officer.presses("Shift+Enter")
            assert officer.field == field
    assert wrong == []
