"""Machines and shifts on the pages: what is told to whom, and accounts that end."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from desk import Desk
from django.test import Client

from hotich.reports.periods import period_running
from hotich.staff.models import Position
from hotich.staff.operations import expire_helpers
from hotich.stations.models import Duty
from hotich.stations.operations import record_security_check, security_checklist
from hotich.support.templatetags.hotich import moment
from hotich.support.time import now as clock
from hotich.support.time import today

pytestmark = pytest.mark.django_db


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def text(client: Client, path: str) -> str:
    """The words of a page's main part."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def fail_check(side: Any) -> None:
    """The machine the ward keys at is found with an open port."""
    results = {
        item: {"ok": item != "ports", "note": "" if item != "ports" else "cổng USB mở"}
        for item in security_checklist(today())
    }
    record_security_check(
        actor=side.officers["device_officer"], now=clock(), station=side.world.station, checked_on=today(),
        expires_on=None, minutes="9/BB", seal_number="", results=results,
    )  # fmt: skip


def test_what_a_machine_keyed_without_a_check_is_shown_with_it_and_with_the_entry(own: Any) -> None:
    registrar, leader = signed_in(own, "registrar"), signed_in(own, "team_leader")
    machine = f"/may/{own.world.station.code}/"
    assert "Nhập ngoài hiệu lực" not in text(leader, machine)
    desk = Desk(own.world, own.officers["keyer"])
    own.world.assign(own.book, desk.officer)
    desk.open(40, 1)
    fail_check(own)  # while the entry is being keyed
    from hotich.entries.models import EntryAction

    opened = EntryAction.objects.get(entry_id=desk.entry)
    # Its rest was keyed with the line down, and arrives now.
    EntryAction.objects.bulk_create([
        EntryAction(
            entry_id=desk.entry, seq=2, tx_id=desk.entry, type="completed", author_id=desk.officer.pk,
            station_id=own.world.station.pk, received_at=clock(), edition=opened.edition, payload_digest=b"", digest=b"",
            payload={}, late=True,
        )
    ])  # fmt: skip
    page = text(leader, machine)
    assert "Nhập ngoài hiệu lực 1 trường hợp" in page
    log = text(registrar, f"/truong-hop/{desk.entry}/")
    assert log.count("máy không còn hiệu lực kiểm tra") == 1
    assert log.count("nhận muộn") == 1


def test_a_leader_is_told_on_his_first_page_that_nobody_has_taken_a_shift(own: Any) -> None:
    leader = signed_in(own, "team_leader")
    Duty.objects.unscoped("a test's own").all().update(
        withdrawn_at=clock(), withdrawn_by=own.officers["team_leader"]
    )
    assert "chưa ai nhận ca" not in text(leader, "/viec-hom-nay/")
    Duty.objects.create(
        station=own.world.station, unit=own.world.unit, team=own.world.team, officer=own.officers["keyer"], day=today(),
        number=1, starts_at=clock() - timedelta(minutes=50), ends_at=clock() + timedelta(hours=5), set_at=clock(),
    )  # fmt: skip
    told = text(leader, "/viec-hom-nay/")
    assert (
        "chưa ai nhận ca" in told or "gián đoạn từ" in told
    )  # the ward's own outage may run at this machine
    # The officer himself is told that his shift has begun.
    assert "nhận ca" in text(signed_in(own, "keyer"), "/viec-hom-nay/")
    assert "chưa ai nhận ca" not in text(signed_in(own, "keyer"), "/viec-hom-nay/")


def test_a_helpers_session_ends_with_his_term(own: Any) -> None:
    helper = signed_in(own, "helper")
    assert helper.get("/viec-hom-nay/").status_code == 200
    Position.objects.filter(officer=own.officers["helper"]).update(valid_to=today() - timedelta(days=1))
    # His right ends at midnight by itself, whether or not anything has gone round.
    assert helper.get("/viec-hom-nay/").status_code == 403
    expire_helpers(now=clock())
    gone = helper.get("/viec-hom-nay/")
    assert gone.status_code == 302 and "/dang-nhap/" in gone["Location"]


def test_hours_lost_are_told_of_the_very_period_of_the_report(own: Any) -> None:
    campaign = own.campaign
    campaign.cut_off = time(23, 59, 59)  # moved: the period began at the hour that was the cut-off then
    campaign.save()
    start = period_running(campaign, clock())[0].start
    assert f"Kỳ từ {moment(start)}" in text(signed_in(own, "team_leader"), "/gian-doan/")
    assert "23:59" not in moment(start)


def test_a_refused_extension_stands_in_the_helpers_own_line(own: Any) -> None:
    position = own.officers["helper"].positions.get()
    day = (today() + timedelta(days=20)).isoformat()
    answer = signed_in(own, "team_leader").post(
        f"/luc-luong-ho-tro/{position.pk}/gia-han/",
        {"den": day},
        headers={"Referer": "http://testserver/luc-luong-ho-tro/"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert page.count("ký cam kết mới") == 1
    assert f'id="den-{position.pk}" name="den" required value="{day}"' in page
