"""A tiny town for the browser: two wards, a few people in the register by name and three hundred around them.

`python -m tests.functional.town serve PORT` fills a home and serves it as an installation does; `cut-off`, `freeze`
and `state` act on it from outside the browser's process, whose event loop Django would refuse.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from tests.functional import shifts
from tests.functional.desks import furnish
from tests.functional.ending import come_home, ending
from tests.functional.pages import illustrate

PASSWORD = "mat-khau-thu-nghiem"
LONG_AGO = date(2020, 1, 1)

OFFICERS = (
    # login, name, position, agency
    ("nhap.minhhung", "Lê Văn Nhập", "keyer", "25441-CA"),
    ("kethon.minhhung", "Trương Thị Duyên", "keyer", "25441-CA"),
    ("ghichu.minhhung", "Nguyễn Văn Ghi", "keyer", "25441-CA"),
    ("gophim.minhhung", "Dương Thị Gõ", "keyer", "25441-CA"),
    ("matmang.minhhung", "Cao Thị Mạng", "keyer", "25441-CA"),
    ("casau.minhhung", "Hứa Văn Sau", "keyer", "25441-CA"),
    ("totruong.minhhung", "Phạm Thị Trưởng", "team_leader", "25441-CA"),
    ("hotich.minhhung", "Đỗ Thị Hộ", "registrar", "25441-UB"),
    ("lanhdao.minhhung", "Vũ Văn Lãnh", "unit_head", "25441-UB"),
    ("hotro.minhlap", "Hồ Thị Trợ", "helper", "25435-UB"),
    ("tracuu.minhlap", "Ngô Văn Tra", "keyer", "25435-CA"),
    ("hotich.minhlap", "Bùi Thị Tịch", "registrar", "25435-UB"),
    ("tuphap.thixa", "Đặng Văn Pháp", "justice_officer", "697-TP"),
    ("kiemtra.thixa", "Tạ Thị Kiểm", "inspector", "697-TP"),
    ("lanhdaotx.thixa", "Trần Văn Chủ", "town_leader", "697-UB"),
    ("truongphong.thixa", "Lâm Thị Duyệt", "justice_head", "697-TP"),
    ("thietbi.thixa", "Mai Văn Máy", "device_officer", "697-CA"),
    ("duongtruyen.thixa", "Tống Văn Tuyến", "line_officer", "697-VH"),
    ("quantri", "Trịnh Thị Quản", "admin", "697-HT"),
)

PARENTS = {
    "father_full_name": "Nguyễn Văn Bảy", "father_birth_date": "1975", "mother_full_name": "Trần Thị Bé",
    "mother_birth_date": "1978",
}  # fmt: skip
COMMON = {
    "birth_place": "Trạm y tế xã Minh Hưng", "hometown": "Minh Hưng, Chơn Thành, Bình Phước", "ethnicity": "Kinh",
    "nationality": "Việt Nam", "residence": "Ấp 2, Minh Hưng, Chơn Thành, Bình Phước",
} | PARENTS  # fmt: skip
REGISTER = (
    {"personal_id": "070306000011", "full_name": "Nguyễn Thị Hòa", "sex": "2", "birth_date": "02/03/2006"},
    # In the book he was born three days earlier.
    {"personal_id": "070206000022", "full_name": "Nguyễn Văn Bình", "sex": "1", "birth_date": "18/08/2006"},
    {"personal_id": "070306000033", "full_name": "Nguyễn Thị Sen", "sex": "2", "birth_date": "05/05/2006"},
    {"personal_id": "070206000044", "full_name": "Nguyễn Văn Lúa", "sex": "1", "birth_date": "09/09/2006"},
    # His younger brother, who is in the book, is in no register.
    {"personal_id": "070204000055", "full_name": "Điểu Thành", "sex": "1", "birth_date": "14/09/2004",
     "father_full_name": "Điểu Krang", "mother_full_name": "Thị Brơi", "ethnicity": "Xtiêng"},
    # Of one name and one day, children of different parents.
    {"personal_id": "070306000066", "full_name": "Lê Thị Lan", "sex": "2", "birth_date": "11/05/2006",
     "father_full_name": "Lê Văn Dũng", "mother_full_name": "Ngô Thị Hạnh"},
    {"personal_id": "070306000067", "full_name": "Lê Thị Lan", "sex": "2", "birth_date": "11/05/2006",
     "father_full_name": "Lê Văn Tám", "mother_full_name": "Võ Thị Mười"},
    # Looked up while the line drops.
    {"personal_id": "070306000071", "full_name": "Nguyễn Thị Mây", "sex": "2", "birth_date": "21/04/2006"},
    {"personal_id": "070206000072", "full_name": "Nguyễn Văn Gió", "sex": "1", "birth_date": "17/12/2006"},
    # They married; in the book she was born a day earlier.
    {"personal_id": "070090000088", "full_name": "Trần Văn Hải", "sex": "1", "birth_date": "25/12/1990",
     "father_full_name": "Trần Văn An", "mother_full_name": "Nguyễn Thị Hồng"},
    {"personal_id": "070192000089", "full_name": "Đinh Thị Thanh", "sex": "2", "birth_date": "14/01/1992",
     "father_full_name": "Đinh Văn Cẩn", "mother_full_name": "Mai Thị Đào"},
)  # fmt: skip


def fill() -> None:
    """Units, officers, machines, books, the register and a campaign, by the product's own operations."""
    from hotich.books.operations import assign, hand_over, receive, record_book
    from hotich.campaign.operations import add_reporting_unit, open_campaign
    from hotich.staff.models import Officer
    from hotich.staff.operations import form_team, give_position, open_account
    from hotich.stations.models import Station
    from hotich.support.time import now as clock
    from hotich.support.time import today
    from hotich.units.operations import load_units, open_agency

    now = clock()
    units = load_units(keys=["25441@2022", "25435@2022"])
    wards = {"25441": units["25441@2022"], "25435": units["25435@2022"], "697": units["697@2022"]}
    agencies = {
        f"{code}-{kind}": open_agency(unit=unit, kind=kind)
        for code, unit in wards.items()
        for kind in ("CA", "UB", "TP", "VH", "HT")
    }
    officers: dict[str, Officer] = {}
    for login, name, position, agency in OFFICERS:
        officers[login] = open_account(actor=None, now=now, username=login, full_name=name, password=PASSWORD)
        helper = position == "helper"
        give_position(
            actor=None, now=now, officer=officers[login], code=position, agency=agencies[agency],
            valid_from=LONG_AGO, valid_to=date(2099, 1, 1) if helper else None,
            confidentiality_signed_on=LONG_AGO if helper else None,
        )  # fmt: skip
    campaign = open_campaign(
        code="CAO-DIEM", name="Đợt cao điểm nhập dữ liệu sổ hộ tịch", basis="Kế hoạch 99/KH-UBND",
        lead_agency=agencies["697-TP"], scope_until=date(2015, 12, 31), starts_on=today() - timedelta(days=10),
        keying_starts_on=today(), due_on=today() + timedelta(days=30), cut_off=time(23, 59, 59),
        unassisted_percent=0,  # drawn by chance: a journey that is about it says so
    )  # fmt: skip
    for order, (code, way) in enumerate((("25441", "extract"), ("25435", "recorded")), start=1):
        unit, police, keeper = wards[code], agencies[f"{code}-CA"], agencies[f"{code}-UB"]
        add_reporting_unit(
            campaign=campaign, unit=unit, code=code, name=f"{unit.type_label.capitalize()} {unit.name}", order=order, agency=keeper,
            look_up_way=way,
        )  # fmt: skip
        place = "minhhung" if code == "25441" else "minhlap"
        members = [officers[login] for login in officers if login.endswith(place)]
        team = form_team(
            actor=None, now=now, name=f"Tổ nhập dữ liệu {unit}", agency=police,
            member_ids=[one.pk for one in members if one.may("key")],
        )  # fmt: skip
        station = Station.objects.create(code=f"{code}-M1", name="Máy 1", unit=unit, team=team)
        pass_check(officers["thietbi.thixa"], station, now=now, today=today())
        registrar = officers[f"hotich.{place}"]
        births, marriages = ("KS", 2006), ("KH", 2017)
        volumes = {"01/2006": births, "02/2006": births} | (
            {"01/2017": marriages} | {f"0{volume}/2006": births for volume in (3, 4, 5, 6)}
            if code == "25441"
            else {}
        )
        for volume, (kind, year) in volumes.items():
            book, _ = record_book(
                actor=registrar, now=now, kind=kind, office=f"UBND xã {unit.name}", unit=unit, year_opened=year,
                volume=volume, pages_count=50, entries_count=100, custodian=keeper,
                first_number="1", last_number="100", year_from=year, year_to=year,
            )  # fmt: skip
            handover = hand_over(
                actor=registrar,
                now=now,
                book=book,
                to_agency=police,
                way="hand_over",
                minutes_number="02/BB-BG",
            )
            if code == "25441":
                receive(actor=officers["totruong.minhhung"], now=now, handover=handover)
        if code == "25441":
            leader = officers["totruong.minhhung"]
            given = {
                "01/2006": "nhap.minhhung",
                "02/2006": "totruong.minhhung",
                "01/2017": "kethon.minhhung",
                "03/2006": "ghichu.minhhung",
                "04/2006": "gophim.minhhung",
                "05/2006": "matmang.minhhung",
                "06/2006": "casau.minhhung",
            }
            for volume, login in given.items():
                assign(
                    actor=leader,
                    now=now,
                    book=_book(unit, volume),
                    team=team,
                    officer=officers[login],
                    station=station,
                )
        else:
            _begin_without_a_leader(unit, officers["hotro.minhlap"], now)
    _write_plan(campaign, officers, agencies, now)
    _load_register(now)


