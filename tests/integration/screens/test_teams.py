"""The teams of a unit on its page: set up, under a decision of the register, changed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotich.campaign.papers.operations import number_paper, record_paper
from hotich.staff.models import Team
from hotich.support.time import now as clock
from hotich.support.time import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar(own: Any) -> Client:
    client = Client()
    client.force_login(own.officers["registrar"])
    return client


def decision_of(side: Any, number: str) -> Any:
    common = {"actor": side.officers["registrar"], "now": clock()}
    paper = record_paper(
        **common, campaign=side.campaign, agency=side.world.committee, kind="team_decision",
        about="Thành lập Tổ", symbol="QĐ-UBND",
    )  # fmt: skip
    return number_paper(**common, paper_id=paper.pk, number=number, dated=today())


def test_the_roster_says_who_was_put_where_and_what_another_did_meanwhile(own: Any) -> None:
    client, world, day = Client(), own.world, (today() + timedelta(days=4)).isoformat()
    client.force_login(own.officers["team_leader"])
    roster = {"to": world.team.pk, "ngay": day}
    said = roster | {"ca": 2, "may": world.station.code, "can-bo": own.officers["keyer"].pk, "thay": ""}
    answer = client.post("/lich-truc/sap/", said)
    assert answer.url.endswith(f"#o-2-{world.station.pk}")
    page = client.get("/lich-truc/", roster).content.decode()
    assert f"Đã sắp {own.officers['keyer']}: ca 2 ngày" in page
    assert f'id="o-2-{world.station.pk}"' in page
    helper = own.officers["helper"]
    again = client.post("/lich-truc/sap/", said | {"can-bo": helper.pk})
    assert again.status_code == 409
    assert f"vừa được sắp cho {own.officers['keyer']}" in again.content.decode()
    seen = re.search(
        r'name="may" value="[^"]+"><input type="hidden" name="thay" value="(\d+)"', again.content.decode()
    )
    assert seen is not None
    assert client.post("/lich-truc/sap/", said | {"can-bo": helper.pk, "thay": seen[1]}).status_code == 302


def test_a_team_is_set_up_under_the_decision_in_the_register(own: Any, registrar: Client) -> None:
    paper = decision_of(own, "40")
    assert "số 40/QĐ-UBND" in registrar.get("/to/").content.decode()
    keyer = own.officers["keyer"]
    said = {
        "ten": "Tổ thứ hai", "loai": "data_entry", "co-quan": own.world.police.pk, "can-bo": [keyer.pk],
        "quyet-dinh": str(paper.pk),
    }  # fmt: skip
    answer = registrar.post("/to/lap/", said)
    team = Team.objects.get(name="Tổ thứ hai")
    assert answer["Location"] == f"/to/{team.pk}/"
    assert (team.decision_number, team.decision_date) == ("40/QĐ-UBND", today())
    assert list(team.members.all()) == [keyer]


def test_what_is_refused_stands_as_it_was_typed(own: Any, registrar: Client) -> None:
    keyer = own.officers["keyer"]
    said = {
        "ten": "Tổ thứ hai", "loai": "inspection", "co-quan": own.world.police.pk, "can-bo": [keyer.pk],
        "so-qd": "41/QĐ-UBND",
    }  # fmt: skip
    answer = registrar.post("/to/lap/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ghi cả số và ngày quyết định" in page
    assert 'value="Tổ thứ hai"' in page and 'value="41/QĐ-UBND"' in page
    assert re.search(rf'value="{keyer.pk}" checked', page)
    assert 'value="inspection" selected' in page
    assert not Team.objects.filter(name="Tổ thứ hai").exists()


def test_a_team_of_nobody_under_no_decision_is_not_set_up_nor_left(own: Any, registrar: Client) -> None:
    said = {"ten": "Tổ thứ hai", "loai": "data_entry", "co-quan": own.world.police.pk}
    answer = registrar.post("/to/lap/", said)
    assert answer.status_code == 422
    assert "Chọn thành viên, hoặc ghi số và ngày quyết định" in answer.content.decode()
    assert not Team.objects.filter(name="Tổ thứ hai").exists()
    team = own.world.team
    members = list(team.members.values_list("pk", flat=True))
    left = registrar.post(f"/to/{team.pk}/luu/", {"ten": team.name, "dang-la": members})
    assert left.status_code == 422
    assert sorted(team.members.values_list("pk", flat=True)) == sorted(members)


def test_a_book_is_not_given_to_any_machine_where_one_of_another_ward_was_named(
    two_wards: tuple[Any, Any],
) -> None:
    own, foreign = two_wards
    leader = Client()
    leader.force_login(own.officers["team_leader"])
    said = {"so": own.spare.pk, "to": own.world.team.pk, "may": foreign.world.station.code}
    assert leader.post("/phan-cong/giao/", said).status_code == 404
    assert not own.spare.assignments.exists()
    assert leader.post("/phan-cong/giao/", said | {"may": ""}).status_code == 302
    assert own.spare.assignments.get().station is None


def test_who_leaves_a_team_before_his_shifts_is_named_with_them(own: Any, registrar: Client) -> None:
    team, keyer = own.world.team, own.officers["keyer"]
    assert keyer in team.members.all()
    stay = [one.pk for one in team.members.exclude(pk=keyer.pk)]
    said = {
        "ten": team.name, "so-qd": "12/QĐ-UBND", "ngay-qd": (today() - timedelta(days=1)).isoformat(),
        "dang-la": [*stay, keyer.pk], "can-bo": stay,
    }  # fmt: skip
    page = registrar.post(f"/to/{team.pk}/luu/", said, follow=True).content.decode()
    assert "còn 1 ca trực" in page
    assert set(team.members.values_list("pk", flat=True)) == set(stay)


def test_a_decision_of_another_ward_is_not_taken(two_wards: tuple[Any, Any], registrar: Client) -> None:
    own, foreign = two_wards
    said = {"ten": own.world.team.name, "quyet-dinh": str(decision_of(foreign, "50").pk)}
    for wrong in (said, said | {"quyet-dinh": "khong-phai"}):
        assert registrar.post(f"/to/{own.world.team.pk}/luu/", wrong).status_code == 422
    team = Team.objects.get(pk=own.world.team.pk)
    assert team.decision_number == ""
