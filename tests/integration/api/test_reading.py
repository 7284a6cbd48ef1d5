"""What the API shows, to whom, and the probes."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from django.db import connection
from django.test import Client

from hotich.audit.models import AuditEvent
from hotich.entries import operations as entries
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db


def signed_in(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_an_entry_shows_its_fields_and_their_normalised_values(desk: Desk) -> None:
    entry = desk.whole()
    shown = signed_in(desk.officer).get(f"/api/entries/{entry}").json()
    assert (shown["id"], shown["number"], shown["kind"], shown["edition"]) == (
        str(entry),
        "12",
        "KS",
        "KS/2006",
    )
    assert (shown["status"], shown["seq"]) == ("completed", 3)
    assert shown["fields"]["child.birth_date"] == {
        "v": "02/03/2006", "m": None, "o": "typed", "struck": None, "norm": "2006-03-02",
    }  # fmt: skip
    assert shown["subjects"][0] == {
        "role": "child",
        "principal": True,
        "outcome": "pending",
        "personal_id": None,
    }


def test_every_view_of_personal_data_is_logged(desk: Desk) -> None:
    entry = desk.whole()
    signed_in(desk.officer).get(f"/api/entries/{entry}")
    event = AuditEvent.objects.get(kind="entry.viewed")
    assert (event.officer_id, event.unit_id) == (desk.officer.pk, desk.world.unit.pk)
    assert str(entry) in event.subject


def test_an_entry_of_another_unit_is_not_there_at_all(desk: Desk, elsewhere: Any) -> None:
    entry = desk.whole()
    for code in ("keyer", "team_leader", "registrar", "verifier", "list_keeper", "admin"):
        client = signed_in(elsewhere.officer(code))
        hidden, missing = client.get(f"/api/entries/{entry}"), client.get(f"/api/entries/{uuid7()}")
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert not AuditEvent.objects.filter(kind="entry.viewed").exists()


def test_positions_that_see_counts_only_see_no_entry(desk: Desk) -> None:
    entry = desk.whole()
    for code in ("unit_head", "area_officer", "admin"):
        assert signed_in(desk.world.officer(code)).get(f"/api/entries/{entry}").status_code == 404


def test_the_personal_number_is_for_who_may_look_up(desk: Desk) -> None:
    entry = desk.whole()
    entries.record_outcome(**desk.common, role="child", outcome="matched", personal_id="070306000001")

    def number(officer: Any) -> Any:
        return signed_in(officer).get(f"/api/entries/{entry}").json()["subjects"][0]["personal_id"]

    assert number(desk.officer) == "070306000001"
    assert number(desk.world.officer("helper")) is None


def test_a_stranger_is_told_to_sign_in(desk: Desk) -> None:
    response = Client().get(f"/api/entries/{desk.whole()}")
    assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")


def test_the_description_names_every_address_with_its_refusals() -> None:
    described = Client().get("/api/openapi.json").json()
    assert {"/api/sync", "/api/entries/{entry_id}"} <= described["paths"].keys()
    for path in described["paths"].values():
        for operation in path.values():
            assert "422" in operation["responses"]


def test_healthz_is_well_while_a_worker_beats_and_says_what_is_not() -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()["part"]) == (503, "worker")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert Client().get("/healthz").json() == {"status": "ok"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    assert Client().get("/healthz").status_code == 503


def test_metrics_are_for_the_machine_itself_or_a_token(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.whole()
    body = Client().get("/metrics").content.decode()
    assert 'hotich_entries{status="completed"} 1' in body
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404
    assert Client().get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404
    monkeypatch.setenv("HOTICH_METRICS_TOKEN", "mot-ma-bi-mat")
    allowed = Client().get(
        "/metrics", REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer mot-ma-bi-mat"}
    )
    assert allowed.status_code == 200
