"""The office in which the robot sits: one ward, its books by the settings, an officer for each book, served as an installation is.

`python -m bench.desk.office serve PORT BOOKS` fills the home of HOTICH_HOME with the books of a file and serves it; it knows the truth
only to make books and pages of it. `kept LOGIN…` prints what is stored of the books of these officers.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from bench.desk.truth import TrueBook, TrueEntry, hardship_books, make_book, name_of, settings
from hotich.synthetic.books.printed import entries_on_a_page

PASSWORD = "mat-khau-thu-nghiem"
LONG_AGO = date(2020, 1, 1)
UNIT = "25441@2022"
OTHER_PAGES = 500
"""Added to the seed for the books without images: other people, other pages."""


def shelf(
    seed: int, most: int | None, wanted: Callable[[str], bool] = lambda name: True
) -> Iterator[TrueBook]:
    """Every book twice: one that has page images, another of the same kind and form that has none; then the long ones."""
    for here, has_images in ((seed, True), (seed + OTHER_PAGES, False)):
        for plan in settings()["books"]:
            if wanted(name_of(plan["kind"], plan["era"], has_images=has_images)):
                book = make_book(here, plan, most)
                yield replace(book, with_images=True) if has_images else _second_volume(book)
    yield from hardship_books(seed, wanted, most=most and 5 * most)


def _second_volume(book: TrueBook) -> TrueBook:
    """Another volume of the same year: two books with one number would be the same book."""
    spec = replace(book.spec, volume="02")
    number = replace(book.entries[0].fields["book.number"], text=spec.book_number)

    def renamed(entry: TrueEntry) -> TrueEntry:
        return replace(entry, fields={**entry.fields, "book.number": number})

    return replace(book, spec=spec, entries=tuple(renamed(entry) for entry in book.entries))


def login_of(book: TrueBook) -> str:
    """Who keys a book."""
    return f"nhap.{book.name}"


def fill(shelved: list[TrueBook], *, register: bool) -> None:
    """Unit, officers, machine, books and campaign, by the product's own operations."""
    from hotich.books.operations import assign, confirm_form, hand_over, receive, record_book
    from hotich.campaign.operations import add_reporting_unit, open_campaign
    from hotich.staff.operations import form_team, give_position, open_account
    from hotich.stations.operations import record_security_check, register_station
    from hotich.support.time import now as clock
    from hotich.support.time import today
    from hotich.units.operations import load_units, open_agency

    now = clock()
    units = load_units(keys=[UNIT])
    ward, town = units[UNIT], units["697@2022"]
    agencies = {kind: open_agency(unit=ward, kind=kind) for kind in ("CA", "UB")}
    above = {kind: open_agency(unit=town, kind=kind) for kind in ("CA", "TP")}

    def officer(login: str, name: str, position: str, agency: Any) -> Any:
        account = open_account(actor=None, now=now, username=login, full_name=name, password=PASSWORD)
        give_position(
            actor=None, now=now, officer=account, code=position, agency=agency, valid_from=LONG_AGO,
            valid_to=None, confidentiality_signed_on=None,
        )  # fmt: skip
        return account

    registrar = officer("hotich", "Đỗ Thị Hộ", "registrar", agencies["UB"])
    leader = officer("totruong", "Phạm Thị Trưởng", "team_leader", agencies["CA"])
    devices = officer("thietbi", "Mai Văn Máy", "device_officer", above["CA"])
    keyers = {
        login_of(book): officer(login_of(book), f"Người nhập {book.name}", "keyer", agencies["CA"])
        for book in shelved
    }
    campaign = open_campaign(
        code="CAO-DIEM", name="Đợt cao điểm nhập dữ liệu sổ hộ tịch", basis="Kế hoạch 99/KH-UBND",
        lead_agency=above["TP"], scope_until=date(2019, 12, 31), starts_on=today() - timedelta(days=10),
        keying_starts_on=today(), due_on=today() + timedelta(days=30), cut_off=time(23, 59, 59),
    )  # fmt: skip
    add_reporting_unit(
        campaign=campaign, unit=ward, code="25441", name="Phường Minh Hưng", order=1, agency=agencies["UB"],
        look_up_way="extract" if register else "recorded",
    )  # fmt: skip
    team = form_team(
        actor=None, now=now, name="Tổ nhập dữ liệu", agency=agencies["CA"],
        member_ids=[one.pk for one in (leader, *keyers.values())],
    )  # fmt: skip
    station = register_station(code="25441-M1", name="Máy 1", unit=ward, team=team)
    record_security_check(
        actor=devices, now=now, station=station, checked_on=today(), expires_on=None, minutes="01/BB-KTAN",
        seal_number="NP-001",
    )  # fmt: skip
    for each in shelved:
        spec = each.spec
        pages = max(entry.page for entry in each.entries)
        book, _ = record_book(
            actor=registrar, now=now, kind=spec.kind, office=spec.office_text, unit=ward,
            year_opened=spec.year_opened, volume=spec.book_number, form_mark=spec.form_mark,
            pages_count=pages, entries_count=pages * entries_on_a_page(spec.edition), custodian=agencies["UB"],
            first_number=spec.first_number, last_number=each.entries[-1].number, year_from=spec.years[0],
            year_to=spec.years[1],
        )  # fmt: skip
        confirm_form(
            actor=registrar, now=now, book=book, edition=each.edition, variant=each.variant,
            reason="Mẫu ghi trên bìa sổ",
        )  # fmt: skip
        book.refresh_from_db()
        handover = hand_over(
            actor=registrar, now=now, book=book, to_agency=agencies["CA"], way="hand_over",
            minutes_number="02/BB-BG",
        )  # fmt: skip
        receive(actor=leader, now=now, handover=handover)
        book.refresh_from_db()
        assign(actor=leader, now=now, book=book, team=team, officer=keyers[login_of(each)], station=station)
        if each.with_images:
            _draw(book, each)


