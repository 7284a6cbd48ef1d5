"""Two officers write the same thing in the same moment: one is kept, the other reads a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hotich.books.models import Book
from hotich.campaign.budget.operations import add_item, note_amount
from hotich.campaign.closing.operations import close_campaign
from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.evidence.operations import EvidenceRefused, attach
from hotich.campaign.models import (
    Answer,
    Basis,
    Campaign,
    Closing,
    ContactPoint,
    Flag,
    Measure,
    Obstacle,
    Responsible,
    Visit,
)
from hotich.campaign.plan.operations import (
    PlanRefused,
    Terms,
    add_basis,
    name_responsible,
    open_plan,
    set_unit,
    withdraw_basis,
)
from hotich.campaign.policies import CampaignClosed
from hotich.campaign.steering.operations import (
    announce_visit,
    answer_obstacle,
    flags,
    give_measure,
    keep_flags,
    raise_obstacle,
)
from hotich.core.steering import Grade, Raised
from hotich.support.errors import Conflict, Refusal
from hotich.support.once import refused_if_there
from hotich.support.time import today
from hotich.units.models import Agency

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(act: Any) -> list[str]:
    """What each read: nothing where it was kept."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> str:
        try:
            start.wait(timeout=20)
            act(number)
        except Refusal as refused:
            return refused.message
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_one_plan_of_its_own(led: Any) -> None:
    said = all_at_once(
        lambda number: add_basis(
            actor=led.writer, campaign_id=led.campaign.pk, sort="own", title=f"Kế hoạch {number}"
        )
    )
    assert said.count("") == 1
    assert all("đã có kế hoạch" in one for one in said if one)
    assert Basis.objects.filter(campaign=led.campaign, sort="own").count() == 1


