"""`POST /api/desk/shift`: the work of an officer at his machine, leased, in order, and only what is his to see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from desk import Desk, typed
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotich.audit.models import AuditEvent
from hotich.entries import grants
from hotich.entries.models import Lease
from hotich.entries.operations import record_register_seen
from hotich.entries.places import entry_id_at
from hotich.staff.permissions import POSITIONS
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db


def client_of(officer: Any) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def ask(who: Any, expect: int = 200, **body: Any) -> Any:
    client = who if isinstance(who, Client) else client_of(who)
    response = client.post("/api/desk/shift", body, content_type="application/json")
    assert response.status_code == expect, response.content
    return response.json()


def positions(shift: Any) -> list[int]:
    return [place["position"] for place in shift["places"]]


@pytest.fixture
def keyer(world: Any) -> Desk:
    officer = world.officer("keyer", name="Lê Văn Một")
    world.assign(world.book, officer)
    return Desk(world, officer)


def test_a_shift_has_what_is_needed_to_key_without_a_line(keyer: Desk) -> None:
    keyer.whole(1, 1)
    shift = ask(keyer.officer, want=3)
    assert shift["officer"] == {"id": keyer.officer.pk, "name": "Lê Văn Một"}
    assert shift["station"]["code"] == keyer.station.code
    assert positions(shift) == [1002, 2001, 2002]
    (book,) = shift["books"]
    assert book["constants"]["book.number"] == {"v": keyer.world.book.volume}
    assert book["near"] == keyer.world.unit.key
    assert [known["number"] for known in book["context"]["numbers"]] == ["12"]
    place = shift["places"][0]
    assert (place["page"], place["line"], place["kept"], place["pass"]) == (1, 2, None, 0)
    assert place["edition"] == "KS/2006"
    assert place["edition_url"].startswith("/static/specs/KS-2006")
    assert shift["previous"][place["entry"]]["number"] == "12"
    assert len(shift["seal"]["public"]) == 87, "an uncompressed point of P-256"
    grant = grants.read(shift["grant"])
    assert grant.lease_over(keyer.world.book.pk, 2002) is not None


def test_the_id_of_an_entry_comes_from_its_place(keyer: Desk) -> None:
    first = ask(keyer.officer, want=2)
    assert first["places"][0]["entry"] == str(entry_id_at(keyer.world.book.pk, 1001))
    assert [place["entry"] for place in ask(keyer.officer, want=2)["places"]] == [
        place["entry"] for place in first["places"]
    ]


def test_what_lies_unfinished_comes_first_with_what_was_keyed(keyer: Desk) -> None:
    keyer.whole(1, 1)
    keyer.open(1, 2)
    keyer.key({"child.full_name": typed("Nguyễn Văn Dở")})
    keyer.whole(2, 1)
    first, second = ask(keyer.officer, want=2)["places"]
    assert first["entry"] != str(entry_id_at(keyer.world.book.pk, 1002)), "it has the name it was opened with"
    assert first["kept"]["fields"]["child.full_name"]["v"] == "Nguyễn Văn Dở"
    assert (first["kept"]["status"], first["kept"]["seq"]) == ("keying", 2)
    assert (second["position"], second["kept"]) == (2002, None)


def test_every_place_whose_neighbour_is_not_listed_says_who_stands_before_it(keyer: Desk) -> None:
    keyer.whole(1, 1)
    keyer.open(1, 2)
    keyer.whole(2, 1, registration__number="14")
    shift = ask(keyer.officer, want=3)
    unfinished, after, last = shift["places"]
    assert shift["previous"][unfinished["entry"]]["number"] == "12"
    assert shift["previous"][after["entry"]]["number"] == "14"
    assert last["entry"] not in shift["previous"], "nobody stands between it and a place that is listed"


def test_nobody_stands_before_the_first_place_of_a_book(keyer: Desk) -> None:
    keyer.open(1, 1)
    keyer.key({"registration.number": typed("1")})
    shift = ask(keyer.officer, want=3)
    assert positions(shift) == [1001, 1002, 2001]
    assert shift["previous"] == {}, "not the entry itself, which stands before the place after it"


def test_what_stood_there_when_the_register_was_seen_is_named(keyer: Desk) -> None:
    keyer.open(1, 1)
    keyer.key()
    (before, *_) = ask(keyer.officer, want=2)["places"]
    assert before["kept"]["seen_fields"] == []
    for fields in (["child.full_name", "mother.full_name"], ["child.full_name", "father.full_name"]):
        record_register_seen(**keyer.common, role="child", fields=fields)
    (after, *_) = ask(keyer.officer, want=2)["places"]
    assert after["kept"]["seen_fields"] == ["child.full_name", "mother.full_name", "father.full_name"]


def test_a_book_asked_for_comes_first(keyer: Desk) -> None:
    other = keyer.world.new_book()
    keyer.world.assign(other, keyer.officer)
    assert {place["book"] for place in ask(keyer.officer, want=2)["places"]} == {str(keyer.world.book.pk)}
    assert {place["book"] for place in ask(keyer.officer, want=2, book=str(other.pk))["places"]} == {
        str(other.pk)
    }


def test_an_assignment_in_his_name_is_leased_whole(keyer: Desk) -> None:
    ask(keyer.officer, want=1)
    (lease,) = Lease.objects.filter(officer=keyer.officer)
    assert lease.span.lower == 0
    assert lease.span.upper > 50_000


def test_of_a_shared_book_as_many_pages_are_leased_as_are_listed(world: Any) -> None:
    first, second = world.officer("keyer"), world.officer("keyer")
    world.assign(world.book)
    ask(first, want=5)
    assert [(lease.span.lower, lease.span.upper) for lease in Lease.objects.all()] == [(1000, 4000)]
    assert positions(ask(second, want=3)) == [4001, 4002, 5001]
    assert positions(ask(first, want=8))[-2:] == [6001, 6002], "topped up beyond what the other holds"


def test_pages_that_somebody_held_and_did_not_key_are_offered_again(world: Any) -> None:
    first, second = world.officer("keyer"), world.officer("keyer")
    world.assign(world.book)
    ask(first, want=4)
    desk = Desk(world, second)
    for page in (3, 4):
        for line in (1, 2):
            desk.whole(page, line)
    Lease.objects.filter(officer=first).update(ended_at=clock())
    assert positions(ask(second, want=5)) == [1001, 1002, 2001, 2002, 5001]


def test_a_line_passed_over_on_a_short_page_is_not_offered_again(keyer: Desk) -> None:
    keyer.whole(1, 1)
    keyer.whole(2, 1)
    assert positions(ask(keyer.officer, want=2)) == [2002, 3001]


def test_one_entry_is_asked_for_by_its_address(keyer: Desk) -> None:
    finished = keyer.whole(1, 1)
    keyer.whole(1, 2)
    shift = ask(keyer.officer, entry=str(finished), want=3)
    assert positions(shift) == [1001, 2001, 2002]
    assert shift["places"][0]["kept"]["status"] == "completed"
    assert AuditEvent.objects.filter(kind="entry.viewed", subject=f"entry:{finished}").count() == 1


def test_a_free_place_is_asked_for_by_its_address(keyer: Desk) -> None:
    wanted = str(entry_id_at(keyer.world.book.pk, 3001))
    assert positions(ask(keyer.officer, entry=wanted))[:2] == [3001, 1001]
    assert ask(keyer.officer, 404, entry=str(uuid4()))["code"] == "not_found"


def test_a_line_that_the_count_did_not_foresee_is_turned_to_by_hand(keyer: Desk) -> None:
    shift = ask(keyer.officer, book=str(keyer.world.book.pk), page=1, line=3, want=2)
    assert positions(shift) == [1003, 1001]


def test_where_nothing_is_left_the_answer_says_so(world: Any) -> None:
    assert ask(world.officer("keyer"), 404)["code"] == "entry.nothing_to_key"


def test_a_machine_must_be_chosen_where_there_are_several(keyer: Desk) -> None:
    other = keyer.world.machine()
    client = client_of(keyer.officer)
    assert ask(client, 409)["code"] == "station.choose"
    answer = client.post("/nhap/may/?tiep=/nhap/%3Fso%3D1", {"may": other.code})
    assert (answer.status_code, answer["Location"]) == (302, "/nhap/?so=1")
    assert ask(client)["station"]["code"] == other.code
    away = client.post("/nhap/may/?tiep=https://example.vn/nhap/", {"may": other.code})
    assert away["Location"] == "/nhap/"


def test_a_checker_who_chooses_a_machine_goes_on_with_the_book_he_asked_for(world: Any) -> None:
    client = client_of(world.officer("checker"))
    machine = {"may": world.station.code}
    on = client.post("/kiem-tra/may/?tiep=/nhap/kiem-tra/%3Fso%3D1", machine)
    assert (on.status_code, on["Location"]) == (302, "/nhap/kiem-tra/?so=1")
    away = client.post("/kiem-tra/may/?tiep=https://example.vn/nhap/kiem-tra/", machine)
    assert away["Location"] == "/nhap/kiem-tra/"


@pytest.mark.parametrize("code", sorted(POSITIONS))
def test_only_who_may_key_gets_a_shift_and_a_key(world: Any, code: str) -> None:
    officer = world.officer(code)
    world.assign(world.book)
    client = client_of(officer)
    held = POSITIONS[code]
    # Who checks keeps working copies too, and has a shift of his own.
    for address, may in (
        ("/api/desk/shift", "key" in held),
        ("/api/desk/key", bool(held & {"key", "check"})),
    ):
        answer = client.post(address, {}, content_type="application/json")
        assert answer.status_code == (200 if may else 403), (code, address, answer.content)


def test_a_stranger_gets_nothing(world: Any) -> None:
    assert ask(Client(), 401)["code"] == "not_signed_in"
    assert Client().post("/api/desk/key", {}, content_type="application/json").status_code == 401


def test_another_site_cannot_ask_in_his_name(keyer: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(keyer.officer)
    assert ask(client, 403)["code"] == "request.forged"
    client.get("/nhap/")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        "/api/desk/shift", {}, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


def test_a_restricted_entry_is_in_the_shift_of_who_keys_the_book_and_that_is_on_record(keyer: Desk) -> None:
    keyer.open(1, 1)
    keyer.key({"notes": typed("Con ngoài giá thú")})
    keyer.world.book.entries.update(sensitive=True)
    entry = str(keyer.entry)
    other = keyer.world.officer("keyer")
    assert ask(keyer.officer, want=1)["places"][0]["kept"]["fields"]["notes"]["v"]
    keyer.world.book.assignments.update(officer=other)
    Lease.objects.update(ended_at=clock())
    assert ask(other, want=1)["places"][0]["entry"] == entry
    mine, his = AuditEvent.objects.filter(kind="entries.handed_out").order_by("at")
    assert mine.detail == {"entries": [entry]}
    assert his.detail == {"entries": [entry], "sensitive": [entry]}
    assert his.subject == f"station:{keyer.station.code}"


def test_a_book_that_was_taken_from_the_team_is_in_no_shift(keyer: Desk) -> None:
    keyer.open(1, 1)
    entry = str(keyer.entry)
    keyer.world.book.assignments.update(ended_at=clock())
    assert ask(keyer.officer, 404)["code"] == "entry.nothing_to_key"
    assert ask(keyer.officer, 404, entry=entry)["code"] in {"not_found", "entry.nothing_to_key"}


def test_a_lease_that_soon_runs_out_is_renewed(keyer: Desk) -> None:
    first = ask(keyer.officer, want=1)
    Lease.objects.update(until=clock() + timedelta(hours=1), granted_at=clock() - timedelta(hours=7))
    again = ask(keyer.officer, want=1)
    assert again["until"] >= first["until"]
    assert grants.read(again["grant"]).until >= grants.read(first["grant"]).until
    assert Lease.objects.count() == 1


def queries_for(officer: Any, want: int) -> int:
    client = client_of(officer)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        ask(client, want=want)
    return len(seen)


def test_the_database_is_asked_as_often_for_many_places_as_for_few(keyer: Desk) -> None:
    keyer.open(1, 1)
    keyer.key()
    few = queries_for(keyer.officer, 2)
    for page in range(2, 12):
        for line in (1, 2):
            keyer.open(page, line)
            keyer.key({"child.full_name": typed(f"Người {page} {line}")})
    assert queries_for(keyer.officer, 60) <= few
    assert few <= 45


def test_four_hundred_places_that_all_have_entries_are_handed_out_with_as_few_questions(keyer: Desk) -> None:
    from hotich.entries.models import Entry, Transcription

    keyer.open(1, 1)
    keyer.key_all()
    few = queries_for(keyer.officer, 2)
    model = Entry.objects.unscoped("test").get(pk=keyer.entry)
    one = Transcription.objects.get(entry=model)
    book = keyer.world.book
    book.pages_count, book.entries_count = 400, 400
    book.save()
    copies = []
    for page in range(2, 401):
        model.pk, model.page, model.position = entry_id_at(book.pk, page * 1000 + 1), page, page * 1000 + 1
        copies.append(Entry(**{f.attname: getattr(model, f.attname) for f in Entry._meta.concrete_fields}))
    Entry.objects.bulk_create(copies)
    Transcription.objects.bulk_create(
        Transcription(entry=each, fields=one.fields, normalised=one.normalised, author=one.author)
        for each in copies
    )
    assert queries_for(keyer.officer, 400) <= few
    shift = ask(keyer.officer, want=400)
    assert len(shift["places"]) == 400
    assert all(place["kept"]["fields"] for place in shift["places"])
