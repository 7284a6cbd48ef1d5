"""Two officers write the same thing in the same moment: one is kept, the other reads a sentence."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hotich.books.models import Book
from hotich.campaign.closing.operations import close_campaign
from hotich.campaign.contacts.operations import name_contact
from hotich.campaign.models import Basis, Closing, ContactPoint, Responsible
from hotich.campaign.plan.operations import PlanRefused, add_basis, name_responsible, set_unit
from hotich.campaign.policies import CampaignClosed
from hotich.support.errors import Refusal
from hotich.support.once import refused_if_there

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
    """Whether within ten seconds somebody waits for the closing of a campaign, or the closing for him."""
    until = monotonic() + 10
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
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
    return close_campaign(actor=led.head, now=led.now, campaign_id=led.campaign.pk, explanations={})


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
