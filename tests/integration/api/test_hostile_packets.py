"""`POST /api/sync` under attack and bad luck: what is refused, what is kept, and that nothing else suffers from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from desk import CHILD, Desk, typed
from django.test import Client
from sender import Sender

from hotich.audit.verifying import verify
from hotich.entries import operations as entries
from hotich.entries.models import DeferredPacket, EntryAction
from hotich.entries.queries import state_of
from hotich.support.ids import uuid7
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(world: Any) -> Sender:
    officer = world.officer("keyer", name="Lê Văn Một")
    world.assign(world.book, officer)
    return Sender(world, officer)


def seen(sender: Sender, role: str = "child") -> None:
    entries.record_register_seen(
        actor=sender.officer, entry_id=sender.entry, role=role, now=clock(), station=sender.world.station
    )


def deep(levels: int) -> Any:
    value: Any = "đáy"
    for _ in range(levels):
        value = {"x": value}
    return value


UNKEEPABLE = {
    "nul": {"child.full_name": typed("Nguyễn\x00Thử")},
    "nul in a name": {"child.\x00": typed("x")},
    "half a character": {"child.full_name": typed("Nguyễn \ud800")},
    "number for a text": {"child.full_name": {"v": 12, "m": None, "o": "typed", "struck": None}},
    "list for a text": {"child.full_name": {"v": ["x"], "m": None, "o": "typed", "struck": None}},
    "text for a value": {"child.full_name": "Nguyễn Thử"},
    "too long": {"child.full_name": typed("x" * 5000)},
    "too much": {f"child.{number}": typed("x" * 3000) for number in range(100)},
    "deep": deep(200),
    "forged loss": {"child.full_name": typed("A", lost_to=1)},
    "from a file": {"child.full_name": typed("A", o="imported")},
    "unknown origin": {"child.full_name": typed("A", o="register")},
}


@pytest.mark.parametrize("name", UNKEEPABLE)
def test_a_value_that_cannot_be_kept_is_refused_alone(sender: Sender, name: str) -> None:
    opened, bad, good = sender.send(sender.opening(), sender.keying(UNKEEPABLE[name]), sender.keying())
    assert (opened["status"], bad["status"], good["status"]) == ("saved", "refused", "saved")
    assert bad["code"] == "packet.malformed"


PLACES = [
    {"page": 10**30, "line": 1}, {"page": 1e400}, {"page": "x"}, {"page": [1]}, {"page": {}}, {"page": -1},
    {"page": 1, "line": 10**9}, {"position": 2**62}, {"position": -5}, {}, {"page": 0},
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_place_that_no_book_has_is_refused_alone(sender: Sender, place: dict[str, Any]) -> None:
    bad, good = sender.send(sender.packet("entry_opened", place, entry=str(uuid7())), sender.opening())
    assert (bad["status"], good["status"]) == ("refused", "saved")
    assert bad["code"] in ("packet.malformed", "entry.not_assigned")


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1970-01-01T00:00:00Z", "2023-06-15T09:00:00",
        "hôm qua", 12, None, {"x": 1},
    ],
    ids=str,
)  # fmt: skip
def test_a_desk_whose_clock_says_nonsense_keys_on(sender: Sender, moment: Any) -> None:
    results = sender.send(sender.opening(device_time=moment), sender.keying(device_time=moment))
    assert [result["status"] for result in results] == ["saved", "saved"]
    assert verify().clean


@pytest.mark.parametrize("said", [1e300, -0.0, 0.1, 10**40, float("nan")], ids=str)
def test_a_number_that_comes_back_as_another_cannot_make_the_log_look_forged(
    sender: Sender, said: Any
) -> None:
    """`jsonb` writes 1e300 out and forgets the sign of zero: the row's digest would never verify again."""
    sender.send(sender.opening(), sender.keying())
    for payload in (
        {"kind": "other", "text": "ghi chú", "document": {"number": said}},
        {"kind": "other", "text": "ghi chú", "document": {"number": [said]}},
    ):
        (result,) = sender.send(sender.packet("annotated", payload))
        assert (result["status"], result["code"]) == ("refused", "packet.malformed")
    (result,) = sender.send(sender.packet("completed", {"overrides": [{"code": said}]}))
    assert result["status"] == "refused"
    assert verify().clean


