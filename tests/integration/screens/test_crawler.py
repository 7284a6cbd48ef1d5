"""Every address × every position: what opens, what is refused, and that nothing of another ward ever shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from tests.integration.screens.addresses import urls
from tests.integration.screens.door import NOBODYS, Door
from tests.integration.screens.doors import DOORS, OF_ONES_OWN_ACCOUNT, OPEN

from hotich.staff.permissions import POSITIONS

pytestmark = pytest.mark.django_db

Wards = tuple[Any, Any]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def clients(side: Any) -> dict[str, Client]:
    """Every position, signed in."""
    signed_in = {}
    for code, officer in side.officers.items():
        signed_in[code] = Client()
        signed_in[code].force_login(officer)
    return signed_in


def ask(client: Client, door: Door, side: Any, *, method: str = "", target: Any = None) -> HttpResponse:
    """The answer of a door to its own method or another; `target` has the ids, `side` the rest."""
    address = door.address(target or side)
    data = door.data(side)
    with undone():
        kind = {"content_type": "application/json"} if door.json else {}
        return getattr(client, method or door.method)(address, data, **kind)


def text_of(response: HttpResponse) -> str:
    """What the officer can read in it: the page, or every cell of the workbook."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.streaming:
        response.streaming_content = [content]  # a stream is read once, a page is looked at again and again
    if "spreadsheet" in response.headers.get("Content-Type", ""):
        import openpyxl

        book = openpyxl.load_workbook(BytesIO(content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return content.decode("utf-8", "replace") + response.headers.get("Location", "")


def words_in(text: str, side: Any) -> set[str]:
    """Which of a ward's own words stand in it, whole: five digits may lie in any id or key."""
    return {word for word in side.words if re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text)}


def sentence_of(response: HttpResponse) -> str:
    """What a page says in its own words, for the message of a failure."""
    words = re.sub(r"<[^>]+>|\s+", " ", text_of(response).partition("<main")[2])
    return " ".join(words.split())[:300]


def nothing_there() -> Any:
    """Stands where a ward stands, with ids that nothing bears."""
    gone = SimpleNamespace(pk=NOBODYS, code="00000")
    account = SimpleNamespace(pk=999_999_999)
    plan = SimpleNamespace(
        basis=account,
        file=gone,
        task=gone,
        part=account,
        item=account,
        contact=account,
        version=gone,
        line=account,
    )
    names = (
        "matched",
        "mismatched",
        "pending",
        "unfinished",
        "page",
        "case",
        "batch",
        "report",
        "town_report",
        "spare",
        "minutes",
        "completion",
        "pair",
        "noted",
        "change",
        "saved",
        "mark",
        "export",
        "scan",
        "check",
        "lot",
        "to_sample",
        "update",
        "drafted",
        "numbered",
        "signed",
        "item",
    )
    steering = SimpleNamespace(
        flag=gone, measure=gone, visit=gone, finding=gone, obstacle=gone, answer=account
    )
    return SimpleNamespace(
        **dict.fromkeys(names, gone), plan=plan, steering=steering, note=0, duty=account, outage=account, helper=account, question=SimpleNamespace(seq=1), contest=account, correction=account, sending=account, town_sending=account, declaration=account, reporting=gone, look_up=gone, officers={"checker": account, "helper": account},
        world=SimpleNamespace(station=gone, team=account, committee=gone, unit=account),
        book=SimpleNamespace(pk=NOBODYS, assignments=SimpleNamespace(get=lambda: gone)),
    )  # fmt: skip


def expected(door: Door, position: str) -> int:
    if door.capability is not None and door.capability not in POSITIONS[position]:
        return door.refused
    return door.but.get(position, door.ok)


def every(side: Any, check: Callable[[str, Client, Door], str | None]) -> None:
    """Fails with one line per (position, address) that answers otherwise than it must."""
    signed_in = clients(side)
    wrong = [
        f"{position} {door.method.upper()} {door.name}: {problem}"
        for door in DOORS
        for position, client in signed_in.items()
        if (problem := check(position, client, door))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_address_is_missing_from_the_table() -> None:
    known = {door.name for door in DOORS} | OF_ONES_OWN_ACCOUNT | OPEN
    assert {name for name, _ in urls()} == known


def test_the_table_says_what_the_views_demand() -> None:
    views = dict(urls())
    demanded = {
        door.name: getattr(views[door.name], "capability", None)
        for door in DOORS
        if not door.name.startswith("api-1:")
    }
    assert demanded == {door.name: door.capability for door in DOORS if not door.name.startswith("api-1:")}


def test_every_position_opens_what_it_may_and_nothing_else(two_wards: Wards) -> None:
    own, foreign = two_wards

    def check(position: str, client: Client, door: Door) -> str | None:
        response = ask(client, door, own)
        wanted = expected(door, position)
        if response.status_code != wanted:
            return f"{response.status_code}, not {wanted}: {sentence_of(response)}"
        if response.headers.get("Location", "").startswith("/dang-nhap/"):
            return "is sent to the sign-in page"
        if position == "admin" and door.name in {"accounts", "stations", "station"}:
            return None  # accounts and machines are the installation's
        shown = words_in(text_of(response), foreign)
        return f"shows {shown} of another ward" if shown else None

    every(own, check)


def test_what_belongs_to_another_ward_looks_as_if_it_were_not_there(two_wards: Wards) -> None:
    own, foreign = two_wards
    gone = nothing_there()

    def check(position: str, client: Client, door: Door) -> str | None:
        if (
            door.parts is None
            or door.foreign is None
            or (position == "admin" and door.name in {"station", "give_station", "retire_station"})
        ):
            return None
        response = ask(client, door, own, target=foreign)
        may = door.capability in POSITIONS[position]
        wanted = door.foreign if may else door.refused
        if response.status_code != wanted:
            return f"{response.status_code}, not {wanted}, for an id of another ward"
        if wanted != 404:
            return None
        absent = ask(client, door, own, target=gone)
        if (absent.status_code, bare(absent)) != (404, bare(response)):
            return "another ward's id and one that is not there are told apart"
        return None

    every(own, check)


def bare(response: HttpResponse) -> str:
    """The page without what differs at every request: the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(response))


def test_what_is_named_in_a_form_must_be_of_the_ward_too(two_wards: Wards) -> None:
    own, foreign = two_wards
    leader, registrar = clients(own)["team_leader"], clients(own)["registrar"]
    foreign_book = {"so": foreign.spare.pk, "to": own.world.team.pk}
    foreign_team = {"so": own.spare.pk, "to": foreign.world.team.pk}
    foreign_officer = {"so": own.spare.pk, "to": own.world.team.pk, "can-bo": foreign.officers["keyer"].pk}
    answers = {
        "a book": leader.post("/phan-cong/giao/", foreign_book),
        "a team": leader.post("/phan-cong/giao/", foreign_team),
        "an officer": leader.post("/phan-cong/giao/", foreign_officer),
        "who takes over": leader.post(
            f"/phan-cong/tiep-nhan/{own.unfinished.pk}/", {"can-bo": foreign.officers["keyer"].pk}
        ),
        "a receiving agency": leader.post(
            "/ban-giao/lap/luu/",
            {"so": own.spare.pk, "ben-nhan": foreign.world.police.code, "cach": "return"},
        ),
        "a book to give": leader.post(
            "/ban-giao/lap/luu/",
            {"so": foreign.spare.pk, "ben-nhan": own.world.committee.code, "cach": "return"},
        ),
        "a label": registrar.get(f"/so/nhan.pdf?so={foreign.spare.pk}"),
        "pairs of a ward": registrar.post("/nghi-trung/xac-dinh/", {"cap": foreign.pair.pk}),
        "a look-up": leader.post(
            f"/cho-tra-cuu/{own.pending.pk}/child/xac-dinh/",
            {"xac-dinh": "undecided", "lan": foreign.look_up.pk},
        ),
        "the search shown": leader.get(f"/cho-tra-cuu/{own.pending.pk}/child/?lan={foreign.look_up.pk}"),
        "the book to key next": leader.post(
            "/api/desk/shift", {"book": str(foreign.book.pk)}, content_type="application/json"
        ),
        "a case in a batch": clients(own)["list_keeper"].post(
            "/danh-sach-theo-doi-rieng/dot/lap/", {"ho-so": [str(foreign.case.pk)]}
        ),
        "a batch to join": clients(own)["list_keeper"].post(
            "/danh-sach-theo-doi-rieng/dot/lap/", {"ho-so": [str(own.case.pk)], "dot": str(foreign.batch.pk)}
        ),
        "a case on a slip": clients(own)["verifier"].post(
            "/danh-sach-theo-doi-rieng/dot/chuyen/",
            {"ho-so": [str(foreign.case.pk)], "so": "1", "ngay": "2023-06-01"},
        ),
        "a keeper": registrar.post(
            "/danh-sach-theo-doi-rieng/nguoi-theo-doi/",
            {
                "don-vi": own.world.unit.pk,
                "can-bo": foreign.officers["list_keeper"].pk,
                "tu-ngay": "2023-06-01",
            },
        ),
        "the paper of a ward": registrar.get("/danh-sach-theo-doi-rieng/danh-sach.xlsx?don-vi=90002"),
        "the list of a ward": registrar.get("/danh-sach-theo-doi-rieng/?don-vi=90002"),
        "a campaign": registrar.get("/bao-cao/?dot=DOT-90002"),
        "a campaign's workbook": registrar.get("/bao-cao/tai-ve.xlsx?dot=DOT-90002"),
        "a campaign's figures": registrar.get("/bao-cao/tai-ve.json?dot=DOT-90002"),
        "figures of a campaign": registrar.get("/bao-cao/90002/cumulative.total/?dot=DOT-90002"),
        "a plan": registrar.get("/ke-hoach/?dot=DOT-90002"),
        "the tasks of a plan": registrar.get("/ke-hoach/nhiem-vu/?dot=DOT-90002"),
        "the contacts of a plan": registrar.get("/ke-hoach/dau-moi/?dot=DOT-90002"),
        "the targets of a plan": registrar.get("/ke-hoach/chi-tieu/?dot=DOT-90002"),
        "the closing of a campaign": registrar.get("/ket-thuc-dot/?dot=DOT-90002"),
        "the budget of a campaign": registrar.get("/kinh-phi/?dot=DOT-90002"),
        "the volumes of a campaign": registrar.get("/kinh-phi/khoi-luong/?dot=DOT-90002"),
        "a paper of a campaign": registrar.get("/van-ban/soan/confidentiality/?dot=DOT-90002"),
        "the room of a campaign": leader.get("/chien-dich/?dot=DOT-90002"),
        "the readiness of a ward": registrar.get("/ke-hoach/san-sang/?don-vi=90002"),
        "a search among books": registrar.get("/so/?tim=1998&loai=KS&trang=2"),
    }
    refused = {
        "a case in a batch", "a batch to join", "a case on a slip", "a keeper",
        "a book", "a team", "who takes over", "a receiving agency", "a look-up", "figures of a campaign", "a book to give",
        "a label", "pairs of a ward", "a campaign", "a campaign's workbook", "a campaign's figures", "a plan", "the tasks of a plan",
        "the contacts of a plan", "the targets of a plan", "the readiness of a ward", "the closing of a campaign",
        "the budget of a campaign", "the volumes of a campaign", "a paper of a campaign", "the room of a campaign",
    }  # fmt: skip
    for what, answer in answers.items():
        shown = words_in(text_of(answer), foreign)
        assert not shown, f"{what}: shows {shown}"
        if what in refused:
            assert answer.status_code == 404, f"{what}: {answer.status_code}"
    own.spare.refresh_from_db()
    assert not own.spare.assignments.exists()
    assert answers["an officer"].status_code in (404, 409)


def test_a_work_grant_of_one_ward_does_not_reach_into_another(two_wards: Wards) -> None:
    from hotich.entries import grants
    from hotich.entries.models import EntryAction
    from hotich.entries.operations import leases_of
    from hotich.support.ids import uuid7
    from hotich.support.time import now

    own, foreign = two_wards
    keyer, station = own.officers["keyer"], own.world.station
    client = clients(own)["keyer"]
    client.post("/api/desk/shift", {}, content_type="application/json")
    grant = grants.issue(officer=keyer, station=station, leases=leases_of(keyer, station, now()), now=now())
    before = EntryAction.objects.count()
    packet = {
        "tx_id": str(uuid7()), "entry": str(foreign.unfinished.pk), "book": str(foreign.book.pk), "pass": 0,
        "base_seq": 2, "grant": grant, "type": "fields_keyed",
        "payload": {"child.full_name": {"v": "Ai đó", "m": None, "o": "typed"}},
    }  # fmt: skip
    for tampered in (packet, packet | {"book": str(own.book.pk)}):
        answer = client.post("/api/sync", {"packets": [tampered]}, content_type="application/json").json()
        assert answer["results"][0]["status"] == "refused"
        assert "Quàng" not in str(answer)
    assert EntryAction.objects.count() == before


def test_a_stranger_gets_the_sign_in_page_and_programs_a_refusal(own: Any) -> None:
    stranger = Client()
    wrong = []
    for door in DOORS:
        response = ask(stranger, door, own)
        if door.name.startswith("api-1:"):
            right = response.status_code == 401 and response.json()["code"] == "not_signed_in"
        else:
            right = response.status_code == 302 and response.headers["Location"].startswith(
                "/dang-nhap/?next="
            )
        if not right:
            wrong.append(f"{door.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_nothing_is_changed_without_the_forms_token(own: Any) -> None:
    wrong = []
    for code in ("team_leader", "registrar", "device_officer", "admin"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(own.officers[code])
        for door in DOORS:
            if (response := ask(client, door, own, method="post")).status_code not in (403, 405):
                wrong.append(f"{code} {door.name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


def test_an_address_answers_to_its_own_method_only(own: Any) -> None:
    """Looking never changes anything, and what changes something cannot be a link."""
    wrong = []
    served = {(door.address(own), door.method) for door in DOORS}
    for code, client in clients(own).items():
        for door in DOORS:
            other = "get" if door.method == "post" else "post"
            if (
                door.name in {"choose_station", "choose_check_station"}
                or (door.address(own), other) in served
            ):
                continue  # it takes the officer's choice of his machine; or another door answers to the other method
            status = ask(client, door, own, method=other).status_code
            if status != 405:
                wrong.append(f"{code} {other.upper()} {door.name}: {status}")
    assert not wrong, "\n".join(wrong)
