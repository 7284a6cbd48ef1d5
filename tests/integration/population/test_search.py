"""The search finds who is meant, suggests nobody who is not, and reads by its keys."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from making import citizen, extract_of
from searching import Measured, birth_entries, load_town, measure

from hotich.population import candidates
from hotich.population.models import Extract
from hotich.population.queries import Question, model_in_force, search
from hotich.support.time import today
from hotich.synthetic.people import Town, build_town

CITIZENS = 30_000
ENTRIES = 1_000


@pytest.fixture(scope="module")
def town() -> Town:
    return build_town(n=CITIZENS)


@pytest.fixture(scope="module")
def register(town: Town, django_db_setup: None, django_db_blocker: Any) -> Any:
    """The town as an extract, taken back at the end; every twentieth citizen is withheld."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with connection.cursor() as cursor:  # one transaction for the whole module, however slow the machine
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        withheld = load_town(town)
        yield withheld
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture(scope="module")
def measured(town: Town, register: frozenset[str], django_db_blocker: Any) -> dict[str, Measured]:
    entries = list(birth_entries(town, most=ENTRIES))
    with django_db_blocker.unblock():
        return measure(entries, withheld=register, on=today())


@pytest.mark.parametrize(("group", "first", "among_ten"), [("agrees", 0.995, 1.0), ("differs", 0.97, 0.99)])
def test_who_is_in_the_register_is_found(
    measured: dict[str, Measured], group: str, first: float, among_ten: float
) -> None:
    found = measured[group]
    assert found.searches > 100
    assert found.first >= first * found.searches
    assert found.among_ten >= among_ten * found.searches


def test_for_who_is_not_in_the_register_his_brother_is_not_called_likely(
    measured: dict[str, Measured],
) -> None:
    for group in ("nobody", "withheld"):
        assert measured[group].searches >= 30
        assert measured[group].likely_right == 0
        assert measured[group].misled <= 1


def test_who_agrees_is_called_likely(measured: dict[str, Measured]) -> None:
    assert measured["agrees"].likely_right >= 0.95 * measured["agrees"].searches
    assert measured["agrees"].misled + measured["differs"].misled == 0


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_every_key_is_looked_up_in_its_index(register: Any, tier: int) -> None:
    extract = Extract.objects.get()
    statement = candidates.statement(extract.pk, tier)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", ["{1,2,3}"] * statement.count("%s"))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan" not in plan, plan


def test_a_search_asks_the_database_four_times_at_most(
    register: Any, django_assert_max_num_queries: Any
) -> None:
    model_in_force()  # which a process asks once in a while
    with django_assert_max_num_queries(4):
        search(Question(full_name="Nguyễn Thị Hoa", birth_date="1990"), on=today(), second=True)


@pytest.mark.django_db
def test_a_twin_who_is_in_the_register_is_shown_and_not_suggested() -> None:
    extract_of(citizen(full_name="Nguyễn Thị Mai"))
    asked = Question(
        full_name="Nguyễn Thị Hòa", birth_date="02/03/2006", sex="female",
        mother_full_name="Trần Thị Bé", father_full_name="Nguyễn Văn Ba",
    )  # fmt: skip
    (found,) = search(asked, on=today()).candidates
    assert not found.likely


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        {"full_name": "Nguyễn Thị Hoà"},
        {"full_name": "NGUYEN THI HOA"},
        {"full_name": "Nguyễn T. Hòa"},
        {"birth_date": "03/02/2006"},
        {"birth_date": "2006"},
        {"birth_date": "02/03/2007"},
    ],
)
def test_an_ordinary_slip_still_finds_and_suggests_the_person(asked: dict[str, str]) -> None:
    extract_of(citizen())
    said = {"full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006", "sex": "female",
            "mother_full_name": "Trần Thị Bé", "father_full_name": "Nguyễn Văn Ba"} | asked  # fmt: skip
    (found,) = search(Question(**said), on=today()).candidates
    assert found.likely


@pytest.mark.django_db
def test_a_letter_more_in_the_name_may_be_a_twins_and_is_shown_first() -> None:
    extract_of(citizen(), citizen(personal_id="070306000013", full_name="Nguyễn Thị Lan"))
    asked = Question(
        full_name="Nguyễn Thị Hoàn", birth_date="02/03/2006", mother_full_name="Trần Thị Bé",
        father_full_name="Nguyễn Văn Ba",
    )  # fmt: skip
    nearest = search(asked, on=today()).candidates
    assert [one.citizen.full_name for one in nearest] == ["Nguyễn Thị Hòa", "Nguyễn Thị Lan"]
    assert nearest[1].relation == "twin"


@pytest.mark.django_db
def test_a_number_alone_finds_its_person_and_nothing_finds_nobody() -> None:
    extract_of(citizen(old_id_number="285123456"))
    assert search(Question(personal_id="070306000012"), on=today()).candidates[0].likely
    (by_old,) = search(Question(old_id_number="285123456"), on=today()).candidates
    assert by_old.likely and by_old.by_number
    assert search(Question(), on=today()).candidates == []
    assert search(Question(full_name="Lê Văn Khác", birth_date="01/01/1950"), on=today()).candidates == []
