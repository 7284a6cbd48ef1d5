"""The cause of death: keyed by whoever keys the book, seen by those who answer for it, masked for everybody else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, typed
from django.test import Client

pytestmark = pytest.mark.django_db

CAUSE = "Viêm phổi thử nghiệm"
DEAD = {
    "registration.number": typed("7"),
    "registration.date": typed("03/05/2016"),
    "deceased.full_name": typed("Điểu Long"),
    "deceased.sex": typed("Nam"),
    "deceased.birth_date": typed("1941"),
    "deceased.death_date": typed("01/05/2016"),
    "deceased.death_cause": typed(CAUSE),
}
SEES = ("keyer", "helper", "team_leader", "registrar")
SEES_NOT = ("verifier", "police_head", "list_keeper")


@pytest.fixture
def death(world: Any) -> Desk:
    """A finished entry of a book of deaths, keyed by a helper."""
    world.book = world.new_book(kind="KT", edition="KT/2016", year_opened=2016)
    world.assign(world.book)
    desk = Desk(world, world.officer("helper"))
    desk.open()
    desk.key(DEAD)
    return desk


def shown(desk: Desk, position: str, address: str) -> str:
    client = Client()
    client.force_login(desk.world.officer(position))
    answer = client.get(address)
    assert answer.status_code == 200
    is_json = "json" in answer.headers["Content-Type"]
    return json.dumps(answer.json(), ensure_ascii=False) if is_json else answer.content.decode()


def test_the_entry_itself_is_not_restricted(death: Desk) -> None:
    from hotich.entries.models import Entry

    assert not Entry.objects.unscoped("a test's own entry").get(pk=death.entry).sensitive


@pytest.mark.parametrize("address", ["/truong-hop/{}/", "/api/entries/{}"])
def test_the_cause_of_death_is_masked_on_page_and_in_the_api(death: Desk, address: str) -> None:
    for position in SEES:
        assert CAUSE in shown(death, position, address.format(death.entry)), position
    for position in SEES_NOT:
        page = shown(death, position, address.format(death.entry))
        assert "Điểu Long" in page
        assert CAUSE not in page, position


def test_it_says_why_there_is_no_value(death: Desk) -> None:
    assert "hạn chế xem" in shown(death, "list_keeper", f"/truong-hop/{death.entry}/")
    row = json.loads(shown(death, "list_keeper", f"/api/entries/{death.entry}"))
    assert row["fields"]["deceased.death_cause"]["m"] == "restricted"
    assert row["fields"]["deceased.death_cause"]["v"] is None


def test_the_desk_gives_the_helper_back_what_he_keyed(death: Desk) -> None:
    session = Client()
    session.force_login(death.officer)
    answer = session.post("/api/desk/shift", {"entry": str(death.entry)}, content_type="application/json")
    assert answer.status_code == 200
    assert CAUSE in json.dumps(answer.json(), ensure_ascii=False)


def test_it_leaves_in_a_file_for_a_reason_alone(death: Desk, tmp_path: Path) -> None:
    import openpyxl

    from hotich.entries.models import Entry
    from hotich.integration.exports import export_entries

    Entry.objects.unscoped("a test's own entry").filter(pk=death.entry).update(
        first_completed_at=death.world.now, status="completed"
    )

    def causes(**options: Any) -> tuple[int, list[Any]]:
        out = tmp_path / "kt.xlsx"
        report = export_entries(kind="KT", format="moj", out=out, now=death.world.now, **options)
        heading, *rows = openpyxl.load_workbook(out).worksheets[0].iter_rows(values_only=True)
        return report.masked, [row[heading.index("nktNguyenNhanChet")] for row in rows]

    assert causes(with_sensitive=False) == (1, [None])
    assert causes() == (0, [CAUSE])
