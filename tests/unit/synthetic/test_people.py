"""The town's people are many, different, related to each other and of the right form."""

import csv
import io
import re
import unicodedata
from collections import Counter

import pytest

from hotich.synthetic.people import FEMALE, MALE, POPULATION_COLUMNS, Town, build_town, population_csv

DATE = re.compile(r"(\d\d/\d\d/)?\d{4}")


def test_the_same_seed_gives_the_same_town(town: Town) -> None:
    assert build_town(seed=7, n=4000) == town
    assert build_town(seed=8, n=4000).citizens != town.citizens


def test_a_full_town_has_thirty_thousand_people() -> None:
    assert len(build_town(seed=1).citizens) == 30_000


def test_a_town_too_small_for_families_is_refused() -> None:
    with pytest.raises(ValueError, match="20 citizens"):
        build_town(seed=1, n=5)


def test_personal_numbers_say_sex_century_and_year_and_come_once(town: Town) -> None:
    assert len(town.by_personal_id) == len(town.citizens)
    for c in town.citizens:
        assert re.fullmatch(r"\d{12}", c.personal_id)
        digit = (0 if c.born.year < 2000 else 2) + (0 if c.sex == MALE else 1)
        assert c.personal_id[3] == str(digit)
        assert c.personal_id[4:6] == f"{c.born.year % 100:02d}"
        if c.area:
            assert c.personal_id.startswith("070")


def test_text_is_composed_and_dates_have_a_known_form(town: Town) -> None:
    for c in town.citizens:
        for text in (c.full_name, c.hometown, c.birth_place, c.residence, c.mother_full_name):
            assert text and unicodedata.is_normalized("NFC", text)
        assert DATE.fullmatch(c.birth_date)
        assert not c.death_date or DATE.fullmatch(c.death_date)


def test_parents_are_older_alive_and_in_the_register_under_the_same_name(town: Town) -> None:
    with_parents = 0
    for c in town.citizens:
        if c.mother.personal_id and c.mother.personal_id in town.by_personal_id:
            mother = town.by_personal_id[c.mother.personal_id]
            with_parents += 1
            assert mother.sex == FEMALE and mother.full_name == c.mother_full_name
            assert c.born.year - mother.born.year >= 16
            assert mother.died is None or mother.died >= c.born
    assert with_parents > len(town.citizens) // 3


def test_a_birth_is_registered_after_it_and_before_the_death(town: Town) -> None:
    assert all(c.born < c.registered for c in town.citizens)
    assert all(c.died is None or c.registered <= c.died for c in town.citizens)


def test_groups_have_their_own_names(town: Town) -> None:
    by_group: dict[str, list[str]] = {}
    for c in town.citizens:
        by_group.setdefault(c.ethnicity, []).append(c.full_name)
    assert {"Kinh", "Xtiêng", "Khơ-me", "Tày", "Nùng", "Hoa"} <= set(by_group)
    assert all(name.startswith(("Điểu ", "Thị ")) for name in by_group["Xtiêng"])
    assert 0.03 < len(by_group["Xtiêng"]) / len(town.citizens) < 0.12
    surnames = Counter(name.split()[0] for name in by_group["Kinh"])
    assert 0.33 < surnames["Nguyễn"] / surnames.total() < 0.43


def test_thi_becomes_rare_with_the_decades(town: Town) -> None:
    def share(first: int, last: int) -> float:
        women = [
            c.full_name.split()
            for c in town.citizens
            if c.sex == FEMALE and c.ethnicity == "Kinh" and first <= c.born.year <= last
        ]
        return sum("Thị" in name for name in women) / len(women)

    assert share(1940, 1975) > 0.8
    assert share(2005, 2023) < 0.4


def test_there_are_twins_siblings_and_namesakes(town: Town) -> None:
    twins = Counter((c.family_id, c.born) for c in town.citizens)
    assert 2 in twins.values()
    assert max(Counter(c.family_id for c in town.citizens).values()) >= 4
    assert max(Counter((c.full_name, c.born.year) for c in town.citizens).values()) >= 2


def test_places_carry_the_name_of_their_time(town: Town) -> None:
    places = {c.birth_registration_place for c in town.citizens if c.area}
    assert "xã Minh Hưng, huyện Bình Long, tỉnh Sông Bé" in places
    assert "phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước" in places
    early = [c for c in town.citizens if c.born_in_town and 1978 <= c.born.year <= 1996]
    assert all("Bình Phước" not in c.birth_place or "thị xã Chơn Thành" in c.birth_place for c in early)


def test_spouses_are_citizens_of_age(town: Town) -> None:
    ids = set(town.by_personal_id)
    for couple in town.couples:
        assert couple.husband.sex == MALE and couple.wife.sex == FEMALE
        assert {couple.husband.personal_id, couple.wife.personal_id} <= ids
        assert couple.married.year - couple.wife.born.year >= 18


def test_the_population_file_reads_back(town: Town) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(population_csv(town.citizens)))))
    assert tuple(rows[0]) == POPULATION_COLUMNS
    assert len(rows) == len(town.citizens)
    assert rows[5]["hometown"] == town.citizens[5].hometown
    assert {row["sex"] for row in rows} == {"1", "2"}