def _write_plan(campaign: Any, officers: dict[str, Any], agencies: dict[str, Any], now: Any) -> None:
    """A document, a task, the checklist, a contact point and a draft of the targets: what the pages of the plan show."""
    from hotich.campaign.contacts.operations import name_contact
    from hotich.campaign.plan.operations import Step, add_basis, set_chain
    from hotich.campaign.readiness.operations import set_checklist
    from hotich.campaign.targets.operations import draw_up
    from hotich.campaign.tasks.operations import Share, give_task
    from hotich.support.time import today

    writer = officers["tuphap.thixa"]
    add_basis(actor=writer, campaign_id=campaign.pk, sort="law", title="Luật Hộ tịch", number="60/2014/QH13")
    steps = [Step("UBND các phường, xã", "Tổ kiểm tra", "chuyên viên Phòng Tư pháp", "unit")]
    set_chain(actor=writer, campaign_id=campaign.pk, steps=steps)
    give_task(
        actor=writer, campaign_id=campaign.pk, title="Rà soát, phân loại sổ", now=now, due_on=today() + timedelta(days=9),
        shares=[Share("perform", agencies[f"{code}-UB"]) for code in ("25441", "25435")],
    )  # fmt: skip
    set_checklist(actor=writer, campaign_id=campaign.pk, due_on=today() + timedelta(days=3))
    name_contact(
        actor=writer, campaign_id=campaign.pk, topic="justice", agency=agencies["697-TP"], name=writer.full_name,
        title="Chuyên viên", phone="0271 000 0202", order=1, now=now,
    )  # fmt: skip
    draw_up(actor=writer, campaign_id=campaign.pk, reason="Lập lần đầu", now=now)


