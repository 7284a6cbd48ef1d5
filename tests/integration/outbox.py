"""What tests of the outbox need: persons not found, deaths matched, cases concluded, and a register that answers over HTTP, told or asked."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from desk import Desk
from making import entry_about

from hotich.cases import operations as cases
from hotich.cases.models import Case
from hotich.entries.models import Entry
from hotich.integration.npd import operations as npd
from hotich.integration.npd.models import Update, UpdateEvent
from hotich.integration.npd.operations.gathering import Gathered
from hotich.support.time import database_now

NUMBER = "070306009999"
"""The number a new citizen is given."""


def gather() -> Gathered:
    return npd.gather()


def updates(**values: Any) -> list[Update]:
    return list(Update.objects.unscoped("a test's own updates").filter(**values).order_by("made_at", "id"))


def the_update(**values: Any) -> Update:
    (one,) = updates(**values)
    return one


def events_of(update: Update) -> list[str]:
    rows = UpdateEvent.objects.filter(update_id=update.pk).order_by("received_at", "id")
    return [row.type for row in rows]


def not_found(desk: Desk, *, line: int = 1, reason: str = "not_collected", **values: str) -> Any:
    """A birth entry whose child two searches on the police machine did not find."""
    entry = entry_about(desk, line=line, **values)  # type: ignore[arg-type]
    say_not_found(desk, entry, reason=reason)
    return entry


def say_not_found(desk: Desk, entry: Any, *, reason: str = "not_collected", **more: Any) -> Any:
    return cases.record_and_judge(
        **{
            "actor": desk.officer, "entry_id": entry, "role": "child", "searched": {"full_name": "Nguyễn Thị Hòa"},
            "searched_again": {"full_name": "Nguyễn Thị Hoà", "birth_date": "2006"}, "seen": {}, "personal_id": "",
            "outcome": "not_found", "reason": reason, "looked_up_at": database_now() - timedelta(minutes=2), **more,
        }
    )  # fmt: skip


def say_found(desk: Desk, entry: Any, number: str = NUMBER, role: str = "child", **seen: str) -> Any:
    """The subject was searched again and is there after all."""
    return cases.record_and_judge(
        actor=desk.officer, entry_id=entry, role=role, searched={"full_name": "x"},
        seen={"full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006", "sex": "Nữ", **seen}, personal_id=number,
        outcome="matched", reason="", looked_up_at=database_now() - timedelta(minutes=1),
    )  # fmt: skip


def death_entry(desk: Desk, **values: str) -> Any:
    """A finished entry of a book of deaths, as a file brings one."""
    from hotich.entries.operations import FileRow, record_imports
    from hotich.support.ids import uuid7

    said = {
        "registration.number": "7", "registration.date": "10/05/2012", "deceased.full_name": "Nguyễn Thị Hòa",
        "deceased.birth_date": "02/03/2006", "deceased.sex": "Nữ", "deceased.death_date": "01/05/2012",
        **{name.replace("__", "."): text for name, text in values.items()},
    }  # fmt: skip
    book = desk.world.new_book(kind="KT", edition="KT/2006")
    desk.world.assign(book, desk.officer)
    row = FileRow(
        tx_id=uuid7(), entry_id=uuid7(), book=book, position=1, source={"file": "kt.xlsx", "row": 2},
        fields={name: {"v": text, "m": None, "o": "imported", "struck": None} for name, text in said.items()},
    )  # fmt: skip
    record_imports(actor=None, rows=[row], now=desk.world.now)
    return row.entry_id


def concluded_case(desk: Desk, conclusion: str = "book_right", *, line: int = 1) -> Case:
    """A mismatched child whose case the police have concluded, and another officer approved."""
    entry = entry_about(desk, line=line)  # type: ignore[arg-type]
    say_found(desk, entry, birth_date="05/03/2006")
    case = Case.objects.unscoped("a test's own case").get(entry_id=entry)
    now = database_now()
    verifier, head = desk.world.officer("verifier"), desk.world.officer("police_head")
    cases.take_up(actor=verifier, case_id=case.pk, now=now)
    cases.conclude(
        actor=verifier, case_id=case.pk, conclusion=conclusion, evidence=["birth_certificate"],
        text="Bản chính giấy khai sinh ghi như sổ", now=now,
    )  # fmt: skip
    return cases.approve(actor=head, case_id=case.pk, now=now)


def entry_of(entry_id: Any) -> Entry:
    return Entry.objects.unscoped("a test's own entry").get(pk=entry_id)


@dataclass
class Register:
    """A register behind a door of its own on this machine: it takes each key once and answers as it is told to."""

    address: str = ""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    created: dict[str, str] = field(default_factory=dict)
    tokens: list[str | None] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)
    coverage: str = "nation"
    answers: list[Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def take(self, message: dict[str, Any]) -> dict[str, Any]:
        """What it makes of a message: the same key is the same citizen."""
        with self.lock:
            number = self.created.setdefault(message["key"], f"0703060099{len(self.created) + 10}")
        return {"status": "accepted", "personal_id": number, "reference": "PC-1"}

    def find(self, question: dict[str, Any]) -> dict[str, Any]:
        """Whom it finds: everybody it was given, or who bears the number."""
        number = question["question"].get("personal_id") if len(question["question"]) == 1 else None
        people = [one for one in self.people if number in (None, one["personal_id"])]
        return {
            "key": question["key"], "coverage": self.coverage, "as_of": "2026-11-20", "searched": 98_000_000,
            "people": people,
        }  # fmt: skip


def answer_json(handler: BaseHTTPRequestHandler, said: Any, status: int = 200) -> None:
    body = json.dumps(said).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def wired(settings: Any, address: str, *, timeout: float = 2.0) -> None:
    """The installation is told where the register's door is."""
    settings.REGISTER_GATEWAY = settings.REGISTER_GATEWAY | {"address": address, "timeout": timeout}


def closed_port() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@contextmanager
def register_at_work() -> Iterator[Register]:
    """The register, listening on a port of this machine."""
    register = Register()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with register.lock:
                register.asked.append((self.path, message))
                register.tokens.append(self.headers.get("Authorization"))
                assert self.headers["Idempotency-Key"] == message["key"]
                answer = register.answers.pop(0) if register.answers else None
            if answer is None:
                asking = self.path.endswith("/searches")
                return answer_json(self, register.find(message) if asking else register.take(message))
            return answer(self, message)

        def log_message(self, *args: Any) -> None:
            """Nothing is written of what is asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    register.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield register
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
