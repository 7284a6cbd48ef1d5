"""Looking up without leading the witness: what is keyed again in both ways, what goes without assistance, what waits."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from desk import Desk, typed
from django.test import Client
from making import campaign_of, citizen, entry_about, extract_of, identity_only, seek

from hotich.campaign.operations import set_way_of_working
from hotich.campaign.queries import way_of, works_blind
from hotich.cases import operations as cases
from hotich.core.assistance import is_assisted
from hotich.entries.errors import NotSeen, ReasonNeeded
from hotich.entries.models import Entry
from hotich.entries.operations import reopen
from hotich.entries.queries import state_of
from hotich.linkage.models import LookUp, Showing
from hotich.linkage.queries import field_differences
from hotich.linkage.working import Working
from hotich.support.errors import NotAllowed
from hotich.support.ids import uuid7
from hotich.support.time import database_now, today

pytestmark = pytest.mark.django_db

OTHER_DATE = {"birth_date": "02/03/2007"}
PERSON = {"decision": "same_person", "candidate": "1"}


class Door:
    """An officer who talks to the addresses of one entry."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.client = Client(raise_request_exception=False)
        self.client.force_login(desk.officer)

    def post(self, address: str, **body: Any) -> tuple[int, Any]:
        response = self.client.post(
            f"/api/entries/{self.desk.entry}/{address}",
            {"role": "child"} | body,
            content_type="application/json",
        )
        return response.status_code, response.json()

    def waiting(self) -> dict[str, Any]:
        return dict(self.client.get("/api/look-ups/waiting").json())


@pytest.fixture
def door(desk: Desk) -> Door:
    return Door(desk)


@pytest.fixture
def confirm(door: Door) -> Door:
    campaign_of(door.desk.world, working="confirm")
    return door


@pytest.fixture
def blind(door: Door) -> Door:
    campaign_of(door.desk.world, working="blind")
    return door


def leaks(answer: Any, *values: str) -> list[str]:
    text = json.dumps(answer, ensure_ascii=False)
    return [value for value in values if value in text]


# -- confirm work


def test_confirm_work_says_which_fields_agree_and_no_value_before_what_differs_was_keyed_again(
    confirm: Door,
) -> None:
    extract_of(citizen(**OTHER_DATE, hometown="Minh Hưng"))
    entry_about(confirm.desk)
    _, hidden = confirm.post("look-ups")
    assert (hidden["hidden"], hidden["to_key_again"]) == (True, ["child.birth_date"])
    assert hidden["agreements"] == {"child.full_name": True, "child.birth_date": False, "child.sex": True}
    assert leaks(hidden, "2007", "Minh Hưng", "070306") == []
    status, refused = confirm.post("judgements", look_up=hidden["id"], **PERSON)
    assert (status, refused["code"]) == (400, "judgement.not_shown")
    again = f"look-ups/{hidden['id']}/second-keying"
    assert (
        confirm.post(again, fields={"child.birth_date": "02/03/2007"})[1]["code"] == "look_up.second_keying"
    )
    _, opened = confirm.post(again, fields={"child.birth_date": "02/03/2006"})
    assert leaks(opened, "02/03/2007", "Minh Hưng") == ["02/03/2007", "Minh Hưng"]
    assert Showing.objects.get().keyed_again == ["child.birth_date"]


def test_where_everything_agrees_the_basic_values_follow_at_once_and_the_number_after_the_judgement(
    confirm: Door,
) -> None:
    extract_of(citizen(hometown="Minh Hưng"))
    identity_only(confirm.desk)
    _, answer = confirm.post("look-ups")
    assert (answer["hidden"], set(answer["agreements"].values())) == (False, {True})
    assert leaks(answer, "Minh Hưng", "070306000012") == ["Minh Hưng"]
    _, judged = confirm.post("judgements", look_up=answer["id"], **PERSON)
    assert judged["personal_id"] == "070306000012"
    assert judged["register"]["hometown"] == "Minh Hưng"


def test_the_parents_names_are_not_shown_before_they_were_read_in_the_book(confirm: Door) -> None:
    extract_of(citizen())
    identity_only(confirm.desk)
    _, answer = confirm.post("look-ups")
    _, judged = confirm.post("judgements", look_up=answer["id"], **PERSON)
    assert leaks([answer, judged], "Trần Thị Bé", "Nguyễn Văn Ba") == []
    confirm.desk.key({"mother.full_name": typed("Trần Thị Bé"), "father.full_name": typed("Nguyễn Văn Ba")})
    _, renewed = confirm.post("look-ups")
    assert leaks(renewed, "Trần Thị Bé") == ["Trần Thị Bé"]


