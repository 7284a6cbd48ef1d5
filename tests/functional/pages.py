"""Books with page images for the tiny town: one upright form, one wide table, each with its keyer. Drawn when asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

UNIT = "25441@2022"
SEED = 7
BOOKS = (
    # login, who, kind, year, volume, edition, entries on a page, pages
    ("anh.minhhung", "Hoàng Thị Ảnh", "KS", 2007, "01/2007", "KS/2006", 1, 3),
    ("bang.minhhung", "Lý Văn Bảng", "KS", 1990, "01/1990", "KS/1976", 5, 1),
)


def illustrate() -> dict[str, Any]:
    """Adds the books, and says which ids they have."""
    from hotich.books.models import Page
    from hotich.books.operations import assign, hand_over, receive, record_book
    from hotich.staff.models import Officer, Team
    from hotich.stations.models import Station
    from hotich.support.ids import uuid7
    from hotich.units.models import Agency, Unit

    now = datetime.now(UTC)
    unit = Unit.objects.get(key=UNIT)
    police = Agency.objects.get(unit=unit, kind="CA")
    keeper = Agency.objects.get(unit=unit, kind="UB")
    team = Team.objects.get(agency=police)
    station = Station.objects.unscoped("the town's own machine").get(code="25441-M1")
    registrar, leader = (Officer.objects.get(username=f"{name}.minhhung") for name in ("hotich", "totruong"))
    made: dict[str, Any] = {}
    for login, name, kind, year, volume, edition, lines, pages in BOOKS:
        officer = _keyer(login, name, police, team, now)
        book, _ = record_book(
            actor=registrar, now=now, kind=kind, office=f"UBND xã {unit.name}", unit=unit, year_opened=year,
            volume=volume, pages_count=pages, entries_count=pages * lines, custodian=keeper,
            first_number="1", last_number=str(pages * lines), year_from=year, year_to=year,
        )  # fmt: skip
        book.has_images = True  # its pages are drawn below, no scan brings them
        book.save(update_fields=["has_images"])
        handover = hand_over(
            actor=registrar, now=now, book=book, to_agency=police, way="hand_over", minutes_number="05/BB-BG"
        )
        receive(actor=leader, now=now, handover=handover)
        assign(actor=leader, now=now, book=book, team=team, officer=officer, station=station)
        for number in range(1, pages + 1):
            source = _source(kind, year, volume, edition, number, lines)
            Page.objects.create(id=uuid7(), book=book, number=number, source=source)
        book.refresh_from_db()
        book.has_images = True
        book.save(update_fields=["has_images"])
        made[login] = str(book.pk)
    return made


def _keyer(login: str, name: str, police: Any, team: Any, now: datetime) -> Any:
    from tests.functional.town import LONG_AGO, PASSWORD

    from hotich.staff.operations import give_position, open_account

    officer = open_account(actor=None, now=now, username=login, full_name=name, password=PASSWORD)
    give_position(
        actor=None, now=now, officer=officer, code="keyer", agency=police, valid_from=LONG_AGO, valid_to=None,
        confidentiality_signed_on=None,
    )  # fmt: skip
    team.members.add(officer)
    return officer


def _source(kind: str, year: int, volume: str, edition: str, page: int, lines: int) -> dict[str, Any]:
    from hotich.books.images import synthetic_source

    spec, entries = page_of(kind, year, volume, edition, page, lines)
    return synthetic_source(spec, entries, seed=SEED)


def page_of(kind: str, year: int, volume: str, edition: str, page: int, lines: int) -> tuple[Any, list[Any]]:
    """A page as it is drawn: the book, and who stands on its lines."""
    from hotich.synthetic.books.spec import BookEntry, BookSpec

    spec = BookSpec(
        kind=kind, office_text="UBND xã Minh Hưng", unit_code="25441", year_opened=year, volume=volume,
        copy_role="duy nhất", holder="25441", edition=edition, form_mark="", years=(year, year), first_number="1",
        last_number="15", opened_on=date(year, 1, 1), closed_on=None, pages=3, entries=15, entries_basis="counted",
        condition="", entered=True, state="keyable", has_images=True,
    )  # fmt: skip
    entries = [
        BookEntry(
            kind=kind, number=str((page - 1) * lines + line), page=page, line=line, registered=date(year, 6, line),
            truth=(), fields=written(year, volume, (page - 1) * lines + line),
        )
        for line in range(1, lines + 1)
    ]  # fmt: skip
    return spec, entries


def written(year: int, volume: str, number: int) -> dict[str, str | None]:
    """What stands on the page, by dotted id."""
    return {
        "registration.number": str(number), "book.number": volume, "registration.date": f"0{number % 9 + 1}/06/{year}",
        "child.full_name": f"Nguyễn Thị {('Hòa', 'Bưởi', 'Mận', 'Đào', 'Lựu')[number % 5]}", "child.sex": "Nữ",
        "child.birth_date": f"02/03/{year}", "child.ethnicity": "Kinh", "child.nationality": "Việt Nam",
        "child.birth_place": "Trạm y tế xã Minh Hưng", "mother.full_name": "Trần Thị Bé",
    }  # fmt: skip
