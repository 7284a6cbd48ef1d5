"""Look-ups through the official interface, and searches nobody answers: on record, queued, and made later without the officer."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from desk import Desk
from django.db import connection
from making import citizen, entry_about, extract_of, seek
from outbox import Register, answer_json, closed_port, register_at_work, wired

from hotich.audit.verifying import verify
from hotich.cases import operations as cases
from hotich.cases.operations.asking_again import ask_again
from hotich.cases.policies import JudgementRefused
from hotich.entries.models import Entry, EntryAction
from hotich.linkage.models import LookUp, Showing
from hotich.linkage.policies import was_shown
from hotich.linkage.working import Working
from hotich.population.models import Extract
from hotich.support.postgres.connections import owner_role
from hotich.support.time import database_now

pytestmark = pytest.mark.django_db
OVER_THE_LINE = Working(way="gateway")


def ways(way: str) -> Any:
    return lambda unit_id: way


@pytest.fixture
def register(settings: Any) -> Iterator[Register]:
    with register_at_work() as found:
        wired(settings, found.address)
        found.people = [citizen(sex="female")]
        yield found


def outcome(desk: Desk) -> str:
    return str(Entry.objects.unscoped("test").get(pk=desk.entry).subjects.get(role="child").outcome)


def look_ups() -> list[LookUp]:
    return list(LookUp.objects.unscoped("test").order_by("received_at"))


def ask(desk: Desk, **more: Any) -> LookUp:
    found: LookUp = seek(actor=desk.officer, entry_id=desk.entry, role="child", working=OVER_THE_LINE, **more)
    return found


# -- through the interface


def test_whom_the_register_finds_is_shown_judged_and_sealed_as_ever(desk: Desk, register: Register) -> None:
    entry_about(desk)
    found = ask(desk)
    assert (found.way, found.state, found.coverage, found.verdict) == (
        "gateway",
        "answered",
        "nation",
        "link",
    )
    assert (found.extract_id, found.searched) == (None, 98_000_000)
    assert found.source == "Tra cứu qua kết nối chính thức ngày 20/11/2026, phạm vi toàn quốc"
    assert Showing.objects.filter(look_up=found, officer=desk.officer).count() == 1
    assert EntryAction.objects.filter(entry_id=desk.entry, type="register_seen").exists()
    judged = cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.pk,
        candidate="1",
    )  # fmt: skip
    assert (judged.outcome, judged.personal_id) == ("matched", "070306000012")
    assert verify().clean


def test_what_differs_is_keyed_again_before_anything_is_shown(desk: Desk, register: Register) -> None:
    register.people = [citizen(sex="female", birth_date="02/03/2007")]
    entry_about(desk)
    found = cases.search(actor=desk.officer, entry_id=desk.entry, role="child", working=OVER_THE_LINE)
    assert not was_shown(found, desk.officer)
    assert ask(desk).found == 1


def test_nobody_is_concluded_absent_by_one_search_of_the_register(desk: Desk, register: Register) -> None:
    register.people = []
    entry_about(desk)
    about: dict[str, Any] = {
        "actor": desk.officer, "entry_id": desk.entry, "role": "child", "decision": "not_found", "reason": "died",
    }  # fmt: skip
    with pytest.raises(JudgementRefused) as refused:
        cases.judge(**about, look_up_id=ask(desk).pk)
    assert refused.value.code == "judgement.second_search"
    assert cases.judge(**about, look_up_id=ask(desk, second=True).pk).outcome == "not_found"


def test_of_a_register_that_covers_less_than_the_nation_absence_stays_pending(
    desk: Desk, register: Register
) -> None:
    register.people, register.coverage = [], "province"
    entry_about(desk)
    ask(desk)
    found = ask(desk, second=True)
    assert "dữ liệu được tra cứu ngày 20/11/2026 (phạm vi toàn tỉnh)" in found.absence
    judged = cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="not_found", reason="died",
        look_up_id=found.pk,
    )  # fmt: skip
    assert judged.outcome == "pending"


# -- nobody answers


def test_an_unreachable_register_is_unavailable_and_asked_later_by_the_job(
    desk: Desk, register: Register, settings: Any
) -> None:
    wired(settings, closed_port())
    entry_about(desk)
    found = ask(desk)
    assert (found.state, found.trouble, outcome(desk)) == ("unavailable", "not_reached", "unavailable")
    assert found.source == "Không tra cứu được: không kết nối được tới dữ liệu dân cư"
    assert ask_again(way_of=ways("gateway"), now=database_now()) == 0
    wired(settings, register.address)
    assert ask_again(way_of=ways("gateway"), now=database_now()) == 1
    assert outcome(desk) == "pending"
    made = look_ups()[-1]
    assert (made.way, made.officer, made.found, made.verdict) == ("gateway", None, 1, "link")
    assert not was_shown(made, desk.officer)
    assert ask_again(way_of=ways("gateway"), now=database_now()) == 0
    assert verify().clean


def test_an_answer_that_comes_after_an_officer_decided_changes_nothing(
    desk: Desk, register: Register, settings: Any
) -> None:
    wired(settings, closed_port())
    entry_about(desk)
    ask(desk)
    wired(settings, register.address)

    def while_he_decides(handler: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        answer_json(handler, register.find(asked) | {"people": []})

    register.answers = [while_he_decides]
    from hotich.cases.operations import asking_again

    waiting = asking_again._asked(desk.entry, "child", way="gateway", on=database_now().date())
    assert waiting is not None
    found = ask(desk)
    cases.judge(
        actor=desk.officer, entry_id=desk.entry, role="child", decision="same_person", look_up_id=found.pk,
        candidate="1",
    )  # fmt: skip
    before = len(look_ups())
    assert not asking_again._keep(waiting)
    assert (outcome(desk), len(look_ups())) == ("matched", before)


def test_a_silent_register_is_asked_once_a_run_and_holds_up_nobody_else(
    desk: Desk, register: Register, settings: Any
) -> None:
    wired(settings, closed_port())
    for line in (1, 2, 3):
        entry_about(desk, line=line)  # type: ignore[arg-type]
        ask(desk)
    wired(settings, register.address)
    register.answers = [lambda handler, asked: answer_json(handler, {}, 503)] * 20
    assert ask_again(way_of=ways("gateway"), now=database_now()) == 0
    assert len(register.asked) == 2, "one question, asked twice"
    extract_of(citizen())
    assert ask_again(way_of=ways("extract"), now=database_now()) == 3


def test_an_extract_prepared_otherwise_loses_no_search(desk: Desk) -> None:
    extract = extract_of(citizen())
    Extract.objects.filter(pk=extract.pk).update(prepared_with="another")
    entry_about(desk)
    found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    assert (found.state, found.trouble, outcome(desk)) == ("unavailable", "not_prepared", "unavailable")
    assert "hotich population reindex" in found.source
    assert ask_again(way_of=ways("extract"), now=database_now()) == 0
    from hotich.population.operations import prepare_again

    extract.refresh_from_db()
    prepare_again(extract=extract, now=database_now())
    assert ask_again(way_of=ways("extract"), now=database_now()) == 1
    assert outcome(desk) == "pending"


@pytest.mark.django_db(transaction=True)
def test_an_extract_taken_away_under_a_search_loses_no_search(desk: Desk) -> None:
    table = f"population_key_{extract_of(citizen()).pk}"
    entry_about(desk)

    def renamed(before: str, after: str) -> None:
        with owner_role(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")

    renamed(table, "taken_away")
    try:
        found = seek(actor=desk.officer, entry_id=desk.entry, role="child")
    finally:
        renamed("taken_away", table)
    assert (found.state, found.trouble, outcome(desk)) == ("unavailable", "interrupted", "unavailable")
    assert ask_again(way_of=ways("extract"), now=database_now()) == 1


def test_what_an_officer_asked_with_other_terms_is_asked_so_again(desk: Desk) -> None:
    entry_about(desk)
    extract_of()
    seek(actor=desk.officer, entry_id=desk.entry, role="child")
    Extract.objects.update(prepared_with="another")
    lost = seek(
        actor=desk.officer,
        entry_id=desk.entry,
        role="child",
        terms={"full_name": "Nguyễn Thị Hoà", "sex": ""},
    )
    assert (lost.state, lost.second, outcome(desk)) == ("unavailable", True, "unavailable")
    extract_of(citizen())
    assert ask_again(way_of=ways("extract"), now=database_now()) == 1
    *_, by_book, otherwise = look_ups()
    assert (by_book.second, by_book.departs) == (False, None)
    assert (otherwise.second, otherwise.departs) == (True, lost.departs)
    assert otherwise.asked == lost.asked
