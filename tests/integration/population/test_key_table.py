"""The key table follows the citizens: changed with them, made anew for another normaliser, gone with their extract."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from making import citizen, extract_of

from hotich.population import keytable
from hotich.population.models import Citizen, Extract
from hotich.population.operations import load, loading, prepare_again, preparing, wipe
from hotich.population.queries import Question, extracts, search
from hotich.support.errors import Conflict
from hotich.support.postgres import Urls
from hotich.support.time import now as clock
from hotich.support.time import today

HOA = Question(full_name="Nguyễn Thị Hòa", birth_date="02/03/2006", sex="female")


def numbered(count: int, **values: str) -> list[tuple[int, dict[str, str]]]:
    return [(at + 2, citizen(personal_id=f"0703{at:08}", **values)) for at in range(count)]


def stored(extract: Extract) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relname ~ %s ORDER BY 1",
            [f"^population_(citizen|key)_{extract.pk}(_|$)"],
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_who_was_corrected_is_found_as_he_is_now_and_not_as_he_was() -> None:
    extract = extract_of(citizen(full_name="Lê Văn Cũ", birth_date="01/02/1970", sex="1", **_no_family()))
    load(extract=extract, rows=[(2, citizen(**_no_family()))])
    assert [one.citizen.full_name for one in search(HOA, on=today()).candidates] == ["Nguyễn Thị Hòa"]
    assert not search(Question(full_name="Lê Văn Cũ", birth_date="01/02/1970"), on=today()).candidates


def _no_family() -> dict[str, str]:
    return {"mother_full_name": "", "father_full_name": ""}


@pytest.mark.django_db
def test_who_an_older_extract_named_otherwise_is_not_found_by_what_it_said() -> None:
    old = {"full_name": "Lê Văn Cũ", "birth_date": "01/02/1970", "sex": "1"}
    extract_of(citizen(**old), coverage="nation")
    extract_of(citizen(), name="mới", coverage="list", as_of=today())
    (found,) = search(Question(**old), on=today()).candidates
    assert found.citizen.full_name == "Nguyễn Thị Hòa"
    assert not found.likely


@pytest.mark.django_db
def test_a_slip_of_the_register_is_found_by_what_it_may_have_meant() -> None:
    extract_of(citizen(full_name="Nguyễn Thị Hoaf", mother_full_name="", father_full_name=""))
    asked = Question(full_name="Nguyễn Thị Hòa", birth_date="02/03/2006")
    assert search(asked, on=today()).candidates


@pytest.mark.django_db
def test_a_number_anywhere_before_in_the_file_is_a_repeated_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 3)
    rows = numbered(20)
    again = [(30 + at, row) for at, (_, row) in enumerate(rows) if at % 7 == 0]
    result = load(extract=extract_of(), rows=[*rows, *again])
    assert (result.imported, result.refused) == (20, 3)
    assert [number for number, _ in result.rejected] == [30, 37, 44]


@pytest.mark.django_db
def test_of_a_million_refusals_the_first_are_told_and_all_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "MOST_KEPT", 5)
    result = load(extract=extract_of(), rows=[(at, citizen(personal_id="7")) for at in range(50)])
    assert (len(result.rejected), result.refused) == (5, 50)


@pytest.mark.django_db
def test_an_extract_prepared_otherwise_answers_nobody_until_it_is_prepared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    extract = extract_of(citizen())
    Extract.objects.filter(pk=extract.pk).update(prepared_with="another")
    answer = search(HOA, on=today())
    assert (answer.available, answer.trouble) == (False, "not_prepared")
    assert [state for _, state in extracts(on=today())] == ["chờ “hotich population reindex”"]
    monkeypatch.setattr(preparing, "BATCH", 1)
    extract.refresh_from_db()
    assert prepare_again(extract=extract, now=clock()) == 1
    assert search(HOA, on=today()).candidates
    assert stored(extract) == [f"population_citizen_{extract.pk}", f"population_key_{extract.pk}"]


@pytest.mark.django_db
def test_a_loading_into_an_extract_prepared_otherwise_prepares_it_again() -> None:
    extract = extract_of(citizen())
    Extract.objects.filter(pk=extract.pk).update(prepared_with="another")
    load(extract=extract, rows=[(2, citizen())])
    assert search(HOA, on=today()).candidates


@pytest.mark.django_db
def test_a_table_that_outgrows_being_read_whole_gets_its_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "SMALL", 30)
    extract = extract_of(*(row for _, row in numbered(10)))
    assert not _indexes(extract)
    load(extract=extract, rows=numbered(40))
    assert len(_indexes(extract)) == len(keytable.KEY_NUMBERS) + 2
    assert len(search(HOA, on=today(), limit=99).candidates) == 40


def _indexes(extract: Extract) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_index WHERE indrelid = %s::regclass", [f"population_key_{extract.pk}"]
        )
        return cursor.fetchall()


@pytest.mark.django_db
def test_a_list_too_long_to_say_anything_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "LONGEST_ASKED", 20)
    monkeypatch.setattr(preparing, "SMALL", 5)
    extract = extract_of(*(row for _, row in numbered(30, **_no_family())))
    assert extract.long_lists or Extract.objects.get(pk=extract.pk).long_lists
    assert search(Question(full_name="Nguyễn Thị Hòa", birth_date="2006"), on=today()).candidates == []


@pytest.mark.django_db
def test_nothing_of_a_wiped_extract_stays_in_the_database() -> None:
    extract = extract_of(citizen())
    assert len(stored(extract)) == 2
    wipe(extract=extract, now=clock())
    assert stored(extract) == []
    assert not Citizen.objects.exists()


@pytest.mark.django_db
def test_the_tables_of_an_extract_in_force_cannot_be_dropped() -> None:
    extract = extract_of(citizen())
    with pytest.raises(Exception, match="in force"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT population_drop(%s)", [extract.pk])
    assert search(HOA, on=today()).candidates


@pytest.mark.django_db(transaction=True)
def test_two_commands_never_work_on_one_extract(addresses: Urls) -> None:
    extract = extract_of(citizen())
    with psycopg.connect(addresses.app, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [0x706F70, extract.pk])
        with pytest.raises(Conflict, match="một lệnh khác"):
            load(extract=extract, rows=[(2, citizen())])
        other.execute("SELECT pg_advisory_unlock_all()")
    load(extract=extract, rows=[(2, citizen())])


@pytest.mark.django_db(transaction=True)
def test_who_may_only_read_makes_and_drops_nothing(addresses: Urls) -> None:
    extract = extract_of(citizen())
    wipe(extract=extract, now=clock())
    if addresses.report is None:
        return
    with psycopg.connect(addresses.report, autocommit=True) as report:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            report.execute("SELECT population_drop(%s)", [extract.pk])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            report.execute("SELECT population_key_begin(%s, '{1}')", [extract.pk])


@pytest.mark.django_db(transaction=True)
def test_a_killed_first_loading_leaves_nothing_searchable_and_begins_anew() -> None:
    extract = extract_of()
    with connection.cursor() as cursor:  # as far as a kill lets it come
        cursor.execute("SELECT population_begin(%s)", [extract.pk])
        cursor.execute("SELECT population_key_begin(%s, '{0,1}')", [extract.pk])
    assert not search(HOA, on=today()).available
    assert load(extract=extract, rows=[(2, citizen())]).imported == 1
    assert search(HOA, on=today()).candidates
