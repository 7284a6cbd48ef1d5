"""`POST /api/sync`: packets authenticated by the grant they carry; nothing a desk sends is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from desk import CHILD, Desk, typed
from django.test import Client
from sender import Sender

from hotich.entries import grants
from hotich.entries import operations as entries
from hotich.entries.models import DeferredPacket, Entry, EntryAction, Lease
from hotich.entries.places import entry_id_at
from hotich.entries.queries import deferred_packets, state_of
from hotich.staff.models import Position
from hotich.support.ids import uuid7
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(world: Any) -> Sender:
    officer = world.officer("keyer", name="Lê Văn Một")
    world.assign(world.book, officer)
    return Sender(world, officer)


def whole_fields(sender: Sender) -> dict[str, Any]:
    desk = Desk(sender.world, sender.officer)
    sent: dict[str, Any] = {}
    desk.key = lambda fields, **more: sent.update(fields)  # type: ignore[method-assign,assignment]
    desk.key_all()
    return sent


def test_an_entry_goes_from_the_desk_into_the_log(sender: Sender) -> None:
    opened, keyed, completed = sender.send(
        sender.opening(), sender.keying(whole_fields(sender)), sender.packet("completed", {"overrides": []})
    )
    assert [result["status"] for result in (opened, keyed, completed)] == ["saved"] * 3
    assert [result["seq"] for result in (opened, keyed, completed)] == [1, 2, 3]
    entry = Entry.objects.unscoped("test").get(pk=sender.entry)
    assert (entry.status, entry.completed_by, entry.completed_station) == (
        "completed",
        sender.officer,
        sender.world.station,
    )


def test_every_request_sent_twice_changes_nothing_the_second_time(sender: Sender) -> None:
    packets = [sender.opening(), sender.keying(whole_fields(sender)), sender.packet("completed", {})]
    first = sender.send(*packets)
    again = sender.send(*packets)
    assert [result["status"] for result in again] == ["repeated"] * 3
    assert [(result["tx_id"], result["seq"]) for result in again] == [
        (result["tx_id"], result["seq"]) for result in first
    ]
    assert EntryAction.objects.filter(entry_id=sender.entry).count() == 3


def test_the_answer_carries_findings_and_the_servers_time_and_a_fresh_grant(sender: Sender) -> None:
    answer = sender.post(sender.opening(), sender.keying({"child.birth_date": typed("31/02/2006")}))
    finding = answer["results"][1]["findings"][0]
    assert {"code", "grade", "fields", "message"} <= finding.keys()
    assert answer["server_time"]
    assert grants.read(answer["grant"]).officer == sender.officer.pk


def test_a_conflict_names_both_values_and_who_was_first(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying({"child.full_name": typed("Nguyễn Thị Hòa")}))
    (result,) = sender.send(sender.keying({"child.full_name": typed("Nguyễn Thị Hoa")}))
    conflict = result["conflicts"]["child.full_name"]
    assert result["status"] == "conflict"
    assert (conflict["mine"]["v"], conflict["theirs"]["v"]) == ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa")
    assert conflict["by"] == "Lê Văn Một"


def test_completion_with_hard_findings_is_refused_with_them(sender: Sender) -> None:
    result = sender.send(
        sender.opening(), sender.keying({"child.sex": typed("Nữ")}), sender.packet("completed", {})
    )[2]
    assert (result["status"], result["code"]) == ("refused", "entry.incomplete")
    assert all(finding["grade"] == "hard" for finding in result["findings"])


def test_one_bad_packet_does_not_stop_the_others(sender: Sender) -> None:
    results = sender.send(
        sender.packet("shout", {}),
        sender.opening(),
        sender.keying({"child.nothing": typed("?")}),
        sender.keying({"child.sex": typed("Nữ")}),
    )
    assert [result["status"] for result in results] == ["refused", "saved", "refused", "saved"]


def test_a_grant_this_server_did_not_sign_is_refused(sender: Sender) -> None:
    for grant in ("", "x", sender.grant[:-1] + ("A" if sender.grant[-1] != "A" else "B")):
        (result,) = sender.send(sender.opening(grant=grant))
        assert (result["status"], result["code"]) == ("refused", "grant.invalid")
    assert not EntryAction.objects.exists()


def test_a_grant_covers_only_its_own_stretch_and_book(sender: Sender) -> None:
    other = sender.world.new_book()
    for packet in (
        sender.opening(page=20),
        sender.opening(book=str(other.pk)),
        sender.opening(book=str(uuid7())),
    ):
        (result,) = sender.send(packet)
        assert (result["status"], result["code"]) == ("refused", "entry.not_assigned")


def test_work_arrives_without_a_session_and_from_another_officers_browser(sender: Sender) -> None:
    other = sender.world.officer("keyer")
    stranger, colleague = Client(), Client()
    colleague.force_login(other)
    sender.client = stranger
    assert sender.post(sender.opening())["grant"] is None
    sender.client = colleague
    sender.send(sender.keying())
    opened, keyed = EntryAction.objects.filter(entry_id=sender.entry).order_by("seq")
    assert (opened.author_id, opened.sender_id, opened.late) == (sender.officer.pk, sender.officer.pk, False)
    assert (keyed.author_id, keyed.sender_id, keyed.late) == (sender.officer.pk, other.pk, True)


def test_after_the_lease_ended_work_is_taken_late(sender: Sender) -> None:
    sender.send(sender.opening())
    entries.end_lease(actor=sender.officer, lease=sender.lease, now=clock())
    (result,) = sender.send(sender.keying())
    action = EntryAction.objects.get(entry_id=sender.entry, seq=2)
    assert (result["status"], action.late, action.pass_number) == ("saved", True, 0)


def test_late_work_beside_another_officers_becomes_a_further_pass(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying({"child.full_name": typed("Lê A")}))
    world = sender.world
    entries.end_lease(actor=sender.officer, lease=sender.lease, now=clock())
    second = Desk(world, world.officer("keyer"))
    world.assign(world.book)
    second.entry = sender.entry
    entries.record_fields(
        actor=second.officer,
        entry_id=sender.entry,
        fields={"child.full_name": typed("Lê B")},
        station=world.station,
        now=clock(),
    )
    (result,) = sender.send(sender.keying({"child.full_name": typed("Lê C")}))
    state = state_of(sender.entry)
    assert result["status"] == "saved"
    assert state.fields["child.full_name"]["v"] == "Lê B"
    assert state.passes[1].fields["child.full_name"]["v"] == "Lê C"
    sender.send(sender.keying({"child.sex": typed("Nữ")}))
    assert state_of(sender.entry).passes[1].fields.keys() == {"child.full_name", "child.sex"}


def test_work_under_a_withdrawn_grant_goes_to_the_team_leaders_tray_once(sender: Sender) -> None:
    sender.send(sender.opening())
    Position.objects.filter(officer=sender.officer).update(valid_to=date(2021, 1, 1))
    packet = sender.keying()
    for _ in range(2):
        (result,) = sender.send(packet)
        assert (result["status"], result["code"]) == ("refused", "packet.deferred.withdrawn")
    leader = sender.world.officer("team_leader")
    (kept,) = deferred_packets(leader)
    assert kept.packet["payload"] == CHILD
    assert not deferred_packets(sender.world.officer("unit_head"))

    entries.settle_deferred(actor=leader, deferred=kept, record=True, now=clock())
    state = state_of(sender.entry)
    assert state.fields["child.sex"]["v"] == "Nữ"
    action = EntryAction.objects.get(entry_id=sender.entry, seq=2)
    assert (action.author_id, action.sender_id, action.late) == (sender.officer.pk, leader.pk, True)
    assert not deferred_packets(leader)


def test_a_grant_that_ran_out_and_a_finished_book_lead_to_the_tray(sender: Sender) -> None:
    old = clock() - timedelta(days=10)
    Lease.objects.filter(pk=sender.lease.pk).update(granted_at=old, until=old + timedelta(hours=8))
    sender.lease.refresh_from_db()
    sender.grant = sender.granted(now=old)
    (result,) = sender.send(sender.opening())
    assert result["code"] == "packet.deferred.expired"
    (result,) = sender.send(sender.keying())
    assert result["code"] == "packet.deferred.expired"
    assert DeferredPacket.objects.unscoped("test").count() == 2


def test_an_entry_opened_too_late_at_a_place_that_is_taken_becomes_a_pass_of_what_stands_there(
    sender: Sender,
) -> None:
    world = sender.world
    entries.end_lease(actor=sender.officer, lease=sender.lease, now=clock())
    second = Desk(world, world.officer("keyer"))
    world.assign(world.book)
    second.whole(1, 1)
    opened, keyed = sender.send(sender.opening(1, 1), sender.keying({"child.full_name": typed("Lê C")}))
    assert opened["code"] == "packet.deferred.place_taken"
    assert keyed["code"] == "packet.deferred.not_opened"
    leader = world.officer("team_leader")
    for kept in deferred_packets(leader):
        entries.settle_deferred(actor=leader, deferred=kept, record=True, now=clock())
    state = state_of(UUID(str(second.entry)))
    assert state.passes[1].fields["child.full_name"]["v"] == "Lê C"
    assert not EntryAction.objects.filter(entry_id=sender.entry).exists()


def test_late_work_on_a_place_that_somebody_has_keyed_since_is_a_pass_of_the_same_entry(
    sender: Sender,
) -> None:
    """An entry's id follows from its place: there is nothing for the tray, whoever comes first."""
    world = sender.world
    sender.entry = entry_id_at(world.book.pk, 1001)
    entries.end_lease(actor=sender.officer, lease=sender.lease, now=clock())
    second = Desk(world, world.officer("keyer"))
    world.assign(world.book)
    second.open(1, 1, entry_id=sender.entry)
    second.key_all()
    second.complete()
    fields = whole_fields(sender) | {"child.full_name": typed("Lê C")}
    results = sender.send(sender.opening(1, 1), sender.keying(fields), sender.packet("completed", {}))
    assert [result["status"] for result in results] == ["repeated", "saved", "saved"]
    state = state_of(sender.entry)
    assert state.fields["child.full_name"]["v"] == "Nguyễn Thị Hòa"
    assert state.passes[1].fields["child.full_name"]["v"] == "Lê C"
    assert state.completed_by == second.officer.pk
    assert not DeferredPacket.objects.unscoped("test").exists()