def test_a_column_that_was_keyed_before_seeing_changes_only_with_a_reason(confirm: Door) -> None:
    extract_of(citizen())
    identity_only(confirm.desk)
    confirm.desk.key({"child.ethnicity": typed("Kinh")})
    confirm.post("look-ups")
    with pytest.raises(ReasonNeeded):
        confirm.desk.key({"child.ethnicity": typed("Nùng")})
    confirm.desk.key({"child.ethnicity": typed("Nùng", reason="đọc nhầm")})
    assert state_of(confirm.desk.entry).fields["child.ethnicity"]["o"] == "after_seeing"
    # What says nothing yet when the register is seen is keyed as ever.
    confirm.desk.key({"child.hometown": typed("Minh Hưng")})
    assert state_of(confirm.desk.entry).fields["child.hometown"]["o"] == "typed"


# -- the way, by kind


def test_the_way_is_set_by_kind_with_its_day_and_its_author_and_stays_on_record(world: Any) -> None:
    campaign, _ = campaign_of(world, working="confirm")
    officer = world.officer("justice_officer")
    set_way_of_working(actor=officer, campaign_id=campaign.pk, kind="KS", working="blind", now=database_now())
    assert works_blind(world.unit.pk, "KS", on=today())
    assert not works_blind(world.unit.pk, "KH", on=today())
    assert way_of(campaign, "KS", on=campaign.starts_on) == "confirm", (
        "before that day it was as the campaign says"
    )
    way = campaign.ways.get()
    assert (way.set_by, way.since) == (officer, today())
    set_way_of_working(
        actor=officer, campaign_id=campaign.pk, kind="KS", working="confirm", now=database_now()
    )
    assert not works_blind(world.unit.pk, "KS", on=today())


def test_only_the_justice_office_sets_the_way(world: Any) -> None:
    campaign, _ = campaign_of(world)
    for code in ("keyer", "team_leader", "registrar", "admin"):
        with pytest.raises(NotAllowed):
            set_way_of_working(
                actor=world.officer(code),
                campaign_id=campaign.pk,
                kind="KS",
                working="blind",
                now=database_now(),
            )


def test_what_the_book_says_is_confirmed_from_the_register_only_in_confirm_work(blind: Door) -> None:
    extract_of(citizen(hometown="Minh Hưng"))
    identity_only(blind.desk)
    blind.post("look-ups")
    with pytest.raises(NotSeen):
        blind.desk.key({"child.hometown": typed("Minh Hưng", o="confirmed")})


# -- beside the police machine


def test_what_is_keyed_after_the_police_machine_was_read_stands_as_keyed_beside_it(confirm: Door) -> None:
    identity_only(confirm.desk)
    status, judged = confirm.post(
        "recorded-look-ups", outcome="matched", personal_id="070306000012", searched={"full_name": "Nguyễn Thị Hòa"},
        seen={"full_name": "Nguyễn Thị Hòa", "hometown": "Minh Hưng"}, looked_up_at="2023-06-15T09:00:00+07:00",
    )  # fmt: skip
    assert (status, judged["personal_id"]) == (200, "070306000012")
    confirm.desk.key({"child.hometown": typed("Minh Hưng"), "mother.full_name": typed("Trần Thị Bé")})
    fields = state_of(confirm.desk.entry).fields
    assert fields["child.hometown"]["o"] == "beside_register"
    assert fields["mother.full_name"]["o"] == "typed"


# -- without assistance


def unassisted_id() -> UUID:
    return next(each for each in iter(uuid7, None) if not is_assisted(each, 5))


@pytest.fixture
def unassisted(door: Door) -> Door:
    campaign_of(door.desk.world, unassisted_percent=5)
    extract_of(citizen(**OTHER_DATE))
    door.desk.open(entry_id=unassisted_id())
    door.desk.key_all(mother__full_name="Trần Thị Bé", father__full_name="Nguyễn Văn Ba")
    return door


def test_an_unassisted_entry_is_not_looked_up_before_it_is_finished_whatever_the_desk_asks(
    unassisted: Door,
) -> None:
    recorded = {
        "outcome": "matched", "personal_id": "070306000012", "searched": {"full_name": "Nguyễn Thị Hòa"},
        "seen": {"full_name": "Nguyễn Thị Hòa"}, "looked_up_at": "2023-06-15T09:00:00+07:00",
    }  # fmt: skip
    for address, body in (("look-ups", {}), ("look-ups", {"second": True}), ("recorded-look-ups", recorded)):
        status, refused = unassisted.post(address, **body)
        assert (status, refused["code"]) == (409, "look_up.unassisted")
        assert leaks(refused, "2007", "070306") == []
    assert not LookUp.objects.unscoped("a test").exists()


