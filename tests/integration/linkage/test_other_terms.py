"""A second search with terms the officer changes himself: kept with what the book says, shown beside the first, judged by the book."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk import Desk
from django.test import Client
from making import HOA, campaign_of, citizen, entry_about, extract_of, seek

from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.policies import JudgementRefused
from hotich.linkage.models import Judgement, LookUp
from hotich.linkage.terms import TermsRefused, with_other_terms
from hotich.population.queries import Question
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db

BOOK = Question(
    full_name="Nguyễn Thị Hòa",
    birth_date="02/03/2006",
    sex="female",
    mother_full_name="Trần Thị Bé",
    hometown="Chơn Thành",
)


@pytest.mark.parametrize(
    "said, departs",
    [
        ({"full_name": "Nguyễn Thị Hoa"}, {"full_name": "Nguyễn Thị Hòa"}),
        ({"birth_date": "2006"}, {"birth_date": "02/03/2006"}),
        ({"sex": "", "birth_date": "02/03/2006"}, {"sex": "female"}),
        ({"sex": "Nam"}, {"sex": "female"}),
        (
            {"full_name": "Lò Thị Mới", "birth_date": "1999"},
            {"full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006"},
        ),
        ({"father_full_name": "Nguyễn Văn Ba"}, {"father_full_name": ""}),
    ],
)
def test_what_was_changed_is_kept_with_what_the_book_says(
    said: dict[str, str], departs: dict[str, str]
) -> None:
    question, kept = with_other_terms(BOOK, said)
    assert kept == departs
    assert question.hometown == BOOK.hometown


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"full_name": " Nguyễn  Thị Hòa "},
        {"shoe_size": "41"},
        {"full_name": "x" * 501},
        {"full_name": "Lò Thị Mới", "birth_date": "1999", "mother_full_name": ""},
        {"full_name": "", "birth_date": "", "mother_full_name": ""},
    ],
    ids=["nothing", "spaces alone", "no such word", "too long", "somebody else", "nobody in particular"],
)
def test_it_stays_a_search_for_the_person_of_the_entry(said: dict[str, str]) -> None:
    with pytest.raises(TermsRefused):
        with_other_terms(BOOK, said)


def look(desk: Desk, **more: Any) -> LookUp:
    return seek(**{"actor": desk.officer, "entry_id": desk.entry, "role": "child"} | more)


def not_found(desk: Desk, found: LookUp, **more: Any) -> Judgement:
    return cases.judge(
        **{
            "actor": desk.officer, "entry_id": desk.entry, "role": "child", "decision": "not_found",
            "look_up_id": found.pk, "reason": "not_collected", **more,
        }
    )  # fmt: skip


def test_who_is_found_by_other_terms_is_compared_with_the_book(desk: Desk) -> None:
    extract_of(
        citizen(full_name="Lê Thị Mai", mother_full_name="", father_full_name="", birth_date="09/09/1990")
    )
    entry_about(desk)
    assert look(desk, second=True).found == 0
    found = look(desk, terms={"full_name": "Lê Thị Mai", "birth_date": "09/09/1990"})
    assert (found.second, found.found, found.departs) == (
        True, 1, {"full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006"},
    )  # fmt: skip
    judged = cases.judge(
        actor=desk.officer,
        entry_id=desk.entry,
        role="child",
        decision="same_person",
        look_up_id=found.pk,
        candidate="1",
    )
    assert judged.outcome == "mismatched"
    assert {one["field"] for one in judged.comparisons if one["is_discrepancy"]} >= {
        "full_name",
        "birth_date",
    }
    assert verify().clean


def test_other_terms_are_a_second_search_where_the_book_was_searched_first(desk: Desk) -> None:
    extract_of(
        citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", mother_full_name="", father_full_name="")
    )
    entry_about(desk)
    other = look(desk, terms={"birth_date": "2006", "sex": ""})
    with pytest.raises(JudgementRefused) as refused:
        not_found(desk, other)
    assert refused.value.code == "judgement.first_search"
    look(desk)
    assert not_found(desk, other).outcome == "not_found"


def test_another_reason_is_said_in_words(desk: Desk) -> None:
    extract_of(
        citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", mother_full_name="", father_full_name="")
    )
    entry_about(desk)
    found = look(desk, second=True)
    for words in ("", "   ", "x" * 301):
        with pytest.raises(JudgementRefused):
            not_found(desk, found, reason="other", reason_words=words)
    judged = not_found(desk, found, reason="other", reason_words="đang ở  trại trẻ")
    assert (judged.reason, judged.reason_words) == ("other", "đang ở trại trẻ")
    assert not_found(desk, found, reason_words="thừa").reason_words == ""
    assert verify().clean


# -- on the police machine


def record(desk: Desk, **more: Any) -> Judgement:
    return cases.record_and_judge(
        **{
            "actor": desk.officer, "entry_id": desk.entry, "role": "child", "outcome": "not_found", "seen": {},
            "searched": {"full_name": "Nguyễn Thị Hòa", "sex": "Nữ"}, "personal_id": "", "reason": "not_collected",
            "looked_up_at": database_now() - timedelta(minutes=1), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize("again", [{}, {"full_name": "NGUYỄN THỊ HOÀ", "sex": "nữ"}, {"full_name": ""}])
def test_one_recorded_search_finds_nobody_missing(desk: Desk, again: dict[str, str]) -> None:
    entry_about(desk)
    with pytest.raises(JudgementRefused) as refused:
        record(desk, searched_again=again)
    assert refused.value.code == "judgement.second_search"
    assert not LookUp.objects.unscoped("test").exists(), "what is refused leaves nothing behind"


def test_two_recorded_searches_stand_beside_each_other(desk: Desk) -> None:
    entry_about(desk)
    assert (
        record(desk, searched_again={"full_name": "Nguyễn Thị Hoa", "birth_date": "2006"}).outcome
        == "not_found"
    )
    first, second = LookUp.objects.unscoped("test").order_by("received_at", "id")
    assert (first.second, first.asked["full_name"]) == (False, "Nguyễn Thị Hòa")
    assert (second.second, second.asked) == (True, {"full_name": "Nguyễn Thị Hoa", "birth_date": "2006"})


def test_found_the_second_time_he_is_compared_as_ever(desk: Desk) -> None:
    entry_about(desk)
    judged = record(
        desk, outcome="matched", searched_again={"full_name": "Nguyễn Thị Hoà", "birth_date": "2006"},
        personal_id=HOA["personal_id"], seen={"full_name": "Nguyễn Thị Hòa", "birth_date": "02/03/2006"},
    )  # fmt: skip
    assert (judged.outcome, judged.look_up.second) == ("matched", True)
    assert LookUp.objects.unscoped("test").filter(found=0, second=False).count() == 1


# -- the pages


@pytest.fixture
def page(desk: Desk) -> Client:
    _, (unit,) = campaign_of(desk.world)
    unit.look_up_way = "extract"
    unit.save()
    client = Client()
    client.force_login(desk.officer)
    return client


def test_the_page_offers_the_terms_and_shows_both_searches(desk: Desk, page: Client) -> None:
    extract_of(
        citizen(full_name="Lê Văn Khác", birth_date="01/01/1950", mother_full_name="", father_full_name="")
    )
    entry_about(desk)
    look(desk)
    address = f"/cho-tra-cuu/{desk.entry}/child/"
    text = page.get(address).content.decode()
    assert 'name="tim-full_name" value="Nguyễn Thị Hòa"' in text
    answer = page.post(
        f"{address}tra-cuu/",
        {"thong-tin-khac": "1", "tim-full_name": "Nguyễn Thị Hoa", "tim-birth_date": "2006", "tim-sex": ""},
    )
    text = page.get(answer.headers["Location"]).content.decode()
    assert "Họ, chữ đệm, tên: Nguyễn Thị Hoa (sổ: Nguyễn Thị Hòa)" in text
    assert "bỏ giới tính" in text
    assert "Tra cứu lần hai, với thông tin khác" in text
    assert text.count("Tra cứu lần hai, với thông tin khác") >= 1
    assert page.post(f"{address}tra-cuu/", {"thong-tin-khac": "1"}).status_code == 400


def test_the_desk_asks_with_other_terms_too(desk: Desk) -> None:
    extract_of(citizen(full_name="Lê Thị Mai"))
    entry_about(desk)
    client = Client()
    client.force_login(desk.officer)
    answer = client.post(
        f"/api/entries/{desk.entry}/look-ups",
        {"role": "child", "terms": {"full_name": "Lê Thị Mai"}},
        content_type="application/json",
    ).json()
    assert (answer["second"], answer["departs"]) == (True, {"full_name": "Nguyễn Thị Hòa"})
    assert (answer["terms"]["full_name"], answer["asked"]["full_name"]) == ("Lê Thị Mai", "Nguyễn Thị Hòa")
    refused = client.post(
        f"/api/entries/{desk.entry}/look-ups", {"role": "child", "terms": {}}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "look_up.terms")
