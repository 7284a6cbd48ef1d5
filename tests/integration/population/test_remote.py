"""The register asked over HTTP: whom it finds is weighed like whom an extract holds, and whatever goes wrong is no answer."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from making import citizen
from outbox import Register, answer_json, closed_port, register_at_work, wired

from hotich.integration.npd.http import HttpGateway
from hotich.population.gateways import NoAnswer, Query
from hotich.population.queries import Question
from hotich.population.remote import by_number, search

pytestmark = pytest.mark.django_db

HOA = Question(
    full_name="Nguyễn Thị Hòa", birth_date="02/03/2006", sex="female", mother_full_name="Trần Thị Bé",
    father_full_name="Nguyễn Văn Ba",
)  # fmt: skip


def person(**values: str) -> dict[str, str]:
    return citizen(**{"sex": "female"} | values)


@pytest.fixture
def register(settings: Any) -> Iterator[Register]:
    with register_at_work() as found:
        wired(settings, found.address)
        yield found


def test_the_nearest_is_suggested_and_the_answer_says_out_of_what(register: Register) -> None:
    register.people = [
        person(personal_id="070306000019", full_name="Nguyễn Thị Huệ", birth_date="11/11/2006"), person(),
    ]  # fmt: skip
    answer = search(HOA)
    best = answer.candidates[0]
    assert (answer.available, answer.verdict, answer.coverage) == (True, "link", "nation")
    assert (best.citizen.personal_id, best.likely) == ("070306000012", True)
    assert answer.searched == 98_000_000
    assert answer.as_of is not None and answer.as_of.isoformat() == "2026-11-20"
    assert answer.extract_id is None


def test_the_same_person_weighs_the_same_as_out_of_an_extract(register: Register) -> None:
    from making import extract_of

    from hotich.population import queries
    from hotich.population.models import Extract
    from hotich.support.time import today

    rows = [person(), person(personal_id="070306000019", birth_date="02/03/2007")]
    extract = extract_of(*rows)
    Extract.objects.filter(pk=extract.pk).update(size=98_000_000)
    register.people = rows
    here, there = queries.search(HOA, on=today()), search(HOA)
    assert [(one.citizen.personal_id, one.bits) for one in here.candidates] == [
        (one.citizen.personal_id, one.bits) for one in there.candidates
    ]
    assert [one.probability for one in here.candidates] == [one.probability for one in there.candidates]
    assert (here.verdict, here.nobody) == (there.verdict, there.nobody)


def test_an_old_number_in_the_book_tells_who_he_is(register: Register) -> None:
    register.people = [person(old_id_number="280123456"), person(personal_id="070306000019")]
    best = search(Question(full_name="Nguyễn Thị Hòa", birth_date="2006", old_id_number="280123456"))
    assert (best.candidates[0].citizen.personal_id, best.candidates[0].by_number) == ("070306000012", True)


def test_where_there_is_nobody_the_answer_is_an_answer(register: Register) -> None:
    answer = search(HOA)
    assert (answer.available, answer.candidates, answer.verdict) == (True, [], "nobody")


def test_the_question_goes_out_in_the_body_with_a_key_that_says_nothing(register: Register) -> None:
    search(HOA, second=True)
    ((path, asked),) = register.asked
    assert path == "/searches"
    assert asked["question"]["mother_full_name"] == "Trần Thị Bé"
    assert (asked["second"], asked["limit"]) == (True, 50)
    assert len(asked["key"]) == 32 and int(asked["key"], 16)


def test_somebody_is_asked_for_by_his_number_alone(register: Register) -> None:
    register.people = [person(), person(personal_id="070306000019")]
    assert [one.citizen.personal_id for one in by_number("070306000019").candidates] == ["070306000019"]
    assert register.asked[-1][1]["question"] == {"personal_id": "070306000019"}
    assert by_number("070306000011").candidates == []


def test_a_person_of_another_number_is_nobody_who_was_asked_for(register: Register) -> None:
    def another(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        answer_json(handler, register.find(asked) | {"people": [person()]})

    register.answers = [another]
    assert by_number("070306000019").candidates == []


# -- what goes wrong


def test_without_an_address_nobody_is_asked() -> None:
    answer = search(HOA)
    assert (answer.available, answer.trouble) == (False, "no_gateway")


def test_where_nobody_listens_nobody_is_reached(settings: Any) -> None:
    wired(settings, closed_port())
    assert search(HOA).trouble == "not_reached"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_shut_door_is_not_reached(register: Register, status: int) -> None:
    register.answers = [lambda handler, asked: answer_json(handler, {}, status)] * 2
    assert search(HOA).trouble == "not_reached"


def test_a_line_that_is_cut_once_is_asked_again_with_the_same_key(register: Register) -> None:
    def cut(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.close_connection = True

    register.people, register.answers = [person()], [cut]
    assert search(HOA).available
    first, second = (asked["key"] for _, asked in register.asked)
    assert first == second


def test_an_error_twice_is_left_for_later(register: Register) -> None:
    register.answers = [lambda handler, asked: answer_json(handler, {}, 503)] * 5
    assert search(HOA).trouble == "no_answer"
    assert len(register.asked) == 2


def test_an_answer_that_comes_late_is_not_waited_for_and_not_asked_for_again(
    register: Register, settings: Any
) -> None:
    wired(settings, register.address, timeout=0.4)

    def late(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        time.sleep(1.0)
        handler.close_connection = True

    register.answers = [late]
    began = time.monotonic()
    assert search(HOA).trouble == "no_answer"
    assert time.monotonic() - began < 0.9
    assert len(register.asked) == 1


def test_an_answer_that_trickles_in_is_cut_off(register: Register, settings: Any) -> None:
    wired(settings, register.address, timeout=0.4)

    def trickle(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        for _ in range(20):
            try:
                handler.wfile.write(b" ")
            except OSError:
                break
            time.sleep(0.1)
        handler.close_connection = True

    register.answers = [trickle]
    began = time.monotonic()
    assert search(HOA).trouble == "no_answer"
    assert time.monotonic() - began < 0.9


def test_a_redirect_is_not_followed(register: Register) -> None:
    def moved(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.send_response(302)
        handler.send_header("Location", f"{register.address}/searches")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    register.answers = [moved, moved]
    assert search(HOA).trouble == "no_answer"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "0" * 32},
        {"key": None},
        {"people": None},
        {"people": [{"personal_id": "070306000012"}]},
        {"people": [{"personal_id": "70306000012", "full_name": "Nguyễn Thị Hòa"}]},
        {"people": [{"personal_id": "070306000012", "full_name": "Nguyễn Thị Hòa", "sex": "Nữ"}]},
        {"people": [{"personal_id": "070306000012", "full_name": 7}]},
        {"people": [{"personal_id": "070306000012", "full_name": "Nguyễn\x00Hòa"}]},
        {"people": [{"personal_id": "070306000012", "full_name": "Nguyễn\ud800Hòa"}]},
        {"people": [{"personal_id": "070306000012", "full_name": "a" * 501}]},
        {"people": [{"personal_id": "070306000012", "full_name": "Nguyễn Thị Hòa"}] * 2},
        {"people": [["070306000012", "Nguyễn Thị Hòa"]]},
        {"coverage": "everywhere"},
        {"searched": 0},
        {"searched": True},
        {"searched": 1.5},
        {"as_of": "20/11/2026"},
        {"as_of": None},
    ],
)
def test_what_is_not_what_was_agreed_is_no_answer(register: Register, wrong: dict[str, Any]) -> None:
    register.answers = [
        lambda handler, asked: answer_json(handler, register.find(asked) | wrong),
    ] * 2
    assert search(HOA).trouble == "no_answer"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b" " * 600_000])
def test_garbage_is_no_answer_and_what_it_holds_goes_nowhere(
    register: Register, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    def garbage(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    register.answers = [garbage]
    with pytest.raises(NoAnswer) as failure, caplog.at_level(logging.DEBUG):
        HttpGateway(address=register.address).ask(Query("k", {"full_name": "Nguyễn Thị Hòa"}))
    assert failure.value.__cause__ is None
    assert "Hòa" not in caplog.text + str(failure.value)