def _draw(book: Any, each: TrueBook) -> None:
    from hotich.books.images import synthetic_source
    from hotich.books.models import Page

    book.has_images = True
    book.save(update_fields=["has_images"])

    for number in range(1, max(entry.page for entry in each.entries) + 1):
        drawn = [entry.drawn for entry in each.entries if entry.page == number]
        drawn = [replace(one, page=number, line=line) for line, one in enumerate(drawn, start=1)]
        Page.objects.create(book=book, number=number, source=synthetic_source(each.spec, drawn, seed=1))


def serve(port: int, books_file: Path) -> None:
    """The whole installation until it is asked to stop; a part that dies is started again."""
    from hotich.cli._database import database
    from hotich.support.supervisor import Supervisor

    with Supervisor(port=port) as house:
        with database():
            from hotich.staff.models import Officer

            if not Officer.objects.exists():
                fill(pickle.loads(books_file.read_bytes()), register=False)  # noqa: S301 (our own file)
        house.start("web", "worker")
        house.wait_until_ready()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        house.watch()


def kept(*logins: str) -> list[dict[str, Any]]:
    """What is stored of the books these officers have: entries in the order of the pages, with how often each was begun."""
    from hotich.entries.models import Entry, EntryAction, Transcription

    rows = []
    entries = Entry.objects.unscoped("the bench's own question").select_related("book")
    for entry in entries.order_by("book", "position", "opened_at"):
        assigned = entry.book.assignments.first()
        if logins and (assigned is None or assigned.officer.username not in logins):
            continue
        passes = list(Transcription.objects.filter(entry=entry).order_by("pass_number"))
        log = EntryAction.objects.filter(entry_id=entry.pk).order_by("seq").values_list("type", flat=True)
        rows.append(
            {
                "id": str(entry.pk), "login": assigned.officer.username, "page": entry.page, "line": entry.line,
                "position": entry.position, "status": entry.status, "passes": len(passes),
                "fields": passes[0].fields if passes else {}, "log": list(log),
            }
        )  # fmt: skip
    return rows


def main(verb: str, *arguments: str) -> None:
    if verb == "serve":
        port, books_file = arguments
        serve(int(port), Path(books_file))
        return
    from hotich.cli._database import database

    with database(migrated=False):
        sys.stdout.write(json.dumps(kept(*arguments), ensure_ascii=False))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotich.config.settings")
    main(*sys.argv[1:])
