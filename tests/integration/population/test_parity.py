"""The screen's search says of a person what the engine for whole files says of him, and nothing that is typed breaks it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotich.core.matching.engines.linking import Register as Indexed
from hotich.core.matching.engines.linking import blocks
from hotich.core.matching.model import default_model
from hotich.core.matching.normaliser import prepare
from hotich.population.operations import load_batches, open_extract
from hotich.population.operations.loading import Batch
from hotich.population.queries import Answer, Question, search
from hotich.support.time import now, today

sys.path.insert(0, str(Path(__file__).parents[3]))

from bench.linkage.sets import EntrySet, Register, build_register, build_set

CITIZENS, ENTRIES = 4_000, 300
ASKED = ("full_name", "birth_date", "sex", "birth_place", "hometown", "ethnicity", "mother_full_name",
         "mother_birth_date", "father_full_name", "father_birth_date")  # fmt: skip


@pytest.fixture(scope="module")
def country() -> tuple[Register, EntrySet]:
    register = build_register(seed=5, size=CITIZENS, slips=0.05)
    return register, build_set(register, "harsher", ENTRIES, seed=6)


@pytest.fixture(scope="module")
def loaded(country: tuple[Register, EntrySet], django_db_setup: None, django_db_blocker: Any) -> Any:
    register, _ = country
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        with connection.cursor() as cursor:  # one transaction for the whole module, however slow the machine
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        extract = open_extract(
            name="parity",
            as_of=today(),
            coverage="nation",
            basis="",
            expires_on=None,
            actor_id=None,
            now=now(),
        )
        load_batches(extract=extract, batches=[Batch(range(2, len(register) + 2), register.columns)])
        yield extract
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


def question(entries: EntrySet, at: int) -> Question:
    return Question(**{name: entries.columns[name][at] for name in ASKED if name in entries.columns})


def answers(entries: EntrySet) -> list[Answer]:
    return [search(question(entries, at), on=today()) for at in range(ENTRIES)]


def test_the_same_ten_with_the_same_probabilities_as_the_engine_of_whole_files(
    country: tuple[Register, EntrySet], loaded: Any, django_db_blocker: Any
) -> None:
    register, entries = country
    model = default_model()
    number = register.columns["personal_id"]
    asked = prepare({name: entries.columns[name] for name in ASKED if name in entries.columns})
    indexed = Indexed.build(
        prepare({name: register.columns[name] for name in (*ASKED, "personal_id")}), model
    )
    with django_db_blocker.unblock():
        found = answers(entries)
    for block in blocks(model, indexed, asked):
        for at in range(block.size):
            pairs = np.flatnonzero(block.pairs.entry == at)
            ratio = block.posterior.ratio[pairs]
            rest = ratio.sum() - ratio
            prior = model.prior
            with np.errstate(divide="ignore"):
                odds = np.log2(prior * ratio) - np.log2(prior * rest + 1 - prior)
            expected = {
                number[citizen]: probability
                for citizen, probability in zip(block.pairs.citizen[pairs], model.link(odds), strict=True)
            }
            answer = found[block.begin + at]
            got = {one.citizen.personal_id: one.probability for one in answer.candidates}
            assert len(got) == min(10, len(expected))
            assert got == pytest.approx({one: expected[one] for one in got}, abs=1e-6)
            if len(expected) > 10:
                least = sorted(expected.values(), reverse=True)[9]
                assert min(got.values()) == pytest.approx(least, abs=1e-6)
            assert answer.evidence == pytest.approx(float(block.posterior.evidence[at]), rel=1e-6)


def test_the_bits_of_the_fields_add_up_to_the_bits_of_the_candidate(
    country: tuple[Register, EntrySet], loaded: Any, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        for one in search(question(country[1], 0), on=today()).candidates:
            assert sum(field.bits for field in one.evidence) == pytest.approx(one.bits, abs=1e-4)


odd = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "' OR 1=1 --", "100%_\\", "\x00", "Nguyễn\x00Hòa", "👶🏽", "Nguyễn Thị Hòa", "អ្នក", "ข", "李小龙", "\ud800",
         "Н" * 10_000, "a\u0323\u0302" * 3_000, "\N{RIGHT-TO-LEFT OVERRIDE}x", "30/02/2001", "00/00/0000", "9" * 60, "-1",
         "1e308", "{1,2}", "NULL"]
    ),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.fixed_dictionaries(dict.fromkeys(Question.__dataclass_fields__, odd)), second=st.booleans())
def test_whatever_is_typed_is_answered(
    loaded: Any, django_db_blocker: Any, values: dict[str, str], second: bool
) -> None:
    with django_db_blocker.unblock():
        answer = search(Question(**values), on=today(), second=second)
        assert answer.available and len(answer.candidates) <= 10
        assert 0.0 <= answer.nobody <= 1.0
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")  # the transaction is still well