@pytest.mark.parametrize(
    "said", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "gestern", 12, None, "2026-01-01"]
)
def test_a_clock_that_is_wrong_stops_nothing_and_decides_nothing(sender: Sender, said: Any) -> None:
    before = clock()
    opened, keyed = sender.send(sender.opening(device_time=said), sender.keying(device_time=said))
    assert [opened["status"], keyed["status"]] == ["saved", "saved"]
    entry = Entry.objects.unscoped("test").get(pk=sender.entry)
    assert entry.opened_at >= before - timedelta(minutes=1)
    assert entry.last_action_at <= clock() + timedelta(minutes=1)


def test_a_lease_is_renewed_while_its_officer_keys(sender: Sender) -> None:
    soon = clock() + timedelta(hours=1)
    Lease.objects.filter(pk=sender.lease.pk).update(until=soon)
    sender.send(sender.opening())
    sender.lease.refresh_from_db()
    assert sender.lease.until > soon + timedelta(hours=5)


def test_a_body_that_cannot_be_read_is_refused_without_being_repeated(sender: Sender) -> None:
    for body in ({}, {"packets": [{"tx_id": "no"}]}, {"packets": "Nguyễn Văn Thử"}):
        response = sender.client.post("/api/sync", body, content_type="application/json")
        assert response.status_code == 422
        assert response.json()["code"] == "request.invalid"
        assert "Nguyễn Văn Thử" not in response.content.decode()


