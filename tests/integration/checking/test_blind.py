"""What a checker's desk is handed says nothing of what was keyed before, of the entries around, or of the register."""

from __future__ import annotations

import json
from typing import Any

import pytest
from desk import Desk
from django.test import Client
from making import citizen, entry_about, extract_of, seek
from rekeying import Checker, keyed, planned

from hotich.cases import operations as cases
from hotich.checking.models import Check

pytestmark = pytest.mark.django_db


def ask(client: Client, **body: Any) -> Any:
    return client.post("/api/desk/checks", body, content_type="application/json")


@pytest.fixture
def client(world: Any) -> Client:
    signed_in = Client()
    signed_in.force_login(world.officer("checker"))
    return signed_in


def test_no_value_of_the_first_keying_is_in_the_answer(desk: Desk, client: Client) -> None:
    keyed(
        desk,
        1,
        child__full_name="Quách Thị Một",
        child__birth_date="02/03/2005",
        registration__number="771502",
    )
    keyed(
        desk,
        2,
        child__full_name="Quách Thị Hai",
        child__birth_date="04/05/2005",
        registration__number="772603",
    )
    planned(desk.world)
    answer = ask(client)
    assert answer.status_code == 200
    text = json.dumps(answer.json(), ensure_ascii=False)
    for said in ("Quách", "02/03/2005", "04/05/2005", "771502", "772603", "Nữ"):
        assert said not in text
    for place in answer.json()["places"]:
        assert place["check"]["fields"]
        assert place["kept"]["fields"] == {}
        assert place["kept"]["number"] is None
    assert answer.json()["previous"] == {}
    assert all(
        book["context"]["numbers"] == [] and book["constants"] == {} for book in answer.json()["books"]
    )


def test_nothing_of_the_register_is_in_it_either(desk: Desk, client: Client) -> None:
    extract_of(citizen(ethnicity="Hoa"))
    entry = entry_about(desk, child__ethnicity="Kinh")
    found = seek(actor=desk.officer, entry_id=entry, role="child")
    cases.judge(
        actor=desk.officer,
        entry_id=entry,
        role="child",
        decision="same_person",
        look_up_id=found.pk,
        candidate="1",
    )
    planned(desk.world)
    text = json.dumps(ask(client).json(), ensure_ascii=False)
    for said in ("Hoa", "Kinh", "070306000012", "Trần Thị Bé", "mismatched"):
        assert said not in text


def test_what_he_has_keyed_himself_comes_back_after_a_reload(desk: Desk, client: Client, world: Any) -> None:
    keyed(desk)
    planned(world)
    first = ask(client).json()["places"][0]
    check = Check.objects.unscoped("a test's own").get(pk=first["check"]["id"])
    Checker(world, check.checker).send(
        check, "fields_keyed", {"child.full_name": {"v": "Tôi Đọc", "m": None, "o": "typed"}}
    )
    again = ask(client).json()["places"][0]
    assert again["check"]["id"] == first["check"]["id"]
    assert {name: value["v"] for name, value in again["kept"]["fields"].items()} == {
        "child.full_name": "Tôi Đọc"
    }


def test_a_whole_check_goes_over_the_desks_own_door(desk: Desk, client: Client, world: Any) -> None:
    from hotich.support.ids import uuid7

    entry = keyed(desk)
    planned(world)
    shift = ask(client).json()
    place = shift["places"][0]
    first = desk.world.book.entries.get(pk=entry).transcriptions.get(accepted=True).fields

    def send(type: str, payload: Any) -> Any:
        packet = {
            "tx_id": str(uuid7()), "entry": place["entry"], "book": place["book"], "pass": place["pass"], "base_seq": place["kept"]["seq"],
            "grant": shift["grant"], "type": type, "payload": payload,
        }  # fmt: skip
        return client.post("/api/sync", {"packets": [packet]}, content_type="application/json").json()[
            "results"
        ][0]

    said = {
        name: {"v": first[name]["v"], "m": first[name]["m"], "o": "typed"}
        for name in place["check"]["fields"]
    }
    saved = send("fields_keyed", said)
    assert (saved["status"], saved["findings"], saved["news"]) == ("saved", [], {})
    assert send("completed", {"overrides": []})["status"] == "saved"
    assert desk.world.book.entries.get(pk=entry).status == "accepted"
    assert send("fields_keyed", said)["status"] == "refused"
    assert ask(client).status_code == 404


def test_the_lists_of_a_checker_show_nobody(desk: Desk, client: Client, world: Any) -> None:
    entry = keyed(desk, child__full_name="Quách Thị Một")
    planned(world)
    assert "Quách" not in client.get("/kiem-tra/").content.decode()
    assert client.get(f"/truong-hop/{entry}/").status_code == 403
    assert client.get(f"/api/entries/{entry}").status_code == 404


def test_an_arbiter_is_not_told_whose_keying_is_which(desk: Desk, world: Any) -> None:
    checker = Checker(world, world.officer("checker", name="Ông Kiểm Tra"))
    desk.officer.full_name = "Bà Nhập Liệu"
    desk.officer.save()
    keyed(desk)
    planned(world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Lê Thị Khác")
    arbiter = Client()
    arbiter.force_login(world.officer("registrar"))
    page = arbiter.get(f"/kiem-tra/phan-xu/{check.pk}/").content.decode()
    assert "Nguyễn Thị Hòa" in page
    assert "Lê Thị Khác" in page
    assert "Ông Kiểm Tra" not in page
    assert "Bà Nhập Liệu" not in page


def test_who_comes_late_to_an_arbitration_is_led_back_with_the_reason(desk: Desk) -> None:
    world = desk.world
    keyed(desk)
    checker, first, second = (
        Checker(world, world.officer("checker")),
        world.officer("registrar"),
        world.officer("checker"),
    )
    planned(world)
    (check,) = checker.take()
    checker.keys(check, child__full_name="Tên Khác Hẳn")
    assert check.state == Check.State.DIFFERING
    address = f"/kiem-tra/phan-xu/{check.pk}/quyet-dinh/"
    answers = []
    for officer in (first, first, second):
        client = Client()
        client.force_login(officer)
        answers.append(client.post(address, {"chon-1": "left"}, follow=True))
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert ["không còn chờ nữa" in one.content.decode() for one in answers] == [False, False, True]
    check.refresh_from_db()
    assert (check.state, check.arbiter) == (Check.State.ARBITRATED, first)
