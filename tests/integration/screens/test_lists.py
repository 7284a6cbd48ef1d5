"""A list costs the same number of queries however long it is, and shows nobody's whole number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hotich.reports.room.kept import minute_of
from hotich.support.time import now as clock

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 50
MOST = 40
"""Questions of one page, also of one that brings many counts together."""


def signed_in(side: Any, code: str) -> Client:
    client = Client()
    client.force_login(side.officers[code])
    return client


def queries(client: Client, path: str) -> int:
    """How many questions one page asks the database, once what is remembered for the process, and for the minute, is remembered."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    minute = None
    while minute != minute_of(clock()):  # where a minute began meanwhile, its figures were reckoned anew
        minute = minute_of(clock())
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
    return len(asked)


def grow(side: Any, number: int) -> None:
    """So many more books, machines, assignments, officers and keyed, judged, waiting and unfinished entries."""
    from desk import Desk
    from making import change_entry
    from tests.integration.screens.holdings import seen_as
    from tests.integration.screens.plans import lengthen

    from hotich.campaign.budget.operations import add_item
    from hotich.campaign.papers.operations import record_paper
    from hotich.cases.operations import record_and_judge
    from hotich.staff.models import Team

    keyer = side.officers["keyer"]
    desk = Desk(side.world, keyer)
    registrar = side.officers["registrar"]
    lengthen(side, number)
    Team.objects.bulk_create(
        Team(name=f"Tổ {number} {line}", agency=side.world.police) for line in range(number)
    )
    for line in range(number):
        given = {"actor": registrar, "now": clock(), "campaign": side.campaign}
        about = f"Văn bản {line} của {number}"
        record_paper(**given, agency=side.world.committee, about=about, symbol="KH")
        add_item(**given, unit_id=side.world.unit.pk, group="other", name=about, source="commune")
        steer(side)
    before = side.book.entries.count()
    for line in range(before + 1, before + number + 1):
        stand(side, side.world.machine(), line)
        side.world.assign(side.world.new_book(custodian=side.world.police), keyer)
        side.world.officer("keyer")
        desk.open(1 + line // 900, line % 900)
        desk.key_all(registration__number=str(line))
        desk.annotate({"child.full_name": "Nguyễn Thị Hoa"}, date="2010")
        change_entry(desk)
        if line % 3:
            desk.complete()
        if line % 3 == 1:
            record_and_judge(
                actor=keyer, entry_id=desk.entry, role="child", personal_id="070306000011", outcome="matched",
                reason="", **seen_as("Nguyễn Thị Hòa", birth_date="05/03/2006"),
            )  # fmt: skip


def steer(side: Any) -> None:
    """An obstacle raised and one answered, a reminder answered and a visit announced, of words and a day that none has yet."""
    from hotich.campaign.models import Visit
    from hotich.campaign.steering.operations import (
        announce_visit,
        answer_obstacle,
        give_measure,
        raise_obstacle,
        reply_to_measure,
    )

    number = Visit.objects.unscoped("a test's own").filter(reporting_unit=side.reporting).count()
    ward = {"actor": side.officers["registrar"], "now": clock()}
    town = {"actor": side.officers["justice_officer"], "reporting_unit_id": side.reporting.pk, "now": clock()}
    agency = side.campaign.lead_agency
    asked = {"reporting_unit_id": side.reporting.pk, "topic": "justice"}
    raise_obstacle(**ward, **asked, text=f"Vướng mắc {number}")
    answered = raise_obstacle(**ward, **asked, text=f"Câu hỏi {number}")
    answer_obstacle(**ward, obstacle_id=answered.pk, said=f"Trả lời {number}", reusable=True)
    soon = clock().date() + timedelta(days=3)
    measure = give_measure(
        **town, kind="reminder", agency=agency, finding=f"Chậm {number}", asked="nhanh lên", due_on=soon
    )
    reply_to_measure(**ward, measure_id=measure.pk, said="đã làm")
    announce_visit(
        **town,
        agency=agency,
        on=soon + timedelta(days=number),
        hour="8 giờ",
        members=[["Ai đó", "", ""]],
        reason="",
    )


def stand(side: Any, machine: Any, number: int) -> None:
    """A machine on shift that stands, checked and heard; a helper more; a shift more of the keyer."""
    from hotich.stations.models import Carrier, Duty, Heartbeat, Outage, SecurityCheck

    now = clock()
    helper = side.world.officer("helper")
    line = {"unit": side.world.unit, "team": side.world.team, "day": now.date(), "set_at": now}
    Duty.objects.create(
        station=machine, officer=helper, number=1, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=7), taken_at=now, **line,
    )  # fmt: skip
    Duty.objects.create(
        station=machine, officer=side.officers["keyer"], number=2, starts_at=now + timedelta(days=number),
        ends_at=now + timedelta(days=number, hours=8), **line,
    )  # fmt: skip
    carrier = Carrier.objects.create(name=f"Nhà mạng {machine.code}")
    for station, ended in ((machine, None), (side.world.station, now - timedelta(days=number + 2))):
        Outage.objects.create(
            station=station, unit=side.world.unit, started_at=now - timedelta(days=number + 2, minutes=9),
            ended_at=ended, source="desk", cause="line", carrier=carrier, noted_by=helper,
        )  # fmt: skip
    Heartbeat.objects.create(station=machine, hour=now.replace(minute=0, second=0, microsecond=0), minutes=7)
    SecurityCheck.objects.create(
        station=side.world.station, unit=side.world.unit, checked_on=now.date(), passed=False, minutes_number="1",
        results={}, checked_by=helper, recorded_at=now,
    )  # fmt: skip


