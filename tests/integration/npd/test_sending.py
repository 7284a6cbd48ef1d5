"""A register that answers twice, late, with garbage or never, and senders that are killed: one result, nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from outbox import (
    Register,
    answer_json,
    death_entry,
    entry_of,
    events_of,
    gather,
    not_found,
    register_at_work,
    say_found,
    the_update,
    updates,
)

from hotich.audit.verifying import verify
from hotich.integration.npd.http import HttpGateway
from hotich.integration.npd.models import Update
from hotich.integration.npd.operations import confirm, create, keep_reply, retry, send_due
from hotich.integration.npd.operations.sending import (
    CLAIM,
    MOST_TRIES,
    Sent,
    claim,
)
from hotich.integration.npd.policies import InHand
from hotich.population.gateways import Reply, Said
from hotich.support.time import database_now, today

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def register() -> Any:
    with register_at_work() as found:
        yield found


@pytest.fixture
def queued(desk: Desk) -> Update:
    """A new citizen whom an officer has decided to create."""
    not_found(desk)
    gather()
    return create(actor=desk.world.officer("police_head"), update_id=the_update().pk)


def door(register: Register, **more: Any) -> HttpGateway:
    return HttpGateway(address=register.address, **{"timeout": 2.0} | more)


def send(register: Register, at: datetime | None = None, **more: Any) -> Sent:
    moment = at or database_now()
    return send_due(gateway=door(register, **more), now=lambda: moment, rng=Random(1))


def raw(text: bytes, status: int = 200) -> Any:
    def answer(handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    return answer


# -- the ordinary way


def test_what_is_decided_goes_out_and_comes_back_with_a_number(
    register: Register, queued: Update, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("bí mật".encode("ascii", "ignore").decode() + "abc\n")
    assert send(register, token_file=str(token)) == Sent(1, 1)
    ((path, message),) = register.asked
    assert (path, message["kind"], message["facts"]) == ("/updates", "new_citizen", queued.facts)
    assert register.tokens == ["Bearer b mtabc"]
    update = the_update()
    assert (update.state, update.answer["personal_id"]) == ("acknowledged", register.created[queued.key])
    assert entry_of(queued.entry_id).outcome == "matched"
    assert send(register, database_now() + A_DAY) == Sent(0, 0)
    assert verify().clean


def test_what_waits_for_a_decision_is_never_sent(register: Register, desk: Desk) -> None:
    not_found(desk)
    gather()
    assert send(register, database_now() + A_DAY) == Sent(0, 0)
    assert register.asked == []


def test_a_date_of_death_needs_no_number_back(register: Register, desk: Desk) -> None:
    say_found(desk, death_entry(desk), role="deceased")
    gather()
    register.answers = [
        lambda handler, message: answer_json(handler, {"status": "accepted", "reference": "PC-7"})
    ]
    send(register)
    assert (the_update().state, the_update().answer) == ("acknowledged", {"reference": "PC-7"})


def test_a_refusal_says_why_and_an_officer_sends_it_again(
    register: Register, desk: Desk, queued: Update
) -> None:
    register.answers = [
        lambda handler, message: answer_json(
            handler, {"status": "refused", "reason": "thiếu nơi sinh"}, status=422
        )
    ]
    send(register)
    assert (the_update().state, the_update().trouble) == ("refused", "thiếu nơi sinh")
    retry(actor=desk.world.officer("verifier"), update_id=queued.pk)
    send(register)
    assert the_update().state == "acknowledged"


# -- late, twice, never, garbage


def test_an_answer_too_late_is_asked_for_again_with_the_same_key(register: Register, queued: Update) -> None:
    def late(handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        said = register.take(message)
        time.sleep(0.6)
        answer_json(handler, said)

    register.answers = [late]
    assert send(register, timeout=0.2) == Sent(1, 0)
    assert (the_update().state, len(register.created)) == ("sent", 1)
    assert send(register) == Sent(0, 0), "not before its time"
    send(register, database_now() + A_DAY)
    assert (the_update().state, len(register.created)) == ("acknowledged", 1)
    assert [message["key"] for _, message in register.asked] == [queued.key] * 2


def test_an_answer_that_trickles_in_takes_no_longer_than_it_may(register: Register, queued: Update) -> None:
    def trickle(handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(40):
            handler.wfile.write(b"X-A: b\r\n")
            handler.wfile.flush()
            time.sleep(0.1)

    register.answers = [trickle]
    began = time.monotonic()
    send(register, timeout=0.4)
    assert time.monotonic() - began < 2
    assert the_update().state == "sent"


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"<html>504</html>"),
        raw(b'{"status": "perhaps"}'),
        raw(b'{"status": "accepted"}'),
        raw(b'{"status": "accepted", "personal_id": "123"}'),
        raw(b"[]"),
        raw(b'{"status": "accepted", "personal_id": 7}'),
        raw(b"{" * 2000),
        raw(b" " * 70_000),
        raw(b"\xff\xfe"),
        raw(b'{"status": "accepted", "personal_id": "070306009911"}', status=500),
        raw(b"", status=302),
        lambda handler, message: handler.connection.shutdown(socket.SHUT_RDWR),
    ],
)
def test_garbage_is_no_answer(register: Register, queued: Update, answer: Any) -> None:
    register.answers = [answer]
    send(register)
    update = the_update()
    assert (update.state, update.answer) == ("sent", {})
    assert update.trouble and update.next_try_at > database_now()
    send(register, database_now() + A_DAY)
    assert (the_update().state, len(register.created)) == ("acknowledged", 1)


def test_received_is_asked_about_until_it_is_answered(register: Register, queued: Update) -> None:
    received = lambda handler, message: answer_json(handler, {"status": "received"})  # noqa: E731
    register.answers = [received] * (MOST_TRIES + 2)
    for day in range(MOST_TRIES + 2):
        send(register, database_now() + A_DAY * (day + 1))
        assert the_update().state == "sent"
    send(register, database_now() + A_DAY * 20)
    assert the_update().state == "acknowledged"


def test_a_register_that_never_answers_ends_in_the_tray(
    register: Register, desk: Desk, queued: Update
) -> None:
    register.answers = [raw(b"?")] * MOST_TRIES
    for day in range(MOST_TRIES + 3):
        send(register, database_now() + A_DAY * day)
    assert (the_update().state, len(register.asked)) == ("dead", MOST_TRIES)
    assert events_of(queued).count("tried") == MOST_TRIES
    retry(actor=desk.world.officer("team_leader"), update_id=queued.pk)
    send(register, database_now() + A_DAY)
    assert the_update().state == "acknowledged"


def test_nobody_there_leaves_it_in_the_queue_and_stops_the_run(desk: Desk, queued: Update) -> None:
    say_found(desk, death_entry(desk), role="deceased")
    gather()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    moment = database_now()
    done = send_due(gateway=HttpGateway(address=address, timeout=1), now=lambda: moment, rng=Random(1))
    assert done == Sent(1, 0)
    assert {one.state for one in updates()} == {"queued"}


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_shut_door_took_nothing(register: Register, queued: Update, status: int) -> None:
    register.answers = [raw(b"", status=status)]
    send(register)
    assert the_update().state == "queued"
    assert str(status) in the_update().trouble


def test_the_same_answer_twice_changes_nothing(register: Register, queued: Update) -> None:
    send(register)
    before = events_of(queued)
    number = the_update().answer["personal_id"]
    for _ in range(2):
        keep_reply(update_id=queued.pk, reply=Reply(Said.ACCEPTED, number, "PC-1"))
        keep_reply(update_id=queued.pk, reply=Reply(Said.RECEIVED))
    assert events_of(queued) == before
    assert the_update().state == "acknowledged"


@pytest.mark.parametrize("reply", [Reply(Said.ACCEPTED, "070306001234"), Reply(Said.REFUSED, reason="trùng")])
def test_a_second_answer_that_says_otherwise_is_for_an_officer(
    register: Register, queued: Update, reply: Reply
) -> None:
    send(register)
    number = the_update().answer["personal_id"]
    keep_reply(update_id=queued.pk, reply=reply)
    keep_reply(update_id=queued.pk, reply=reply)
    update = the_update()
    assert (update.state, update.answer["personal_id"]) == ("unsettled", number)
    assert events_of(queued).count("contradicted") == 1


def test_an_answer_that_comes_after_all_tries_still_counts(register: Register, queued: Update) -> None:
    register.answers = [raw(b"?")] * MOST_TRIES
    for day in range(MOST_TRIES):
        send(register, database_now() + A_DAY * day)
    keep_reply(update_id=queued.pk, reply=Reply(Said.ACCEPTED, "070306009911"))
    assert the_update().state == "acknowledged"
    assert entry_of(queued.entry_id).outcome == "matched"


@pytest.mark.django_db(transaction=True)
def test_the_child_was_found_while_the_register_was_asked(
    register: Register, desk: Desk, queued: Update
) -> None:
    def meanwhile(handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        said = register.take(message)
        try:
            say_found(desk, queued.entry_id, "070306001111")
        finally:
            connection.close()
        answer_json(handler, said)

    register.answers = [meanwhile]
    send(register)
    update = the_update()
    assert (update.state, update.answer["personal_id"]) == ("unsettled", register.created[queued.key])
    assert entry_of(queued.entry_id).subjects.get(role="child").personal_id == "070306001111"


# -- senders at once, and killed


@pytest.mark.django_db(transaction=True)
def test_many_senders_tell_each_fact_once(register: Register, desk: Desk) -> None:
    head = desk.world.officer("police_head")
    for line in range(1, 7):
        not_found(desk, line=line, child__full_name=f"Lò Văn {'ABCDEG'[line - 1]}a")
    gather()
    for one in updates():
        create(actor=head, update_id=one.pk)

    def run(_: int) -> Sent:
        try:
            return send(register)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(run, range(3)))
    assert sum(one.answered for one in done) == 6
    assert len(register.asked) == 6
    assert {one.state for one in updates()} == {"acknowledged"}


def test_a_claim_keeps_others_away_until_it_lapses(queued: Update) -> None:
    now = database_now()
    assert claim(now=now) is not None
    assert claim(now=now + CLAIM / 2) is None
    again = claim(now=now + CLAIM)
    assert again is not None and again.may_have_arrived


def test_by_hand_nothing_is_confirmed_while_it_is_being_sent(desk: Desk, queued: Update) -> None:
    claim(now=database_now())
    said = {"on": today(), "by": "Trần A", "number": "070306009911"}
    head = desk.world.officer("police_head")
    with pytest.raises(InHand):
        confirm(actor=head, update_id=queued.pk, now=database_now(), **said)
    assert (
        confirm(actor=head, update_id=queued.pk, now=database_now() + CLAIM, **said).state == "acknowledged"
    )


_SENDER = """
import sys, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[2]
from hotich.integration.npd.http import HttpGateway
from hotich.integration.npd.operations import send_due
from hotich.support.time import database_now
send_due(gateway=HttpGateway(address=sys.argv[1], timeout=30), now=database_now)
"""


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_while_the_register_answers_doubles_and_loses_nothing(
    register: Register, queued: Update
) -> None:
    def and_die(handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        said = register.take(message)
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait(10)
        answer_json(handler, said)

    register.answers = [and_die]
    sender = subprocess.Popen(
        [sys.executable, "-c", _SENDER, register.address, connection.settings_dict["NAME"]],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert sender.wait(60) == -signal.SIGKILL
    update = the_update()
    assert (update.state, update.answer, len(register.created)) == ("sent", {}, 1)
    assert send(register) == Sent(0, 0), "its claim still holds"
    send(register, database_now() + CLAIM * 2)
    update = the_update()
    assert (update.state, len(register.created)) == ("acknowledged", 1)
    assert update.answer["personal_id"] == register.created[queued.key]
    assert verify().clean
