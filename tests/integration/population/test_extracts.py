"""Extracts: loaded without counting anybody twice, searched while in force, wiped on their day."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from making import citizen, extract_of

from hotich.integration.refusals import FileRefused
from hotich.population.models import Citizen, Coverage, Extract
from hotich.population.operations import ExtractRefused, load, loading, open_extract, wipe, wipe_expired
from hotich.population.queries import Question, extracts_in_force, search
from hotich.population.queries import citizen as citizen_of
from hotich.support.time import now as clock
from hotich.support.time import today

pytestmark = pytest.mark.django_db

HOA = Question(full_name="Nguyễn Thị Hòa", birth_date="02/03/2006", sex="female")


def numbered(count: int) -> Iterator[dict[str, str]]:
    for number in range(count):
        yield citizen(personal_id=f"0703{number:08}")


def loaded(extract: Extract, *rows: dict[str, str]) -> tuple[int, int, list[int]]:
    result = load(extract=extract, rows=enumerate(rows, start=2))
    return result.imported, result.unchanged, [row for row, _ in result.rejected]


def test_loading_the_same_rows_again_imports_nobody() -> None:
    extract = extract_of()
    assert loaded(extract, citizen()) == (1, 0, [])
    assert loaded(extract, citizen()) == (0, 1, [])
    assert loaded(extract, citizen(full_name="Nguyễn Thị Hoà Bình")) == (1, 0, [])
    assert Citizen.objects.get().full_name == "Nguyễn Thị Hoà Bình"


def test_who_is_in_another_extract_as_he_is_counts_as_unchanged_and_is_kept_for_this_one_too() -> None:
    extract_of(citizen())
    newer = extract_of(name="lần hai", as_of=today())
    assert loaded(newer, citizen()) == (0, 1, [])
    assert Citizen.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"personal_id": "70306000012"},
        {"personal_id": "٠70306000012"},
        {"personal_id": ""},
        {"full_name": " "},
        {"ethnicity": "K" * 61},
    ],
)
def test_a_row_that_cannot_be_a_citizen_is_rejected_with_its_number_and_stops_nobody(
    wrong: dict[str, str],
) -> None:
    extract = extract_of()
    odd = citizen(**{"personal_id": "070306000055"} | wrong)
    rows = [citizen(), odd, citizen(personal_id="070306000099", residence="a\x00b")]
    assert loaded(extract, *rows) == (2, 0, [3])
    assert set(Citizen.objects.values_list("residence", flat=True)) == {"", "ab"}


def test_the_same_rows_again_leave_the_key_table_as_it_was() -> None:
    extract = extract_of(citizen())

    def prepared_at() -> Any:
        return Extract.objects.get(pk=extract.pk).prepared_at

    before = prepared_at()
    loaded(extract, citizen())
    assert prepared_at() == before
    loaded(extract, citizen(hometown="xã Minh Lập"))
    assert prepared_at() > before


def test_a_person_twice_in_one_file_is_taken_once() -> None:
    assert loaded(extract_of(), citizen(), citizen(full_name="Khác")) == (1, 0, [3])


def test_a_decomposed_name_is_composed_and_the_sex_read() -> None:
    import unicodedata

    loaded(extract_of(), citizen(full_name=unicodedata.normalize("NFD", "Nguyễn  Thị Hòa"), sex="Nữ"))
    kept = Citizen.objects.get()
    assert (kept.full_name, kept.sex) == ("Nguyễn Thị Hòa", "female")


def test_memory_does_not_grow_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 200)
    extract = extract_of(*numbered(1))
    most = []
    for count in (600, 2400):
        tracemalloc.start()
        load(extract=extract, rows=enumerate(numbered(count), start=2))
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[1] < most[0] * 1.5


def test_an_extract_is_refused_with_a_coverage_or_dates_that_cannot_be() -> None:
    said: dict[str, Any] = {
        "name": "x", "as_of": today(), "coverage": "list", "basis": "", "expires_on": None,
        "actor_id": None, "now": clock(),
    }  # fmt: skip
    with pytest.raises(ExtractRefused):
        open_extract(**said | {"coverage": "world"})
    with pytest.raises(ExtractRefused):
        open_extract(**said | {"expires_on": today()})


def test_without_an_extract_in_force_nothing_is_available() -> None:
    assert not search(HOA, on=today()).available
    extract = extract_of(citizen(), expires_on=today())
    assert search(HOA, on=today()).candidates
    assert not search(HOA, on=today() + timedelta(days=1)).available
    wipe(extract=extract, now=clock())
    assert not search(HOA, on=today()).available


def test_the_widest_coverage_speaks_and_then_the_newest_date() -> None:
    for coverage in ("list", "nation", "town"):
        extract_of(citizen(), name=coverage, coverage=coverage)
    assert [extract.coverage for extract in extracts_in_force(on=today())] == [
        Coverage.NATION, Coverage.TOWN, Coverage.LIST,
    ]  # fmt: skip
    answer = search(HOA, on=today())
    assert answer.coverage == "nation"
    assert [one.citizen.personal_id for one in answer.candidates] == [citizen()["personal_id"]]


def test_what_a_newer_extract_says_of_a_person_is_what_is_shown() -> None:
    extract_of(citizen(residence="phường Minh Hưng"))
    extract_of(citizen(residence="phường Hưng Long"), name="mới", coverage="list", as_of=today())
    (found,) = search(HOA, on=today()).candidates
    assert found.citizen.residence == "phường Hưng Long"


def test_wiping_one_extract_takes_nobody_from_another() -> None:
    nation = extract_of(citizen())
    short = extract_of(citizen(), name="danh sách", coverage="list", as_of=today())
    assert wipe(extract=short, now=clock()) == 1
    assert [one.citizen.extract_id for one in search(HOA, on=today()).candidates] == [nation.pk]
    assert citizen_of(citizen()["personal_id"]) is not None
    assert Extract.objects.get(pk=short.pk).wiped_at is not None


def test_extracts_past_their_day_are_wiped_once() -> None:
    extract_of(citizen(), name="hôm nay hết hạn", expires_on=today())
    assert wipe_expired(now=clock()) == []
    tomorrow = clock() + timedelta(days=1)
    assert wipe_expired(now=tomorrow) == ["hôm nay hết hạn"]
    assert wipe_expired(now=tomorrow) == []
    assert not Citizen.objects.exists()


def test_an_extract_whose_loading_broke_off_concludes_nothing_about_anybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "BATCH", 10)

    def broken() -> Iterator[tuple[int, dict[str, str]]]:
        yield from ((number, citizen(personal_id=f"0703060{number:05}")) for number in range(25))
        raise FileRefused("tệp hỏng", code="file.damaged")

    extract = extract_of(citizen(), coverage="list", name="danh sách")
    nation = open_extract(
        name="cả nước",
        as_of=today(),
        coverage="nation",
        basis="",
        expires_on=None,
        actor_id=None,
        now=clock(),
    )
    with pytest.raises(FileRefused):
        load(extract=nation, rows=broken())
    assert not Citizen.objects.filter(extract=nation).exists()
    answer = search(HOA, on=today())
    assert (answer.coverage, answer.extract_id) == ("list", extract.pk)
    load(extract=nation, rows=[(2, citizen())])
    assert search(HOA, on=today()).coverage == "nation"


def test_an_extract_without_a_single_citizen_concludes_nothing_about_anybody() -> None:
    extract_of(citizen(personal_id="1"))
    assert not search(HOA, on=today()).available


def test_a_wiped_extract_is_not_filled_again_under_its_name() -> None:
    extract = extract_of(citizen())
    wipe(extract=extract, now=clock())
    with pytest.raises(ExtractRefused):
        extract_of(citizen())
    assert not Citizen.objects.exists()


def test_an_extract_knows_how_many_it_names() -> None:
    extract = extract_of(*numbered(3))
    loaded(extract, citizen())
    extract.refresh_from_db()
    assert extract.size == 4