LISTS = (
    ("team_leader", "/phan-cong/"),
    ("keyer", "/viec-hom-nay/"),
    ("team_leader", "/viec-hom-nay/"),
    ("keyer", "/cho-tra-cuu/"),
    ("keyer", "/cho-tra-cuu/so/"),
    ("registrar", "/danh-sach-theo-doi-rieng/"),
    ("verifier", "/cap-nhat-dan-cu/"),
    ("list_keeper", "/danh-sach-theo-doi-rieng/cho-bao-lau/"),
    ("list_keeper", "/danh-sach-theo-doi-rieng/dot/"),
    ("registrar", "/kiem-tra/cach-kiem-tra/"),
    ("registrar", "/so/"),
    ("registrar", "/so/qua-han/"),
    ("registrar", "/ban-giao/"),
    ("registrar", "/nghi-trung/"),
    ("registrar", "/ghi-chu-can-doi-chieu/"),
    ("registrar", "/ghi-chu-can-doi-chieu/?phan=chua-noi"),
    ("registrar", "/so/mau-rieng/"),
    ("registrar", "/bao-cao/"),
    ("registrar", "/bao-cao/90001/cumulative.total/"),
    ("justice_officer", "/bao-cao/"),
    ("registrar", "/van-ban/"),
    ("registrar", "/van-ban/soan/"),
    ("registrar", "/kinh-phi/"),
    ("registrar", "/kinh-phi/khoi-luong/"),
    ("registrar", "/ket-thuc-dot/"),
    ("team_leader", "/may/"),
    ("justice_officer", "/ke-hoach/"),
    ("justice_officer", "/ke-hoach/nhiem-vu/"),
    ("justice_officer", "/ke-hoach/san-sang/"),
    ("justice_officer", "/ke-hoach/dau-moi/"),
    ("justice_officer", "/ke-hoach/chi-tieu/"),
    ("justice_officer", "/ke-hoach/dot-moi/"),
    ("registrar", "/ke-hoach/chi-tieu/thu/"),
    ("justice_officer", "/chien-dich/"),
    ("justice_officer", "/chien-dich/tuong/"),
    ("justice_officer", "/chien-dich/phan/viec/"),
    ("justice_officer", "/chien-dich/canh-bao/?xem=tat-ca"),
    ("justice_officer", "/chien-dich/don-doc/"),
    ("registrar", "/chien-dich/kiem-tra/"),
    ("registrar", "/chien-dich/vuong-mac/"),
    ("registrar", "/chien-dich/vuong-mac/tra-loi/"),
    ("team_leader", "/gian-doan/"),
    ("team_leader", "/lich-truc/"),
    ("registrar", "/to/"),
    ("team_leader", "/luc-luong-ho-tro/"),
    ("keyer", "/ca-truc/"),
    ("admin", "/tai-khoan/"),
)


def counted_before(side: Any) -> None:
    """A book counted a day ago: there is something to be keyed, and to be foreseen, from the first minute on."""
    from hotich.books.operations import record_book

    record_book(
        actor=None, now=clock() - timedelta(days=1), kind="KS", office=side.world.unit.name, unit=side.world.unit,
        year_opened=1999, volume="77", entries_count=200,
    )  # fmt: skip


def test_no_list_asks_a_question_a_row(own: Any) -> None:
    counted_before(own)
    pages = [
        *LISTS,
        ("keyer", f"/cho-tra-cuu/so/{own.book.pk}/"),
        ("verifier", "/cap-nhat-dan-cu/bo-sung/"),
        ("verifier", f"/cap-nhat-dan-cu/{own.update.pk}/"),
        ("registrar", f"/so/{own.book.pk}/"),
        ("registrar", f"/so/{own.book.pk}/day-so/"),
        ("registrar", f"/so/{own.book.pk}/mau-so/"),
        ("registrar", f"/so/mau-rieng/{own.saved.pk}/"),
        ("registrar", f"/truong-hop/{own.matched.pk}/"),
        ("team_leader", f"/may/{own.world.station.code}/"),
        ("team_leader", f"/gian-doan/{own.outage.pk}/"),
        ("registrar", f"/to/{own.world.team.pk}/"),
        ("registrar", f"/truong-hop/{own.matched.pk}/ghi-chu/"),
        ("registrar", f"/truong-hop/{own.change.pk}/noi/?loai=KS&so=6"),
        ("device_officer", "/may/"),
        ("device_officer", f"/may/{own.world.station.code}/"),
        ("justice_officer", f"/ke-hoach/nhiem-vu/{own.plan.task.pk}/sua/"),
        ("team_leader", f"/ke-hoach/chi-tieu/don-vi/{own.plan.line.pk}/"),
    ]
    grow(own, FEW)
    few = {path: queries(signed_in(own, code), path) for code, path in pages}
    grow(own, MANY - FEW)
    many = {path: queries(signed_in(own, code), path) for code, path in pages}
    assert {path: (few[path], n) for path, n in many.items() if n > few[path]} == {}
    assert {path: n for path, n in many.items() if n > MOST} == {}


