"""A look-up over HTTP: what stands on every answer, what blind work keeps back, what it costs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from making import campaign_of, citizen, entry_about, extract_of

from hotich.entries.queries import state_of
from hotich.linkage.models import Showing
from hotich.linkage.queries import look_ups_of

pytestmark = pytest.mark.django_db

TWIN = {"personal_id": "070306000013", "full_name": "Nguyễn Thị Huệ"}
NAMESAKE = {
    "personal_id": "070306000014", "mother_full_name": "Lê Thị Lan", "father_full_name": "Phạm Văn Dũng",
    "birth_date": "11/11/2006",
}  # fmt: skip
OTHER_DATE = {"birth_date": "02/03/2007", "hometown": "Phường Minh Hưng, thị xã Chơn Thành, tỉnh Bình Phước"}


class Door:
    """An officer who talks to the addresses of one entry."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.client = Client(raise_request_exception=False)
        self.client.force_login(desk.officer)

    def post(self, address: str, **body: Any) -> tuple[int, Any]:
        response = self.client.post(
            f"/api/entries/{self.desk.entry}/{address}",
            {"role": "child"} | body,
            content_type="application/json",
        )
        return response.status_code, response.json()

    def look_up(self, **body: Any) -> dict[str, Any]:
        status, answer = self.post("look-ups", **body)
        assert status == 200, answer
        return dict(answer)

    def seek(self, **body: Any) -> dict[str, Any]:
        """The answer, after what differs was keyed a second time as it stands."""
        answer = self.look_up(**body)
        if not answer["hidden"]:
            return answer
        fields = state_of(self.desk.entry).fields
        said = {name: fields[name]["v"] for name in answer["to_key_again"]}
        return dict(self.post(f"look-ups/{answer['id']}/second-keying", fields=said)[1])

    def again(self, answer: dict[str, Any], **fields: str) -> tuple[int, Any]:
        said = {name.replace("__", "."): text for name, text in fields.items()}
        return self.post(f"look-ups/{answer['id']}/second-keying", fields=said)


@pytest.fixture
def door(desk: Desk) -> Door:
    return Door(desk)


# -- what stands on every answer


def test_an_answer_says_where_was_searched_what_is_suggested_and_why(door: Door) -> None:
    extract = extract_of(citizen(), citizen(**NAMESAKE))
    entry_about(door.desk)
    answer = door.look_up()
    assert answer["source_text"] == f"Trích xuất ngày {extract.as_of:%d/%m/%Y}, phạm vi toàn quốc, 2 công dân"
    assert answer["verdict_text"].startswith("Gợi ý người thứ 1: ")
    assert (answer["verdict"], answer["searched"], answer["hidden"]) == ("link", 2, False)
    assert 0 <= answer["nobody"] < 0.1
    assert len(answer["model"]) == 64
    first = answer["candidates"][0]
    assert first["per_cent"].endswith(" %")
    assert first["probability_text"].startswith(("gần như chắc chắn", "rất có thể"))
    name = next(field for field in first["fields"] if field["field"] == "full_name")
    assert name["weight"]["weight"] in ("heavy", "very_heavy")
    assert name["weight"]["weight_text"] in ("nặng", "rất nặng")
    assert "tên trùng" in name["weight"]["sentence"]
    assert {
        "field",
        "title",
        "sentence",
        "bits",
        "weight",
        "weight_text",
        "share",
        "level",
        "missing",
    } == set(first["evidence"][0])
    # Who is certain is shown alone; the wider search shows who else bears his name.
    second = door.look_up(second=True)["candidates"][1]
    assert second["relation"] == "namesake"
    assert any("trùng tên" in caution for caution in second["cautions"])


def test_less_than_the_nation_says_so_in_the_answer_and_in_the_judgement(door: Door) -> None:
    extract = extract_of(citizen(**TWIN), coverage="town")
    entry_about(door.desk)
    answer = door.seek(second=True)
    day = f"{extract.as_of:%d/%m/%Y}"
    assert f"không có trong trích xuất ngày {day} (phạm vi toàn thị xã)" in answer["absence_text"]
    assert answer["absence_text"] in answer["absence_cautions"]
    assert not answer["may_conclude_not_found"]
    status, judged = door.post("judgements", look_up=answer["id"], decision="not_found", reason="died")
    assert (status, judged["outcome"]) == (200, "pending")
    assert judged["absence_text"] == answer["absence_text"]
    assert "phạm vi toàn thị xã" in judged["source_text"]


def test_without_an_extract_the_answer_is_no_answer(door: Door) -> None:
    entry_about(door.desk)
    answer = door.look_up()
    assert (answer["state"], answer["candidates"], answer["absence_text"]) == ("unavailable", [], "")
    assert "Không tra cứu được" in answer["source_text"]


