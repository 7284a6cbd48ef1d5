"""The door to the register: over TLS only, in time, with a token of its own, and later and later after a failure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from random import Random
from typing import Any

import pytest
from outbox import Register, register_at_work

from hotich.integration.npd.http import HttpGateway
from hotich.integration.npd.operations.sending import LONGEST_DELAY, delay_after
from hotich.population.gateways import Message, NoAnswer, NotReached, Said, gateway


@pytest.fixture
def register() -> Iterator[Register]:
    with register_at_work() as found:
        yield found


def door(register: Register, **more: Any) -> HttpGateway:
    return HttpGateway(address=register.address, **{"timeout": 2.0} | more)


def test_the_next_try_comes_later_and_later_and_never_all_at_once() -> None:
    waits = [delay_after(tries, Random(tries)) for tries in range(1, 14)]
    assert all(wait <= LONGEST_DELAY for wait in waits)
    assert timedelta(seconds=30) <= waits[0] <= timedelta(minutes=1)
    assert waits[-1] >= LONGEST_DELAY / 2
    assert len({delay_after(3, Random(seed)) for seed in range(20)}) == 20


@pytest.mark.parametrize("address", ["ftp://a", "//a", "register", "http://register.example/v1", ""])
def test_personal_data_go_out_over_tls_only(address: str) -> None:
    with pytest.raises(ValueError, match="HOTICH_REGISTER_ADDRESS"):
        HttpGateway(address=address)


def test_without_an_address_officers_update_by_hand(settings: Any, register: Register) -> None:
    assert gateway() is None
    settings.REGISTER_GATEWAY = settings.REGISTER_GATEWAY | {"address": register.address}
    found = gateway()
    assert isinstance(found, HttpGateway)
    assert found.tell(Message("k", "new_citizen", {})).said == Said.ACCEPTED


def test_a_token_that_cannot_be_read_sends_nothing(register: Register) -> None:
    with pytest.raises(NotReached):
        door(register, token_file="/nowhere").tell(Message("k", "new_citizen", {}))
    assert register.asked == []


def test_an_answer_cut_in_the_middle_is_none(register: Register) -> None:
    def half(handler: BaseHTTPRequestHandler, message: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "400")
        handler.end_headers()
        handler.wfile.write(b'{"status": "accepted"')
        handler.close_connection = True

    register.answers = [half]
    with pytest.raises(NoAnswer):
        door(register).tell(Message("k", "new_citizen", {}))