def pass_check(device_officer: Any, station: Any, *, now: datetime, today: date) -> None:
    """A machine goes through its security check: it may key."""
    from hotich.stations.operations import record_security_check, security_checklist

    record_security_check(
        actor=device_officer, now=now, station=station, checked_on=today, expires_on=today + timedelta(days=180),
        minutes="01/BB-KTAN", seal_number="NP-001",
        results={item: {"ok": True, "note": ""} for item in security_checklist(today)},
    )  # fmt: skip


def _book(unit: Any, volume: str) -> Any:
    from hotich.books.models import Book

    return Book.objects.unscoped("the town's own book").get(unit=unit, volume=volume)


def _begin_without_a_leader(unit: Any, helper: Any, now: datetime) -> None:
    """Minh Lập has no officer who assigns; its book is with the helper all the same."""
    _hand_to(_book(unit, "01/2006"), helper, now)


def _hand_to(book: Any, officer: Any, now: datetime) -> None:
    from psycopg.types.range import Range

    from hotich.books.models import Assignment, BookStatus, Handover

    team = officer.teams.get()
    Handover.objects.filter(book=book).update(received_at=now, received_by=officer)
    book.status, book.custodian = BookStatus.KEYING, team.agency
    book.save()
    Assignment.objects.create(
        book=book, team=team, officer=officer, pages=Range(1, 1_000_000), assigned_by=officer, assigned_at=now
    )


def _load_register(now: datetime) -> None:
    from hotich.population.operations import load, open_extract
    from hotich.support.time import today
    from hotich.synthetic.people import POPULATION_COLUMNS, build_town
    from hotich.synthetic.people.rows import population_rows

    extract = open_extract(
        name="Trích xuất thử nghiệm", as_of=today(), coverage="nation", basis="Công văn 01/CV", expires_on=None,
        actor_id=None, now=now,
    )  # fmt: skip
    around = [
        dict(zip(POPULATION_COLUMNS, row, strict=True))
        for row in population_rows(build_town(7, 300).citizens)
    ]
    load(extract=extract, rows=enumerate([*(COMMON | row for row in REGISTER), *around], start=2))


def serve(port: int) -> None:
    """The whole installation until it is asked to stop; a part that dies is started again."""
    from hotich.cli._database import database
    from hotich.support.supervisor import Supervisor

    with Supervisor(port=port) as house:
        with database():
            from hotich.staff.models import Officer

            if not Officer.objects.exists():
                fill()
        house.start("web", "worker")
        house.wait_until_ready()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        house.watch()


