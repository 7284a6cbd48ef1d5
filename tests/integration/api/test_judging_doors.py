"""Look-ups and judgements over HTTP under attack: nobody reaches beside his scope, and no decision goes past its rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from django.test import Client
from making import citizen, entry_about, extract_of, moment

from hotich.audit.verifying import verify
from hotich.cases.models import Case
from hotich.entries import operations as entries
from hotich.entries.queries import state_of
from hotich.entries.refolding import refold
from hotich.linkage.models import Judgement, LookUp
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)
RECORDED = {
    "role": "child",
    "searched": {"full_name": "Nguyễn Thị Hòa"},
    "seen": {"full_name": "Nguyễn Thị Hòa"},
    "outcome": "matched",
    "personal_id": "070306000012",
}


class Door:
    """An officer who talks to the addresses of one entry."""

    def __init__(self, officer: Any, entry: Any) -> None:
        self.entry = entry
        self.client = Client(raise_request_exception=False)
        self.client.force_login(officer)

    def post(self, address: str, **body: Any) -> tuple[int, Any]:
        response = self.client.post(
            f"/api/entries/{self.entry}/{address}", {"role": "child"} | body, content_type="application/json"
        )
        return response.status_code, response.json()

    def look_up(self, **body: Any) -> str:
        status, answer = self.post("look-ups", **body)
        assert status == 200, answer
        return str(answer["id"])

    def judge(self, **body: Any) -> tuple[int, str]:
        status, answer = self.post("judgements", **body)
        return status, answer.get("code") or answer.get("outcome")


@pytest.fixture
def door(desk: Desk) -> Door:
    extract_of(citizen(), citizen(personal_id="070306000099", full_name="Nguyễn Thị Hoa"))
    return Door(desk.officer, entry_about(desk))


def test_a_look_up_of_another_entry_role_or_unit_supports_no_judgement(
    door: Door, desk: Desk, elsewhere: Any
) -> None:
    other = Door(desk.officer, entry_about(desk, line=2))
    stranger = Door(elsewhere.officer("team_leader"), door.entry)
    theirs = other.look_up()
    for look_up in (theirs, str(uuid7())):
        assert door.judge(look_up=look_up, decision="same_person", candidate="1") == (404, "not_found")
    assert door.judge(look_up=door.look_up(), role="mother", decision="same_person", candidate="1")[0] == 400
    for address in ("look-ups", "judgements", "recorded-look-ups"):
        body = RECORDED | {"looked_up_at": moment().isoformat(), "decision": "not_found"}
        assert stranger.post(address, **body)[1]["code"] == "not_found"
    assert not Judgement.objects.unscoped("test").exists()


@pytest.mark.parametrize("candidate", ["", "0", "99", "-1", "1.0", "²", "9999", "1 OR"])
def test_only_a_candidate_of_the_look_up_can_be_chosen(door: Door, candidate: str) -> None:
    status, code = door.judge(look_up=door.look_up(), decision="same_person", candidate=candidate)
    assert (status, code) == (400, "judgement.candidate")


def test_who_may_only_key_looks_nothing_up(door: Door, desk: Desk) -> None:
    for code in ("helper", "registrar", "list_keeper", "checker", "unit_head", "admin"):
        officer = Door(desk.world.officer(code), door.entry)
        body = RECORDED | {"looked_up_at": moment().isoformat(), "decision": "not_found", "reason": "died"}
        for address in ("look-ups", "judgements", "recorded-look-ups"):
            assert officer.post(address, **body)[0] in (403, 404), (code, address)
    assert not LookUp.objects.unscoped("test").exists()


def test_not_found_needs_an_answer_a_reason_and_a_second_search(door: Door) -> None:
    first = door.look_up()
    assert door.judge(look_up=None, decision="not_found", reason="died") == (400, "judgement.no_look_up")
    assert door.judge(look_up=first, decision="not_found", reason="weil") == (400, "judgement.reason")
    assert door.judge(look_up=first, decision="not_found", reason="died") == (400, "judgement.second_search")
    second = door.look_up(second=True)
    assert door.judge(look_up=second, decision="not_found", reason="died") == (200, "not_found")


def test_what_could_not_be_searched_is_never_not_found(desk: Desk) -> None:
    door = Door(desk.officer, entry_about(desk))
    nothing = door.look_up()
    assert state_of(door.entry).outcome == "unavailable"
    for decision in ("not_found", "same_person", "unreadable", "matched", "mismatched", "pending", ""):
        status, _ = door.judge(look_up=nothing, decision=decision, reason="died", candidate="1")
        assert status == 400, decision
    assert state_of(door.entry).outcome == "unavailable"


def test_a_void_number_is_looked_up_by_nobody(door: Door, desk: Desk) -> None:
    look_up = door.look_up()
    entries.reopen(actor=desk.officer, entry_id=door.entry, reason="bỏ số", now=desk.world.now)
    desk.entry = door.entry
    entries.void(**desk.common, reason="bỏ số")
    assert door.post("look-ups")[1]["code"] == "look_up.void"
    assert door.judge(look_up=look_up, decision="same_person", candidate="1") == (409, "look_up.void")
    recorded = door.post("recorded-look-ups", **RECORDED, looked_up_at=moment().isoformat())
    assert recorded[1]["code"] == "look_up.void"


BAD = {
    "looked_up_at": ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1969-01-01T00:00:00Z"],
    "searched": [{}, {"full_name": "\x00"}, {"full_name": "\ud800"}, {"full_name": "x" * 5000}, {"x" * 99: "y"},
                 {str(number): "x" for number in range(100)}],
    "seen": [{}, {"full_name": "\x00"}, {"full_name": "\ud800"}],
    "personal_id": ["", "07030600001", "0703060000123", "07030600001a", "٠٧٠٣٠٦٠٠٠٠١٢", "\x00" * 12],
    "outcome": ["", "found", "\x00"],
    "reason": ["x" * 61, "\x00", "\ud800"],
    "role": ["", "mother", "child\x00", "../child"],
    "station": ["\x00", "x" * 100],
}  # fmt: skip


@pytest.mark.parametrize("part", BAD)
def test_a_recorded_look_up_that_says_nonsense_is_refused_whole(door: Door, part: str) -> None:
    for value in BAD[part]:
        body = RECORDED | {"looked_up_at": moment().isoformat()} | {part: value}
        status, answer = door.post("recorded-look-ups", **body)
        assert status in (400, 422), (part, value, answer)
    assert not LookUp.objects.unscoped("test").exists()
    assert verify().clean


def test_of_judges_at_once_each_supersedes_the_one_before(door: Door) -> None:
    look_up = door.look_up()

    def run(number: int) -> tuple[int, str]:
        try:
            return door.judge(look_up=look_up, decision="same_person", candidate=str(number % 2 + 1))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert {status for status, _ in pool.map(run, range(8))} == {200}
    judgements = Judgement.objects.unscoped("test").filter(entry=door.entry)
    assert judgements.count() == 8
    (current,) = judgements.filter(superseded_by__isnull=True)
    assert state_of(door.entry).subjects["child"].personal_id == current.personal_id
    assert Case.objects.unscoped("test").filter(entry=door.entry).count() == 1
    assert (verify().clean, refold(derived=True).clean) == (True, True)
