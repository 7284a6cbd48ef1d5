"""SIGKILL of the server's processes in the middle of a sync of many packets: what the desk sends again is kept once, in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from random import Random
from threading import Timer
from typing import Any

import pytest
from desk import typed
from sealer import seal
from sender import Sender
from tests.processes import free_port

from hotich.entries import sealing
from hotich.entries.models import Entry, EntryAction
from hotich.entries.places import entry_id_at
from hotich.entries.refolding import refold
from hotich.support.supervisor import web_command
from hotich.support.time import today

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = ("child.full_name", "mother.full_name", "father.full_name")
KILLS = 4
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def start(process_environment: dict[str, str], port: int) -> Iterator[Start]:
    """Starts the web server as `hotich serve` does, as often as it is killed."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            web_command("127.0.0.1", port, 1),
            env=process_environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        running.append(process)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/nhap/tep.json", timeout=2).close()
                return process
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    yield begin
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def post(port: int, body: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The results; None where the server died before it answered."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"http://127.0.0.1:{port}/api/sync", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            results: list[dict[str, Any]] = json.load(answer)["results"]
            return results
    except (OSError, urllib.error.HTTPError, ValueError):
        return None


def test_nothing_is_lost_or_doubled(world: Any, start: Start, port: int) -> None:
    officer = world.officer("keyer")
    world.assign(world.book, officer)
    sender = Sender(world, officer, signed_in=False, lease=(1000, 51_000))
    packets, written = [], {}
    for page in range(1, 31):
        sender.entry = entry_id_at(world.book.pk, page * 1000 + 1)
        packets.append(sender.opening(page, 1))
        for name in FIELDS:
            own = [each["tx_id"] for each in packets if each["entry"] == str(sender.entry)]
            packets.append(sender.keying({name: typed(f"Người {page}")}, base_seq=0, own=own))
            written[str(sender.entry), name] = f"Người {page}"
    public = sealing.public_key(today=today())
    sealed = [seal(each, {"id": public.id, "public": public.public}) for each in packets[60:]]
    body = {"packets": packets[:60], "sealed": sealed}

    drawn, kills, results = Random(5), 0, None
    process = start()
    while results is None:
        if kills < KILLS:
            killing = Timer(0.15 + drawn.random() * 0.5, os.killpg, (process.pid, signal.SIGKILL))
            killing.start()
            post(port, body)  # an answer that came before the kill is lost, too
            killing.join()
            process.wait()
            kills += 1
            process = start()
        else:
            results = post(port, body)
    assert {each["status"] for each in results} <= {"saved", "repeated"}
    log = list(EntryAction.objects.order_by("entry_id", "seq").values_list("entry_id", "seq", "tx_id"))
    assert len(log) == len(packets), "every packet once"
    assert {str(tx) for _, _, tx in log} == {each["tx_id"] for each in packets}
    for entry in Entry.objects.unscoped("test"):
        assert [seq for pk, seq, _ in log if pk == entry.pk] == [1, 2, 3, 4]
        kept = entry.transcriptions.get(accepted=True).fields
        assert all(kept[name]["v"] == written[str(entry.pk), name] for name in FIELDS)
    assert refold(derived=True).clean
