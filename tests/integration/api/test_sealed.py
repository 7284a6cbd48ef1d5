"""Sealed packets: anybody's session carries them, the server alone reads them, and whoever carries them learns nothing."""

from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from desk import typed
from django.conf import settings
from django.test import Client
from sealer import seal
from sender import Sender

from hotich.entries import sealing
from hotich.entries.models import EntryAction
from hotich.entries.queries import deferred_packets, state_of
from hotich.staff.models import Position
from hotich.support.ids import uuid7

pytestmark = pytest.mark.django_db
TODAY = date(2023, 6, 15)
SECRET = "Nguyễn Thị Kín"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation's folder of its own."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path


@pytest.fixture
def sender(world: Any) -> Sender:
    officer = world.officer("keyer", name="Lê Văn Một")
    world.assign(world.book, officer)
    return Sender(world, officer)


def key(day: date = TODAY) -> dict[str, str]:
    public = sealing.public_key(today=day)
    return {"id": public.id, "public": public.public}


def carry(client: Client, *sealed: dict[str, str], packets: tuple[dict[str, Any], ...] = ()) -> list[Any]:
    body = {"packets": list(packets), "sealed": list(sealed)}
    answer = client.post("/api/sync", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    results: list[Any] = answer.json()["results"]
    return results


def test_a_sealed_packet_is_taken_as_an_open_one_is(sender: Sender) -> None:
    opening, keying = sender.opening(), sender.keying({"child.full_name": typed(SECRET)})
    sealed = [seal(each, key()) for each in (opening, keying)]
    assert SECRET not in str(sealed)
    opened, keyed = carry(sender.client, *sealed)
    assert [each["status"] for each in (opened, keyed)] == ["saved", "saved"]
    assert state_of(sender.entry).fields["child.full_name"]["v"] == SECRET
    assert carry(sender.client, *sealed)[1]["status"] == "repeated"
    assert sender.send(keying)[0]["status"] == "repeated", "it is the same packet, sealed or not"


def test_results_stand_in_order_the_open_packets_first(sender: Sender) -> None:
    keying, opening = sender.keying({"child.sex": typed("Nữ")}), sender.opening()
    results = carry(sender.client, seal(opening, key()), packets=(keying,))
    assert [each["tx_id"] for each in results] == [keying["tx_id"], opening["tx_id"]]
    assert [each["status"] for each in results] == ["saved", "saved"], "its opening came behind it"


def test_who_carries_it_learns_that_it_arrived_and_nothing_else(sender: Sender) -> None:
    sender.send(sender.opening(), sender.keying({"child.full_name": typed("Lê Thị Trước")}))
    mine = sender.keying({"child.full_name": typed(SECRET), "child.birth_date": typed("31/02/2006")})
    wrong = sender.keying({"child.nothing": typed(SECRET)})
    unfinished = sender.packet("completed", {})
    colleague = Client()
    colleague.force_login(sender.world.officer("keyer"))
    for client in (colleague, Client()):
        for how in ("sealed", "open"):
            packets = [each | {"tx_id": str(uuid7())} for each in (mine, wrong, unfinished)]
            results = (
                carry(client, *(seal(each, key()) for each in packets))
                if how == "sealed"
                else carry(client, packets=tuple(packets))
            )
            assert [each["code"] for each in results] == [None, "packet.malformed", "entry.incomplete"]
            for result in results:
                assert (result["findings"], result["conflicts"], result["news"]) == ([], {}, None)
                assert not [word for word in (SECRET, "Lê Thị Trước", "child.") if word in str(result)]
    assert sender.send(mine)[0]["conflicts"]["child.full_name"]["theirs"]["v"] == "Lê Thị Trước"


def test_a_packet_that_cannot_be_opened_is_refused_and_stops_nothing(sender: Sender) -> None:
    good = seal(sender.opening(), key())
    other = seal(sender.opening(), key())
    broken = [
        good | {"key": "unknown"},
        good | {"box": good["box"][:-4] + "AAAA"},
        good | {"box": "@@@"},
        good | {"epk": good["epk"][:-6]},
        good | {"iv": ""},
        good | {"tx_id": other["tx_id"]},
    ]
    for each in broken:
        refused, saved = carry(sender.client, each, seal(sender.opening(), key()))
        assert (refused["status"], refused["code"], refused["tx_id"]) == (
            "refused",
            "packet.unopened",
            each["tx_id"],
        )
        assert saved["status"] in {"saved", "repeated"}
    assert EntryAction.objects.count() == 1


def test_what_is_inside_must_be_a_packet_of_that_name(sender: Sender) -> None:
    tx_id = str(uuid7())
    for inside in ({"tx_id": tx_id}, sender.opening() | {"tx_id": tx_id, "pass": "zero"}):
        (result,) = carry(sender.client, seal(inside, key()))
        assert (result["status"], result["code"]) == ("refused", "packet.malformed")


def test_a_new_key_is_made_in_time_and_the_old_ones_still_open(sender: Sender) -> None:
    first = key()
    assert key(TODAY + timedelta(days=89)) == first
    second = key(TODAY + timedelta(days=90))
    assert second["id"] != first["id"]
    results = carry(sender.client, seal(sender.opening(), first), seal(sender.keying(), second))
    assert [each["status"] for each in results] == ["saved", "saved"]


def test_only_the_installations_own_account_reads_the_keys(home: Path) -> None:
    key()
    (file,) = (home / "secrets" / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_several_processes_that_make_the_key_at_once_hand_out_one(home: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as many:
        assert len({each["id"] for each in many.map(lambda _: key(), range(8))}) == 1


def test_the_working_key_is_one_officers_and_the_same_at_every_sign_in(sender: Sender) -> None:
    def asked(client: Client) -> Any:
        return client.post("/api/desk/key", {}, content_type="application/json").json()

    again, other = Client(), Client()
    again.force_login(sender.officer)
    other.force_login(sender.world.officer("keyer"))
    assert asked(sender.client) == asked(again)
    assert asked(sender.client)["key"] != asked(other)["key"]
    assert len(asked(again)["key"]) == 43


def test_sealed_work_of_somebody_who_may_no_longer_key_waits_in_the_tray(sender: Sender) -> None:
    sender.send(sender.opening())
    sealed = seal(sender.keying({"child.full_name": typed(SECRET)}), key())
    Position.objects.filter(officer=sender.officer).update(valid_to=date(2021, 1, 1))
    (result,) = carry(Client(), sealed)
    assert (result["status"], result["code"]) == ("refused", "packet.deferred.withdrawn")
    (kept,) = deferred_packets(sender.world.officer("team_leader"))
    assert kept.packet["payload"]["child.full_name"]["v"] == SECRET
