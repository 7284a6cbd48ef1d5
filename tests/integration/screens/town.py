"""Two wards of two towns of two provinces, each with everything a screen can show: what one may see the other must not."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.integration.screens.holdings import (
    at_work,
    checks_of_a_ward,
    exported,
    lent,
    paired,
    papers_of,
    scanned,
    seen_as,
    to_be_told,
)
from tests.integration.screens.plans import Plan, plan_of
from tests.integration.screens.steering import Steering, steering_of

from hotich.books.models import (
    Book,
    Minutes,
    NumberMark,
    Page,
    SavedVariant,
    Scan,
)
from hotich.campaign.models import BudgetItem, Campaign, Paper, ReportingUnit
from hotich.campaign.operations import add_reporting_unit, open_campaign
from hotich.cases.models import Batch, Case
from hotich.cases.operations import draft_batch, record_and_judge
from hotich.checking.completing.accounts import account_of, figures_of
from hotich.checking.models import Check, Completion, Contest, DuplicatePair, FieldDifference, Lot
from hotich.entries.models import DeferredPacket, Entry, Question
from hotich.entries.operations import ask
from hotich.integration.models import ExportRun
from hotich.integration.npd.models import Update
from hotich.linkage.models import LookUp
from hotich.linkage.operations import record_look_up
from hotich.reports.files import keep_bytes
from hotich.reports.models import DailyReport, Declaration, Sending
from hotich.reports.operations import freeze, send_town_report, send_unit_report
from hotich.reports.queries import daily_form
from hotich.reports.workbook import workbook
from hotich.staff.models import Officer, Position
from hotich.stations.models import Duty, Outage
from hotich.support.ids import uuid7
from hotich.support.time import now as clock
from hotich.support.time import today
from hotich.units.models import Agency, Level, Unit

sys.path.insert(0, str(Path(__file__).parents[1]))

WARD = frozenset(
    {
        "keyer", "helper", "team_leader", "verifier", "police_head", "registrar", "list_keeper", "checker",
        "unit_head",
    }
)  # fmt: skip
COMMITTEE = frozenset({"registrar", "list_keeper", "unit_head"})
TOWN_AGENCY = {
    "area_officer": "CA", "device_officer": "CA", "justice_officer": "TP", "justice_head": "TP",
    "line_officer": "VH", "inspector": "UB", "town_leader": "UB",
}  # fmt: skip


@dataclass
class Side:
    """One ward with its town and province, its officers, its books and what was keyed of them."""

    world: Any
    town: Unit
    province: Unit
    campaign: Campaign
    reporting: ReportingUnit
    spare: Book
    page: Page
    matched: Entry
    mismatched: Entry
    pending: Entry
    unfinished: Entry
    noted: Entry
    note: int
    change: Entry
    question: Question
    look_up: LookUp
    case: Case
    batch: Batch
    minutes: Minutes
    completion: Completion
    pair: DuplicatePair
    copy: Book
    saved: SavedVariant
    mark: NumberMark
    report: DailyReport
    town_report: DailyReport
    sending: Sending
    town_sending: Sending
    declaration: Declaration
    export: ExportRun
    deferred: DeferredPacket
    scan: Scan
    check: Check
    correction: FieldDifference
    contest: Contest
    lot: Lot
    to_sample: Book
    update: Update
    plan: Plan
    steering: Steering
    duty: Duty
    outage: Outage
    helper: Position
    drafted: Paper
    numbered: Paper
    signed: Paper
    item: BudgetItem
    officers: dict[str, Officer]
    words: frozenset[str]

    @property
    def book(self) -> Book:
        return self.world.book


def _agency(unit: Unit, kind: str) -> Agency:
    return Agency.objects.get_or_create(
        code=f"{unit.code}-{kind}", defaults={"unit": unit, "kind": kind, "name": f"{kind} {unit.name}"}
    )[0]


def _upper(key: str, name: str, level: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(
        key=f"test/{key}", code=key, name=name, type_label="thị xã", level=level, parent=parent,
        valid_from=date(1975, 1, 1), sort_key=key,
    )  # fmt: skip


def _officers(world: Any, town: Unit, province: Unit, name: str) -> dict[str, Officer]:
    officers = {
        code: world.officer(code, name=f"{name} {number}") for number, code in enumerate(sorted(WARD))
    }
    for code, kind in TOWN_AGENCY.items():
        officers[code] = world.officer(code, agency=_agency(town, kind), name=f"{name} {code}")
    officers["province_viewer"] = world.officer(
        "province_viewer", agency=_agency(province, "TP"), name=f"{name} tỉnh"
    )
    officers["admin"] = world.officer("admin", agency=_agency(province, "HT"), name=f"{name} hệ thống")
    return officers


def make_side(key: str, *, unit_name: str, surname: str, volume: str, number: str, at: datetime) -> Side:
    """Everything of one ward; `surname`, `volume` and the rest are words that occur nowhere else."""
    from desk import Desk
    from making import change_entry
    from world import make_world

    world = make_world(key, at)
    province = _upper(f"9{key[-1]}", f"Tỉnh {unit_name}", Level.PROVINCE, None)
    town = _upper(f"99{key[-1]}", f"Thị {unit_name}", Level.DISTRICT, province)
    world.unit.parent, world.unit.name = town, unit_name
    world.unit.save()
    world.team.name = f"Tổ {unit_name}"
    world.team.save()
    book = world.book
    book.office, book.volume, book.custodian = f"UBND {unit_name}", volume, world.police
    book.has_images = True
    book.save()
    spare = world.new_book(volume=f"{volume}-B", office=f"UBND {unit_name}", custodian=world.police)
    page = Page.objects.create(book=book, number=1, source={})
    Page.objects.create(book=spare, number=3)
    officers = _officers(world, town, province, f"Cán bộ {surname}")
    world.assign(book)
    keyer, leader = officers["keyer"], officers["team_leader"]
    desk = Desk(world, keyer)
    named = dict(zip(("matched", "mismatched", "pending", "unfinished"), "ABCD", strict=True))
    entries: dict[str, Entry] = {}
    for line, (what, letter) in enumerate(named.items(), start=1):
        desk.open(1, line)
        desk.key_all(registration__number=f"{number}{line}", child__full_name=f"{surname} Thị {letter}")
        if what != "unfinished":
            desk.complete()
        entries[what] = Entry.objects.unscoped("a test's own entry").get(pk=desk.entry)
    entries["noted"] = entries["matched"]
    desk.entry = entries["noted"].pk
    note = desk.annotate(text=f"Ghi chú của {surname}", kind="divorce").seq
    entries["change"] = change_entry(desk, subject__full_name=f"{surname} Thị A")
    world.assign(entries["change"].book)
    for what, more in (("matched", {}), ("mismatched", {"birth_date": "05/03/2006"})):
        record_and_judge(
            actor=keyer, entry_id=entries[what].pk, role="child", personal_id=f"0703060{number}1"[:12].ljust(12, "7"),
            outcome="matched", reason="", **seen_as(f"{surname} Thị {named[what]}", **more),
        )  # fmt: skip
    look_up = record_look_up(
        actor=keyer, entry_id=entries["pending"].pk, role="child", personal_id="", found=False, available=True,
        **seen_as(f"{surname} Thị C"),
    )  # fmt: skip
    desk.entry = entries["unfinished"].pk
    asked = ask(
        **desk.common, text=f"Chữ này có phải {surname} không?", field="child.full_name",
        crop={"page": str(page.pk), "box": [100, 200, 3000, 400]},
    )  # fmt: skip
    question = Question.objects.unscoped("a test's own question").get(entry=desk.entry, seq=asked.seq)
    checked = checks_of_a_ward(desk, surname)
    campaign = open_campaign(
        code=f"DOT-{key}", name=f"Đợt của {unit_name}", basis="Kế hoạch", lead_agency=_agency(town, "TP"),
        scope_until=date(2015, 12, 31), starts_on=today() - timedelta(days=3),
        keying_starts_on=today() - timedelta(days=2), due_on=today() + timedelta(days=30),
    )  # fmt: skip
    reporting = add_reporting_unit(
        campaign=campaign, unit=world.unit, code=key, name=f"Báo cáo {unit_name}", order=1
    )
    for days in (3, 2):
        freeze(campaign=campaign, day=today() - timedelta(days=days), now=clock())
    reports = {
        (report.level, report.date): report
        for report in DailyReport.objects.unscoped("a test's own reports").filter(campaign=campaign)
    }
    before, last = today() - timedelta(days=3), today() - timedelta(days=2)
    sending = send_unit_report(
        actor=officers["unit_head"], now=clock(), report_id=reports["unit", before].pk, obstacles=f"Máy của {unit_name} hỏng"
    )  # fmt: skip
    town_sending = send_town_report(
        actor=officers["justice_officer"], now=clock(), report_id=reports["town", before].pk, receiver="province"
    )  # fmt: skip
    registrar = officers["registrar"]
    twin = world.new_book(
        volume=spare.volume, volume_key=spare.volume_key, office=spare.office, copy_role="district",
        custodian=world.police, marked_for_entry=False,
    )  # fmt: skip
    spare.copy_role = "commune"
    spare.form_changes = [{"page": 20, "edition": "KS/2016", "variant": {}}]
    spare.save()
    case = Case.objects.unscoped("a test's own case").get(entry=entries["mismatched"])
    return Side(
        world=world, town=town, province=province, campaign=campaign, reporting=reporting, spare=spare, page=page,
        note=note, question=question, look_up=look_up, case=case, officers=officers,
        batch=draft_batch(actor=officers["list_keeper"], case_ids=[case.pk], now=clock()),
        minutes=lent(book, world, leader, at),
        completion=Completion.objects.create(
            book=book, no_note="sổ mất trang cuối", figures=figures_of(account_of(leader, book), book),
            completed_by=leader, completed_at=at,
        ),
        pair=paired(entries["matched"], entries["pending"], at),
        copy=twin,
        saved=SavedVariant.objects.create(
            unit=world.unit, kind="KS", edition="KS/2006", name=f"Mẫu {unit_name}", office_key=book.office_key,
            variant={"off": ["notes"]}, saved_by=registrar, saved_at=at,
        ),
        mark=NumberMark.objects.create(
            book=book, year=2006, numbers=(900, 902), kind="void", reason="sổ để trắng", marked_by=registrar,
            marked_at=at,
        ),
        declaration=declared(reporting, officers["justice_officer"], before),
        report=reports["unit", last], town_report=reports["town", last], sending=sending, town_sending=town_sending,
        export=exported(officers["registrar"], book, at=clock()),
        deferred=DeferredPacket.objects.create(
            tx_id=uuid7(), entry_id=uuid7(), book=book, unit=world.unit, author=keyer, station=world.station,
            reason="expired", packet={}, received_at=at,
        ),
        **checked,
        **papers_of(campaign, world, registrar, unit_name),
        update=to_be_told(entries["matched"], at),
        plan=plan_of(campaign, reporting, world, officers, surname, clock()),
        steering=steering_of(campaign, reporting, officers, surname, clock()),
        **at_work(world, officers, surname),
        scan=scanned(spare, registrar, 3, f"Quyển của {surname}", clock()),
        words=frozenset(
            {unit_name, surname, volume, f"{number}1", f"{number}2", f"0703060{number}", key, str(book.pk)}
        ),
        **entries,
    )  # fmt: skip


def declared(reporting: ReportingUnit, officer: Officer, day: date) -> Declaration:
    """A form of the ward from the time before it worked in the product: it says that nothing was keyed."""
    none = dict.fromkeys(("KS", "KH", "KT", "other", "total"), 0)
    return Declaration.objects.create(
        reporting_unit=reporting, unit=reporting.unit, date=day, number=1, figures={"entered": none, "cumulative": none},
        digest=keep_bytes(workbook(daily_form(reporting.campaign, day, now=clock(), units=[reporting]))), received_at=clock(), received_by=officer,
    )  # fmt: skip


def make_two_wards(at: datetime) -> tuple[Side, Side]:
    """The officers' own ward and a foreign one, in another town of another province."""
    own = make_side("90001", unit_name="An Hòa", surname="Lê", volume="11/2006", number="311", at=at)
    foreign = make_side(
        "90002", unit_name="Bình Sơn Ngoại", surname="Quàng", volume="77/1998", number="8642", at=at
    )
    return own, foreign
