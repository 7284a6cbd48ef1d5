"""Restricted entries: every address that shows entries, asked by every position."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.integration.screens.doors import DOORS
from tests.integration.screens.test_crawler import clients, expected, text_of

from hotich.reports.periods import day_at
from hotich.support.time import now

pytestmark = pytest.mark.django_db

ANSWERABLE = {"keyer", "helper", "team_leader", "registrar", "justice_officer", "justice_head"}
"""Who keys the book, the registrar and the justice officers of the unit. Who checks it sees its pages, and no entry."""
RESTRICTED = ("matched", "mismatched", "pending")
NAMES = {"matched": "Lê Thị A", "mismatched": "Lê Thị B", "pending": "Lê Thị C"}


@pytest.fixture
def restricted(own: Any) -> Any:
    """The ward, three of whose four births are restricted, and the change that amends one of them."""
    from hotich.entries.models import Entry
    from hotich.entries.operations import flag
    from hotich.support.time import now

    for what in (*RESTRICTED, "change"):
        entry = getattr(own, what)
        flag(actor=None, entry_id=entry.pk, flags={"sensitive": True}, reason="thử", now=now())
        setattr(own, what, Entry.objects.unscoped("a test's own entry").get(pk=entry.pk))
    return own


def shown(response: Any) -> str:
    """What can be read in an answer, in letters: the API's JSON escapes them."""
    if "json" in response.headers.get("Content-Type", ""):
        return json.dumps(response.json(), ensure_ascii=False)
    return text_of(response)


def may_read(position: str, what: str) -> bool:
    return position in ANSWERABLE or (position == "verifier" and what == "mismatched")


def addresses(side: Any) -> list[str]:
    """Every page and answer of one's own ward, and those of each restricted entry."""
    found = [door.address(side) for door in DOORS if door.method == "get"]
    for what in RESTRICTED:
        pk = getattr(side, what).pk
        found += [
            f"/truong-hop/{pk}/",
            f"/api/entries/{pk}",
            f"/cho-tra-cuu/{pk}/child/",
        ]
    groups = ("trung-khop", "khong-trung-khop", "can-chon", "trung-nhau", "khong-thay", "chua-doi-chieu")
    return found + [f"/cho-tra-cuu/so/{side.book.pk}/?nhom={group}" for group in groups]


def test_no_address_shows_the_name_of_a_restricted_entry_to_who_may_not_see_it(restricted: Any) -> None:
    leaks = []
    for position, client in clients(restricted).items():
        for address in addresses(restricted):
            text = shown(client.get(address))
            leaks += [
                f"{position} {address}: {NAMES[what]}"
                for what in RESTRICTED
                if NAMES[what] in text and not may_read(position, what)
            ]
    assert leaks == []


def test_who_may_see_a_restricted_entry_opens_it_as_any_other(restricted: Any) -> None:
    for position, client in clients(restricted).items():
        for what in RESTRICTED:
            if may_read(position, what):
                pk = getattr(restricted, what).pk
                assert NAMES[what] in text_of(client.get(f"/truong-hop/{pk}/")), (position, what)
                assert (
                    client.get(f"/api/entries/{pk}").json()["fields"]["child.full_name"]["v"] == NAMES[what]
                )


def test_the_same_addresses_show_the_names_where_nothing_is_restricted(own: Any) -> None:
    """The test above would pass on empty pages."""
    inspector, verifier = (clients(own)[code] for code in ("inspector", "verifier"))
    for client, address, what in (
        (inspector, f"/so/{own.book.pk}/", "pending"),
        (inspector, f"/truong-hop/{own.matched.pk}/", "matched"),
        (inspector, "/danh-sach-theo-doi-rieng/", "mismatched"),
        (inspector, f"/danh-sach-theo-doi-rieng/{own.case.pk}/", "mismatched"),
        (inspector, f"/bao-cao/90001/cumulative.total/?ngay={day_at(own.campaign, now())}", "matched"),
        (inspector, f"/api/entries/{own.matched.pk}", "matched"),
        (verifier, "/cho-tra-cuu/", "pending"),
        (verifier, f"/cho-tra-cuu/so/{own.book.pk}/?nhom=chua-doi-chieu", "pending"),
        (verifier, f"/cho-tra-cuu/{own.pending.pk}/child/", "pending"),
    ):
        assert NAMES[what] in shown(client.get(address)), address


@pytest.mark.parametrize("position", ["police_head", "list_keeper", "inspector"])
def test_everybody_else_sees_that_the_entry_is_there(restricted: Any, position: str) -> None:
    client = clients(restricted)[position]
    book = text_of(client.get(f"/so/{restricted.book.pk}/"))
    assert book.count("hạn chế") == len(RESTRICTED)
    assert restricted.matched.number in book
    page = client.get(f"/truong-hop/{restricted.matched.pk}/")
    assert page.status_code == 200
    assert f"số {restricted.matched.number}" in text_of(page)
    assert "hạn chế" in text_of(page)
    row = client.get(f"/api/entries/{restricted.matched.pk}").json()
    assert (row["number"], row["kind"], row["restricted"]) == (restricted.matched.number, "KS", True)
    assert (row["fields"], row["annotations"], row["findings"], row["subjects"]) == ({}, [], [], [])


def test_the_tracking_list_shows_a_restricted_case_without_person_number_and_values(restricted: Any) -> None:
    keeper = clients(restricted)["list_keeper"]
    listed = text_of(keeper.get("/danh-sach-theo-doi-rieng/"))
    assert f"Số {restricted.case.number}" in listed
    assert "hạn chế" in listed
    number = restricted.case.personal_id
    opened = text_of(keeper.get(f"/danh-sach-theo-doi-rieng/{restricted.case.pk}/"))
    assert "Ngày sinh" in opened
    for page in (listed, opened):
        assert number[:3] + "•" not in page
        assert number not in page
        assert "05/03/2006" not in page


