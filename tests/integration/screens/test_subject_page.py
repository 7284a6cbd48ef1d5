"""The page of one subject: the nearest, the decision, and the history, within a bounded number of queries."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from making import campaign_of, citizen, entry_about, extract_of, seek

from hotich.cases import operations as cases
from hotich.linkage.models import LookUp, Showing
from hotich.linkage.working import Working

pytestmark = pytest.mark.django_db

TWIN = {"personal_id": "070306000013", "full_name": "Nguyễn Thị Huệ"}
MOST = 35


@pytest.fixture
def page(desk: Desk) -> Any:
    """Opens the page of the desk's entry and gives its text."""
    client = Client()
    client.force_login(desk.officer)

    def opened(found: LookUp | None = None, *, officer: Any = None) -> str:
        if officer is not None:
            client.force_login(officer)
        response = client.get(
            f"/cho-tra-cuu/{desk.entry}/child/" + (f"?lan={found.pk}" if found is not None else "")
        )
        assert response.status_code == 200
        return response.content.decode()

    return opened


def look(desk: Desk, **more: Any) -> LookUp:
    return seek(**{"actor": desk.officer, "entry_id": desk.entry, "role": "child"} | more)


@pytest.fixture
def ward(desk: Desk) -> Desk:
    """A ward that searches extracts."""
    _, (unit,) = campaign_of(desk.world)
    unit.look_up_way = "extract"
    unit.save()
    return desk


def test_the_twin_is_named_where_it_would_be_said_that_it_is_her(ward: Desk, page: Any) -> None:
    extract_of(citizen(**TWIN))
    entry_about(ward)
    text = page(look(ward, second=True))
    decision = text[text.index("decide") :]
    assert "Có thể là anh chị em sinh đôi của người trong sổ" in decision
    assert "không trùng khớp, mở hồ sơ" in decision
    assert "Trích xuất ngày" in text
    assert "phạm vi toàn quốc" in text


def test_nobody_is_concluded_missing_from_a_first_search(ward: Desk, page: Any) -> None:
    extract_of(citizen(**TWIN))
    entry_about(ward)
    assert 'value="not_found"' not in page(look(ward))
    assert 'value="not_found"' in page(look(ward, second=True))


def test_less_than_the_nation_says_what_it_can_say(ward: Desk, page: Any) -> None:
    extract = extract_of(citizen(**TWIN), coverage="province")
    entry_about(ward)
    text = page(look(ward, second=True))
    assert f"không có trong trích xuất ngày {extract.as_of:%d/%m/%Y} (phạm vi toàn tỉnh)" in text
    assert "ghi chờ" in text


def test_opening_what_a_colleague_searched_shows_it_to_this_officer(ward: Desk, page: Any) -> None:
    extract_of(citizen())
    entry_about(ward)
    found = look(ward, second=True)
    colleague = ward.world.officer("keyer")
    page(found, officer=colleague)
    page(found, officer=colleague)
    assert sorted(Showing.objects.values_list("officer_id", flat=True)) == sorted(
        [ward.officer.pk, colleague.pk]
    )


def test_superseded_judgements_and_every_search_stay_in_the_history(ward: Desk, page: Any) -> None:
    extract_of(citizen())
    entry_about(ward)
    found = look(ward)
    said = {"actor": ward.officer, "entry_id": ward.entry, "role": "child", "look_up_id": found.pk}
    cases.judge(**said, decision="undecided")
    cases.judge(**said, decision="same_person", candidate="1")
    text = page()
    history = text[text.index("Các lần tra cứu và xác định") :]
    assert history.count("(đã thay)") == 1
    assert "Xác định: đúng người này" in history
    assert found.model[:8] in history
    assert f'href="?lan={found.pk}"' in history


def test_blind_work_shows_neither_the_register_nor_what_is_being_keyed_again(desk: Desk, page: Any) -> None:
    _, (unit,) = campaign_of(desk.world, working="blind")
    unit.look_up_way = "extract"
    unit.save()
    extract_of(citizen(birth_date="02/03/2007"))
    entry_about(desk)
    found = cases.search(actor=desk.officer, entry_id=desk.entry, role="child", working=Working(blind=True))
    text = page(found)
    assert "Nhập lại lần hai từ sổ" in text
    assert [value for value in ("02/03/2007", "02/03/2006", "lệch một năm", " %") if value in text] == []
    client = Client()
    client.force_login(desk.officer)
    address = f"/cho-tra-cuu/{desk.entry}/child/{found.pk}/nhap-lai/"
    client.post(address, {"lai-child.birth_date": "02/03/2006"})
    assert "02/03/2007" in page(found)


def test_ten_candidates_cost_no_more_queries_than_one(ward: Desk, page: Any) -> None:
    extract_of(*(citizen(personal_id=f"0703060001{number:02}") for number in range(10)))
    entry_about(ward)
    found = look(ward)
    assert found.found == 10
    page(found)
    with CaptureQueriesContext(connection) as queries:
        page(found)
    assert len(queries) <= MOST, "\n".join(one["sql"][:150] for one in queries)
