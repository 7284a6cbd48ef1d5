"""Handing out work: a keyer at a machine whose book has an unfinished entry in every place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

PLACES = 200
PATH = "/api/desk/shift"
P95 = 500.0
"""Milliseconds of a hand-out: it is asked for once in hours, with the officer waiting."""


def prepare(moment: datetime) -> None:
    """A team, a machine and a book of one ward, given by name to one keyer. As the owner of the tables."""
    from hotich.books.models import Assignment, Book
    from hotich.entries import bulk
    from hotich.staff.models import Officer, Team
    from hotich.stations.models import Station
    from hotich.units.models import Agency

    agency = Agency.objects.get(code="99700-CA")
    unit = agency.unit
    team = Team.objects.create(name="Tổ đo", agency=agency)
    keyer = Officer.objects.get(username=f"keyer0.{unit.code}")
    team.members.add(keyer)
    station = Station.objects.create(
        code=f"{unit.code}-M1",
        name="Máy đo",
        unit=unit,
        team=team,
        checked_on=moment.date() - timedelta(days=30),
    )
    book = Book.objects.create(
        kind="KS", office=str(unit), office_key=unit.key, unit=unit, year_opened=2006, volume="giao việc", volume_key="giao viec",
        edition="KS/2006", pages_count=PLACES, entries_count=PLACES, status="keying", created_at=moment,
    )  # fmt: skip
    Assignment.objects.create(
        book=book, team=team, officer=keyer, assigned_by=keyer, assigned_at=moment - timedelta(days=1)
    )
    bulk.load(_begun(book, page, keyer.pk, station.pk, moment) for page in range(1, PLACES + 1))


def _begun(book: Any, page: int, officer: int, station: int, moment: datetime) -> Any:
    """An entry that was opened and keyed in part."""
    from hotich.entries.bulk import PastAction, PastEntry

    said = {
        "registration.number": str(page), "registration.date": "03/05/2006", "child.full_name": f"Nguyễn Thị Hòa {page}",
        "child.birth_date": "02/03/2006", "child.sex": "Nữ", "mother.full_name": f"Trần Thị Bé {page}",
        "father.full_name": f"Nguyễn Văn Ba {page}",
    }  # fmt: skip
    keyed = {name: {"v": text, "m": None, "o": "typed", "struck": None} for name, text in said.items()}
    begun = moment - timedelta(days=2, minutes=PLACES - page)
    return PastEntry(
        book,
        (
            PastAction("entry_opened", begun, officer, station),
            PastAction("fields_keyed", begun + timedelta(seconds=40), officer, station, keyed),
        ),
        page=page,
        line=1,
    )


def prepared() -> bool:
    """Whether the home has what is measured here."""
    from hotich.stations.models import Station

    return Station.objects.unscoped("the bench's own machine").filter(code="99700-M1").exists()


def ask(client: Any) -> int:
    """Asks for the work once; the status of the answer. Raises SystemExit where a place has no entry."""
    answer = client.post(PATH, {"want": PLACES}, content_type="application/json")
    if answer.status_code == 200:
        places = answer.json()["places"]
        if len(places) != PLACES or not all(place["kept"] for place in places):
            raise SystemExit(f"{PATH}: {len(places)} chỗ, không phải {PLACES} trường hợp nhập dở")
    status: int = answer.status_code
    return status