@pytest.mark.parametrize("kind,payload", [("voided", {"reason": "bỏ số"}), ("marked_unreadable", {})])
def test_numbers_left_empty_and_unreadable_entries_come_through_the_same_door(
    sender: Sender, kind: str, payload: dict[str, Any]
) -> None:
    results = sender.send(sender.opening(), sender.packet(kind, payload))
    assert [result["status"] for result in results] == ["saved", "saved"]
    results = sender.send(sender.packet("reopened", {"reason": "nhầm dòng"}), sender.keying())
    assert [result["status"] for result in results] == ["saved", "saved"]


def test_margin_notes_come_through_the_same_door_and_are_compared_at_once(sender: Sender) -> None:
    from making import citizen, extract_of, seek

    from hotich.cases import operations as cases

    extract_of(citizen(birth_date="02/03/2007"))
    parents = {"mother.full_name": typed("Trần Thị Bé"), "father.full_name": typed("Nguyễn Văn Ba")}
    sender.send(
        sender.opening(), sender.keying(whole_fields(sender) | parents), sender.packet("completed", {})
    )
    about = {"actor": sender.officer, "entry_id": sender.entry, "role": "child"}
    found = seek(**about)
    cases.judge(**about, decision="same_person", look_up_id=found.id, candidate="1")
    entry = Entry.objects.unscoped("test").get(pk=sender.entry)
    assert entry.outcome == "mismatched"

    note = {"kind": "correction", "text": "Cải chính", "amends": {"child.birth_date": typed("02/03/2007")}}
    (written,) = sender.send(sender.packet("annotated", note))
    entry.refresh_from_db()
    assert (written["status"], entry.outcome) == ("saved", "matched")
    (again,) = sender.send(
        sender.packet("annotated", {**note, "replaces": written["seq"], "reason": "đọc lại"})
    )
    (gone,) = sender.send(sender.packet("annotation_withdrawn", {"note": again["seq"], "reason": "nhầm"}))
    entry.refresh_from_db()
    assert (gone["status"], entry.outcome) == ("saved", "mismatched")


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("annotated", {"text": "x"}, "annotation.refused"),
        ("annotated", {"kind": "other", "text": "x", "replaces": "3"}, "packet.malformed"),
        ("annotated", {"kind": "other", "text": "x", "replaces": 3, "reason": "y"}, "annotation.gone"),
        (
            "annotated",
            {"kind": "other", "text": "x", "amends": {"child.shoe": {"v": "41"}}},
            "annotation.refused",
        ),
        ("annotation_withdrawn", {"reason": "x"}, "packet.malformed"),
        ("annotation_withdrawn", {"note": True, "reason": "x"}, "packet.malformed"),
        ("annotation_withdrawn", {"note": 1, "reason": ""}, "reason.needed"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_by_its_code(
    sender: Sender, kind: str, payload: dict[str, Any], code: str
) -> None:
    sender.send(sender.opening(), sender.keying())
    (result,) = sender.send(sender.packet(kind, payload))
    assert (result["status"], result["code"]) == ("refused", code)


def test_what_a_desk_sends_is_its_machines_heartbeat(sender: Sender, elsewhere: Any) -> None:
    from hotich.stations.queries import last_heard

    sender.send(sender.opening())
    heard = last_heard([sender.world.station.pk], clock())
    assert clock() - heard[sender.world.station.pk] < timedelta(minutes=2)
    sender.client.post(
        "/api/sync",
        {"station": elsewhere.station.code, "packets": [sender.keying()]},
        content_type="application/json",
    )
    assert last_heard([elsewhere.station.pk], clock()) == {}, (
        "work carried from another machine says nothing of it"
    )


@pytest.mark.parametrize(
    ("said", "measured"), [(600, 10), (20, None), (-5, None), ("soon", None), (10**15, None)]
)
def test_a_desk_that_had_tried_in_vain_measures_the_line_and_nonsense_stops_nothing(
    sender: Sender, said: Any, measured: int | None
) -> None:
    from hotich.stations.models import Outage

    body = {"station": sender.world.station.code, "packets": [sender.opening()], "down_for": said}
    answer = sender.client.post("/api/sync", body, content_type="application/json").json()
    assert answer["results"][0]["status"] == "saved"
    outages = list(Outage.objects.unscoped("a test's own"))
    assert [round(one.lasted(clock()).total_seconds() / 60) for one in outages] == (
        [measured] if measured else []
    )


def test_no_grant_is_renewed_at_a_machine_that_failed_its_check(sender: Sender) -> None:
    assert sender.post(sender.opening())["grant"] is not None
    sender.world.station.check_failed_at = clock()
    sender.world.station.save()
    answer = sender.post(sender.keying())
    assert answer["grant"] is None
    assert answer["results"][0]["status"] == "saved", "what was keyed under the grant given before is kept"
