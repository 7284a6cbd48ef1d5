"""Versions of the linkage model: kept beside each other, put to use, gone back from; what cannot serve is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest
from bench.linkage.sets import build_register
from making import extract_of

from hotich.audit.models import AuditEvent
from hotich.core.matching.model import Model, ModelRefused, default_model
from hotich.core.matching.normaliser import prepare
from hotich.core.matching.portraits import register_note
from hotich.population import model_versions
from hotich.population.model_versions import ModelUnknown, forget, in_force, model_in_force, uses, versions
from hotich.population.models import ModelUse, ModelVersion
from hotich.population.operations import add_version, use_version
from hotich.population.operations.model_versions import ModelOfAnotherRegister
from hotich.population.queries import Question, search
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(world: Any) -> Any:
    return world.officer("admin")


def another(name: str = "mới", **changes: Any) -> Model:
    return replace(default_model(), name=name, prior=0.71, trained_on={"labels": "none"}, **changes)


def add(model: Model, actor: Any = None) -> ModelVersion:
    return add_version(model=model, actor=actor, now=database_now())[0]


def use(digest: str, actor: Any = None, **more: Any) -> ModelUse:
    return use_version(digest=digest, actor=actor, now=database_now(), on=today(), **more)


def today() -> date:
    return database_now().date()


def people(seed: int = 71, **changes: str) -> list[dict[str, str]]:
    columns = build_register(seed=seed, size=600).columns
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [{**row, **changes} for row in rows]


def learned_of(rows: list[dict[str, str]]) -> Model:
    columns = prepare({name: [row[name] for row in rows] for name in rows[0]})
    note = register_note(columns, population=len(rows), as_of="2023-05-01", coverage="town")
    return replace(another("của thị xã"), trained_on={"register": note})


def test_where_none_was_chosen_the_shipped_model_answers() -> None:
    assert model_in_force() is default_model()
    assert in_force().use is None


def test_a_version_added_answers_nothing_until_it_is_put_to_use(admin: Any) -> None:
    model = another()
    version = add(model, admin)
    assert (version.digest, version.name, version.loaded_by_id) == (model.digest, "mới", admin.pk)
    assert model_in_force() is default_model()
    made = use(version.digest, admin)
    forget()
    assert model_in_force().digest == model.digest
    assert (made.version_id, made.officer_id, made.another_register) == (model.digest, admin.pk, False)


def test_the_same_content_is_one_version_and_another_is_another() -> None:
    _, first = add_version(model=another(), actor=None, now=database_now())
    _, again = add_version(model=another(), actor=None, now=database_now())
    add(another("khác"))
    assert (first, again, len(versions())) == (True, False, 2)


def test_going_back_is_one_more_line_of_history_and_no_line_is_lost() -> None:
    model = another()
    add(model)
    for digest in (model.digest[:8].upper(), "shipped", model.digest):
        use(digest)
    assert [one.model_digest for one in uses()] == [model.digest, default_model().digest, model.digest]
    use("shipped")
    forget()
    assert model_in_force() is default_model()
    assert [one.version_id for one in uses()][:2] == [None, model.digest]


def test_adding_and_using_are_in_the_audit(admin: Any) -> None:
    model = another()
    add(model, admin)
    add(model, admin)
    use(model.digest, admin)
    lines = AuditEvent.objects.filter(kind__startswith="model.").order_by("at", "id")
    assert [(one.kind, one.officer_id, one.detail["digest"]) for one in lines] == [
        ("model.added", admin.pk, model.digest),
        ("model.used", admin.pk, model.digest),
    ]


@pytest.mark.parametrize("digest", ["", "abc", "0123456789", "shippe", "%%%%%%", "'; --aa"])
def test_a_digest_that_names_no_version_is_refused(digest: str) -> None:
    with pytest.raises(ModelUnknown):
        use(digest)
    assert not uses()


def test_a_search_says_which_model_answered() -> None:
    extract_of(*people()[:50])
    model = another()
    add(model)
    use(model.digest)
    forget()
    assert search(Question(full_name="Nguyễn Văn An"), on=today()).model == model.digest


# -- another register


def test_a_model_of_the_same_people_serves_their_next_extract() -> None:
    rows = people()
    model = learned_of(rows[:300])
    extract_of(*rows)
    add(model)
    assert not use(model.digest).another_register


def test_a_model_of_other_people_is_refused_unless_somebody_insists_and_that_is_kept() -> None:
    model = learned_of(people(hometown="xã Kim Liên, huyện Nam Đàn, tỉnh Nghệ An"))
    extract_of(*people(hometown="xã Nga Liên, huyện Nga Sơn, tỉnh Thanh Hóa"))
    add(model)
    with pytest.raises(ModelOfAnotherRegister, match="--anyway"):
        use(model.digest)
    assert not uses()
    assert use(model.digest, anyway=True).another_register
    assert AuditEvent.objects.get(kind="model.used").detail["anyway"] is True


def test_without_an_extract_there_is_nothing_to_be_foreign_to() -> None:
    model = learned_of(people())
    add(model)
    assert not use(model.digest).another_register


# -- what this version of the product cannot read


@pytest.fixture
def unreadable() -> ModelVersion:
    body = another().as_json() | {"normaliser": 99}
    return ModelVersion.objects.create(digest="f" * 64, name="cũ", body=body, loaded_at=database_now())


def test_a_version_of_another_normaliser_is_not_put_to_use(unreadable: ModelVersion) -> None:
    with pytest.raises(ModelRefused, match="Huấn luyện lại"):
        use(unreadable.digest)


def test_one_in_use_that_an_upgrade_made_unreadable_gives_way_to_the_shipped_and_says_so(
    unreadable: ModelVersion,
) -> None:
    ModelUse.objects.create(
        version=unreadable, model_digest=unreadable.digest, since=database_now(), digest=b"\0" * 32
    )
    found = in_force()
    assert found.model is default_model()
    assert "bộ chuẩn hóa bản 99" in found.refused


def test_what_is_kept_reads_back_as_the_very_model() -> None:
    model = replace(default_model(), name="như cũ")
    version = ModelVersion.objects.get(pk=add(model).pk)
    assert model_versions.model_kept_in(version).digest == model.digest
    assert json.dumps(version.body, sort_keys=True) == json.dumps(model.as_json(), sort_keys=True)


# -- other processes


@pytest.mark.django_db(transaction=True)
def test_a_process_follows_a_change_made_on_another_connection(
    owner_connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = another()
    add(model)
    assert model_in_force() is default_model()
    owner_connection.execute(
        "INSERT INTO population_modeluse (id, version_id, model_digest, another_register, since, digest)"
        " VALUES (gen_random_uuid(), %s, %s, false, clock_timestamp(), '\\x00')",
        [model.digest, model.digest],
    )
    assert model_in_force() is default_model()  # still believed
    assert model_versions.ASK_AGAIN <= 60
    begun = model_versions.time.monotonic()
    monkeypatch.setattr(
        "hotich.population.model_versions.time.monotonic", lambda: begun + model_versions.ASK_AGAIN + 1
    )
    assert model_in_force().digest == model.digest


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["population_modelversion", "population_modeluse"])
def test_the_application_can_neither_change_nor_take_away_what_was_kept(table: str, addresses: Any) -> None:
    model = another()
    add(model)
    use(model.digest)
    with psycopg.connect(addresses.app) as app:
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET digest = digest"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement)
            app.rollback()