def cut_off(moment: str) -> dict[str, Any]:
    """Moves the campaign's cut-off, as its leader would."""
    from hotich.campaign.models import Campaign

    campaign = Campaign.objects.get(code="CAO-DIEM")
    campaign.cut_off = time.fromisoformat(moment)
    campaign.save(update_fields=["cut_off"])
    return {}


def work(way: str, unassisted: str) -> dict[str, Any]:
    """How births are worked on from now, and how many entries in a hundred go without assistance."""
    from hotich.campaign.models import Campaign
    from hotich.campaign.operations import set_way_of_working
    from hotich.staff.models import Officer
    from hotich.support.time import now

    campaign = Campaign.objects.get(code="CAO-DIEM")
    campaign.unassisted_percent = int(unassisted)
    campaign.save()
    justice = Officer.objects.get(username="tuphap.thixa")
    set_way_of_working(actor=justice, campaign_id=campaign.pk, kind="KS", working=way, now=now())
    return {}


def freeze() -> dict[str, Any]:
    """Closes the day if it is due, as the worker does every minute."""
    from hotich.reports.models import DailyReport
    from hotich.reports.operations import freeze_due
    from hotich.support.time import now

    freeze_due(now=now())
    return {"frozen": DailyReport.objects.unscoped("a test's own question").count()}


def state() -> dict[str, Any]:
    """Entries with their fields, in the order in which they were opened, and how often each field was logged."""
    from hotich.entries.models import Entry, EntryAction, Transcription

    def rows() -> Iterator[dict[str, Any]]:
        for entry in Entry.objects.unscoped("a test's own question").order_by("opened_at"):
            kept = Transcription.objects.filter(entry=entry, accepted=True).first()
            log = EntryAction.objects.filter(entry_id=entry.pk).order_by("seq")
            yield {
                "id": str(entry.pk), "book": entry.book.volume, "unit": entry.unit.code, "status": entry.status,
                "outcome": entry.outcome, "fields": kept.fields if kept else {},
                "log": [(one.type, one.payload) for one in log],
                "by": entry.completed_by.username if entry.completed_by else None,
            }  # fmt: skip

    return {"entries": list(rows())}


def example() -> dict[str, Any]:
    """One mismatch and one entry that waits for its look-up in Minh Lập, keyed in its second book."""
    from datetime import UTC

    from hotich.cases.operations import record_and_judge
    from hotich.entries import operations as entries
    from hotich.staff.models import Officer
    from hotich.stations.models import Station
    from hotich.support.ids import uuid7
    from hotich.units.models import Unit

    unit = Unit.objects.get(code="25435", key="25435@2022")
    keyer = Officer.objects.get(username="tracuu.minhlap")
    station = Station.objects.unscoped("the town's own machine").get(code="25435-M1")
    book, now = _book(unit, "02/2006"), datetime.now(UTC)
    _hand_to(book, keyer, now)
    for line, name in enumerate(("Nguyễn Thị Sen", "Lâm Thị Chờ"), start=1):
        entry = uuid7()
        common = {"actor": keyer, "now": now, "station": station, "entry_id": entry}
        entries.open_entry(**common, book=book, page=1, line=line)
        written = {
            "registration.number": str(line), "registration.date": "01/06/2006", "child.full_name": name,
            "child.sex": "Nữ", "child.birth_date": "25/05/2006", "mother.full_name": "Trần Thị Bé",
        }  # fmt: skip
        fields = {
            word: {"v": text, "m": None, "o": "typed", "struck": None} for word, text in written.items()
        }
        blank = {"v": None, "m": "blank_in_book", "o": "typed", "struck": None}
        empty = ("birth_place", "ethnicity", "nationality", "hometown")
        entries.record_fields(**common, fields=fields | {f"child.{word}": blank for word in empty})
        entries.complete(**common)
        if line == 1:
            record_and_judge(
                actor=keyer, entry_id=entry, role="child", searched={"full_name": name}, outcome="matched", reason="",
                seen={"full_name": name, "birth_date": "05/05/2006", "sex": "Nữ"}, personal_id="070306000033",
                looked_up_at=now,
            )  # fmt: skip
    return {}


def main(verb: str, *arguments: str) -> None:
    if verb == "serve":
        serve(int(arguments[0]))
        return
    from hotich.cli._database import database

    with database(migrated=False):
        verbs = {
            "cut-off": cut_off, "freeze": freeze, "state": state, "example": example, "illustrate": illustrate, "work": work, "furnish": furnish,
            "man": shifts.man, "hand-on": shifts.hand_on, "fall-silent": shifts.fall_silent, "watch": shifts.watch,
            "ending": ending, "come-home": come_home,
        }  # fmt: skip
        answer = verbs[verb](*arguments)
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    main(*sys.argv[1:])