def test_two_hundred_packets_with_one_bad_are_answered_one_by_one(sender: Sender) -> None:
    packets = [sender.opening()]
    packets += [
        sender.keying({"child.sex": typed("Nữ" if n % 2 else "Nam")}, base_seq=None) for n in range(198)
    ]
    packets.insert(100, sender.keying({"child.full_name": typed("\x00")}))
    statuses = [result["status"] for result in sender.send(*packets)]
    assert statuses == ["saved"] * 100 + ["refused"] + ["saved"] * 99
    sender.post(*packets, sender.opening(), expect=422)


BODIES = {
    "no json": b"packets=1",
    "deep": b'{"packets": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "not text": b"\xff\xfe",
    "huge": b'{"packets": [' + b" " * 9_000_000 + b"]}",
    "huge number": b'{"packets": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_none_is_refused_with_a_sentence(sender: Sender, name: str) -> None:
    response = sender.client.post("/api/sync", BODIES[name], content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "request.invalid")


def test_a_form_of_another_site_cannot_send_packets(sender: Sender) -> None:
    body = json.dumps({"station": "", "packets": [sender.opening()]})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        response = sender.client.post("/api/sync", body, content_type=kind)
        assert response.status_code == 400
    assert not EntryAction.objects.exists()


def test_a_session_without_its_token_can_judge_nothing(sender: Sender) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sender.officer)
    for address in ("look-ups", "judgements", "recorded-look-ups"):
        response = strict.post(
            f"/api/entries/{sender.entry}/{address}", {"role": "child"}, content_type="application/json"
        )
        assert (response.status_code, response.json()["code"]) == (403, "request.forged")


def test_an_officer_who_still_has_the_password_given_to_him_gets_no_personal_data(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying())
    sender.officer.must_change_password = True
    sender.officer.save(update_fields=["must_change_password"])
    assert sender.client.get(f"/api/entries/{sender.entry}").status_code == 401


def test_answers_of_the_api_are_kept_by_no_browser(sender: Sender) -> None:
    sender.client = Client()
    body = {"packets": [sender.opening()]}
    response = sender.client.post("/api/sync", body, content_type="application/json")
    assert response.headers["Cache-Control"] == "no-store"


def test_an_entry_of_another_book_is_not_reached_through_ones_own(sender: Sender, elsewhere: Any) -> None:
    other = elsewhere.officer("keyer")
    elsewhere.assign(elsewhere.book, other)
    theirs = Desk(elsewhere, other)
    theirs.open()
    before = EntryAction.objects.filter(entry_id=theirs.entry).count()
    for packet in (
        sender.opening(entry=str(theirs.entry)),
        sender.keying(entry=str(theirs.entry)),
        sender.keying(entry=str(theirs.entry), book=str(elsewhere.book.pk)),
        sender.packet("voided", {"reason": "x"}, entry=str(theirs.entry)),
        sender.packet("reopened", {"reason": "x"}, entry=str(theirs.entry)),
        sender.packet("annotated", {"kind": "other", "text": "x"}, entry=str(theirs.entry)),
        sender.packet("annotation_withdrawn", {"note": 2, "reason": "x"}, entry=str(theirs.entry)),
    ):
        (result,) = sender.send(packet)
        assert (result["status"], result["code"]) in {
            ("refused", "not_found"),
            ("refused", "entry.not_assigned"),
        }
    assert EntryAction.objects.filter(entry_id=theirs.entry).count() == before


@pytest.mark.parametrize(
    "kind", ["outcome_recorded", "register_seen", "flagged", "imported", "corrected", ""]
)
def test_a_desk_cannot_write_what_only_the_server_writes(sender: Sender, kind: str) -> None:
    payload = {"role": "child", "outcome": "matched", "personal_id": "070306000012", "fields": CHILD}
    (_, result) = sender.send(sender.opening(), sender.packet(kind, payload))
    assert (result["status"], result["code"]) == ("refused", "packet.malformed")
    assert state_of(sender.entry).outcome == "pending"


