"""What a ward has for its screens to show: loans, scans, pairs, checks, papers, updates, work at machines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hotich.books.models import (
    Book,
    Handover,
    Minutes,
    Scan,
    ScanFile,
    ScanUpload,
)
from hotich.books.scan_files import keep_original, working_file
from hotich.campaign.budget.operations import add_item
from hotich.campaign.models import Campaign
from hotich.campaign.papers.operations import draw_paper, keep_signed, number_paper
from hotich.checking.models import DuplicatePair
from hotich.entries.models import Entry
from hotich.integration.models import ExportRun
from hotich.integration.npd import facts
from hotich.integration.npd.models import Update
from hotich.integration.operations import ask_export, make_export
from hotich.staff.models import HelperTerm, Officer
from hotich.staff.operations.helpers import undertakings
from hotich.stations.models import Duty, Outage, SecurityCheck
from hotich.support.documents import Document, Issuer, Paragraph
from hotich.support.kept_files import keep
from hotich.support.time import now as clock
from hotich.support.time import today


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