def test_one_contact_of_one_name(led: Any) -> None:
    said = all_at_once(
        lambda number: name_contact(
            actor=led.writer, campaign_id=led.campaign.pk, topic="justice", agency=led.justice, name="Bà Lê", title="công chức",
            phone="", order=number, now=led.now,
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("đã là đầu mối" in one for one in said if one)
    assert ContactPoint.objects.filter(campaign=led.campaign).count() == 1


def test_one_who_answers_for_a_unit(led: Any) -> None:
    said = all_at_once(
        lambda number: name_responsible(
            actor=led.writer, reporting_unit_id=led.units[0].pk, role="head", name=f"Ông {number}", title="Chủ tịch",
            now=led.now,
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("Vừa có người khác ghi" in one or "giữ vai trò này" in one for one in said if one)
    held = Responsible.objects.unscoped("test").filter(reporting_unit=led.units[0], until__isnull=True)
    assert held.count() == 1


def test_one_amount_of_one_form(led: Any) -> None:
    payer = led.ward.officer("registrar")
    item = add_item(
        actor=payer, now=led.now, campaign=led.campaign, unit_id=led.ward.unit.pk, group="line", name="Đường truyền",
        source="commune",
    )  # fmt: skip
    said = all_at_once(
        lambda number: note_amount(
            actor=payer,
            now=led.now,
            item_id=item.pk,
            kind="spent",
            amount=1_000_000,
            day=led.campaign.starts_on,
        )
    )
    assert said.count("") == 1
    assert all("Số tiền này đã ghi vào khoản" in one for one in said if one)
    assert item.amounts.count() == 1


def test_one_reminder_of_one_form(led: Any) -> None:
    said = all_at_once(
        lambda number: give_measure(
            actor=led.writer, reporting_unit_id=led.units[0].pk, kind="reminder", agency=led.justice,
            finding="Chậm ba ngày.", asked="Thêm ca.", due_on=today() + timedelta(days=2), now=led.now,
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("đúng nội dung này" in one for one in said if one)
    assert Measure.objects.unscoped("test").filter(reporting_unit=led.units[0]).count() == 1


def test_one_visit_of_one_form(led: Any) -> None:
    inspector = led.ward.officer("inspector", agency=led.justice)
    said = all_at_once(
        lambda number: announce_visit(
            actor=inspector, reporting_unit_id=led.units[0].pk, agency=led.justice, on=today(), hour="8 giờ",
            members=[["Bà Kiểm"]], reason="", now=led.now,
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("đã có cuộc kiểm tra" in one for one in said if one)
    assert Visit.objects.unscoped("test").count() == 1


def raised(led: Any, text: str) -> Obstacle:
    return raise_obstacle(
        actor=led.ward.officer("team_leader"), reporting_unit_id=led.units[0].pk, topic="line", text=text, now=led.now
    )  # fmt: skip


def test_one_obstacle_of_one_form(led: Any) -> None:
    raising = Event()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(held_open, lambda: raised(led, "Mất mạng"), raising)
        assert raising.wait(10)
        with pytest.raises(Conflict, match="đã nêu lúc .*, đang mở"):
            raised(led, "Mất mạng")
        assert first.result(), "the second did not wait for the first"
    assert Obstacle.objects.unscoped("test").count() == 1


def test_one_answer_to_one_obstacle(led: Any) -> None:
    obstacle = raised(led, "Mất mạng")
    officers = [led.ward.officer("justice_officer", agency=led.justice) for _ in range(2)]
    said = all_at_once(
        lambda number: answer_obstacle(
            actor=officers[number % 2], obstacle_id=obstacle.pk, said=f"Gọi nhà mạng, số {number}", now=led.now, reusable=True
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("đã trả lời vướng mắc này lúc" in one for one in said if one)
    assert obstacle.steps.filter(kind="answered").count() == 1
    assert Answer.objects.count() == 1


def test_one_shared_answer_to_one_question(led: Any) -> None:
    asked = [raised(led, f"Máy {number} mất mạng") for number in range(AT_ONCE)]
    said = all_at_once(
        lambda number: answer_obstacle(
            actor=led.writer, obstacle_id=asked[number].pk, said=f"Gọi nhà mạng, số {number}", now=led.now, reusable=True,
            question="Mất mạng thì làm gì?",
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("đã trả lời dùng chung lúc" in one for one in said if one)
    assert Answer.objects.count() == 1


def test_only_what_is_there_already_is_refused_so(led: Any) -> None:
    with pytest.raises(PlanRefused), transaction.atomic(), refused_if_there(PlanRefused("đã có")):
        ContactPoint.objects.bulk_create(
            ContactPoint(
                campaign=led.campaign, topic="justice", agency=led.justice, name="Bà Lê", title="công chức", order=1,
                since=led.now.date(), named_by=led.writer, named_at=led.now,
            )
            for _ in range(2)
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic(), refused_if_there(PlanRefused("đã có")):
        ContactPoint.objects.create(
            campaign=led.campaign, topic="justice", agency=led.justice, name="Bà Lê", title="công chức", order=1,
            since=led.now.date(), until=led.campaign.starts_on.replace(year=2000), named_by=led.writer, named_at=led.now,
        )  # fmt: skip


def somebody_waits() -> bool:
    """Whether within ten seconds somebody waits for what another holds."""
    until = monotonic() + 10
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return True
        sleep(0.02)
    return False


def held_open(act: Any, done: Event) -> bool:
    """Acts, and ends the transaction only when somebody waits for it; says whether somebody did."""
    try:
        with transaction.atomic():
            act()
            done.set()
            return somebody_waits()
    finally:
        done.set()
        connection.close()


def closed(led: Any) -> Closing:
    return close_campaign(
        actor=led.head, now=led.now, campaign_id=led.campaign.pk, explanations={}, code=led.campaign.code
    )


@pytest.fixture
def without_books(led: Any) -> Any:
    """The campaign where nothing stands in the way of closing it."""
    units = [unit.unit_id for unit in led.units]
    Book.objects.unscoped("test").filter(unit_id__in=units).update(marked_for_entry=False)
    return led


def test_what_is_being_written_is_there_before_the_campaign_ends(without_books: Any) -> None:
    led, written = without_books, Event()

    def write() -> None:
        add_basis(actor=led.writer, campaign_id=led.campaign.pk, sort="law", title="Luật Hộ tịch")

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(held_open, write, written)
        assert written.wait(10)
        closed(led)
        assert writing.result(), "the closing did not wait"
    assert Basis.objects.filter(campaign=led.campaign, title="Luật Hộ tịch").exists()


def test_what_comes_while_the_campaign_is_being_closed_reads_that_it_has_ended(without_books: Any) -> None:
    led, closing = without_books, Event()
    with ThreadPoolExecutor(1) as pool:
        ending = pool.submit(held_open, lambda: closed(led), closing)
        assert closing.wait(10)
        with pytest.raises(CampaignClosed, match="đã kết thúc"):
            set_unit(
                actor=led.writer, reporting_unit_id=led.units[0].pk, stations_required=9, without_access=False, now=led.now
            )  # fmt: skip
        assert ending.result(), "who wrote did not wait"
    led.units[0].refresh_from_db()
    assert led.units[0].stations_required != 9


def test_a_file_that_comes_while_its_document_is_withdrawn_is_refused(led: Any) -> None:
    withdrawing = Event()
    basis = add_basis(actor=led.writer, campaign_id=led.campaign.pk, sort="law", title="Luật Hộ tịch")
    content = b"%PDF-1.7 luat"
    with ThreadPoolExecutor(1) as pool:
        acting = pool.submit(
            held_open, lambda: withdraw_basis(actor=led.writer, basis_id=basis.pk, now=led.now), withdrawing
        )
        assert withdrawing.wait(10)
        with pytest.raises(EvidenceRefused, match="thôi áp dụng"):
            attach(
                actor=led.writer, to="basis", owner_id=basis.pk, words="bản quét", size=len(content), chunks=[content], now=led.now
            )  # fmt: skip
        assert acting.result(), "the file did not wait"
    assert not basis.files.exists()


def test_a_reminder_from_a_flag_goes_out_while_the_rules_are_gone_through(
    led: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = Raised("pace", Grade.WARNING, "chậm tiến độ", {}, {"percent": 80, "days": 3})
    both = {unit.pk: [raised] for unit in led.units}
    keep_flags(campaign=led.campaign, raised=both, moment=led.now, now=led.now)
    asked = led.units[1]
    flag = Flag.objects.unscoped("test").get(reporting_unit=asked)
    at_the_first, written, say = Event(), Event(), flags._say

    def slowly(one: Flag, *more: Any) -> None:
        say(one, *more)
        if (
            one.reporting_unit_id != asked.pk
        ):  # the round has come to the first unit, not yet to the one that is reminded
            at_the_first.set()
            written.wait(timeout=1)

    monkeypatch.setattr(flags, "_say", slowly)

    def round_of_rules() -> Any:
        try:
            later = led.now + timedelta(hours=1)
            return keep_flags(campaign=led.campaign, raised=both, moment=later, now=later)
        finally:
            connection.close()

    def reminder() -> Any:
        try:
            assert at_the_first.wait(timeout=20)
            return give_measure(
                actor=led.writer, reporting_unit_id=asked.pk, kind="reminder", agency=led.justice, finding="Chậm.",
                asked="Thêm ca.", due_on=today() + timedelta(days=2), now=led.now, flag_id=flag.pk,
            )  # fmt: skip
        finally:
            written.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        rules, reminded = pool.submit(round_of_rules), pool.submit(reminder)
        assert reminded.result(timeout=30).flag_id == flag.pk
        assert rules.result(timeout=30) == (0, 0)


def test_two_campaigns_take_no_unit_on_the_same_days(led: Any) -> None:
    led.campaign.lead_agency = Agency.objects.create(
        code="70-UB", unit=led.town.parent, kind="UB", name="UBND tỉnh"
    )
    led.campaign.save(update_fields=["lead_agency"])
    day = today()
    terms = Terms(
        name="Đợt của thị xã", basis="Kế hoạch số 1", scope_until=led.campaign.scope_until, starts_on=day, keying_starts_on=day,
        due_on=day + timedelta(days=20), quota_per_station=300, cut_off=time(13, 30), unit_deadline=time(14),
        town_deadline=time(14, 30), province_deadline=time(15),
    )  # fmt: skip
    said = all_at_once(
        lambda number: open_plan(
            actor=led.writer, code=f"DOT-{number}", agency=led.justice, terms=terms, unit_ids=[led.ward.unit.pk],
            parent_id=led.campaign.pk, now=led.now,
        )
    )  # fmt: skip
    assert said.count("") == 1
    assert all("đang thuộc “Đợt của thị xã”" in one for one in said if one)
    assert Campaign.objects.filter(parent=led.campaign).count() == 1