def test_an_identity_field_is_not_changed_by_calling_it_confirmed(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying())
    seen(sender)
    forged = {"child.full_name": typed("Nguyễn Thị Hoa", o="confirmed")}
    (result,) = sender.send(sender.keying(forged, base_seq=None))
    assert (result["status"], result["code"]) == ("refused", "field.reason_needed")
    reasoned = {"child.full_name": typed("Nguyễn Thị Hoa", o="confirmed", reason="đọc nhầm nét chữ")}
    sender.send(sender.keying(reasoned, base_seq=None))
    assert state_of(sender.entry).fields["child.full_name"]["o"] == "after_seeing"


def test_a_value_keyed_before_may_be_confirmed_as_it_stands(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying())
    seen(sender)
    (result,) = sender.send(
        sender.keying({"child.full_name": typed("Nguyễn Thị Hòa", o="confirmed")}, base_seq=None)
    )
    assert result["status"] == "saved"


def test_what_was_seen_of_one_person_confirms_nothing_of_another(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying())
    seen(sender, role="mother")
    (result,) = sender.send(sender.keying({"child.ethnicity": typed("Kinh", o="confirmed")}, base_seq=None))
    assert (result["status"], result["code"]) == ("refused", "field.not_seen")


def taken_over(sender: Sender) -> Desk:
    """Somebody else goes on with the entry; the first one's lease has ended."""
    world = sender.world
    entries.end_lease(actor=sender.officer, lease=sender.lease, now=clock())
    second = Desk(world, world.officer("keyer"))
    world.assign(world.book)
    second.entry = sender.entry
    second.key({"child.full_name": typed("Lê B")})
    return second


@pytest.mark.parametrize("kind", ["voided", "marked_unreadable", "reopened"])
def test_who_left_an_entry_cannot_end_the_keying_of_who_went_on(sender: Sender, kind: str) -> None:
    sender.send(sender.opening(), sender.keying())
    taken_over(sender)
    (result,) = sender.send(sender.packet(kind, {"reason": "tôi nhầm"}))
    assert result["code"] == "packet.deferred.place_taken"
    state = state_of(sender.entry)
    assert (state.status, state.flags) == ("keying", frozenset())


def test_nobody_keys_in_a_further_pass_of_somebody_else(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying())
    second = taken_over(sender)
    sender.send(sender.keying({"child.full_name": typed("Lê A")}))
    lease = Sender(sender.world, second.officer, lease=(1000, 9000))
    lease.entry = sender.entry
    lease.send(lease.keying({"child.full_name": typed("Lê C")}, **{"pass": 1, "base_seq": None}))
    passes = state_of(sender.entry).passes
    assert (passes[1].author, passes[1].fields["child.full_name"]["v"]) == (sender.officer.pk, "Lê A")
    assert (passes[2].author, passes[2].fields["child.full_name"]["v"]) == (second.officer.pk, "Lê C")


def test_what_comes_from_an_officer_who_left_the_unit_waits_for_the_team_leader(
    sender: Sender, elsewhere: Any
) -> None:
    sender.send(sender.opening())
    sender.officer.positions.update(agency=elsewhere.police)
    (result,) = sender.send(sender.keying())
    assert result["code"] == "packet.deferred.withdrawn"


def test_a_disabled_account_fills_no_more_than_the_tray(sender: Sender) -> None:
    sender.officer.is_active = False
    sender.officer.save(update_fields=["is_active"])
    sender.client = Client()
    (result,) = sender.send(sender.opening())
    assert result["code"] == "packet.deferred.withdrawn"
    (result,) = sender.send(sender.packet("fields_keyed", {"x": "y" * 300_000}))
    assert result["code"] == "packet.malformed"
    assert not EntryAction.objects.exists()


def test_a_packet_may_not_go_by_the_name_of_another_entrys_packet_in_the_tray(sender: Sender) -> None:
    sender.officer.is_active = False
    sender.officer.save(update_fields=["is_active"])
    first = sender.opening()
    second = sender.opening(line=2, entry=str(uuid7()), tx_id=first["tx_id"])
    kept, refused = sender.send(first, second)
    assert kept["code"] == "packet.deferred.withdrawn"
    assert refused["code"] == "packet.malformed"
    assert DeferredPacket.objects.unscoped("test").count() == 1
