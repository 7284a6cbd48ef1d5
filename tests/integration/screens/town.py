"""Two wards of two towns of two provinces, each with everything a screen can show: what one may see the other must not."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.integration.screens.plans import Plan, plan_of
from tests.integration.screens.steering import Steering, steering_of

from hotich.books.models import (
    Book,
    Handover,
    Minutes,
    NumberMark,
    Page,
    SavedVariant,
    Scan,
    ScanFile,
    ScanUpload,
)
from hotich.books.scan_files import keep_original, working_file
from hotich.campaign.budget.operations import add_item
from hotich.campaign.models import BudgetItem, Campaign, Paper, ReportingUnit
from hotich.campaign.operations import add_reporting_unit, open_campaign
from hotich.campaign.papers.operations import draw_paper, keep_signed, number_paper
from hotich.cases.models import Batch, Case
from hotich.cases.operations import draft_batch, record_and_judge
from hotich.checking.completing.accounts import account_of, figures_of
from hotich.checking.models import Check, Completion, Contest, DuplicatePair, FieldDifference, Lot
from hotich.entries.models import DeferredPacket, Entry, Question
from hotich.entries.operations import ask
from hotich.integration.models import ExportRun
from hotich.integration.npd import facts
from hotich.integration.npd.models import Update
from hotich.integration.operations import ask_export, make_export
from hotich.linkage.models import LookUp
from hotich.linkage.operations import record_look_up
from hotich.reports.models import DailyReport, Sending
from hotich.reports.operations import freeze, send_town_report, send_unit_report
from hotich.staff.models import HelperTerm, Officer, Position
from hotich.staff.operations.helpers import undertakings
from hotich.stations.models import Duty, Outage, SecurityCheck
from hotich.support.documents import Document, Issuer, Paragraph
from hotich.support.ids import uuid7
from hotich.support.kept_files import keep
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


def seen_as(name: str, **more: str) -> dict[str, Any]:
    """What an officer saw on the police machine and how he had searched."""
    return {
        "searched": {"full_name": name},
        "seen": {"full_name": name, "birth_date": "02/03/2006", "sex": "Nữ", **more},
        "looked_up_at": clock() - timedelta(minutes=5),
    }


def exported(officer: Officer, book: Book, *, at: datetime) -> ExportRun:
    """The book's entries as an officer had them exported: his alone."""
    run = ask_export(actor=officer, now=at, what="entries", kind="KS", format="moj", book=book)
    made = make_export(run_id=run.pk, now=at)
    assert made is not None and made.state == "ready", made
    return made


def lent(book: Book, world: Any, leader: Officer, at: datetime) -> Minutes:
    """Minutes that wait for the book's keeper."""
    minutes = Minutes.objects.create(
        way="lend_back", purpose="extract", from_agency=world.police, to_agency=world.committee, handed_by=leader,
        handed_at=at, number="01/BB",
    )  # fmt: skip
    Handover.objects.create(minutes=minutes, book=book)
    return minutes


def paired(one: Entry, other: Entry, at: datetime) -> DuplicatePair:
    """Two entries of a ward that may be one act."""
    first, second = sorted((one, other), key=lambda entry: entry.pk)
    return DuplicatePair.objects.create(
        first=first, second=second, first_unit_id=first.unit_id, second_unit_id=second.unit_id, kind=first.kind,
        by_number=True, found_at=at,
    )  # fmt: skip


def scanned(book: Book, by: Officer, number: int, name: str, at: datetime) -> Scan:
    """A scan of one page as the worker left it."""
    upload = ScanUpload.objects.create(
        book=book, first_page=number, uploaded_by=by, uploaded_at=at, touched_at=at
    )
    digest, size = keep_original([name.encode()])
    file = ScanFile.objects.create(
        upload=upload,
        order=0,
        name=f"{name}.jpg",
        kind="jpeg",
        digest=digest,
        size=size,
        state="ready",
        images=1,
    )
    scan = Scan.objects.create(
        book=book,
        file=file,
        index=0,
        number=number,
        version=1,
        state="ready",
        width=900,
        height=600,
        current=True,
    )
    target = working_file(scan.pk, 1)
    target.parent.mkdir(parents=True)
    target.write_bytes(name.encode())
    return scan