def test_finished_it_is_looked_up_and_judged_and_what_changes_then_is_a_change_after_seeing(
    unassisted: Door,
) -> None:
    desk = unassisted.desk
    desk.complete()
    before = dict(state_of(desk.entry).fields)
    assert [row["own"] for row in unassisted.waiting()["rows"]] == [True]
    _, hidden = unassisted.post("look-ups")
    assert hidden["to_key_again"] == ["child.birth_date"]
    again = f"look-ups/{hidden['id']}/second-keying"
    _, opened = unassisted.post(again, fields={"child.birth_date": "02/03/2006"})
    _, judged = unassisted.post("judgements", look_up=opened["id"], **PERSON)
    assert judged["outcome"] == "mismatched"
    assert state_of(desk.entry).fields == before, "the keying stands as it was"
    reopen(**desk.common, reason="soát lại")
    for name in ("child.birth_date", "mother.full_name"):
        with pytest.raises(ReasonNeeded):
            desk.key({name: typed("03/03/2007" if "date" in name else "Trần Thị Bè")})
    with pytest.raises(NotSeen):
        desk.key({"child.hometown": typed("Minh Hưng", o="confirmed")})


# -- who waits


def test_the_waiting_list_names_ones_own_first_then_the_helpers_and_nothing_of_the_register(
    confirm: Door, world: Any
) -> None:
    extract_of(citizen(**OTHER_DATE, hometown="Minh Hưng"))
    helper = Desk(world, world.officer("helper"))
    world.assign(world.book, helper.officer)
    entry_about(helper, line=2)
    entry_about(confirm.desk)
    found = confirm.waiting()
    assert (found["own"], found["others"]) == (1, 1)
    assert [(row["own"], row["place"]) for row in found["rows"]] == [
        (True, "trang 1, dòng 1"),
        (False, "trang 1, dòng 2"),
    ]
    assert found["rows"][0]["name"] == "Nguyễn Thị Hòa"
    assert leaks(found, "2007", "Minh Hưng", "070306") == []
    seek(actor=confirm.desk.officer, entry_id=confirm.desk.entry, role="child")
    confirm.post("judgements", look_up=str(newest(confirm).pk), **PERSON)
    assert confirm.waiting()["own"] == 0


def newest(door: Door) -> LookUp:
    found: LookUp = LookUp.objects.visible_to(door.desk.officer).latest("received_at")
    return found


def test_another_ward_sees_nobody_of_this_one_waiting(confirm: Door, elsewhere: Any) -> None:
    entry_about(confirm.desk)
    confirm.client.force_login(elsewhere.officer("team_leader"))
    assert confirm.waiting() == {"own": 0, "others": 0, "rows": []}


# -- what the bias report reads


def judged_entry(desk: Desk, line: int, *, assisted: bool, **values: str) -> None:
    desk.open(line=line, assisted=assisted)
    desk.key_all(mother__full_name="Trần Thị Bé", father__full_name="Nguyễn Văn Ba", **values)
    desk.complete()
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child", working=Working(assisted=assisted))
    cases.judge(actor=desk.officer, entry_id=desk.entry, role="child", look_up_id=found.pk, **PERSON)


def test_differences_are_read_by_officer_and_field_assisted_or_not_in_one_query(
    confirm: Door, django_assert_num_queries: Any, elsewhere: Any
) -> None:
    desk = confirm.desk
    extract_of(citizen(**OTHER_DATE))
    judged_entry(desk, 1, assisted=True)
    judged_entry(desk, 2, assisted=False, child__birth_date="02/03/2007")
    reader = desk.world.officer("team_leader")
    assert reader.scope
    with django_assert_num_queries(1):
        rows = field_differences(reader)
    told = {(row.field, row.assisted): (row.identity, row.compared, row.differing) for row in rows}
    assert {row.officer_id for row in rows} == {desk.officer.pk}
    assert told["child.birth_date", True] == (True, 1, 1)
    assert told["child.birth_date", False] == (True, 1, 0)
    assert told["mother.full_name", True] == (False, 1, 0)
    assert field_differences(elsewhere.officer("team_leader")) == []
    assert field_differences(reader, until=database_now().replace(year=2020)) == []


def test_the_first_keying_counts_and_not_what_was_changed_after_seeing(confirm: Door) -> None:
    desk = confirm.desk
    extract_of(citizen(**OTHER_DATE))
    judged_entry(desk, 1, assisted=True)
    reopen(**desk.common, reason="soát lại")
    desk.key({"child.birth_date": typed("02/03/2007", reason="đọc nhầm")})
    desk.complete()
    cases.compare_again(entry_id=desk.entry)
    assert Entry.objects.visible_to(desk.officer).get(pk=desk.entry).outcome == "matched"
    told = {row.field: row.differing for row in field_differences(desk.world.officer("team_leader"))}
    assert told["child.birth_date"] == 1