def test_a_verifier_sees_the_entry_of_an_open_case_and_loses_it_when_the_case_is_over(
    restricted: Any,
) -> None:
    from tests.integration.screens.holdings import seen_as

    from hotich.cases.operations import record_and_judge

    verifier = clients(restricted)["verifier"]
    address = f"/truong-hop/{restricted.mismatched.pk}/"
    assert "Lê Thị B" in text_of(verifier.get(address))
    record_and_judge(
        actor=restricted.officers["keyer"], entry_id=restricted.mismatched.pk, role="child",
        personal_id=restricted.case.personal_id, outcome="matched", reason="", **seen_as("Lê Thị B"),
    )  # fmt: skip
    assert "Lê Thị B" not in text_of(verifier.get(address))


def test_who_may_not_see_an_entry_can_neither_look_it_up_nor_judge_it(restricted: Any) -> None:
    verifier = clients(restricted)["verifier"]
    pk = restricted.pending.pk
    assert verifier.get(f"/cho-tra-cuu/{pk}/child/").status_code == 403
    assert verifier.post(f"/cho-tra-cuu/{pk}/child/tra-cuu/").status_code in (403, 404)
    asked = verifier.post(f"/api/entries/{pk}/look-ups", {"role": "child"}, content_type="application/json")
    assert asked.status_code == 403
    said = {"role": "child", "decision": "undecided", "look_up": str(restricted.look_up.pk)}
    assert (
        verifier.post(f"/api/entries/{pk}/judgements", said, content_type="application/json").status_code
        == 403
    )


def test_a_restricted_entry_waits_in_the_queue_of_those_alone_who_may_look_it_up(restricted: Any) -> None:
    everybody = clients(restricted)
    assert "Lê Thị C" in text_of(everybody["keyer"].get("/cho-tra-cuu/"))
    assert "Không còn ai chờ tra cứu" in text_of(everybody["verifier"].get("/cho-tra-cuu/"))


def test_the_picture_of_a_page_with_a_restricted_entry_is_not_shown_to_others(restricted: Any) -> None:
    everybody = clients(restricted)
    address = f"/anh/{restricted.page.pk}.webp"
    assert everybody["inspector"].get(address).status_code == 403
    # The page of this test has no picture to draw.
    assert everybody["checker"].get(address).status_code == 404


def test_seeing_a_restricted_entry_that_another_keyed_is_on_record_as_such(restricted: Any) -> None:
    from hotich.audit.models import AuditEvent

    def last(position: str, address: str) -> Any:
        before = AuditEvent.objects.count()
        client = clients(restricted)[position]
        client.get(address)
        assert AuditEvent.objects.count() > before, address
        return AuditEvent.objects.order_by("-at", "-pk")[0]

    pk = str(restricted.matched.pk)
    for address in (f"/truong-hop/{pk}/", f"/api/entries/{pk}"):
        event = last("registrar", address)
        assert (event.kind, event.subject, event.detail) == (
            "entry.viewed",
            f"entry:{pk}",
            {"sensitive": True},
        )
        assert last("keyer", address).detail == {}
    event = last("registrar", f"/so/{restricted.book.pk}/")
    assert (event.kind, event.subject) == ("sensitive.listed", f"book:{restricted.book.pk}")
    assert event.detail == {"entries": sorted(str(getattr(restricted, what).pk) for what in RESTRICTED)}


def test_a_list_that_shows_restricted_names_to_nobody_is_not_on_record(restricted: Any) -> None:
    from hotich.audit.models import AuditEvent

    before = AuditEvent.objects.count()
    clients(restricted)["inspector"].get(f"/so/{restricted.book.pk}/")
    clients(restricted)["keyer"].get(f"/so/{restricted.book.pk}/")
    assert AuditEvent.objects.count() == before


def test_a_list_costs_no_more_questions_for_many_restricted_entries(restricted: Any) -> None:
    from tests.integration.screens.test_lists import grow, queries, signed_in

    from hotich.entries.models import Entry

    pages = [
        ("registrar", f"/so/{restricted.book.pk}/"),
        ("registrar", "/danh-sach-theo-doi-rieng/"),
        ("keyer", "/cho-tra-cuu/"),
        ("keyer", f"/cho-tra-cuu/so/{restricted.book.pk}/"),
        ("registrar", "/bao-cao/90001/cumulative.total/"),
    ]
    few = {path: queries(signed_in(restricted, code), path) for code, path in pages}
    grow(restricted, 20)
    Entry.objects.unscoped("a test's own entries").update(sensitive=True)
    many = {path: queries(signed_in(restricted, code), path) for code, path in pages}
    assert {path: (few[path], n) for path, n in many.items() if n > few[path]} == {}


def test_a_position_opens_every_door_it_did_before(restricted: Any) -> None:
    """A restricted row is a row: no page of the ward breaks on one."""
    wrong = []
    for position, client in clients(restricted).items():
        for door in DOORS:
            if door.method != "get" or door.name in (
                "look_up_subject",
                "page_image",
                "page_tile",
                "question_crop",
                "case_crop",
                "case_file",
                "open_case",
                "desk",
            ):
                continue
            status = client.get(door.address(restricted), door.data(restricted)).status_code
            if status != expected(door, position):
                wrong.append(f"{position} {door.name}: {status}")
    assert wrong == []