def checks_of_a_ward(desk: Any, surname: str) -> dict[str, Any]:
    """In books of their own: a difference that waits for an arbiter, a correction, an objection, a lot, a book to draw one of."""
    from desk import Desk
    from rekeying import Checker, decide, keyed, planned

    from hotich.checking.operations import contest, draw_lot

    world = desk.world
    ordinary = world.book
    checker = Checker(world, world.officer("checker", name=f"Người kiểm {surname}"))
    arbiter = world.officer("checker", name=f"Người phân xử {surname}")
    other, sampled, to_sample = (
        world.new_book(kind="KS", office_key=f"{world.unit.key} kiểm tra") for _ in range(3)
    )
    for book, lines in ((other, 3), (sampled, 2), (to_sample, 2)):
        world.book = book
        world.assign(book, desk.officer)
        for line in range(1, lines + 1):
            keyed(Desk(world, desk.officer), line, child__full_name=f"{surname} Thị {line}")
    world.book = other
    planned(world, other)
    first, second, third = checker.take(book=other)
    for check in (first, second, third):
        checker.keys(check, child__full_name=f"{surname} Văn Khác")
    for check in (second, third):
        decide(world, arbiter, check, child__full_name="second")
    world.book = ordinary
    registrar = world.officer("registrar", name=f"Người rút mẫu {surname}")
    return {
        "check": first,
        "correction": second.differences.get(),
        "contest": contest(actor=desk.officer, difference_id=third.differences.get().pk, text=f"Sổ ghi {surname}", now=world.now),
        "lot": draw_lot(actor=registrar, book=sampled, sort="zero", now=world.now),
        "to_sample": to_sample,
    }  # fmt: skip


def papers_of(campaign: Campaign, world: Any, registrar: Officer, name: str) -> dict[str, Any]:
    """A draft, a document with its number, a signed one, and an item of the budget."""
    common = {"actor": registrar, "now": clock()}
    drafted, numbered, signed = (
        draw_paper(
            **common, campaign=campaign, agency=world.committee, kind="unit_plan",
            document=Document(issuer=Issuer(name), title="Kế hoạch", about=f"Kế hoạch {at} của {name}", symbol="KH", body=(Paragraph(name),)),
        )
        for at in (1, 2, 3)
    )  # fmt: skip
    for paper, number in ((numbered, "1"), (signed, "2")):
        number_paper(**common, paper_id=paper.pk, number=number, dated=today())
    content = b"%PDF-1.7 " + name.encode() + b" %%EOF"
    keep_signed(**common, paper_id=signed.pk, size=len(content), chunks=[content])
    item = add_item(
        **common,
        campaign=campaign,
        unit_id=world.unit.pk,
        group="line",
        name=f"Khoản của {name}",
        source="commune",
    )
    return {"drafted": drafted, "numbered": numbered, "signed": signed, "item": item}


def to_be_told(entry: Entry, at: datetime) -> Update:
    """A citizen of the ward whom somebody has still to decide to create."""
    told = facts.new_citizen(entry, "child")
    person = facts.person_key("new_citizen", told)
    return Update.objects.create(
        kind="new_citizen", entry=entry, role="child", judgement=entry.judgements.get(), facts=told, person_key=person,
        name_key=facts.name_key("new_citizen", told), key=facts.message_key("new_citizen", person, 0, told),
        since=at, made_at=at, checked_at=at,
    )  # fmt: skip


def at_work(world: Any, officers: dict[str, Officer], surname: str) -> dict[str, Any]:
    """A shift of the keyer that runs, an outage that has passed, a check of the machine, a helper's paper."""
    now = clock()
    helper = officers["helper"].positions.get()
    digest, size = keep(undertakings(), [f"%PDF-1.7 {surname}".encode()])
    HelperTerm.objects.create(
        position=helper, organisation=f"Đoàn Thanh niên {surname}", paper_digest=digest, paper_size=size,
        taken_by=officers["team_leader"], taken_at=now,
    )  # fmt: skip
    SecurityCheck.objects.create(
        station=world.station, unit=world.unit, checked_on=today(), passed=False, minutes_number=f"BB {surname}",
        results={"ports": {"ok": False, "note": surname}}, checked_by=officers["device_officer"], recorded_at=now,
    )  # fmt: skip
    return {
        "helper": helper,
        "duty": Duty.objects.create(
            station=world.station, unit=world.unit, team=world.team, officer=officers["keyer"], day=today(), number=1,
            starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=7), set_at=now - timedelta(days=1),
            taken_at=now - timedelta(hours=1), note=f"Giao lại cho {surname}",
        ),
        "outage": Outage.objects.create(
            station=world.station, unit=world.unit, started_at=now - timedelta(hours=30),
            ended_at=now - timedelta(hours=29), source="desk", cause="line", words=f"Đứt cáp nhà {surname}",
        ),
    }  # fmt: skip


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