def test_numbers_are_masked_in_lists_and_whole_where_one_case_is_open(own: Any) -> None:
    registrar = signed_in(own, "registrar")
    number = own.case.personal_id
    listed = registrar.get("/danh-sach-theo-doi-rieng/").content.decode()
    assert number not in listed
    assert f"{number[:3]}••••••{number[-3:]}" in listed
    assert number in registrar.get(f"/danh-sach-theo-doi-rieng/{own.case.pk}/").content.decode()


def test_who_works_from_the_book_alone_sees_nothing_of_the_register(own: Any) -> None:
    page = signed_in(own, "helper").get(f"/truong-hop/{own.mismatched.pk}/").content.decode()
    assert "Lê Thị B" in page
    assert own.case.personal_id not in page
    assert "05/03/2006" not in page


def test_who_checks_opens_no_entry_at_all(own: Any) -> None:
    assert signed_in(own, "checker").get(f"/truong-hop/{own.mismatched.pk}/").status_code == 403


def test_a_helpers_desk_is_given_no_personal_number(own: Any) -> None:
    def given(code: str, entry: Any) -> str:
        body = {"entry": str(entry.pk), "want": 1}
        answer = signed_in(own, code).post("/api/desk/shift", body, content_type="application/json")
        assert answer.json()["places"][0]["entry"] == str(entry.pk)
        return str(answer.content)

    assert own.case.personal_id[:9] not in given("helper", own.mismatched)
    assert own.case.personal_id[:9] in given("keyer", own.matched)


def test_opening_an_entry_a_case_or_a_subject_is_on_record(own: Any) -> None:
    from hotich.audit.models import AuditEvent

    opened = {
        ("registrar", f"/truong-hop/{own.matched.pk}/"): ("entry.viewed", own.matched.pk),
        ("registrar", f"/danh-sach-theo-doi-rieng/{own.case.pk}/"): ("case.viewed", own.case.pk),
        ("keyer", f"/cho-tra-cuu/{own.pending.pk}/child/"): ("entry.viewed", own.pending.pk),
        ("registrar", f"/api/entries/{own.matched.pk}"): ("entry.viewed", own.matched.pk),
        ("registrar", "/bao-cao/tai-ve.xlsx"): ("report.exported", "DOT-90001"),
        ("verifier", f"/cap-nhat-dan-cu/{own.update.pk}/"): ("update.viewed", own.update.pk),
        ("verifier", "/cap-nhat-dan-cu/tai-ve.xlsx"): ("document.drawn", ""),
    }
    for (code, path), (kind, subject) in opened.items():
        before = AuditEvent.objects.count()
        signed_in(own, code).get(path)
        event = AuditEvent.objects.order_by("-at", "-pk")[0]
        assert AuditEvent.objects.count() == before + 1, path
        assert (event.kind, event.officer_id) == (kind, own.officers[code].pk), path
        assert str(subject) in event.subject, path


def test_a_list_by_itself_opens_nothing_and_is_not_on_record(own: Any) -> None:
    from hotich.audit.models import AuditEvent

    before = AuditEvent.objects.count()
    for code, path in LISTS:
        signed_in(own, code).get(path)
    assert AuditEvent.objects.count() == before


def test_addresses_and_redirects_carry_no_personal_data(own: Any) -> None:
    """An address ends in histories, proxies and logs."""
    keyer = signed_in(own, "keyer")
    answer = keyer.post(
        f"/cho-tra-cuu/{own.pending.pk}/child/ghi-nhan/",
        {
            "luc": (clock() - timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"), "ket-qua": "matched",
            "so-dinh-danh": "070306000099", "theo-full_name": "Lê Thị C", "thay-full_name": "Lê Thị C",
            "thay-birth_date": "02/03/2006", "thay-sex": "Nữ",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/cho-tra-cuu/"
    addresses = []
    for code, path in (*LISTS, ("keyer", f"/cho-tra-cuu/{own.pending.pk}/child/")):
        import re

        addresses += re.findall(
            r'(?:href|action|src)="([^"]*)"', signed_in(own, code).get(path).content.decode()
        )
    assert addresses
    assert [one for one in addresses if "070306" in one or "L%C3%AA" in one or "Lê" in one] == []