# -- blind work


@pytest.fixture
def blind(door: Door) -> Door:
    campaign_of(door.desk.world, working="blind")
    return door


def leaks(answer: dict[str, Any], *values: str) -> list[str]:
    text = json.dumps(answer, ensure_ascii=False)
    return [value for value in values if value in text]


def test_blind_work_keeps_everything_of_the_register_back_until_what_differs_was_keyed_again(
    blind: Door,
) -> None:
    extract_of(citizen(**OTHER_DATE), citizen(**NAMESAKE))
    entry_about(blind.desk)
    hidden = blind.look_up()
    assert (hidden["hidden"], hidden["candidates"], hidden["suggested"]) == (True, [], None)
    assert hidden["to_key_again"] == ["child.birth_date"]
    assert hidden["agreements"] == {"child.full_name": True, "child.birth_date": False, "child.sex": True}
    assert not {"verdict", "verdict_text", "nobody", "absence_cautions", "searched"} & set(hidden)
    assert leaks(hidden, "2007", "Lan", "Minh Hưng", "070306", "cùng năm", "lệch", " %") == []
    assert state_of(blind.desk.entry).fields_seen == frozenset()

    said = {"look_up": hidden["id"], "decision": "same_person", "candidate": "1"}
    status, refused = blind.post("judgements", **said)
    assert (status, refused["code"]) == (400, "judgement.not_shown")

    status, refused = blind.again(hidden, child__birth_date="02/03/2007")
    assert (status, refused["code"]) == (409, "look_up.second_keying")
    assert "ngày" in refused["message"].lower()
    assert leaks(refused, "2006", "2007") == []
    assert not Showing.objects.exists()

    status, opened = blind.again(hidden, child__birth_date="02/03/2006 ")
    assert (status, opened["hidden"], len(opened["candidates"]) > 0) == (200, False, True)
    assert Showing.objects.get().keyed_again == ["child.birth_date"]
    assert "child.birth_date" in state_of(blind.desk.entry).fields_seen
    assert blind.post("judgements", **said)[1]["outcome"] == "mismatched"


def test_blind_work_where_nobody_is_suggested_keys_the_whole_identity_again(blind: Door) -> None:
    extract_of(citizen(**TWIN))
    entry_about(blind.desk)
    hidden = blind.look_up()
    assert set(hidden["to_key_again"]) == {"child.full_name", "child.birth_date", "child.sex"}
    assert hidden["agreements"] == {}
    assert leaks(hidden, "Huệ", "070306", "sinh đôi", " %") == []
    keyed = {"child__full_name": "Nguyễn Thị Hòa", "child__birth_date": "02/03/2006", "child__sex": "Nữ"}
    assert blind.again(hidden, **keyed)[1]["candidates"]
    # Seen once, the same identity is not kept back from him again: the wider search opens at once.
    assert not blind.look_up(second=True)["hidden"]


def test_blind_work_opens_at_once_where_everything_agrees(blind: Door) -> None:
    extract_of(citizen())
    entry_about(blind.desk)
    answer = blind.look_up()
    assert (answer["hidden"], len(answer["candidates"])) == (False, 1)


def test_nobody_opens_the_answer_of_another_unit(blind: Door, elsewhere: Any) -> None:
    extract_of(citizen(**OTHER_DATE))
    entry_about(blind.desk)
    hidden = blind.look_up()
    blind.client.force_login(elsewhere.officer("team_leader"))
    assert blind.again(hidden, child__birth_date="02/03/2006")[0] == 404


# -- what it costs


def test_a_look_up_asks_the_database_a_bounded_number_of_times(door: Door) -> None:
    extract_of(*(citizen(personal_id=f"0703060001{number:02}") for number in range(10)))
    entry_about(door.desk)
    door.look_up()
    with CaptureQueriesContext(connection) as many:
        assert len(door.look_up()["candidates"]) == 10
    assert len(many) <= LOOK_UP, "\n".join(one["sql"][:150] for one in many)


def test_reads_of_a_look_up_stay_within_their_bound(door: Door) -> None:
    extract_of(citizen())
    entry_about(door.desk)
    answer = door.look_up()
    with CaptureQueriesContext(connection) as queries:
        door.post("judgements", look_up=answer["id"], decision="same_person", candidate="1")
    assert len(queries) <= JUDGEMENT, "\n".join(one["sql"][:150] for one in queries)
    entry = door.desk.world.book.entries.unscoped("test").get()
    assert look_ups_of(door.desk.officer, entry, "child").count() == 1


LOOK_UP = 40
JUDGEMENT = 40
